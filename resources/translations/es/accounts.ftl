### Cuentas, tarjetas, apoyos y fichas parecidas (V05, V06, V47, V49, V53, V56).

# Título de V53.
card-title = Tarjeta de cuenta
# Bajo el título de V53, persona sin cuenta.
card-give-about = La persona recibe una tarjeta y elige su número.
# Bajo el título de V53, persona con cuenta.
card-replace-about = La tarjeta anterior deja de servir. El saldo no cambia.
# Campo: código de la tarjeta.
card-scan = Código de la tarjeta
# Ayuda del campo.
card-scan-hint = Escanee una tarjeta sin dueño
# Ayuda del campo en V47.
card-scan-own-hint = Escanee la tarjeta de la persona
# Campo secreto.
card-digits = Número de seis cifras
# Ayuda: lo escribe la persona.
card-digits-hint = Lo escribe la persona. No lo mire ni lo pregunte.
# Campo secreto, otra vez.
card-again = El mismo número, otra vez
# Pregunta de V53.
card-reason = ¿Por qué se repone?
# Opción.
card-reason-lost = Perdió la tarjeta
# Opción.
card-reason-damaged = La tarjeta está dañada
# Opción.
card-reason-number_forgotten = Olvidó el número
# Pregunta de V53.
card-proof = ¿Cómo mostró quién es?
# Botón.
card-give = Dar la tarjeta
# Botón.
card-replace = Reponer la tarjeta
# Aviso en V06 después de dar la tarjeta.
card-given = La tarjeta quedó dada. Termina en { $tail }.
# Falta el código.
card-scan-empty = Escanee la tarjeta.
# Número mal formado.
card-digits-form = El número tiene seis cifras.
# Número fácil.
card-digits-easy = Elija un número más difícil de adivinar.
# Número igual a la fecha de nacimiento.
card-digits-born = No use su fecha de nacimiento.
# Número que está en la CURP o el teléfono.
card-digits-own = No use cifras de su CURP ni de su teléfono.
# Los dos números no coinciden.
card-digits-differs = Los dos números son distintos. Escríbalos otra vez.
# Falta elegir por qué.
card-reason-empty = Elija por qué se repone.
# Falta elegir cómo se identificó.
card-proof-empty = Elija cómo mostró quién es.
# Título de V47.
account-title = Cuenta
# Bajo el título de V47.
account-gate = El saldo se muestra con la tarjeta y su número.
# Bajo el título de V47 al pagar con saldo.
account-gate-pay = Para pagar { $amount } con el saldo: tarjeta y número.
# Botón.
account-show = Ver el saldo
# El número no coincide.
account-wrong = El número no coincide. { $tries ->
        [0] No quedan intentos hoy.
        [one] Queda { $tries } intento hoy.
       *[other] Quedan { $tries } intentos hoy.
    }
# Etiqueta del saldo.
account-balance = Saldo
# Lo que se puede pagar aquí ahora.
account-can-pay = Puede pagar aquí hoy: { $amount }
# Hay movimientos que la central no conoce.
account-newer = { $n ->
        [one] Incluye { $n } movimiento de este equipo sin entregar.
       *[other] Incluye { $n } movimientos de este equipo sin entregar.
    }
