### V06 Ficha de la persona, V31 Datos de la persona y lo que sale de ahí.

# Título de V06.
sheet-title = Ficha de la persona
# Botón principal de V06.
sheet-new = Nuevo trámite
# Botón de V06 que abre V31.
sheet-rights = Datos de la persona
# Tarjeta de trámites en V06.
sheet-records = Trámites
# Nada registrado todavía.
sheet-no-records = Todavía no hay trámites de esta persona en este equipo.
# Tarjeta de cobros en V06.
sheet-payments = Cobros
# Ningún cobro.
sheet-no-payments = Todavía no hay cobros de esta persona en este equipo.
# Enlace de una línea; $service y $folio dicen cuál.
sheet-open-record = Ver { $service }, folio { $folio }
# Texto corto del enlace anterior.
sheet-open = Ver
# Nombre del enlace al comprobante.
sheet-open-receipt = Ver comprobante { $folio }
# Al lado de un trámite sin cobrar. $amount = dinero.
sheet-unpaid = Falta cobrar { $amount }
# Cuántos borradores hay. $n = número.
sheet-drafts = { $n ->
        [one] { $n } borrador sin terminar
       *[other] { $n } borradores sin terminar
    }
# Solicitudes abiertas. $n = número.
sheet-requests = { $n ->
        [one] { $n } solicitud sobre sus datos en curso
       *[other] { $n } solicitudes sobre sus datos en curso
    }
# Aviso en V06. $uses = lista de usos.
sheet-opposed = Esta persona se opone a: { $uses }. No use sus datos para eso.
# Tarjeta lateral de V06.
sheet-identity = Identidad
# Título de V31.
rights-title = Datos de la persona
# Bajo el título de V31. $law = nombre de la ley.
rights-subtitle = Lo que este equipo guarda, para qué y hasta cuándo. { $law }
# Nota de V31.
rights-recorded = Que usted vio estos datos queda registrado.
# Botón principal de V31.
rights-copy = Entregar copia
# Botón de V31.
rights-correct = Corregir la ficha
# Botón de V31.
rights-oppose = Usos y oposición
# Botón de V31.
rights-erase = Borrar
# Botón de V31: registrar una solicitud.
rights-request = Registrar solicitud
# Tarjeta de solicitudes.
rights-requests = Solicitudes
# Sin solicitudes.
rights-no-requests = No hay solicitudes de esta persona.
# Tarjeta del registro de accesos.
rights-accesses = Quién vio o cambió estos datos
# Nadie los vio.
rights-no-accesses = Nadie ha visto ni cambiado estos datos.
# Una línea: $when cuándo, $who quién, $what qué hizo.
rights-access-line = { $when } · { $who } · { $what }
# Una línea con persona: $person puede faltar.
rights-access-line-person = { $when } · { $what } · { $person }
# En lugar del nombre de quien ya se borró o está bloqueado.
rights-nobody = persona borrada o bloqueada
# Aviso de otras fichas. $n = número.
rights-same-curp = { $n ->
        [one] Hay otra ficha con la misma CURP. Revísela también.
       *[other] Hay { $n } fichas más con la misma CURP. Revíselas también.
    }
# Debajo de un dato: $purpose finalidad, $basis fundamento, $term plazo; pueden faltar.
rights-why = { $purpose } { $basis } { $term }
# Finalidad de un dato.
rights-for = Para: { $purpose }.
# Fundamento de un dato.
rights-basis = Fundamento: { $basis }.
# Plazo de un dato.
rights-term = Plazo: { $term }.
# En lugar de los datos de un trámite discreto de otra persona.
rights-reserved = Trámite reservado. Sus datos van completos en la copia.
# El tipo de derecho en una línea; $right, $day recibido.
rights-right = { $right } · recibida el { $day }
# Plazo para responder. $day = fecha, $n = días hábiles que faltan.
rights-answer-by = Responder antes del { $day }: { $n ->
        [one] queda { $n } día hábil
       *[other] quedan { $n } días hábiles
    }.
