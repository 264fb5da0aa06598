# Banda de todas las pantallas: hay orden de baja y aún se trabaja; $hours son horas de uso, $admin quien ordenó.
orders-wipe-announced = { $hours ->
    [0] La oficina dio de baja este equipo ({ $admin }). Deja de registrar cuando la oficina lo indique.
    [one] La oficina dio de baja este equipo ({ $admin }). Deja de registrar en 1 hora de uso.
   *[other] La oficina dio de baja este equipo ({ $admin }). Deja de registrar en { $hours } horas de uso.
}
# Banda: ya no se registra nada nuevo; $count es cuánto falta por entregar.
orders-wipe-delivering = { $count ->
    [one] Equipo dado de baja: ya no se registra nada. Falta 1 por entregar.
   *[other] Equipo dado de baja: ya no se registra nada. Faltan { $count } por entregar.
}
# Banda: todo se entregó y las llaves están por destruirse.
orders-wipe-ending = Todo se entregó. Este equipo se cierra para siempre en unos minutos.
# Añadido a la banda de baja mientras hay borradores; $count es cuántos.
orders-wipe-drafts = { $count ->
    [one] Hay 1 borrador: guárdelo antes, después ya no se podrá.
   *[other] Hay { $count } borradores: guárdelos antes, después ya no se podrá.
}
# Banda: el equipo está en la lista de equipos reportados.
orders-reported = La oficina reportó este equipo: no puede cobrar. Lo demás sigue y se entrega. Avise a quien supervisa.
# Banda: faltan pocos días de trabajo para que dejen de poder hacerse cobros; $days son los que quedan.
orders-lease-warning = { $days ->
    [one] Queda 1 día para cobrar sin noticia de la oficina central. Conecte el equipo.
   *[other] Quedan { $days } días para cobrar sin noticia de la oficina central. Conecte el equipo.
}
# Banda: ya no se puede cobrar hasta conectar el equipo.
orders-lease-ended = Mucho tiempo sin noticia de la oficina central: no se puede cobrar hasta conectar el equipo. Los trámites sin cobro siguen.
# Título de la pantalla final, cuando las llaves ya se destruyeron.
orders-gone-title = Este equipo terminó
# Texto de la pantalla final; $number es el número de la orden de administración.
orders-gone-body = La orden número { $number } se cumplió: las llaves se destruyeron y nadie puede abrir lo que queda aquí.
# Segundo párrafo de la pantalla final: qué hacer con la computadora.
orders-gone-todo = Apague el equipo y devuélvalo a la oficina.
# Primera línea de «ventanilla remove» cuando algo está solo en este equipo.
removal-held = Solo en este equipo:
# Una línea de lo que está solo aquí; $count es cuántos.
removal-registrations = { $count } registros
# Una línea de lo que está solo aquí; $count es cuántos.
removal-payments = { $count } cobros
# Una línea de lo que está solo aquí; $count es cuántos.
removal-shifts = { $count } turnos
# Una línea de lo que está solo aquí; $count es cuántas.
removal-persons = { $count } fichas de personas
# Una línea de lo que está solo aquí: inicios, desbloqueos, autorizaciones; $count es cuántas.
removal-others = { $count } anotaciones del equipo
# Una línea de lo que está solo aquí; $count es cuántos.
removal-files = { $count } fotos y archivos
# Una línea: trabajo sin guardar que se pierde; $count es cuántos.
removal-drafts = { $count } borradores, que se pierden
# «ventanilla remove --check»: aquí no hay datos.
removal-nothing = Aquí no hay datos de ningún equipo.
# «ventanilla remove --check»: las llaves se destruyeron antes.
removal-gone = Las llaves de este equipo ya se destruyeron.
# «ventanilla remove --check»: todo se entregó.
removal-delivered = Todo lo de este equipo se entregó.
# «ventanilla remove --check»: puede haber algo que solo está aquí.
removal-unknown = En este equipo puede haber trabajo que nadie más tiene. Ábralo, espere a que diga «Todo entregado», y quítelo con «ventanilla remove».
# Pregunta en la terminal: número de quien abre.
removal-ask-operator = ¿Número de quien está trabajando?
# Pregunta en la terminal: la clave de quien abre.
removal-ask-clave = ¿Su clave?
# La clave no es correcta.
removal-wrong-clave = La clave no es correcta. No se quitó nada.
# Hay que esperar; $seconds son segundos.
removal-must-wait = Hay que esperar { $seconds } segundos. No se quitó nada.
# Mientras la entrega sigue.
removal-waiting = Se espera a que todo esté entregado…
# Pregunta en la terminal: número de quien supervisa y autoriza.
removal-ask-approver = ¿Número de quien supervisa y autoriza?
# Pregunta en la terminal: el código de un solo uso de su lista.
removal-ask-code = ¿Código de un solo uso de su lista?
# El código no es de su lista.
removal-wrong-code = El código no es de esa lista o ya se usó. No se quitó nada.
# Todo se quitó.
removal-done = Los datos de este equipo se quitaron; nadie puede abrir lo que quede en el disco.
# Junto a «Entregado» en un registro cuyo contenido ya no está en este equipo.
delivery-pruned = ya no está en este equipo
# Con qué lista de equipos reportados se comparó un comprobante; $n son los días que tiene la lista.
verify-revocations-age = Se comparó con la lista de equipos reportados { $n ->
    [0] de hoy
    [one] de hace 1 día
   *[other] de hace { $n } días
}.
# Botón de la pantalla final: cierra el programa.
orders-gone-close = Cerrar el programa
# Banda: la oficina pide una versión más nueva del programa, $version; el trabajo sigue por ahora.
orders-version-warning = La oficina pide la versión { $version } de este programa: pida que lo actualicen. Por ahora todo sigue.
# Banda: esta versión es anterior a la que la oficina exige, $version; no se empieza nada nuevo.
orders-version-ended = Este programa es anterior a la versión { $version } que pide la oficina: no se empieza nada nuevo hasta actualizarlo. Lo guardado se entrega.
