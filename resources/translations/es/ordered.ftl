# Tarjeta de V39: lo que la oficina central mandó borrar o bloquear.
ordered-title = Borrados que ordenó la oficina central
# Vacío.
ordered-none = La oficina central no ha ordenado ninguno.
# Línea: $record = folio, o el principio de su clave si ya no está.
ordered-erase = Borrar el registro { $record }
# Línea: $record = folio, o el principio de su clave.
ordered-block = Bloquear el registro { $record }
# Línea: $record = folio, o el principio de su clave.
ordered-unblock = Desbloquear el registro { $record }
# Qué pasó: aún no se hace.
ordered-waiting = Espera: falta que la oficina central lo tenga a salvo.
# Qué pasó: hecho.
ordered-carried-out = Cumplida.
# Qué pasó: es dinero, la ley lo conserva.
ordered-blocked-instead = Bloqueado en vez de borrado: la ley pide conservar los cobros.
