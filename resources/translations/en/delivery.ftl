### V24 Deliveries.

# As in es/delivery.ftl.
deliveries-title = Deliveries
# As in es/delivery.ftl.
deliveries-now = Deliver now
# As in es/delivery.ftl.
deliveries-hurried = Delivery starts as soon as there is a connection.
# As in es/delivery.ftl.
deliveries-by-itself = Delivery is automatic when there is a connection.
# As in es/delivery.ftl.
deliveries-none = None
# As in es/delivery.ftl.
deliveries-more = and { $n } more
# As in es/delivery.ftl.
deliveries-folio = reference { $folio }
# As in es/delivery.ftl.
deliveries-last = Last delivery
# As in es/delivery.ftl.
deliveries-never = none
# As in es/delivery.ftl.
deliveries-oldest = The oldest
# As in es/delivery.ftl.
deliveries-size = To send
# As in es/delivery.ftl.
deliveries-next = Next try at { $time }.
# As in es/delivery.ftl.
kind-shift = Shift opening
# As in es/delivery.ftl.
kind-registration = Registration
# See kind-registration.
kind-correction = Correction
# As in es/delivery.ftl.
kind-person = Person's record
# As in es/delivery.ftl.
kind-payment = Payment
# As in es/delivery.ftl.
kind-other = Record
# As in es/delivery.ftl.
link-unknown = Not tried yet
# As in es/delivery.ftl.
link-unknown-why = You can keep working.
# As in es/delivery.ftl.
link-up = Connected
# As in es/delivery.ftl.
link-up-why = The central office answers.
# As in es/delivery.ftl.
link-down = No connection
# As in es/delivery.ftl.
link-down-why = You can keep working.
# As in es/delivery.ftl.
link-portal = The network asks you to accept a page
# As in es/delivery.ftl.
link-portal-why = Open it in the device's browser. Nothing was sent.
# As in es/delivery.ftl.
link-refused = The central office did not accept the delivery
# As in es/delivery.ftl.
link-refused-why = Everything is still saved here. Tell your supervisor.

# As in es/delivery.ftl.
reason-1 = The central office runs an earlier version. It is applied when that is updated.
# As in es/delivery.ftl.
reason-2 = The central office runs an earlier version of this record. It is applied when that is updated.
# As in es/delivery.ftl.
reason-3 = The central office could not read this record. Tell your supervisor.
# As in es/delivery.ftl.
# As in es/delivery.ftl.
reason-4-tell = A detail breaks a rule. Tell your supervisor.
# As in es/delivery.ftl.
reason-4 = A detail breaks a rule. Correct it and save again.
# As in es/delivery.ftl.
reason-5 = This record exists with other content. Tell your supervisor.
# As in es/delivery.ftl.
reason-6 = It refers to something the central office does not know yet. It is applied when that arrives.
# As in es/delivery.ftl.
reason-7 = The version of the form or tariff is not known. Tell your supervisor.
# As in es/delivery.ftl.
reason-8 = Whoever did it is not allowed this act. Tell your supervisor.
# As in es/delivery.ftl.
reason-9 = This device was withdrawn before this record. The office will decide.
# As in es/delivery.ftl.
reason-10 = It looks like an existing person. The office will decide whether it is the same one.
# As in es/delivery.ftl.
reason-11 = The amounts do not add up. Tell your supervisor; the cash does not change.
# As in es/delivery.ftl.
reason-12 = The content was erased before arriving. Only its proof remains.
# As in es/delivery.ftl.
reason-13 = The content is no longer on this device nor at the office. Tell your supervisor.
# As in es/delivery.ftl.
# As in es/delivery.ftl.
reason-14-tell = An attached file was not accepted. Tell your supervisor.
# As in es/delivery.ftl.
reason-14 = An attached file was not accepted. Correct the record and take the photo again.
# As in es/delivery.ftl.
reason-other = The central office asks to check this record (code { $code }).
