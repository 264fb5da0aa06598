### Problemas del aviso de privacidad y del consentimiento.

# Se quiso responder antes de mostrar el aviso de privacidad.
problem-notice-not_shown =
    .happened = Falta mostrar el aviso de privacidad.
    .safe = El borrador está guardado en este equipo.
    .todo = Abra el borrador desde el inicio y muestre el aviso.
# La persona no dijo sí ni no a un dato sensible.
problem-consent-undecided =
    .happened = Falta decidir sobre un dato sensible.
    .safe = El borrador está guardado en este equipo.
    .todo = Elija si la persona acepta o no.
# Hace falta una firma, o la que hay no cabe.
problem-consent-not_signed =
    .happened = Falta la firma de este consentimiento.
    .safe = El borrador está guardado en este equipo.
    .todo = Pida la firma, una marca o la firma de un testigo, y guarde otra vez.
# Firma un testigo sin nombre o sin relación.
problem-consent-no_witness =
    .happened = Faltan datos del testigo.
    .safe = El borrador está guardado en este equipo.
    .todo = Escriba su nombre y qué es de la persona.
