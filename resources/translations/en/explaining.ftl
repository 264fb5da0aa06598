### V24: groups, who mends it, what can be done.

# As in es/explaining.ftl.
deliveries-oldest-of = The oldest: { $when }
# As in es/explaining.ftl.
deliveries-stick-since = Since { $when }. They wait for the confirmation.
# As in es/explaining.ftl.
deliveries-ack = They wait for the confirmation.
# As in es/explaining.ftl.
deliveries-browser = Open the browser
# As in es/explaining.ftl.
deliveries-spend = Deliver anyway
# As in es/explaining.ftl.
deliveries-spent = Link paid by data: { $spent } of { $most } today.
# As in es/explaining.ftl.
group-registrations = { $n ->
        [one] { $n } registration
       *[other] { $n } registrations
    }
# As in es/explaining.ftl.
group-corrections = { $n ->
        [one] { $n } correction
       *[other] { $n } corrections
    }
# As in es/explaining.ftl.
group-persons = { $n ->
        [one] { $n } person's record
       *[other] { $n } persons' records
    }
# As in es/explaining.ftl.
group-payments = { $n ->
        [one] { $n } payment
       *[other] { $n } payments
    }
# As in es/explaining.ftl.
group-shifts = { $n ->
        [one] { $n } cash desk record
       *[other] { $n } cash desk records
    }
# As in es/explaining.ftl.
group-others = { $n ->
        [one] { $n } other record
       *[other] { $n } other records
    }
# As in es/explaining.ftl.
group-files = { $n ->
        [one] { $n } photo or file
       *[other] { $n } photos and files
    }
# As in es/explaining.ftl.
group-on-stick = { $n ->
        [one] { $n } on a USB drive
       *[other] { $n } on a USB drive
    }
# As in es/explaining.ftl.
group-sent = { $n ->
        [one] { $n } sent
       *[other] { $n } sent
    }
# As in es/explaining.ftl.
kind-cash-moved = Cash moved
# As in es/explaining.ftl.
kind-shift-closed = Shift closing
# As in es/explaining.ftl.
kind-deposit = Deposit
# As in es/explaining.ftl.
kind-reversal = Payment cancelled
# As in es/explaining.ftl.
attention-see = View
# As in es/explaining.ftl.
attention-correct = Correct and save
# As in es/explaining.ftl.
attention-tell = Tell the supervisor
# As in es/explaining.ftl.
attention-tell-words = Tell your supervisor: desk { $terminal }, { $what }, { $when }, reason { $code }.
# As in es/explaining.ftl.
mender-itself = It mends itself once there is a connection; keep working.
# As in es/explaining.ftl.
mender-you = You can mend it here.
# As in es/explaining.ftl.
mender-supervisor = Your supervisor can mend it: tell them.
# As in es/explaining.ftl.
mender-office = The central office mends it; nothing to do here.
# As in es/explaining.ftl.
mender-until = It asked to wait until { $time }.
# As in es/explaining.ftl.
delivery-forked = Another copy of this device delivered under its name. Since { $when } this device goes on in a new series. Tell your supervisor.
# As in es/explaining.ftl.
delivery-went-back = This device's file went back to an earlier state. Since { $when } it goes on in a new series; nothing is lost.
# As in es/explaining.ftl.
delivery-central-restored = The central office went back to a backup ({ $when }). { $n } go again and count once.
# As in es/explaining.ftl.
delivery-central-lost = The central office lacks something it had confirmed ({ $when }). { $n } go again. Tell your supervisor.
# As in es/explaining.ftl.
since-day = { $day }
