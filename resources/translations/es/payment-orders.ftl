### V54 y K11 Orden de pago; V13 cuando alguien la muestra.

# Enlace de V02: alguien muestra una orden de pago.
home-order = Cobrar una orden de pago
# Título de V54.
order-title = Orden de pago
# Bajo el título.
order-why = Se paga en una ventanilla que cobra. Ahí se calcula el precio.
# Campo de V13.
order-field = Orden de pago
# Ayuda del campo.
order-field-hint = Escanee el código de la orden, o péguelo.
# Botón principal de V13 antes de leer la orden.
order-read = Leer la orden
# No se escribió nada.
order-empty = Escanee o pegue el código de la orden.
# Nombre del código para el lector de pantalla.
order-code = Código de la orden de pago
# Bajo el código.
order-show = Muestre este código en la ventanilla.
# V54: precio de hoy; manda la tarifa del día en que se paga.
order-expected = Hoy cuesta
# V54: hasta cuándo sirve.
order-until = Vence
# V54: equipo que la hizo.
order-made-at = Hecha en
# V54: no cupo en una sola.
order-part = Orden { $part } de { $parts }: hay que pagar todas.
# Botón: la orden siguiente de varias.
order-next = Ver la siguiente
# Botón.
order-print = Imprimir la orden
# Después de imprimir.
order-printed = La orden se imprimió.
# Botón principal de V54 mientras faltan datos.
order-make = Hacer la orden
# V54: qué hacer con ella.
order-steps = Entregue el papel a la persona. En la ventanilla recibe su comprobante.
# Anuncio; $number se dice en voz alta.
order-said = Orden de pago { $number }
# K11: título.
kiosk-order-title = Pague en la ventanilla
# K11: bajo el título.
kiosk-order-under = Lleve este papel. Ahí le dan su comprobante.
# K11: sobre el importe.
kiosk-order-total = Hoy cuesta
# K11: sobre el número del papel.
kiosk-order-slip = Orden de pago
# K11: hasta cuándo; $day = día.
kiosk-order-until = Vence el { $day }
# K11: primer paso.
kiosk-order-take = Tome el papel
# K11: bajo el primer paso.
kiosk-order-take-under = Sale por la ranura de abajo
# K11: primer paso sin impresora.
kiosk-order-photo = Tome una foto del código
# K11: bajo el primer paso sin impresora.
kiosk-order-photo-under = Con su teléfono; o anote el número
# K11: segundo paso.
kiosk-order-go = Pase a la ventanilla
# K11: bajo el segundo paso; $number = A-27.
kiosk-order-go-under = Muestre el código o diga { $number }
# K11: tercer paso.
kiosk-order-pay = Pague en efectivo
# K11: bajo el tercer paso.
kiosk-order-pay-under = Reciba su comprobante
# K11: botón.
kiosk-order-again = Imprimir otra vez
# K11: botón principal.
kiosk-order-done = Listo
