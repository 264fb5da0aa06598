### V00: alta por memoria USB.

# Botón en el alta: sin red.
alta-stick = Por memoria USB
# Título.
alta-stick-title = La solicitud está en la memoria USB
# Qué sigue.
alta-stick-means = Lleve la memoria a la oficina central, o a otro equipo con conexión.
# Está a salvo.
alta-stick-safe = Su clave y lo que escribió se quedan en este equipo.
# Qué hacer.
alta-stick-todo = Cuando regrese, conéctela y presione «Por memoria USB».
