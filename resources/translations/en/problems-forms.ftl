### What is said of files, drafts and versions of a form; "safe" only where it is true by construction.

# Code attachment.too_large; shown at the question.
problem-attachment-too_large =
    .happened = The file is larger than { $limit } MB.
    .safe = The other answers are saved; this file is not.
    .todo = Choose a smaller file.
# Code attachment.record_full; shown at the question.
problem-attachment-record_full =
    .happened = With this file the record would pass { $limit } MB or 200 files.
    .safe = What the record has already is saved; this file is not.
    .todo = Take a file away or choose a smaller one.
# Code attachment.not_picture; shown at the question.
problem-attachment-not_picture =
    .happened = The file is no picture that can be read here.
    .safe = The other answers are saved; this file is not.
    .todo = Choose another picture or take another photo.
# Code attachment.wrong_kind; shown at the question.
problem-attachment-wrong_kind =
    .happened = The question asks for another kind of file.
    .safe = The other answers are saved; this file is not.
    .todo = Choose a file of the kind that the question asks for.
# Code disk.no_photos; shown at the question.
problem-disk-no_photos =
    .happened = There is no room for new files.
    .safe = What is saved is safe.
    .todo = Deliver, or free some room on the disk.
# Code attachment.missing: somebody or something removed the file from the disk.
problem-attachment-missing =
    .happened = The file of an answer is not on this device any more.
    .safe = The other answers are saved.
    .todo = Put the file into its question again.
# Code draft.place: the part of the form that was asked for is gone.
problem-draft-place =
    .happened = That part of the form is not there any more.
    .safe = The answers are saved.
    .todo = Go on from the section.
# Code registration.unknown: a record was asked for that this device does not have.
problem-registration-unknown =
    .happened = This device does not have that record.
    .safe = Nothing changed.
    .todo = Look for the record in the list.
# Code registration.no_reason: a correction was asked for without saying why.
problem-registration-no_reason =
    .happened = The reason of the correction is missing.
    .safe = The saved record did not change.
    .todo = Enter the reason.
# Code registration.erased: what the record said was erased by law.
problem-registration-erased =
    .happened = The content of this record is not on this device any more.
    .safe = Nothing changed.
    .todo = Ask at the central office.
