### The cash desk: V03, V21, V22, V23, V46, V52, V55.


## V03, V22, V55: conteo por denominación

# As in es/cash.ftl.
count-title = Count the cash in the drawer
# As in es/cash.ftl.
count-title-again = Count the cash again
# As in es/cash.ftl.
count-subtitle = One figure per denomination. If there are none, leave the cell empty.
# As in es/cash.ftl.
count-notes = Notes
# As in es/cash.ftl.
count-coins = Coins
# As in es/cash.ftl.
count-notes-of = { $worth } notes, how many
# As in es/cash.ftl.
count-coins-of = { $worth } coins, how many
# As in es/cash.ftl.
count-centavos = { $n } ¢
# As in es/cash.ftl.
count-opened = Opened
# As in es/cash.ftl.
count-total = Total counted
# As in es/cash.ftl.
count-cells = { $n } of { $of } denominations
# As in es/cash.ftl.
count-blind = What is recorded is shown when you finish counting.
# As in es/cash.ftl.
count-end = End count
# As in es/cash.ftl.
count-stop = Go on charging
# As in es/cash.ftl.
count-stopped = The count was left. You can go on charging.
# As in es/cash.ftl.
shift-recount = The count and the record do not match. Count again.

## V03

# As in es/cash.ftl.
shift-expected = Expected float
# As in es/cash.ftl.
shift-reason-hint = The float is not the expected one. Enter why.
# As in es/cash.ftl.
shift-day-other = Another business day
# As in es/cash.ftl.
shift-day-hint = If it is not today, another person approves it.
# As in es/cash.ftl.
shift-ask-day = Ask for approval
# As in es/cash.ftl.
shift-handed = { $giver } handed you the drawer. Count the money and sign.
# As in es/cash.ftl.
shift-handed-other = { $giver } handed the drawer to { $taker }. Enter why you take it.
# As in es/cash.ftl.
shift-of = Shift of { $person }
# As in es/cash.ftl.
shift-counting = A count is not finished. Payments wait.
# As in es/cash.ftl.
shift-count-on = Go on counting

## V55

# As in es/cash.ftl.
check-title = Surprise count
# As in es/cash.ftl.
check-subtitle = The drawer is counted without closing the shift. Payments wait.
# As in es/cash.ftl.
check-witness = Who asked for the count?
# As in es/cash.ftl.
check-witness-hint = Name of the person present.
# As in es/cash.ftl.
check-begin = Start counting
# As in es/cash.ftl.
check-done = Count saved: { $amount } counted. You can go on charging.
# As in es/cash.ftl.
check-done-seen = Count saved: { $amount } counted, { $expected } expected, difference { $difference }.

## V23

# As in es/cash.ftl.
close-title = Close shift
# As in es/cash.ftl.
close-result-title = Result of the count
# As in es/cash.ftl.
close-counted = Counted
# As in es/cash.ftl.
close-expected = Expected
# As in es/cash.ftl.
close-equal = No difference
# As in es/cash.ftl.
close-short = Missing
# As in es/cash.ftl.
close-over = Too much
# As in es/cash.ftl.
close-needs-approval = The difference is over the office's limit. Another person approves it.
# As in es/cash.ftl.
close-reason-hint = Enter what may have happened.
# As in es/cash.ftl.
close-act = Sign and close shift
# As in es/cash.ftl.
close-ask = Ask for approval and close
# As in es/cash.ftl.
close-approval-reason = Difference at closing: { $reason }
# As in es/cash.ftl.
close-undelivered = { $n ->
        [one] { $n } record is not delivered yet. It is delivered later; you can close.
       *[other] { $n } records are not delivered yet. They are delivered later; you can close.
    }

## Comunes

# As in es/cash.ftl.
cash-reason = Reason
# As in es/cash.ftl.
cash-reason-empty = Enter the reason.
# As in es/cash.ftl.
cash-witness = Who was present?
# As in es/cash.ftl.
cash-witness-hint = Name and position.
# As in es/cash.ftl.
cash-witness-empty = Enter who was present.
# As in es/cash.ftl.
cash-sign = Signature of who counts
# As in es/cash.ftl.
cash-sign-hint = Sign with finger or mouse. Space writes your name.
# As in es/cash.ftl.
cash-sign-empty = Sign in the box.
# As in es/cash.ftl.
cash-day-wrong = Enter the whole day.

