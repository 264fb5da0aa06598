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
