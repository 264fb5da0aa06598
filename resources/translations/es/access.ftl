### V01 Desbloquear, V29 Bloqueado.

# Título de V01.
unlock-title = ¿Quién va a trabajar?
# Bajo el título de V01.
unlock-subtitle = Elija su nombre y escriba su clave.
# Nombre del campo; «clave» = lo que abre, cuatro palabras.
unlock-clave = Clave
# Botón.
unlock-enter = Entrar
# El mismo botón mientras se comprueba; dura medio segundo, a propósito.
unlock-trying = Abriendo…
# Se presionó Entrar sin escribir nada.
unlock-empty = Escriba su clave.
# La clave no es esa.
unlock-wrong = La clave no coincide. { $tries ->
        [one] Le queda { $tries } intento.
       *[other] Le quedan { $tries } intentos.
    }
# Después de cinco intentos.
unlock-wait = Demasiados intentos. Vuelva a intentar a las { $time }.
# Título de V29; no dice nada de ninguna persona.
locked-title = Bloqueado
# Bajo el título de V29; otra persona también puede entrar.
locked-subtitle = Su trabajo está como lo dejó. Para cambiar de persona, elija otro nombre.
# V29, media hora después.
locked-closed = Equipo cerrado. Nada se entrega hasta que alguien entre.
# Enlace: quien olvidó su clave.
unlock-forgot = Olvidé mi clave
# Al esperar por demasiados intentos: quien supervisa ayuda.
end-wait-title = Quien supervisa puede terminar la espera
# Botón.
end-wait-act = Terminar la espera
