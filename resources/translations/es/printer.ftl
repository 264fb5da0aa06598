### Paper on the screens: V16's print card, V58, V59, and what the printer says before money is taken.

## V16

# On the print card, F8.
receipt-print = Imprimir
# On the print card when the first paper is out, F8: leads to V58.
receipt-print-again = Imprimir otra vez
# Nothing was printed yet.
receipt-paper-to-print = El papel no se ha impreso.
# While the printer works.
receipt-paper-printing = Imprimiendo.
# $time: when.
receipt-paper-printed = El comprobante se imprimió a las { $time }.
# The printer fell silent: the clerk looks and says.
receipt-paper-in-doubt = La impresora no respondió. ¿Salió el papel completo?
# This device has no printer.
receipt-paper-no-printer = Una imagen del comprobante, para imprimir o enviar.
# A paper without a code is out; the receipt can be signed now.
receipt-paper-provisional = Salió un comprobante provisional. Imprima el que tiene código.
# Answer.
receipt-came-out-yes = Sí, salió
# Answer.
receipt-came-out-no = No salió
# On a reversal: the payment that it gives back.
receipt-original = Cobro cancelado
# On a reversal: the sum.
receipt-given-back = Devuelto

## V58

# Link on V02.
reprint-wanted = Reimprimir un comprobante
# Title.
reprint-title = Imprimir un duplicado
# Below the title.
reprint-subtitle = Es el mismo comprobante, marcado DUPLICADO. Queda registrado.
# Field.
reprint-folio = Folio del comprobante
# Hint with an example.
reprint-folio-hint = Como en el papel: 20067-007-1PGE-342
# Closed question.
reprint-fact = ¿Qué dato dice la persona?
# Choice.
reprint-fact-amount = El importe
# Choice.
reprint-fact-date = La fecha
# Choice.
reprint-fact-initials = Las iniciales
# Choice.
reprint-fact-typed_code = El código para escribir
# Field, before a choice.
reprint-value = Dato
reprint-value-hint = Escríbalo como lo dice la persona.
# Field for that fact, and its hint.
reprint-value-amount = Importe
reprint-value-amount-hint = Con centavos: 185.50
# Field for that fact, and its hint.
reprint-value-date = Fecha
reprint-value-date-hint = Día, mes y año: 26/11/2026
# Field for that fact, and its hint.
reprint-value-initials = Iniciales
reprint-value-initials-hint = Como en el papel: M. E. P. C.
# Field for that fact, and its hint.
reprint-value-typed_code = Código para escribir
reprint-value-typed_code-hint = Diez letras y números: HB12Y-SHVTX
# Closed question.
reprint-reason = ¿Por qué se imprime otra vez?
# Reason; it stands in the record.
reprint-reason-lost = La persona lo perdió
# Reason; it stands in the record.
reprint-reason-spoiled = Salió mal o se rompió
# Reason; it stands in the record.
reprint-reason-faded = Ya no se lee
# Reason.
reprint-reason-other = Otro motivo
# Field for another reason.
reprint-other = Motivo
# Primary button.
reprint-act = Imprimir duplicado
# Input messages.
reprint-folio-empty = Escriba el folio.
reprint-fact-empty = Elija el dato que dice la persona.
reprint-value-empty = Escriba el dato.
reprint-reason-empty = Elija por qué.
reprint-other-empty = Escriba el motivo.
# $n: which duplicate; $time: when.
reprint-done = Duplicado { NUMBER($n, useGrouping: 0) } impreso a las { $time }.
# $n: which duplicate. It is recorded either way.
reprint-in-doubt = La impresora no respondió. Mire si salió el duplicado { NUMBER($n, useGrouping: 0) }.

## V59

# Button on V28.
device-act-printer = Impresora
# Title.
printer-title = Impresora de este equipo
# Below the title.
printer-subtitle = Se usa desde que la guarda, sin reiniciar.
# Closed question.
printer-kind = ¿Cómo está conectada?
printer-kind-none = No hay impresora
printer-kind-usb = Por USB
printer-kind-network = Por red
printer-kind-serial = Por cable serial
printer-kind-file = Por archivo de dispositivo
printer-kind-sheet = Impresora de la oficina, hoja completa
# Field.
printer-address = Dirección de la impresora
printer-address-usb = Fabricante y modelo, cuatro cifras cada uno: 04b8:0202
printer-address-network = Dirección y puerto: 192.168.1.50:9100
printer-address-serial = Puerto y velocidad: /dev/ttyUSB0:19200 o COM3:9600
printer-address-file = Por ejemplo /dev/usb/lp0
# Closed question.
printer-paper = ¿Qué papel usa?
printer-paper-58 = Rollo de 58 mm
printer-paper-80 = Rollo de 80 mm
printer-paper-216 = Carta
printer-paper-210 = A4
# Ticks.
printer-automatic = Imprimir el comprobante al guardar
printer-drawer = El cajón del dinero está conectado a ella
printer-counts = Cuenta los papeles que corta
# Primary button.
printer-keep = Guardar impresora
# Buttons.
printer-test = Imprimir prueba
printer-open = Abrir el cajón
# After each act.
printer-asking = Preguntando a la impresora.
printer-kept = Guardada.
printer-tested = Prueba enviada. Escanee los cinco códigos.
printer-opened = Se mandó abrir el cajón.
printer-no-drawer = Esta impresora no tiene cajón.

## How it stands

printer-state-ready = La impresora está lista.
printer-state-paper-low = Queda poco papel.
printer-state-paper-out = La impresora no tiene papel.
printer-state-cover-open = La tapa de la impresora está abierta.
printer-state-offline = La impresora no responde.
printer-state-unreachable = No se alcanza la impresora.
printer-state-mute = La impresora recibe, y no dice cómo está.
printer-state-absent = Este equipo no tiene impresora.
# On V14, before money is taken: it prints, and not for long.
printer-warn-low = Tenga otro rollo a la mano.
# On V14, before money is taken: it does not print. The clerk may go on.
printer-warn-stopped = Puede cobrar: el comprobante queda guardado y su código se ve en la pantalla.

## V28, beside *printer*

# Which printer is set.
device-printer-usb = Térmica, por USB
device-printer-network = Térmica, por red
device-printer-serial = Térmica, por cable serial
device-printer-file = Térmica, por archivo de dispositivo
device-printer-sheet = La de la oficina, hoja completa
