### Problems of the privacy notice and of consent.

# Somebody wanted to answer before the privacy notice was shown.
problem-notice-not_shown =
    .happened = The privacy notice was not shown yet.
    .safe = The draft is saved on this device.
    .todo = Open the draft from the home screen and show the notice.
# The person said neither yes nor no to a sensitive datum.
problem-consent-undecided =
    .happened = Something sensitive is not decided yet.
    .safe = The draft is saved on this device.
    .todo = Choose whether the person agrees or not.
# A signature is needed, or the one there is does not fit.
problem-consent-not_signed =
    .happened = The signature of this consent is missing.
    .safe = The draft is saved on this device.
    .todo = Ask for the signature, a mark or a witness's signature, and save again.
# A witness signs without name or relation.
problem-consent-no_witness =
    .happened = Something about the witness is missing.
    .safe = The draft is saved on this device.
    .todo = Enter their name and what they are to the person.
