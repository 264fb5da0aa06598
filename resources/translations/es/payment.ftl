### V13 Cobro, V14 Efectivo recibido, V15 Cambio, V16 Comprobante.

# Título de V13.
charge-title = Cobro
# Bajo el título: de qué día es la tarifa.
charge-price-list = Según la tarifa del { $day }
# Botón.
charge-receive = Recibir efectivo
# Renglón con varias unidades.
charge-times = { $label }, { $quantity } × { $unit }
# Renglón del redondeo.
charge-rounding = Redondeo
# Título de V14.
tender-title = Efectivo recibido
# Campo.
tender-field = Efectivo recibido
# Bajo el botón de la cantidad exacta.
tender-exact = exacto
# Nombre de un botón de billete para el lector de pantalla.
tender-quick = Recibió { $amount }
# Bloque verde.
tender-change = Cambio
# Bloque ámbar.
tender-missing = Faltan
# Tarjeta lateral.
tender-concepts = Concepto
# Al extremo derecho de la barra.
tender-enter = Enter pasa al botón; Enter otra vez cobra.
# Botón principal; lleva el importe.
pay-action = Cobrar { $amount }
# Se presionó antes de tiempo.
pay-short = Faltan { $amount }. Escriba cuánto recibió.
# Título de V15.
pay-change = Entregue { $amount } de cambio
# Título de la ventana en V15.
change-title = Cambio
# Título de V15 cuando no hay cambio.
change-none = No hay cambio que entregar
# Botón de V15.
change-done = Listo
# V15 y anuncios.
save-done = Guardado en este equipo. Folio { $folio }.

# Título de V16: la verdad, no un aviso que desaparece.
receipt-title = Guardado en este equipo
# Bajo el título.
receipt-hand = Ahora entregue el comprobante a la persona.
# Renglones de V16.
receipt-folio = Folio
# Véase receipt-folio.
receipt-service = Trámite
# Véase receipt-folio.
receipt-charged = Cobrado
# Véase receipt-folio.
receipt-cash = Recibido y cambio
# Recibido y cambio, juntos.
receipt-cash-values = { $received } · { $change }
# Véase receipt-folio: código de diez letras y números.
receipt-typed = Código para escribir
# Véase receipt-folio.
receipt-issued = Emitido
# Bajo la hora, cuando el reloj no se pudo comprobar.
receipt-time-unverified = Hora no comprobada
# Véase receipt-folio.
receipt-delivery = Entrega
# Tarjeta del código.
receipt-yours = Su comprobante
# Nombre del código para el lector de pantalla.
receipt-code = Código del comprobante
# Bajo el código; $domain = dirección de la página, en palabras.
receipt-scan = Escanee el código con un teléfono. Vea que la página sea { $domain }.
# En lugar del código.
receipt-provisional = Comprobante provisional, sin código.
# Bajo el código.
receipt-will-deliver = Se entregará a la oficina central.
# Enlace: guarda la imagen del comprobante en este equipo.
receipt-picture = Guardar imagen
# Junto al enlace.
receipt-picture-why = Una imagen del comprobante, para imprimir o enviar.
# Después de guardarla.
receipt-picture-saved = La imagen se guardó a las { $time }: { $file }
# Botón.
receipt-finish = Terminar
# Botón.
receipt-another = Nuevo trámite para esta persona
# Botón en el comprobante de un cobro: muestra el de la solicitud que se pagó.
receipt-request = Comprobante de solicitud
