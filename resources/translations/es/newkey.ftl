# V41, después de quitar a una persona: por qué conviene cambiar la llave del archivo.
newkey-why = Una copia vieja de su llave aún abriría copias de este archivo. Con una llave nueva ya no abre las nuevas.
# Botón corto de esa línea; su nombre completo es «Cambiar la llave del archivo».
newkey-act = Cambiar la llave
