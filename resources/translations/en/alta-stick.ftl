### V00: enrolment by USB drive.

# As in es/alta-stick.ftl.
alta-stick = By USB drive
# As in es/alta-stick.ftl.
alta-stick-title = The request is on the USB drive
# As in es/alta-stick.ftl.
alta-stick-means = Take the drive to the central office, or to another connected device.
# As in es/alta-stick.ftl.
alta-stick-safe = Your passphrase and what you typed stay on this device.
# As in es/alta-stick.ftl.
alta-stick-todo = When it comes back, connect it and press “By USB drive”.
