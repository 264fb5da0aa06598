### V02 Inicio, V03 Abrir turno.

# Título de la ventana en V02.
home-title = Inicio
# Saludo, de 5 a 12.
home-morning = Buenos días, { $name }
# Saludo, de 12 a 19.
home-afternoon = Buenas tardes, { $name }
# Saludo, después de las 19.
home-evening = Buenas noches, { $name }
# Tarjeta de V02.
tile-new-service = Nuevo trámite
# Línea pequeña de esa tarjeta.
tile-new-service-about = Actas, apoyos, registros
# Tarjeta de V02.
tile-charge = Cobrar
# Línea pequeña de esa tarjeta.
tile-charge-about = Lo que está por cobrar
# Tarjeta de V02.
tile-records = Registros
# Línea pequeña de esa tarjeta.
tile-records-about = Ver o corregir lo guardado
# Tarjeta de V02.
tile-deliveries = Entregas
# Línea pequeña de esa tarjeta, antes de saber cuántas.
tile-deliveries-about = Lo que falta por entregar
# Título de la lista de trámites guardados cuyo pago falta.
home-pending-title = Por cobrar
# Junto al título.
home-pending-count = { $n ->
        [one] { $n } trámite
       *[other] { $n } trámites
    }
# Enlace de cada renglón.
home-pending-action = Cobrar
# Nombre completo del enlace para el lector de pantalla; empieza con la palabra visible.
home-pending-name = Cobrar a { $person }, { $service }
# F4 cuando no hay nada que cobrar.
home-pending-none = No hay cobros pendientes. Un cobro empieza con un trámite: presione F3.
# Junto al renglón de un cobro sin tarifa hoy; debajo se dice por qué.
home-pending-no-price = Sin precio hoy
# Junto al renglón de un cobro cuya tarifa pregunta algo.
home-pending-asks = Falta un dato
# Título de la lista de borradores.
home-drafts-title = Borradores
# Junto al título.
home-drafts-count = { $n } sin terminar
# Lista vacía: por qué y qué sigue.
home-drafts-none = No hay borradores. Empiece un trámite con F3.
# Segundo renglón de un borrador.
home-draft-where = { $service } · sección { $section } de { $count }
# Enlace de cada renglón.
home-draft-action = Seguir
# Nombre completo del enlace para el lector de pantalla.
home-draft-name = Seguir con { $person }, { $service }

# Línea dorada de la tarjeta del turno.
shift-card-title = Su turno
# Tarjeta sin turno.
shift-none = No hay turno abierto
# Bajo esa frase.
shift-none-why = Para cobrar, abra su turno. Los trámites no lo necesitan.
# Botón que lleva a V03.
shift-open-wanted = Abrir turno
# Tarjeta con turno.
shift-since = Abierto desde las { $time }
# Efectivo con que empieza la caja.
shift-float = Fondo inicial
# Cuántos cobros lleva el turno; no se dice cuánto dinero.
shift-payments = Cobros
# Hora del último cobro.
shift-last = Último
# Todavía no hay cobros.
shift-last-none = ninguno
# Barra superior.
shift-chip = Turno abierto · { $time }
# Barra superior.
shift-chip-none = Sin turno
# Título de V03.
shift-title = Abrir turno
# Botón cuando aún no hay cantidad.
shift-open-empty = Abrir turno
# Botón con la cantidad.
shift-open = Abrir turno con { $amount }
# Tarjeta lateral de V03.
shift-day = Día de trabajo
# Bajo la fecha.
shift-day-why = Los cobros y la tarifa de este turno llevan esta fecha.
# El reloj no parece correcto. $day: el día que llevará el turno, no el del reloj.
shift-clock-warning = El turno llevará la fecha { $day }. Si no es hoy, corrija la fecha del equipo antes de abrir.
# Aviso en V02 después de abrir.
shift-opened = Turno abierto con { $amount }. Guardado en este equipo.
# Junto a un campo de dinero.
amount-hint = Escriba pesos. El punto empieza los centavos.
# Título: el último cobro quedó guardado, pero su comprobante no salió (tras un corte de luz).
home-unprinted-title = Cobros sin imprimir
# Enlace del renglón.
home-unprinted-action = Ver comprobante
# Nombre completo del enlace para el lector de pantalla; empieza con la palabra visible.
home-unprinted-action-name = Ver comprobante { $folio }
# Enlace en la tarjeta del turno: el comprobante de su apertura.
shift-slip = Comprobante de apertura
# Beside the heading. $n: how many.
home-unprinted-count = { $n ->
    [one] 1 cobro
   *[other] { $n } cobros
}
# Where the printer fell silent: the clerk is asked.
home-unprinted-ask = ¿Salió el papel?
# Name of that button. $folio: of the receipt.
home-unprinted-ask-name = ¿Salió el papel? Folio { $folio }
# Enlace de la tarjeta del turno: se cerró y el dinero puede pasar a alguien.
shift-hand-over = Entregar la caja
