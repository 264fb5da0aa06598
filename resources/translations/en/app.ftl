### Frame of the app, common words, status strip.

# As in es/app.ftl.
app-name = Ventanilla
# As in es/app.ftl.
back = Back
# As in es/app.ftl.
continue = Continue
# As in es/app.ftl.
total = Total
# As in es/app.ftl.
no-fee = No fee
# As in es/app.ftl.
number = { $n }
# As in es/app.ftl.
title-problem = Problem: { $title }
# As in es/app.ftl.
lock-button = Lock
# As in es/app.ftl.
when-today = today { $time }
# As in es/app.ftl.
when-yesterday = yesterday { $time }
# As in es/app.ftl.
date-day = day
# As in es/app.ftl.
date-month = month
# As in es/app.ftl.
date-year = year
# As in es/app.ftl.
size-kilobytes = { $n } KB
# As in es/app.ftl.
size-megabytes = { $n } MB
# Very large size: with one decimal.
size-gigabytes = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } GB
# As in es/app.ftl.
clock-wrong = The device's date is { $day }. Correct the date; what is saved keeps its order.

# As in es/app.ftl.
journal-broken = What is saved does not match after act { $number }. Keep working and tell your supervisor.

# As in es/app.ftl.
strip-closed = Device locked
# As in es/app.ftl.
delivery-saved = { $n } saved on this device
# As in es/app.ftl.
delivery-moving = { $n } on the way
# As in es/app.ftl.
delivery-attention = { $n ->
        [one] { $n } needs attention
       *[other] { $n } need attention
    }
# As in es/app.ftl.
delivery-all = Everything delivered · { $when }
# As in es/app.ftl.
delivery-nothing = Nothing to deliver
# As in es/app.ftl.
delivery-last-short = last delivery { $when }
# As in es/app.ftl.
delivery-last = Last delivery: { $when }
# As in es/app.ftl.
delivery-never = no deliveries yet
# As in es/app.ftl.
delivery-none-since = Nothing delivered since { $day }.
# As in es/app.ftl.
delivery-stale = Nothing delivered since { $day }. Connect the device.
# As in es/app.ftl.
delivery-word-saved = Saved on this device
# As in es/app.ftl.
delivery-word-on-the-way = On its way
# As in es/app.ftl.
delivery-word-delivered = Delivered
# As in es/app.ftl.
delivery-word-attention = Needs attention
# As in es/app.ftl.
disk-enough = Enough space
# As in es/app.ftl.
disk-low = Little space: deliver soon
# As in es/app.ftl.
disk-full = Space almost full

# As in es/app.ftl.
fault-title = The app had a fault
# As in es/app.ftl.
fault-go-on = Go on
# As in es/app.ftl.
fault-tell = If it repeats, tell your supervisor the number { $folio }.

# As in es/app.ftl.
went-back-title = This device went back to an earlier copy
# As in es/app.ftl.
went-back-means = This device's file is older than its last record.
# As in es/app.ftl.
went-back-safe = What was delivered is at the central office. What is here is kept.
# As in es/app.ftl.
went-back-todo = Tell your supervisor. The device goes on with a new series of references.
