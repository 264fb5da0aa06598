### Problemas del cuidado del equipo: respaldos, rescate. Tres partes: qué pasó, si está a salvo, qué hacer.

# Código backup.damaged: un byte del respaldo cambió, o le falta una parte. $file es el nombre del archivo.
problem-backup-damaged =
    .happened = El respaldo { $file } está dañado.
    .safe = No se usó nada de él; lo que hay en este equipo no cambió.
    .todo = Use otro respaldo, o copie este otra vez desde su memoria.
# Código backup.unknown: el archivo no es un respaldo, o lo hizo una versión más nueva.
problem-backup-unknown =
    .happened = El archivo { $file } no es un respaldo de esta versión.
    .safe = No se usó nada de él; lo que hay en este equipo no cambió.
    .todo = Elija un respaldo, o instale la versión nueva de Ventanilla.
# Código backup.does_not_hold: lo que se copió no es lo que se leyó después.
problem-backup-does_not_hold =
    .happened = El respaldo se leyó otra vez y no es igual.
    .safe = Lo guardado en este equipo está a salvo. Los respaldos de antes siguen.
    .todo = Pruebe otra carpeta u otra memoria. Si se repite, revise el archivo.
# Código backup.no_folder: nadie ha dicho dónde van los respaldos.
problem-backup-no_folder =
    .happened = Nadie ha dicho dónde van los respaldos.
    .safe = Lo guardado en este equipo está a salvo.
    .todo = Elija una carpeta o una memoria USB.
# Código restore.not_empty: la carpeta del equipo ya tiene algo.
problem-restore-not_empty =
    .happened = La carpeta de este equipo ya tiene algo adentro.
    .safe = No se cambió nada.
    .todo = Elija una carpeta vacía con --profile.
# Código rescue.no_key: el perfil de la institución no trae clave de rescate.
problem-rescue-no_key =
    .happened = La institución no tiene una clave de rescate.
    .safe = El archivo dañado está como estaba.
    .todo = Guarde la carpeta completa y avise a quien supervisa.
# Código rescue.nothing: del archivo no se puede leer nada.
problem-rescue-nothing =
    .happened = Del archivo dañado no se pudo leer nada.
    .safe = Lo ya entregado está en la oficina central.
    .todo = Guarde la carpeta completa y avise a quien supervisa.
