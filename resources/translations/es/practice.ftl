### V30: la práctica, donde nada cuenta.

# Título.
practice-title = Práctica
# Debajo del título.
practice-subtitle = El mismo programa, con un archivo aparte.
# Regla.
practice-nothing-counts = Nada de lo que haga aquí cuenta: ni cobros, ni turnos, ni folios.
# Regla.
practice-nothing-sent = Nada se entrega a la oficina central.
# Regla.
practice-no-real-people = Use personas inventadas. No escriba datos de personas reales.
# Regla.
practice-paper-says = Los comprobantes dicen PRÁCTICA — SIN VALOR, y al comprobarlos también.
# Ya hay una práctica empezada.
practice-there = Hay una práctica empezada. Para seguir se pide su clave de práctica.
# Encima de cuatro palabras.
practice-clave = Su clave para practicar. Anótela si quiere seguir otro día.
# Botón principal, sin práctica anterior.
practice-begin = Empezar práctica
# Botón principal, con práctica anterior.
practice-go-on = Seguir la práctica
# Botón que borra la práctica anterior.
practice-anew = Empezar de nuevo
# Cómo se llama quien practica antes del alta.
practice-person = Persona que practica
# Enlace en el inicio.
practice-wanted = Empezar práctica
# Franja con rayas en todas las pantallas de la práctica.
practice-banner = PRÁCTICA — SIN VALOR
# Botón en la franja.
practice-leave = Salir de la práctica
# Franja de abajo y V24, siempre que se practica.
practice-strip = Práctica: nada se entrega
# V24, debajo de practice-strip.
practice-strip-why = Lo que hace aquí se queda en la práctica y no cuenta.
# Enlace en la puerta, V01.
practice-door = Practicar
# V30 sin haber entrado: la práctica no puede copiar los trámites.
practice-without-forms = Sin entrar se practica sin los trámites de su oficina. Para practicarlos, entre y empiece desde Inicio.
# Código practice.no_root: el archivo de la institución no trae raíz de práctica.
problem-practice-no_root =
    .happened = El archivo de su institución no permite practicar.
    .safe = No se cambió nada.
    .todo = Pida a su oficina un archivo de institución con práctica.
# Código practice.in_use: no debería verse.
problem-practice-in_use =
    .happened = La práctica está abierta.
    .safe = No se cambió nada.
    .todo = Salga de la práctica y empiece otra desde el inicio.
