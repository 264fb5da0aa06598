### V04 Buscar persona, V07 Nueva ficha.

# Título de V04 y nombre del campo de búsqueda.
search-title = Buscar persona
# Dentro del campo vacío.
search-hint = CURP o nombre
# Bajo el campo.
search-help = Escriba o escanee: CURP o nombre.
# Nombre de la lista para el lector de pantalla.
search-found = Personas encontradas
# Dentro del campo, a la derecha.
search-count = { $n ->
        [one] { $n } persona
       *[other] { $n } personas · flechas para elegir
    }
# Nadie coincide; $text es lo escrito.
search-none = No encontramos a «{ $text }». Busque con la CURP o cree una ficha nueva.
# Botón: abrir la ficha de la persona elegida.
search-open = Abrir ficha
# Botón.
search-create = Crear ficha nueva
# Tarjeta lateral.
search-recorded = Lo demás se ve al abrir la ficha. Queda anotado quién la abrió.
# Falta un dato de identidad.
person-without = Sin dato
# Renglón de un resultado.
person-born-on = Nació el { $day }
# Etiqueta corta en la tarjeta.
person-born = Nació
# La persona todavía no tiene trámites.
person-no-services = Sin trámites
# Bajo el nombre del trámite.
person-last-service = Último trámite
# Tarjeta de la persona; $tail ya viene con puntos.
person-curp-tail = CURP { $tail }

# Título de V07.
person-title = Nueva ficha
# Bajo el título.
person-subtitle = Solo la identidad, como está en el documento.
# Campo.
person-given = Nombre o nombres
# Bajo el campo.
person-given-hint = Como está escrito en el documento.
# Campo.
person-first = Primer apellido
# Campo.
person-second = Segundo apellido
# Bajo el campo.
person-second-hint = Si no tiene, déjelo vacío.
# Campo y etiqueta.
person-curp = CURP
# Bajo el campo.
person-curp-hint = 18 letras y números. Si no la trae, déjela vacía.
# Campo.
person-birth = Fecha de nacimiento
# Campo.
person-sex = Sexo
# Campo.
person-entity = Entidad de nacimiento
# Campo.
person-phone = Teléfono
# Bajo el campo.
person-phone-hint = 10 números. Es opcional.
# Botón.
person-save = Guardar ficha
# Tarjeta lateral.
person-curp-card = Lo que dice la CURP
# Todavía no hay CURP completa.
person-curp-none = Al escribirla, aquí se leen su fecha de nacimiento, sexo y entidad.
# No se puede leer.
person-curp-unread = Esta CURP no se puede leer. Revísela con el documento.
# En palabras, para comparar con el documento.
person-curp-says = Nació el { $day }. { $sex }. { $entity }. Compare con el documento.
# Nota lateral.
person-only = Si falta un dato, guarde lo que hay. Lo escrito no se pierde.
# Final de la caja de dudas.
person-warned = Si el documento dice lo mismo, presione Guardar ficha otra vez.
# Sexo en la CURP: H.
sex-h = Hombre
# Sexo en la CURP: M.
sex-m = Mujer
# Sexo en la CURP: X.
sex-x = No binario

# V07: mensajes de cada campo; dicen cómo corregir.
field-given-empty = Escriba el nombre.
# Véase field-given-empty.
field-first-surname-empty = Escriba el primer apellido.
# Véase field-given-empty.
field-name-long = El nombre debe tener 80 letras o menos.
# Véase field-given-empty.
field-date-form = Escriba día, mes y año de nacimiento.
# Véase field-given-empty.
field-date-future = La fecha de nacimiento debe ser de hoy o antes.
# Véase field-given-empty.
field-date-old = Revise el año de nacimiento: hace más de 130 años.
# Véase field-given-empty.
field-sex-choose = Elija el sexo que dice el documento.
# Véase field-given-empty.
field-entity-choose = Elija la entidad de nacimiento.
# Véase field-given-empty.
field-phone-digits = El teléfono tiene 10 números.
# CURP: largo; $n = cuántos se escribieron.
field-curp-length = La CURP tiene 18 letras y números. Usted escribió { $n }.
# CURP: un carácter que ahí no puede ir; $position cuenta desde 1.
field-curp-character = Revise el carácter { $position } de la CURP.
# CURP: la fecha no existe.
field-curp-date = La fecha dentro de la CURP no existe. Revise los caracteres 5 a 10.
# CURP: la fecha no ha llegado.
field-curp-future = La fecha dentro de la CURP aún no llega. Revise los caracteres 5 a 10.
# CURP: la letra del sexo.
field-curp-sex = El carácter 11 de la CURP debe ser H, M o X.
# CURP: las letras de la entidad.
field-curp-entity = Los caracteres 12 y 13 de la CURP no son de una entidad.
# CURP: el último número no corresponde.
field-curp-digit = Un carácter de la CURP no corresponde. Compárela con el documento, letra por letra.
# Dudas de V07: nunca impiden guardar.
warn-curp-name = Las primeras letras de la CURP no corresponden al nombre escrito.
# Véase warn-curp-name.
warn-curp-born = La fecha de nacimiento no es la de la CURP.
# Véase warn-curp-name.
warn-curp-sex = El sexo no es el de la CURP.
# Véase warn-curp-name.
warn-curp-entity = La entidad no es la de la CURP.
# Véase warn-curp-name.
warn-curp-known = Ya hay una ficha con esta CURP en este equipo. Búsquela antes de crear otra.
