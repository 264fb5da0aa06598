### Problems: what happened, whether it is safe, what to do. Id: problem-, then the code with its dot as a dash.

# Code app.fault; "safe" only because it is true by construction.
problem-app-fault =
    .happened = The app had a fault ({ $folio }).
    .safe = Your work until { $time } is saved.
    .todo = Press Go on.
# Code vault.disk_full; "safe" only because it is true by construction.
problem-vault-disk_full =
    .happened = There is no room on the disk to save.
    .safe = What was saved before is safe; this last step was not saved.
    .todo = Free some space and do this step again.
# Code vault.damaged; "safe" only because it is true by construction.
problem-vault-damaged =
    .happened = Part of this device's file is damaged.
    .safe = What was delivered is at the central office.
    .todo = Stop working on this device. Tell your supervisor.
# Code vault.went_back; "safe" only because it is true by construction.
problem-vault-went_back =
    .happened = This device's file is an earlier copy.
    .safe = What was delivered after the copy is at the central office.
    .todo = Stop working on this device. Tell your supervisor.
# Code vault.already_open; "safe" only because it is true by construction.
problem-vault-already_open =
    .happened = Ventanilla is already open on this device.
    .safe = Everything saved is safe.
    .todo = Use the window that is already open and close this one.
# Code vault.newer; "safe" only because it is true by construction.
problem-vault-newer =
    .happened = The file belongs to a newer version of Ventanilla.
    .safe = The file was not changed.
    .todo = Install the newer version and open again.
# Code vault.io; "safe" only because it is true by construction.
problem-vault-io =
    .happened = The device could not read or write its file.
    .safe = What was saved before is safe; this last step was not saved.
    .todo = Press again. If it repeats, tell your supervisor.
# Code session.closed; "safe" only because it is true by construction.
problem-session-closed =
    .happened = The file is closed.
    .safe = Everything saved is safe.
    .todo = Enter with your passphrase.
# Code journal.refused; "safe" only because it is true by construction.
problem-journal-refused =
    .happened = The device did not take this record.
    .safe = Nothing of this step was saved; what came before is safe.
    .todo = Press again. If it repeats, tell your supervisor.
# Code journal.other_content; "safe" only because it is true by construction.
problem-journal-other_content =
    .happened = This step was already saved with other content.
    .safe = What was saved the first time is safe.
    .todo = Go back to the start and check before repeating.
# Code journal.malformed; "safe" only because it is true by construction.
problem-journal-malformed =
    .happened = The device could not build this record.
    .safe = Nothing of this step was saved; what came before is safe.
    .todo = Check the details and press again.
# Code journal.no_stream; "safe" only because it is true by construction.
problem-journal-no_stream =
    .happened = This device is not enrolled yet.
    .safe = Nothing was saved.
    .todo = Ask your supervisor to enrol it.
# Code journal.erased; "safe" only because it is true by construction.
problem-journal-erased =
    .happened = The content of this record was erased.
    .safe = Its proof and its receipt remain.
    .todo = Tell your supervisor if you need it.
# Code journal.broken; "safe" only because it is true by construction.
problem-journal-broken =
    .happened = The chain of records on this device is not whole.
    .safe = What was delivered is at the central office.
    .todo = Stop working on this device. Tell your supervisor.
# Code shift.none; "safe" only because it is true by construction.
problem-shift-none =
    .happened = No shift is open.
    .safe = The registration is saved; nothing was charged.
    .todo = Open your shift to take payment.
# Code shift.already_open; "safe" only because it is true by construction.
problem-shift-already_open =
    .happened = A shift is already open on this device.
    .safe = The open shift did not change.
    .todo = Go to the start and go on with that shift.
# Code shift.day_not_later; "safe" only because it is true by construction.
problem-shift-day_not_later =
    .happened = The day { $day } is earlier than the last shift's, { $other }.
    .safe = No shift was opened.
    .todo = Correct the device's date and open again.
# Code shift.day_before_floor; "safe" only because it is true by construction.
problem-shift-day_before_floor =
    .happened = The day { $day } is earlier than what this device has recorded, { $other }.
    .safe = No shift was opened.
    .todo = Correct the device's date and open again.
# Code shift.day_too_far; "safe" only because it is true by construction.
problem-shift-day_too_far =
    .happened = The day { $day } is far from the last shift, { $other }.
    .safe = No shift was opened.
    .todo = Check the device's date. If it is right, tell your supervisor.
# Code shift.day_not_today; "safe" only because it is true by construction.
problem-shift-day_not_today =
    .happened = The day { $day } is not the clock's, { $other }.
    .safe = No shift was opened.
    .todo = Correct the device's date and open again.
