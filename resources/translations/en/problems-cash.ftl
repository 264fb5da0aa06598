### Problems of the cash desk: shifts, counts, cash in and out, hand-overs, deposits.

# Code shift.counting; "safe" only because it is true by construction.
problem-shift-counting =
    .happened = The drawer is being counted; payments wait.
    .safe = What is saved is safe; nothing was charged.
    .todo = End the count in “Close shift”.
# Code shift.of_another; "safe" only because it is true by construction.
problem-shift-of_another =
    .happened = The shift opened at { $time } belongs to { $person }.
    .safe = What is saved is safe; nothing was charged.
    .todo = Ask { $person } to close their shift and hand the drawer to you.
# Code shift.unknown; "safe" only because it is true by construction.
problem-shift-unknown =
    .happened = There is no shift to read.
    .safe = Nothing changed.
    .todo = Open a shift or choose another.
# Code drawer.not_enough; "safe" only because it is true by construction.
problem-drawer-not_enough =
    .happened = There is not so much cash in the drawer.
    .safe = Nothing left the drawer.
    .todo = Check the amount.
# Code drawer.amount; "safe" only because it is true by construction.
problem-drawer-amount =
    .happened = The amount cannot be recorded like this. The limit is { $limit }.
    .safe = Nothing was recorded.
    .todo = Enter an amount above zero and check where it goes.
# Code drawer.pieces; "safe" only because it is true by construction.
problem-drawer-pieces =
    .happened = Notes and coins do not add up to the amount.
    .safe = Nothing was recorded.
    .todo = Count again.
# Code drawer.no_slip; "safe" only because it is true by construction.
problem-drawer-no_slip =
    .happened = The number of the bank slip is missing.
    .safe = Nothing was recorded.
    .todo = Enter the number of the slip.
# Code count.cell; "safe" only because it is true by construction.
problem-count-cell =
    .happened = Cell { $number } does not hold a whole number of pieces.
    .safe = The rest of the count is still there.
    .todo = Enter how many pieces there are, or leave the cell empty.
# Code count.too_large; "safe" only because it is true by construction.
problem-count-too_large =
    .happened = The total counted is more than can be recorded.
    .safe = The count was not recorded.
    .todo = Check the cells.
# Code count.gone; "safe" only because it is true by construction.
problem-count-gone =
    .happened = This count has ended.
    .safe = What is saved is safe; nothing changed.
    .todo = Go to the start and check your shift.
# Code cash.no_reason; "safe" only because it is true by construction.
problem-cash-no_reason =
    .happened = The reason is missing.
    .safe = Nothing was recorded.
    .todo = Enter the reason.
# Code cash.no_witness; "safe" only because it is true by construction.
problem-cash-no_witness =
    .happened = The name of the witness is missing.
    .safe = Nothing was recorded.
    .todo = Enter their name.
# Code cash.no_signature; "safe" only because it is true by construction.
problem-cash-no_signature =
    .happened = The signature is missing.
    .safe = Nothing was recorded.
    .todo = Sign in the box.
# Code handover.nothing; "safe" only because it is true by construction.
problem-handover-nothing =
    .happened = There is no money that you can hand to that person.
    .safe = What is saved is safe; nothing changed.
    .todo = Close your shift first and choose a cashier.
# Code deposit.no_bank; "safe" only because it is true by construction.
problem-deposit-no_bank =
    .happened = The bank is missing.
    .safe = The deposit was not recorded.
    .todo = Enter to which bank and account it went.
# Code deposit.unknown; "safe" only because it is true by construction.
problem-deposit-unknown =
    .happened = That deposit is not on this device.
    .safe = Nothing was recorded.
    .todo = Choose a deposit from the list.
# Code deposit.answered; "safe" only because it is true by construction.
problem-deposit-answered =
    .happened = The bank has already confirmed that deposit.
    .safe = Nothing was recorded.
    .todo = Check the list of deposits.
# Code deposit.day_ahead; "safe" only because it is true by construction.
problem-deposit-day_ahead =
    .happened = That day has not come yet.
    .safe = Nothing was recorded.
    .todo = Enter the day on the paper.
