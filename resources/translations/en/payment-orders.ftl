### V54 and K11, the payment order; V13 when somebody shows one.

# As in es/payment-orders.ftl.
home-order = Charge a payment order
# As in es/payment-orders.ftl.
order-title = Payment order
# As in es/payment-orders.ftl.
order-why = It is paid at a counter that charges. The price is worked out there.
# As in es/payment-orders.ftl.
order-field = Payment order
# As in es/payment-orders.ftl.
order-field-hint = Scan the code of the order, or paste it.
# As in es/payment-orders.ftl.
order-read = Read the order
# As in es/payment-orders.ftl.
order-empty = Scan or paste the code of the order.
# As in es/payment-orders.ftl.
order-code = Code of the payment order
# As in es/payment-orders.ftl.
order-show = Show this code at the counter.
# As in es/payment-orders.ftl.
order-expected = Today it costs
# As in es/payment-orders.ftl.
order-until = Good until
# As in es/payment-orders.ftl.
order-made-at = Made at
# As in es/payment-orders.ftl.
order-part = Order { $part } of { $parts }: all of them are to be paid.
# As in es/payment-orders.ftl.
order-next = See the next
# As in es/payment-orders.ftl.
order-print = Print the order
# As in es/payment-orders.ftl.
order-printed = The order was printed.
# As in es/payment-orders.ftl.
order-make = Make the order
# As in es/payment-orders.ftl.
order-steps = Give the paper to the person. At the counter they get their receipt.
# As in es/payment-orders.ftl.
order-said = Payment order { $number }
# As in es/payment-orders.ftl.
kiosk-order-title = Pay at the counter
# As in es/payment-orders.ftl.
kiosk-order-under = Take this paper. There you get your receipt.
# As in es/payment-orders.ftl.
kiosk-order-total = Today it costs
# As in es/payment-orders.ftl.
kiosk-order-slip = Payment order
# As in es/payment-orders.ftl.
kiosk-order-until = Good until { $day }
# As in es/payment-orders.ftl.
kiosk-order-take = Take the paper
# As in es/payment-orders.ftl.
kiosk-order-take-under = It comes out of the slot below
# As in es/payment-orders.ftl.
kiosk-order-photo = Take a photo of the code
# As in es/payment-orders.ftl.
kiosk-order-photo-under = With your phone; or write the number down
# As in es/payment-orders.ftl.
kiosk-order-go = Go to the counter
# As in es/payment-orders.ftl.
kiosk-order-go-under = Show the code or say { $number }
# As in es/payment-orders.ftl.
kiosk-order-pay = Pay in cash
# As in es/payment-orders.ftl.
kiosk-order-pay-under = Get your receipt
# As in es/payment-orders.ftl.
kiosk-order-again = Print again
# As in es/payment-orders.ftl.
kiosk-order-done = Done
