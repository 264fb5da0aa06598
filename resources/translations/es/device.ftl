### V28 Estado del equipo, V41 personas, V42 mi clave, V43 respaldos, V44 retirar.

# Enlace en el inicio.
device-wanted = Estado del equipo
# Título.
device-title = Estado del equipo
# Debajo del título.
device-subtitle = Lo que hay en este equipo y lo que puede hacer con él.
# Encabezado de los botones.
device-acts = Qué puede hacer
# Botón.
device-act-check = Comprobar el archivo
# Botón.
device-act-backup = Respaldar ahora
# Botón.
device-act-backups = Ver los respaldos
# Botón.
device-act-clave = Cambiar mi clave
# Botón.
device-act-people = Personas con clave
# Botón.
device-act-recovery = Nuevos códigos de recuperación
# Botón.
device-act-rotate = Cambiar la llave del archivo
# Botón: decidir trabajar con menos protección.
device-act-protection = Decidir sobre la protección
# Botón.
device-act-remove = Retirar este equipo
# Encabezado.
device-card-place = Equipo
# Encabezado.
device-card-keys = Claves y llaves
# Encabezado.
device-card-file = Archivo y respaldos
# Encabezado.
device-card-office = Oficina central
# Encabezado.
device-card-forms = Formularios
# Palabra sobre su valor.
device-office = Oficina y caja
# Palabra sobre su valor.
device-version = Versión del programa
# Palabra sobre su valor.
device-printer = Impresora
# La impresora guarda imágenes.
device-printer-picture = Sin impresora: los comprobantes se guardan como imagen
# Palabra sobre su valor.
device-clock = Reloj
# El reloj no puede estar bien.
device-clock-wrong = La fecha no está bien. Corríjala en el sistema.
# Palabra sobre su valor.
device-compared = Reloj comparado con la oficina central
# Nunca se comparó.
device-compared-never = Todavía no
# Palabra sobre su valor.
device-protection = Las llaves están protegidas con
# $level y $asked: niveles en palabras.
device-below = { $level }. Su institución pide { $asked }. Falta que alguien lo decida.
# $level y $asked: niveles en palabras.
device-below-decided = { $level }. Su institución pide { $asked }. Se decidió trabajar así.
# Palabra sobre su valor.
device-people = Abren este equipo
# Palabra sobre su valor.
device-recovery = Si alguien olvida su clave
# $n: códigos de recuperación que quedan.
device-recovery-left = { $n ->
        [0] No quedan códigos de recuperación
        [one] Queda { $n } código de recuperación
       *[other] Quedan { $n } códigos de recuperación
    }
# Palabra sobre su valor.
device-institution = La institución
# Tiene llave.
device-institution-yes = Puede abrir el archivo con su llave de recuperación
# No tiene llave.
device-institution-no = No puede abrir el archivo
# Palabra sobre su valor.
device-fingerprint = Huella de la institución
# Palabra sobre su valor.
device-disk = Espacio libre
# $room: tamaño.
device-disk-low = { $room }. Queda poco espacio.
# $room: tamaño.
device-disk-no-photos = { $room }. Ya no caben fotos nuevas.
# $room: tamaño.
device-disk-full = { $room }. Solo caben cobros por un momento más.
# Palabra sobre su valor.
device-checked = Última comprobación del archivo
# Nunca.
device-never = Todavía no
# La última comprobación encontró daño.
device-check-found = Se encontró daño. Avise a su oficina.
# Palabra sobre su valor.
device-backup = Último respaldo
# $when: cuándo.
device-backup-due = { $when }. Ya toca otro.
# Palabra sobre su valor.
device-backup-folder = Los respaldos van a
# No hay carpeta.
device-backup-nowhere = Ninguna carpeta elegida
# Título del diálogo del sistema.
device-backup-where = Carpeta o memoria USB para el respaldo
# Palabra sobre su valor.
device-wipe = Orden de borrar este equipo
# $hours: horas de trabajo que quedan.
device-wipe-announced = La institución lo ordenó. Se puede trabajar { $hours } horas más.
# Ya no se captura.
device-wipe-delivering = Ya no se captura. Se está entregando lo que hay.
# Lo último.
device-wipe-ending = Todo se entregó. Las llaves se van a destruir.
# Palabra sobre su valor.
device-reported = Aviso de la institución
# El equipo fue reportado.
device-reported-yes = Este equipo fue reportado
# Palabra sobre su valor.
device-lease = Cobros sin contacto con la oficina central
# $days: días que quedan.
device-lease-left = { $days ->
        [one] Queda { $days } día
       *[other] Quedan { $days } días
    }
