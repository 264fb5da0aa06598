### Vista previa de un formulario, para quien lo escribe: las dos vistas y el informe al lado.

# Título de la ventana antes de leer el archivo.
preview-window = Vista previa de un formulario
# Título de la ventana; $name es el archivo.
preview-window-of = Vista previa: { $name }
# Botón: como lo ve quien atiende.
preview-field = En ventanilla
# Botón: como lo ve la persona en el quiosco.
preview-kiosk = En el quiosco
# Enlace: pantalla del quiosco acostada o de pie.
preview-turn = Girar la pantalla
# Botón: el registro que saldría con estas respuestas.
preview-answers = Ver respuestas
# Botón: quita todas las respuestas.
preview-restart = Empezar de nuevo
# Botón: lee otra vez el archivo.
preview-again = Leer otra vez
# Mientras se lee el archivo.
preview-reading = Leyendo el formulario. Lo anterior sigue aquí.
# Botón: deja de leer.
preview-stop = Dejar de leer
# Bajo la barra: nada queda guardado.
preview-nothing-kept = Es una prueba: nada de lo que escriba aquí se guarda.
# El formulario no se acepta: qué hacer.
preview-refused-words = El formulario no se puede usar todavía. El informe dice qué cambiar y dónde. Guarde el archivo y se lee otra vez solo.
# Resultado.
preview-accepted = El formulario se acepta
# Resultado.
preview-refused = El formulario no se acepta
# Resultado; $file es el nombre del archivo.
preview-unreadable = No se puede abrir { $file }
# Cuántos hallazgos trae el informe.
preview-count = { $n ->
        [0] El informe no señala nada.
        [one] El informe señala { $n } cosa.
       *[other] El informe señala { $n } cosas.
    }
# Casilla que muestra los que impiden usar el formulario.
preview-error = { $n ->
        [one] { $n } que impide usarlo
       *[other] { $n } que impiden usarlo
    }
# Casilla: lo que se compuso al leer.
preview-repair = { $n ->
        [one] { $n } compuesta al leer
       *[other] { $n } compuestas al leer
    }
# Casilla: lo que conviene mirar.
preview-warning = { $n ->
        [one] { $n } que conviene mirar
       *[other] { $n } que conviene mirar
    }
# Casilla: lo que solo se informa.
preview-info = { $n ->
        [one] { $n } solo informa
       *[other] { $n } solo informan
    }
# En cada hallazgo, junto al icono.
preview-word-error = Impide usarlo
# Véase preview-word-error.
preview-word-repair = Se compuso
# Véase preview-word-error.
preview-word-warning = Conviene mirar
# Véase preview-word-error.
preview-word-info = Informa
# Campo que deja solo los hallazgos con esas letras.
preview-filter = Buscar en el informe
# Botón al final de la lista.
preview-more = Mostrar { $n } más
# Botón: mira si las respuestas de la página valen.
preview-check = Revisar esta página
# Botón.
preview-before = Sección anterior
# Botón.
preview-after = Sección siguiente
# Botón: de una repetición a la página de arriba.
preview-up = Volver arriba
# Acto en la pantalla de inicio.
preview-act = Vista previa de un formulario
# Título de la ventana para elegir el archivo.
preview-choose = Elija el formulario
# Clases de archivo en esa ventana.
preview-files = Formularios

# Informe de un formulario: hallazgo xpath-syntax; qué pasó y qué hacer.
finding-xpath-syntax =
    .happened = Una fórmula no se entiende
    .todo = Revise paréntesis, comillas y signos en esa celda.
# Informe de un formulario: hallazgo unknown-function; qué pasó y qué hacer.
finding-unknown-function =
    .happened = Función que no existe
    .todo = Escriba el nombre como en la guía de XLSForm.
# Informe de un formulario: hallazgo wrong-arity; qué pasó y qué hacer.
finding-wrong-arity =
    .happened = Función con más o menos datos de los que lleva
    .todo = Cuente lo que va entre los paréntesis.
# Informe de un formulario: hallazgo typographic-quotes; qué pasó y qué hacer.
finding-typographic-quotes =
    .happened = Comillas curvas en una fórmula
    .todo = Use comillas rectas.
