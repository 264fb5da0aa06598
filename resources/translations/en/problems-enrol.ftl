### Enrolment: what happened, whether the work is safe, what to do.

# Code enrol.already: there is a device in that folder.
problem-enrol-already =
    .happened = There is an enrolled device in this folder already.
    .safe = Nothing was changed.
    .todo = Use it as it is, or choose another folder with --profile.
# Code enrol.clave: enrolment was begun with another passphrase.
problem-enrol-clave =
    .happened = Enrolment was begun before with another passphrase.
    .safe = Nothing was changed.
    .todo = Try again with that passphrase.
# Code enrol.not_enrolled: the file holds no device.
problem-enrol-not_enrolled =
    .happened = This device is not enrolled.
    .safe = Nothing was changed.
    .todo = Ask your office for a code and enrol it.
# Code enrol.institution: the institution's file is of no use.
problem-enrol-institution =
    .happened = The institution's file cannot be used.
    .safe = Nothing was changed.
    .todo = Ask your office for the file again.
# Code enrol.code_malformed.
problem-enrol-code_malformed =
    .happened = An enrolment code has 12 letters and digits.
    .safe = Nothing was sent.
    .todo = Enter it as it stands on the notice.
# Code enrol.code.
problem-enrol-code =
    .happened = The central office does not know that code, or it is too old.
    .safe = Nothing was changed.
    .todo = Ask your office for another code.
# Code enrol.code_used.
problem-enrol-code_used =
    .happened = Another device has used that code.
    .safe = Nothing was changed.
    .todo = Ask your office for another code.
# Code enrol.kid_taken.
problem-enrol-kid_taken =
    .happened = The central office knows this device from another request.
    .safe = Nothing of this try is left.
    .todo = Start enrolment again.
# Code enrol.refused.
problem-enrol-refused =
    .happened = The institution did not admit this device.
    .safe = Nothing of this try is left.
    .todo = Ask your office.
# Code enrol.answer: somebody answered who is not the central office.
problem-enrol-answer =
    .happened = Somebody answered who is not the central office.
    .safe = Nothing was believed. The request is kept.
    .todo = Change the network and try again with the same passphrase.
# Code enrol.no_answer.
problem-enrol-no_answer =
    .happened = The central office did not answer.
    .safe = The request is kept on this device.
    .todo = Check the connection and try again with the same passphrase.
# Code enrol.fault: should not be seen.
problem-enrol-fault =
    .happened = Enrolment did not finish.
    .safe = Nothing was changed.
    .todo = Try again. If it happens again, tell your office.
# Code sync.fault: should not be seen.
problem-sync-fault =
    .happened = Delivery could not go on.
    .safe = What is saved is safe on this device.
    .todo = Go on working. If it happens again, tell the supervisor.
# Code enrol.nothing_begun: the enrolment was cut before anything was sent.
problem-enrol-nothing_begun =
    .happened = The enrolment was cut before the request was sent.
    .safe = Nothing was sent. The one-time code still works.
    .todo = Start the enrolment again.
# Code enrol.no_file: $file is the name of the file.
problem-enrol-no_file =
    .happened = The file { $file } could not be read.
    .safe = Nothing was changed.
    .todo = Connect the USB drive and choose the file again.
# Code enrol.no_enrolment_code: what was scanned is no enrolment code.
problem-enrol-no_enrolment_code =
    .happened = What was scanned is not an enrolment code.
    .safe = Nothing was changed.
    .todo = Scan the code that begins with VTE1, or clear the field and compare the fingerprint.
# Code enrol.other_institution: the code is for another file.
problem-enrol-other_institution =
    .happened = The enrolment code belongs to another institution file.
    .safe = Nothing was changed.
    .todo = Choose the file your office handed over with that code.
