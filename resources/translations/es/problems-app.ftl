### Lo que se dice de una falla que nadie previó, donde no hay página propia para ella.

# Sin código: falla nuestra.
problem-app-unforeseen =
    .happened = El programa encontró una falla suya.
    .safe = Lo guardado está a salvo en este equipo.
    .todo = Intente otra vez. Si vuelve a pasar, avise a quien supervisa.
