### `ventanilla enrol` and what `ventanilla run` says before enrolment. Read in a terminal.

# $name: the institution; $fingerprint: twelve characters that stand on the office's notice.
enrol-fingerprint = { $name }. Fingerprint: { $fingerprint }
# Asked of whoever is there.
enrol-fingerprint-ask = Is this the fingerprint of the office's notice? (y/n)
# The fingerprint typed is not that of the file.
enrol-other-fingerprint = The fingerprint is missing or is not that of this file; nothing was changed. Type it with --fingerprint.
# $clave: four words.
enrol-clave-proposed = Proposed passphrase: { $clave }
# Typed without being shown.
enrol-clave-ask = Enter your passphrase (twelve letters or more), or Enter to use the proposed one:
# See enrol-clave-ask.
enrol-clave-again = Enter it again:
# The two are not the same.
enrol-clave-differs = The two passphrases differ. Nothing was changed. Start again.
# All went well. $services: how many services arrived.
enrol-done = Device enrolled: { $office }, { $terminal }. Operator: { $person }. { $services ->
        [0] Services arrive with the first connection.
        [one] { $services } service arrived.
       *[other] { $services } services arrived.
    }
# The root signs later.
enrol-pending = The request arrived. The institution's signature is missing: repeat this command later, with the same passphrase.