# Code shift.float; "safe" only because it is true by construction.
problem-shift-float =
    .happened = The float { $float } is over the limit of { $limit }.
    .safe = No shift was opened.
    .todo = Check the amount and press again.
# Code shift.not_allowed; "safe" only because it is true by construction.
problem-shift-not_allowed =
    .happened = The shift does not allow this step now.
    .safe = What is saved is safe; nothing changed.
    .todo = Go to the start and check your shift.
# Code payment.short; "safe" only because it is true by construction.
problem-payment-short =
    .happened = { $missing } short: { $tendered } received, { $due } due.
    .safe = Nothing was charged.
    .todo = Enter how much you received.
# Code payment.tender_too_large; "safe" only because it is true by construction.
problem-payment-tender_too_large =
    .happened = The amount { $tendered } is over the limit of { $limit }.
    .safe = Nothing was charged.
    .todo = Check the amount you typed.
# Code payment.too_large; "safe" only because it is true by construction.
problem-payment-too_large =
    .happened = The total { $total } is over a receipt's limit, { $limit }.
    .safe = Nothing was charged.
    .todo = Tell your supervisor.
# Code payment.no_tariff; "safe" only because it is true by construction.
problem-payment-no_tariff =
    .happened = There is no tariff for this item ({ $concept }) on { $day }.
    .safe = The registration is saved; nothing was charged.
    .todo = Wait for the new tariff or tell your supervisor.
# Code payment.rounding_rule; "safe" only because it is true by construction.
problem-payment-rounding_rule =
    .happened = The rounding rule { $policy }, version { $version }, cannot be applied.
    .safe = The registration is saved; nothing was charged.
    .todo = Tell your supervisor.
# Code payment.price_changed; "safe" only because it is true by construction.
problem-payment-price_changed =
    .happened = The tariff changed: it was { $shown } and now is { $due }.
    .safe = Nothing was charged.
    .todo = Go back and read the new total to the person.
# Code payment.already_paid; "safe" only because it is true by construction.
problem-payment-already_paid =
    .happened = This registration is already paid.
    .safe = The first payment is saved; nothing was charged again.
    .todo = Go to the start.
# Code payment.nothing_due; "safe" only because it is true by construction.
problem-payment-nothing_due =
    .happened = This registration has no fee.
    .safe = The registration is saved.
    .todo = Go to the start.
# Code payment.charge_unknown; "safe" only because it is true by construction.
problem-payment-charge_unknown =
    .happened = This charge is no longer prepared.
    .safe = Nothing was charged.
    .todo = Go to the start and begin the charge again.
# Code payment.registration_unknown; "safe" only because it is true by construction.
problem-payment-registration_unknown =
    .happened = This device does not have that registration.
    .safe = Nothing was charged.
    .todo = Go to the start and choose again.
# Code person.unknown; "safe" only because it is true by construction.
problem-person-unknown =
    .happened = This device does not have that record.
    .safe = Nothing was changed.
    .todo = Search for the person again.
# Code person.problems; "safe" only because it is true by construction.
problem-person-problems =
    .happened = The record has { $count ->
        [one] one answer
       *[other] { $count } answers
    } to correct.
    .safe = Nothing was saved; what you typed is still on screen.
    .todo = Correct the marked fields and save again.
# Code service.unknown; "safe" only because it is true by construction.
problem-service-unknown =
    .happened = This device does not have the service { $service }.
    .safe = Nothing was changed.
    .todo = Choose another or wait for the next connection.
# Code form.missing; "safe" only because it is true by construction.
problem-form-missing =
    .happened = This device does not have that service's form.
    .safe = Nothing was changed.
    .todo = Wait for the next connection or tell your supervisor.
# Code form.incomplete: pictures, recordings or lists of a form have not all arrived yet.
problem-form-incomplete =
    .happened = The pictures or lists of that service's form have not all arrived yet.
    .safe = Nothing was changed.
    .todo = Wait until the device has been connected for a while; what is open can be gone on with.
# Code draft.unknown; "safe" only because it is true by construction.
problem-draft-unknown =
    .happened = That draft is no longer on this device.
    .safe = What is saved is safe.
    .todo = Go to the start and choose again.
# Code consent.missing; "safe" only because it is true by construction.
problem-consent-missing =
    .happened = The consent is not ticked.
    .safe = The draft is saved; the registration is not.
    .todo = Tick the sentence if the person agrees.
# Code registration.problems; "safe" only because it is true by construction.
problem-registration-problems =
    .happened = Some answers need correcting.
    .safe = The draft is saved; the registration is not.
    .todo = Go back to the check page and correct what is marked.
