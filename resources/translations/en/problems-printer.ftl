### What the printer's problems say: what happened, whether the work is safe, what to do now.

# Code printer.not_printed. $state: how the printer stands. The record was saved before printing.
problem-printer-not_printed =
    .happened = { $state ->
        [paper_out] The printer has no paper.
        [cover_open] The printer's cover is open.
        [unreachable] The printer cannot be reached.
        [absent] This device has no printer.
       *[other] The printer does not print now.
    }
    .safe = The receipt is saved.
    .todo = { $state ->
        [paper_out] Put in paper and press Print, or let the person photograph the code.
        [cover_open] Close the cover and press Print, or let the person photograph the code.
        [unreachable] Check cable and power and press Print, or let the person photograph the code.
        [absent] Let the person photograph the code.
       *[other] Turn it off and on and press Print, or let the person photograph the code.
    }
# Code printer.address; nothing of what was typed is kept.
problem-printer-address =
    .happened = The printer's address does not have that form.
    .safe = The printer set before stays.
    .todo = Enter the address as in the example.
# Code receipt.printed: the first paper is out.
problem-receipt-printed =
    .happened = This receipt was printed already.
    .safe = What is saved is safe.
    .todo = For another paper, print a duplicate with F8.
# Code receipt.in_doubt: nobody knows whether the paper came out.
problem-receipt-in_doubt =
    .happened = It is not known whether the paper came out.
    .safe = The receipt is saved.
    .todo = Look at the printer and say whether it came out.
# Code reprint.not_printed_yet: a duplicate before the first.
problem-reprint-not_printed_yet =
    .happened = The first paper of this receipt is not out.
    .safe = The receipt is saved.
    .todo = Print it from the receipt; it will be no duplicate.
# Code reprint.fact: what was said does not belong to that receipt.
problem-reprint-fact =
    .happened = That fact is not the receipt's.
    .safe = Nothing was printed.
    .todo = Ask again, or choose another fact.
