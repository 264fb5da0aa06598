### V06 the person's card, V31 the person's data and what follows from it.

# Título de V06.
sheet-title = Person's card
# Botón principal de V06.
sheet-new = New service
# Botón de V06 que abre V31.
sheet-rights = The person's data
# Tarjeta de trámites en V06.
sheet-records = Services
# Nada registrado todavía.
sheet-no-records = There are no services of this person on this device yet.
# Tarjeta de cobros en V06.
sheet-payments = Payments
# Ningún cobro.
sheet-no-payments = There are no payments of this person on this device yet.
# Enlace de una línea; $service y $folio dicen cuál.
sheet-open-record = View { $service }, reference { $folio }
# Texto corto del enlace anterior.
sheet-open = View
# Nombre del enlace al comprobante.
sheet-open-receipt = View receipt { $folio }
# Al lado de un trámite sin cobrar. $amount = dinero.
sheet-unpaid = { $amount } not paid yet
# Cuántos borradores hay. $n = número.
sheet-drafts = { $n ->
        [one] { $n } unfinished draft
       *[other] { $n } unfinished drafts
    }
# Solicitudes abiertas. $n = número.
sheet-requests = { $n ->
        [one] { $n } open request over their data
       *[other] { $n } open requests over their data
    }
# Aviso en V06. $uses = lista de usos.
sheet-opposed = This person objects to: { $uses }. Do not use their data for that.
# Tarjeta lateral de V06.
sheet-identity = Identity
# Título de V31.
rights-title = The person's data
# Bajo el título de V31. $law = nombre de la ley.
rights-subtitle = What this device holds, what for and how long. { $law }
# Nota de V31.
rights-recorded = It is recorded that you saw these data.
# Botón principal de V31.
rights-copy = Hand over a copy
# Botón de V31.
rights-correct = Correct the card
# Botón de V31.
rights-oppose = Uses and objection
# Botón de V31.
rights-erase = Erase
# Botón de V31: registrar una solicitud.
rights-request = Register a request
# Tarjeta de solicitudes.
rights-requests = Requests
# Sin solicitudes.
rights-no-requests = There are no requests of this person.
# Tarjeta del registro de accesos.
rights-accesses = Who saw or changed these data
# Nadie los vio.
rights-no-accesses = Nobody has seen or changed these data.
# Una línea: $when cuándo, $who quién, $what qué hizo.
rights-access-line = { $when } · { $who } · { $what }
# Una línea con persona: $person puede faltar.
rights-access-line-person = { $when } · { $what } · { $person }
# En lugar del nombre de quien ya se borró o está bloqueado.
rights-nobody = erased or blocked person
# Aviso de otras fichas. $n = número.
rights-same-curp = { $n ->
        [one] There is another card with the same CURP. Look at it too.
       *[other] There are { $n } more cards with the same CURP. Look at them too.
    }
# Debajo de un dato: $purpose finalidad, $basis fundamento, $term plazo; pueden faltar.
rights-why = { $purpose } { $basis } { $term }
# Finalidad de un dato.
rights-for = For: { $purpose }.
# Fundamento de un dato.
rights-basis = Legal basis: { $basis }.
# Plazo de un dato.
rights-term = Kept: { $term }.
# En lugar de los datos de un trámite discreto de otra persona.
rights-reserved = Reserved service. Its data are complete in the copy.
# El tipo de derecho en una línea; $right, $day recibido.
rights-right = { $right } · received on { $day }
# Plazo para responder. $day = fecha, $n = días hábiles que faltan.
rights-answer-by = Answer by { $day }: { $n ->
        [one] { $n } working day left
       *[other] { $n } working days left
    }.
# Plazo vencido. $day = fecha.
rights-answer-late = The term to answer ended on { $day }.
# Plazo para cumplir. $day = fecha, $n = días hábiles.
rights-carry-by = Carry out by { $day }: { $n ->
        [one] { $n } working day left
       *[other] { $n } working days left
    }.
