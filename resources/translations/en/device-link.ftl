### V28: how delivery stands.

# As in es/device-link.ftl.
device-card-link = Delivery
# As in es/device-link.ftl.
device-contact = Last contact with the central office
# As in es/device-link.ftl.
device-held = The central office asked to wait until
# As in es/device-link.ftl.
device-paid-today = Data today on a link paid by data
# As in es/device-link.ftl.
device-paid-all = { $spent }, no limit
# As in es/device-link.ftl.
device-paid-of = { $spent } of { $most }
# As in es/device-link.ftl.
device-series = Series it writes in
# As in es/device-link.ftl.
device-series-since = { $why }, since { $when } (series { $n })
# As in es/device-link.ftl.
device-series-enrolment = From enrolment
# As in es/device-link.ftl.
device-series-went-back = The file went back to an earlier state
# As in es/device-link.ftl.
device-series-fork = Another copy of the device delivered before
# As in es/device-link.ftl.
device-series-slot-restored = The key was recovered
# As in es/device-link.ftl.
device-carried = From other devices, to deliver
# As in es/device-link.ftl.
device-carried-none = Nothing
# As in es/device-link.ftl.
device-carried-some = { $n ->
        [one] From { $n } device, { $size }, unreadable here
       *[other] From { $n } devices, { $size }, unreadable here
    }
# As in es/device-link.ftl.
device-paid = Is this device's connection paid by data?
# As in es/device-link.ftl.
device-paid-hint = If so, photos wait for another connection and there is a daily limit.
# As in es/device-link.ftl.
device-paid-auto = As the system says
# As in es/device-link.ftl.
device-paid-yes = Yes, always
# As in es/device-link.ftl.
device-paid-no = No
# As in es/device-link.ftl.
device-paid-said = It is on record; it counts from now on.
