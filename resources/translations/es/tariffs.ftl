# Precios: qué cuesta un trámite, y por qué (V08, V11, V13, V45).

# En lugar de un importe: la tarifa pregunta algo antes (V08, V11).
fee-depends = Según los datos
