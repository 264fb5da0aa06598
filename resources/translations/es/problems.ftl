### Problemas: qué pasó, si está a salvo, qué hacer. Identificador: problem-, y el código con guion por punto.

# Código app.fault; «a salvo» solo porque es verdad por construcción.
problem-app-fault =
    .happened = La aplicación tuvo una falla ({ $folio }).
    .safe = Su trabajo hasta las { $time } está guardado.
    .todo = Presione Seguir.
# Código vault.disk_full; «a salvo» solo porque es verdad por construcción.
problem-vault-disk_full =
    .happened = No hay espacio en el disco para guardar.
    .safe = Lo guardado antes está a salvo; esto último no se guardó.
    .todo = Libere espacio y repita este paso.
# Código vault.damaged; «a salvo» solo porque es verdad por construcción.
problem-vault-damaged =
    .happened = Una parte del archivo de este equipo está dañada.
    .safe = Lo ya entregado está en la oficina central.
    .todo = No siga trabajando en este equipo. Avise a quien supervisa.
# Código vault.went_back; «a salvo» solo porque es verdad por construcción.
problem-vault-went_back =
    .happened = El archivo de este equipo es una copia anterior.
    .safe = Lo entregado después de la copia está en la oficina central.
    .todo = No siga trabajando en este equipo. Avise a quien supervisa.
# Código vault.already_open; «a salvo» solo porque es verdad por construcción.
problem-vault-already_open =
    .happened = Ventanilla ya está abierta en este equipo.
    .safe = Todo lo guardado está a salvo.
    .todo = Use la ventana que ya está abierta y cierre esta.
# Código vault.newer; «a salvo» solo porque es verdad por construcción.
problem-vault-newer =
    .happened = El archivo es de una versión más nueva de Ventanilla.
    .safe = El archivo no se cambió.
    .todo = Instale la versión nueva y abra otra vez.
# Código vault.io; «a salvo» solo porque es verdad por construcción.
problem-vault-io =
    .happened = El equipo no pudo leer o escribir su archivo.
    .safe = Lo guardado antes está a salvo; esto último no se guardó.
    .todo = Presione otra vez. Si se repite, avise a quien supervisa.
# Código session.closed; «a salvo» solo porque es verdad por construcción.
problem-session-closed =
    .happened = El archivo está cerrado.
    .safe = Todo lo guardado está a salvo.
    .todo = Entre con su clave.
# Código journal.refused; «a salvo» solo porque es verdad por construcción.
problem-journal-refused =
    .happened = El equipo no aceptó este registro.
    .safe = No se guardó nada de este paso; lo anterior está a salvo.
    .todo = Presione otra vez. Si se repite, avise a quien supervisa.
# Código journal.other_content; «a salvo» solo porque es verdad por construcción.
problem-journal-other_content =
    .happened = Este paso ya se guardó con otro contenido.
    .safe = Lo guardado la primera vez está a salvo.
    .todo = Vuelva al inicio y revise antes de repetir.
# Código journal.malformed; «a salvo» solo porque es verdad por construcción.
problem-journal-malformed =
    .happened = El equipo no pudo armar este registro.
    .safe = No se guardó nada de este paso; lo anterior está a salvo.
    .todo = Revise los datos y presione otra vez.
# Código journal.no_stream; «a salvo» solo porque es verdad por construcción.
problem-journal-no_stream =
    .happened = Este equipo aún no está dado de alta.
    .safe = No se guardó nada.
    .todo = Pida el alta a quien supervisa.
# Código journal.erased; «a salvo» solo porque es verdad por construcción.
problem-journal-erased =
    .happened = El contenido de este registro ya se borró.
    .safe = Su constancia y su comprobante siguen.
    .todo = Avise a quien supervisa si lo necesita.
# Código journal.broken; «a salvo» solo porque es verdad por construcción.
problem-journal-broken =
    .happened = La cadena de registros de este equipo no está completa.
    .safe = Lo ya entregado está en la oficina central.
    .todo = No siga trabajando en este equipo. Avise a quien supervisa.
# Código shift.none; «a salvo» solo porque es verdad por construcción.
problem-shift-none =
    .happened = No hay turno abierto.
    .safe = El trámite está guardado; nada se cobró.
    .todo = Abra su turno para cobrar.
