### V48 Cuts and reports; the X cut.

# Title of V48 and of the button that leads there.
reports-title = Cuts and reports
# Below the title.
reports-subtitle = Reports give amounts and clerk numbers. They carry no names.
# Link on the shift's card of V02.
reports-wanted = Cuts and reports
# Title of the card on V02 for whoever only sees reports.
reports-card-title = The office's money
# Name of the list of reports.
reports-which = Report
# A report of the list.
reports-of-shift = By shift
# A report of the list.
reports-of-clerk = By clerk
# A report of the list.
reports-of-concept = By concept
# A report of the list.
reports-of-office = By office
# A report of the list.
reports-of-day = By day
# A report of the list.
reports-of-differences = Short and over
# A report of the list.
reports-of-deposits = Deposits
# A report of the list.
reports-of-reversals = Reversals
# A report of the list.
reports-of-reprints = Duplicates
# A report of the list: top-ups and payments from a balance.
reports-of-balances = Balances
# A report of the list: transfers that the person declared.
reports-of-declared = Declared payments
# A report of the list.
reports-of-undelivered = Payments not delivered
# Date field.
reports-first = From day
# Date field.
reports-last = To day
# Below the first date field.
reports-days-hint = Day of the shift, not of the clock. Empty: all days.
# Beside a date that is half typed.
reports-day-whole = Enter day, month and year, or leave all of it empty.
# Beside the second date.
reports-days-order = Enter the same day as the first or a later one.
# Primary button.
reports-show = Show report
# Button; $form = CSV, XLSX or PDF.
reports-save = Save { $form }
# Title of the window that asks for a folder.
reports-folder = Folder for the report
# What was saved; $file = the file's name.
reports-saved = { $file } was saved. It is noted that this report left.
# Instead of rows.
reports-nothing = There is nothing on those days.
# Below the first hundred rows.
reports-more = { $count ->
    [one] { $count } row is left. Save the report to see it.
   *[other] { $count } rows are left. Save the report to see them.
}
# Period without dates.
reports-all-days = All days
# Period; $first = a date with its year.
reports-from = From { $first }
# Period.
reports-to = Up to { $last }
# Period.
reports-between = From { $first } to { $last }
# Title of the card of the X cut.
cut-title = X cut
# No shift of one's own, or none open.
cut-none = There is no open shift that you may see.
# $number = the shift's number; $person = who opened it.
cut-of = Shift { $number } of { $person }
# Line: since when.
cut-since = Opened
# Line: how many payments.
cut-payments = Payments
# Line: how many reversals.
cut-reversals = Reversals
# Line: money it was opened with.
cut-float = Float
# To whoever works at that drawer, instead of the sums.
cut-blind = The sums are shown after the drawer is counted.
# Above the sums by concept.
cut-concepts = By concept
# Above the sums by means of payment.
cut-means = By means of payment
# Means of payment.
cut-means-cash = Cash
# Means of payment.
cut-means-terminal = Card
# Means of payment.
cut-means-bank = Bank
# Means of payment.
cut-means-transfer = Transfer
# Means of payment.
cut-means-balance = Balance
# Line: what must be in the drawer.
cut-expected = Must be in the drawer
# Button.
cut-print = Print X cut
# After printing.
cut-printed = The X cut was printed.
# After an attempt that the printer did not answer.
cut-print-unknown = Nobody knows whether the paper came out. Check the printer.
