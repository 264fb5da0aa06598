### Problems of accounts, cards and benefits: what happened, whether it is safe, what to do.

# Code account.card_foreign; "safe" only because it is true by construction.
problem-account-card_foreign =
    .happened = The card is not of this institution, or its code does not read well.
    .safe = Nothing was saved.
    .todo = Scan again, or use another card.
# Code account.card_taken; "safe" only because it is true by construction.
problem-account-card_taken =
    .happened = This card already belongs to somebody.
    .safe = Nothing was saved.
    .todo = Take another card and keep this one for the office.
# Code account.card_unknown; "safe" only because it is true by construction.
problem-account-card_unknown =
    .happened = This card belongs to nobody yet.
    .safe = Nothing was saved.
    .todo = Find the person and link the card from their record.
# Code account.card_out; "safe" only because it is true by construction.
problem-account-card_out =
    .happened = Another card took the place of this one.
    .safe = The balance is safe.
    .todo = Ask for the new card, or replace it from the record.
# Code account.tries_over; "safe" only because it is true by construction.
problem-account-tries_over =
    .happened = The number of the card was mistyped five times today.
    .safe = The balance is safe.
    .todo = Try after { $until }, or change the number with an identity document.
# Code account.blocked; "safe" only because it is true by construction.
problem-account-blocked =
    .happened = The office stopped payments from this account.
    .safe = The balance is safe.
    .todo = Take the payment another way and send the person to the supervisor.
# Code account.exists; "safe" only because it is true by construction.
problem-account-exists =
    .happened = This person has an account already.
    .safe = Nothing was saved.
    .todo = If the card was lost, replace it.
# Code account.unknown; "safe" only because it is true by construction.
problem-account-unknown =
    .happened = This device does not know that account.
    .safe = Nothing was saved.
    .todo = Connect the device to receive the accounts, or go back to the record.
# Code account.number_refused; "safe" only because it is true by construction.
problem-account-number_refused =
    .happened = That number cannot be used.
    .safe = Nothing was saved.
    .todo = Ask for another number of six digits, typed twice the same.
# Code account.not_shown; "safe" only because it is true by construction.
problem-account-not_shown =
    .happened = The card with its number is missing.
    .safe = Nothing was saved.
    .todo = Scan the card and ask the person for the number.
# Code account.short; "safe" only because it is true by construction.
problem-account-short =
    .happened = The balance is { $balance } and { $asked } was asked.
    .safe = Nothing was taken from the balance.
    .todo = Pay a part from the balance and the rest in cash.
# Code account.limit; "safe" only because it is true by construction.
problem-account-limit =
    .happened = Without a link up to { $limit } a day is paid from a balance; { $left } is left.
    .safe = Nothing was taken from the balance.
    .todo = Pay the rest in cash, or connect the device.
# Code benefit.unknown; "safe" only because it is true by construction.
problem-benefit-unknown =
    .happened = This device knows of no such benefit for the person.
    .safe = Nothing was saved.
    .todo = Connect the device to receive the lists.
# Code benefit.over; "safe" only because it is true by construction.
problem-benefit-over =
    .happened = This benefit was already delivered as often as it is owed ({ $times }).
    .safe = What was delivered is saved.
    .todo = Do not deliver it again. Ask whoever runs the programme.
# Code benefit.not_now; "safe" only because it is true by construction.
problem-benefit-not_now =
    .happened = This benefit is not delivered on this date.
    .safe = Nothing was saved.
    .todo = Go over the dates of the benefit with the person.
# Code benefit.means; "safe" only because it is true by construction.
problem-benefit-means =
    .happened = This benefit is not delivered in that way.
    .safe = Nothing was saved.
    .todo = Choose one of the ways shown.
# Code benefit.unsigned; "safe" only because it is true by construction.
problem-benefit-unsigned =
    .happened = The signature of whoever receives it is missing.
    .safe = Nothing was saved.
    .todo = Ask for the signature, or note who receives it for the person.
