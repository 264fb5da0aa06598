### V33 Aviso de privacidad; V11 y V12: lo que la persona puede negar, y cómo firma.

# Título de V33, la página antes de la primera pregunta.
notice-title = Aviso de privacidad
# Bajo el título de V33.
notice-subtitle = Muéstrelo o léalo a la persona antes de empezar.
# Enlace que abre el aviso integral en la misma página.
notice-full = Ver el aviso completo
# El mismo enlace cuando el aviso completo está abierto.
notice-close = Cerrar el aviso completo
# Enlace; manda el aviso completo a la impresora de la computadora.
notice-print = Imprimir el aviso completo
# Botón: así conoció la persona el aviso. Registra el aviso y empieza el trámite.
notice-on-screen = Lo leyó en la pantalla
# Botón; véase notice-on-screen.
notice-aloud = Se lo leí en voz alta
# Botón; véase notice-on-screen.
notice-on-paper = Se lo di en papel
# Bajo una finalidad sensible; { $questions } = las preguntas que se hacen solo para ella.
notice-sensitive = Dato sensible: la persona puede negarse y el trámite sigue. Se pregunta: { $questions }
# Respuesta de la persona a una finalidad sensible.
notice-accepts = Acepta
# Respuesta de la persona a una finalidad sensible.
notice-refuses = No acepta
# Falta que la persona diga sí o no.
notice-undecided = Elija si la persona acepta o no. Las dos respuestas sirven.
# V11 y V12: título de lo que la persona dijo sobre datos sensibles; también nombre de su enlace «Cambiar».
review-sensitive = Datos sensibles
# V11 y V12: qué sigue de no aceptar; { $questions } = lo que no se pregunta.
review-left-out = No se pregunta ni se guarda: { $questions }
# V12: título de los permisos que no hacen falta para el trámite.
consent-optional = Si la persona quiere, marque también:
# V12, bajo un permiso; { $questions } = respuestas que sin él no se guardan.
consent-without = Sin esta marca no se guarda: { $questions }
# V12: pregunta por la manera de estar de acuerdo.
consent-means = ¿Cómo firma la persona?
# V12, opción: basta la frase marcada arriba.
consent-way-tick = Basta la frase marcada
# V12, opción.
consent-way-sign = Firma aquí
# V12, opción: hace una cruz u otra marca a mano; nunca la huella.
consent-way-mark = No puede firmar: hace una marca
# V12, opción.
consent-way-witness = No puede firmar: firma un testigo
# V12: nombre del espacio para firmar.
consent-sign-here = Firma
# V12: el mismo espacio, según quién firma.
consent-ink-sign = Firma de la persona
# Véase consent-ink-sign.
consent-ink-mark = Marca de la persona, hecha a mano
# Véase consent-ink-sign.
consent-ink-witness = Firma del testigo
# V12, bajo el espacio para firmar.
consent-sign-hint = Con el dedo o el ratón. Se guarda solo el dibujo.
# V12: campo.
consent-witness = Nombre del testigo
# V12: campo.
consent-relation = Qué es de la persona
# V12, ejemplo bajo el campo.
consent-relation-hint = Por ejemplo: hija, vecino, intérprete.
# V12, botón principal cuando hay una firma.
consent-sign-save = Firmar y guardar
# V12: no se eligió cómo firma.
consent-no-means = Elija cómo firma la persona.
# V12: falta el nombre.
consent-no-witness = Escriba el nombre del testigo.
# V12: falta la relación.
consent-no-relation = Escriba qué es el testigo de la persona.
# V12: no hay nada dibujado.
consent-no-ink = Falta la firma. Hágala en el recuadro.
# V12: el dibujo tiene demasiados trazos para guardarse.
consent-much-ink = La firma tiene demasiados trazos. Bórrela y hágala más sencilla.
# V09, tarjeta al lado: por qué se hace la pregunta en la que se está.
why-title = ¿Por qué se pide?
# V09; { $basis } = ley o regla y su artículo.
why-basis = Fundamento: { $basis }
# V09; { $retention } = cuánto tiempo, en palabras de la oficina.
why-kept = Se guarda: { $retention }
# V09, al final de la misma tarjeta.
why-sensitive = Dato sensible. La persona aceptó que se le pregunte.

### Kiosco: lo mismo, dicho a quien toca la pantalla.

# Título de la página antes de la primera pregunta.
kiosk-notice-title = Sus datos
# Bajo una finalidad sensible; { $questions } = las preguntas que se hacen solo para ella.
kiosk-notice-sensitive = Puede decir que no y seguir con su trámite. Le preguntaríamos: { $questions }
# Respuesta a una finalidad sensible.
kiosk-notice-yes = Sí, acepto
# Respuesta a una finalidad sensible.
kiosk-notice-no = No acepto
# Se tocó Continuar sin elegir.
kiosk-notice-undecided = Elija una de las dos. Las dos sirven para seguir.
