### V20 Autorizar, V34 Autorizaciones que esperan; la segunda persona da un código de un solo uso.

# Título de V20.
approve-title = Autorizar
# Qué se pide. Una frase por asunto; $person = quien pide.
approve-asks-reversal = { $person } pide cancelar un cobro.
# Como arriba.
approve-asks-discount = { $person } pide aplicar un descuento.
# Como arriba; más efectivo del permitido, o una entrada o salida de dinero.
approve-asks-cash = { $person } pide autorización sobre el efectivo de la caja.
# Como arriba.
approve-asks-business_day = { $person } pide abrir el turno con otra fecha.
# Como arriba.
approve-asks-clock = { $person } pide trabajar con la fecha de este equipo.
# Como arriba.
approve-asks-reprint = { $person } pide imprimir otra vez un comprobante.
# Como arriba.
approve-asks-erasure = { $person } pide borrar datos de una persona.
# Como arriba.
approve-asks-amount = { $person } pide autorizar un monto.
# Como arriba; una clave nueva, o terminar una espera.
approve-asks-access = { $person } pide dar o recuperar el acceso a este equipo.
# Como arriba; cómo se guardan las claves del equipo.
approve-asks-protection = { $person } pide trabajar con menos protección.
# Como arriba.
approve-asks-blocked_data = { $person } pide ver datos bloqueados.
# Como arriba.
approve-asks-removal = { $person } pide retirar este equipo.
# Cuándo se pidió.
approve-when = Se pidió { $when }
# El motivo, como lo escribió quien pide.
approve-why = Motivo: { $reason }
# Sobre los nombres.
approve-who = ¿Quién autoriza?
# Nadie más puede autorizar en este equipo.
approve-nobody = En este equipo nadie más puede autorizar ahora. Puede dejar la solicitud para después.
# Nombre del campo.
approve-code = Código de un solo uso de quien autoriza
# Ayuda del campo; la lista está en papel.
approve-code-hint = El siguiente código de su lista impresa: 8 letras y números.
# Se presionó Autorizar sin código.
approve-code-empty = Escriba el código de quien autoriza.
# El código no está en la lista de esa persona.
approve-code-wrong = El código no está en la lista de esa persona. { $tries ->
        [0] No quedan intentos por ahora.
        [one] Queda { $tries } intento.
       *[other] Quedan { $tries } intentos.
    }
# El código ya sirvió una vez.
approve-code-used = Ese código ya se usó. Táchelo y escriba el siguiente de la lista.
# Demasiados códigos que no coinciden.
approve-code-wait = Demasiados intentos. Vuelva a intentar a las { $time }.
# Mientras se comprueba; dura medio segundo, a propósito.
approve-trying = Comprobando…
# Botón principal.
approve-give = Autorizar
# Botón: la segunda persona dice que no.
approve-refuse = No autorizar
# Botón, una vez escrito el motivo.
approve-refuse-now = No autorizar por este motivo
# Botón: la solicitud se guarda para otro momento.
approve-later = Después
# Botón cuando ya terminó.
approve-go-on = Seguir
# Nombre del campo al no autorizar.
approve-reason = ¿Por qué no se autoriza?
# Ayuda del campo.
approve-reason-hint = Lo va a leer quien lo pidió.
# Falta el motivo.
approve-reason-empty = Escriba por qué no se autoriza.
# Contestada desde la lista.
approve-given = Autorizado. { $person } ya puede seguir.
# Dijo que no. $person = quien no autorizó.
approve-refused = { $person } no autorizó: { $reason }
# Quedó para después.
approve-kept = La solicitud está guardada y espera autorización.
# Pasaron dos minutos.
approve-timed-out = Pasaron dos minutos sin autorización. No se cambió nada.
# Título de V34.
approvals-title = Autorizaciones que esperan
# Bajo el título de V34.
approvals-subtitle = Lo que otras personas dejaron para que alguien lo autorice.
# V34 sin nada.
approvals-none = Nada espera autorización.
# Botón de cada solicitud.
approvals-answer = Responder
# Nombre del mismo botón para lectores de pantalla.
approvals-answer-name = Responder la solicitud { $number } de { $person }
# Enlace en V02, solo para quien puede autorizar.
home-approvals = { $n ->
        [0] Autorizaciones
        [one] { $n } autorización espera
       *[other] { $n } autorizaciones esperan
    }
# Junto a un registro; no es palabra de entrega.
approval-state-waiting = espera autorización
# Junto a un registro.
approval-state-refused = no autorizado
# Junto a un registro.
approval-state-given = autorizado
