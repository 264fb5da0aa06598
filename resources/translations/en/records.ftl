### V17 Records, V18 Detail, V19 Correct, V32 Newer version of a form.

# Title of V17.
records-title = Records
# Below the title.
records-subtitle = What was saved on this device, the latest first.
# Search field of V17.
records-search = Find a record
# Hint in the field.
records-hint = Name, service, reference or amount
# Empty list.
records-none = There are no records on this device yet. Begin a service with F3.
# Nothing fits; $text is what was typed.
records-none-found = No record fits “{ $text }”.
# Said to the screen reader after a search.
records-count = { $n ->
        [one] { $n } record
       *[other] { $n } records
    }
# In the line of a record that was corrected.
records-corrected = { $n ->
        [one] corrected once
       *[other] corrected { $n } times
    }
# Link of each line.
records-open = Open
# Full name of the link for a screen reader.
records-open-name = Open { $service }, { $person }
# Window title on V18.
record-title = Record
# Grey bar of V18.
record-read-only = Read only. To change it, use Correct: a new version is saved and the older one stays.
# Side card of V18.
record-history = History
# Line of the history: the first version.
record-made = Saved { $when } by { $who }
# Line of the history: a correction.
record-corrected = Corrected { $when } by { $who }
# Reason of a correction.
record-reason = Reason: { $reason }
# Button.
record-correct = Correct
# Button.
record-receipt = Show the receipt
# Title of V19.
correct-title = Correct a record
# Below the title.
correct-subtitle = What is saved does not change: the correction is a new version with its reason.
# Field.
correct-reason = Reason of the correction
# Below the field.
correct-hint = For example: the date was copied wrongly.
# The field is empty.
correct-no-reason = Enter the reason of the correction
# Button: opens the form with what was saved.
correct-start = Open the form
# Primary button when checking a correction.
correct-save = Save the correction
# Title of V32.
version-title = Newer version of the form
# Below the title; versions as the form's author wrote them.
version-subtitle = The draft was made with version { $old }. The new one is { $new }.
# How many answers do not change.
version-kept = { $n ->
        [one] { $n } answer stays as it is.
       *[other] { $n } answers stay as they are.
    }
# Group: the question is not there any more.
version-question-gone = These questions are gone. What was answered is kept beside the record.
# Group: the choice is not there any more.
version-choice-gone = These answers are not in their list any more. They must be chosen again.
# Group: the answer does not fit any more.
version-blanked = These answers do not fit their question any more. They must be given again.
# Group: the question is of another kind and the answer still fits.
version-retyped = These questions are of another kind now. The answer stays.
# Group: the form says that it is the same question under another name.
version-moved = These questions have another name now. The answer stays.
# Group: new questions that must be answered.
version-required = New questions that must be answered
# Nothing changes.
version-nothing = Every answer stays as it is.
# A line: question and answer.
version-line = { $field }: { $value }
# The same where the answer would be another one.
version-line-now = { $field }: { $value } → { $now }
# Button: move the draft to the newer version.
version-move = Move to the newer version
# Button: leave it as it is.
version-stay = Go on with the older one
# A payment in the list; $amount is how much.
records-paid = Payment of { $amount }
