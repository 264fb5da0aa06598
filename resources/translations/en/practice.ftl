### V30: practice, where nothing counts.

# Title.
practice-title = Practice
# Below the title.
practice-subtitle = The same program, with a file of its own.
# Rule.
practice-nothing-counts = Nothing you do here counts: no payments, no shifts, no folios.
# Rule.
practice-nothing-sent = Nothing is delivered to the central office.
# Rule.
practice-no-real-people = Use invented people. Do not enter data of real people.
# Rule.
practice-paper-says = Receipts say PRACTICE — NO VALUE, and so does checking them.
# There is a practice already.
practice-there = There is a practice you can go on with. It asks for its practice passphrase.
# Above four words.
practice-clave = Your passphrase for practice. Write it down if you want to go on another day.
# Primary button without an earlier practice.
practice-begin = Start practice
# Primary button with an earlier practice.
practice-go-on = Go on with the practice
# Button that erases the earlier practice.
practice-anew = Start anew
# What whoever practises is called before the enrolment.
practice-person = Person practising
# Link on the home screen.
practice-wanted = Start practice
# Striped banner on every screen of the practice.
practice-banner = PRACTICE — NO VALUE
# Button on the banner.
practice-leave = Leave practice
# Strip at the bottom and V24, always in practice.
practice-strip = Practice: nothing is delivered
# V24, below practice-strip.
practice-strip-why = What you do here stays in the practice and does not count.
# Link at the door, V01.
practice-door = Practise
# V30 before anybody came in: the practice cannot copy the forms.
practice-without-forms = Before you enter, you practise without your office's forms. To practise with them, enter and start from Home.
# Code practice.no_root: the institution file brings no practice root.
problem-practice-no_root =
    .happened = Your institution's file does not allow practice.
    .safe = Nothing was changed.
    .todo = Ask your office for an institution file with practice.
# Code practice.in_use: should not be seen.
problem-practice-in_use =
    .happened = The practice is open.
    .safe = Nothing was changed.
    .todo = Leave the practice and start another from the home screen.
