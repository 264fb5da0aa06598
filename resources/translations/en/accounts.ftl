### Accounts, cards, benefits and similar records (V05, V06, V47, V49, V53, V56).

# Title of V53.
card-title = Account card
# Under the title of V53, no account yet.
card-give-about = The person gets a card and chooses a number.
# Under the title of V53, with an account.
card-replace-about = The old card stops working. The balance does not change.
# Field: code of the card.
card-scan = Code of the card
# Hint of the field.
card-scan-hint = Scan a card that nobody has
# Hint of the field on V47.
card-scan-own-hint = Scan the person's card
# Secret field.
card-digits = Six-digit number
# Hint: the person types it.
card-digits-hint = The person types it. Do not look, do not ask.
# Secret field, again.
card-again = The same number again
# Question of V53.
card-reason = Why is it replaced?
# Choice.
card-reason-lost = The card was lost
# Choice.
card-reason-damaged = The card is damaged
# Choice.
card-reason-number_forgotten = The number was forgotten
# Question of V53.
card-proof = How did they show who they are?
# Button.
card-give = Give the card
# Button.
card-replace = Replace the card
# Notice on V06 after giving the card.
card-given = The card was given. It ends in { $tail }.
# The code is missing.
card-scan-empty = Scan the card.
# Malformed number.
card-digits-form = The number has six digits.
# Easy number.
card-digits-easy = Choose a number that is harder to guess.
# Number equal to the birth date.
card-digits-born = Do not use the date of birth.
# Number within CURP or phone.
card-digits-own = Do not use digits of the CURP or phone.
# The two numbers differ.
card-digits-differs = The two numbers differ. Type them again.
# Reason missing.
card-reason-empty = Choose why it is replaced.
# Proof missing.
card-proof-empty = Choose how they showed who they are.
# Title of V47.
account-title = Account
# Under the title of V47.
account-gate = The balance is shown with the card and its number.
# Under the title of V47 when paying.
account-gate-pay = To pay { $amount } from the balance: card and number.
# Button.
account-show = Show the balance
# The number does not match.
account-wrong = The number does not match. { $tries ->
        [0] No tries are left today.
        [one] { $tries } try is left today.
       *[other] { $tries } tries are left today.
    }
# Label of the balance.
account-balance = Balance
# What can be paid here now.
account-can-pay = Can be paid here today: { $amount }
# Movements the central does not know.
account-newer = { $n ->
        [one] Includes { $n } movement of this device not yet delivered.
       *[other] Includes { $n } movements of this device not yet delivered.
    }
