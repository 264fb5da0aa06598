# Precios: qué cuesta un trámite, y por qué (V08, V11, V13, V45).

# En lugar de un importe: la tarifa pregunta algo antes (V08, V11).
fee-depends = Según los datos

# Por qué un importe es lo que es (V13, V45). Una idea por frase; nada de siglas sin explicar.
# Un solo importe publicado, sin cuentas.
tariff-fixed = Es una cuota fija.
# $factors = 6 metros × 3 días × $6.50.
tariff-by-unit = { $factors } = { $amount }.
# $rate = 0.2 %, $fact = Valor catastral, $value = $850,000.00.
tariff-by-rate = { $rate } de { $fact }, { $value }: { $amount }.
# Tramo de una tabla. $first y $last llevan su unidad: 11 m³.
tariff-step = De { $first } a { $last }
# Último tramo de una tabla.
tariff-step-open = Desde { $first }
# El tramo cobra su parte. $place = De 11 m³ a 20 m³, $price = 5 m³ × $7.50.
tariff-step-part = { $place }: { $price }.
# El tramo fija el precio de todo.
tariff-step-whole = { $place }, por todo: { $price }.
# Mínimo de una tarifa o de una regla.
tariff-at-least = Lo menos son { $amount }.
# Tope de una tarifa o de una regla.
tariff-at-most = Lo más son { $amount }.
# Un descuento no baja de ahí.
tariff-what-is-left = Solo se descuenta lo que queda: { $amount }.
# Exención.
tariff-exempt = Por ley no se paga.
# $index = INPC; $factor con cuatro decimales.
tariff-indexed = { $index } de { $newer } entre el de { $older }: factor { $factor } por { $base }.
# Un mes con su año.
tariff-month = { $month } de { $year }
# $of: line = de la línea, running = de lo acumulado, surcharges = de los recargos.
tariff-rate-of = { $rate } de { $of ->
        [running] lo que va, { $base }
        [surcharges] los recargos, { $base }
       *[line] { $base }
    }
# Una regla que se aplica una vez.
tariff-once = { $price }.
# Una regla por cada mes. $count = 5 meses.
tariff-for-each = { $price }, por { $count }.
# Dos descuentos que no se suman: queda el mejor para la persona.
tariff-not-stacked = No se suma «{ $rule }»: conviene más «{ $better }».
# Renglón del redondeo.
tariff-rounding = Redondeo
# $unit = $1.00, $up_from = $0.51.
tariff-by-rounding = Se redondea a { $unit }: sube desde { $up_from }, si no baja.

# Pantalla V45 y sus entradas (V02, V08).
estimate-title = ¿Cuánto costaría?
# Debajo del título.
estimate-subtitle = Elija el trámite y conteste lo que pide la tarifa.
# Enlace en V02 y botón en V08.
estimate-open = ¿Cuánto costaría?
# Campo: lista de trámites con costo.
estimate-service = Trámite
# Campo: día en que se pagaría.
estimate-day = Día del pago
# Debajo de la etiqueta del día.
estimate-day-hint = Hoy, u otro día para comparar.
# El día no existe o está incompleto.
estimate-day-wrong = Escriba un día completo, por ejemplo 20 de enero de 2027.
# Botón principal.
estimate-work-out = Calcular
# Ningún trámite tiene costo.
estimate-none = Ningún trámite de esta oficina tiene costo.
# Título de la tarjeta con el resultado.
estimate-result = Resultado
# Aún no hay resultado.
estimate-not-yet = Presione Calcular para ver el precio y por qué.
# Lo que se anuncia; $total = $970.50.
estimate-would-cost = Costaría { $total }
# $day = viernes 20 de noviembre de 2026.
estimate-on = Si se paga el { $day }. No es un cobro.
# Aviso fijo.
estimate-no-charge = No es un cobro. Aquí no se guarda ni se imprime nada.
