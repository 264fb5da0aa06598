### Passphrases and slots: what happened, whether the work is safe, what to do.

# Code vault.keystore: the system's keystore does not answer.
problem-vault-keystore =
    .happened = This computer's keystore does not answer.
    .safe = Everything is saved; nothing was changed.
    .todo = Log out of the computer, log in again and open the program again.
# Code vault.keystore_gone: the keystore no longer holds its half of the key.
problem-vault-keystore_gone =
    .happened = This computer's keystore no longer holds its part of the key.
    .safe = Everything is saved and closed; the passphrase alone does not open it.
    .todo = Come in with “I forgot my passphrase” and a code from the office.
# Code vault.slot_old: somebody's slot is of an older program. $name: that person's name.
problem-vault-slot_old =
    .happened = The slot of { $name } is of an earlier version.
    .safe = Nothing was changed.
    .todo = Ask { $name } to come in once with the passphrase, then repeat.
# Code passphrase.too_common: the passphrase is among the commonest, or guessed at once.
problem-passphrase-too_common =
    .happened = That passphrase is guessed at once: it is among the commonest, or repeats letters.
    .safe = Nothing was changed.
    .todo = Use four words that do not belong together.
# Code keys.last_operator: the last person is not removed.
problem-keys-last_operator =
    .happened = This is the last person who can open this device.
    .safe = Nothing was changed.
    .todo = Add somebody else first.
# Code keys.not_published: the institution has not published that person. $number: the number.
problem-keys-not_published =
    .happened = The institution has not published person { $number }.
    .safe = Nothing was changed.
    .todo = Connect the device to receive the list, or check the number.
# Code keys.no_slot: that slot does not exist any more.
problem-keys-no_slot =
    .happened = That slot does not exist any more.
    .safe = Nothing was changed.
    .todo = Open the list again.
# Code keys.has_slot: that person can open the device already. $name: the name.
problem-keys-has_slot =
    .happened = { $name } can open this device already.
    .safe = Nothing was changed.
    .todo = If the passphrase is forgotten, use “I forgot my passphrase” at the door.
# Code keys.protection_lower: the keys would be guarded less than before, or than asked.
problem-keys-protection_lower =
    .happened = This device now guards its keys less than before.
    .safe = Nothing was changed.
    .todo = Decide here whether to work like that, or call support.
# Code vault.read_beside: a backup is reading the file.
problem-vault-read_beside =
    .happened = A backup is being made, so the key cannot be changed now.
    .safe = Nothing was changed.
    .todo = Wait until the backup has ended and repeat.
