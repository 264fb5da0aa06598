### A person's card (V07): what to put right, what to look at again.

# Shown beside the field and in the summary. The field names itself in its own words.
field-given-empty = Escriba el nombre.
field-first-surname-empty = Escriba el primer apellido.
field-name-long = El nombre pasa de 80 letras. Escríbalo como está en el documento.
field-date-form = Escriba la fecha con día, mes y año. Ese día debe existir.
field-date-future = La fecha de nacimiento debe ser de hoy o antes.
field-date-old = Revise el año de nacimiento: son más de 130 años.
field-sex-choose = Elija una de las tres opciones, o déjelo sin respuesta.
field-entity-choose = Elija la entidad de la lista.
field-phone-digits = El teléfono tiene 10 números.
# $n: how many characters were typed.
field-curp-length = La CURP tiene 18 letras y números. Usted escribió { $n }.
# $position: which character, counted from 1.
field-curp-character = Revise la CURP: en el lugar { $position } va otra clase de signo (letra o número).
field-curp-date = La CURP trae una fecha que no existe. Revise los números 5 a 10.
field-curp-future = La CURP trae una fecha de nacimiento después de hoy. Revísela.
field-curp-sex = En el lugar 11 de la CURP va H, M o X.
field-curp-entity = La CURP trae una entidad que no existe. Revise los lugares 12 y 13.
field-curp-digit = El último número de la CURP no corresponde. Compárela con el documento.
# Warnings: saving is allowed when the person says it is right.
warn-curp-name = Las letras de la CURP no salen de este nombre. Compare con el documento.
warn-curp-born = La fecha que escribió no es la de la CURP.
warn-curp-sex = El sexo que eligió no es el de la CURP.
warn-curp-entity = La entidad que eligió no es la de la CURP.
warn-curp-known = Ya hay una ficha con esta CURP en este equipo.
