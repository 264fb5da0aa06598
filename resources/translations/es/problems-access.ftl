### Permisos, autorizaciones y claves olvidadas.

# Alguien intenta lo que su puesto no permite. $capability = nombre interno; no se muestra.
problem-access-not_allowed =
    .happened = Su puesto no permite hacer esto en este equipo.
    .safe = No se cambió nada.
    .todo = Pida que lo haga quien supervisa, o que cambie sus permisos en la oficina.
# Falta la autorización de una segunda persona, o ya se usó.
problem-approval-missing =
    .happened = Falta la autorización de otra persona.
    .safe = No se cambió nada.
    .todo = Pida la autorización y vuelva a intentarlo.
# Alguien quiere autorizar lo que pidió.
problem-approval-own_act =
    .happened = Nadie autoriza lo que pidió.
    .safe = La solicitud sigue como estaba.
    .todo = Elija a otra persona.
# La solicitud se olvidó porque entró otra persona.
problem-approval-gone =
    .happened = Esta solicitud ya no está.
    .safe = No se cambió nada.
    .todo = Vuelva a pedir la autorización.
# Alguien contestó antes.
problem-approval-answered =
    .happened = Esta solicitud ya tiene respuesta.
    .safe = La primera respuesta vale.
    .todo = Vuelva a la lista.
# No autorizar sin motivo.
problem-approval-no_reason =
    .happened = Falta el motivo.
    .safe = La solicitud sigue como estaba.
    .todo = Escriba por qué no se autoriza, para quien lo pidió.
# En este equipo no hay códigos de esa persona.
problem-approval-no_list =
    .happened = Este equipo no tiene los códigos de esa persona.
    .safe = La solicitud sigue como estaba.
    .todo = Elija a otra persona, o deje la solicitud para después.
# La persona ya no está en la lista de la oficina.
problem-access-not_listed =
    .happened = La oficina ya no tiene a esta persona en la lista de este equipo.
    .safe = Lo guardado está a salvo.
    .todo = Entre con otro nombre, o pregunte en la oficina.
# Se volvió a poner un archivo de claves viejo; esa clave se quitó o se cambió antes.
problem-access-slot_removed =
    .happened = Esta clave ya no vale en este equipo.
    .safe = Lo guardado está a salvo.
    .todo = Use su clave nueva, o pida ayuda a quien supervisa.
