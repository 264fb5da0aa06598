## V27 Verify a receipt

# Title of the screen and of its tile.
verify-title = Verify a receipt
# Under the title. Checking never sends anything.
verify-subtitle = Checked on this device. Nothing is sent.
# The tile on the home screen, and its second line.
tile-verify = Verify
tile-verify-about = A receipt on paper
# The key in the help.
key-verify = Verify a receipt
# Above the fields at the side.
verify-other = Another receipt
# The field into which a scanner types, or one pastes.
verify-code = Code of the receipt
verify-code-hint = Scan the code, or paste its text.
verify-code-empty = Scan the code, or enter number and code.
verify-folio-label = Number
verify-folio-empty = Enter the number as it is printed.
verify-typed-label = Code to type
verify-typed-hint = Ten letters and digits, beside the code.
verify-typed-empty = Enter the ten letters and digits.
# Buttons.
verify-check = Check
verify-picture = Open a picture
# What kind of file, in the dialog.
verify-picture-kinds = Pictures
# Above the last answers of this visit: time and word.
verify-today = A while ago
# The three answers, and two that are kinds of authentic. One word or two, large.
verify-word-authentic = Authentic when issued
verify-word-not = Not authentic
verify-word-open = It cannot be known here
verify-word-practice = PRACTICE, NO VALUE
# $day: when it was cancelled.
verify-word-cancelled = Authentic, cancelled on { $day }
# Under the word.
verify-why-authentic = It is not known here whether it was cancelled later.
verify-why-own = On this device it still stands.
# $folio: of the cancellation.
verify-why-cancelled = It was cancelled with number { $folio }.
verify-why-practice = This is a practice paper. It proves no payment.
verify-why-signature = The signature does not match.
verify-why-changed = What the code says is no receipt.
verify-why-prefix = Not a receipt of this institution.
verify-why-total = The amounts do not add up.
verify-why-training = It mixes practice with a real receipt.
verify-why-time = The date does not fit the device.
verify-why-forged = The institution declared this number forged.
verify-why-typed = That code does not belong to that number.
verify-open-root = It is of another institution, or this device does not know it.
verify-open-reported = The device that issued it was reported.
verify-open-newer = It is of a newer version.
verify-open-not-here = This device does not hold that number.
verify-open-unsigned = It was issued without a code.
# $office: place and phone.
verify-ask-at = Ask at { $office }.
# Labels of what the paper says.
verify-label-kind = Kind
verify-label-amount = Amount
verify-label-when = Date
verify-label-office = Office
verify-label-folio = Number
verify-label-concepts = Concepts
verify-label-original = Cancels number
verify-label-holder = In the name of
verify-label-cashier = Cashier
verify-label-code = Code
# Above what a paper says that is not authentic.
verify-unproven = What the paper says, unproven
# What to do then.
verify-do = What to do
verify-do-1 = Do not take this paper as proof of payment.
verify-do-2 = Find the person and look at the payments on this device.
verify-do-3 = Tell whoever supervises.
# This device's own number, and its records do not have that paper: grave.
verify-note-contradicted = This device has no record of that receipt. Tell whoever supervises.
verify-note-slip = The slip was noted. It reaches the office with the next delivery.
verify-note-slip-known = This slip was noted before.
# $day: of the list of reported devices.
verify-note-list = Compared with the list of reported devices of { $day }.
verify-note-nothing-sent = Nothing was sent.

## ventanilla verify --page

# Above the two fingerprints on V27: which page on a phone is the institution's.
verify-page-title = The institution's page
# Before a fingerprint (SHA-256) of the page, of its worker.
verify-page-file = Fingerprint of the page
verify-page-worker = Fingerprint of its helper
# $name: v or v-worker.js, $hash: SHA-256 in hexadecimal.
verify-page-hash = { $name } SHA-256 { $hash }
verify-page-none = The institution's profile states no fingerprint of the page.
verify-page-same = This is the institution's page.
verify-page-other = This is not the institution's page.
# Button of V27: this device issued the receipt.
verify-open = Open the receipt
# At the left, before the first answer.
verify-what = Scan the code of a receipt or of a shift slip. You can also paste its text, open a picture, or type reference and code.
