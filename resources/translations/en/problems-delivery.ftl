### Why what waits does not move (V24).

# Code link.clock.
problem-link-clock =
    .happened = This device's date is not right; so the central office is not recognised.
    .safe = Everything is saved on this device.
    .todo = Correct the date in the system.
# Code link.budget.
problem-link-budget =
    .happened = The link is paid by data and today's share is used up.
    .safe = Everything is saved on this device.
    .todo = It goes on tomorrow. If it is urgent press the button, use another network or take the USB drive.
# Code link.metered.
problem-link-metered =
    .happened = Photos wait for another link: this one is paid by data.
    .safe = Records are delivered; photos are saved.
    .todo = Connect another network, or press the button.
# Code link.stopped.
problem-link-stopped =
    .happened = The delivery of a photo stopped half way.
    .safe = It is saved on this device; it goes on where it stopped.
    .todo = You need do nothing.
# Code journal.no_such_place.
problem-journal-no_such_place =
    .happened = A part of what is saved on this device is missing.
    .safe = The rest is saved; nothing counted as delivered.
    .todo = Keep working and tell your supervisor.
# Code blob.unreadable.
problem-blob-unreadable =
    .happened = A photo or file on this device could not be read.
    .safe = The record is saved.
    .todo = Keep working and tell your supervisor.
# Code files.size.
problem-files-size =
    .happened = The central office does not accept such a large photo or file.
    .safe = It is saved on this device.
    .todo = Keep working and tell your supervisor.
# Code files.blob-quota.
problem-files-blob-quota =
    .happened = The central office has no room for more photos.
    .safe = Records are delivered; photos are saved.
    .todo = Keep working; it is tried again.
# Code files.blob-missing.
problem-files-blob-missing =
    .happened = A photo or file of a record is missing on this device.
    .safe = The record is saved.
    .todo = Keep working and tell your supervisor.
# Code files.other.
problem-files-other =
    .happened = The central office did not take some photos.
    .safe = Records are delivered; photos are saved.
    .todo = Keep working; it is tried again.
