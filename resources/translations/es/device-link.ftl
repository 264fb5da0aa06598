### V28: cómo va la entrega.

# Encabezado.
device-card-link = Entrega
# Palabra sobre su valor.
device-contact = Último contacto con la oficina central
# Palabra sobre su valor.
device-held = La oficina central pidió esperar hasta las
# Palabra sobre su valor.
device-paid-today = Datos de hoy en una conexión que se paga por datos
# $spent: tamaño.
device-paid-all = { $spent }, sin límite
# $spent y $most: tamaños.
device-paid-of = { $spent } de { $most }
# Palabra sobre su valor.
device-series = Serie en la que escribe
# $why: motivo; $when: desde cuándo; $n: cuántas series ha habido.
device-series-since = { $why }, desde { $when } (serie { $n })
# Motivo de la serie.
device-series-enrolment = La del alta
# Motivo de la serie.
device-series-went-back = El archivo volvió a un estado anterior
# Motivo de la serie.
device-series-fork = Otra copia del equipo entregó antes
# Motivo de la serie.
device-series-slot-restored = Se recuperó la llave
# Palabra sobre su valor.
device-carried = De otros equipos, para entregar
# No lleva nada.
device-carried-none = Nada
# $n equipos; $size: tamaño.
device-carried-some = { $n ->
        [one] De { $n } equipo, { $size }, sin poder leerlo
       *[other] De { $n } equipos, { $size }, sin poder leerlo
    }
# Pregunta.
device-paid = ¿La conexión de este equipo se paga por datos?
# Ayuda.
device-paid-hint = Si se paga, las fotos esperan otra conexión y hay un límite por día.
# Respuesta.
device-paid-auto = Como diga el sistema
# Respuesta.
device-paid-yes = Sí, siempre
# Respuesta.
device-paid-no = No
# Listo.
device-paid-said = Quedó anotado; cuenta desde ahora.
