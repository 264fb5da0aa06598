### USB drives: what happened, whether the work is safe, what to do.

# Code drives.forbidden.
problem-drives-forbidden =
    .happened = The institution does not allow USB drives on this device.
    .safe = Everything is saved on this device.
    .todo = Deliver over the network, or ask your supervisor.
# Code drives.gone.
problem-drives-gone =
    .happened = The drive is no longer connected.
    .safe = Everything is saved on this device.
    .todo = Connect it again and repeat.
# Code drives.nothing.
problem-drives-nothing =
    .happened = There is nothing for this device on this drive.
    .safe = What is saved is as it was.
    .todo = Check whether it is the drive that came back from the central office.
# Code drives.other_institution.
problem-drives-other_institution =
    .happened = What is on this drive is of another institution or cannot be read.
    .safe = Nothing was taken; what is saved is as it was.
    .todo = Use your institution's drive, or ask for another copy.
# Code drives.damaged.
problem-drives-damaged =
    .happened = The copy is damaged. Parts that do not hold: { $refused }; missing: { $missing }.
    .safe = Nothing was taken; what is saved is as it was.
    .todo = Ask whoever made it for another copy.
# Code bundle.no_room.
problem-bundle-no_room =
    .happened = It does not fit on the drive: { $needed } are needed and { $free } are free.
    .safe = Everything is saved on this device; nothing was copied.
    .todo = Use a drive with more room, or free some on this one.
# Code bundle.gone.
problem-bundle-gone =
    .happened = The drive was removed before the end.
    .safe = Everything is saved on this device; that copy does not count.
    .todo = Connect it again and repeat.
# Code bundle.read_only.
problem-bundle-read_only =
    .happened = The drive does not allow copying.
    .safe = Everything is saved on this device.
    .todo = Unlock the switch on the drive, or use another.
# Code bundle.differs.
problem-bundle-differs =
    .happened = What was read back is not what was copied.
    .safe = Everything is saved on this device; that copy does not count.
    .todo = Use another drive: this one may be damaged.
# Code bundle.nothing.
problem-bundle-nothing =
    .happened = There is nothing to copy: everything is delivered.
    .safe = What is saved is safe.
    .todo = You need do nothing.
# Code bundle.other_institution.
problem-bundle-other_institution =
    .happened = What is on this drive is of another institution.
    .safe = Nothing was taken; what is saved is as it was.
    .todo = Use your institution's drive.
# Code bundle.damaged.
problem-bundle-damaged =
    .happened = The copy on this drive is damaged.
    .safe = What held was taken; what is saved is as it was.
    .todo = Ask whoever made it for another copy.
# Code bundle.carried_full.
problem-bundle-carried_full =
    .happened = This device carries all it can of other devices.
    .safe = Its own work and what is saved is as it was.
    .todo = Deliver first, or take this drive to another device.
# Code bundle.cancelled.
problem-bundle-cancelled =
    .happened = The copy was stopped.
    .safe = Everything is saved on this device; that copy does not count.
    .todo = Repeat it whenever you like.
# Code bundle.trouble.
problem-bundle-trouble =
    .happened = The drive did not answer well.
    .safe = Everything is saved on this device; that copy does not count.
    .todo = Remove it, connect it again and repeat. If it happens again, use another.
# Code bundle.changed.
problem-bundle-changed =
    .happened = Some data were erased by law during the copy.
    .safe = All the rest is saved; that copy does not count.
    .todo = Make the copy again.
