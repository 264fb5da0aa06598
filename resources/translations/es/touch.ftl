### K07 y las preguntas del quiosco: todo se toca. Escritas para leerse en voz alta (UX §6.1.9).

# Cabecera: cambia el idioma.
kiosk-aid-language = Idioma
# Cabecera: letra más grande, o la de antes.
kiosk-aid-letters = Letra
# Cabecera: alto contraste, o los colores de antes.
kiosk-aid-contrast = Contraste
# Cabecera: explica la página y llama a una persona.
kiosk-aid-help = Ayuda
# Cabecera, a la derecha: deja el trámite.
kiosk-finish-short = Terminar
# Sobre el título; solo cuando la cuenta es verdadera.
kiosk-step = Paso { $step } de { $steps }
# Ayuda de una página de preguntas.
kiosk-help-words = Lea la pregunta y toque su respuesta. Después toque Continuar. Con Atrás puede cambiar lo anterior.
# Título de la elección de idioma.
kiosk-language-title = ¿En qué idioma?
# Botón que cierra la ayuda o la elección de idioma.
kiosk-close = Volver a la pregunta
# Título de la última página.
kiosk-end-title = Ya contestó todo
# Bajo ese título.
kiosk-end-words = Toque Continuar, o Atrás para cambiar una respuesta.
# Página entre las partes que se repiten, cuando ya hay alguna; arriba dice qué es.
repeat-another = ¿Agregar otra más?
# La misma página cuando aún no hay ninguna.
repeat-first = ¿Agregar una?
# Bajo esa pregunta.
repeat-count = { $n ->
        [0] Todavía no hay ninguna.
        [one] Ya contestó { $n }.
       *[other] Ya contestó { $n }.
    }
# Respuesta.
repeat-yes = Sí
# Respuesta.
repeat-no = No
# Sobre la pregunta, dentro de lo que se repite: cuál es.
repeat-number = { $what } · { $n }
# Barra que deja deshacer durante cinco segundos; $answer es lo elegido.
quick-chosen = Eligió: { $answer }
# Botón de esa barra.
quick-undo = Deshacer
# Más texto del que cabe: botón que baja.
paged-down = Ver más
# Botón que sube.
paged-up = Volver arriba

# Botón que sigue cuando se pueden elegir varias, y tecla que guarda el teclado.
touch-done = Listo
# Bajo una pregunta que puede quedar sin respuesta.
touch-may-skip = Si no sabe, toque Continuar.
# Bajo una pregunta de elegir, cuando el formulario no dice nada.
touch-choose-one = Elija una respuesta.
# Lo mismo, cuando se pueden elegir varias.
touch-choose-some = Puede elegir varias. Toque otra vez para quitar.
# Una pregunta de elegir que no trae respuestas, por lo que se contestó antes.
touch-no-choices = Aquí no hay respuestas para elegir. Toque Continuar.
# Respuesta del mismo rango que las otras, donde el formulario la permite.
touch-do-not-know = No sé
# Junto a esa respuesta.
touch-do-not-know-note = Una persona le ayuda
# Botón: se oye la pregunta.
touch-listen = Oír
# Nombre completo para el lector de pantalla.
touch-listen-name = Oír: { $question }
# Campo para buscar entre muchas respuestas.
touch-search-hint = Escriba las primeras letras
# Cuántas respuestas quedan.
touch-found = { $n ->
        [0] No hay ninguna con esas letras. Borre y pruebe otra vez.
        [one] Hay { $n } respuesta.
       *[other] Hay { $n } respuestas.
    }
