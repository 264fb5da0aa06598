### What the printer's problems say: what happened, whether the work is safe, what to do now.

# Código printer.not_printed. $state: cómo está la impresora. El registro se guardó antes de imprimir.
problem-printer-not_printed =
    .happened = { $state ->
        [paper_out] La impresora no tiene papel.
        [cover_open] La tapa de la impresora está abierta.
        [unreachable] No se alcanza la impresora.
        [absent] Este equipo no tiene impresora.
       *[other] La impresora no imprime ahora.
    }
    .safe = El comprobante está guardado.
    .todo = { $state ->
        [paper_out] Ponga papel y presione Imprimir, o deje que la persona fotografíe el código.
        [cover_open] Cierre la tapa y presione Imprimir, o deje que la persona fotografíe el código.
        [unreachable] Revise cable y corriente y presione Imprimir, o deje que la persona fotografíe el código.
        [absent] Deje que la persona fotografíe el código.
       *[other] Apáguela y enciéndala y presione Imprimir, o deje que la persona fotografíe el código.
    }
# Código printer.address; nada se guarda de lo escrito.
problem-printer-address =
    .happened = La dirección de la impresora no tiene esa forma.
    .safe = La impresora de antes sigue puesta.
    .todo = Escriba la dirección como en el ejemplo.
# Código receipt.printed: el primer papel ya salió.
problem-receipt-printed =
    .happened = Este comprobante ya se imprimió.
    .safe = Lo guardado está a salvo.
    .todo = Para otro papel, imprima un duplicado con F8.
# Código receipt.in_doubt: no se sabe si el papel salió.
problem-receipt-in_doubt =
    .happened = No se sabe si el papel salió.
    .safe = El comprobante está guardado.
    .todo = Mire la impresora y diga si salió.
# Código reprint.not_printed_yet: un duplicado antes del primero.
problem-reprint-not_printed_yet =
    .happened = El primer papel de este comprobante no ha salido.
    .safe = El comprobante está guardado.
    .todo = Imprímalo desde el comprobante; no será un duplicado.
# Código reprint.fact: lo dicho no es de ese comprobante.
problem-reprint-fact =
    .happened = Ese dato no es el del comprobante.
    .safe = Nada se imprimió.
    .todo = Pregunte otra vez, o elija otro dato.
