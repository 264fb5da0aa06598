### Marco de la aplicación, palabras comunes, franja de estado. Reglas: UX §6.1 (usted, presente, sin «error»).

# Nombre del programa, en la barra y en el título de la ventana.
app-name = Ventanilla
# Botón que va a la pantalla anterior; nunca pierde datos.
back = Atrás
# Botón que pasa a la parte siguiente de la tarea.
continue = Continuar
# Importe final; palabra sola a la izquierda de la cantidad.
total = Total
# En lugar de un importe.
no-fee = Sin costo
# Un número con separador de miles.
number = { $n }
# Título de la ventana cuando hay algo que corregir; $title = nombre de la pantalla.
title-problem = Problema: { $title }
# Botón de la barra superior.
lock-button = Bloquear
# Hora de hoy, a mitad de una frase.
when-today = hoy { $time }
# Hora de ayer, a mitad de una frase.
when-yesterday = ayer { $time }
# Partes de una fecha; las lee el lector de pantalla después del nombre del campo.
date-day = día
# Véase date-day.
date-month = mes
# Véase date-day.
date-year = año
# Tamaño pequeño de lo que espera entregarse.
size-kilobytes = { $n } KB
# Tamaño grande de lo que espera entregarse.
size-megabytes = { $n } MB
# Tamaño muy grande: con un decimal.
size-gigabytes = { NUMBER($n, minimumFractionDigits: 1, maximumFractionDigits: 1) } GB
# Aviso bajo la barra, en toda pantalla; el reloj está atrasado o en otro año.
clock-wrong = La fecha del equipo es { $day }. Corrija la fecha; lo guardado conserva su orden.

# Aviso bajo la barra, en toda pantalla; la cadena del diario no cuadra después de un acto.
journal-broken = Lo guardado no cuadra después del acto { $number }. Siga trabajando y avise a quien supervisa.

# Franja: el archivo está cerrado, no se puede saber qué falta por entregar.
strip-closed = Equipo bloqueado
# Franja y V24: cuántos esperan, en este equipo.
delivery-saved = { $n ->
        [one] { $n } guardado en este equipo
       *[other] { $n } guardados en este equipo
    }
# Franja y V24: cuántos se enviaron y esperan el acuse.
delivery-moving = { $n } en camino
# Franja y V24: cuántos necesitan que alguien haga algo.
delivery-attention = { $n ->
        [one] { $n } necesita atención
       *[other] { $n } necesitan atención
    }
# Franja: no queda nada por entregar.
delivery-all = Todo entregado · { $when }
# Franja: todavía no hay registros.
delivery-nothing = Nada por entregar
# Franja, después de un punto medio; letra pequeña.
delivery-last-short = última entrega { $when }
# V24, bajo el título.
delivery-last = Última entrega: { $when }
# Franja, después de un punto medio: nunca se ha entregado nada.
delivery-never = aún sin entregas
# Franja y V24: hace días que no se entrega.
delivery-none-since = Nada se ha entregado desde el { $day }.
# V24: lo mismo, con qué hacer.
delivery-stale = Nada se ha entregado desde el { $day }. Conecte el equipo.
# Las cuatro palabras de entrega: siempre las mismas, en toda pantalla.
delivery-word-saved = Guardado en este equipo
# Véase delivery-word-saved.
delivery-word-on-the-way = En camino
# Véase delivery-word-saved.
delivery-word-delivered = Entregado
# Véase delivery-word-saved.
delivery-word-attention = Necesita atención
# Franja: espacio del disco.
disk-enough = Espacio suficiente
# Franja: quedan menos de 500 MB.
disk-low = Poco espacio: entregue pronto
# Franja: quedan menos de 100 MB; los cobros tienen su reserva.
disk-full = Espacio casi lleno

# Página de una falla nuestra.
fault-title = La aplicación tuvo una falla
# Botón de esa página.
fault-go-on = Seguir
# Última frase de esa página.
fault-tell = Si se repite, avise a quien supervisa y dígale el folio { $folio }.

# Página entera: el archivo es una copia anterior (se restauró un respaldo).
went-back-title = Este equipo volvió a una copia anterior
# Qué significa.
went-back-means = El archivo de este equipo es más antiguo que su último registro.
# Si está a salvo.
went-back-safe = Lo entregado está en la oficina central. Lo que hay aquí se conserva.
# Qué hacer.
went-back-todo = Avise a quien supervisa. El equipo sigue con una serie nueva de folios.