# Plazo vencido. $day = fecha.
rights-answer-late = El plazo para responder terminó el { $day }.
# Plazo para cumplir. $day = fecha, $n = días hábiles.
rights-carry-by = Cumplir antes del { $day }: { $n ->
        [one] queda { $n } día hábil
       *[other] quedan { $n } días hábiles
    }.
# Plazo vencido. $day = fecha.
rights-carry-late = El plazo para cumplir terminó el { $day }.
# Solicitud cumplida.
rights-done = Cumplida.
# Solicitud negada.
rights-refused = Respondida: no procede.
# Nota legal bajo los plazos.
rights-to-confirm = Días hábiles según el calendario federal. Artículos y calendario de la oficina: por confirmar.
# Botón de una solicitud. $right dice cuál.
rights-grant = Responder que procede: { $right }
# Texto corto del botón anterior.
rights-grant-short = Procede
# Aviso al terminar de borrar.
rights-erased = Los datos se borraron. Los comprobantes siguen siendo verificables.
# Cuando el archivo no se pudo limpiar todavía.
rights-erased-later = Los datos se borraron. El archivo se limpia al volver a abrirlo.
# Aviso al bloquear.
rights-blocked-done = Los datos están bloqueados: nadie los ve ni los encuentra.
# Aviso al corregir la ficha.
rights-corrected = La ficha se corrigió. La anterior se conserva.
# Aviso al registrar una solicitud. $day = fecha.
rights-requested = Solicitud registrada. Responda antes del { $day }.
# Derecho ARCO.
right-access = Acceso: saber qué se guarda
# Derecho ARCO.
right-rectification = Rectificación: corregir
# Derecho ARCO.
right-cancellation = Cancelación: borrar
# Derecho ARCO.
right-opposition = Oposición: que no se usen
# Lo que alguien hizo.
access-opened = abrió la ficha
# Lo que alguien hizo.
access-answers = vio las respuestas de un trámite
# Lo que alguien hizo.
access-held = vio todo lo que se guarda
# Lo que alguien hizo.
access-photo = abrió una foto o archivo
# Lo que alguien hizo.
access-blocked = vio datos bloqueados
# Lo que alguien hizo.
access-changed = corrigió datos
# Lo que alguien hizo.
access-printed = imprimió un comprobante
# Lo que alguien hizo.
access-copied = entregó una copia
# Título de un grupo de datos.
held-kind-identity = Identidad
# Título de un grupo de datos.
held-kind-registration = Trámite
# Título de un grupo de datos.
held-kind-correction = Corrección de un trámite
# Título de un grupo de datos.
held-kind-consent = Consentimiento
# Título de un grupo de datos.
held-kind-notice = Aviso de privacidad mostrado
# Título de un grupo de datos.
held-kind-objection = Oposición
# Título de un grupo de datos.
held-kind-payment = Cobro
# Título de un grupo de datos.
held-kind-request = Solicitud sobre sus datos
# Título de un grupo de datos.
held-kind-draft = Borrador
# Título de un grupo de datos.
held-kind-charge = Cobro sin terminar
# Fundamento de la identidad.
held-identity-basis = Identificar a quien hace el trámite
# Plazo de la identidad.
held-identity-term = mientras haya trámites suyos
# Fundamento de un cobro.
held-money-basis = Contabilidad de la oficina
# Etiqueta.
held-notice = Aviso y versión
# Etiqueta.
held-right = Derecho
# Etiqueta.
held-words = Lo que pide
# Etiqueta.
held-answers = Respuestas
# Valor cuando el formulario ya no está.
held-unreadable = Se conservan, pero este equipo ya no tiene el formulario para mostrarlas.
# Etiqueta.
held-reason = Motivo de la corrección
# Valor de un uso.
held-agreed = Sí
# Valor de un uso.
held-not-agreed = No
# Valor de un uso.
held-opposed = Se opone
# Etiqueta.
held-witness = Quien firmó por la persona
# Etiqueta.
held-total = Total
# Etiqueta.
held-payer = Pagó
# Etiqueta.
held-account = Cuenta
# Etiqueta.
held-initials = Iniciales en el comprobante
# Etiqueta.
held-id-curp = CURP
# Etiqueta.
held-id-entity = Entidad de nacimiento
# Etiqueta.
held-contact-phone = Teléfono
# Valor de una respuesta sin contestar.
held-empty = Sin respuesta
# Título de V35.
request-title = Registrar una solicitud
# Bajo el título de V35.
request-subtitle = Los plazos corren desde el día siguiente a la recepción.
# Pregunta de V35.
request-right = ¿Qué pide la persona?
# Pregunta de V35.
request-received = Día en que se recibió
# Pregunta de V35.
request-proof = ¿Cómo mostró quién es?
# Respuesta.
proof-official_document = Identificación oficial
# Respuesta.
proof-known_in_person = Se le conoce en persona
# Respuesta.
proof-representative_letter = Representante con carta poder
# Pregunta de V35.
request-words = Qué datos y qué se pide (opcional)
# Pista.
request-words-hint = Escriba solo lo necesario.
# Botón principal de V35.
request-save = Registrar la solicitud
# Error de campo.
request-no-right = Elija qué pide la persona.
# Error de campo.
request-no-proof = Elija cómo mostró quién es.
# Error de campo.
request-day-form = Escriba el día, el mes y el año en que se recibió.
# Error de campo.
request-day-future = El día debe ser de hoy o antes.
# Título de V36.
copy-title = Entregar copia
# Bajo el título de V36.
copy-subtitle = Lleva todo lo que se guarda de la persona, firmado por este equipo.
# Qué hay en la copia. $groups grupos, $fields datos.
copy-contents = { $fields } datos en { $groups } grupos.
# Botón principal de V36.
copy-print = Imprimir la copia
# Botón de V36.
copy-stick = Guardar en la memoria de la persona
# Aviso antes de guardar en memoria.
copy-warning = Quien tenga la memoria podrá leer estos datos. Use solo la de la persona y entréguesela.
# El botón tras el aviso.
copy-stick-sure = Elegir la memoria
# Título de la ventana que elige carpeta.
copy-choose = Memoria de la persona
# Aviso al terminar.
copy-printed = La copia se imprimió. Entréguela a la persona.
# Aviso al terminar. $files = archivos.
copy-written = La copia está en la memoria: { $files }. Ya puede retirarla.
# Título impreso en la copia.
copy-paper-title = Copia de datos personales
# Encabezado impreso: institución y oficina.
copy-paper-head = { $institution } · { $office }
# Impreso: $when fecha, $code huella.
copy-paper-made = Hecha el { $when }. Huella de la copia firmada: { $code }
# Impreso.
copy-paper-person = Persona: { $name }
# Impreso. $folio, $code.
copy-paper-folio = Folio { $folio } · código { $code }
# Título de V37.
uses-title = Usos de los datos
# Bajo el título de V37.
uses-subtitle = Desmarque los usos a los que la persona se opone.
# Sin usos.
uses-none = La persona no ha dicho nada de ningún uso.
# Al lado de un uso necesario.
uses-needed = Necesario para el trámite: registre una solicitud de oposición.
# Campo de V37.
uses-words = Motivo (opcional)
# Botón principal de V37.
uses-save = Guardar los usos
# Aviso.
uses-saved = Los usos quedaron guardados y se respetan desde ahora.
# Título de V38.
erase-title = Borrar los datos de la persona
# Bajo el título de V38.
erase-subtitle = Primero se bloquean; después se borra lo que ninguna ley obliga a conservar.
# Aviso de V38 sin solicitud.
erase-no-request = Registre antes una solicitud de cancelación.
# Tarjeta.
erase-goes = Lo que se borra
# Tarjeta.
erase-stays = Lo que se queda por ley
# Línea. $n = número.
erase-records = { $n ->
        [one] { $n } trámite o corrección, con sus respuestas
       *[other] { $n } trámites y correcciones, con sus respuestas
    }