# Informe de un formulario: hallazgo cycle; qué pasó y qué hacer.
finding-cycle =
    .happened = Dos respuestas dependen una de otra en círculo
    .todo = Quite una de las referencias de esas filas.
# Informe de un formulario: hallazgo unknown-reference; qué pasó y qué hacer.
finding-unknown-reference =
    .happened = Se nombra una pregunta o lista que no está
    .todo = Corrija el nombre entre llaves.
# Informe de un formulario: hallazgo ambiguous-reference; qué pasó y qué hacer.
finding-ambiguous-reference =
    .happened = Dos preguntas tienen el nombre que se usa
    .todo = Dé a cada una otro nombre.
# Informe de un formulario: hallazgo missing-list; qué pasó y qué hacer.
finding-missing-list =
    .happened = Falta la lista de opciones
    .todo = Agréguela en la hoja choices.
# Informe de un formulario: hallazgo missing-calculation; qué pasó y qué hacer.
finding-missing-calculation =
    .happened = Falta la fórmula de un cálculo
    .todo = Escríbala en la columna calculation.
# Informe de un formulario: hallazgo missing-name; qué pasó y qué hacer.
finding-missing-name =
    .happened = Falta un nombre
    .todo = Escríbalo en la columna name.
# Informe de un formulario: hallazgo unknown-type; qué pasó y qué hacer.
finding-unknown-type =
    .happened = Tipo de pregunta que no existe
    .todo = Escriba un tipo de la guía de XLSForm.
# Informe de un formulario: hallazgo unclosed-group; qué pasó y qué hacer.
finding-unclosed-group =
    .happened = Un grupo o repetición no se cierra
    .todo = Agregue la fila end_group o end_repeat.
# Informe de un formulario: hallazgo duplicate-name; qué pasó y qué hacer.
finding-duplicate-name =
    .happened = Dos filas tienen el mismo nombre
    .todo = Cambie uno de los dos.
# Informe de un formulario: hallazgo reserved-name; qué pasó y qué hacer.
finding-reserved-name =
    .happened = Nombre reservado
    .todo = Elija otro nombre.
# Informe de un formulario: hallazgo illegal-name; qué pasó y qué hacer.
finding-illegal-name =
    .happened = Nombre con signos o espacios
    .todo = Use letras, números y guion bajo.
# Informe de un formulario: hallazgo duplicate-header; qué pasó y qué hacer.
finding-duplicate-header =
    .happened = Dos columnas tienen el mismo título
    .todo = Deje una.
# Informe de un formulario: hallazgo duplicate-choice; qué pasó y qué hacer.
finding-duplicate-choice =
    .happened = Una opción está dos veces
    .todo = Quite una, si no es a propósito.
# Informe de un formulario: hallazgo choice-space; qué pasó y qué hacer.
finding-choice-space =
    .happened = Espacio en el nombre de una opción
    .todo = Quite el espacio de la columna name.
# Informe de un formulario: hallazgo literal-default; qué pasó y qué hacer.
finding-literal-default =
    .happened = Un valor inicial se tomó como texto
    .todo = Póngalo entre comillas si es texto.
# Informe de un formulario: hallazgo container; qué pasó y qué hacer.
finding-container =
    .happened = El archivo no es lo que dice su nombre
    .todo = Guárdelo otra vez como .xlsx.
# Informe de un formulario: hallazgo missing-file; qué pasó y qué hacer.
finding-missing-file =
    .happened = Falta un archivo que el formulario nombra
    .todo = Póngalo en la carpeta del formulario.
# Informe de un formulario: hallazgo missing-translation; qué pasó y qué hacer.
finding-missing-translation =
    .happened = Falta un texto en un idioma
    .todo = Escríbalo; mientras se usa el idioma principal.
# Informe de un formulario: hallazgo unsupported; qué pasó y qué hacer.
finding-unsupported =
    .happened = Aquí no se puede usar
    .todo = La pregunta lo dirá y las demás siguen.
# Informe de un formulario: hallazgo foreign-dialect; qué pasó y qué hacer.
finding-foreign-dialect =
    .happened = Es de otro sistema
    .todo = Cámbielo por lo que usa ODK.
# Informe de un formulario: hallazgo quoted-function; qué pasó y qué hacer.
finding-quoted-function =
    .happened = Una función entre comillas es solo texto
    .todo = Quite las comillas.
