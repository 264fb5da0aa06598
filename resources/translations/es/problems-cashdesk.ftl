### Cobros, límites de caja, órdenes de pago y cancelaciones: qué pasó, qué está a salvo, qué hacer.

# Código payment.card_offline; «a salvo» solo porque es verdad por construcción.
problem-payment-card_offline =
    .happened = Este equipo no cobra con tarjeta bancaria.
    .safe = No se cobró nada.
    .todo = Cobre en efectivo, con saldo o con un pago digital.
# Código payment.no_reference; «a salvo» solo porque es verdad por construcción.
problem-payment-no_reference =
    .happened = Un pago digital necesita su referencia.
    .safe = No se cobró nada.
    .todo = Escriba la referencia que la persona muestra.
# Código payment.balance_part; «a salvo» solo porque es verdad por construcción.
problem-payment-balance_part =
    .happened = El saldo no puede pagar esa cantidad.
    .safe = No se cobró nada.
    .todo = Elija cuánto se paga con saldo, hasta el total.
# Código payment.no_balances; «a salvo» solo porque es verdad por construcción.
problem-payment-no_balances =
    .happened = En este equipo no se puede cobrar del saldo.
    .safe = No se cobró nada.
    .todo = Cobre en efectivo o con un pago digital.
# Código payment.top_up_cash; «a salvo» solo porque es verdad por construcción.
problem-payment-top_up_cash =
    .happened = Al saldo solo se le abona dinero en efectivo.
    .safe = No se abonó nada.
    .todo = Reciba el abono en efectivo. Una transferencia se usa para pagar un trámite.
# Código payment.tender_unlikely; «a salvo» solo porque es verdad por construcción.
problem-payment-tender_unlikely =
    .happened = Con { $tendered } recibidos se devolverían { $change }.
    .safe = No se cobró nada.
    .todo = Devuelva los billetes que sobran y escriba lo que se queda.
# Código payment.top_up_amount; «a salvo» solo porque es verdad por construcción.
problem-payment-top_up_amount =
    .happened = No se pueden abonar { $amount }; el límite es { $limit }.
    .safe = No se cobró nada.
    .todo = Escriba una cantidad mayor que cero.
# Código cash.undelivered; «a salvo» solo porque es verdad por construcción.
problem-cash-undelivered =
    .happened = Con este cobro habría { $reached } en efectivo sin entregar; el límite es { $limit }.
    .safe = No se cobró nada; lo guardado sigue en este equipo.
    .todo = Entregue ahora, o pida autorización a quien supervisa.
# Código cash.drawer_full; «a salvo» solo porque es verdad por construcción.
problem-cash-drawer_full =
    .happened = Con este cobro la caja pasaría de { $limit }.
    .safe = No se cobró nada.
    .todo = Retire efectivo a la caja fuerte, o pida autorización.
# Código cash.no_contact; «a salvo» solo porque es verdad por construcción.
problem-cash-no_contact =
    .happened = Hace más de { $hours } horas que la oficina central no contesta.
    .safe = No se cobró nada; lo guardado sigue en este equipo.
    .todo = Entregue ahora, o pida autorización a quien supervisa.
# Código cash.over_limit; «a salvo» solo porque es verdad por construcción.
problem-cash-over_limit =
    .happened = El cobro de { $reached } pasa de { $limit }, el límite de una persona sola.
    .safe = No se cobró nada.
    .todo = Pida autorización a quien supervisa.
# Código order.unreadable; «a salvo» solo porque es verdad por construcción.
problem-order-unreadable =
    .happened = El código no es una orden de pago, o alguien lo cambió ({ $reason }).
    .safe = No se cobró nada.
    .todo = Escanee otra vez; si sigue igual, haga una orden nueva.
# Código order.foreign; «a salvo» solo porque es verdad por construcción.
problem-order-foreign =
    .happened = Esta orden no es de esta institución ({ $reason }).
    .safe = No se cobró nada.
    .todo = Vea que el código sea de una orden de pago de aquí.
# Código order.practice; «a salvo» solo porque es verdad por construcción.
problem-order-practice =
    .happened = Una orden de práctica no vale fuera de la práctica, ni al revés.
    .safe = No se cobró nada.
    .todo = Haga una orden nueva en el equipo que corresponde.
# Código order.expired; «a salvo» solo porque es verdad por construcción.
problem-order-expired =
    .happened = La orden venció: { $until }.
    .safe = No se cobró nada.
    .todo = Haga una orden nueva; el precio puede ser otro.
# Código order.paid; «a salvo» solo porque es verdad por construcción.
problem-order-paid =
    .happened = Esta orden ya se pagó aquí: { $amount }, { $when }, folio { $folio }.
    .safe = No se cobró otra vez.
    .todo = Muestre a la persona el comprobante con ese folio.
# Código order.too_long; «a salvo» solo porque es verdad por construcción.
problem-order-too_long =
    .happened = Los datos de la tarifa no caben en una orden de pago.
    .safe = El trámite está guardado.
    .todo = Cobre con el folio del trámite en la ventanilla.
# Código reversal.not_a_payment; «a salvo» solo porque es verdad por construcción.
problem-reversal-not_a_payment =
    .happened = Ese comprobante no es de un cobro de este equipo.
    .safe = No se canceló nada.
    .todo = Busque el cobro en el equipo que lo hizo.
# Código reversal.balance_spent; «a salvo» solo porque es verdad por construcción.
problem-reversal-balance_spent =
    .happened = En el saldo quedan { $balance }: de los { $asked } de este abono ya se gastó una parte.
    .safe = No se devolvió nada; el abono sigue guardado.
    .todo = Cancele primero el cobro pagado con ese saldo, o pida ayuda a la tesorería.
# Código reversal.already; «a salvo» solo porque es verdad por construcción.
problem-reversal-already =
    .happened = Este cobro ya se canceló.
    .safe = La cancelación está guardada; no se devuelve otra vez.
    .todo = Muestre el comprobante de cancelación.
# Código reversal.other_shift; «a salvo» solo porque es verdad por construcción.
problem-reversal-other_shift =
    .happened = El cobro es de un turno que ya no está abierto.
    .safe = No se canceló nada.
    .todo = La devolución la hace la oficina, con su procedimiento.
# Código reversal.paper_differs; «a salvo» solo porque es verdad por construcción.
problem-reversal-paper_differs =
    .happened = El código escaneado no es el comprobante de este cobro.
    .safe = No se canceló nada.
    .todo = Escanee el comprobante de este cobro.
# Código reversal.paper_needed; «a salvo» solo porque es verdad por construcción.
problem-reversal-paper_needed =
    .happened = Este cobro no se cancela sin su comprobante; el límite es { $limit }, una vez por turno.
    .safe = No se canceló nada.
    .todo = Pida el comprobante y escanéelo.
# Código cash.limit; no debería verse: cada límite tiene su frase.
problem-cash-limit =
    .happened = Se llegó a un límite de la caja: { $limit }.
    .safe = No se cobró nada.
    .todo = Pida autorización a quien supervisa.
# Código payment.other_worth; «a salvo» solo porque es verdad por construcción.
problem-payment-other_worth =
    .happened = Esas piezas no suman el cambio.
    .safe = El cobro está guardado; solo falta anotar las piezas.
    .todo = Corrija las piezas o deje las propuestas.
