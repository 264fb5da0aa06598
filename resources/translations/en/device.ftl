### V28 device status, V41 people, V42 my passphrase, V43 backups, V44 removal.

# Link on the home screen.
device-wanted = Device status
# Title.
device-title = Device status
# Below the title.
device-subtitle = What is on this device and what you can do with it.
# Heading of the buttons.
device-acts = What you can do
# Button.
device-act-check = Check the file
# Button.
device-act-backup = Back up now
# Button.
device-act-backups = See the backups
# Button.
device-act-clave = Change my passphrase
# Button.
device-act-people = People with a passphrase
# Button.
device-act-recovery = New recovery codes
# Button.
device-act-rotate = Change the key of the file
# Button: decide to work with less protection.
device-act-protection = Decide about the protection
# Button.
device-act-remove = Remove this device
# Heading.
device-card-place = Device
# Heading.
device-card-keys = Passphrases and keys
# Heading.
device-card-file = File and backups
# Heading.
device-card-office = Central office
# Heading.
device-card-forms = Forms
# Word above its value.
device-office = Office and desk
# Word above its value.
device-version = Program version
# Word above its value.
device-printer = Printer
# The printer keeps pictures.
device-printer-picture = No printer: receipts are kept as pictures
# Word above its value.
device-clock = Clock
# The clock cannot be right.
device-clock-wrong = The date is not right. Correct it in the system.
# Word above its value.
device-compared = Clock compared with the central office
# Never compared.
device-compared-never = Not yet
# Word above its value.
device-protection = The keys are guarded by
# $level and $asked: levels in words.
device-below = { $level }. Your institution asks for { $asked }. Somebody has still to decide.
# $level and $asked: levels in words.
device-below-decided = { $level }. Your institution asks for { $asked }. It was decided to work like this.
# Word above its value.
device-people = Open this device
# Word above its value.
device-recovery = If somebody forgets the passphrase
# $n: recovery codes left.
device-recovery-left = { $n ->
        [0] No recovery codes are left
        [one] { $n } recovery code is left
       *[other] { $n } recovery codes are left
    }
# Word above its value.
device-institution = The institution
# It has a key.
device-institution-yes = Can open the file with its recovery key
# It has none.
device-institution-no = Cannot open the file
# Word above its value.
device-fingerprint = Fingerprint of the institution
# Word above its value.
device-disk = Free space
# $room: size.
device-disk-low = { $room }. There is little space left.
# $room: size.
device-disk-no-photos = { $room }. New photos no longer fit.
# $room: size.
device-disk-full = { $room }. Only payments fit, for a little while.
# Word above its value.
device-checked = Last check of the file
# Never.
device-never = Not yet
# The last check found damage.
device-check-found = Damage was found. Tell your office.
# Word above its value.
device-backup = Last backup
# $when: when.
device-backup-due = { $when }. Another one is due.
# Word above its value.
device-backup-folder = Backups go to
# No folder.
device-backup-nowhere = No folder chosen
# Title of the system's dialog.
device-backup-where = Folder or USB drive for the backup
# Word above its value.
device-wipe = Order to erase this device
# $hours: hours of work left.
device-wipe-announced = The institution ordered it. You can work for { $hours } more hours.
# Nothing new.
device-wipe-delivering = Nothing new is captured. What is here is being delivered.
# The last step.
device-wipe-ending = Everything was delivered. The keys are about to be destroyed.
# Word above its value.
device-reported = Notice of the institution
# The device was reported.
device-reported-yes = This device was reported
# Word above its value.
device-lease = Payments without contact with the central office
# $days: days left.
device-lease-left = { $days ->
        [one] { $days } day left
       *[other] { $days } days left
    }
