### V24 Entregas.

# Línea dorada y título de la ventana.
deliveries-title = Entregas
# Botón; solo apresura.
deliveries-now = Entregar ahora
# Anuncio después del botón.
deliveries-hurried = La entrega empieza en cuanto haya conexión.
# Bajo el título.
deliveries-by-itself = La entrega es automática cuando hay conexión.
# Lista vacía.
deliveries-none = Ninguno
# Final de una lista larga.
deliveries-more = y { $n } más
# Renglón.
deliveries-folio = folio { $folio }
# Tarjeta lateral.
deliveries-last = Última entrega
# Tarjeta lateral.
deliveries-never = ninguna
# Tarjeta lateral.
deliveries-oldest = El más antiguo
# Tarjeta lateral.
deliveries-size = Por enviar
# Tarjeta de la conexión.
deliveries-next = Siguiente intento a las { $time }.
# Tipo de registro.
kind-shift = Apertura de turno
# Tipo de registro.
kind-registration = Registro
# Véase kind-registration.
kind-correction = Corrección
# Tipo de registro.
kind-person = Ficha de persona
# Tipo de registro.
kind-payment = Cobro
# Tipo de registro.
kind-other = Registro
# Estado de la conexión.
link-unknown = Aún sin intentos
# Explica link-unknown.
link-unknown-why = Puede seguir trabajando.
# Estado de la conexión.
link-up = Con conexión
# Explica link-up.
link-up-why = La oficina central contesta.
# Estado de la conexión.
link-down = Sin conexión
# Explica link-down.
link-down-why = Puede seguir trabajando.
# La red pide entrar en una página (hotel, plaza).
link-portal = La red pide aceptar una página
# Explica link-portal.
link-portal-why = Ábrala en el navegador del equipo. No se envió nada.
# La oficina contesta, pero no acepta a este equipo.
link-refused = La oficina central no aceptó la entrega
# Explica link-refused.
link-refused-why = Todo sigue guardado aquí. Avise a quien supervisa.

# Por qué un registro necesita atención: códigos del protocolo §8. Una frase, y qué hacer.
reason-1 = La oficina central usa una versión anterior. Se aplicará cuando se actualice.
# Véase reason-1.
reason-2 = La oficina central usa una versión anterior de este registro. Se aplicará cuando se actualice.
# Véase reason-1.
reason-3 = La oficina central no pudo leer este registro. Avise a quien supervisa.
# Véase reason-1.
# Cuando no se puede corregir aquí.
reason-4-tell = Un dato no cumple una regla. Avise a quien supervisa.
# Véase reason-1.
reason-4 = Un dato no cumple una regla. Corríjalo y guarde otra vez.
# Véase reason-1.
reason-5 = Este registro ya existe con otro contenido. Avise a quien supervisa.
# Véase reason-1.
reason-6 = Se refiere a algo que la oficina central aún no conoce. Se aplicará cuando llegue.
# Véase reason-1.
reason-7 = La versión del formulario o de la tarifa no es conocida. Avise a quien supervisa.
# Véase reason-1.
reason-8 = Quien lo hizo no tiene permiso para este acto. Avise a quien supervisa.
# Véase reason-1.
reason-9 = Este equipo fue dado de baja antes de este registro. La oficina decidirá.
# Véase reason-1.
reason-10 = Se parece a una persona que ya existe. La oficina decidirá si es la misma.
# Véase reason-1.
reason-11 = Las cantidades no suman. Avise a quien supervisa; el efectivo no cambia.
# Véase reason-1.
reason-12 = El contenido se borró antes de llegar. Queda solo la constancia.
# Véase reason-1.
reason-13 = El contenido ya no está en este equipo ni en la oficina. Avise a quien supervisa.
# Véase reason-1.
# Cuando no se puede corregir aquí.
reason-14-tell = Un archivo adjunto no se aceptó. Avise a quien supervisa.
# Véase reason-1.
reason-14 = Un archivo adjunto no se aceptó. Corrija el registro y tome la foto otra vez.
# Cualquier otro código.
reason-other = La oficina central pide revisar este registro (código { $code }).
