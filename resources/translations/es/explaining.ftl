### V24: grupos, quién lo arregla, qué se puede hacer.

# $when: cuándo.
deliveries-oldest-of = El más antiguo: { $when }
# $when: cuándo se copió.
deliveries-stick-since = Desde { $when }. Esperan el acuse.
# Bajo lo enviado.
deliveries-ack = Esperan el acuse.
# Botón: abre la página que pide la red.
deliveries-browser = Abrir el navegador
# Botón: entrega aunque la conexión cueste.
deliveries-spend = Entregar de todos modos
# $spent y $most: tamaños de hoy en una conexión que se paga por datos.
deliveries-spent = Conexión que se paga por datos: hoy { $spent } de { $most }.
# Grupo de la lista.
group-registrations = { $n ->
        [one] { $n } registro
       *[other] { $n } registros
    }
# Grupo de la lista.
group-corrections = { $n ->
        [one] { $n } corrección
       *[other] { $n } correcciones
    }
# Grupo de la lista.
group-persons = { $n ->
        [one] { $n } ficha de persona
       *[other] { $n } fichas de persona
    }
# Grupo de la lista.
group-payments = { $n ->
        [one] { $n } cobro
       *[other] { $n } cobros
    }
# Grupo de la lista: turnos, efectivo, depósitos.
group-shifts = { $n ->
        [one] { $n } movimiento de caja
       *[other] { $n } movimientos de caja
    }
# Grupo de la lista.
group-others = { $n ->
        [one] { $n } registro más
       *[other] { $n } registros más
    }
# Grupo de la lista.
group-files = { $n ->
        [one] { $n } foto o archivo
       *[other] { $n } fotos y archivos
    }
# Grupo de la lista.
group-on-stick = { $n ->
        [one] { $n } en memoria USB
       *[other] { $n } en memoria USB
    }
# Grupo de la lista.
group-sent = { $n ->
        [one] { $n } enviado
       *[other] { $n } enviados
    }
# Tipo de registro.
kind-cash-moved = Movimiento de efectivo
# Tipo de registro.
kind-shift-closed = Cierre de turno
# Tipo de registro.
kind-deposit = Depósito
# Tipo de registro.
kind-reversal = Cancelación de cobro
# Botón.
attention-see = Ver
# Botón.
attention-correct = Corregir y guardar
# Botón.
attention-tell = Avisar al supervisor
# Lo que se dice a quien supervisa. $what: folio o tipo.
attention-tell-words = Diga a quien supervisa: caja { $terminal }, { $what }, { $when }, motivo { $code }.
# Quién lo arregla.
mender-itself = Se arregla solo cuando haya conexión; siga trabajando.
# Quién lo arregla.
mender-you = Usted puede arreglarlo aquí.
# Quién lo arregla.
mender-supervisor = Lo arregla quien supervisa: dígale.
# Quién lo arregla.
mender-office = Lo arregla la oficina central; aquí no hay que hacer nada.
# $time: hora.
mender-until = Pidió esperar hasta las { $time }.
# Aviso. $when: desde cuándo.
delivery-forked = Otra copia de este equipo entregó con su nombre. Desde { $when } este equipo sigue en una serie nueva. Dígalo a quien supervisa.
# Aviso. $when: desde cuándo.
delivery-went-back = El archivo de este equipo volvió a un estado anterior. Desde { $when } sigue en una serie nueva; nada se pierde.
# Aviso. $when; $n: cuántos van otra vez.
delivery-central-restored = La oficina central volvió a un respaldo ({ $when }). { $n } van otra vez y cuentan una sola vez.
# Aviso. $when; $n: cuántos van otra vez.
delivery-central-lost = A la oficina central le falta algo que ya había confirmado ({ $when }). { $n } van otra vez. Dígalo a quien supervisa.
# $day: un día; va después de «desde».
since-day = el { $day }
