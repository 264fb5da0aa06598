### Lo que se dice de archivos, borradores y versiones de un formulario; «a salvo» solo donde es verdad por construcción.

# Código attachment.too_large; se muestra en la pregunta.
problem-attachment-too_large =
    .happened = El archivo pasa de { $limit } MB.
    .safe = Las demás respuestas están guardadas; este archivo no.
    .todo = Elija un archivo más chico.
# Código attachment.record_full; se muestra en la pregunta.
problem-attachment-record_full =
    .happened = Con este archivo el registro pasaría de { $limit } MB o de 200 archivos.
    .safe = Lo que ya tiene el registro está guardado; este archivo no.
    .todo = Quite un archivo o elija uno más chico.
# Código attachment.not_picture; se muestra en la pregunta.
problem-attachment-not_picture =
    .happened = El archivo no es una imagen que se pueda leer aquí.
    .safe = Las demás respuestas están guardadas; este archivo no.
    .todo = Elija otra imagen o tome otra foto.
# Código attachment.wrong_kind; se muestra en la pregunta.
problem-attachment-wrong_kind =
    .happened = La pregunta pide otra clase de archivo.
    .safe = Las demás respuestas están guardadas; este archivo no.
    .todo = Elija un archivo de la clase que pide la pregunta.
# Código disk.no_photos; se muestra en la pregunta.
problem-disk-no_photos =
    .happened = No hay espacio para archivos nuevos.
    .safe = Lo guardado está a salvo.
    .todo = Entregue, o libere espacio en el disco.
# Código attachment.missing: alguien o algo borró el archivo del disco.
problem-attachment-missing =
    .happened = El archivo de una respuesta ya no está en este equipo.
    .safe = Las demás respuestas están guardadas.
    .todo = Ponga el archivo otra vez en su pregunta.
# Código draft.place: la parte del formulario que se pidió ya no está.
problem-draft-place =
    .happened = Esa parte del formulario ya no está.
    .safe = Las respuestas están guardadas.
    .todo = Siga desde la sección.
# Código registration.unknown: se pidió un registro que este equipo no tiene.
problem-registration-unknown =
    .happened = Este equipo no tiene ese registro.
    .safe = Nada cambió.
    .todo = Busque el registro en la lista.
# Código registration.no_reason: se pidió corregir sin escribir por qué.
problem-registration-no_reason =
    .happened = Falta el motivo de la corrección.
    .safe = El registro guardado no cambió.
    .todo = Escriba el motivo.
# Código registration.erased: lo que decía el registro se borró por ley.
problem-registration-erased =
    .happened = El contenido de este registro ya no está en este equipo.
    .safe = Nada cambió.
    .todo = Pregunte en la oficina central.
