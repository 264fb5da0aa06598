# Por qué un cobro no tiene precio. No se dice «a salvo» sino lo que es verdad: nada se cobró.

# Código payment.fact_missing; $fact es la pregunta de la tarifa, con sus palabras.
problem-payment-fact_missing =
    .happened = Para calcular el precio falta un dato: { $fact }.
    .safe = No se cobró nada.
    .todo = Pregúntelo a la persona y escríbalo.
# Código payment.fact_refused; $fact es la pregunta, $value lo que se escribió.
problem-payment-fact_refused =
    .happened = La tarifa no admite «{ $value }» en { $fact }.
    .safe = No se cobró nada.
    .todo = Revise lo que escribió.
# Código payment.index_missing; $index es el índice de precios (INPC), $month el mes 2026-10.
problem-payment-index_missing =
    .happened = Falta el índice { $index } del mes { $month } para actualizar el adeudo.
    .safe = No se cobró nada.
    .todo = Conecte el equipo para que lleguen las tarifas, o avise a quien supervisa.
# Código payment.two_jurisdictions; $first y $second son números de concepto.
problem-payment-two_jurisdictions =
    .happened = Los conceptos { $first } y { $second } se redondean con reglas distintas.
    .safe = No se cobró nada.
    .todo = Cóbrelos por separado.
# Código payment.no_price; no debería verse: cada causa tiene su frase.
problem-payment-no_price =
    .happened = No se pudo calcular el precio.
    .safe = No se cobró nada.
    .todo = Avise a quien supervisa.
