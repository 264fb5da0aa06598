### Derechos de las personas sobre sus datos: lo que puede fallar.

# Se abre un registro que la ley mantiene bloqueado.
problem-registration-blocked =
    .happened = Este registro está bloqueado por ley.
    .safe = Se conserva completo y nadie lo ve.
    .todo = Quien supervisa puede verlo con la autorización de otra persona.
# Se quiere borrar lo que la oficina central aún no tiene. $count = número de registros.
problem-privacy-undelivered =
    .happened = La oficina central aún no tiene { $count ->
            [one] { $count } registro
           *[other] { $count } registros
        } de esta persona.
    .safe = Sus datos ya están bloqueados: nadie los ve ni los encuentra.
    .todo = Entregue primero. Si el plazo termina antes, marque «Borrar sin entregar».
# Una solicitud que ya no está en este equipo.
problem-privacy-request_unknown =
    .happened = Esta solicitud no está en este equipo.
    .safe = No se cambió nada.
    .todo = Vuelva a los datos de la persona.
# Una solicitud que ya tiene respuesta.
problem-privacy-answered =
    .happened = Esta solicitud ya tiene respuesta.
    .safe = La primera respuesta vale.
    .todo = Si hace falta, registre otra solicitud.
# Una negativa sin fundamento.
problem-privacy-no_basis =
    .happened = Falta el fundamento legal de la negativa.
    .safe = No se guardó ninguna respuesta.
    .todo = Escriba el artículo en que se basa.
# La copia se quiso guardar en el disco de este equipo.
problem-privacy-not_a_stick =
    .happened = Esa carpeta está en este equipo, no en una memoria.
    .safe = No se copió nada.
    .todo = Conecte la memoria de la persona y elíjala.
# La memoria no aceptó la copia.
problem-privacy-copy_not_written =
    .happened = La copia no se pudo guardar en la memoria.
    .safe = Los datos siguen aquí. En la memoria no quedó media copia.
    .todo = Revise la memoria o entregue la copia impresa.
# Ninguna impresora de hojas.
problem-privacy-not_printed =
    .happened = La copia no se imprimió.
    .safe = Los datos siguen aquí y no se registró ninguna entrega.
    .todo = Revise la impresora o use la memoria de la persona.
# Se quiere cancelar o ver datos de quien no tiene nada aquí.
problem-privacy-nothing_held =
    .happened = En este equipo no hay nada de esta persona que se pueda borrar.
    .safe = No se cambió nada.
    .todo = Vuelva a los datos de la persona.
