### V57 Cancelar cobro.

# Título de V57; también el botón que lleva ahí.
reversal-title = Cancelar cobro
# Renglón: cuándo se cobró.
reversal-taken = Cobrado
# Renglón: cómo se pagó.
reversal-means = Pagado con
# Forma de pago.
means-cash = Efectivo
# Forma de pago.
means-terminal = Terminal
# Forma de pago.
means-bank = Depósito en el banco
# Forma de pago.
means-transfer = CoDi o SPEI
# Forma de pago.
means-balance = Saldo
# Campo: el código del papel que se recoge.
reversal-paper = Comprobante que se cancela
# Ayuda del campo.
reversal-paper-hint = Escanee el código del papel, o péguelo. El papel se queda aquí.
# Casilla, antes de saber el límite.
reversal-without = La persona no trae el comprobante
# Casilla; $limit = cantidad.
reversal-without-limit = La persona no trae el comprobante (hasta { $limit }, una vez por turno)
# Pregunta.
reversal-reason = ¿Por qué se cancela?
# Motivo.
reversal-wrong_service = Era otro trámite
# Motivo.
reversal-wrong_person = Era otra persona
# Motivo.
reversal-paid_twice = Se cobró dos veces
# Motivo.
reversal-person_desisted = La persona desiste
# Motivo.
reversal-other = Otro motivo
# No se escaneó nada.
reversal-paper-empty = Escanee el comprobante que se cancela.
# El código es de otro papel.
reversal-paper-other = Ese código no es el comprobante de este cobro. Escanee el de este cobro.
# Falta el motivo.
reversal-reason-empty = Elija por qué se cancela.
# Botón principal: lleva a la segunda persona.
reversal-ask = Pedir autorización
# Título después: lo que se entrega.
reversal-hand = Devuelva { $amount }
# Título después, cuando no hay efectivo que devolver.
reversal-done = El cobro se canceló
# Bloque verde.
reversal-cash = Efectivo que se devuelve
# Bloque verde sin efectivo.
reversal-no-cash = No sale efectivo de la caja
# Lo que vuelve al saldo.
reversal-to-balance = { $amount } vuelven al saldo de la persona.
# Un pago digital no se devuelve en efectivo.
reversal-digital = El pago digital lo devuelve la oficina por el mismo medio.
# Al final.
reversal-collect = Guarde el comprobante cancelado y entregue el nuevo.
# Junto al estado de entrega de un cobro cancelado; $when = cuándo.
reversal-cancelled = Cancelado { $when }