# Línea.
erase-identity = La ficha, los consentimientos y las búsquedas por nombre o CURP
# Línea. $n = número.
erase-files = { $n ->
        [one] { $n } foto o archivo
       *[other] { $n } fotos y archivos
    }
# Línea. $n = número.
erase-drafts = { $n ->
        [one] { $n } borrador o cobro sin terminar, al bloquear
       *[other] { $n } borradores y cobros sin terminar, al bloquear
    }
# Línea. $n = número, $day = fecha, $basis = fundamento.
erase-money = { $n ->
        [one] { $n } cobro, bloqueado
       *[other] { $n } cobros, bloqueados
    } hasta el { $day }. { $basis }
# Línea.
erase-chain = Que hubo un registro y cuándo, sin decir de quién
# Línea.
erase-receipts = Los comprobantes en manos de la persona siguen siendo verificables
# Aviso. $n = número.
erase-undelivered = La oficina central aún no tiene { $n ->
        [one] { $n } registro
       *[other] { $n } registros
    }. Si se borra antes de entregar, allá solo llega un hueco. Entregue primero.
# Casilla, solo si el plazo apremia.
erase-even = Borrar sin entregar, porque el plazo termina
# Botón de V38.
erase-block = Bloquear ahora
# Botón principal de V38.
erase-ask = Pedir autorización para borrar
# Estado. $when = desde cuándo.
erase-since = Bloqueado desde { $when }.
# Motivo que ve quien autoriza. $day = fecha.
erase-reason = Cancelación pedida el { $day }
# Mientras se borra.
erase-slow = Borrando en todo el equipo. Puede tardar un minuto.
# Título de V39.
office-title = Privacidad de la oficina
# Bajo el título de V39.
office-subtitle = Accesos, solicitudes en curso, datos bloqueados y plazos cumplidos de este equipo.
# Enlace de V02.
office-open = Privacidad
# Tarjeta.
office-requests = Solicitudes en curso
# Vacío.
office-no-requests = No hay solicitudes en curso.
# Tarjeta.
office-log = Quién vio qué datos
# Campo para elegir persona.
office-who = Persona que trabaja aquí
# Vacío.
office-no-log = No hay accesos de esta persona.
# Tarjeta.
office-blocked = Datos bloqueados por ley
# Vacío.
office-no-blocked = No hay datos bloqueados.
# Línea: $n registros, $since, $until.
office-blocked-line = { $n ->
        [one] { $n } registro
       *[other] { $n } registros
    } · desde { $since } · hasta { $until }
