### V25 Llevar por USB y V26 Recibir por USB.

# Una memoria sin nombre.
drive-unnamed = Memoria USB
# Todavía no hay memoria. Título grande junto al dibujo.
drive-none = Conecte la memoria USB
# Debajo de drive-none.
drive-none-hint = Aparece aquí sola en unos segundos. También puede elegir una carpeta.
# Pregunta sobre las memorias que hay.
drive-which = ¿Cuál memoria?
# Falta elegir.
drive-choose = Elija una memoria de la lista.
# $name: memoria; $room: espacio libre.
drive-room = { $name } · { $room } libres
# $name: carpeta; $room: espacio libre.
drive-folder = Carpeta { $name } · { $room } libres
# $name: memoria protegida.
drive-read-only = { $name } · no permite copiar
# La memoria elegida ya no está.
drive-went = La memoria ya no está conectada.
# Botón.
drive-folder-choose = Elegir una carpeta
# Título del diálogo del sistema.
drive-folder-title = Memoria USB o carpeta
# Lo que dice un lector de pantalla de la barra.
drive-progress = Avance de la copia
# Segunda parte de la copia.
drive-checking = Leyendo de vuelta y comprobando
# $done y $of: tamaños; $percent: número.
drive-far = { $done } de { $of } · { $percent } %
# Botón principal al final.
drive-finish = Terminar
# V25, título de la ventana y línea dorada; también botón en V24.
carry-title = Llevar por USB
# Encabezado de los pasos.
carry-steps = Pasos
# Paso.
carry-step-1 = Conectar la memoria
# Paso.
carry-step-2 = Ver qué va
# Paso.
carry-step-3 = Copiar
# Paso.
carry-step-4 = Comprobar y retirar
# Título.
carry-connect = Conecte la memoria
# Nota bajo las memorias y bajo los números.
carry-sealed = Va cifrado para la oficina central. Quien lleve la memoria no puede leerlo.
# Título.
carry-what = Esto va en la memoria
# Botón principal.
carry-copy = Copiar a la memoria
# Palabra junto a la memoria elegida.
carry-where = Se copia a
# $n registros; va debajo del número.
carry-word-records = { $n ->
        [one] registro
       *[other] registros
    }
# $n fotos y archivos; va debajo del número.
carry-word-files = { $n ->
        [one] foto o archivo
       *[other] fotos y archivos
    }
# Debajo del tamaño: lo más que puede ocupar.
carry-word-size = como máximo
# $n registros que ya van en otra memoria.
carry-again = { $n ->
        [one] { $n } ya va en otra memoria y va otra vez: llega una sola vez.
       *[other] { $n } ya van en otra memoria y van otra vez: llegan una sola vez.
    }
# Título.
carry-copying = Copiando a la memoria
# Primera parte de la copia.
carry-writing = Copiando
# Nota durante la copia.
carry-stop-safe = No retire la memoria. Puede detener la copia: nada se pierde.
# Botón.
carry-stop = Detener la copia
# El mismo botón después.
carry-stopping = Deteniendo
# Anuncio.
carry-stopped = La copia se detuvo. Todo sigue en este equipo.
# Título.
carry-done-title = La copia está lista
# UX §6.2.
usb-done = Copia completa y comprobada. Ya puede retirar la memoria.
# $what: números; $name: memoria.
carry-done-what = { $what } en { $name }
# $n.
carry-records = { $n ->
        [one] { $n } registro
       *[other] { $n } registros
    }
# $n.
carry-files = { $n ->
        [one] { $n } foto o archivo
       *[other] { $n } fotos y archivos
    }
# Nota al final.
carry-done-state = Siguen en este equipo, «En camino», hasta que llegue el acuse de la oficina central.
# Nota al final.
carry-done-who = Llévela a la oficina central o a otro equipo con conexión. Si se pierde, copie otra vez.
# V26, título de la ventana y línea dorada; también botón en V24.
receive-title = Recibir por USB
# Título.
receive-connect = Conecte la memoria que regresó
# Nota bajo las memorias.
receive-what = Se reciben acuses, formularios y precios. También lo que otros equipos mandan a la oficina central.
# Paso.
receive-step-2 = Recibir
# Paso.
receive-step-3 = Ver qué llegó
# Botón principal.
receive-act = Recibir
# Botón.
receive-stop = Detener
# Título.
receive-taking = Recibiendo de la memoria
# Lo que se hace.
receive-reading = Leyendo y comprobando
# Nota.
receive-stop-safe = No retire la memoria. Si la retira, lo recibido queda y el resto se recibe después.
# Anuncio.
receive-stopped = Se detuvo. Lo que ya se recibió queda.
# Título.
receive-done-title = Esto llegó en la memoria
# $n registros confirmados.
receive-delivered = { $n ->
        [one] { $n } registro quedó entregado.
       *[other] { $n } registros quedaron entregados.
    }
# $n fotos confirmadas.
receive-files = { $n ->
        [one] { $n } foto o archivo llegó a la oficina central.
       *[other] { $n } fotos y archivos llegaron a la oficina central.
    }
# Novedad.
receive-forms = Llegaron trámites y formularios.
# Novedad.
receive-prices = Llegaron las tarifas.
# Novedad.
receive-people = Llegó la lista de personas de la oficina.
# Novedad.
receive-orders = Llegaron avisos de la institución para este equipo.
# Novedad.
receive-other = Llegaron otros datos de la oficina central.
# $n equipos.
receive-carried = { $n ->
        [one] Se recibió lo de otro equipo, para llevarlo.
       *[other] Se recibió lo de { $n } equipos, para llevarlo.
    }
# Nota.
receive-carried-means = Este equipo lo entrega con lo suyo, sin poder leerlo.
# Nada nuevo.
receive-known = Todo lo que trae esta memoria ya se conocía.
# Nota.
receive-new-series = La oficina central tenía otra historia de este equipo. Se sigue en una serie nueva; nada se perdió.
# $n partes.
receive-left-out = { $n ->
        [one] { $n } parte de otros equipos no cupo aquí. Llévela a otro equipo.
       *[other] { $n } partes de otros equipos no cupieron aquí. Llévelas a otro equipo.
    }
# $refused y $missing: partes.
receive-damaged = No todo se pudo usar. Partes dañadas o ajenas: { $refused }; que faltan: { $missing }. Pida otra copia.
# $n archivos.
receive-spare = { $n ->
        [one] En la memoria queda { $n } archivo que ya no hace falta.
       *[other] En la memoria quedan { $n } archivos que ya no hacen falta.
    }
# Botón.
receive-clean = Limpiar la memoria
# $n archivos.
receive-cleaned = { $n ->
        [one] Se quitó { $n } archivo. Ya puede retirar la memoria.
       *[other] Se quitaron { $n } archivos. Ya puede retirar la memoria.
    }
