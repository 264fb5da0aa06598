# Why a charge has no price. What is said to be safe is true: nothing was charged.

# Code payment.fact_missing; $fact is the tariff's question in its own words.
problem-payment-fact_missing =
    .happened = A fact is missing to work out the price: { $fact }.
    .safe = Nothing was charged.
    .todo = Ask the person and enter it.
# Code payment.fact_refused; $fact is the question, $value what was entered.
problem-payment-fact_refused =
    .happened = The tariff does not take “{ $value }” for { $fact }.
    .safe = Nothing was charged.
    .todo = Check what you entered.
# Code payment.index_missing; $index is the price index (INPC), $month the month 2026-10.
problem-payment-index_missing =
    .happened = The index { $index } for { $month } is missing to update the debt.
    .safe = Nothing was charged.
    .todo = Connect the device to receive the price list, or tell the supervisor.
# Code payment.two_jurisdictions; $first and $second are concept numbers.
problem-payment-two_jurisdictions =
    .happened = Concepts { $first } and { $second } are rounded by different rules.
    .safe = Nothing was charged.
    .todo = Charge them separately.
# Code payment.no_price; should never be seen: each cause has its own sentence.
problem-payment-no_price =
    .happened = The price could not be worked out.
    .safe = Nothing was charged.
    .todo = Tell the supervisor.
