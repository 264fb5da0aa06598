### V08 Elegir trámite, V09 Sección, V11 Revisión, V12 Consentimiento.

# Título de V08.
services-title = Elegir trámite
# Bajo el título.
services-subtitle = ¿A qué viene la persona?
# Catálogo vacío.
services-none = Este equipo aún no tiene trámites. Llegan con la primera conexión.
# Botón.
services-start = Empezar
# Tarjeta lateral: qué traer.
services-papers = Papeles
# Tarjeta lateral.
services-fee = Costo
# Tarjeta lateral.
services-time = Tiempo
# Minutos que tarda.
services-minutes = { $n } min
# Tercer renglón de la tarjeta de un trámite.
services-cost = { $cost } · { $minutes } min
# Tarjeta lateral: aviso corto de privacidad.
services-privacy = Sus datos
# Grupo de trámites: nacimiento.
life-event-birth = Nacimiento
# Grupo de trámites: apoyos.
life-event-help = Apoyos
# Grupo de trámites: casa.
life-event-home = Casa y predio
# Grupo de trámites: agua.
life-event-water = Agua
# Grupo de trámites: campo.
life-event-field = Campo
# Grupo de trámites: salud.
life-event-health = Salud
# Grupo de trámites: negocio.
life-event-business = Negocio

# Título de la ventana en V09.
form-window = Formulario
# Línea dorada sobre el título.
form-kicker = { $service } · sección { $section } de { $count }
# Tarjeta lateral.
form-sections = Secciones
# Bajo la tarjeta: cada respuesta queda guardada al salir del campo.
form-draft-saved = Borrador guardado en este equipo.
# Botón, al extremo derecho.
form-save-exit = Guardar y salir
# Pregunta que no hace falta contestar; $label es la pregunta.
form-optional = { $label } (opcional)
# Bajo una pregunta que apareció; $answer es la respuesta, o la pregunta, que la hizo aparecer.
form-appeared = Aparece por «{ $answer }».
# Enlace que cambia el idioma del formulario; $language en su propia lengua.
form-language = Ver en { $language }
# Nombre de la lengua en ella misma.
language-es = español
# Nombre de la lengua en ella misma.
language-en = English
# Caja visible: el formulario pide algo que esta versión no sabe preguntar.
form-unsupported = Esta pregunta no se puede contestar aquí ({ $type }, { $path }). Siga con las demás.
# Lo mismo, cuando sin ella no se puede guardar.
form-unsupported-required = Esta pregunta no se puede contestar aquí ({ $type }, { $path }). Avise a quien supervisa.
# Mapa: estado de una sección.
section-complete = Completa
# Véase section-complete.
section-here = Está aquí
# Véase section-complete.
section-not-started = Sin empezar
# Véase section-complete.
section-to-correct = Por corregir
# Mapa: la sección abierta tiene respuestas por corregir.
section-problem = { $n ->
        [one] { $n } respuesta por corregir
       *[other] { $n } respuestas por corregir
    }
# Caja de resumen.
errors-title = Hay un problema
# Pregunta vacía, de texto; $field es la pregunta.
field-empty-text = Escriba: { $field }
# Respuesta que es un archivo, en la revisión y en la tabla; $kilobytes es su tamaño.
answer-file = Archivo ({ $kilobytes } KB)
# Pregunta de archivo, vacía.
field-empty-file = Ponga un archivo: { $field }
# Respuesta que no es una hora.
field-time = Escriba hora y minutos: { $field }
# Respuesta que no es fecha y hora.
field-datetime = Escriba la fecha y la hora: { $field }
# Respuesta que no es una posición.
field-geopoint = Escriba latitud y longitud: { $field }
# Respuesta que no es una lista de posiciones.
field-geopoints = Escriba cada punto con latitud y longitud: { $field }
# Pregunta vacía, de elegir.
field-empty-choice = Elija: { $field }
# Respuesta que no es un número entero.
field-integer = Escriba un número sin punto: { $field }
# Respuesta que no es un número.
field-decimal = Escriba un número: { $field }
# Respuesta que no es una fecha.
field-date = Escriba día, mes y año: { $field }
# La respuesta no cumple una regla del formulario y el formulario no dice cuál.
field-constraint = Revise la respuesta: { $field }