# Código shift.already_open; «a salvo» solo porque es verdad por construcción.
problem-shift-already_open =
    .happened = Ya hay un turno abierto en este equipo.
    .safe = El turno abierto no cambió.
    .todo = Vuelva al inicio y siga con ese turno.
# Código shift.day_not_later; «a salvo» solo porque es verdad por construcción.
problem-shift-day_not_later =
    .happened = El día { $day } es anterior al del último turno, { $other }.
    .safe = No se abrió ningún turno.
    .todo = Corrija la fecha del equipo y abra otra vez.
# Código shift.day_before_floor; «a salvo» solo porque es verdad por construcción.
problem-shift-day_before_floor =
    .happened = El día { $day } es anterior a lo que este equipo ya registró, { $other }.
    .safe = No se abrió ningún turno.
    .todo = Corrija la fecha del equipo y abra otra vez.
# Código shift.day_too_far; «a salvo» solo porque es verdad por construcción.
problem-shift-day_too_far =
    .happened = El día { $day } está lejos del último turno, { $other }.
    .safe = No se abrió ningún turno.
    .todo = Revise la fecha del equipo. Si es correcta, avise a quien supervisa.
# Código shift.day_not_today; «a salvo» solo porque es verdad por construcción.
problem-shift-day_not_today =
    .happened = El día { $day } no es el del reloj, { $other }.
    .safe = No se abrió ningún turno.
    .todo = Corrija la fecha del equipo y abra otra vez.
# Código shift.float; «a salvo» solo porque es verdad por construcción.
problem-shift-float =
    .happened = El fondo { $float } pasa del límite de { $limit }.
    .safe = No se abrió ningún turno.
    .todo = Revise la cantidad y presione otra vez.
# Código shift.not_allowed; «a salvo» solo porque es verdad por construcción.
problem-shift-not_allowed =
    .happened = El turno no permite este paso ahora.
    .safe = Lo guardado está a salvo; nada cambió.
    .todo = Vuelva al inicio y revise su turno.
# Código payment.short; «a salvo» solo porque es verdad por construcción.
problem-payment-short =
    .happened = Faltan { $missing }: se recibió { $tendered } y son { $due }.
    .safe = No se cobró nada.
    .todo = Escriba cuánto recibió.
# Código payment.tender_too_large; «a salvo» solo porque es verdad por construcción.
problem-payment-tender_too_large =
    .happened = La cantidad { $tendered } pasa del límite de { $limit }.
    .safe = No se cobró nada.
    .todo = Revise la cantidad que escribió.
# Código payment.too_large; «a salvo» solo porque es verdad por construcción.
problem-payment-too_large =
    .happened = El total { $total } pasa del límite de un comprobante, { $limit }.
    .safe = No se cobró nada.
    .todo = Avise a quien supervisa.
# Código payment.no_tariff; «a salvo» solo porque es verdad por construcción.
problem-payment-no_tariff =
    .happened = No hay tarifa para este concepto ({ $concept }) el { $day }.
    .safe = El trámite está guardado; nada se cobró.
    .todo = Espere la tarifa nueva o avise a quien supervisa.
# Código payment.rounding_rule; «a salvo» solo porque es verdad por construcción.
problem-payment-rounding_rule =
    .happened = La regla de redondeo { $policy }, versión { $version }, no se puede aplicar.
    .safe = El trámite está guardado; nada se cobró.
    .todo = Avise a quien supervisa.
# Código payment.price_changed; «a salvo» solo porque es verdad por construcción.
problem-payment-price_changed =
    .happened = La tarifa cambió: eran { $shown } y ahora son { $due }.
    .safe = No se cobró nada.
    .todo = Vuelva atrás y lea el total nuevo a la persona.
# Código payment.already_paid; «a salvo» solo porque es verdad por construcción.
problem-payment-already_paid =
    .happened = Este trámite ya se cobró.
    .safe = El primer cobro está guardado; no se cobró otra vez.
    .todo = Vuelva al inicio.
# Código payment.nothing_due; «a salvo» solo porque es verdad por construcción.
problem-payment-nothing_due =
    .happened = Este trámite no tiene costo.
    .safe = El trámite está guardado.
    .todo = Vuelva al inicio.
