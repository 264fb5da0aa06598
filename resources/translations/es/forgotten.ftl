### V50 Olvidé mi clave: la oficina lee una respuesta por teléfono; sirve sin conexión.

# Título.
forgotten-title = Olvidé mi clave
# Bajo el título.
forgotten-subtitle = Llame a la oficina o a quien supervisa, y lea estos datos.
# No quedan respuestas en este equipo.
forgotten-none = A este equipo no le quedan respuestas para dar una clave nueva. Entre con otro nombre o pregunte en la oficina.
# Sobre los nombres.
forgotten-who = ¿De quién es la clave?
# Sobre los tres datos.
forgotten-read = Lea estos datos
# Nombre del dato: el número del equipo, de cuatro en cuatro.
forgotten-device = Equipo
# Nombre del dato: cuál de las respuestas.
forgotten-slot = Respuesta número
# Nombre del dato: cuatro letras y números que la oficina debe ver iguales.
forgotten-check = Comprobación
# Nombre del campo.
forgotten-helper = Número de quien lee la respuesta
# Ayuda del campo.
forgotten-helper-hint = Su número de personal; queda anotado.
# Falta el número, o no es un número.
forgotten-helper-empty = Escriba el número de personal de quien lee la respuesta.
# Puso su propio número.
forgotten-helper-self = La respuesta la lee otra persona. Escriba el número de ella.
# Nombre del campo.
forgotten-answer = Respuesta de la oficina
# Ayuda del campo.
forgotten-answer-hint = 16 letras y números, de cuatro en cuatro.
# Falta la respuesta.
forgotten-empty = Escriba la respuesta de la oficina.
# La respuesta no abre.
forgotten-wrong = La respuesta no coincide. Revise los cuatro grupos, y que la comprobación sea la misma.
# Sobre la clave nueva.
forgotten-new = Clave nueva
# Botón.
forgotten-save = Guardar la clave nueva
# El mismo botón mientras se guarda.
forgotten-saving = Guardando…
