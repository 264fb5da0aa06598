### People's rights over their data: what may go wrong.

# A record is opened that the law keeps blocked.
problem-registration-blocked =
    .happened = This record is blocked by law.
    .safe = It is kept whole and nobody sees it.
    .todo = A supervisor can see it with another person's approval.
# Something is to be erased that the central office does not have yet. $count = how many records.
problem-privacy-undelivered =
    .happened = The central office does not have { $count ->
            [one] { $count } record
           *[other] { $count } records
        } of this person yet.
    .safe = The data are blocked already: nobody sees or finds them.
    .todo = Deliver first. If the term ends before that, tick “Erase without delivering”.
# A request that is no longer on this device.
problem-privacy-request_unknown =
    .happened = This request is not on this device.
    .safe = Nothing was changed.
    .todo = Go back to the person's data.
# A request that has its answer.
problem-privacy-answered =
    .happened = This request has an answer already.
    .safe = The first answer counts.
    .todo = If needed, register another request.
# A refusal without legal basis.
problem-privacy-no_basis =
    .happened = The legal basis of the refusal is missing.
    .safe = No answer was saved.
    .todo = Enter the article it rests on.
# The copy was to be saved on this computer's disk.
problem-privacy-not_a_stick =
    .happened = That folder is on this device, not on a drive.
    .safe = Nothing was copied.
    .todo = Connect the person's USB drive and choose it.
# The drive did not take the copy.
problem-privacy-copy_not_written =
    .happened = The copy could not be saved on the drive.
    .safe = The data are still here. No half copy is left on the drive.
    .todo = Check the drive, or hand over the printed copy.
# No sheet printer.
problem-privacy-not_printed =
    .happened = The copy was not printed.
    .safe = The data are still here and no handing over was recorded.
    .todo = Check the printer, or use the person's drive.
# Somebody of whom nothing is here is to be cancelled or looked at.
problem-privacy-nothing_held =
    .happened = There is nothing of this person on this device that can be erased.
    .safe = Nothing was changed.
    .todo = Go back to the person's data.
