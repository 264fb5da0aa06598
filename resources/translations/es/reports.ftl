### V48 Cortes y reportes; el corte X.

# Título de V48 y del botón que lleva ahí.
reports-title = Cortes y reportes
# Debajo del título.
reports-subtitle = Los reportes dicen cantidades y números de cajero. No llevan nombres.
# Enlace de la tarjeta del turno en V02.
reports-wanted = Cortes y reportes
# Título de la tarjeta de V02 para quien solo ve reportes.
reports-card-title = Dinero de la oficina
# Nombre de la lista de reportes.
reports-which = Reporte
# Un reporte de la lista.
reports-of-shift = Por turno
# Un reporte de la lista.
reports-of-clerk = Por cajero
# Un reporte de la lista.
reports-of-concept = Por concepto
# Un reporte de la lista.
reports-of-office = Por oficina
# Un reporte de la lista.
reports-of-day = Por día
# Un reporte de la lista.
reports-of-differences = Faltantes y sobrantes
# Un reporte de la lista.
reports-of-deposits = Depósitos
# Un reporte de la lista.
reports-of-reversals = Cancelaciones
# Un reporte de la lista.
reports-of-reprints = Duplicados
# Un reporte de la lista: abonos y pagos con saldo.
reports-of-balances = Saldos
# Un reporte de la lista: transferencias que la persona declaró.
reports-of-declared = Pagos declarados
# Un reporte de la lista.
reports-of-undelivered = Cobros sin entregar
# Campo de fecha.
reports-first = Desde el día
# Campo de fecha.
reports-last = Hasta el día
# Debajo del primer campo de fecha.
reports-days-hint = Día del turno, no del reloj. Vacío: todos los días.
# Junto a una fecha a medias.
reports-day-whole = Escriba día, mes y año, o deje todo vacío.
# Junto a la segunda fecha.
reports-days-order = Escriba un día igual o posterior al primero.
# Botón principal.
reports-show = Ver reporte
# Botón; $form = CSV, XLSX o PDF.
reports-save = Guardar { $form }
# Título de la ventana que pide una carpeta.
reports-folder = Carpeta donde guardar el reporte
# Lo que se guardó; $file = nombre del archivo.
reports-saved = Se guardó { $file }. Quedó anotado que este reporte salió.
# En lugar de renglones.
reports-nothing = No hay nada en esos días.
# Debajo de los primeros cien renglones.
reports-more = { $count ->
    [one] Falta { $count } renglón. Guarde el reporte para verlo.
   *[other] Faltan { $count } renglones. Guarde el reporte para verlos.
}
# Periodo sin fechas.
reports-all-days = Todos los días
# Periodo; $first = una fecha con año.
reports-from = Desde el { $first }
# Periodo.
reports-to = Hasta el { $last }
# Periodo.
reports-between = Del { $first } al { $last }
# Título de la tarjeta del corte X.
cut-title = Corte X
# Sin turno propio o ninguno abierto.
cut-none = No hay un turno abierto que usted pueda ver.
# $number = número del turno; $person = quien lo abrió.
cut-of = Turno { $number } de { $person }
# Renglón: desde cuándo.
cut-since = Abierto
# Renglón: cuántos cobros.
cut-payments = Cobros
# Renglón: cuántas cancelaciones.
cut-reversals = Cancelaciones
# Renglón: dinero con que se abrió.
cut-float = Fondo
# A quien atiende esa caja, en lugar de las sumas.
cut-blind = Las sumas se muestran después de contar el cajón.
# Sobre las sumas por concepto.
cut-concepts = Por concepto
# Sobre las sumas por forma de pago.
cut-means = Por forma de pago
# Forma de pago.
cut-means-cash = Efectivo
# Forma de pago.
cut-means-terminal = Tarjeta
# Forma de pago.
cut-means-bank = Banco
# Forma de pago.
cut-means-transfer = Transferencia
# Forma de pago.
cut-means-balance = Saldo
# Renglón: lo que debe haber en el cajón.
cut-expected = Debe haber en el cajón
# Botón.
cut-print = Imprimir corte X
# Después de imprimir.
cut-printed = El corte X se imprimió.
# Después de un intento sin respuesta de la impresora.
cut-print-unknown = No se sabe si el papel salió. Revise la impresora.