## V21

# As in es/cash.ftl.
move-title = Cash in or out
# As in es/cash.ftl.
move-subtitle = Cash that enters or leaves the drawer without a payment.
# As in es/cash.ftl.
move-way = What will you record?
# As in es/cash.ftl.
move-way-empty = Choose what you will record.
# As in es/cash.ftl.
move-safe = Out, to the safe
# As in es/cash.ftl.
move-bank = Out, to the bank
# As in es/cash.ftl.
move-float = In, float or change
# As in es/cash.ftl.
move-in = In, other
# As in es/cash.ftl.
move-out = Out, other
# As in es/cash.ftl.
move-amount = Amount
# As in es/cash.ftl.
move-amount-empty = Enter the amount.
# As in es/cash.ftl.
move-slip = Number of the slip
# As in es/cash.ftl.
move-slip-empty = Enter the number on the paper.
# As in es/cash.ftl.
move-act = Record
# As in es/cash.ftl.
move-done-in = { $amount } in, saved on this device.
# As in es/cash.ftl.
move-done-out = { $amount } out, saved on this device.

## V52

# As in es/cash.ftl.
hand-title = Where does the money go?
# As in es/cash.ftl.
hand-subtitle = Your shift is closed. The counted money stays in one place.
# As in es/cash.ftl.
hand-to = Choose one
# As in es/cash.ftl.
hand-safe = Into the safe
# As in es/cash.ftl.
hand-keep = Keep in the safe
# As in es/cash.ftl.
hand-act = Sign and hand over
# As in es/cash.ftl.
hand-sign-hint = Signature of who gives. Who takes signs when opening their shift.
# As in es/cash.ftl.
hand-why = Who takes it counts again and works under their own passphrase.

## V46

# As in es/cash.ftl.
deposit-wanted = Deposits
# As in es/cash.ftl.
deposit-title = Deposits to the bank
# As in es/cash.ftl.
deposit-subtitle = Money of the safe that was taken to the bank.
# As in es/cash.ftl.
deposit-amount = Amount deposited
# As in es/cash.ftl.
deposit-bank = Bank and account
# As in es/cash.ftl.
deposit-bank-hint = As the office calls them.
# As in es/cash.ftl.
deposit-bank-empty = Enter the bank and the account.
# As in es/cash.ftl.
deposit-day = Day on the paper
# As in es/cash.ftl.
deposit-reference = Reference on the statement
# As in es/cash.ftl.
deposit-reason-hint = Only if the amount is another.
# As in es/cash.ftl.
deposit-act = Record deposit
# As in es/cash.ftl.
deposit-list = Deposits of this device
# As in es/cash.ftl.
deposit-none = There are no deposits yet.
# As in es/cash.ftl.
deposit-row = { $bank } · slip { $slip }
# As in es/cash.ftl.
deposit-waiting = { $day } · { $person } · on its way to the bank
# As in es/cash.ftl.
deposit-confirmed = Confirmed by the bank · { $reference }
# As in es/cash.ftl.
deposit-differs = The bank received { $amount }: { $reason }
# As in es/cash.ftl.
deposit-confirm = Confirm
# As in es/cash.ftl.
deposit-confirm-name = Confirm deposit { $slip }
# As in es/cash.ftl.
deposit-confirm-title = What does the bank say?
# As in es/cash.ftl.
deposit-confirm-act = Record what the bank says
# As in es/cash.ftl.
deposit-saved = Deposit of { $amount } saved on this device.
# As in es/cash.ftl.
deposit-confirm-saved = What the bank says is saved: { $amount }.
# As in es/cash.ftl.
deposit-transit = On its way to the bank
# As in es/cash.ftl.
deposit-transit-why = Until the bank confirms it.
