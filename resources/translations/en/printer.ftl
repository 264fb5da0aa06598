### Paper on the screens: V16's print card, V58, V59, and what the printer says before money is taken.

## V16

# On the print card, F8.
receipt-print = Print
# On the print card when the first paper is out, F8: leads to V58.
receipt-print-again = Print again
# Nothing was printed yet.
receipt-paper-to-print = The paper was not printed.
# While the printer works.
receipt-paper-printing = Printing.
# $time: when.
receipt-paper-printed = The receipt was printed at { $time }.
# The printer fell silent: the clerk looks and says.
receipt-paper-in-doubt = The printer did not answer. Did the whole paper come out?
# This device has no printer.
receipt-paper-no-printer = A picture of the receipt, to print or to send.
# A paper without a code is out; the receipt can be signed now.
receipt-paper-provisional = A provisional receipt came out. Print the one with a code.
# Answer.
receipt-came-out-yes = Yes, it did
# Answer.
receipt-came-out-no = It did not
# On a reversal: the payment that it gives back.
receipt-original = Reversed payment
# On a reversal: the sum.
receipt-given-back = Given back

## V58

# Link on V02.
reprint-wanted = Print a receipt again
# Title.
reprint-title = Print a duplicate
# Below the title.
reprint-subtitle = It is the same receipt, marked DUPLICATE. It is recorded.
# Field.
reprint-folio = Folio of the receipt
# Hint with an example.
reprint-folio-hint = As on the paper: 20067-007-1PGE-342
# Closed question.
reprint-fact = Which fact does the person know?
# Choice.
reprint-fact-amount = The amount
# Choice.
reprint-fact-date = The date
# Choice.
reprint-fact-initials = The initials
# Choice.
reprint-fact-typed_code = The code to type
# Field, before a choice.
reprint-value = Fact
reprint-value-hint = Enter it as the person says it.
# Field for that fact, and its hint.
reprint-value-amount = Amount
reprint-value-amount-hint = With centavos: 185.50
# Field for that fact, and its hint.
reprint-value-date = Date
reprint-value-date-hint = Day, month and year: 26/11/2026
# Field for that fact, and its hint.
reprint-value-initials = Initials
reprint-value-initials-hint = As on the paper: M. E. P. C.
# Field for that fact, and its hint.
reprint-value-typed_code = Code to type
reprint-value-typed_code-hint = Ten letters and digits: HB12Y-SHVTX
# Closed question.
reprint-reason = Why is it printed again?
# Reason; it stands in the record.
reprint-reason-lost = The person lost it
# Reason; it stands in the record.
reprint-reason-spoiled = It came out badly or tore
# Reason; it stands in the record.
reprint-reason-faded = It cannot be read any more
# Reason.
reprint-reason-other = Another reason
# Field for another reason.
reprint-other = Reason
# Primary button.
reprint-act = Print duplicate
# Input messages.
reprint-folio-empty = Enter the folio.
reprint-fact-empty = Choose the fact that the person knows.
reprint-value-empty = Enter the fact.
reprint-reason-empty = Choose why.
reprint-other-empty = Enter the reason.
# $n: which duplicate; $time: when.
reprint-done = Duplicate { NUMBER($n, useGrouping: 0) } printed at { $time }.
# $n: which duplicate. It is recorded either way.
reprint-in-doubt = The printer did not answer. See whether duplicate { NUMBER($n, useGrouping: 0) } came out.

## V59

# Button on V28.
device-act-printer = Printer
# Title.
printer-title = This device's printer
# Below the title.
printer-subtitle = It is used as soon as it is saved, without a new start.
# Closed question.
printer-kind = How is it connected?
printer-kind-none = There is no printer
printer-kind-usb = By USB
printer-kind-network = By network
printer-kind-serial = By serial cable
printer-kind-file = By device file
printer-kind-sheet = The office's printer, whole sheets
# Field.
printer-address = Address of the printer
printer-address-usb = Maker and model, four digits each: 04b8:0202
printer-address-network = Address and port: 192.168.1.50:9100
printer-address-serial = Port and speed: /dev/ttyUSB0:19200 or COM3:9600
printer-address-file = For example /dev/usb/lp0
# Closed question.
printer-paper = Which paper does it use?
printer-paper-58 = Roll of 58 mm
printer-paper-80 = Roll of 80 mm
printer-paper-216 = Letter
printer-paper-210 = A4
# Ticks.
printer-automatic = Print the receipt on saving
printer-drawer = The cash drawer is connected to it
printer-counts = It counts the papers that it cuts
# Primary button.
printer-keep = Save printer
# Buttons.
printer-test = Print a test
printer-open = Open the drawer
# After each act.
printer-asking = Asking the printer.
printer-kept = Saved.
printer-tested = Test sent. Scan the five codes.
printer-opened = The drawer was told to open.
printer-no-drawer = This printer has no drawer.

## How it stands

printer-state-ready = The printer is ready.
printer-state-paper-low = Little paper is left.
printer-state-paper-out = The printer has no paper.
printer-state-cover-open = The printer's cover is open.
printer-state-offline = The printer does not answer.
printer-state-unreachable = The printer cannot be reached.
printer-state-mute = The printer takes what it is sent, and does not say how it stands.
printer-state-absent = This device has no printer.
# On V14, before money is taken: it prints, and not for long.
printer-warn-low = Have another roll at hand.
# On V14, before money is taken: it does not print. The clerk may go on.
printer-warn-stopped = You can take the payment: the receipt is saved and its code is on the screen.

## V28, beside *printer*

# Which printer is set.
device-printer-usb = Thermal, by USB
device-printer-network = Thermal, by network
device-printer-serial = Thermal, by serial cable
device-printer-file = Thermal, by device file
device-printer-sheet = The office's, whole sheets
