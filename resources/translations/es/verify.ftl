## V27 Verificar comprobante

# Title of the screen and of its tile.
verify-title = Verificar comprobante
# Under the title. Checking never sends anything.
verify-subtitle = Se comprueba en este equipo. No se envía nada.
# The tile on the home screen, and its second line.
tile-verify = Verificar
tile-verify-about = Un comprobante en papel
# The key in the help.
key-verify = Verificar un comprobante
# Above the fields at the side.
verify-other = Otro comprobante
# The field into which a scanner types, or one pastes.
verify-code = Código del comprobante
verify-code-hint = Escanee el código, o pegue su texto.
verify-code-empty = Escanee el código, o escriba folio y código.
verify-folio-label = Folio
verify-folio-empty = Escriba el folio, como está impreso.
verify-typed-label = Código para escribir
verify-typed-hint = Diez letras y números, junto al código.
verify-typed-empty = Escriba las diez letras y números.
# Buttons.
verify-check = Comprobar
verify-picture = Abrir una imagen
# What kind of file, in the dialog.
verify-picture-kinds = Imágenes
# Above the last answers of this visit: time and word.
verify-today = Hace poco
# The three answers, and two that are kinds of authentic. One word or two, large.
verify-word-authentic = Auténtico al emitirse
verify-word-not = No es auténtico
verify-word-open = Aquí no se puede saber
verify-word-practice = PRÁCTICA, SIN VALOR
# $day: when it was cancelled.
verify-word-cancelled = Auténtico, cancelado el { $day }
# Under the word.
verify-why-authentic = Aquí no se sabe si después se canceló.
verify-why-own = En este equipo sigue sin cancelar.
# $folio: of the cancellation.
verify-why-cancelled = Se canceló con el folio { $folio }.
verify-why-practice = Es un papel de práctica. No comprueba ningún pago.
verify-why-signature = La firma no corresponde.
verify-why-changed = Lo que dice el código no es un comprobante.
verify-why-prefix = No es un comprobante de esta institución.
verify-why-total = Las cantidades no suman el total.
verify-why-training = Mezcla práctica con un comprobante verdadero.
verify-why-time = La fecha no corresponde al equipo.
verify-why-forged = La institución declaró falso este folio.
verify-why-typed = Ese código no corresponde a ese folio.
verify-open-root = Es de otra institución, o este equipo no la conoce.
verify-open-reported = El equipo que lo emitió fue reportado.
verify-open-newer = Es de una versión más nueva.
verify-open-not-here = Este equipo no tiene ese folio.
verify-open-unsigned = Se emitió sin código.
# $office: place and phone.
verify-ask-at = Pregunte en { $office }.
# Labels of what the paper says.
verify-label-kind = Tipo
verify-label-amount = Importe
verify-label-when = Fecha
verify-label-office = Oficina
verify-label-folio = Folio
verify-label-concepts = Conceptos
verify-label-original = Cancela el folio
verify-label-holder = A nombre de
verify-label-cashier = Cajero
verify-label-code = Código
# Above what a paper says that is not authentic.
verify-unproven = Lo que dice el papel, sin comprobar
# What to do then.
verify-do = Qué hacer
verify-do-1 = No reciba este papel como prueba de pago.
verify-do-2 = Busque a la persona y revise sus pagos en este equipo.
verify-do-3 = Avise a quien supervisa.
# This device's own folio, and its records do not have that paper: grave.
verify-note-contradicted = Este equipo no tiene registrado ese comprobante. Avise a quien supervisa.
verify-note-slip = El corte quedó anotado. Llega a la oficina con la siguiente entrega.
verify-note-slip-known = Este corte ya estaba anotado.
# $day: of the list of reported devices.
verify-note-list = Comprobado con la lista de equipos reportados del { $day }.
verify-note-nothing-sent = No se envió nada.

## ventanilla verify --page

# Above the two fingerprints on V27: which page on a phone is the institution's.
verify-page-title = La página de la institución
# Before a fingerprint (SHA-256) of the page, of its worker.
verify-page-file = Huella de la página
verify-page-worker = Huella de su ayudante
# $name: v or v-worker.js, $hash: SHA-256 in hexadecimal.
verify-page-hash = { $name } SHA-256 { $hash }
verify-page-none = El perfil de la institución no dice la huella de la página.
verify-page-same = Es la página de la institución.
verify-page-other = No es la página de la institución.
# Botón de V27: el comprobante es de este equipo.
verify-open = Abrir el comprobante
# A la izquierda, antes de la primera respuesta.
verify-what = Escanee el código de un comprobante o de un corte de caja. También puede pegar su texto, abrir una imagen, o escribir folio y código.
