### V57 Cancel a charge.

# As in es/reversals.ftl.
reversal-title = Cancel the charge
# As in es/reversals.ftl.
reversal-taken = Charged
# As in es/reversals.ftl.
reversal-means = Paid by
# As in es/reversals.ftl.
means-cash = Cash
# As in es/reversals.ftl.
means-terminal = Terminal
# As in es/reversals.ftl.
means-bank = Deposit at the bank
# As in es/reversals.ftl.
means-transfer = CoDi or SPEI
# As in es/reversals.ftl.
means-balance = Balance
# As in es/reversals.ftl.
reversal-paper = Receipt to be cancelled
# As in es/reversals.ftl.
reversal-paper-hint = Scan the code of the paper, or paste it. The paper stays here.
# As in es/reversals.ftl.
reversal-without = The person does not have the receipt
# As in es/reversals.ftl.
reversal-without-limit = The person does not have the receipt (up to { $limit }, once a shift)
# As in es/reversals.ftl.
reversal-reason = Why is it cancelled?
# As in es/reversals.ftl.
reversal-wrong_service = It was another service
# As in es/reversals.ftl.
reversal-wrong_person = It was another person
# As in es/reversals.ftl.
reversal-paid_twice = It was charged twice
# As in es/reversals.ftl.
reversal-person_desisted = The person changed their mind
# As in es/reversals.ftl.
reversal-other = Another reason
# As in es/reversals.ftl.
reversal-paper-empty = Scan the receipt that is cancelled.
# As in es/reversals.ftl.
reversal-paper-other = That code is not the receipt of this charge. Scan the one of this charge.
# As in es/reversals.ftl.
reversal-reason-empty = Choose why it is cancelled.
# As in es/reversals.ftl.
reversal-ask = Ask for approval
# As in es/reversals.ftl.
reversal-hand = Give back { $amount }
# As in es/reversals.ftl.
reversal-done = The charge was cancelled
# As in es/reversals.ftl.
reversal-cash = Cash that goes back
# As in es/reversals.ftl.
reversal-no-cash = No cash leaves the drawer
# As in es/reversals.ftl.
reversal-to-balance = { $amount } goes back to the person's balance.
# As in es/reversals.ftl.
reversal-digital = The office gives a digital payment back the same way.
# As in es/reversals.ftl.
reversal-collect = Keep the cancelled receipt and hand over the new one.
# As in es/reversals.ftl.
reversal-cancelled = Cancelled { $when }
