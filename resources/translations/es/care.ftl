### Cuidado del equipo: revisión del archivo (ventanilla doctor, pantalla X02), respaldos, rescate.

# En la terminal: pide la clave; con Enter se revisa solo lo que se ve sin abrir el archivo.
doctor-clave-ask = Clave (Enter: revisar solo por fuera):
# En la terminal: pide la clave para abrir el archivo.
clave-ask = Clave:
# La clave no abre este archivo.
clave-does-not-fit = La clave no abre este archivo.
# Veredicto: nada está mal.
doctor-sound = Todo está en orden.
# Veredicto: algo está dañado.
doctor-damaged = Hay daños. No siga trabajando con este archivo y avise a quien supervisa.
# Veredicto: por fuera nada se ve mal, pero no se abrió.
doctor-unknown = Por fuera no se ve ningún daño. Para revisarlo por dentro hace falta una clave.
# Las tablas derivadas se hicieron otra vez desde el diario.
doctor-rebuilt = Las listas se hicieron otra vez a partir de los registros.
# Una serie está completa. $series: cuatro letras; $number: su último registro.
doctor-series-whole = Serie { $series }: { $number } registros, cadena completa.
# Una serie se rompe. $number: último intacto; $when: su fecha; $after: cuántos hay después.
doctor-series-cut = Serie { $series }: intacta hasta el registro { $number } ({ $when }); hay { $after } después.

# El archivo cifrado no está.
doctor-file_missing =
    .found = Falta el archivo de este equipo.
    .todo = Búsquelo en la papelera o en un respaldo. Restaure con «ventanilla restore».
# El archivo existe con cero bytes.
doctor-file_empty =
    .found = El archivo de este equipo está vacío.
    .todo = Restaure el último respaldo con «ventanilla restore».
# El archivo no está cifrado: alguien lo cambió por otro.
doctor-plaintext =
    .found = El archivo no está cifrado. No lo escribió Ventanilla.
    .todo = No lo use. Guarde la carpeta y avise a quien supervisa.
# El archivo de claves y su copia faltan.
doctor-keys_missing =
    .found = Falta el archivo de claves; su copia también.
    .todo = Sáquelo de un respaldo. Sin él nadie puede abrir el archivo.
# El archivo de claves y su copia no se pueden leer.
doctor-keys_damaged =
    .found = El archivo de claves está dañado; su copia también.
    .todo = Sáquelo de un respaldo. Sin él nadie puede abrir el archivo.
# Una de las dos copias del archivo de claves está dañada. $names: cuál.
doctor-keys_copy_damaged =
    .found = Una de las dos copias del archivo de claves está dañada: { $names }.
    .todo = Entre con su clave: la copia buena repara la otra.
# La primera página no se puede leer: nada abre.
doctor-header =
    .found = El principio del archivo está dañado y no se puede abrir.
    .todo = Rescate lo que se pueda leer con «ventanilla doctor --export CARPETA».
# Páginas dañadas. $number: cuántas.
doctor-pages =
    .found = Páginas dañadas en el archivo: { $number }.
    .todo = Rescate lo que se pueda leer con «ventanilla doctor --export CARPETA».
# Las páginas se leen, pero no encajan entre sí.
doctor-structure =
    .found = Las partes del archivo no encajan entre sí.
    .todo = Rescate lo que se pueda leer con «ventanilla doctor --export CARPETA».
# Un renglón nombra a otro que no está. $number: cuántos.
doctor-references =
    .found = Hay renglones que nombran a otros que no están: { $number }.
    .todo = Rescate lo que se pueda leer con «ventanilla doctor --export CARPETA».
# Un byte del registro de cambios (-wal) está dañado. $number: cuántos guardados quedan detrás.
doctor-log =
    .found = El registro de cambios está dañado. Detrás del daño hay { $number } guardados.
    .todo = No abra el archivo. Rescátelos con «ventanilla doctor --export CARPETA».
# El testigo (archivo .witness) falta.
doctor-witness_missing =
    .found = Falta el testigo que dice hasta dónde llegaba el archivo.
    .todo = Al abrir, el equipo sigue en una serie nueva y avisa a la oficina.
# El testigo está, pero ninguno de sus dos lugares se puede leer.
doctor-witness_damaged =
    .found = El testigo que dice hasta dónde llegaba el archivo está dañado.
    .todo = Al abrir, el equipo sigue en una serie nueva y avisa a la oficina.
# El archivo es más viejo que su testigo. $number: su último registro; $of: el que vio el testigo.
doctor-went_back =
    .found = El archivo es una copia anterior: llega al registro { $number }; llegó a estar en el { $of }.
    .todo = Busque el archivo más nuevo. Al abrir este, el equipo sigue en una serie nueva.
# El testigo vio otra historia con el mismo número.
doctor-other_history =
    .found = El archivo y su testigo cuentan historias distintas en el registro { $of }.
    .todo = Guarde la carpeta y avise a quien supervisa. El equipo sigue en una serie nueva.
# La cadena se rompe. $number: último registro intacto; $when: su fecha; $after: cuántos hay después.
doctor-chain =
    .found = La cadena de la serie { $series } se rompe después del registro { $number } ({ $when }). Hay { $after } después.
    .todo = Lo de antes está intacto. Rescate todo con «ventanilla doctor --export CARPETA».
# Un programa más nuevo escribió el archivo.
doctor-newer =
    .found = El archivo es de una versión más nueva de Ventanilla.
    .todo = Instale la versión nueva. El archivo no está dañado.
