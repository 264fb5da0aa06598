### `ventanilla enrol`. Se lee en una terminal.

# $name: la institución; $fingerprint: doce signos que están en el aviso de la oficina.
enrol-fingerprint = { $name }. Huella: { $fingerprint }
# Pregunta a quien está enfrente.
enrol-fingerprint-ask = ¿Es la huella del aviso de la oficina? (s/n)
# La huella escrita no es la del archivo.
enrol-other-fingerprint = La huella falta o no es la de este archivo; no se cambió nada. Escríbala con --fingerprint.
# $clave: cuatro palabras.
enrol-clave-proposed = Clave propuesta: { $clave }
# Se escribe sin que se vea.
enrol-clave-ask = Escriba su clave (doce letras o más), o Enter para usar la propuesta:
# Véase enrol-clave-ask.
enrol-clave-again = Escríbala otra vez:
# Las dos no son iguales.
enrol-clave-differs = Las dos claves no son iguales; no se cambió nada. Empiece otra vez.
# Todo salió bien. $services: cuántos trámites llegaron.
enrol-done = Equipo dado de alta: { $office }, { $terminal }. Entra: { $person }. { $services ->
        [0] Los trámites llegan con la primera conexión.
        [one] Llegó { $services } trámite.
       *[other] Llegaron { $services } trámites.
    }
# La raíz firma después.
enrol-pending = La solicitud llegó. Falta la firma de la institución: repita esta orden más tarde, con la misma clave.
