### V13–V15: facts of the tariff, ways of paying, limits of the cash desk, change by pieces.

# As in es/payments-desk.ftl.
charge-facts = What the price depends on
# As in es/payments-desk.ftl.
charge-change-facts = Change answers
# As in es/payments-desk.ftl.
charge-price = Work out the price
# As in es/payments-desk.ftl.
charge-base = Before changes
# As in es/payments-desk.ftl.
charge-order = Payment order
# As in es/payments-desk.ftl.
charge-order-made = Order made at { $place }
# As in es/payments-desk.ftl.
fact-yes = Yes
# As in es/payments-desk.ftl.
fact-no = No
# As in es/payments-desk.ftl.
fact-in = In { $unit }
# As in es/payments-desk.ftl.
fact-choose = Choose: { $question }
# As in es/payments-desk.ftl.
fact-write = Write: { $question }
# As in es/payments-desk.ftl.
fact-between = { $question }: from { $least } to { $most }.
# As in es/payments-desk.ftl.
tender-balance-part = The balance pays
# As in es/payments-desk.ftl.
tender-rest = Rest
# As in es/payments-desk.ftl.
tender-ways = Another way to pay
# As in es/payments-desk.ftl.
tender-way-cash = Cash
# As in es/payments-desk.ftl.
tender-way-digital = Digital payment
# As in es/payments-desk.ftl.
tender-way-balance = With a balance
# As in es/payments-desk.ftl.
tender-digital-title = Digital payment
# As in es/payments-desk.ftl.
tender-digital-kind = How was it paid?
# As in es/payments-desk.ftl.
tender-by-transfer = CoDi or SPEI
# As in es/payments-desk.ftl.
tender-by-bank = Deposit at the bank
# As in es/payments-desk.ftl.
tender-reference = Reference of the payment
# As in es/payments-desk.ftl.
tender-reference-hint = As the person's phone or slip shows it.
# As in es/payments-desk.ftl.
tender-reference-empty = Write the reference of the payment.
# As in es/payments-desk.ftl.
tender-declared = Counts as declared until the head office confirms it
# As in es/payments-desk.ftl.
tender-from-balance = The balance pays it all
# As in es/payments-desk.ftl.
tender-no-change = The drawer cannot give exact change; { $missing } is missing. Ask for change, or take the exact amount.
# As in es/payments-desk.ftl.
pay-declare = Record { $amount }
# As in es/payments-desk.ftl.
limit-ask = Ask for approval
# As in es/payments-desk.ftl.
limit-deliver = Deliver now
# As in es/payments-desk.ftl.
limit-withdraw = Take cash to the safe
# As in es/payments-desk.ftl.
piece-cents = { $cents } ¢
# As in es/payments-desk.ftl.
piece-coin = { $worth } coin
# As in es/payments-desk.ftl.
piece-note = { $worth } note
# As in es/payments-desk.ftl.
piece-coin-of = { $worth } coin
# As in es/payments-desk.ftl.
piece-note-of = { $worth } note
# As in es/payments-desk.ftl.
piece-less = One less: { $piece }
# As in es/payments-desk.ftl.
piece-more = One more: { $piece }
# As in es/payments-desk.ftl.
change-too-much = The pieces are { $amount } too much.
# As in es/payments-desk.ftl.
change-too-little = The pieces are { $amount } short.
# As in es/payments-desk.ftl.
drawer-stuck = Does the drawer not open? Use its key. The charge is saved.
