### Entidades, por las dos letras de la CURP.

# Nombre propio; letras AS de la CURP.
entity-as = Aguascalientes
# Nombre propio; letras BC de la CURP.
entity-bc = Baja California
# Nombre propio; letras BS de la CURP.
entity-bs = Baja California Sur
# Nombre propio; letras CC de la CURP.
entity-cc = Campeche
# Nombre propio; letras CL de la CURP.
entity-cl = Coahuila
# Nombre propio; letras CM de la CURP.
entity-cm = Colima
# Nombre propio; letras CS de la CURP.
entity-cs = Chiapas
# Nombre propio; letras CH de la CURP.
entity-ch = Chihuahua
# Nombre propio; letras DF de la CURP.
entity-df = Ciudad de México
# Nombre propio; letras DG de la CURP.
entity-dg = Durango
# Nombre propio; letras GT de la CURP.
entity-gt = Guanajuato
# Nombre propio; letras GR de la CURP.
entity-gr = Guerrero
# Nombre propio; letras HG de la CURP.
entity-hg = Hidalgo
# Nombre propio; letras JC de la CURP.
entity-jc = Jalisco
# Nombre propio; letras MC de la CURP.
entity-mc = Estado de México
# Nombre propio; letras MN de la CURP.
entity-mn = Michoacán
# Nombre propio; letras MS de la CURP.
entity-ms = Morelos
# Nombre propio; letras NT de la CURP.
entity-nt = Nayarit
# Nombre propio; letras NL de la CURP.
entity-nl = Nuevo León
# Nombre propio; letras OC de la CURP.
entity-oc = Oaxaca
# Nombre propio; letras PL de la CURP.
entity-pl = Puebla
# Nombre propio; letras QT de la CURP.
entity-qt = Querétaro
# Nombre propio; letras QR de la CURP.
entity-qr = Quintana Roo
# Nombre propio; letras SP de la CURP.
entity-sp = San Luis Potosí
# Nombre propio; letras SL de la CURP.
entity-sl = Sinaloa
# Nombre propio; letras SR de la CURP.
entity-sr = Sonora
# Nombre propio; letras TC de la CURP.
entity-tc = Tabasco
# Nombre propio; letras TS de la CURP.
entity-ts = Tamaulipas
# Nombre propio; letras TL de la CURP.
entity-tl = Tlaxcala
# Nombre propio; letras VZ de la CURP.
entity-vz = Veracruz
# Nombre propio; letras YN de la CURP.
entity-yn = Yucatán
# Nombre propio; letras ZS de la CURP.
entity-zs = Zacatecas
# Nombre propio; letras NE de la CURP.
entity-ne = Nacida o nacido en el extranjero