# Sin fecha final.
office-until-erased = que se borren
# Enlace. $number = número de la línea.
office-see-blocked = Ver con autorización, línea { $number }
# Texto corto del enlace.
office-see-short = Ver con autorización
# Tarjeta.
office-ended = Plazos de conservación cumplidos
# Vacío.
office-no-ended = Ningún plazo se ha cumplido.
# Línea: $service, $folio, $day.
office-ended-line = { $service } · { $folio } · cumplido el { $day }
# Al lado de lo que falta entregar.
office-not-yet = Falta que la oficina central lo tenga a salvo
# Botón. $n = número.
office-erase-ended = { $n ->
        [one] Borrar { $n } registro con plazo cumplido
       *[other] Borrar { $n } registros con plazo cumplido
    }
# Motivo que ve quien autoriza. $n = número.
office-ended-reason = Plazo cumplido de { $n } registros
# Aviso en V02. $n = número.
office-due = { $n ->
        [one] { $n } solicitud sobre datos personales vence pronto
       *[other] { $n } solicitudes sobre datos personales vencen pronto
    }
# Enlace. $number = número de la línea.
office-request-open = Abrir la solicitud { $number }
# Título de V40.
rectify-title = Corregir la ficha
# Bajo el título.
rectify-subtitle = Como está en el documento. La ficha anterior se conserva.
# Campo.
rectify-reason = Motivo de la corrección
# Error de campo.
rectify-no-reason = Escriba el motivo de la corrección.
# Botón principal.
rectify-save = Guardar la corrección
