# No code could be read in the picture that was opened.
problem-verify-no_code =
    .happened = En la imagen no se lee ningún código.
    .safe = No se decidió nada y no se envió nada.
    .todo = Tome la foto más cerca y con luz, o escriba folio y código.
