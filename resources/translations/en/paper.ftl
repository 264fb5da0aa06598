### What stands on a comprobante (RECEIPTS §8), and what `ventanilla verify` says.

## Comprobante. Length budget: 32 characters of 58 mm paper for one line.

# Title of a payment's comprobante.
paper-title-payment = Proof of payment
# Title of the comprobante of a reversal (later).
paper-title-reversal = Reversal
# Title of a registration's comprobante.
paper-title-registration = Proof of application
# Title of the slip that opens a shift.
paper-title-shift = Shift opened
# Title of the first comprobante of a series, filed by the office.
paper-title-start = Start of series
# Title of a comprobante made while practising; worth nothing.
paper-title-practice = Practice, no value
# Title of a kind that this version does not know.
paper-title-other = Proof
# After the time, when the clock was not compared with the platform lately.
paper-time-unverified = TIME NOT VERIFIED
# Title of the slip of a closed shift.
paper-title-closing = Z closing
# Across the first comprobante of a series: what to do with it.
paper-start-file = First receipt of this series. File it at the office.
# White on black, above and below a duplicate. $n: which one; $when: date of this paper.
paper-duplicate = DUPLICATE { NUMBER($n, useGrouping: 0) } · { $when }
# White on black, on a reversal. $folio: of the payment that was given back.
paper-reverses = REVERSAL of folio { $folio }
# Beside the sum of a reversal.
paper-returned = Given back
# Beside the cash of a reversal.
paper-cash-back = Given back in cash
# Part that was paid from the person's balance.
paper-from-balance = Paid from balance
# A top-up: what was added to the person's balance.
paper-to-balance = Added to your balance
# A reversal: what went back to the balance.
paper-back-to-balance = Back on your balance
# A reversal of a top-up: what was taken off the balance.
paper-off-balance = Taken off your balance
# Beside an amount paid with a card at a terminal.
paper-terminal = Card terminal
# Beside an amount paid at a bank.
paper-bank = Bank deposit
# Beside an amount paid by transfer (SPEI, CoDi).
paper-transfer = Transfer
# Beside the reference of a digital payment.
paper-reference = Reference
# Under a digital payment: nobody has confirmed it yet.
paper-declared = Declared. The office still has to confirm it.
# On a closing slip.
paper-shift-number = Shift
# On a closing slip, beside what was counted.
paper-counted = Counted
# On a closing slip: what should be there.
paper-expected = As recorded
# On a closing slip: counted less expected.
paper-difference = Difference
# On a closing slip, beside the range.
paper-folios = Folios of the shift
# $first, $last: numbers of receipts.
paper-folios-range = { $first } to { $last }
# On a closing slip: what the printer counts.
paper-counter = Printer's counter
# In place of the code's explanation, on a provisional paper.
paper-provisional-why = Come back with this paper: with its folio we give you the receipt with a code.
# In place of the code, when the device's key cannot sign.
paper-provisional = Provisional, without code
# Above the folio.
paper-folio = Reference
# Beside the sum.
paper-total = Total
# Beside the money counted when a shift opens.
paper-float = Cash float
# Line for what rounding changed.
paper-rounding = Rounding
# Beside what was received.
paper-cash = Cash
# Beside what was handed back.
paper-change = Change
# Beside a masked account number.
paper-account = Account
# Beside the payer's initials.
paper-payer = In the name of
# Beside the cashier's number.
paper-cashier = Cashier
# On a shift slip, beside the last folio before it.
paper-last-folio = Last reference
# On a registration, above the list of papers.
paper-bring = Bring when you come back:
# On a registration, what to do with the paper.
paper-come-back = Keep this paper: with its reference we tell you how your case stands.
# In place of the service's name when the service is discreet.
paper-discreet = Service
# Above the typed code.
paper-code = Code to type
# Below the code. $domain: the domain in words.
paper-scan = Scan the code to check this paper. See that the page is: { $domain }.
# Bold line: the first of the four delivery words.
paper-saved = Saved on this device.
# Under it.
paper-on-its-way = It will reach the platform when there is a link.
# Last line. $phone, $place: where to ask.
paper-questions = Questions: { $phone } · { $place }

## ventanilla verify

# After the word "auténtico". Offline nobody knows what came later.
verify-authentic = Authentic when issued. It is not known here whether it was reversed later.
# After "auténtico" for kind 6.
verify-practice = PRACTICE, NO VALUE.
# After "no-auténtico". $code: which check failed first.
verify-not = Not authentic. The check that failed: { $code }.
# After "no-se-puede-saber". $code: why.
verify-unknown = It cannot be known here ({ $code }). Ask at the office.
# After "no-se-puede-saber" with code after-cut.
verify-reported = The device was reported. Go to the office.
verify-age-minutes = Issued { $n ->
    [one] 1 minute
   *[other] { $n } minutes
} ago.
verify-age-hours = Issued { $n ->
    [one] 1 hour
   *[other] { $n } hours
} ago.
verify-age-days = Issued { $n ->
    [one] 1 day
   *[other] { $n } days
} ago.
verify-age-now = Issued less than a minute ago.
# The stated time lies after this computer's clock.
verify-age-ahead = The date it states lies ahead of this computer's clock.
# $when: date and time as on the paper.
verify-when = Date: { $when }
verify-folio = Reference: { $folio }
verify-office = Office: { $office }
verify-cashier = Cashier: { $cashier }
verify-initials = In the name of: { $initials }
verify-total = Total: { $amount }
verify-line = { $label }: { $amount }
verify-concept = Concept { $code }
verify-concept-rest = Other concepts
verify-concept-rounding = Rounding
verify-typed = Code to type: { $code }
# $age: when the list of reported devices was made.
verify-revocations-none = Not checked: the list of reported devices (there is none here).
verify-unchecked = Not checked: whether it was reversed later, or whether this paper is a copy.
verify-usage-institution = The institution's file is missing: use --institution FILE.
# $file: the file that could not be used; $code: why.
verify-usage-broken = The institution's file cannot be used ({ $code }): { $file }.
# On a practice receipt, three times.
paper-practice = PRACTICE — NO VALUE