# Código payment.charge_unknown; «a salvo» solo porque es verdad por construcción.
problem-payment-charge_unknown =
    .happened = Este cobro ya no está preparado.
    .safe = No se cobró nada.
    .todo = Vuelva al inicio y empiece el cobro otra vez.
# Código payment.registration_unknown; «a salvo» solo porque es verdad por construcción.
problem-payment-registration_unknown =
    .happened = Este equipo no tiene ese trámite.
    .safe = No se cobró nada.
    .todo = Vuelva al inicio y elija otra vez.
# Código person.unknown; «a salvo» solo porque es verdad por construcción.
problem-person-unknown =
    .happened = Este equipo no tiene esa ficha.
    .safe = No se cambió nada.
    .todo = Busque a la persona otra vez.
# Código person.problems; «a salvo» solo porque es verdad por construcción.
problem-person-problems =
    .happened = La ficha tiene { $count ->
        [one] un dato por corregir
       *[other] { $count } datos por corregir
    }.
    .safe = No se guardó nada; lo escrito sigue en la pantalla.
    .todo = Corrija los campos marcados y guarde otra vez.
# Código service.unknown; «a salvo» solo porque es verdad por construcción.
problem-service-unknown =
    .happened = Este equipo no tiene el trámite { $service }.
    .safe = No se cambió nada.
    .todo = Elija otro o espere la siguiente conexión.
# Código form.missing; «a salvo» solo porque es verdad por construcción.
problem-form-missing =
    .happened = Este equipo no tiene el formulario de ese trámite.
    .safe = No se cambió nada.
    .todo = Espere la siguiente conexión o avise a quien supervisa.
# Código form.incomplete: aún no llegan todas las imágenes, grabaciones o listas de un formulario.
problem-form-incomplete =
    .happened = Aún no llegan todas las imágenes o listas del formulario de ese trámite.
    .safe = No se cambió nada.
    .todo = Espere a que el equipo esté conectado un rato; lo que está abierto se puede seguir.
# Código draft.unknown; «a salvo» solo porque es verdad por construcción.
problem-draft-unknown =
    .happened = Ese borrador ya no está en este equipo.
    .safe = Lo guardado está a salvo.
    .todo = Vuelva al inicio y elija otra vez.
# Código consent.missing; «a salvo» solo porque es verdad por construcción.
problem-consent-missing =
    .happened = Falta marcar el consentimiento.
    .safe = El borrador está guardado; el registro no.
    .todo = Marque la frase si la persona está de acuerdo.
# Código registration.problems; «a salvo» solo porque es verdad por construcción.
problem-registration-problems =
    .happened = Hay respuestas por corregir.
    .safe = El borrador está guardado; el registro no.
    .todo = Vuelva a la revisión y corrija lo marcado.
# Código registration.not_allowed; «a salvo» solo porque es verdad por construcción.
problem-registration-not_allowed =
    .happened = Este registro ya no permite ese paso.
    .safe = Lo guardado está a salvo; nada cambió.
    .todo = Vuelva al inicio.
# Código forms.refused; «a salvo» solo porque es verdad por construcción.
problem-forms-refused =
    .happened = El formulario pide algo que esta versión no puede hacer.
    .safe = No se guardó nada de este paso; lo anterior está a salvo.
    .todo = Avise a quien supervisa.
# Código forms.answers; «a salvo» solo porque es verdad por construcción.
problem-forms-answers =
    .happened = Las respuestas no corresponden a este formulario.
    .safe = El borrador está guardado como estaba.
    .todo = Avise a quien supervisa.
# Código forms.draft; «a salvo» solo porque es verdad por construcción.
problem-forms-draft =
    .happened = El borrador es de otra versión del formulario.
    .safe = El borrador está guardado como estaba.
    .todo = Empiece el trámite otra vez.
# Código forms.unknown_path; «a salvo» solo porque es verdad por construcción.
problem-forms-unknown_path =
    .happened = El formulario ya no tiene esa pregunta.
    .safe = El borrador está guardado.
    .todo = Salga del formulario y entre otra vez.