# The account is held.
account-blocked = The office stopped payments from this account.
# Title of the list.
account-movements = Movements on this device
# Empty list.
account-no-movements = No movements on this device yet. You can top up.
# Movement.
account-move-top-up = Top-up
# Movement.
account-move-payment = Payment
# Movement.
account-move-reversal = Payment cancelled
# Movement.
account-move-benefit = Benefit
# Movement.
account-move-incentive = Incentive
# Button.
account-top-up = Top up
# Button.
account-pay = Pay { $amount } from the balance
# Button.
account-end = Finish
# Title of V56.
topup-title = Top up the balance
# Under the title of V56.
topup-about = The balance is not shown here.
# Field.
topup-amount = How much is added?
# Button.
topup-go = Add { $amount }
# Button before typing.
topup-go-empty = Add
# Amount missing.
topup-empty = Enter how much the person adds.
# Title of V49.
benefit-title = Deliver a benefit
# Question of V49.
benefit-which = Which benefit is delivered?
# One benefit to choose.
benefit-choice = { $programme }: { $what } · { $left } of { $times } left
# Question of V49.
benefit-way = How is it delivered?
# Way of delivering.
benefit-way-in_kind = In kind
# Way of delivering.
benefit-way-cash = In cash, from the drawer
# Way of delivering.
benefit-way-balance = Onto the balance
# Question of V49.
benefit-who = Who receives it?
# Choice.
benefit-who-self = The person
# Choice.
benefit-who-other = Somebody for them
# Field.
benefit-name = Name of who receives it
# Field.
benefit-relation = What they are to the person
# Hint of the field.
benefit-relation-hint = daughter, neighbour, authority
# Signature field.
benefit-sign = Signature of who receives it
# Hint.
benefit-sign-hint = With a finger or the mouse
# Button.
benefit-sign-clear = Clear the signature
# Button.
benefit-deliver = Deliver
# Button.
benefit-deliver-amount = Deliver { $amount }
# Empty list.
benefit-none = No benefits are due. Connect the device to receive the lists.
# Choice missing.
benefit-which-empty = Choose the benefit.
# Choice missing.
benefit-way-empty = Choose how it is delivered.
# Choice missing.
benefit-who-empty = Choose who receives it.
# Name missing.
benefit-name-empty = Enter the name of who receives it.
# Relation missing.
benefit-relation-empty = Enter what they are to the person.
# Signature missing.
benefit-sign-empty = Ask for the signature of who receives it.
# Notice after delivering.
benefit-done = Benefit delivered: { $what }.
# Legal basis on the side card.
benefit-law = Legal basis: { $law }
# Title of the paper.
benefit-slip-title = Benefit delivered
# Number on the paper.
benefit-slip-number = Delivery { $number }
# Title of V05.
same-title = Is it the same person?
# Under the title of V05.
same-about = We found a very similar record. Compare with the document before you decide.
# Over the left column, new record.
same-typed = What was typed today
# Over a column.
same-since = Record since { $day }
# Over the left column, two records.
same-this = This record
# Row.
same-field-name = Name
# Row.
same-field-born = Date of birth
# Row.
same-field-curp = CURP
# Row.
same-field-sex = Sex
# Row.
same-field-entity = State of birth
# Row.
same-field-phone = Phone
# Mark of a row.
same-is-same = Same
# Mark of a row.
same-is-different = Different
# Mark of a row.
same-is-missing = Missing here
# Missing value.
same-none = Not known
# Button, key 1.
same-yes = It is the same person
# Button, key 2.
same-no = It is another person
# Beside the buttons.
same-kept = Who decided is written down.
# Accessible name of a row.
same-row = { $field }: { $left } and { $right }. { $mark }.
# Title on V06.
sheet-account = Account
# V06, no account.
sheet-account-none = No account. You can give a card.
# V06, with an account.
sheet-account-card = Card ending in { $tail }
# Button of V06.
sheet-account-give = Give a card
# Button of V06.
sheet-account-replace = Replace the card
# Button of V06.
sheet-account-open = Balance and movements
# Button of V06.
sheet-account-top-up = Top up
# Button of V06.
sheet-benefits = { $n ->
        [one] Deliver benefit ({ $n })
       *[other] Deliver benefits ({ $n })
    }
# Notice of V06.
sheet-like = There is a very similar record: { $name }.
# Button of V06.
sheet-compare = Compare the records
# What somebody did.
access-balance = saw the balance with card and number
# Title of a group of data.
held-kind-card = Account card
# Title of a group of data.
held-kind-benefit = Benefit delivered
# Title of a group of data.
held-kind-incentive = Incentive
# Title of a group of data.
held-kind-compared = Comparison with another record
# Title of a group of data.
held-kind-account = Account
# Title of a group of data.
held-kind-entitlement = Benefit due
# Label.
held-card-number = Number of the card
# Label.
held-card-digits = Six-digit number
# Value: not shown.
held-card-hidden = Kept in a way nobody can read
# Label.
held-benefit-what = What was delivered
# Label.
held-benefit-for = Received for the person
# Label.
held-signature = Signature
# Value.
held-drawn = drawn
# Label.
held-decision = Decision
# Value.
held-same = it is the same person
# Value.
held-other = it is another person
# Label.
held-balance = Balance
# State of a payment by reference.
declared-waiting = Declared
# State.
declared-confirmed = Confirmed
# State.
declared-rejected = Rejected by the office