# Code registration.not_allowed; "safe" only because it is true by construction.
problem-registration-not_allowed =
    .happened = This registration no longer allows that step.
    .safe = What is saved is safe; nothing changed.
    .todo = Go to the start.
# Code forms.refused; "safe" only because it is true by construction.
problem-forms-refused =
    .happened = The form asks for something this version cannot do.
    .safe = Nothing of this step was saved; what came before is safe.
    .todo = Tell your supervisor.
# Code forms.answers; "safe" only because it is true by construction.
problem-forms-answers =
    .happened = The answers do not fit this form.
    .safe = The draft is saved as it was.
    .todo = Tell your supervisor.
# Code forms.draft; "safe" only because it is true by construction.
problem-forms-draft =
    .happened = The draft belongs to another version of the form.
    .safe = The draft is saved as it was.
    .todo = Start the service again.
# Code forms.unknown_path; "safe" only because it is true by construction.
problem-forms-unknown_path =
    .happened = The form no longer has that question.
    .safe = The draft is saved.
    .todo = Leave the form and come back.
# Code receipt.unknown; "safe" only because it is true by construction.
problem-receipt-unknown =
    .happened = This device does not have that receipt.
    .safe = What is saved is safe.
    .todo = Go to the start.
# Code receipt.unreadable; "safe" only because it is true by construction.
problem-receipt-unreadable =
    .happened = The code on the picture could not be read back.
    .safe = The receipt is saved; the picture is not.
    .todo = Press F8 again, or use the code on the screen.
# Code receipt.not_written; "safe" only because it is true by construction.
problem-receipt-not_written =
    .happened = The picture could not be written to the disk.
    .safe = The receipt is saved; the picture is not.
    .todo = Free some space and press F8 again.
# Code institution.unreadable; "safe" only because it is true by construction.
problem-institution-unreadable =
    .happened = The institution's file cannot be read.
    .safe = Nothing was changed.
    .todo = Ask the office for the file again.
# Code enrol.passphrase_short; "safe" only because it is true by construction.
problem-enrol-passphrase_short =
    .happened = The passphrase is short: at least { $shortest } letters.
    .safe = Nothing was changed.
    .todo = Use a passphrase of four words.
# Code link.down; "safe" only because it is true by construction.
problem-link-down =
    .happened = There is no connection to the central office.
    .safe = Everything is saved on this device.
    .todo = Keep working; delivery is automatic.
# Code link.address; "safe" only because it is true by construction.
problem-link-address =
    .happened = The central office's address is not secure and is not used.
    .safe = Everything is saved on this device; nothing was sent.
    .todo = Keep working and tell your supervisor.
# Code link.no_central; "safe" only because it is true by construction.
problem-link-no_central =
    .happened = The central office's certificate is missing.
    .safe = Everything is saved; nothing was sent.
    .todo = Keep working; the certificate is asked for by itself. If it lasts, tell your supervisor.
# Code link.portal; "safe" only because it is true by construction.
problem-link-portal =
    .happened = The network asks you to accept a page.
    .safe = Everything is saved; nothing was sent.
    .todo = Open it in the device's browser.
# Code link.refused; "safe" only because it is true by construction.
problem-link-refused =
    .happened = The central office did not accept the delivery.
    .safe = Everything is saved on this device.
    .todo = Keep working and tell your supervisor.
# Code clock.wrong; "safe" only because it is true by construction.
problem-clock-wrong =
    .happened = The device's date does not look right.
    .safe = What is saved keeps its order.
    .todo = Correct the device's date.
# Code camera.unavailable; "safe" only because it is true by construction.
problem-camera-unavailable =
    .happened = The camera does not answer.
    .safe = What was typed is saved.
    .todo = Check that it is connected, or choose a file.
# Code position.unavailable; "safe" only because it is true by construction.
problem-position-unavailable =
    .happened = The receiver does not know yet where it is.
    .safe = What was typed is saved.
    .todo = Wait under open sky and try again, or enter the degrees.
# Code recorder.unavailable; "safe" only because it is true by construction.
problem-recorder-unavailable =
    .happened = Nothing could be recorded.
    .safe = What was typed is saved.
    .todo = Check the microphone, or choose a file.
# Code file.too_large; $name is the file and $most_mb the most that is taken, in MB.
problem-file-too_large =
    .happened = { $name } is larger than { $most_mb } MB.
    .safe = What was typed is saved.
    .todo = Choose a smaller file.
# Code file.not_read; $name is the file.
problem-file-not_read =
    .happened = { $name } could not be read.
    .safe = What was typed is saved.
    .todo = Choose another file, or check the drive it is on.
