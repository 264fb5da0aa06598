# Código device.wiped: una orden de administración destruyó las llaves; $order_number es su número (0: se quitó con autorización).
problem-device-wiped =
    .happened = Este equipo fue dado de baja por la oficina y ya no se puede abrir.
    .safe = Lo entregado está en la oficina central.
    .todo = Devuelva el equipo a la oficina. Orden número { $order_number }.
# Código device.capture_stopped: hay una orden de baja y ya solo se entrega.
problem-device-capture_stopped =
    .happened = La oficina dio de baja este equipo: ya no se registra nada nuevo.
    .safe = Lo guardado se está entregando.
    .todo = Déjelo encendido y con conexión, y atienda en otro equipo.
# Código device.reported: el equipo está en la lista de equipos reportados.
problem-device-reported =
    .happened = La oficina reportó este equipo: no puede cobrar.
    .safe = Lo guardado sigue aquí y se entrega.
    .todo = Avise a quien supervisa. Los trámites sin cobro siguen.
# Código lease.ended; $days son los días que el equipo puede cobrar sin noticia de la oficina central.
problem-lease-ended =
    .happened = El equipo pasó { $days } días de trabajo sin noticia de la oficina central: no puede cobrar.
    .safe = Lo guardado sigue aquí. Los trámites sin cobro siguen.
    .todo = Conéctelo a internet un momento; los cobros vuelven solos.
# Código removal.undelivered; $count es cuánto está solo en este equipo.
problem-removal-undelivered =
    .happened = Hay { $count } cosas que solo están en este equipo.
    .safe = No se quitó nada.
    .todo = Conéctelo y espere a que todo esté entregado.
# Código version.too_old: la oficina exige la versión $wanted y aquí está $version.
problem-version-too_old =
    .happened = La oficina pide la versión { $wanted } de este programa y aquí está la { $version }: no se empieza nada nuevo.
    .safe = Lo guardado sigue aquí y se entrega. Corregir y cerrar el turno se puede.
    .todo = Pida que actualicen el programa, y atienda en otro equipo mientras tanto.