# It ended.
device-lease-ended = New payments have stopped. Connect the device.
# Word above its value.
device-certificate = This device's signature is good until
# Word above its value.
device-revocations = List of reported devices of
# Word above its value.
device-forms = Form
# $title and $versions.
device-form = { $title }: { $versions }
# No forms.
device-forms-none = None has arrived yet
# While it checks.
device-checking = Checking the file. It may take some minutes.
# $done and $of: entries.
device-checking-far = Checking the file: { $done } of { $of } entries.
# $events: how many entries.
device-check-holds = The file is whole: { $events } entries checked.
# Damage.
device-check-broken = Damage was found in the file. What is saved is still here. Tell your office.
# While it backs up.
device-backing-up = Making the backup. Do not remove the drive.
# $name: file; $size: size.
device-backed-up = Backup complete and checked: { $name }, { $size }.
# Meanwhile.
device-drawing = Making new codes.
# $n: how many.
device-drawn = There are { $n } new codes. They go to the office sealed; the earlier ones no longer work.
# Nobody could read them.
device-drawn-none = No codes were made: nobody at the institution could read them yet.
# Meanwhile.
device-rotating = Changing the key of the file. Nobody has to do anything; do not switch off.
# Done.
device-rotated = The file has a new key. Everybody's passphrase stays the same.
# Meanwhile.
device-deciding = Recording the decision.
# Done.
device-decided = The decision is recorded with your name.
# V41, title.
openers-title = People with a passphrase on this device
# Below the title.
openers-subtitle = Everybody comes in with their own. The office publishes the list of people.
# Beside one's own name.
openers-mine = You
# Button beside a name.
openers-remove = Remove
# What a screen reader says.
openers-remove-name = Remove { $person }
# Question.
openers-add = Who gets a passphrase?
# Hint.
openers-add-hint = These are the people your office published who have none here.
# Nobody else.
openers-nobody = Everybody your office published has a passphrase here.
# Above the four words.
openers-clave = Their new passphrase. Only that person should read it; they can change it later.
# Primary button.
openers-add-act = Give this passphrase
# Nobody chosen.
openers-choose = Choose a person.
# $person and $clave.
openers-added = { $person } can now come in with the passphrase: { $clave }
# $person.
openers-removed = { $person } no longer comes in on this device.
# V42, title.
myclave-title = Change my passphrase
# Below the title.
myclave-subtitle = The earlier passphrase stops working on this device.
# Field.
myclave-old = Present passphrase
# Empty.
myclave-old-empty = Enter your present passphrase.
# It is not the one.
myclave-old-wrong = The present passphrase does not match. Enter it again.
# Above four words.
myclave-proposal = You can use these four words, or another passphrase of yours:
# Field.
myclave-new = New passphrase
# Empty.
myclave-new-empty = Enter the new passphrase.
# Primary button.
myclave-change = Change the passphrase
# Said on V28.
myclave-changed = Your passphrase is another one from now on.
# V43, title.
backups-title = Backups
# Below the title.
backups-subtitle = They are sealed copies: only a passphrase of this device or the institution opens them.
# $hours.
backups-every = They are made by themselves every { $hours } hours while there is work.
# They are not made by themselves.
backups-by-hand = Your institution asks for no automatic backups.
# $when and $size.
backups-line = { $when } · { $size }
# In reach.
backups-in-reach = it is here
# Not in reach.
backups-away = it is not connected
# $day.
backups-must-go = must be destroyed by { $day }
# None.
backups-none = There are no backups yet.
# How they are used.
backups-restore = To use a backup on another device, ask your office for help.
# Primary button.
backups-now = Make a backup
# Button.
backups-folder = Choose the folder
# V44, title.
removing-title = Remove this device
# Below the title.
removing-subtitle = The keys are destroyed and then the files. It cannot be undone.
# Possible.
removing-may-go = Everything saved is already at the central office.
# Not possible.
removing-not-yet = It cannot be removed yet: this is only on this device.
# Primary button when possible.
removing-go = Ask for approval and remove
# Primary button while something is undelivered.
removing-deliver = Go to deliveries
# Done.
removing-done = This device was removed. There are no data on it any more.
# Below.
removing-done-about = To use it again, enrol it with another code.
# Primary button at the end.
removing-close = Close the program
