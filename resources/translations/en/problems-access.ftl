### Permissions, approvals and forgotten passphrases.

# As in es/problems-access.ftl.
problem-access-not_allowed =
    .happened = Your position does not allow this on this device.
    .safe = Nothing was changed.
    .todo = Ask a supervisor to do it, or to have your permissions changed at the office.
# As in es/problems-access.ftl.
problem-approval-missing =
    .happened = Another person's approval is missing.
    .safe = Nothing was changed.
    .todo = Ask for the approval and try again.
# As in es/problems-access.ftl.
problem-approval-own_act =
    .happened = Nobody approves what they asked for.
    .safe = The request is as it was.
    .todo = Choose another person.
# As in es/problems-access.ftl.
problem-approval-gone =
    .happened = This request is no longer here.
    .safe = Nothing was changed.
    .todo = Ask for the approval again.
# As in es/problems-access.ftl.
problem-approval-answered =
    .happened = This request has an answer already.
    .safe = The first answer counts.
    .todo = Go back to the list.
# As in es/problems-access.ftl.
problem-approval-no_reason =
    .happened = The reason is missing.
    .safe = The request is as it was.
    .todo = Write why it is not approved, for the person who asked.
# As in es/problems-access.ftl.
problem-approval-no_list =
    .happened = This device does not have the codes of that person.
    .safe = The request is as it was.
    .todo = Choose another person, or leave the request for later.
# As in es/problems-access.ftl.
problem-access-not_listed =
    .happened = The office no longer has this person on the list of this device.
    .safe = What is saved is safe.
    .todo = Enter with another name, or ask at the office.
# As in es/problems-access.ftl.
problem-access-slot_removed =
    .happened = This passphrase no longer works on this device.
    .safe = What is saved is safe.
    .todo = Use your new passphrase, or ask whoever supervises for help.
