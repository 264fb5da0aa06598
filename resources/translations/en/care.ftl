### Care of the device: examination of the file (ventanilla doctor, screen X02), backups, rescue.

# On the terminal: asks for the passphrase; Enter looks only at what can be seen without opening.
doctor-clave-ask = Passphrase (Enter: look from outside only):
# On the terminal: asks for the passphrase that opens the file.
clave-ask = Passphrase:
# The passphrase does not open this file.
clave-does-not-fit = The passphrase does not open this file.
# Verdict: nothing is wrong.
doctor-sound = Everything is in order.
# Verdict: something is damaged.
doctor-damaged = There is damage. Stop working with this file and tell your supervisor.
# Verdict: nothing is seen from outside, and it was not opened.
doctor-unknown = No damage is seen from outside. To look inside, a passphrase is needed.
# The derived tables were made again from the journal.
doctor-rebuilt = The lists were made again from the records.
# A series is whole. $series: four letters; $number: its last record.
doctor-series-whole = Series { $series }: { $number } records, the chain is whole.
# A series breaks. $number: last intact; $when: its date; $after: how many follow.
doctor-series-cut = Series { $series }: intact up to record { $number } ({ $when }); { $after } follow.

# The encrypted file is not there.
doctor-file_missing =
    .found = The file of this device is missing.
    .todo = Look in the trash or in a backup. Restore with “ventanilla restore”.
# The file has no bytes.
doctor-file_empty =
    .found = The file of this device is empty.
    .todo = Restore the last backup with “ventanilla restore”.
# The file is not encrypted: somebody put another one there.
doctor-plaintext =
    .found = The file is not encrypted. Ventanilla did not write it.
    .todo = Do not use it. Keep the folder and tell your supervisor.
# The key file and its copy are missing.
doctor-keys_missing =
    .found = The key file is missing, and its copy too.
    .todo = Take it from a backup. Without it nobody can open the file.
# The key file and its copy cannot be read.
doctor-keys_damaged =
    .found = The key file is damaged, and its copy too.
    .todo = Take it from a backup. Without it nobody can open the file.
# One of the two copies of the key file is damaged. $names: which.
doctor-keys_copy_damaged =
    .found = One of the two copies of the key file is damaged: { $names }.
    .todo = Enter with your passphrase: the good copy mends the other.
# The first page cannot be read: nothing opens.
doctor-header =
    .found = The beginning of the file is damaged and it cannot be opened.
    .todo = Rescue what can be read with “ventanilla doctor --export FOLDER”.
# Damaged pages. $number: how many.
doctor-pages =
    .found = Damaged pages in the file: { $number }.
    .todo = Rescue what can be read with “ventanilla doctor --export FOLDER”.
# Pages can be read but do not fit together.
doctor-structure =
    .found = The parts of the file do not fit together.
    .todo = Rescue what can be read with “ventanilla doctor --export FOLDER”.
# A row names another that is not there. $number: how many.
doctor-references =
    .found = Rows name others that are not there: { $number }.
    .todo = Rescue what can be read with “ventanilla doctor --export FOLDER”.
# A byte of the log (-wal) is damaged. $number: how many saves lie behind it.
doctor-log =
    .found = The log of changes is damaged. Behind the damage there are { $number } saves.
    .todo = Do not open the file. Rescue them with “ventanilla doctor --export FOLDER”.
# The witness (file .witness) is missing.
doctor-witness_missing =
    .found = The witness that says how far the file had come is missing.
    .todo = On opening, the device goes on in a new series and tells the office.
# The witness is there, but neither of its two places can be read.
doctor-witness_damaged =
    .found = The witness that says how far the file had come is damaged.
    .todo = On opening, the device goes on in a new series and tells the office.
# The file is older than its witness. $number: its last record; $of: the one the witness saw.
doctor-went_back =
    .found = The file is an earlier copy: it ends at record { $number }; it once was at { $of }.
    .todo = Look for the newest file. When this one opens, the device goes on in a new series.
# The witness saw another history at the same number.
doctor-other_history =
    .found = The file and its witness tell different stories at record { $of }.
    .todo = Keep the folder and tell your supervisor. The device goes on in a new series.
# The chain breaks. $number: last intact record; $when: its date; $after: how many follow.
doctor-chain =
    .found = The chain of series { $series } breaks after record { $number } ({ $when }). { $after } follow.
    .todo = What came before is intact. Rescue all with “ventanilla doctor --export FOLDER”.
