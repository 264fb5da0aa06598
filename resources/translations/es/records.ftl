### V17 Registros, V18 Detalle, V19 Corregir, V32 Versión nueva de un formulario.

# Título de V17.
records-title = Registros
# Bajo el título.
records-subtitle = Lo que se guardó en este equipo, lo último primero.
# Campo de búsqueda de V17.
records-search = Buscar un registro
# Pista dentro del campo.
records-hint = Nombre, trámite, folio o importe
# Lista vacía.
records-none = Todavía no hay registros en este equipo. Empiece un trámite con F3.
# Nada coincide; $text es lo escrito.
records-none-found = Ningún registro coincide con «{ $text }».
# Se dice al lector de pantalla después de buscar.
records-count = { $n ->
        [one] { $n } registro
       *[other] { $n } registros
    }
# En el renglón de un registro que se corrigió.
records-corrected = { $n ->
        [one] corregido una vez
       *[other] corregido { $n } veces
    }
# Enlace de cada renglón.
records-open = Abrir
# Nombre completo del enlace para el lector de pantalla.
records-open-name = Abrir { $service }, { $person }
# Título de la ventana en V18.
record-title = Registro
# Barra gris de V18.
record-read-only = Solo lectura. Para cambiarlo, use Corregir: se guarda una versión nueva y la anterior queda.
# Tarjeta lateral de V18.
record-history = Historia
# Renglón de la historia: la primera versión.
record-made = Guardado { $when } por { $who }
# Renglón de la historia: una corrección.
record-corrected = Corregido { $when } por { $who }
# Motivo de una corrección.
record-reason = Motivo: { $reason }
# Botón.
record-correct = Corregir
# Botón.
record-receipt = Ver el comprobante
# Título de V19.
correct-title = Corregir un registro
# Bajo el título.
correct-subtitle = Lo guardado no cambia: la corrección es una versión nueva con su motivo.
# Campo.
correct-reason = Motivo de la corrección
# Bajo el campo.
correct-hint = Por ejemplo: la fecha estaba mal copiada.
# El campo está vacío.
correct-no-reason = Escriba el motivo de la corrección
# Botón: abre el formulario con lo guardado.
correct-start = Abrir el formulario
# Botón principal de la revisión de una corrección.
correct-save = Guardar la corrección
# Título de V32.
version-title = Versión nueva del formulario
# Bajo el título; versiones como las escribió quien hizo el formulario.
version-subtitle = El borrador se hizo con la versión { $old }. La nueva es { $new }.
# Cuántas respuestas no cambian.
version-kept = { $n ->
        [one] { $n } respuesta queda igual.
       *[other] { $n } respuestas quedan igual.
    }
# Grupo: la pregunta ya no existe.
version-question-gone = Estas preguntas ya no están. Lo contestado se guarda aparte con el registro.
# Grupo: la opción ya no existe.
version-choice-gone = Estas respuestas ya no están en su lista. Habrá que elegir otra vez.
# Grupo: la respuesta ya no sirve.
version-blanked = Estas respuestas ya no caben en su pregunta. Habrá que contestar otra vez.
# Grupo: la pregunta cambió de clase y la respuesta sirve.
version-retyped = Estas preguntas cambiaron de clase. La respuesta queda.
# Grupo: el formulario dice que es la misma pregunta con otro nombre.
version-moved = Estas preguntas cambiaron de nombre. La respuesta queda.
# Grupo: preguntas nuevas que hay que contestar.
version-required = Preguntas nuevas que habrá que contestar
# Nada cambia.
version-nothing = Todas las respuestas quedan igual.
# Un renglón: pregunta y respuesta.
version-line = { $field }: { $value }
# Lo mismo, cuando la respuesta sería otra.
version-line-now = { $field }: { $value } → { $now }
# Botón: pasar el borrador a la versión nueva.
version-move = Pasar a la versión nueva
# Botón: dejarlo como está.
version-stay = Seguir con la anterior
# Un cobro en la lista; $amount = cuánto.
records-paid = Cobro de { $amount }