# La cuenta está detenida.
account-blocked = La oficina detuvo los pagos de esta cuenta.
# Título de la lista.
account-movements = Movimientos en este equipo
# Lista vacía.
account-no-movements = Todavía no hay movimientos en este equipo. Puede abonar.
# Movimiento.
account-move-top-up = Abono
# Movimiento.
account-move-payment = Pago
# Movimiento.
account-move-reversal = Cobro cancelado
# Movimiento.
account-move-benefit = Apoyo
# Movimiento.
account-move-incentive = Incentivo
# Botón.
account-top-up = Abonar
# Botón.
account-pay = Pagar { $amount } con el saldo
# Botón.
account-end = Terminar
# Título de V56.
topup-title = Abonar al saldo
# Bajo el título de V56.
topup-about = El saldo no se muestra aquí.
# Campo.
topup-amount = ¿Cuánto abona?
# Botón.
topup-go = Abonar { $amount }
# Botón antes de escribir.
topup-go-empty = Abonar
# Falta la cantidad.
topup-empty = Escriba cuánto abona la persona.
# Título de V49.
benefit-title = Entrega de apoyo
# Pregunta de V49.
benefit-which = ¿Qué apoyo se entrega?
# Una opción de apoyo.
benefit-choice = { $programme }: { $what } · quedan { $left } de { $times }
# Pregunta de V49.
benefit-way = ¿Cómo se entrega?
# Manera de entregar.
benefit-way-in_kind = En especie
# Manera de entregar.
benefit-way-cash = En efectivo, de la caja
# Manera de entregar.
benefit-way-balance = Al saldo de su cuenta
# Pregunta de V49.
benefit-who = ¿Quién recibe?
# Opción.
benefit-who-self = La persona
# Opción.
benefit-who-other = Otra por ella
# Campo.
benefit-name = Nombre de quien recibe
# Campo.
benefit-relation = Qué es de la persona
# Ayuda del campo.
benefit-relation-hint = hija, vecino, autoridad
# Campo de firma.
benefit-sign = Firma de quien recibe
# Ayuda.
benefit-sign-hint = Con el dedo o el ratón
# Botón.
benefit-sign-clear = Borrar la firma
# Botón.
benefit-deliver = Entregar
# Botón.
benefit-deliver-amount = Entregar { $amount }
# Lista vacía.
benefit-none = No hay apoyos pendientes. Conecte el equipo para recibir los padrones.
# Falta elegir.
benefit-which-empty = Elija el apoyo.
# Falta elegir.
benefit-way-empty = Elija cómo se entrega.
# Falta elegir.
benefit-who-empty = Elija quién recibe.
# Falta el nombre.
benefit-name-empty = Escriba el nombre de quien recibe.
# Falta la relación.
benefit-relation-empty = Escriba qué es de la persona.
# Falta la firma.
benefit-sign-empty = Pida la firma de quien recibe.
# Aviso después de entregar.
benefit-done = Apoyo entregado: { $what }.
# Fundamento en la tarjeta lateral.
benefit-law = Fundamento: { $law }
# Título del papel.
benefit-slip-title = Entrega de apoyo
# Número en el papel.
benefit-slip-number = Entrega { $number }
# Título de V05.
same-title = ¿Es la misma persona?
# Bajo el título de V05.
same-about = Encontramos una ficha muy parecida. Compare con el documento antes de decidir.
# Sobre la columna izquierda, ficha nueva.
same-typed = Lo que se escribió hoy
# Sobre una columna.
same-since = Ficha desde { $day }
# Sobre la columna izquierda, dos fichas.
same-this = Esta ficha
# Fila.
same-field-name = Nombre
# Fila.
same-field-born = Fecha de nacimiento
# Fila.
same-field-curp = CURP
# Fila.
same-field-sex = Sexo
# Fila.
same-field-entity = Estado de nacimiento
# Fila.
same-field-phone = Teléfono
# Marca de una fila.
same-is-same = Igual
# Marca de una fila.
same-is-different = Distinto
# Marca de una fila.
same-is-missing = Falta aquí
# Valor que falta.
same-none = Sin dato
# Botón, tecla 1.
same-yes = Es la misma persona
# Botón, tecla 2.
same-no = Es otra persona
# Junto a los botones.
same-kept = Queda anotado quién decidió.
# Nombre accesible de una fila.
same-row = { $field }: { $left } y { $right }. { $mark }.
# Título en V06.
sheet-account = Cuenta
# V06, sin cuenta.
sheet-account-none = Sin cuenta. Puede dar una tarjeta.
# V06, con cuenta.
sheet-account-card = Tarjeta que termina en { $tail }
# Botón de V06.
sheet-account-give = Dar tarjeta
# Botón de V06.
sheet-account-replace = Reponer tarjeta
# Botón de V06.
sheet-account-open = Saldo y movimientos
# Botón de V06.
sheet-account-top-up = Abonar
# Botón de V06.
sheet-benefits = { $n ->
        [one] Entregar apoyo ({ $n })
       *[other] Entregar apoyos ({ $n })
    }
# Aviso de V06.
sheet-like = Hay una ficha muy parecida: { $name }.
# Botón de V06.
sheet-compare = Comparar las fichas
# Lo que alguien hizo.
access-balance = vio el saldo con tarjeta y número
# Título de un grupo de datos.
held-kind-card = Tarjeta de cuenta
# Título de un grupo de datos.
held-kind-benefit = Apoyo entregado
# Título de un grupo de datos.
held-kind-incentive = Incentivo
# Título de un grupo de datos.
held-kind-compared = Comparación con otra ficha
# Título de un grupo de datos.
held-kind-account = Cuenta
# Título de un grupo de datos.
held-kind-entitlement = Apoyo pendiente
# Etiqueta.
held-card-number = Número de la tarjeta
# Etiqueta.
held-card-digits = Número de seis cifras
# Valor: no se muestra.
held-card-hidden = Guardado de modo que nadie puede leerlo
# Etiqueta.
held-benefit-what = Qué se entregó
# Etiqueta.
held-benefit-for = Recibió por la persona
# Etiqueta.
held-signature = Firma
# Valor.
held-drawn = dibujada
# Etiqueta.
held-decision = Decisión
# Valor.
held-same = es la misma persona
# Valor.
held-other = es otra persona
# Etiqueta.
held-balance = Saldo
# Estado de un pago por referencia.
declared-waiting = Declarado
# Estado.
declared-confirmed = Confirmado
# Estado.
declared-rejected = Rechazado por la oficina
