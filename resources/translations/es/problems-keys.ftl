### Claves y ranuras: qué pasó, si el trabajo está a salvo, qué hacer.

# Código vault.keystore: el almacén de claves del sistema no responde.
problem-vault-keystore =
    .happened = El almacén de claves de este equipo no responde.
    .safe = Todo está guardado; no se cambió nada.
    .todo = Cierre la cuenta del equipo, entre otra vez y vuelva a abrir el programa.
# Código vault.keystore_gone: el almacén de claves ya no tiene la mitad de la llave.
problem-vault-keystore_gone =
    .happened = El almacén de claves de este equipo ya no tiene su parte de la llave.
    .safe = Todo está guardado y cerrado; la clave sola no lo abre.
    .todo = Entre con «Olvidé mi clave» y un código de la oficina.
# Código vault.slot_old: la ranura de alguien es de un programa anterior. $name: su nombre.
problem-vault-slot_old =
    .happened = La ranura de { $name } es de una versión anterior.
    .safe = No se cambió nada.
    .todo = Pida a { $name } que entre una vez con su clave, y repita.
# Código passphrase.too_common: la clave está entre las más usadas o se adivina enseguida.
problem-passphrase-too_common =
    .happened = Esa clave se adivina enseguida: es de las más usadas o repite letras.
    .safe = No se cambió nada.
    .todo = Use cuatro palabras que no vayan juntas.
# Código keys.last_operator: no se quita a la última persona.
problem-keys-last_operator =
    .happened = Es la última persona que puede abrir este equipo.
    .safe = No se cambió nada.
    .todo = Agregue primero a otra persona.
# Código keys.not_published: la institución no publicó a esa persona. $number: su número.
problem-keys-not_published =
    .happened = La institución no ha publicado a la persona { $number }.
    .safe = No se cambió nada.
    .todo = Conecte el equipo para recibir la lista, o revise el número.
# Código keys.no_slot: esa ranura ya no existe.
problem-keys-no_slot =
    .happened = Esa ranura ya no existe.
    .safe = No se cambió nada.
    .todo = Vuelva a abrir la lista.
# Código keys.has_slot: esa persona ya puede abrir el equipo. $name: su nombre.
problem-keys-has_slot =
    .happened = { $name } ya puede abrir este equipo.
    .safe = No se cambió nada.
    .todo = Si olvidó su clave, use «Olvidé mi clave» en la puerta.
# Código keys.protection_lower: las llaves quedarían menos protegidas que antes, o que lo pedido.
problem-keys-protection_lower =
    .happened = Este equipo protege ahora sus llaves menos que antes.
    .safe = No se cambió nada.
    .todo = Decida aquí si se trabaja así, o llame a soporte.
# Código vault.read_beside: un respaldo está leyendo el archivo.
problem-vault-read_beside =
    .happened = Se está haciendo un respaldo y la llave no se puede cambiar ahora.
    .safe = No se cambió nada.
    .todo = Espere a que termine el respaldo y repita.
