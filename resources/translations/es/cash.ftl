### La caja: V03, V21, V22, V23, V46, V52, V55.


## V03, V22, V55: conteo por denominación

# Título de V22.
count-title = Cuente el efectivo del cajón
# Título de V22 al contar otra vez.
count-title-again = Cuente otra vez el efectivo
# Debajo del título de una cuadrícula de conteo.
count-subtitle = Una cifra por denominación. Si no hay, deje la casilla vacía.
# Sobre la columna de billetes.
count-notes = Billetes
# Sobre la columna de monedas.
count-coins = Monedas
# Nombre de una casilla, lo dice el lector de pantalla; $worth = $500.
count-notes-of = Billetes de { $worth }, cuántos
# Como arriba.
count-coins-of = Monedas de { $worth }, cuántas
# Una moneda de menos de un peso; $n = 50.
count-centavos = { $n } ¢
# Junto a la hora de apertura del turno.
count-opened = Abierto
# Sobre la suma de lo contado.
count-total = Total contado
# Cuántas casillas tienen cifra.
count-cells = { $n } de { $of } denominaciones
# Por qué no se ve lo registrado.
count-blind = Lo registrado se muestra cuando termine de contar.
# Botón principal de V22.
count-end = Terminar conteo
# Botón de V22: no cerrar todavía; los cobros siguen.
count-stop = Seguir cobrando
# Aviso en el inicio tras dejar el conteo.
count-stopped = El conteo se dejó. Puede seguir cobrando.
# V22, segundo conteo (UX §6.2).
shift-recount = El conteo y lo registrado no coinciden. Cuente otra vez.

## V03

# V03, junto al fondo que se espera.
shift-expected = Fondo que se espera
# V03, bajo el motivo.
shift-reason-hint = El fondo no es el que se espera. Escriba por qué.
# V03, botón.
shift-day-other = Otro día de trabajo
# V03, bajo el día.
shift-day-hint = Si no es hoy, otra persona lo autoriza.
# V03, botón en el aviso del día.
shift-ask-day = Pedir autorización
# V03, aviso; quien abre recibe la caja.
shift-handed = { $giver } le entregó la caja. Cuente el dinero y firme.
# V03, aviso; la caja era para otra persona.
shift-handed-other = { $giver } entregó la caja a { $taker }. Escriba por qué la recibe usted.
# Inicio: el turno es de otra persona.
shift-of = Turno de { $person }
# Inicio: hay un conteo sin terminar.
shift-counting = Hay un conteo sin terminar. Los cobros esperan.
# Inicio, botón.
shift-count-on = Seguir contando

## V55

# V55: conteo sorpresa.
check-title = Arqueo
# V55, bajo el título.
check-subtitle = Se cuenta el cajón sin cerrar el turno. Los cobros esperan.
# V55, campo.
check-witness = ¿Quién pidió el arqueo?
# V55, bajo el campo.
check-witness-hint = Nombre de quien está presente.
# V55, botón.
check-begin = Empezar a contar
# Aviso en el inicio tras un arqueo.
check-done = Arqueo guardado: { $amount } contados. Puede seguir cobrando.
# Como arriba, para quien puede ver la diferencia.
check-done-seen = Arqueo guardado: { $amount } contados, { $expected } esperados, diferencia { $difference }.

## V23

# Cerrar turno, en botones y en la tarjeta lateral.
close-title = Cerrar turno
# Título de V23.
close-result-title = Resultado del conteo
# V23 y V52.
close-counted = Contado
# V23.
close-expected = Esperado
# V23: no hay diferencia.
close-equal = Sin diferencia
# V23: falta dinero; sigue la cantidad.
close-short = Hay de menos
# V23: sobra dinero; sigue la cantidad.
close-over = Hay de más
# V23: la diferencia pasa del límite.
close-needs-approval = La diferencia pasa del límite de la oficina. Otra persona la autoriza.
# V23, bajo el motivo.
close-reason-hint = Escriba qué pudo pasar.
# V23, botón.
close-act = Firmar y cerrar turno
# V23, botón, cuando la diferencia pasa del límite.
close-ask = Pedir autorización y cerrar
# V20: motivo de la pregunta; $reason = lo que escribió quien cobra.
close-approval-reason = Diferencia al cerrar el turno: { $reason }
# V23: se puede cerrar sin entregar.
close-undelivered = { $n ->
        [one] Queda { $n } registro por entregar. Se entrega después; puede cerrar.
       *[other] Quedan { $n } registros por entregar. Se entregan después; puede cerrar.
    }

