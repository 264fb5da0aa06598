### States, by the two letters of a CURP.

# Proper name; letters AS of a CURP.
entity-as = Aguascalientes
# Proper name; letters BC of a CURP.
entity-bc = Baja California
# Proper name; letters BS of a CURP.
entity-bs = Baja California Sur
# Proper name; letters CC of a CURP.
entity-cc = Campeche
# Proper name; letters CL of a CURP.
entity-cl = Coahuila
# Proper name; letters CM of a CURP.
entity-cm = Colima
# Proper name; letters CS of a CURP.
entity-cs = Chiapas
# Proper name; letters CH of a CURP.
entity-ch = Chihuahua
# Proper name; letters DF of a CURP.
entity-df = Mexico City
# Proper name; letters DG of a CURP.
entity-dg = Durango
# Proper name; letters GT of a CURP.
entity-gt = Guanajuato
# Proper name; letters GR of a CURP.
entity-gr = Guerrero
# Proper name; letters HG of a CURP.
entity-hg = Hidalgo
# Proper name; letters JC of a CURP.
entity-jc = Jalisco
# Proper name; letters MC of a CURP.
entity-mc = State of Mexico
# Proper name; letters MN of a CURP.
entity-mn = Michoacán
# Proper name; letters MS of a CURP.
entity-ms = Morelos
# Proper name; letters NT of a CURP.
entity-nt = Nayarit
# Proper name; letters NL of a CURP.
entity-nl = Nuevo León
# Proper name; letters OC of a CURP.
entity-oc = Oaxaca
# Proper name; letters PL of a CURP.
entity-pl = Puebla
# Proper name; letters QT of a CURP.
entity-qt = Querétaro
# Proper name; letters QR of a CURP.
entity-qr = Quintana Roo
# Proper name; letters SP of a CURP.
entity-sp = San Luis Potosí
# Proper name; letters SL of a CURP.
entity-sl = Sinaloa
# Proper name; letters SR of a CURP.
entity-sr = Sonora
# Proper name; letters TC of a CURP.
entity-tc = Tabasco
# Proper name; letters TS of a CURP.
entity-ts = Tamaulipas
# Proper name; letters TL of a CURP.
entity-tl = Tlaxcala
# Proper name; letters VZ of a CURP.
entity-vz = Veracruz
# Proper name; letters YN of a CURP.
entity-yn = Yucatán
# Proper name; letters ZS of a CURP.
entity-zs = Zacatecas
# Proper name; letters NE of a CURP.
entity-ne = Born abroad
