### What stands on a comprobante (RECEIPTS §8), and what `ventanilla verify` says.

## Comprobante. Length budget: 32 characters of 58 mm paper for one line.

# Title of a payment's comprobante. The word "recibo" stands nowhere.
paper-title-payment = Comprobante de pago
# Title of the comprobante of a reversal (later).
paper-title-reversal = Cancelación
# Title of a registration's comprobante.
paper-title-registration = Comprobante de solicitud
# Title of the slip that opens a shift.
paper-title-shift = Apertura de turno
# Title of the first comprobante of a series, filed by the office.
paper-title-start = Inicio de serie
# Title of a comprobante made while practising; worth nothing.
paper-title-practice = Práctica, sin valor
# Title of a kind that this version does not know.
paper-title-other = Comprobante
# After the time, when the clock was not compared with the platform lately.
paper-time-unverified = HORA NO COMPROBADA
# Title of the slip of a closed shift.
paper-title-closing = Corte Z
# Across the first comprobante of a series: what to do with it.
paper-start-file = Primer comprobante de esta serie. Archívelo en la oficina.
# White on black, above and below a duplicate. $n: which one; $when: date of this paper.
paper-duplicate = DUPLICADO { NUMBER($n, useGrouping: 0) } · { $when }
# White on black, on a reversal. $folio: of the payment that was given back.
paper-reverses = CANCELACIÓN del folio { $folio }
# Beside the sum of a reversal.
paper-returned = Devuelto
# Beside the cash of a reversal.
paper-cash-back = Devuelto en efectivo
# Part that was paid from the person's balance.
paper-from-balance = Pagado con saldo
# A top-up: what was added to the person's balance.
paper-to-balance = Abonado a su saldo
# A reversal: what went back to the balance.
paper-back-to-balance = Devuelto a su saldo
# A reversal of a top-up: what was taken off the balance.
paper-off-balance = Retirado de su saldo
# Beside an amount paid with a card at a terminal.
paper-terminal = Terminal
# Beside an amount paid at a bank.
paper-bank = Depósito en banco
# Beside an amount paid by transfer (SPEI, CoDi).
paper-transfer = Transferencia
# Beside the reference of a digital payment.
paper-reference = Referencia
# Under a digital payment: nobody has confirmed it yet.
paper-declared = Declarado. Falta que la oficina lo confirme.
# On a closing slip.
paper-shift-number = Turno
# On a closing slip, beside what was counted.
paper-counted = Contado
# On a closing slip: what should be there.
paper-expected = Según lo registrado
# On a closing slip: counted less expected.
paper-difference = Diferencia
# On a closing slip, beside the range.
paper-folios = Folios del turno
# $first, $last: numbers of receipts.
paper-folios-range = { $first } a { $last }
# On a closing slip: what the printer counts.
paper-counter = Contador de la impresora
# In place of the code's explanation, on a provisional paper.
paper-provisional-why = Vuelva con este papel: con su folio le damos el comprobante con código.
# In place of the code, when the device's key cannot sign.
paper-provisional = Comprobante provisional, sin código
# Above the folio.
paper-folio = Folio
# Beside the sum.
paper-total = Total
# Beside the money counted when a shift opens.
paper-float = Fondo de caja
# Line for what rounding changed.
paper-rounding = Redondeo
# Beside what was received.
paper-cash = Efectivo
# Beside what was handed back.
paper-change = Cambio
# Beside a masked account number.
paper-account = Cuenta
# Beside the payer's initials.
paper-payer = A nombre de
# Beside the cashier's number.
paper-cashier = Cajero
# On a shift slip, beside the last folio before it.
paper-last-folio = Último folio
# On a registration, above the list of papers.
paper-bring = Traiga cuando vuelva:
# On a registration, what to do with the paper.
paper-come-back = Guarde este papel: con su folio le decimos en qué va su trámite.
# In place of the service's name when the service is discreet.
paper-discreet = Trámite
# Above the typed code.
paper-code = Código para escribir
# Below the code. $domain: the domain in words, like "r punto example punto mx".
paper-scan = Escanee el código para comprobar este comprobante. Vea que la página sea: { $domain }.
# Bold line: the first of the four delivery words.
paper-saved = Guardado en este equipo.
# Under it.
paper-on-its-way = Llegará a la plataforma al haber señal.
# Last line. $phone, $place: where to ask.
paper-questions = Aclaraciones: { $phone } · { $place }

## ventanilla verify

# After the word "auténtico". Offline nobody knows what came later.
verify-authentic = Auténtico al emitirse. Aquí no se sabe si después se canceló.
# After "auténtico" for kind 6.
verify-practice = PRÁCTICA, SIN VALOR.
# After "no-auténtico". $code: which check failed first.
verify-not = No es auténtico. La comprobación que falló: { $code }.
# After "no-se-puede-saber". $code: why.
verify-unknown = Aquí no se puede saber ({ $code }). Pregunte en la oficina.
# After "no-se-puede-saber" with code after-cut.
verify-reported = El equipo fue reportado. Acuda a la oficina.
verify-age-minutes = Emitido hace { $n ->
    [one] 1 minuto
   *[other] { $n } minutos
}.
verify-age-hours = Emitido hace { $n ->
    [one] 1 hora
   *[other] { $n } horas
}.
verify-age-days = Emitido hace { $n ->
    [one] 1 día
   *[other] { $n } días
}.
verify-age-now = Emitido hace menos de un minuto.
# The stated time lies after this computer's clock.
verify-age-ahead = La fecha que dice está adelante del reloj de este equipo.
# $when: date and time as on the paper.
verify-when = Fecha: { $when }
verify-folio = Folio: { $folio }
verify-office = Oficina: { $office }
verify-cashier = Cajero: { $cashier }
verify-initials = A nombre de: { $initials }
verify-total = Total: { $amount }
verify-line = { $label }: { $amount }
verify-concept = Concepto { $code }
verify-concept-rest = Otros conceptos
verify-concept-rounding = Redondeo
verify-typed = Código para escribir: { $code }
# $age: when the list of reported devices was made.
verify-revocations-none = No se comprobó: la lista de equipos reportados (no hay una aquí).
verify-unchecked = No se comprobó: si se canceló después, ni si este papel es una copia.
verify-usage-institution = Falta el archivo de la institución: use --institution ARCHIVO.
# $file: the file that could not be used; $code: why.
verify-usage-broken = El archivo de la institución no sirve ({ $code }): { $file }.
# En el comprobante de práctica, tres veces.
paper-practice = PRÁCTICA — SIN VALOR
