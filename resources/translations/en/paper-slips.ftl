### Papers that are no comprobante: order, card, drawer. Length budget: 32 characters for one line.

# Title of a payment order.
slip-order-title = Payment order
# Beside what it would cost today.
slip-order-total = To pay
# $when: until when the order counts.
slip-order-until = Good until: { $when }
# What to do with the order.
slip-order-how = Take this paper to the counter. There you pay and get your receipt.
# Bold, on every paper that proves no payment.
slip-no-receipt = This paper is not a receipt.
# Title of an account card.
slip-card-title = Account card
# Above the card's number.
slip-card-number = Card number
# $n: which card of this account it is.
slip-card-issue = Issue { $n }
# What the card is for. Balance and movements need its number of six digits too.
slip-card-use = To see your balance you need this card and its number of six digits.
# What to do when it is lost.
slip-card-lost = If you lose it, tell the office: it is replaced and this one stops working.
# Title of money taken to the bank.
slip-deposit-title = Bank deposit
# Beside an amount.
slip-amount = Amount
# Beside the bank's name.
slip-bank = Bank
# Beside the number of the bank's own paper.
slip-bank-slip = Slip
# Beside the day of the deposit.
slip-day = Day
# Above the line to sign: who takes the money to the bank.
slip-carries = Takes the deposit:
# Title of a drawer handed over.
slip-handover-title = Drawer handed over
# Above the line to sign.
slip-hands-over = Hands over:
# Above the line to sign.
slip-takes-over = Takes over:
# Below the line to sign, where nobody is named.
slip-name-signature = Name and signature
# Title: cash put into the drawer.
slip-cash-in-title = Cash in
# Title: cash taken out of the drawer.
slip-cash-out-title = Cash out
# What the cash is for.
slip-cash-float = Float
# What the cash is for.
slip-cash-safe = To the safe
# What the cash is for.
slip-cash-bank = To the bank
# What the cash is for.
slip-cash-other = Another reason
# Beside the number of the safe's own paper.
slip-own-paper = Paper
# Above the line to sign.
slip-witness = Witness:
# Title of a reading of the shift: nothing is closed by it.
slip-reading-title = X reading
# Beside the business day.
slip-business-day = Business day
# Beside when the shift was opened.
slip-opened = Opened
# Beside how many payments were taken.
slip-payments = Payments
# Beside how many were given back.
slip-reversals = Reversals
# A row of coins. $each: value; $n: how many.
slip-coin = { $n } × { $each } coin
# A row of notes. $each: value; $n: how many.
slip-note = { $n } × { $each } note
# Title of a test page.
slip-test-title = Printer test
# Every letter the language needs, to see that all come out.
slip-test-letters = Pingüino, ñandú, acción: áéíóú ÁÉÍÓÚ ñÑ üÜ ¿? $ 0123456789
# Above five codes.
slip-test-codes = Scan the five codes. One that does not read shows a dead dot.
# Title of a benefit that was handed over; it names nobody.
slip-benefit-title = Benefit handed over
# Beside the number of whoever handed it over.
slip-handed-by = Handed over by
# Above the line that the person signs.
slip-receives = Receives:
