### Ayuda (F1): las teclas, de la tabla única.

# Título.
help-title = Teclas
# Bajo el título.
help-subtitle = Cada tecla está escrita también en su botón.
# Botón.
help-close = Cerrar ayuda
# Grupo de teclas.
scope-anywhere = En toda pantalla
# Grupo de teclas.
scope-form = En un formulario
# Grupo de teclas.
scope-list = En listas y opciones
# Grupo de teclas.
scope-payment = Al cobrar
# Grupo de teclas.
scope-receipt = En el comprobante
# Qué hace la tecla.
key-help = Ayuda
# Qué hace la tecla.
key-find = Buscar persona
# Qué hace la tecla.
key-new-service = Nuevo trámite
# Qué hace la tecla.
key-charge = Cobrar
# Qué hace la tecla.
key-deliveries = Entregas
# Qué hace la tecla.
key-lock = Bloquear
# Qué hace la tecla.
key-back = Atrás, sin perder nada
# Qué hace la tecla.
key-enter = Campo siguiente; en el último, el botón principal
# Qué hace la tecla.
key-continue = El botón principal, desde cualquier campo
# Qué hace la tecla.
key-region = Pasar a otra parte de la pantalla
# Qué hace la tecla.
key-save-exit = Guardar y salir
# Qué hace la tecla.
key-previous-section = Sección anterior
# Qué hace la tecla.
key-next-section = Sección siguiente
# Qué hace la tecla.
key-map = Ir a las secciones
# Qué hace la tecla: de la 1 a la 9.
key-number = Elegir la opción con ese número
# Qué hace la tecla.
key-arrows = Moverse por la lista
# Qué hace la tecla.
key-confirm-payment = Confirmar el cobro
# Qué hace la tecla.
key-print = Imprimir el comprobante, o un duplicado
# Ayuda: abre el cajón mientras se cuenta dinero o se da cambio.
key-drawer = Abrir el cajón
