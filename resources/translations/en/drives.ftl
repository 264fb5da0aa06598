### V25 Take by USB and V26 Receive by USB.

# As in es/drives.ftl.
drive-unnamed = USB drive
# As in es/drives.ftl.
drive-none = Connect the USB drive
# As in es/drives.ftl.
drive-none-hint = It appears here by itself in a few seconds. You can also choose a folder.
# As in es/drives.ftl.
drive-which = Which drive?
# As in es/drives.ftl.
drive-choose = Choose a drive from the list.
# As in es/drives.ftl.
drive-room = { $name } · { $room } free
# As in es/drives.ftl.
drive-folder = Folder { $name } · { $room } free
# As in es/drives.ftl.
drive-read-only = { $name } · does not allow copying
# As in es/drives.ftl.
drive-went = The drive is no longer connected.
# As in es/drives.ftl.
drive-folder-choose = Choose a folder
# As in es/drives.ftl.
drive-folder-title = USB drive or folder
# As in es/drives.ftl.
drive-progress = Progress of the copy
# As in es/drives.ftl.
drive-checking = Reading back and checking
# As in es/drives.ftl.
drive-far = { $done } of { $of } · { $percent }%
# As in es/drives.ftl.
drive-finish = Finish
# As in es/drives.ftl.
carry-title = Take by USB
# As in es/drives.ftl.
carry-steps = Steps
# As in es/drives.ftl.
carry-step-1 = Connect the drive
# As in es/drives.ftl.
carry-step-2 = See what goes
# As in es/drives.ftl.
carry-step-3 = Copy
# As in es/drives.ftl.
carry-step-4 = Check and remove
# As in es/drives.ftl.
carry-connect = Connect the drive
# As in es/drives.ftl.
carry-sealed = It goes encrypted for the central office. Whoever carries the drive cannot read it.
# As in es/drives.ftl.
carry-what = This goes onto the drive
# As in es/drives.ftl.
carry-copy = Copy to the drive
# As in es/drives.ftl.
carry-where = Copied to
# As in es/drives.ftl.
carry-word-records = { $n ->
        [one] record
       *[other] records
    }
# As in es/drives.ftl.
carry-word-files = { $n ->
        [one] photo or file
       *[other] photos and files
    }
# As in es/drives.ftl.
carry-word-size = at most
# As in es/drives.ftl.
carry-again = { $n ->
        [one] { $n } is on another drive already and goes again: it arrives once.
       *[other] { $n } are on another drive already and go again: they arrive once.
    }
# As in es/drives.ftl.
carry-copying = Copying to the drive
# As in es/drives.ftl.
carry-writing = Copying
# As in es/drives.ftl.
carry-stop-safe = Do not remove the drive. You can stop the copy: nothing is lost.
# As in es/drives.ftl.
carry-stop = Stop the copy
# As in es/drives.ftl.
carry-stopping = Stopping
# As in es/drives.ftl.
carry-stopped = The copy was stopped. Everything is still on this device.
# As in es/drives.ftl.
carry-done-title = The copy is ready
# As in es/drives.ftl.
usb-done = Copy complete and checked. You can remove the drive.
# As in es/drives.ftl.
carry-done-what = { $what } on { $name }
# As in es/drives.ftl.
carry-records = { $n ->
        [one] { $n } record
       *[other] { $n } records
    }
# As in es/drives.ftl.
carry-files = { $n ->
        [one] { $n } photo or file
       *[other] { $n } photos and files
    }
# As in es/drives.ftl.
carry-done-state = They stay on this device, “On its way”, until the central office confirms them.
# As in es/drives.ftl.
carry-done-who = Take it to the central office or to another connected device. If it is lost, copy again.
# As in es/drives.ftl.
receive-title = Receive by USB
# As in es/drives.ftl.
receive-connect = Connect the drive that came back
# As in es/drives.ftl.
receive-what = It takes in confirmations, forms and prices. Also what other devices send to the central office.
# As in es/drives.ftl.
receive-step-2 = Receive
# As in es/drives.ftl.
receive-step-3 = See what came
# As in es/drives.ftl.
receive-act = Receive
# As in es/drives.ftl.
receive-stop = Stop
# As in es/drives.ftl.
receive-taking = Receiving from the drive
# As in es/drives.ftl.
receive-reading = Reading and checking
# As in es/drives.ftl.
receive-stop-safe = Do not remove the drive. If you do, what came stays and the rest is taken later.
# As in es/drives.ftl.
receive-stopped = Stopped. What was received stays.
# As in es/drives.ftl.
receive-done-title = This came on the drive
# As in es/drives.ftl.
receive-delivered = { $n ->
        [one] { $n } record is delivered now.
       *[other] { $n } records are delivered now.
    }
# As in es/drives.ftl.
receive-files = { $n ->
        [one] { $n } photo or file arrived at the central office.
       *[other] { $n } photos and files arrived at the central office.
    }
# As in es/drives.ftl.
receive-forms = Services and forms came.
# As in es/drives.ftl.
receive-prices = The tariffs came.
# As in es/drives.ftl.
receive-people = The list of the office's people came.
# As in es/drives.ftl.
receive-orders = Notices of the institution for this device came.
# As in es/drives.ftl.
receive-other = Other data of the central office came.
# As in es/drives.ftl.
receive-carried = { $n ->
        [one] Another device's work was taken, to carry it on.
       *[other] The work of { $n } devices was taken, to carry it on.
    }
# As in es/drives.ftl.
receive-carried-means = This device delivers it with its own, without being able to read it.
# As in es/drives.ftl.
receive-known = Everything on this drive was known already.
# As in es/drives.ftl.
receive-new-series = The central office had another history of this device. It goes on in a new series; nothing is lost.
# As in es/drives.ftl.
receive-left-out = { $n ->
        [one] { $n } part of other devices did not fit here. Take it to another device.
       *[other] { $n } parts of other devices did not fit here. Take them to another device.
    }
# As in es/drives.ftl.
receive-damaged = Not all could be used. Damaged or foreign parts: { $refused }; missing: { $missing }. Ask for another copy.
# As in es/drives.ftl.
receive-spare = { $n ->
        [one] { $n } file on the drive is no longer needed.
       *[other] { $n } files on the drive are no longer needed.
    }
# As in es/drives.ftl.
receive-clean = Clean the drive
# As in es/drives.ftl.
receive-cleaned = { $n ->
        [one] { $n } file was removed. You can remove the drive.
       *[other] { $n } files were removed. You can remove the drive.
    }
