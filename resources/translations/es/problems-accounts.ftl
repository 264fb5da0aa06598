### Problemas de cuentas, tarjetas y apoyos: qué pasó, si está a salvo, qué hacer.

# Código account.card_foreign; «a salvo» solo porque es verdad por construcción.
problem-account-card_foreign =
    .happened = La tarjeta no es de esta institución, o su código no se lee bien.
    .safe = No se guardó nada.
    .todo = Escanee otra vez, o use otra tarjeta.
# Código account.card_taken; «a salvo» solo porque es verdad por construcción.
problem-account-card_taken =
    .happened = Esta tarjeta ya tiene dueño.
    .safe = No se guardó nada.
    .todo = Tome otra tarjeta y guarde esta para la oficina.
# Código account.card_unknown; «a salvo» solo porque es verdad por construcción.
problem-account-card_unknown =
    .happened = Esta tarjeta todavía no es de nadie.
    .safe = No se guardó nada.
    .todo = Busque a la persona y dele la tarjeta desde su ficha.
# Código account.card_out; «a salvo» solo porque es verdad por construcción.
problem-account-card_out =
    .happened = Otra tarjeta tomó el lugar de esta.
    .safe = El saldo está a salvo.
    .todo = Pida la tarjeta nueva, o reponga la tarjeta desde la ficha.
# Código account.tries_over; «a salvo» solo porque es verdad por construcción.
problem-account-tries_over =
    .happened = El número de la tarjeta se escribió mal cinco veces hoy.
    .safe = El saldo está a salvo.
    .todo = Intente después de las { $until }, o cambie el número con una identificación.
# Código account.blocked; «a salvo» solo porque es verdad por construcción.
problem-account-blocked =
    .happened = La oficina detuvo los pagos de esta cuenta.
    .safe = El saldo está a salvo.
    .todo = Cobre de otra forma y envíe a la persona con quien supervisa.
# Código account.exists; «a salvo» solo porque es verdad por construcción.
problem-account-exists =
    .happened = Esta persona ya tiene una cuenta.
    .safe = No se guardó nada.
    .todo = Si perdió la tarjeta, repóngala.
# Código account.unknown; «a salvo» solo porque es verdad por construcción.
problem-account-unknown =
    .happened = Este equipo no conoce esa cuenta.
    .safe = No se guardó nada.
    .todo = Conecte el equipo para recibir las cuentas, o regrese a la ficha.
# Código account.number_refused; «a salvo» solo porque es verdad por construcción.
problem-account-number_refused =
    .happened = Ese número no se puede usar.
    .safe = No se guardó nada.
    .todo = Pida otro número de seis cifras y que lo escriba dos veces igual.
# Código account.not_shown; «a salvo» solo porque es verdad por construcción.
problem-account-not_shown =
    .happened = Falta la tarjeta con su número.
    .safe = No se guardó nada.
    .todo = Escanee la tarjeta y pida a la persona su número.
# Código account.short; «a salvo» solo porque es verdad por construcción.
problem-account-short =
    .happened = El saldo es de { $balance } y se pidieron { $asked }.
    .safe = No se tomó nada del saldo.
    .todo = Pague una parte con el saldo y el resto en efectivo.
# Código account.limit; «a salvo» solo porque es verdad por construcción.
problem-account-limit =
    .happened = Sin conexión se pagan hasta { $limit } al día con el saldo; quedan { $left }.
    .safe = No se tomó nada del saldo.
    .todo = Pague el resto en efectivo, o conecte el equipo.
# Código benefit.unknown; «a salvo» solo porque es verdad por construcción.
problem-benefit-unknown =
    .happened = Este equipo no conoce ese apoyo para la persona.
    .safe = No se guardó nada.
    .todo = Conecte el equipo para recibir los padrones.
# Código benefit.over; «a salvo» solo porque es verdad por construcción.
problem-benefit-over =
    .happened = Este apoyo ya se entregó las veces que toca ({ $times }).
    .safe = Lo entregado está guardado.
    .todo = No lo entregue otra vez. Pregunte a quien lleva el programa.
# Código benefit.not_now; «a salvo» solo porque es verdad por construcción.
problem-benefit-not_now =
    .happened = Este apoyo no se entrega en esta fecha.
    .safe = No se guardó nada.
    .todo = Revise las fechas del apoyo con la persona.
# Código benefit.means; «a salvo» solo porque es verdad por construcción.
problem-benefit-means =
    .happened = Este apoyo no se entrega de esa forma.
    .safe = No se guardó nada.
    .todo = Elija una de las formas que se muestran.
# Código benefit.unsigned; «a salvo» solo porque es verdad por construcción.
problem-benefit-unsigned =
    .happened = Falta la firma de quien recibe.
    .safe = No se guardó nada.
    .todo = Pida la firma, o anote quién recibe por la persona.
