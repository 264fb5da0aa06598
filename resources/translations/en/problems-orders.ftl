# Code device.wiped: an administrator's order destroyed the keys; $order_number is its number (0: removed with approval).
problem-device-wiped =
    .happened = The office ended this device and it cannot be opened any more.
    .safe = What was delivered is at the central office.
    .todo = Return the device to the office. Order number { $order_number }.
# Code device.capture_stopped: there is an order to end, and only delivery goes on.
problem-device-capture_stopped =
    .happened = The office is ending this device: nothing new is recorded.
    .safe = What is saved is being delivered.
    .todo = Leave it on and connected, and serve people on another device.
# Code device.reported: the device is on the list of reported devices.
problem-device-reported =
    .happened = The office reported this device: it cannot take payments.
    .safe = What is saved is still here and is delivered.
    .todo = Tell your supervisor. Services without a payment go on.
# Code lease.ended; $days is how many days the device may take cash without a word of the central office.
problem-lease-ended =
    .happened = The device has worked { $days } days without a word of the central office: it cannot take payments.
    .safe = What is saved is still here. Services without a payment go on.
    .todo = Connect it to the internet for a moment; payments come back by themselves.
# Code removal.undelivered; $count is how much is only on this device.
problem-removal-undelivered =
    .happened = { $count } things are only on this device.
    .safe = Nothing was removed.
    .todo = Connect it and wait until everything is delivered.
# Code version.too_old: the office demands version $wanted and this is $version.
problem-version-too_old =
    .happened = The office asks for version { $wanted } of this program and this is { $version }: nothing new is begun.
    .safe = What is saved is still here and is delivered. Corrections and closing the shift go on.
    .todo = Have the program updated, and serve people on another device meanwhile.