# Se acabó.
device-lease-ended = Los cobros nuevos se detuvieron. Conecte el equipo.
# Palabra sobre su valor.
device-certificate = La firma de este equipo vale hasta
# Palabra sobre su valor.
device-revocations = Lista de equipos reportados del
# Palabra sobre su valor.
device-forms = Formulario
# $title y $versions.
device-form = { $title }: { $versions }
# No hay formularios.
device-forms-none = Todavía no ha llegado ninguno
# Mientras comprueba.
device-checking = Comprobando el archivo. Puede tardar unos minutos.
# $done y $of: anotaciones.
device-checking-far = Comprobando el archivo: { $done } de { $of } anotaciones.
# $events: cuántas anotaciones.
device-check-holds = El archivo está completo: { $events } anotaciones comprobadas.
# Hay daño.
device-check-broken = Se encontró daño en el archivo. Lo guardado sigue aquí. Avise a su oficina.
# Mientras respalda.
device-backing-up = Haciendo el respaldo. No retire la memoria.
# $name: archivo; $size: tamaño.
device-backed-up = Respaldo completo y comprobado: { $name }, { $size }.
# Mientras.
device-drawing = Haciendo códigos nuevos.
# $n: cuántos.
device-drawn = Hay { $n } códigos nuevos. Van sellados a la oficina; los anteriores ya no sirven.
# Nadie podría leerlos.
device-drawn-none = No se hicieron códigos: nadie de la institución podría leerlos todavía.
# Mientras.
device-rotating = Cambiando la llave del archivo. Nadie tiene que hacer nada; no apague el equipo.
# Listo.
device-rotated = El archivo tiene una llave nueva. Las claves de cada persona siguen igual.
# Mientras.
device-deciding = Anotando la decisión.
# Listo.
device-decided = La decisión quedó anotada con su nombre.
# V41, título.
openers-title = Personas con clave en este equipo
# Debajo del título.
openers-subtitle = Cada persona entra con la suya. La lista de personas la publica la oficina.
# Junto al nombre propio.
openers-mine = Usted
# Botón junto a un nombre.
openers-remove = Quitar
# Lo que dice un lector de pantalla.
openers-remove-name = Quitar a { $person }
# Pregunta.
openers-add = ¿A quién da una clave?
# Ayuda.
openers-add-hint = Son las personas que su oficina publicó y que aquí no tienen clave.
# Nadie más.
openers-nobody = Todas las personas que su oficina publicó tienen clave aquí.
# Encima de las cuatro palabras.
openers-clave = Su clave nueva. Que la lea solo esa persona; después puede cambiarla.
# Botón principal.
openers-add-act = Dar esta clave
# Falta elegir.
openers-choose = Elija a una persona.
# $person y $clave.
openers-added = { $person } ya puede entrar con la clave: { $clave }
# $person.
openers-removed = { $person } ya no entra en este equipo.
# V42, título.
myclave-title = Cambiar mi clave
# Debajo del título.
myclave-subtitle = La clave anterior deja de servir en este equipo.
# Campo.
myclave-old = Clave actual
# Vacío.
myclave-old-empty = Escriba su clave actual.
# No es.
myclave-old-wrong = La clave actual no coincide. Escríbala otra vez.
# Encima de cuatro palabras.
myclave-proposal = Puede usar estas cuatro palabras, u otra clave suya:
# Campo.
myclave-new = Clave nueva
# Vacío.
myclave-new-empty = Escriba la clave nueva.
# Botón principal.
myclave-change = Cambiar la clave
# Se dice en V28.
myclave-changed = Su clave es otra desde ahora.
# V43, título.
backups-title = Respaldos
# Debajo del título.
backups-subtitle = Son copias selladas: solo se abren con una clave de este equipo o de la institución.
# $hours.
backups-every = Se hacen solos cada { $hours } horas mientras se trabaja.
# No se hacen solos.
backups-by-hand = Su institución no pide respaldos automáticos.
# $when y $size.
backups-line = { $when } · { $size }
# Está al alcance.
backups-in-reach = está aquí
# No está.
backups-away = no está conectado
# $day.
backups-must-go = debe destruirse a más tardar el { $day }
# No hay.
backups-none = Todavía no hay respaldos.
# Cómo se usan.
backups-restore = Para usar un respaldo en otro equipo, pida ayuda a su oficina.
# Botón principal.
backups-now = Hacer un respaldo
# Botón.
backups-folder = Elegir la carpeta
# V44, título.
removing-title = Retirar este equipo
# Debajo del título.
removing-subtitle = Se destruyen las llaves y después los archivos. No se puede deshacer.
# Se puede.
removing-may-go = Todo lo guardado ya está en la oficina central.
# No se puede.
removing-not-yet = Todavía no se puede retirar: esto solo está en este equipo.
# Botón principal cuando se puede.
removing-go = Pedir autorización y retirar
# Botón principal cuando falta entregar.
removing-deliver = Ir a Entregas
# Hecho.
removing-done = Este equipo quedó retirado. Ya no hay datos en él.
# Debajo.
removing-done-about = Para usarlo otra vez, haga el alta con otro código.
# Botón principal al final.
removing-close = Cerrar el programa
