### Papers that are no comprobante: order, card, drawer. Length budget: 32 characters for one line.

# Title of a payment order.
slip-order-title = Orden de pago
# Beside what it would cost today.
slip-order-total = A pagar
# $when: until when the order counts.
slip-order-until = Vence: { $when }
# What to do with the order.
slip-order-how = Pase a ventanilla con este papel. Ahí paga y recibe su comprobante.
# Bold, on every paper that proves no payment.
slip-no-receipt = Este papel no es comprobante.
# Title of an account card.
slip-card-title = Tarjeta de cuenta
# Above the card's number.
slip-card-number = Número de tarjeta
# $n: which card of this account it is.
slip-card-issue = Emisión { $n }
# What the card is for. Balance and movements need its number of six digits too.
slip-card-use = Para ver su saldo hacen falta esta tarjeta y su número de seis cifras.
# What to do when it is lost.
slip-card-lost = Si la pierde, avise en la oficina: se cambia y esta deja de servir.
# Title of money taken to the bank.
slip-deposit-title = Depósito al banco
# Beside an amount.
slip-amount = Importe
# Beside the bank's name.
slip-bank = Banco
# Beside the number of the bank's own paper.
slip-bank-slip = Ficha
# Beside the day of the deposit.
slip-day = Día
# Above the line to sign: who takes the money to the bank.
slip-carries = Lleva el depósito:
# Title of a drawer handed over.
slip-handover-title = Entrega de caja
# Above the line to sign.
slip-hands-over = Entrega:
# Above the line to sign.
slip-takes-over = Recibe:
# Below the line to sign, where nobody is named.
slip-name-signature = Nombre y firma
# Title: cash put into the drawer.
slip-cash-in-title = Entrada de efectivo
# Title: cash taken out of the drawer.
slip-cash-out-title = Salida de efectivo
# What the cash is for.
slip-cash-float = Fondo de caja
# What the cash is for.
slip-cash-safe = A la caja fuerte
# What the cash is for.
slip-cash-bank = Al banco
# What the cash is for.
slip-cash-other = Otro motivo
# Beside the number of the safe's own paper.
slip-own-paper = Papel
# Above the line to sign.
slip-witness = Testigo:
# Title of a reading of the shift: nothing is closed by it.
slip-reading-title = Lectura X
# Beside the business day.
slip-business-day = Día de trabajo
# Beside when the shift was opened.
slip-opened = Abierto
# Beside how many payments were taken.
slip-payments = Cobros
# Beside how many were given back.
slip-reversals = Cancelaciones
# A row of coins. $each: value; $n: how many.
slip-coin = { $n } × { $each } moneda
# A row of notes. $each: value; $n: how many.
slip-note = { $n } × { $each } billete
# Title of a test page.
slip-test-title = Prueba de impresora
# Every letter the language needs, to see that all come out.
slip-test-letters = Pingüino, ñandú, acción: áéíóú ÁÉÍÓÚ ñÑ üÜ ¿? $ 0123456789
# Above five codes.
slip-test-codes = Escanee los cinco códigos. El que no se lee muestra un punto quemado.
# Title of a benefit that was handed over; it names nobody.
slip-benefit-title = Entrega de apoyo
# Beside the number of whoever handed it over.
slip-handed-by = Entregó
# Above the line that the person signs.
slip-receives = Recibe:
