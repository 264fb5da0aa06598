### V13 Payment, V14 Cash received, V15 Change, V16 Receipt.

# As in es/payment.ftl.
charge-title = Payment
# As in es/payment.ftl.
charge-price-list = By the price list of { $day }
# As in es/payment.ftl.
charge-receive = Receive cash
# As in es/payment.ftl.
charge-times = { $label }, { $quantity } × { $unit }
# As in es/payment.ftl.
charge-rounding = Rounding
# As in es/payment.ftl.
tender-title = Cash received
# As in es/payment.ftl.
tender-field = Cash received
# As in es/payment.ftl.
tender-exact = exact
# As in es/payment.ftl.
tender-quick = Received { $amount }
# As in es/payment.ftl.
tender-change = Change
# As in es/payment.ftl.
tender-missing = Short
# As in es/payment.ftl.
tender-concepts = Item
# As in es/payment.ftl.
tender-enter = Enter goes to the button; Enter again charges.
# As in es/payment.ftl.
pay-action = Take { $amount }
# As in es/payment.ftl.
pay-short = { $amount } short. Enter how much you received.
# As in es/payment.ftl.
pay-change = Give { $amount } change
# As in es/payment.ftl.
change-title = Change
# As in es/payment.ftl.
change-none = No change to give
# As in es/payment.ftl.
change-done = Done
# As in es/payment.ftl.
save-done = Saved on this device. Reference { $folio }.

# As in es/payment.ftl.
receipt-title = Saved on this device
# As in es/payment.ftl.
receipt-hand = Now hand the receipt to the person.
# As in es/payment.ftl.
receipt-folio = Reference
# As in es/payment.ftl.
receipt-service = Service
# As in es/payment.ftl.
receipt-charged = Paid
# As in es/payment.ftl.
receipt-cash = Received and change
# As in es/payment.ftl.
receipt-cash-values = { $received } · { $change }
# As in es/payment.ftl.
receipt-typed = Code to type
# As in es/payment.ftl.
receipt-issued = Issued
# As in es/payment.ftl.
receipt-time-unverified = Time not verified
# As in es/payment.ftl.
receipt-delivery = Delivery
# As in es/payment.ftl.
receipt-yours = Your receipt
# As in es/payment.ftl.
receipt-code = Code of the receipt
# As in es/payment.ftl.
receipt-scan = Scan the code with a telephone. See that the page is { $domain }.
# As in es/payment.ftl.
receipt-provisional = Provisional receipt, without a code.
# As in es/payment.ftl.
receipt-will-deliver = It will be delivered to the central office.
# As in es/payment.ftl.
receipt-picture = Save picture
# As in es/payment.ftl.
receipt-picture-why = A picture of the receipt, to print or to send.
# As in es/payment.ftl.
receipt-picture-saved = The picture was saved at { $time }: { $file }
# As in es/payment.ftl.
receipt-finish = Finish
# As in es/payment.ftl.
receipt-another = New service for this person
# As in es/payment.ftl.
receipt-request = Receipt of the request