# Código receipt.unknown; «a salvo» solo porque es verdad por construcción.
problem-receipt-unknown =
    .happened = Este equipo no tiene ese comprobante.
    .safe = Lo guardado está a salvo.
    .todo = Vuelva al inicio.
# Código receipt.unreadable; «a salvo» solo porque es verdad por construcción.
problem-receipt-unreadable =
    .happened = El código de la imagen no se pudo leer de vuelta.
    .safe = El comprobante está guardado; la imagen no.
    .todo = Presione F8 otra vez, o use el código de la pantalla.
# Código receipt.not_written; «a salvo» solo porque es verdad por construcción.
problem-receipt-not_written =
    .happened = La imagen no se pudo escribir en el disco.
    .safe = El comprobante está guardado; la imagen no.
    .todo = Libere espacio y presione F8 otra vez.
# Código institution.unreadable; «a salvo» solo porque es verdad por construcción.
problem-institution-unreadable =
    .happened = El archivo de la institución no se puede leer.
    .safe = No se cambió nada.
    .todo = Pida el archivo otra vez a la oficina.
# Código enrol.passphrase_short; «a salvo» solo porque es verdad por construcción.
problem-enrol-passphrase_short =
    .happened = La clave es corta: lo mínimo son { $shortest } letras.
    .safe = No se cambió nada.
    .todo = Use una clave de cuatro palabras.
# Código link.down; «a salvo» solo porque es verdad por construcción.
problem-link-down =
    .happened = No hay conexión con la oficina central.
    .safe = Todo está guardado en este equipo.
    .todo = Siga trabajando; la entrega es automática.
# Código link.address; «a salvo» solo porque es verdad por construcción.
problem-link-address =
    .happened = La dirección de la oficina central no es segura y no se usa.
    .safe = Todo está guardado en este equipo; no se envió nada.
    .todo = Siga trabajando y avise a quien supervisa.
# Código link.no_central; «a salvo» solo porque es verdad por construcción.
problem-link-no_central =
    .happened = Falta el certificado de la oficina central.
    .safe = Todo está guardado; no se envió nada.
    .todo = Siga trabajando; el certificado se pide solo. Si dura, avise a quien supervisa.
# Código link.portal; «a salvo» solo porque es verdad por construcción.
problem-link-portal =
    .happened = La red pide aceptar una página.
    .safe = Todo está guardado; no se envió nada.
    .todo = Ábrala en el navegador del equipo.
# Código link.refused; «a salvo» solo porque es verdad por construcción.
problem-link-refused =
    .happened = La oficina central no aceptó la entrega.
    .safe = Todo está guardado en este equipo.
    .todo = Siga trabajando y avise a quien supervisa.
# Código clock.wrong; «a salvo» solo porque es verdad por construcción.
problem-clock-wrong =
    .happened = La fecha del equipo no parece correcta.
    .safe = Lo guardado conserva su orden.
    .todo = Corrija la fecha del equipo.
# Código camera.unavailable; «a salvo» solo porque es verdad por construcción.
problem-camera-unavailable =
    .happened = La cámara no responde.
    .safe = Lo escrito está guardado.
    .todo = Revise que esté conectada, o elija un archivo.
# Código position.unavailable; «a salvo» solo porque es verdad por construcción.
problem-position-unavailable =
    .happened = El receptor aún no sabe dónde está.
    .safe = Lo escrito está guardado.
    .todo = Espere a cielo abierto e intente otra vez, o escriba los grados.
# Código recorder.unavailable; «a salvo» solo porque es verdad por construcción.
problem-recorder-unavailable =
    .happened = No se pudo grabar.
    .safe = Lo escrito está guardado.
    .todo = Revise el micrófono, o elija un archivo.
# Código file.too_large; $name es el archivo y $most_mb lo más que se acepta, en MB.
problem-file-too_large =
    .happened = { $name } pesa más de { $most_mb } MB.
    .safe = Lo escrito está guardado.
    .todo = Elija un archivo más chico.
# Código file.not_read; $name es el archivo.
problem-file-not_read =
    .happened = No se pudo leer { $name }.
    .safe = Lo escrito está guardado.
    .todo = Elija otro archivo, o revise la memoria donde está.
