# Band on every screen: there is an order to end, work goes on; $hours of use, $admin gave the order.
orders-wipe-announced = { $hours ->
    [0] The office is ending this device ({ $admin }). It stops recording when the office says.
    [one] The office is ending this device ({ $admin }). It stops recording after 1 hour of use.
   *[other] The office is ending this device ({ $admin }). It stops recording after { $hours } hours of use.
}
# Band: nothing new is recorded; $count is how much is still to be delivered.
orders-wipe-delivering = { $count ->
    [one] Device ended: nothing is recorded any more. 1 still to deliver.
   *[other] Device ended: nothing is recorded any more. { $count } still to deliver.
}
# Band: everything was delivered and the keys are about to be destroyed.
orders-wipe-ending = Everything was delivered. This device closes for ever in a few minutes.
# Added to the band while there are drafts; $count is how many.
orders-wipe-drafts = { $count ->
    [one] There is 1 draft: save it before, later it cannot be saved.
   *[other] There are { $count } drafts: save them before, later they cannot be saved.
}
# Band: the device is on the list of reported devices.
orders-reported = The office reported this device: it cannot take payments. The rest goes on and is delivered. Tell your supervisor.
# Band: few working days are left before payments stop; $days is how many.
orders-lease-warning = { $days ->
    [one] 1 day is left to take payments without a word of the central office. Connect the device.
   *[other] { $days } days are left to take payments without a word of the central office. Connect the device.
}
# Band: no payments until the device is connected.
orders-lease-ended = A long time without a word of the central office: no payments until the device is connected. Services without a payment go on.
# Title of the last screen, when the keys are destroyed.
orders-gone-title = This device has ended
# Text of the last screen; $number is the number of the administrator's order.
orders-gone-body = Order number { $number } was followed: the keys were destroyed and nobody can open what is left here.
# Second paragraph of the last screen: what to do with the computer.
orders-gone-todo = Switch the device off and return it to the office.
# First line of `ventanilla remove` when something is only on this device.
removal-held = Only on this device:
# A line of what is only here; $count is how many.
removal-registrations = { $count } registrations
# A line of what is only here; $count is how many.
removal-payments = { $count } payments
# A line of what is only here; $count is how many.
removal-shifts = { $count } shifts
# A line of what is only here; $count is how many.
removal-persons = { $count } persons' cards
# A line of what is only here: starts, unlocks, approvals; $count is how many.
removal-others = { $count } notes of the device
# A line of what is only here; $count is how many.
removal-files = { $count } photos and files
# A line: unsaved work that is lost; $count is how many.
removal-drafts = { $count } drafts, which are lost
# `ventanilla remove --check`: there is no data here.
removal-nothing = There is no device's data here.
# `ventanilla remove --check`: the keys were destroyed before.
removal-gone = The keys of this device were destroyed already.
# `ventanilla remove --check`: everything was delivered.
removal-delivered = Everything of this device was delivered.
# `ventanilla remove --check`: something may be only here.
removal-unknown = This device may hold work that nobody else has. Open it, wait until it says "All delivered", and remove it with `ventanilla remove`.
# Question in the terminal: number of whoever opens.
removal-ask-operator = Number of whoever is at work?
# Question in the terminal: the clave of whoever opens.
removal-ask-clave = Their clave?
# The clave is not right.
removal-wrong-clave = The clave is not right. Nothing was removed.
# A wait is on; $seconds is how long.
removal-must-wait = There is a wait of { $seconds } seconds. Nothing was removed.
# While delivery goes on.
removal-waiting = Waiting until everything is delivered…
# Question in the terminal: number of the supervisor who approves.
removal-ask-approver = Number of the supervisor who approves?
# Question in the terminal: the one-time code of their list.
removal-ask-code = One-time code of their list?
# The code is not on their list.
removal-wrong-code = The code is not on that list or was used. Nothing was removed.
# Everything was removed.
removal-done = This device's data was removed; nobody can open what may be left on the disk.
# Beside "Delivered" at a record whose content is no longer on this device.
delivery-pruned = no longer on this device
# Which list of reported devices a comprobante was compared with; $n is how many days old it is.
verify-revocations-age = Compared with the list of reported devices { $n ->
    [0] of today
    [one] of 1 day ago
   *[other] of { $n } days ago
}.
# Button of the last screen: closes the program.
orders-gone-close = Close the program
# Band: the office asks for a newer version of the program, $version; work goes on for now.
orders-version-warning = The office asks for version { $version } of this program: have it updated. For now everything goes on.
# Band: this version is older than the office demands, $version; nothing new is begun.
orders-version-ended = This program is older than version { $version } that the office asks for: nothing new is begun until it is updated. What is saved is delivered.
