### V08 Services, V09 Section, V11 Check, V12 Consent.

# As in es/form.ftl.
services-title = Choose a service
# As in es/form.ftl.
services-subtitle = What has the person come for?
# As in es/form.ftl.
services-none = This device has no services yet. They arrive with the first connection.
# As in es/form.ftl.
services-start = Start
# As in es/form.ftl.
services-papers = Papers
# As in es/form.ftl.
services-fee = Cost
# As in es/form.ftl.
services-time = Time
# As in es/form.ftl.
services-minutes = { $n } min
# As in es/form.ftl.
services-cost = { $cost } · { $minutes } min
# As in es/form.ftl.
services-privacy = Your data
# As in es/form.ftl.
life-event-birth = Birth
# As in es/form.ftl.
life-event-help = Support
# As in es/form.ftl.
life-event-home = Home and land
# As in es/form.ftl.
life-event-water = Water
# As in es/form.ftl.
life-event-field = Farming
# As in es/form.ftl.
life-event-health = Health
# As in es/form.ftl.
life-event-business = Business

# As in es/form.ftl.
form-window = Form
# As in es/form.ftl.
form-kicker = { $service } · section { $section } of { $count }
# As in es/form.ftl.
form-sections = Sections
# As in es/form.ftl.
form-draft-saved = Draft saved on this device.
# As in es/form.ftl.
form-save-exit = Save and exit
# As in es/form.ftl.
form-optional = { $label } (optional)
# As in es/form.ftl.
form-appeared = Shown because of “{ $answer }”.
# As in es/form.ftl.
form-language = Show in { $language }
# As in es/form.ftl.
language-es = español
# As in es/form.ftl.
language-en = English
# As in es/form.ftl.
form-unsupported = This question cannot be answered here ({ $type }, { $path }). Go on with the others.
# As in es/form.ftl.
form-unsupported-required = This question cannot be answered here ({ $type }, { $path }). Tell your supervisor.
# As in es/form.ftl.
section-complete = Complete
# As in es/form.ftl.
section-here = You are here
# As in es/form.ftl.
section-not-started = Not started
# As in es/form.ftl.
section-to-correct = To correct
# As in es/form.ftl.
section-problem = { $n ->
        [one] { $n } answer to correct
       *[other] { $n } answers to correct
    }
# As in es/form.ftl.
errors-title = There is a problem
# As in es/form.ftl.
field-empty-text = Enter: { $field }
# An answer that is a file, in the review and in the table; $kilobytes is its size.
answer-file = File ({ $kilobytes } KB)
# Question for a file, empty.
field-empty-file = Add a file: { $field }
# An answer that is no time.
field-time = Enter hour and minutes: { $field }
# An answer that is no date and time.
field-datetime = Enter the date and the time: { $field }
# An answer that is no position.
field-geopoint = Enter latitude and longitude: { $field }
# An answer that is no list of positions.
field-geopoints = Enter each point with latitude and longitude: { $field }
# As in es/form.ftl.
field-empty-choice = Choose: { $field }
# As in es/form.ftl.
field-integer = Enter a number without a point: { $field }
# As in es/form.ftl.
field-decimal = Enter a number: { $field }
# As in es/form.ftl.
field-date = Enter day, month and year: { $field }
# As in es/form.ftl.
field-constraint = Check the answer: { $field }

# Title of V10.
map-title = Map of the form
# Below the title of V10.
map-subtitle = Choose the section to go to.
# Notice: the form of the draft has a newer version; $version is the new one.
form-newer = There is a newer version of this form ({ $version }). The draft goes on with its own.
# Link of the same notice.
form-newer-action = See what would change
# Table of people or things that repeat: the name of one; $label is what repeats, $n its number.
repeat-instance = { $label } { $n }
# The same where the form gives it no name.
repeat-instance-plain = Number { $n }
# The table is empty.
repeat-none = There is none yet.
# A line in which nothing was answered.
repeat-empty = No answers yet
# Button below the table; $label is what repeats.
repeat-add = Add: { $label }
# The same where the form gives it no name.
repeat-add-plain = Add
# Link of a line.
repeat-open = Open
# Full name of the link for a screen reader; $instance is for instance "Child 2".
repeat-open-name = Open { $instance }
# Link of a line.
repeat-remove = Remove
# Full name of the link for a screen reader.
repeat-remove-name = Remove { $instance }
# Asked before removing.
repeat-remove-ask = Remove { $instance }? It can be put back until the record is saved.
# Answer: yes.
repeat-remove-yes = Yes, remove
# Answer: no.
repeat-remove-no = Do not remove
# Notice after removing; $instance is what was removed.
repeat-removed = { $instance } was removed. It can be put back until the record is saved.
# Link of the same notice.
repeat-undo = Undo
# Long table: the lines in view.
repeat-shown = { $first } to { $last } of { $count }
# Long table.
repeat-before = Before
# Long table.
repeat-after = After
# Primary button on the page of one that repeats.
repeat-done = Done
# Button beside it.
repeat-add-another = Add another

# As in es/form.ftl.
review-title = Check the answers before saving
# As in es/form.ftl.
review-subtitle = Read them aloud with the person. Everything can still be changed.
# As in es/form.ftl.
review-none = Not answered
# As in es/form.ftl.
review-change-short = Change
# As in es/form.ftl.
review-change = Change { $field }
# As in es/form.ftl.
review-service = Service
# As in es/form.ftl.
review-before = Before saving
# As in es/form.ftl.
review-complete = { $n ->
        [one] { $n } section complete
       *[other] { $n } sections complete
    }
# As in es/form.ftl.
review-incomplete = { $n ->
        [one] { $n } answer missing
       *[other] { $n } answers missing
    }
# As in es/form.ftl.
review-consent = Consent
# As in es/form.ftl.
review-charge = Payment
# As in es/form.ftl.
review-blocked = { $n ->
        [one] Still to correct: { $field }.
       *[other] { $n } answers are missing. The first: { $field }.
    }

# As in es/form.ftl.
consent-title = Consent
# As in es/form.ftl.
consent-subtitle = Read these lines to the person, or show them the screen.
# As in es/form.ftl.
consent-sentence = The person says:
# As in es/form.ftl.
consent-save = Save registration
# As in es/form.ftl.
consent-missing = Tick the sentence if the person agrees. Without it nothing is saved.
