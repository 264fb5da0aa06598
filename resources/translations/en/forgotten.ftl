### V50 I forgot my passphrase: the office reads out an answer by telephone; works without a link.

# As in es/forgotten.ftl.
forgotten-title = I forgot my passphrase
# As in es/forgotten.ftl.
forgotten-subtitle = Call the office or a supervisor, and read this out.
# As in es/forgotten.ftl.
forgotten-none = This device has no answers left for a new passphrase. Enter with another name or ask at the office.
# As in es/forgotten.ftl.
forgotten-who = Whose passphrase is it?
# As in es/forgotten.ftl.
forgotten-read = Read this out
# As in es/forgotten.ftl.
forgotten-device = Device
# As in es/forgotten.ftl.
forgotten-slot = Answer number
# As in es/forgotten.ftl.
forgotten-check = Check
# As in es/forgotten.ftl.
forgotten-helper = Number of the person who reads the answer
# As in es/forgotten.ftl.
forgotten-helper-hint = Their staff number; it is recorded.
# As in es/forgotten.ftl.
forgotten-helper-empty = Enter the staff number of the person who reads the answer.
# As in es/forgotten.ftl.
forgotten-helper-self = Another person reads the answer. Enter their number.
# As in es/forgotten.ftl.
forgotten-answer = Answer from the office
# As in es/forgotten.ftl.
forgotten-answer-hint = 16 letters and digits, in groups of four.
# As in es/forgotten.ftl.
forgotten-empty = Enter the answer from the office.
# As in es/forgotten.ftl.
forgotten-wrong = The answer does not match. Check the four groups, and that the check is the same.
# As in es/forgotten.ftl.
forgotten-new = New passphrase
# As in es/forgotten.ftl.
forgotten-save = Save the new passphrase
# As in es/forgotten.ftl.
forgotten-saving = Saving…
