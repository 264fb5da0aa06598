### V02 Home, V03 Open shift.

# As in es/home.ftl.
home-title = Home
# As in es/home.ftl.
home-morning = Good morning, { $name }
# As in es/home.ftl.
home-afternoon = Good afternoon, { $name }
# As in es/home.ftl.
home-evening = Good evening, { $name }
# As in es/home.ftl.
tile-new-service = New service
# As in es/home.ftl.
tile-new-service-about = Records, support, registrations
# As in es/home.ftl.
tile-charge = Take payment
# As in es/home.ftl.
tile-charge-about = What is still to be paid
# Card of V02.
tile-records = Records
# Small line of that card.
tile-records-about = See or correct what is saved
# As in es/home.ftl.
tile-deliveries = Deliveries
# As in es/home.ftl.
tile-deliveries-about = What is still to be delivered
# As in es/home.ftl.
home-pending-title = To be paid
# As in es/home.ftl.
home-pending-count = { $n ->
        [one] { $n } service
       *[other] { $n } services
    }
# As in es/home.ftl.
home-pending-action = Take payment
# As in es/home.ftl.
home-pending-name = Take payment from { $person }, { $service }
# As in es/home.ftl.
home-pending-none = Nothing to be paid. A payment starts with a service: press F3.
# As in es/home.ftl.
home-pending-no-price = No price today
# As in es/home.ftl.
home-pending-asks = A fact is missing
# As in es/home.ftl.
home-drafts-title = Drafts
# As in es/home.ftl.
home-drafts-count = { $n } unfinished
# As in es/home.ftl.
home-drafts-none = No drafts. Start a service with F3.
# As in es/home.ftl.
home-draft-where = { $service } · section { $section } of { $count }
# As in es/home.ftl.
home-draft-action = Go on
# As in es/home.ftl.
home-draft-name = Go on with { $person }, { $service }

# As in es/home.ftl.
shift-card-title = Your shift
# As in es/home.ftl.
shift-none = No shift is open
# As in es/home.ftl.
shift-none-why = To take payments, open your shift. Services do not need it.
# As in es/home.ftl.
shift-open-wanted = Open shift
# As in es/home.ftl.
shift-since = Open since { $time }
# As in es/home.ftl.
shift-float = Opening float
# As in es/home.ftl.
shift-payments = Payments
# As in es/home.ftl.
shift-last = Latest
# As in es/home.ftl.
shift-last-none = none
# As in es/home.ftl.
shift-chip = Shift open · { $time }
# As in es/home.ftl.
shift-chip-none = No shift
# As in es/home.ftl.
shift-title = Open shift
# As in es/home.ftl.
shift-open-empty = Open shift
# As in es/home.ftl.
shift-open = Open shift with { $amount }
# As in es/home.ftl.
shift-day = Business day
# As in es/home.ftl.
shift-day-why = This shift's payments and tariff carry this date.
# As in es/home.ftl.
shift-clock-warning = The shift will carry the date { $day }. If that is not today, correct the device's date first.
# As in es/home.ftl.
shift-opened = Shift open with { $amount }. Saved on this device.
# As in es/home.ftl.
amount-hint = Enter pesos. The point starts the centavos.
# As in es/home.ftl.
home-unprinted-title = Payments not printed
# As in es/home.ftl.
home-unprinted-action = See receipt
# As in es/home.ftl.
home-unprinted-action-name = See receipt { $folio }
# As in es/home.ftl.
shift-slip = Opening receipt
# Beside the heading. $n: how many.
home-unprinted-count = { $n ->
    [one] 1 payment
   *[other] { $n } payments
}
# Where the printer fell silent: the clerk is asked.
home-unprinted-ask = Did it come out?
# Name of that button. $folio: of the receipt.
home-unprinted-ask-name = Did it come out? Folio { $folio }
# Link of the shift card: it was closed and its money may go to somebody.
shift-hand-over = Hand over the drawer
