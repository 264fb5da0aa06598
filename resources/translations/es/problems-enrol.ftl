### Alta del equipo: qué pasó, si el trabajo está a salvo, qué hacer.

# Código enrol.already: en esa carpeta ya hay un equipo.
problem-enrol-already =
    .happened = En esta carpeta ya hay un equipo dado de alta.
    .safe = No se cambió nada.
    .todo = Úselo así, o elija otra carpeta con --profile.
# Código enrol.clave: el alta se empezó con otra clave.
problem-enrol-clave =
    .happened = El alta se empezó antes con otra clave.
    .safe = No se cambió nada.
    .todo = Vuelva a intentar con la clave de entonces.
# Código enrol.not_enrolled: el archivo no tiene un equipo.
problem-enrol-not_enrolled =
    .happened = Este equipo no está dado de alta.
    .safe = No se cambió nada.
    .todo = Pida un código a su oficina y haga el alta.
# Código enrol.institution: el archivo de la institución no sirve.
problem-enrol-institution =
    .happened = El archivo de la institución no se puede usar.
    .safe = No se cambió nada.
    .todo = Pida otra vez el archivo a su oficina.
# Código enrol.code_malformed.
problem-enrol-code_malformed =
    .happened = El código de alta tiene 12 letras y números.
    .safe = No se envió nada.
    .todo = Escríbalo como está en el aviso.
# Código enrol.code.
problem-enrol-code =
    .happened = La oficina central no conoce ese código, o ya venció.
    .safe = No se cambió nada.
    .todo = Pida otro código a su oficina.
# Código enrol.code_used.
problem-enrol-code_used =
    .happened = Otro equipo ya usó ese código.
    .safe = No se cambió nada.
    .todo = Pida otro código a su oficina.
# Código enrol.kid_taken.
problem-enrol-kid_taken =
    .happened = La oficina central ya conoce este equipo por otra solicitud.
    .safe = No quedó nada de este intento.
    .todo = Empiece el alta otra vez.
# Código enrol.refused.
problem-enrol-refused =
    .happened = La institución no admitió este equipo.
    .safe = No quedó nada de este intento.
    .todo = Pregunte en su oficina.
# Código enrol.answer: contestó quien no es la oficina central.
problem-enrol-answer =
    .happened = Contestó alguien que no es la oficina central.
    .safe = No se creyó nada. La solicitud está guardada.
    .todo = Cambie de red y vuelva a intentar con la misma clave.
# Código enrol.no_answer.
problem-enrol-no_answer =
    .happened = La oficina central no contestó.
    .safe = La solicitud está guardada en este equipo.
    .todo = Revise la conexión y vuelva a intentar con la misma clave.
# Código enrol.fault: no debería verse.
problem-enrol-fault =
    .happened = El alta no terminó.
    .safe = No se cambió nada.
    .todo = Vuelva a intentar. Si vuelve a pasar, avise a su oficina.
# Código sync.fault: no debería verse.
problem-sync-fault =
    .happened = La entrega no pudo seguir.
    .safe = Lo guardado está a salvo en este equipo.
    .todo = Siga trabajando. Si vuelve a pasar, avise a quien supervisa.
# Código enrol.nothing_begun: el alta se cortó antes de enviar nada.
problem-enrol-nothing_begun =
    .happened = El alta se cortó antes de enviar la solicitud.
    .safe = No se envió nada. El código de un solo uso sigue sirviendo.
    .todo = Empiece el alta otra vez.
# Código enrol.no_file: $file es el nombre del archivo.
problem-enrol-no_file =
    .happened = No se pudo leer el archivo { $file }.
    .safe = No se cambió nada.
    .todo = Conecte la memoria USB y elija el archivo otra vez.
# Código enrol.no_enrolment_code: lo escaneado no es un código de alta.
problem-enrol-no_enrolment_code =
    .happened = Lo que se escaneó no es un código de alta.
    .safe = No se cambió nada.
    .todo = Escanee el código que empieza con VTE1, o borre el campo y compare la huella.
# Código enrol.other_institution: el código es de otro archivo.
problem-enrol-other_institution =
    .happened = El código de alta es de otro archivo de institución.
    .safe = No se cambió nada.
    .todo = Elija el archivo que su oficina entregó con ese código.