# Informe de un formulario: hallazgo always-true; qué pasó y qué hacer.
finding-always-true =
    .happened = La condición siempre vale lo mismo
    .todo = Revise que sea lo que quiere.
# Informe de un formulario: hallazgo type-mismatch; qué pasó y qué hacer.
finding-type-mismatch =
    .happened = Se compara texto con número
    .todo = Revise el tipo de la pregunta.
# Informe de un formulario: hallazgo unsafe-xml; qué pasó y qué hacer.
finding-unsafe-xml =
    .happened = El archivo trae partes que no se permiten
    .todo = Quite las declaraciones DOCTYPE y ENTITY.
# Informe de un formulario: hallazgo unsafe-path; qué pasó y qué hacer.
finding-unsafe-path =
    .happened = Nombre de archivo que no se permite
    .todo = Use un nombre sencillo, sin carpetas.
# Informe de un formulario: hallazgo too-large; qué pasó y qué hacer.
finding-too-large =
    .happened = Es demasiado grande
    .todo = Divídalo o quite lo que no se usa.
# Informe de un formulario: hallazgo regex-risk; qué pasó y qué hacer.
finding-regex-risk =
    .happened = Una expresión regular que puede no terminar
    .todo = Escríbala más sencilla.
# Informe de un formulario: hallazgo unknown-event; qué pasó y qué hacer.
finding-unknown-event =
    .happened = Evento que no existe
    .todo = Revise el nombre del evento.
# Informe de un formulario: hallazgo unstable; qué pasó y qué hacer.
finding-unstable =
    .happened = Las respuestas cambian sin parar
    .todo = Revise las fórmulas que se llaman entre sí.
# Informe de un formulario: hallazgo run-time; qué pasó y qué hacer.
finding-run-time =
    .happened = Una fórmula no se pudo calcular
    .todo = Revise los datos que recibe.
# Informe de un formulario: hallazgo converter-failed; qué pasó y qué hacer.
finding-converter-failed =
    .happened = No se terminó de leer
    .todo = Léalo otra vez; si se repite, avise con el archivo.
# Informe de un formulario: hallazgo bad-parameter; qué pasó y qué hacer.
finding-bad-parameter =
    .happened = Un parámetro no se entiende
    .todo = Revise la columna parameters.
# Informe de un formulario: hallazgo unknown-column; qué pasó y qué hacer.
finding-unknown-column =
    .happened = Columna que no se conoce
    .todo = Si es un apunte suyo, déjela; si no, corrija el título.
# Informe de un formulario: hallazgo ignored-row; qué pasó y qué hacer.
finding-ignored-row =
    .happened = Una fila no se toma en cuenta
    .todo = Revise si le falta el tipo.
# Informe de un formulario: hallazgo renamed-header; qué pasó y qué hacer.
finding-renamed-header =
    .happened = Se corrigió el título de una columna
    .todo = Nada; conviene escribirlo así.
# Informe de un formulario: hallazgo ignored-sheet; qué pasó y qué hacer.
finding-ignored-sheet =
    .happened = Una hoja no se toma en cuenta
    .todo = Nada, si no es del formulario.
# Informe de un formulario: hallazgo control-characters; qué pasó y qué hacer.
finding-control-characters =
    .happened = Letras que no se ven
    .todo = Se quitaron; revise el texto.
# Informe de un formulario: hallazgo unknown-appearance; qué pasó y qué hacer.
finding-unknown-appearance =
    .happened = Apariencia que no se conoce
    .todo = La pregunta se muestra en su forma sencilla.
# Informe de un formulario: hallazgo bad-entity; qué pasó y qué hacer.
finding-bad-entity =
    .happened = Una entidad no está bien descrita
    .todo = Revise la hoja entities y la columna save_to.
# Informe de un formulario: hallazgo entities-version; qué pasó y qué hacer.
finding-entities-version =
    .happened = Entidades de una versión más nueva
    .todo = Guárdelas con una versión anterior.
# Informe de un formulario: hallazgo yes-no; qué pasó y qué hacer.
finding-yes-no =
    .happened = Un sí o no se leyó como valor
    .todo = Nada; conviene escribir yes o no.
