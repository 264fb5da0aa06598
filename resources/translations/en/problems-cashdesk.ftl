### Charges, cash limits, payment orders and reversals: what happened, what is safe, what to do.

# Code payment.card_offline; "safe" only because it is true by construction.
problem-payment-card_offline =
    .happened = This computer takes no bank cards.
    .safe = Nothing was charged.
    .todo = Take cash, a balance or a digital payment.
# Code payment.no_reference; "safe" only because it is true by construction.
problem-payment-no_reference =
    .happened = A digital payment needs its reference.
    .safe = Nothing was charged.
    .todo = Type the reference that the person shows.
# Code payment.balance_part; "safe" only because it is true by construction.
problem-payment-balance_part =
    .happened = The balance cannot pay that amount.
    .safe = Nothing was charged.
    .todo = Choose how much the balance pays, up to the total.
# Code payment.no_balances; "safe" only because it is true by construction.
problem-payment-no_balances =
    .happened = This computer cannot charge a balance.
    .safe = Nothing was charged.
    .todo = Take cash or a digital payment.
# Code payment.top_up_cash; "safe" only because it is true by construction.
problem-payment-top_up_cash =
    .happened = A balance takes cash only.
    .safe = Nothing was added.
    .todo = Take the money in cash. A transfer can pay for a service.
# Code payment.tender_unlikely; "safe" only because it is true by construction.
problem-payment-tender_unlikely =
    .happened = With { $tendered } received, { $change } would go back.
    .safe = Nothing was charged.
    .todo = Give back the notes that are not needed and type what stays.
# Code payment.top_up_amount; "safe" only because it is true by construction.
problem-payment-top_up_amount =
    .happened = { $amount } cannot be added; the limit is { $limit }.
    .safe = Nothing was charged.
    .todo = Type an amount above zero.
# Code cash.undelivered; "safe" only because it is true by construction.
problem-cash-undelivered =
    .happened = With this charge { $reached } in cash would not be delivered; the limit is { $limit }.
    .safe = Nothing was charged; what is saved stays on this computer.
    .todo = Deliver now, or ask a supervisor to approve.
# Code cash.drawer_full; "safe" only because it is true by construction.
problem-cash-drawer_full =
    .happened = With this charge the drawer would pass { $limit }.
    .safe = Nothing was charged.
    .todo = Take cash to the safe, or ask for approval.
# Code cash.no_contact; "safe" only because it is true by construction.
problem-cash-no_contact =
    .happened = The head office has not answered for more than { $hours } hours.
    .safe = Nothing was charged; what is saved stays on this computer.
    .todo = Deliver now, or ask a supervisor to approve.
# Code cash.over_limit; "safe" only because it is true by construction.
problem-cash-over_limit =
    .happened = The charge of { $reached } is above { $limit }, the limit for one person alone.
    .safe = Nothing was charged.
    .todo = Ask a supervisor to approve.
# Code order.unreadable; "safe" only because it is true by construction.
problem-order-unreadable =
    .happened = The code is no payment order, or somebody changed it ({ $reason }).
    .safe = Nothing was charged.
    .todo = Scan it again; if that does not help, make a new order.
# Code order.foreign; "safe" only because it is true by construction.
problem-order-foreign =
    .happened = This order is not of this institution ({ $reason }).
    .safe = Nothing was charged.
    .todo = See that the code is a payment order from here.
# Code order.practice; "safe" only because it is true by construction.
problem-order-practice =
    .happened = An order of a practice counts only in a practice.
    .safe = Nothing was charged.
    .todo = Make a new order on the right computer.
# Code order.expired; "safe" only because it is true by construction.
problem-order-expired =
    .happened = The order has expired: { $until }.
    .safe = Nothing was charged.
    .todo = Make a new order; the price may be another.
# Code order.paid; "safe" only because it is true by construction.
problem-order-paid =
    .happened = This order was paid here: { $amount }, { $when }, number { $folio }.
    .safe = It was not charged again.
    .todo = Show the person the receipt with that number.
# Code order.too_long; "safe" only because it is true by construction.
problem-order-too_long =
    .happened = What the tariff asks does not fit a payment order.
    .safe = The request is saved.
    .todo = Charge it at the counter with the number of the request.
# Code reversal.not_a_payment; "safe" only because it is true by construction.
problem-reversal-not_a_payment =
    .happened = That receipt is not of a charge of this computer.
    .safe = Nothing was cancelled.
    .todo = Look for the charge on the computer that made it.
# Code reversal.balance_spent; "safe" only because it is true by construction.
problem-reversal-balance_spent =
    .happened = The balance holds { $balance }: of the { $asked } of this top-up a part was spent.
    .safe = Nothing was given back; the top-up stays saved.
    .todo = First cancel the charge that was paid from that balance, or ask the treasury for help.
# Code reversal.already; "safe" only because it is true by construction.
problem-reversal-already =
    .happened = This charge was cancelled before.
    .safe = The cancellation is saved; nothing is given back again.
    .todo = Show the receipt of the cancellation.
# Code reversal.other_shift; "safe" only because it is true by construction.
problem-reversal-other_shift =
    .happened = The charge is of a shift that is not open any more.
    .safe = Nothing was cancelled.
    .todo = The office gives it back, with its own procedure.
# Code reversal.paper_differs; "safe" only because it is true by construction.
problem-reversal-paper_differs =
    .happened = The code scanned is not the receipt of this charge.
    .safe = Nothing was cancelled.
    .todo = Scan the receipt of this charge.
# Code reversal.paper_needed; "safe" only because it is true by construction.
problem-reversal-paper_needed =
    .happened = This charge is not cancelled without its receipt; the limit is { $limit }, once a shift.
    .safe = Nothing was cancelled.
    .todo = Ask for the receipt and scan it.
# Code cash.limit; should not be seen: each limit has its own sentence.
problem-cash-limit =
    .happened = A limit of the cash desk was reached: { $limit }.
    .safe = Nothing was charged.
    .todo = Ask a supervisor to approve.
# Code payment.other_worth; "safe" only because it is true by construction.
problem-payment-other_worth =
    .happened = Those pieces do not make up the change.
    .safe = The charge is saved; only the pieces are not noted.
    .todo = Correct the pieces, or leave those proposed.
