### Preguntas de un formulario: lo que dicen los campos, sea cual sea la pregunta.

# Nombre de la imagen de una pregunta para el lector de pantalla; $label es la pregunta.
question-picture = Imagen: { $label }
# Enlace bajo una imagen.
question-picture-larger = Ver más grande
# Enlace bajo una imagen grande.
question-picture-smaller = Ver más chica
# Enlace: se oye la pregunta.
question-listen = Oír
# Nombre completo del enlace.
question-listen-name = Oír: { $label }
# Mientras se oye.
question-listen-stop = Parar
# Nombre completo del enlace.
question-listen-stop-name = Parar: { $label }
# La pregunta trae un audio y el equipo no tiene bocina.
question-no-sound = La pregunta trae un audio. Este equipo no puede reproducirlo.
# La pregunta trae un video; $name es el archivo.
question-no-video = La pregunta trae un video ({ $name }). Este equipo no puede mostrarlo.
# El formulario nombra un archivo que no llegó a este equipo.
question-missing-file = Falta el archivo { $name } en este equipo.
# Enlace que abre una explicación más larga.
question-help = Más ayuda
# El mismo enlace cuando está abierta.
question-help-close = Menos ayuda

# Bajo una respuesta que no se ve (puntos en vez de letras).
question-hidden = Lo que escribe no se ve ni se puede copiar.
# El formulario pide abrir otra aplicación; aquí se escribe la respuesta.
question-other-app = El formulario pide otra aplicación. Aquí escriba la respuesta.
# Botón − junto a un número; nombre para el lector de pantalla.
question-less = Quitar uno: { $label }
# Botón + junto a un número; nombre para el lector de pantalla.
question-more = Agregar uno: { $label }
# Botón que abre un calendario; nombre para el lector de pantalla.
question-calendar = Abrir calendario: { $label }
# El formulario pide otro calendario (etíope, persa…) y este equipo usa el común.
question-common-calendar = Escriba la fecha en el calendario común.
# Se salió del campo y lo escrito no es ninguna de las respuestas; $typed es lo escrito.
question-not-listed = «{ $typed }» no está en la lista. Escriba una parte de la respuesta y elija.
# El formulario pide tocar un dibujo; este equipo muestra el dibujo y la lista.
question-image-map = Este equipo no puede marcar el dibujo. Elija en la lista.
# Botón que quita una respuesta ya elegida; nombre para el lector de pantalla.
question-drop = Quitar { $answer }
# Dentro del campo donde se buscan más respuestas.
question-chosen-count = { $n ->
        [one] { $n } elegida. Escriba para agregar otra.
       *[other] { $n } elegidas. Escriba para agregar otra.
    }