## Comunes

# Campo.
cash-reason = Motivo
# Mensaje del campo.
cash-reason-empty = Escriba el motivo.
# V21, campo.
cash-witness = ¿Quién estuvo presente?
# V21, bajo el campo.
cash-witness-hint = Nombre y puesto.
# Mensaje del campo.
cash-witness-empty = Escriba quién estuvo presente.
# Recuadro de la firma.
cash-sign = Firma de quien cuenta
# Bajo la firma.
cash-sign-hint = Firme con el dedo o el ratón. Con Espacio se escribe su nombre.
# Mensaje de la firma.
cash-sign-empty = Firme en el recuadro.
# Mensaje de un campo de fecha.
cash-day-wrong = Escriba el día completo.

## V21

# V21.
move-title = Entrada o salida
# V21, bajo el título.
move-subtitle = Efectivo que entra al cajón o sale de él sin ser un cobro.
# V21, pregunta.
move-way = ¿Qué va a registrar?
# Mensaje.
move-way-empty = Elija qué va a registrar.
# Opción.
move-safe = Salida a la caja fuerte
# Opción.
move-bank = Salida al banco
# Opción.
move-float = Entrada de fondo o cambio
# Opción.
move-in = Otra entrada
# Opción.
move-out = Otra salida
# Campo.
move-amount = Cantidad
# Mensaje.
move-amount-empty = Escriba la cantidad.
# Campo.
move-slip = Número de la ficha
# Mensaje.
move-slip-empty = Escriba el número que está en el papel.
# Botón.
move-act = Registrar
# Aviso en el inicio.
move-done-in = Entrada de { $amount } guardada en este equipo.
# Aviso en el inicio.
move-done-out = Salida de { $amount } guardada en este equipo.

## V52

# V52.
hand-title = ¿A dónde va el dinero?
# V52, bajo el título.
hand-subtitle = Su turno está cerrado. El dinero contado queda en un solo lugar.
# V52, pregunta.
hand-to = Elija una opción
# V52, opción.
hand-safe = A la caja fuerte
# V52, botón.
hand-keep = Guardar en la caja fuerte
# V52, botón.
hand-act = Firmar y entregar la caja
# V52, bajo la firma.
hand-sign-hint = Firma de quien entrega. Quien recibe firma al abrir su turno.
# V52, explicación.
hand-why = Quien recibe cuenta otra vez y trabaja con su propia clave.

## V46

# Inicio, enlace.
deposit-wanted = Depósitos
# V46.
deposit-title = Depósitos al banco
# V46, bajo el título.
deposit-subtitle = Dinero de la caja fuerte que se llevó al banco.
# Campo.
deposit-amount = Cantidad depositada
# Campo.
deposit-bank = Banco y cuenta
# Bajo el campo.
deposit-bank-hint = Como los llama la oficina.
# Mensaje.
deposit-bank-empty = Escriba el banco y la cuenta.
# Campo.
deposit-day = Día que está en el papel
# Campo.
deposit-reference = Referencia del estado de cuenta
# Bajo el motivo.
deposit-reason-hint = Solo si la cantidad no es la misma.
# Botón.
deposit-act = Registrar depósito
# Sobre la lista.
deposit-list = Depósitos de este equipo
# Lista vacía.
deposit-none = Todavía no hay depósitos.
# Un depósito de la lista.
deposit-row = { $bank } · ficha { $slip }
# Estado de un depósito.
deposit-waiting = { $day } · { $person } · en camino al banco
# Estado de un depósito.
deposit-confirmed = Confirmado por el banco · { $reference }
# Estado de un depósito.
deposit-differs = El banco recibió { $amount }: { $reason }
# Botón en la fila.
deposit-confirm = Confirmar
# Nombre del botón.
deposit-confirm-name = Confirmar el depósito { $slip }
# V46, al confirmar.
deposit-confirm-title = ¿Qué dice el banco?
# Botón.
deposit-confirm-act = Registrar lo que dice el banco
# Aviso en el inicio.
deposit-saved = Depósito de { $amount } guardado en este equipo.
# Aviso en el inicio.
deposit-confirm-saved = Lo que dice el banco quedó guardado: { $amount }.
# Tarjeta lateral.
deposit-transit = En camino al banco
# Tarjeta lateral.
deposit-transit-why = Hasta que el banco lo confirme.