# Plazo vencido. $day = fecha.
rights-carry-late = The term to carry it out ended on { $day }.
# Solicitud cumplida.
rights-done = Carried out.
# Solicitud negada.
rights-refused = Answered: refused.
# Nota legal bajo los plazos.
rights-to-confirm = Working days by the federal calendar. Articles and the office's calendar: to be confirmed.
# Botón de una solicitud. $right dice cuál.
rights-grant = Answer granted: { $right }
# Texto corto del botón anterior.
rights-grant-short = Granted
# Aviso al terminar de borrar.
rights-erased = The data were erased. The receipts can still be verified.
# Cuando el archivo no se pudo limpiar todavía.
rights-erased-later = The data were erased. The file is cleaned when it is opened again.
# Aviso al bloquear.
rights-blocked-done = The data are blocked: nobody sees or finds them.
# Aviso al corregir la ficha.
rights-corrected = The card was corrected. The one before is kept.
# Aviso al registrar una solicitud. $day = fecha.
rights-requested = Request registered. Answer by { $day }.
# Derecho ARCO.
right-access = Access: know what is held
# Derecho ARCO.
right-rectification = Rectification: correct
# Derecho ARCO.
right-cancellation = Cancellation: erase
# Derecho ARCO.
right-opposition = Opposition: not be used
# Lo que alguien hizo.
access-opened = opened the card
# Lo que alguien hizo.
access-answers = saw the answers of a service
# Lo que alguien hizo.
access-held = saw everything that is held
# Lo que alguien hizo.
access-photo = opened a photo or file
# Lo que alguien hizo.
access-blocked = saw blocked data
# Lo que alguien hizo.
access-changed = corrected data
# Lo que alguien hizo.
access-printed = printed a receipt
# Lo que alguien hizo.
access-copied = handed over a copy
# Título de un grupo de datos.
held-kind-identity = Identity
# Título de un grupo de datos.
held-kind-registration = Service
# Título de un grupo de datos.
held-kind-correction = Correction of a service
# Título de un grupo de datos.
held-kind-consent = Consent
# Título de un grupo de datos.
held-kind-notice = Privacy notice shown
# Título de un grupo de datos.
held-kind-objection = Objection
# Título de un grupo de datos.
held-kind-payment = Payment
# Título de un grupo de datos.
held-kind-request = Request over their data
# Título de un grupo de datos.
held-kind-draft = Draft
# Título de un grupo de datos.
held-kind-charge = Unfinished payment
# Fundamento de la identidad.
held-identity-basis = Identify who uses the service
# Plazo de la identidad.
held-identity-term = as long as there are services of theirs
# Fundamento de un cobro.
held-money-basis = The office's accounts
# Etiqueta.
held-notice = Notice and version
# Etiqueta.
held-right = Right
# Etiqueta.
held-words = What is asked
# Etiqueta.
held-answers = Answers
# Valor cuando el formulario ya no está.
held-unreadable = They are kept, but this device no longer has the form to show them.
# Etiqueta.
held-reason = Reason of the correction
# Valor de un uso.
held-agreed = Yes
# Valor de un uso.
held-not-agreed = No
# Valor de un uso.
held-opposed = Objects
# Etiqueta.
held-witness = Who signed for the person
# Etiqueta.
held-total = Total
# Etiqueta.
held-payer = Paid by
# Etiqueta.
held-account = Account
# Etiqueta.
held-initials = Initials on the receipt
# Etiqueta.
held-id-curp = CURP
# Etiqueta.
held-id-entity = State of birth
# Etiqueta.
held-contact-phone = Telephone
# Valor de una respuesta sin contestar.
held-empty = No answer
# Título de V35.
request-title = Register a request
# Bajo el título de V35.
request-subtitle = The terms run from the day after it was received.
# Pregunta de V35.
request-right = What does the person ask for?
# Pregunta de V35.
request-received = Day it was received
# Pregunta de V35.
request-proof = How did they show who they are?
# Respuesta.
proof-official_document = Official identification
# Respuesta.
proof-known_in_person = Known in person
# Respuesta.
proof-representative_letter = Representative with a letter
# Pregunta de V35.
request-words = Which data, and what is asked (optional)
# Pista.
request-words-hint = Write only what is needed.
# Botón principal de V35.
request-save = Register the request
# Error de campo.
request-no-right = Choose what the person asks for.
# Error de campo.
request-no-proof = Choose how they showed who they are.
# Error de campo.
request-day-form = Enter the day, month and year it was received.
# Error de campo.
request-day-future = The day must be today or earlier.
# Título de V36.
copy-title = Hand over a copy
# Bajo el título de V36.
copy-subtitle = It holds everything kept about the person, signed by this device.
# Qué hay en la copia. $groups grupos, $fields datos.
copy-contents = { $fields } data in { $groups } groups.
# Botón principal de V36.
copy-print = Print the copy
# Botón de V36.
copy-stick = Save on the person's drive
# Aviso antes de guardar en memoria.
copy-warning = Whoever holds the drive can read these data. Use only the person's own and give it to them.
# El botón tras el aviso.
copy-stick-sure = Choose the drive
# Título de la ventana que elige carpeta.
copy-choose = The person's drive
# Aviso al terminar.
copy-printed = The copy was printed. Give it to the person.
# Aviso al terminar. $files = archivos.
copy-written = The copy is on the drive: { $files }. You can remove it.
# Título impreso en la copia.
copy-paper-title = Copy of personal data
# Encabezado impreso: institución y oficina.
copy-paper-head = { $institution } · { $office }
# Impreso: $when fecha, $code huella.
copy-paper-made = Made on { $when }. Fingerprint of the signed copy: { $code }
# Impreso.
copy-paper-person = Person: { $name }
# Impreso. $folio, $code.
copy-paper-folio = Reference { $folio } · code { $code }
# Título de V37.
uses-title = Uses of the data
# Bajo el título de V37.
uses-subtitle = Untick the uses the person objects to.
# Sin usos.
uses-none = The person has said nothing about any use.
# Al lado de un uso necesario.
uses-needed = Needed for the service: register a request of opposition.
# Campo de V37.
uses-words = Why (optional)
# Botón principal de V37.
uses-save = Save the uses
# Aviso.
uses-saved = The uses are saved and respected from now on.
# Título de V38.
erase-title = Erase the person's data
# Bajo el título de V38.
erase-subtitle = First they are blocked; then what no law keeps is erased.
# Aviso de V38 sin solicitud.
erase-no-request = First register a request of cancellation.
# Tarjeta.
erase-goes = What is erased
# Tarjeta.
erase-stays = What stays by law
# Línea. $n = número.
erase-records = { $n ->
        [one] { $n } service or correction, with its answers
       *[other] { $n } services and corrections, with their answers
    }
