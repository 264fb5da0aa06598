### Problemas de la caja: turnos, conteos, entradas y salidas, entregas, depósitos.

# Código shift.counting; «a salvo» solo porque es verdad por construcción.
problem-shift-counting =
    .happened = Se está contando el cajón; los cobros esperan.
    .safe = Lo guardado está a salvo; nada se cobró.
    .todo = Termine el conteo en «Cerrar turno».
# Código shift.of_another; «a salvo» solo porque es verdad por construcción.
problem-shift-of_another =
    .happened = El turno abierto a las { $time } es de { $person }.
    .safe = Lo guardado está a salvo; nada se cobró.
    .todo = Pida a { $person } que cierre su turno y le entregue la caja.
# Código shift.unknown; «a salvo» solo porque es verdad por construcción.
problem-shift-unknown =
    .happened = No hay un turno del que hacer el corte.
    .safe = Nada cambió.
    .todo = Abra un turno o elija otro.
# Código drawer.not_enough; «a salvo» solo porque es verdad por construcción.
problem-drawer-not_enough =
    .happened = No hay tanto efectivo en el cajón.
    .safe = No se registró ninguna salida.
    .todo = Revise la cantidad.
# Código drawer.amount; «a salvo» solo porque es verdad por construcción.
problem-drawer-amount =
    .happened = La cantidad no se puede registrar así. El límite es { $limit }.
    .safe = No se registró nada.
    .todo = Escriba una cantidad mayor que cero y revise el destino.
# Código drawer.pieces; «a salvo» solo porque es verdad por construcción.
problem-drawer-pieces =
    .happened = Los billetes y monedas no suman la cantidad.
    .safe = No se registró nada.
    .todo = Cuente otra vez.
# Código drawer.no_slip; «a salvo» solo porque es verdad por construcción.
problem-drawer-no_slip =
    .happened = Falta el número de la ficha del banco.
    .safe = No se registró nada.
    .todo = Escriba el número de la ficha.
# Código count.cell; «a salvo» solo porque es verdad por construcción.
problem-count-cell =
    .happened = La casilla { $number } no tiene un número entero de piezas.
    .safe = Lo demás del conteo sigue ahí.
    .todo = Escriba cuántas piezas hay, o deje la casilla vacía.
# Código count.too_large; «a salvo» solo porque es verdad por construcción.
problem-count-too_large =
    .happened = El total contado pasa de lo que se puede registrar.
    .safe = No se registró el conteo.
    .todo = Revise las casillas.
# Código count.gone; «a salvo» solo porque es verdad por construcción.
problem-count-gone =
    .happened = Este conteo ya terminó.
    .safe = Lo guardado está a salvo; nada cambió.
    .todo = Vuelva al inicio y revise su turno.
# Código cash.no_reason; «a salvo» solo porque es verdad por construcción.
problem-cash-no_reason =
    .happened = Falta el motivo.
    .safe = No se registró nada.
    .todo = Escriba el motivo.
# Código cash.no_witness; «a salvo» solo porque es verdad por construcción.
problem-cash-no_witness =
    .happened = Falta el nombre de quien estuvo presente.
    .safe = No se registró nada.
    .todo = Escriba su nombre.
# Código cash.no_signature; «a salvo» solo porque es verdad por construcción.
problem-cash-no_signature =
    .happened = Falta la firma.
    .safe = No se registró nada.
    .todo = Firme en el recuadro.
# Código handover.nothing; «a salvo» solo porque es verdad por construcción.
problem-handover-nothing =
    .happened = No hay dinero que usted pueda entregar a esa persona.
    .safe = Lo guardado está a salvo; nada cambió.
    .todo = Cierre su turno primero y elija a quien cobra.
# Código deposit.no_bank; «a salvo» solo porque es verdad por construcción.
problem-deposit-no_bank =
    .happened = Falta el banco.
    .safe = No se registró el depósito.
    .todo = Escriba a qué banco y cuenta se llevó.
# Código deposit.unknown; «a salvo» solo porque es verdad por construcción.
problem-deposit-unknown =
    .happened = Ese depósito no está en este equipo.
    .safe = No se registró nada.
    .todo = Elija un depósito de la lista.
# Código deposit.answered; «a salvo» solo porque es verdad por construcción.
problem-deposit-answered =
    .happened = El banco ya confirmó ese depósito.
    .safe = No se registró nada.
    .todo = Revise la lista de depósitos.
# Código deposit.day_ahead; «a salvo» solo porque es verdad por construcción.
problem-deposit-day_ahead =
    .happened = Ese día aún no llega.
    .safe = No se registró nada.
    .todo = Escriba el día que está en el papel.
