### Problemas de los reportes.

# La carpeta no aceptó el archivo.
problem-reports-not_written = El reporte no se guardó
    .happened = La carpeta no aceptó el archivo.
    .safe = Los cobros y los cortes siguen en este equipo.
    .todo = Elija otra carpeta o revise que la memoria USB tenga espacio.