# A newer program wrote the file.
doctor-newer =
    .found = The file is of a newer version of Ventanilla.
    .todo = Install the new version. The file is not damaged.
# Other people on the computer can read the files. $names: which.
doctor-permissions =
    .found = Other people on this computer can read, or you cannot write: { $names }.
    .todo = Correct the permissions: only whoever runs Ventanilla reads and writes.
# Less than 20 MB free. $number: how many MB are left.
doctor-disk_full =
    .found = { $number } MB are left on the disk.
    .todo = Free some space. What is saved is safe.
# The clock says a date before that of this version.
doctor-clock =
    .found = The date of the computer cannot be right.
    .todo = Correct date and time. The order of the records does not depend on them.
# Derived tables that do not say what the journal says. $names: which.
doctor-read_tables =
    .found = Some lists do not say the same as the records: { $names }.
    .todo = Make them again with “ventanilla doctor --rebuild”. Nothing is lost.
# There are records that this program does not make.
doctor-foreign =
    .found = There are records that this program cannot have made: the lists refuse them.
    .todo = Change nothing and tell the office: somebody wrote into the file another way.
# Photos or files of answers that are missing. $number: how many.
doctor-blobs_missing =
    .found = Files of answers (photos, signatures) are missing: { $number }.
    .todo = Take them from a backup: folder blobs. The records are complete.
# Photos or files of answers that are damaged. $number: how many.
doctor-blobs_damaged =
    .found = Files of answers (photos, signatures) are damaged: { $number }.
    .todo = Take them from a backup: folder blobs. The records are complete.
# What a cut operation left. $names: which.
doctor-leftovers =
    .found = Something was left by an operation that was cut: { $names }.
    .todo = It does no harm. The next backup removes it, or you may delete it.

# Backup made. $file: name; $size: in MB; $number: last record in it.
backup-done = Backup made and checked: { $file } ({ $size }), up to record { $number }.
# Backup restored. $when: when it was made; $number: last record in it.
restore-done = Backup restored: it is from { $when } and ends at record { $number }.
# What happens after restoring.
restore-new-series = What came later is not here. The device goes on in a new series and tells the office.
# Page X01, when the file comes from a backup. $when: when it was made.
restored-means = This device was restored from a backup of { $when }. What came later is not here.

# Rescue: a passphrase is needed to read the damaged file.
rescue-needs-clave = To rescue, the passphrase of a person of this device is needed.
# Rescue: each series. $number: last intact; $when: its date; $after: how many more are read; $last: the highest.
rescue-series = Series { $series }: intact up to record { $number } ({ $when }). Beyond it { $after } can be read; the last is { $last }.
# Rescue: how much can be read.
rescue-found = { $events } records, { $receipts } receipts, { $drafts } drafts and { $files } files can be read.
# Rescue: pages that cannot be believed.
rescue-pages = Damaged pages: { $damaged } of { $pages }.
# Rescue done. $file: the file's name; $folder: folder.
rescue-done = Rescue made: { $file }, in { $folder }. Only the central office can open it.
# Rescue: the damaged file was copied aside. $folder: the folder's name.
rescue-kept = The damaged file was copied, unchanged, to { $folder }.

# Screen X02, title: the encrypted file cannot be used.
damaged-title = Check the file of this device
# X02, line below the title.
damaged-subtitle = Nothing you do here changes the file.
# X02, field of the passphrase.
damaged-clave = Your passphrase
# X02, button: see what is damaged. Also on V01, below the notice of a damaged file.
damaged-look = Check the file
# X02, button while checking.
damaged-looking = Checking…
# X02, field of the folder that the rescue goes to.
damaged-folder = Folder or USB drive
# X02, hint of the folder's field.
damaged-folder-hint = What is rescued and a copy of the file go there.
# X02, the folder is missing.
damaged-folder-empty = Enter or choose a folder.
# X02, button: choose a folder.
damaged-choose = Choose folder
# X02, button: copy what can be read, sealed to the central office.
damaged-export = Rescue what can be read
# X02, button while rescuing.
damaged-exporting = Rescuing…
# X02, what comes after the rescue.
damaged-next = Take both to the central office. Delete nothing on this device.
# X02, button: back to the door.
damaged-back = Go back

# Status strip: little room. $days: for how many days it lasts at this device's pace.
disk-days = { $days ->
        [one] Space for one day: deliver soon
       *[other] Space for about { $days } days
    }
# Status strip: no more photos fit; everything else goes on.
disk-no_photos = No space for photos

# Band above every screen: the background check found damage in the file.
check-found = The check found damage in the file. Tell your supervisor today.