# Línea.
erase-identity = The card, the consents, and searching by name or CURP
# Línea. $n = número.
erase-files = { $n ->
        [one] { $n } photo or file
       *[other] { $n } photos and files
    }
# Línea. $n = número.
erase-drafts = { $n ->
        [one] { $n } draft or unfinished payment, when blocking
       *[other] { $n } drafts and unfinished payments, when blocking
    }
# Línea. $n = número, $day = fecha, $basis = fundamento.
erase-money = { $n ->
        [one] { $n } payment, blocked
       *[other] { $n } payments, blocked
    } until { $day }. { $basis }
# Línea.
erase-chain = That there was a record and when, without saying whose
# Línea.
erase-receipts = The receipts in the person's hands can still be verified
# Aviso. $n = número.
erase-undelivered = The central office does not have { $n ->
        [one] { $n } record
       *[other] { $n } records
    } yet. If it is erased before delivery, only a gap arrives there. Deliver first.
# Casilla, solo si el plazo apremia.
erase-even = Erase without delivering, because the term ends
# Botón de V38.
erase-block = Block now
# Botón principal de V38.
erase-ask = Ask for approval to erase
# Estado. $when = desde cuándo.
erase-since = Blocked since { $when }.
# Motivo que ve quien autoriza. $day = fecha.
erase-reason = Cancellation asked for on { $day }
# Mientras se borra.
erase-slow = Erasing on the whole device. It may take a minute.
# Título de V39.
office-title = The office's privacy
# Bajo el título de V39.
office-subtitle = Accesses, open requests, blocked data and ended terms of this device.
# Enlace de V02.
office-open = Privacy
# Tarjeta.
office-requests = Open requests
# Vacío.
office-no-requests = There are no open requests.
# Tarjeta.
office-log = Who saw whose data
# Campo para elegir persona.
office-who = Person who works here
# Vacío.
office-no-log = There are no accesses of this person.
# Tarjeta.
office-blocked = Data blocked by law
# Vacío.
office-no-blocked = There are no blocked data.
# Línea: $n registros, $since, $until.
office-blocked-line = { $n ->
        [one] { $n } record
       *[other] { $n } records
    } · since { $since } · until { $until }
# Sin fecha final.
office-until-erased = they are erased
# Enlace. $number = número de la línea.
office-see-blocked = View with approval, line { $number }
# Texto corto del enlace.
office-see-short = View with approval
# Tarjeta.
office-ended = Terms of keeping that have ended
# Vacío.
office-no-ended = No term has ended.
# Línea: $service, $folio, $day.
office-ended-line = { $service } · { $folio } · ended on { $day }
# Al lado de lo que falta entregar.
office-not-yet = The central office does not have it for good yet
# Botón. $n = número.
office-erase-ended = { $n ->
        [one] Erase { $n } record whose term ended
       *[other] Erase { $n } records whose terms ended
    }
# Motivo que ve quien autoriza. $n = número.
office-ended-reason = Terms of { $n } records have ended
# Aviso en V02. $n = número.
office-due = { $n ->
        [one] { $n } request over personal data is due soon
       *[other] { $n } requests over personal data are due soon
    }
# Enlace. $number = número de la línea.
office-request-open = Open request { $number }
# Título de V40.
rectify-title = Correct the card
# Bajo el título.
rectify-subtitle = As on the document. The card before is kept.
# Campo.
rectify-reason = Reason of the correction
# Error de campo.
rectify-no-reason = Enter the reason of the correction.
# Botón principal.
rectify-save = Save the correction