# Otras personas de la computadora pueden leer los archivos. $names: cuáles.
doctor-permissions =
    .found = Otras personas de esta computadora pueden leer, o usted no puede escribir: { $names }.
    .todo = Corrija los permisos: solo quien usa Ventanilla lee y escribe.
# Menos de 20 MB libres. $number: cuántos MB quedan.
doctor-disk_full =
    .found = Quedan { $number } MB en el disco.
    .todo = Libere espacio. Lo guardado está a salvo.
# El reloj dice una fecha anterior a la de esta versión.
doctor-clock =
    .found = La fecha de la computadora no puede ser correcta.
    .todo = Corrija la fecha y la hora. El orden de los registros no depende de ellas.
# Tablas derivadas que no dicen lo que dice el diario. $names: cuáles.
doctor-read_tables =
    .found = Algunas listas no dicen lo mismo que los registros: { $names }.
    .todo = Hágalas otra vez con «ventanilla doctor --rebuild». No se pierde nada.
# Hay registros que este programa no hace.
doctor-foreign =
    .found = Hay registros que este programa no pudo hacer: las listas los rechazan.
    .todo = No cambie nada y avise a la oficina: alguien escribió en el archivo por otro camino.
# Fotos o archivos de respuestas que faltan. $number: cuántos.
doctor-blobs_missing =
    .found = Faltan archivos de respuestas (fotos, firmas): { $number }.
    .todo = Sáquelos de un respaldo: carpeta blobs. Los registros están completos.
# Fotos o archivos de respuestas dañados. $number: cuántos.
doctor-blobs_damaged =
    .found = Hay archivos de respuestas dañados (fotos, firmas): { $number }.
    .todo = Sáquelos de un respaldo: carpeta blobs. Los registros están completos.
# Restos de una operación que se cortó. $names: cuáles.
doctor-leftovers =
    .found = Quedaron restos de una operación que se cortó: { $names }.
    .todo = No estorban. El siguiente respaldo los quita, o puede borrarlos.

# Respaldo hecho. $file: nombre; $size: en MB; $number: último registro que contiene.
backup-done = Respaldo hecho y comprobado: { $file } ({ $size }), hasta el registro { $number }.
# Respaldo restaurado. $when: cuándo se hizo; $number: último registro que contiene.
restore-done = Respaldo restaurado: es de { $when } y llega al registro { $number }.
# Qué pasa después de restaurar.
restore-new-series = Lo de después no está aquí. El equipo sigue en una serie nueva y avisa a la oficina.
# Página X01, cuando el archivo viene de un respaldo. $when: cuándo se hizo.
restored-means = Este equipo se restauró de un respaldo de { $when }. Lo de después no está aquí.

# Rescate: hace falta una clave para leer el archivo dañado.
rescue-needs-clave = Para rescatar hace falta la clave de una persona de este equipo.
# Rescate: cada serie. $number: último intacto; $when: su fecha; $after: cuántos más se leen; $last: el mayor.
rescue-series = Serie { $series }: intacta hasta el registro { $number } ({ $when }). Más allá se leen { $after }; el último es el { $last }.
# Rescate: cuánto se puede leer.
rescue-found = Se pueden leer { $events } registros, { $receipts } comprobantes, { $drafts } borradores y { $files } archivos.
# Rescate: páginas que no se pueden creer.
rescue-pages = Páginas dañadas: { $damaged } de { $pages }.
# Rescate terminado. $file: nombre del archivo; $folder: carpeta.
rescue-done = Rescate hecho: { $file }, en { $folder }. Solo la oficina central puede abrirlo.
# Rescate: el archivo dañado se copió aparte. $folder: nombre de la carpeta.
rescue-kept = El archivo dañado quedó copiado, sin cambios, en { $folder }.

# Pantalla X02, título: el archivo cifrado no se puede usar.
damaged-title = Revisar el archivo de este equipo
# X02, línea bajo el título.
damaged-subtitle = Nada de lo que haga aquí cambia el archivo.
# X02, campo de la clave.
damaged-clave = Su clave
# X02, botón: mirar qué está dañado. También en V01, bajo el aviso de archivo dañado.
damaged-look = Revisar el archivo
# X02, botón mientras se revisa.
damaged-looking = Revisando…
# X02, campo de la carpeta adonde va el rescate.
damaged-folder = Carpeta o memoria USB
# X02, ayuda del campo de la carpeta.
damaged-folder-hint = Ahí quedan lo rescatado y una copia del archivo.
# X02, falta la carpeta.
damaged-folder-empty = Escriba o elija una carpeta.
# X02, botón: elegir una carpeta.
damaged-choose = Elegir carpeta
# X02, botón: copiar lo que se puede leer, sellado para la oficina central.
damaged-export = Rescatar lo que se puede leer
# X02, botón mientras se rescata.
damaged-exporting = Rescatando…
# X02, qué sigue después del rescate.
damaged-next = Lleve los dos a la oficina central. No borre nada de este equipo.
# X02, botón: volver a la puerta.
damaged-back = Volver

# Franja de estado: espacio bajo. $days: para cuántos días alcanza al paso de este equipo.
disk-days = { $days ->
        [one] Espacio para un día: entregue pronto
       *[other] Espacio para unos { $days } días
    }
# Franja de estado: ya no caben fotos; lo demás sigue.
disk-no_photos = Sin espacio para fotos

# Banda sobre toda pantalla: la revisión de fondo encontró un daño en el archivo.
check-found = La revisión encontró un daño en el archivo. Avise hoy a quien supervisa.
