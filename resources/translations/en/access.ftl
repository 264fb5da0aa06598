### V01 Unlock, V29 Locked.

# As in es/access.ftl.
unlock-title = Who is working?
# As in es/access.ftl.
unlock-subtitle = Choose your name and type your passphrase.
# As in es/access.ftl.
unlock-clave = Passphrase
# As in es/access.ftl.
unlock-enter = Enter
# As in es/access.ftl.
unlock-trying = Opening…
# As in es/access.ftl.
unlock-empty = Enter your passphrase.
# As in es/access.ftl.
unlock-wrong = The passphrase does not match. { $tries ->
        [one] { $tries } try left.
       *[other] { $tries } tries left.
    }
# As in es/access.ftl.
unlock-wait = Too many tries. Try again at { $time }.
# As in es/access.ftl.
locked-title = Locked
# As in es/access.ftl.
locked-subtitle = Your work is as you left it. To change person, choose another name.
# As in es/access.ftl.
locked-closed = Device closed. Nothing is delivered until someone enters.
# As in es/access.ftl.
unlock-forgot = I forgot my passphrase
# As in es/access.ftl.
end-wait-title = A supervisor can end the wait
# As in es/access.ftl.
end-wait-act = End the wait
