### Por qué la entrega no avanza (V24). Siempre se guarda antes de enviar.

# Código link.no_route.
problem-link-no_route =
    .happened = No hay conexión con la oficina central.
    .safe = Todo está guardado en este equipo.
    .todo = Siga trabajando; la entrega es automática.
# Código link.cut.
problem-link-cut =
    .happened = La conexión se cortó durante la entrega.
    .safe = Todo está guardado; lo enviado se repite y cuenta una vez.
    .todo = Siga trabajando; la entrega sigue sola.
# Código link.timeout.
problem-link-timeout =
    .happened = La oficina central dejó de contestar durante la entrega.
    .safe = Todo está guardado; lo enviado se repite y cuenta una vez.
    .todo = Siga trabajando; la entrega sigue sola.
# Código link.tls.
problem-link-tls =
    .happened = Contestó otro equipo en lugar de la oficina central.
    .safe = Todo está guardado; no se envió nada.
    .todo = Abra el navegador por si la red pide aceptar una página. Si dura, avise a quien supervisa.
# Código link.server.
problem-link-server =
    .happened = La oficina central contesta que ahora no puede recibir.
    .safe = Todo está guardado en este equipo.
    .todo = Siga trabajando; se intenta otra vez, cada vez con más pausa.
# Código link.busy.
problem-link-busy =
    .happened = La oficina central está ocupada y pide esperar.
    .safe = Todo está guardado en este equipo.
    .todo = Siga trabajando; la entrega sigue sola después de la espera.
# Código link.wrong_signature.
problem-link-wrong_signature =
    .happened = La respuesta no lleva la firma de la oficina central.
    .safe = Todo está guardado; nada se dio por entregado.
    .todo = Siga trabajando y avise a quien supervisa.
# Código link.no_answer.
problem-link-no_answer =
    .happened = La respuesta no corresponde a lo que se envió.
    .safe = Todo está guardado; nada se dio por entregado.
    .todo = Siga trabajando. Si dura, avise a quien supervisa.
# Código link.envelope_refused.
problem-link-envelope_refused =
    .happened = La oficina central no acepta un registro.
    .safe = El registro está guardado aquí; se intenta otra vez cada seis horas.
    .todo = Siga trabajando y avise a quien supervisa.
# Código link.page.
problem-link-page =
    .happened = Los datos nuevos de la oficina central no se pudieron usar.
    .safe = Lo guardado se entrega; se usan los datos anteriores.
    .todo = Siga trabajando. Si dura, avise a quien supervisa.
# Código link.defect.
problem-link-defect =
    .happened = La entrega encontró una falla del programa.
    .safe = Todo está guardado en este equipo; se intenta otra vez.
    .todo = Siga trabajando y avise a quien supervisa.
