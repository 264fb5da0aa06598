### V00: enrolling the device. Read on screen, sometimes over the phone with the office.

# Title of the first step.
alta-title = Which institution does this device belong to?
# Heading of the list of steps.
alta-steps = Enrolment
# Step 1: choose the file.
alta-part-institution = Institution file
# Step 2: compare the fingerprint and type the code.
alta-part-confirm = Fingerprint and code
# Step 3: the passphrase.
alta-part-clave = Your passphrase
# Step 4: the device does it.
alta-part-work = Enrolment
# Field for the path of the file.
alta-file = Institution file
# Hint of the field.
alta-file-hint = It is called institution.vtp. Your office hands it over, often on a USB drive.
# Button that opens the system's dialog.
alta-file-search = Look for the file
# Name of the kind of file in the system's dialog.
alta-file-kinds = Institution file
# Message of the empty field.
alta-file-empty = Choose the institution file.
# Field that the scanner types into.
alta-scan = Enrolment QR code, if you have one
# Hint: the text begins with VTE1.
alta-scan-hint = Scan or paste it: it begins with VTE1. Without it, compare the fingerprint in the next step.
# Title of the second step.
alta-confirm-title = Is this your institution?
# Above the twelve characters.
alta-fingerprint = Fingerprint of the file
# The QR code confirmed the file.
alta-code-confirms = Your office's code confirmed this file. There is no need to compare the fingerprint.
# Question about the fingerprint.
alta-compare = Compare the fingerprint
# Sentence to tick.
alta-compare-sentence = The fingerprint is the one on my office's notice
# The sentence is not ticked.
alta-compare-missing = Compare the twelve characters with your office's notice and tick the sentence.
# Field of the one-time code.
alta-code = One-time code
# Hint of the field.
alta-code-hint = Twelve letters and numbers. Your office gives it; it works for one device.
# Message of the empty field.
alta-code-empty = Enter the one-time code.
# Title of the third step.
alta-clave-title = Choose your passphrase
# Question with two answers.
alta-clave-which = Which passphrase will you use?
# First answer.
alta-clave-proposed = Four proposed words
# Second answer.
alta-clave-own = One of my own
# Above the proposed words.
alta-clave-note = Learn it, or write it down where nobody else sees it. It is not shown again.
# Button for four other words.
alta-clave-another = Propose other words
# Field of one's own passphrase.
alta-clave-first = Your passphrase
# Hint of the field.
alta-clave-hint = Twelve letters or more. Four unrelated words are easy to remember.
# Field to repeat it.
alta-clave-again = The same passphrase again
# Message of the empty field.
alta-clave-empty = Enter your passphrase.
# The two differ.
alta-clave-differs = The two passphrases are not the same. Enter it again.
# $level: what guards the keys, in words.
alta-guarded = The keys of this device are guarded by { $level }. Without your passphrase nobody reads what it keeps.
# Primary button of the third step.
alta-enrol = Enrol
# Title while it works.
alta-work-title = Enrolling this device
# Below the steps.
alta-work-note = It may take a minute. After a power cut it goes on later with the same passphrase.
# Step: keys.
alta-step-keys = Make the keys and the encrypted file
# Step: ask.
alta-step-ask = Ask the central office
# Step: store the answer.
alta-step-admit = Store the signature and the first receipt
# Step: bring the catalogue.
alta-step-pull = Bring services and prices
# Title while the signature is missing.
alta-pending-title = The institution has still to sign
# What happened.
alta-pending-means = The request has reached the central office.
# It is safe.
alta-pending-safe = What was done so far is saved on this device.
# What to do.
alta-pending-todo = Ask again when your office tells you. You may close the program.
# Primary button while the signature is missing.
alta-ask-again = Ask again
# Title when nobody answered.
alta-unanswered-title = The central office has not answered yet
# Primary button when nobody answered.
alta-try-again = Try again
# Title of an enrolment that was begun before.
alta-go-on-title = The enrolment was left half done
# Explanation.
alta-go-on-note = The request is saved on this device. Go on with the passphrase you chose.
# Field of the passphrase.
alta-go-on-clave = Passphrase you chose for the enrolment
# Primary button.
alta-go-on = Go on with the enrolment
# Button to forget what was begun.
alta-anew = Start anew with another code
# Below that button.
alta-anew-note = The request is deleted. The earlier code no longer works: ask your office for another.
# Title when the protection is less than asked.
alta-protection-title = The protection is less than your institution asks
# $level: level in words.
alta-protection-here = This device offers: { $level }.
# $level: level in words.
alta-protection-asked = Your institution asks for: { $level }.
# Below the two levels.
alta-protection-record = You may work like this if you decide so. It is recorded with your name; the central office sees it.
# Question.
alta-protection-decision = Your decision
# Sentence to tick.
alta-protection-sentence = I decide to work with this protection
# The sentence is not ticked.
alta-protection-missing = Tick the sentence to work like this, or close the program and tell your office.
# Primary button.
alta-protection-decide = Work like this
# Level 0.
protection-clave = each person's passphrase
# Level 1.
protection-system = the passphrase and the system's key store
# Level 2.
protection-chip = the passphrase and a security chip
# Button that leads to practice.
practice-act = Practise
# Strip before the enrolment.
strip-not-enrolled = Device not enrolled
