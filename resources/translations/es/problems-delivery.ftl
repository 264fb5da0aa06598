### Por qué no avanza lo que espera (V24).

# Código link.clock.
problem-link-clock =
    .happened = La fecha de este equipo no está bien; por eso no se reconoce a la oficina central.
    .safe = Todo está guardado en este equipo.
    .todo = Corrija la fecha en el sistema.
# Código link.budget.
problem-link-budget =
    .happened = La conexión se paga por datos y lo de hoy ya se usó.
    .safe = Todo está guardado en este equipo.
    .todo = Mañana sigue sola. Si urge, presione el botón, use otra red o lleve la memoria USB.
# Código link.metered.
problem-link-metered =
    .happened = Las fotos esperan otra conexión: esta se paga por datos.
    .safe = Los registros sí se entregan; las fotos están guardadas.
    .todo = Conecte otra red, o presione el botón.
# Código link.stopped.
problem-link-stopped =
    .happened = La entrega de una foto se detuvo a la mitad.
    .safe = Está guardada en este equipo; sigue donde se quedó.
    .todo = No tiene que hacer nada.
# Código journal.no_such_place.
problem-journal-no_such_place =
    .happened = Falta una parte de lo guardado en este equipo.
    .safe = Lo demás está guardado; nada se dio por entregado.
    .todo = Siga trabajando y avise a quien supervisa.
# Código blob.unreadable.
problem-blob-unreadable =
    .happened = Una foto o archivo de este equipo no se pudo leer.
    .safe = El registro está guardado.
    .todo = Siga trabajando y avise a quien supervisa.
# Código files.size.
problem-files-size =
    .happened = La oficina central no acepta una foto o archivo tan grande.
    .safe = Está guardado en este equipo.
    .todo = Siga trabajando y avise a quien supervisa.
# Código files.blob-quota.
problem-files-blob-quota =
    .happened = La oficina central no tiene espacio para más fotos.
    .safe = Los registros sí se entregan; las fotos están guardadas.
    .todo = Siga trabajando; se intenta otra vez.
# Código files.blob-missing.
problem-files-blob-missing =
    .happened = Falta en este equipo una foto o archivo de un registro.
    .safe = El registro está guardado.
    .todo = Siga trabajando y avise a quien supervisa.
# Código files.other.
problem-files-other =
    .happened = La oficina central no recibió unas fotos.
    .safe = Los registros sí se entregan; las fotos están guardadas.
    .todo = Siga trabajando; se intenta otra vez.
