### V13–V15: datos de la tarifa, formas de pago, límites de la caja, cambio por piezas.

# V13: renglones de lo que la tarifa pregunta.
charge-facts = Datos para calcular el precio
# Botón de V13: cambiar lo que se contestó.
charge-change-facts = Cambiar datos
# Botón principal de V13 mientras faltan datos.
charge-price = Calcular
# V13: lo que cuesta antes de recargos y descuentos.
charge-base = Antes de cambios
# Botón de V13: una orden para pagar en otra ventanilla.
charge-order = Orden de pago
# Aviso de V13; $place = equipo u oficina.
charge-order-made = Orden hecha en { $place }
# Respuesta a una pregunta de sí o no.
fact-yes = Sí
# Respuesta a una pregunta de sí o no.
fact-no = No
# Bajo una pregunta con cantidad; $unit = metros, meses…
fact-in = En { $unit }
# Falta contestar; $question = la pregunta.
fact-choose = Elija: { $question }
# Falta escribir; $question = la pregunta.
fact-write = Escriba: { $question }
# Fuera de los límites de la tarifa.
fact-between = { $question }: de { $least } a { $most }.
# V14: lo que paga el saldo.
tender-balance-part = Paga el saldo
# V14: lo que falta después del saldo.
tender-rest = Resto
# V14: tarjeta con otras formas de pagar.
tender-ways = Otra forma de pago
# Enlace de V14.
tender-way-cash = Efectivo
# Enlace de V14: CoDi, SPEI o depósito, con su referencia.
tender-way-digital = Pago digital
# Enlace de V14: con la tarjeta de cuenta de la persona.
tender-way-balance = Con saldo
# Título de V14 para un pago digital.
tender-digital-title = Pago digital
# V14: qué pago digital fue.
tender-digital-kind = ¿Cómo pagó?
# Opción.
tender-by-transfer = CoDi o SPEI
# Opción.
tender-by-bank = Depósito en el banco
# Campo.
tender-reference = Referencia del pago
# Ayuda del campo.
tender-reference-hint = Como aparece en el teléfono o la ficha de la persona.
# Falta la referencia.
tender-reference-empty = Escriba la referencia del pago.
# Bloque de V14 en un pago digital.
tender-declared = Queda como declarado hasta que la oficina central lo confirme
# Bloque de V14 cuando el saldo paga todo.
tender-from-balance = Todo se paga con el saldo
# Bajo el cambio; la gaveta no alcanza con exactitud.
tender-no-change = La caja no puede dar el cambio exacto; faltan { $missing }. Pida cambio o cobre exacto.
# Botón principal de V14 en un pago digital.
pay-declare = Registrar { $amount }
# Botón de V14: un límite pide a la segunda persona.
limit-ask = Pedir autorización
# Botón del aviso de un límite: entregar lo guardado.
limit-deliver = Entregar ahora
# Botón del aviso de un límite: llevar efectivo a la caja fuerte.
limit-withdraw = Retirar a la caja fuerte
# Moneda de centavos, corta.
piece-cents = { $cents } ¢
# Moneda de $20, corta.
piece-coin = { $worth } moneda
# Billete de $20, corto.
piece-note = { $worth } billete
# Nombre de una moneda.
piece-coin-of = Moneda de { $worth }
# Nombre de un billete.
piece-note-of = Billete de { $worth }
# Botón −, para el lector de pantalla.
piece-less = Una menos: { $piece }
# Botón +, para el lector de pantalla.
piece-more = Una más: { $piece }
# V15: las piezas suman de más.
change-too-much = Las piezas suman { $amount } de más.
# V15: las piezas suman de menos.
change-too-little = Faltan { $amount } en las piezas.
# V15: la gaveta no abre.
drawer-stuck = ¿La gaveta no abre? Use su llave. El cobro ya está guardado.
