### Help (F1).

# As in es/keys.ftl.
help-title = Keys
# As in es/keys.ftl.
help-subtitle = Each key is also printed on its button.
# As in es/keys.ftl.
help-close = Close help
# As in es/keys.ftl.
scope-anywhere = On every screen
# As in es/keys.ftl.
scope-form = In a form
# As in es/keys.ftl.
scope-list = In lists and options
# As in es/keys.ftl.
scope-payment = When taking payment
# As in es/keys.ftl.
scope-receipt = On the receipt
# As in es/keys.ftl.
key-help = Help
# As in es/keys.ftl.
key-find = Find a person
# As in es/keys.ftl.
key-new-service = New service
# As in es/keys.ftl.
key-charge = Take payment
# As in es/keys.ftl.
key-deliveries = Deliveries
# As in es/keys.ftl.
key-lock = Lock
# As in es/keys.ftl.
key-back = Back, losing nothing
# As in es/keys.ftl.
key-enter = Next field; on the last one, the main button
# As in es/keys.ftl.
key-continue = The main button, from any field
# As in es/keys.ftl.
key-region = Go to another part of the screen
# As in es/keys.ftl.
key-save-exit = Save and exit
# As in es/keys.ftl.
key-previous-section = Previous section
# As in es/keys.ftl.
key-next-section = Next section
# As in es/keys.ftl.
key-map = Go to the sections
# As in es/keys.ftl.
key-number = Choose the option with that number
# As in es/keys.ftl.
key-arrows = Move in the list
# As in es/keys.ftl.
key-confirm-payment = Confirm the payment
# As in es/keys.ftl.
key-print = Print the receipt, or a duplicate
# Help: opens the drawer while money is counted or change is given.
key-drawer = Open the drawer
