# Título de V51: responder una solicitud que no procede, o solo en parte.
reply-title = Responder la solicitud
# Bajo el título de V51.
reply-subtitle = Para negar una solicitud, o una parte, se anota en qué ley se apoya.
# Enlace de una solicitud en V31: lleva a V51.
reply-open-short = No procede o en parte
# Nombre completo del enlace anterior; $request dice cuál solicitud.
reply-open = No procede o en parte: { $request }
# Pregunta de V51.
reply-outcome = ¿Cómo se responde?
# Respuesta.
reply-partly = Procede en parte
# Respuesta.
reply-refused = No procede
# Campo: la ley en que se apoya la negativa.
reply-basis = Fundamento legal
# Ayuda del campo anterior.
reply-basis-hint = Ley, artículo y razón, como se le dice a la persona
# Mensaje de campo: falta elegir.
reply-no-outcome = Elija cómo se responde.
# Mensaje de campo: falta la ley.
reply-no-basis = Escriba el fundamento legal.
# Botón principal de V51.
reply-save = Registrar la respuesta
# Aviso en V31: se negó.
reply-refused-done = Respuesta registrada: no procede.
# Aviso en V31: se concedió una parte; $day = hasta cuándo se cumple.
reply-partly-done = Respuesta registrada: procede en parte. Cumpla antes del { $day }.