# Título de V10.
map-title = Mapa del formulario
# Bajo el título de V10.
map-subtitle = Elija la sección a la que quiere ir.
# Aviso: el formulario del borrador tiene una versión nueva; $version es la nueva.
form-newer = Hay una versión nueva de este formulario ({ $version }). El borrador sigue con la suya.
# Enlace del mismo aviso.
form-newer-action = Ver qué cambiaría
# Tabla de personas o cosas repetidas: nombre de una; $label es lo que se repite, $n su número.
repeat-instance = { $label } { $n }
# Lo mismo, cuando el formulario no le da nombre.
repeat-instance-plain = Número { $n }
# La tabla está vacía.
repeat-none = Todavía no hay ninguno.
# Renglón al que no se ha contestado nada.
repeat-empty = Sin respuestas todavía
# Botón bajo la tabla; $label es lo que se repite.
repeat-add = Agregar: { $label }
# Lo mismo, cuando el formulario no le da nombre.
repeat-add-plain = Agregar
# Enlace de un renglón.
repeat-open = Abrir
# Nombre completo del enlace para el lector de pantalla; $instance es, por ejemplo, «Hijo 2».
repeat-open-name = Abrir { $instance }
# Enlace de un renglón.
repeat-remove = Quitar
# Nombre completo del enlace para el lector de pantalla.
repeat-remove-name = Quitar { $instance }
# Se pregunta antes de quitar.
repeat-remove-ask = ¿Quitar { $instance }? Podrá recuperarlo hasta guardar el registro.
# Respuesta: sí.
repeat-remove-yes = Sí, quitar
# Respuesta: no.
repeat-remove-no = No quitar
# Aviso después de quitar; $instance es lo que se quitó.
repeat-removed = Se quitó { $instance }. Puede recuperarlo hasta guardar el registro.
# Enlace del mismo aviso.
repeat-undo = Deshacer
# Tabla larga: renglones a la vista.
repeat-shown = Del { $first } al { $last }, de { $count }
# Tabla larga.
repeat-before = Anteriores
# Tabla larga.
repeat-after = Siguientes
# Botón principal en la página de uno repetido.
repeat-done = Listo
# Botón al lado.
repeat-add-another = Agregar otra

# Título de V11; es la orden.
review-title = Revise las respuestas antes de guardar
# Bajo el título.
review-subtitle = Léalas en voz alta con la persona. Todavía se puede cambiar todo.
# Pregunta saltada.
review-none = Sin respuesta
# Enlace de cada renglón, palabra visible.
review-change-short = Cambiar
# Nombre completo del enlace para el lector de pantalla.
review-change = Cambiar { $field }
# Tarjeta lateral.
review-service = Trámite
# Tarjeta lateral: lo que falta.
review-before = Antes de guardar
# Lista de lo que falta.
review-complete = { $n ->
        [one] { $n } sección completa
       *[other] { $n } secciones completas
    }
# Lista de lo que falta.
review-incomplete = { $n ->
        [one] Falta { $n } respuesta
       *[other] Faltan { $n } respuestas
    }
# Lista de lo que falta.
review-consent = Consentimiento
# Lista de lo que falta.
review-charge = Cobro
# Se presionó Continuar y algo falta.
review-blocked = { $n ->
        [one] Falta corregir: { $field }.
       *[other] Faltan { $n } respuestas. La primera: { $field }.
    }

# Título de V12.
consent-title = Consentimiento
# Bajo el título.
consent-subtitle = Lea estas líneas a la persona, o muéstrele la pantalla.
# Sobre la frase que se marca.
consent-sentence = La persona dice:
# Botón.
consent-save = Guardar registro
# Se presionó sin marcar.
consent-missing = Marque la frase si la persona está de acuerdo. Sin ella no se guarda.
