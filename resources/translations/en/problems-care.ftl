### Problems of caring for the device: backups, rescue. Three parts: what happened, is it safe, what to do.

# Code backup.damaged: a byte of the backup changed, or a part is missing. $file is the file's name.
problem-backup-damaged =
    .happened = The backup { $file } is damaged.
    .safe = Nothing of it was used; what is on this device did not change.
    .todo = Use another backup, or copy this one again from its drive.
# Code backup.unknown: the file is no backup, or a newer version made it.
problem-backup-unknown =
    .happened = The file { $file } is not a backup of this version.
    .safe = Nothing of it was used; what is on this device did not change.
    .todo = Choose a backup, or install the new version of Ventanilla.
# Code backup.does_not_hold: what was copied is not what was read afterwards.
problem-backup-does_not_hold =
    .happened = The backup was read again and is not the same.
    .safe = What is saved on this device is safe. The earlier backups are still there.
    .todo = Try another folder or drive. If it happens again, check the file.
# Code backup.no_folder: nobody has said where backups go.
problem-backup-no_folder =
    .happened = Nobody has said where backups go.
    .safe = What is saved on this device is safe.
    .todo = Choose a folder or a USB drive.
# Code restore.not_empty: the device's folder holds something already.
problem-restore-not_empty =
    .happened = The folder of this device holds something already.
    .safe = Nothing was changed.
    .todo = Choose an empty folder with --profile.
# Code rescue.no_key: the institution's profile brings no recovery key.
problem-rescue-no_key =
    .happened = The institution has no recovery key.
    .safe = The damaged file is as it was.
    .todo = Keep the whole folder and tell your supervisor.
# Code rescue.nothing: nothing can be read of the file.
problem-rescue-nothing =
    .happened = Nothing could be read of the damaged file.
    .safe = What was delivered is at the central office.
    .todo = Keep the whole folder and tell your supervisor.