# Página de tarjetas anterior.
cards-before = Anteriores
# Página de tarjetas siguiente.
cards-after = Siguientes
# Entre los dos botones.
cards-page = Página { $page } de { $pages }
# Botón: el orden mostrado es la respuesta.
touch-rank-agree = Este orden está bien
# Nombre del botón de subir.
touch-rank-up = Subir { $label }
# Nombre del botón de bajar.
touch-rank-down = Bajar { $label }
# Lo dice el lector de pantalla después de mover.
touch-rank-moved = { $label }, lugar { $place }
# Nombre del botón −.
touch-less = Menos
# Nombre del botón +.
touch-more = Más
# En lugar del número, mientras no hay.
touch-no-number = —
# Calificación con estrellas.
touch-stars = { $n } de { $count }
# Tarjeta grande que se toca después de leer.
touch-understood = Entendido
# Caja visible: el formulario pide algo que el quiosco no puede.
touch-not-here = Aquí no se puede responder.
# Bajo esa caja, cuando se puede seguir.
touch-not-here-go-on = Responda en ventanilla. Ahora toque Continuar.
# Bajo esa caja, cuando sin la respuesta no se puede terminar.
touch-not-here-required = Se responde en ventanilla. Toque Ayuda para llamar a una persona.
# El lugar donde se dibuja, para el lector de pantalla.
touch-canvas-sign = Lugar para firmar con el dedo
# Lo mismo, para dibujar.
touch-canvas-draw = Lugar para dibujar con el dedo
# Botón: quita todo lo dibujado.
touch-wipe = Borrar todo
# Botón: quita la última raya.
touch-undo-line = Quitar lo último
# Bajo el visor de la cámara.
touch-photo-hold = Ponga el papel dentro de las esquinas.
# Botón; cuenta tres segundos.
touch-photo-take = Tomar la foto
# Botón.
touch-photo-again = Repetir
# Ya hay foto.
touch-photo-taken = ¿Se ve bien? Si no, toque Repetir.
# La cámara no contesta.
touch-photo-gone = La cámara no responde. Puede hacerlo en ventanilla.
# Bajo una pregunta que es un código.
touch-scan-how = Pase el código por el lector, o escríbalo.
# Botón.
touch-scan = Leer con la cámara
# Lo dice el lector de pantalla.
touch-scan-read = Código leído
# Botón: el lugar es el de esta oficina.
touch-place-office = Usar el lugar de esta oficina
# Botón: el lugar donde está el equipo.
touch-place-here = Tomar el lugar
# Aún sin lugar.
touch-place-blank = Todavía no hay lugar.
# El equipo no sabe dónde está.
touch-place-none = Ahora no se sabe el lugar. Puede hacerlo en ventanilla.
# El lugar, en números.
touch-place-shown = Latitud { $latitude }, longitud { $longitude }. Más o menos { $accuracy } metros.
# Línea: el formulario pide otro calendario.
touch-our-calendar = La fecha se pregunta con el calendario común.
# Línea: el formulario pide un mapa.
touch-other-list = Se elige de una lista, sin mapa.
# Línea: el formulario pide un mapa para el lugar.
touch-other-place = El lugar se muestra con números, sin mapa.
# Línea: el formulario pide una escala vertical.
touch-other-scale = La escala se muestra acostada.
# Línea: el formulario pide abrir otra aplicación.
touch-other-app = Aquí no se abre otra aplicación. Escriba la respuesta.
# Línea: el formulario pide un aspecto que no se conoce.
touch-other-plain = Esta pregunta se muestra en su forma sencilla.

# Partes de una hora.
time-hour = hora
# Véase time-hour.
time-minute = minuto
# Tecla.
time-less = − 1 minuto
# Tecla.
time-more = + 1 minuto

# Tecla que borra la última letra.
key-erase = Borrar
# Tecla.
key-space = Espacio
# Tecla con una flecha: letra grande. La lee el lector de pantalla.
key-capital = Mayúscula
# Tecla que cambia a signos y números.
key-signs = 123
# Tecla que vuelve a las letras.
key-letters = ABC
# Tecla: renglón nuevo.
key-line = Renglón nuevo
# Nombre de una tecla; $sign es el signo.
key-point = Punto { $sign }
# Véase key-point.
key-comma = Coma { $sign }
# Véase key-point.
key-dash = Guion { $sign }
# Véase key-point.
key-slash = Diagonal { $sign }
# Véase key-point.
key-quote = Apóstrofo { $sign }
# Bajo las casillas de la CURP: letras del nombre.
curp-part-1 = nombre
# Bajo las casillas de la CURP: fecha.
curp-part-2 = nacimiento
# Bajo las casillas de la CURP.
curp-part-3 = sexo
# Bajo las casillas de la CURP.
curp-part-4 = estado
# Bajo las casillas de la CURP.
curp-part-5 = letras
# Bajo las casillas de la CURP.
curp-part-6 = final
# Entre Borrar y Listo: lo que sigue; $choices y $last son letras.
curp-now-or = Ahora: { $choices } o { $last }
# Lo mismo, cuando solo puede seguir una.
curp-now = Ahora: { $choices }
# Lo mismo, cuando pueden seguir muchas.
curp-now-kind = { $kind ->
        [digits] Ahora: un número
        [letters] Ahora: una letra
       *[both] Ahora: letra o número
    }
# Ya están las 18.
curp-whole = Está completa
# La fecha que dice la CURP, para que se vea un descuido.
curp-born = Nació el { $day }. Si no es así, borre y corrija.