# Botón bajo una lista que se ordena.
rank-up = Subir
# Véase rank-up.
rank-down = Bajar
# Botón: el orden que se ve es el correcto.
rank-as-is = Usar este orden
# Número fuera de la escala.
range-which = Escriba un número de { $start } a { $end }, de { $step } en { $step }.
# Una estrella de varias; nombre para el lector de pantalla.
range-star = { $n } de { $count }
# Enlace que quita la respuesta o el archivo.
question-remove = Quitar
# Tamaño de un archivo.
file-size-kb = { $n } KB
# Tamaño de un archivo grande.
file-size-mb = { $n } MB
# Botón; también título del diálogo.
file-choose = Elegir archivo
# El archivo elegido no es del tipo que pide la pregunta; $name es el archivo.
file-other-kind = { $name } no es del tipo que pide la pregunta. Elija otro archivo.
# Botón: grabar sonido o video.
file-record = Grabar
# Mientras se graba.
file-record-stop = Terminar grabación
# Pregunta de audio en un equipo sin micrófono.
file-no-recorder = Este equipo no puede grabar. Elija un archivo de sonido.
# Pregunta de video en un equipo que no graba.
file-no-video = Este equipo no puede grabar. Elija un archivo de video.
# Botón; también título del diálogo.
image-choose = Elegir imagen
# Botón.
image-open-camera = Abrir la cámara
# Botón: con la cámara abierta.
image-take = Tomar foto
# Botón: con la cámara abierta.
image-close-camera = Cerrar la cámara
# Nombre de lo que muestra la cámara, para el lector de pantalla.
image-camera = Vista de la cámara
# La pregunta pide una foto nueva y no hay cámara.
image-no-camera = Este equipo no tiene cámara. Elija una imagen.
# Nombre del archivo de una foto tomada aquí, sin extensión.
image-file-name = foto
# El archivo elegido no es una imagen; $name es el archivo.
image-not-read = { $name } no es una imagen que este equipo pueda mostrar. Elija otra.
# Botón bajo un dibujo: quita el último trazo.
draw-undo = Deshacer trazo
# Botón bajo un dibujo: quita todos los trazos.
draw-clear = Borrar
# Botón: quita el dibujo guardado y empieza otro.
draw-again = Dibujar otra vez
# Botón: quita la firma guardada y firma de nuevo.
draw-sign-again = Firmar otra vez
# Pluma.
draw-black = Negro
# Pluma.
draw-red = Rojo
# Pluma.
draw-blue = Azul
# Antes de dibujar sobre una imagen hace falta elegirla.
draw-choose-first = Elija primero la imagen. Después dibuje sobre ella.
# Dentro del campo de un código.
barcode-placeholder = Escanee o escriba
# Botón.
barcode-camera = Leer con la cámara
# Botón: con la cámara abierta.
barcode-camera-stop = Cerrar la cámara
# Botón.
barcode-picture = Leer de una imagen
# No se encontró un código en la imagen.
barcode-none = No se encontró un código en la imagen. Escríbalo.
# La imagen tiene varios códigos y se tomó el primero.
barcode-several = La imagen tiene varios códigos. Se tomó el primero.
# Sobre el campo.
place-latitude = Latitud
# Sobre el campo.
place-longitude = Longitud
# Botón: la posición que dice el receptor.
place-here = Usar la posición de este equipo
# Botón: el equipo solo conoce la posición de la oficina.
place-office = Usar la posición de la oficina
# Bajo la posición: no es donde está lo que se registra.
place-is-office = Es la posición de la oficina, no la del lugar.
# Bajo la posición; $m son metros.
place-good = Precisión: { $m } m.
# Bajo la posición: menos precisa de lo que pide el formulario.
place-fair = Precisión: { $m } m. El formulario pide { $wanted } m. Puede tomarla otra vez.
# Bajo la posición: muy poco precisa.
place-poor = Precisión: { $m } m. Es poca: tómela otra vez a cielo abierto.
# El formulario pide un mapa.
place-no-map = Este equipo no muestra mapas.
# Sin receptor de posición.
place-no-receiver = Escriba los grados con punto, por ejemplo 20.967.
# Grados que no existen.
place-degrees = La latitud va de -90 a 90 y la longitud de -180 a 180.
# Botón: agrega el punto escrito.
place-add = Agregar punto
# Botón: quita el punto marcado de la lista.
place-drop = Quitar punto
# Nombre de la lista de puntos.
place-points = Puntos de { $label }
# Faltan puntos para una línea o una figura.
place-missing = { $n ->
        [one] Falta { $n } punto.
       *[other] Faltan { $n } puntos.
    }
# Bajo los puntos de una figura.
place-closed = La figura se cierra con el primer punto.
# Qué distingue a las plumas; nombre para el lector de pantalla.
draw-colour = color de la pluma
# Véase draw-colour.
draw-width = grosor de la pluma
# Grosor de la pluma.
draw-thin = Fina
# Grosor de la pluma.
draw-middle = Mediana
# Grosor de la pluma.
draw-thick = Gruesa
# Lo que una pregunta necesitaría y aquí no hay; va dentro de form-unsupported.
unsupported-other-app = respuesta de otra aplicación
