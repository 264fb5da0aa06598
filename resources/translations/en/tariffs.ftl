# Prices: what a service costs, and why (V08, V11, V13, V45).

# In place of an amount: the tariff asks something first (V08, V11).
fee-depends = Depends on the facts

# Why an amount is what it is (V13, V45). One idea a sentence.
# One published amount, nothing to work out.
tariff-fixed = It is a fixed fee.
# $factors = 6 metres × 3 days × $6.50.
tariff-by-unit = { $factors } = { $amount }.
# $rate = 0.2 %, $fact = Cadastral value, $value = $850,000.00.
tariff-by-rate = { $rate } of { $fact }, { $value }: { $amount }.
# A step of a table. $first and $last carry their unit: 11 m³.
tariff-step = From { $first } to { $last }
# The last step of a table.
tariff-step-open = From { $first }
# The step charges its part. $place = From 11 m³ to 20 m³, $price = 5 m³ × $7.50.
tariff-step-part = { $place }: { $price }.
# The step sets the price of all.
tariff-step-whole = { $place }, for all of it: { $price }.
# The least of a tariff or rule.
tariff-at-least = The least is { $amount }.
# The most of a tariff or rule.
tariff-at-most = The most is { $amount }.
# A discount goes no lower.
tariff-what-is-left = Only what is left is taken off: { $amount }.
# Exemption.
tariff-exempt = By law nothing is paid.
# $index = INPC; $factor with four decimals.
tariff-indexed = { $index } of { $newer } over that of { $older }: factor { $factor } times { $base }.
# A month with its year.
tariff-month = { $month } { $year }
# $of: line = of the line, running = of what has come together, surcharges = of the surcharges.
tariff-rate-of = { $rate } of { $of ->
        [running] what it comes to, { $base }
        [surcharges] the surcharges, { $base }
       *[line] { $base }
    }
# A rule that is applied once.
tariff-once = { $price }.
# A rule for each month. $count = 5 months.
tariff-for-each = { $price }, for { $count }.
# Two discounts that do not add up: the better one for the person stays.
tariff-not-stacked = “{ $rule }” is not added: “{ $better }” is better.
# Row of the rounding.
tariff-rounding = Rounding
# $unit = $1.00, $up_from = $0.51.
tariff-by-rounding = Rounded to { $unit }: up from { $up_from }, else down.

# Screen V45 and its ways in (V02, V08).
estimate-title = What would it cost?
# Below the title.
estimate-subtitle = Choose the service and answer what its tariff asks.
# Link on V02 and button on V08.
estimate-open = What would it cost?
# Field: list of services with a fee.
estimate-service = Service
# Field: day of the payment.
estimate-day = Day of payment
# Below the label of the day.
estimate-day-hint = Today, or another day to compare.
# The day does not exist or is not complete.
estimate-day-wrong = Enter a whole day, for example 20 January 2027.
# Primary button.
estimate-work-out = Work out
# No service has a fee.
estimate-none = No service of this office has a fee.
# Title of the card with the result.
estimate-result = Result
# There is no result yet.
estimate-not-yet = Press Work out to see the price and why.
# What is announced; $total = $970.50.
estimate-would-cost = It would cost { $total }
# $day = Friday 20 November 2026.
estimate-on = If paid on { $day }. It is no charge.
# Standing notice.
estimate-no-charge = This is no charge. Nothing is saved or printed here.
