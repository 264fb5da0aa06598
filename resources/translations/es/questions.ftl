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
