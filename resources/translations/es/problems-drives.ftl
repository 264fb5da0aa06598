### Memorias USB: qué pasó, si lo guardado está a salvo, qué hacer.

# Código drives.forbidden.
problem-drives-forbidden =
    .happened = La institución no permite usar memorias USB en este equipo.
    .safe = Todo está guardado en este equipo.
    .todo = Entregue por la red, o pregunte a quien supervisa.
# Código drives.gone.
problem-drives-gone =
    .happened = La memoria ya no está conectada.
    .safe = Todo está guardado en este equipo.
    .todo = Conéctela otra vez y repita.
# Código drives.nothing.
problem-drives-nothing =
    .happened = En esta memoria no hay nada para este equipo.
    .safe = Lo guardado sigue igual.
    .todo = Revise si es la memoria que regresó de la oficina central.
# Código drives.other_institution.
problem-drives-other_institution =
    .happened = Lo que hay en esta memoria es de otra institución o no se puede leer.
    .safe = No se tomó nada; lo guardado sigue igual.
    .todo = Use la memoria de su institución, o pida otra copia.
# Código drives.damaged.
problem-drives-damaged =
    .happened = La copia está dañada. Partes que no sirven: { $refused }; que faltan: { $missing }.
    .safe = No se tomó nada; lo guardado sigue igual.
    .todo = Pida otra copia a quien la hizo.
# Código bundle.no_room.
problem-bundle-no_room =
    .happened = No cabe en la memoria: hacen falta { $needed } y hay { $free }.
    .safe = Todo está guardado en este equipo; no se copió nada.
    .todo = Use una memoria con más espacio, o libere espacio en esta.
# Código bundle.gone.
problem-bundle-gone =
    .happened = La memoria se retiró antes de terminar.
    .safe = Todo está guardado en este equipo; esa copia no cuenta.
    .todo = Conéctela otra vez y repita.
# Código bundle.read_only.
problem-bundle-read_only =
    .happened = La memoria no permite copiar.
    .safe = Todo está guardado en este equipo.
    .todo = Quite el seguro de la memoria, o use otra.
# Código bundle.differs.
problem-bundle-differs =
    .happened = Lo que se leyó de vuelta no es igual a lo que se copió.
    .safe = Todo está guardado en este equipo; esa copia no cuenta.
    .todo = Use otra memoria: esta puede estar dañada.
# Código bundle.nothing.
problem-bundle-nothing =
    .happened = No hay nada que copiar: todo está entregado.
    .safe = Lo guardado está a salvo.
    .todo = No tiene que hacer nada.
# Código bundle.other_institution.
problem-bundle-other_institution =
    .happened = Lo que hay en esta memoria es de otra institución.
    .safe = No se tomó nada; lo guardado sigue igual.
    .todo = Use la memoria de su institución.
# Código bundle.damaged.
problem-bundle-damaged =
    .happened = La copia de esta memoria está dañada.
    .safe = Lo que servía se tomó; lo guardado sigue igual.
    .todo = Pida otra copia a quien la hizo.
# Código bundle.carried_full.
problem-bundle-carried_full =
    .happened = Este equipo ya lleva todo lo que puede de otros equipos.
    .safe = Lo suyo y lo guardado sigue igual.
    .todo = Entregue primero, o lleve esta memoria a otro equipo.
# Código bundle.cancelled.
problem-bundle-cancelled =
    .happened = La copia se detuvo.
    .safe = Todo está guardado en este equipo; esa copia no cuenta.
    .todo = Repítala cuando quiera.
# Código bundle.trouble.
problem-bundle-trouble =
    .happened = La memoria no contestó bien.
    .safe = Todo está guardado en este equipo; esa copia no cuenta.
    .todo = Retírela, conéctela otra vez y repita. Si pasa de nuevo, use otra.
# Código bundle.changed.
problem-bundle-changed =
    .happened = Unos datos se borraron por ley durante la copia.
    .safe = Todo lo demás está guardado; esa copia no cuenta.
    .todo = Repita la copia.
