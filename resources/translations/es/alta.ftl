### V00: el alta del equipo. Se lee en pantalla, a veces por teléfono con la oficina.

# Título del primer paso.
alta-title = ¿De qué institución es este equipo?
# Encabezado de la lista de pasos.
alta-steps = Alta del equipo
# Paso 1: elegir el archivo.
alta-part-institution = Archivo de la institución
# Paso 2: comparar la huella y escribir el código.
alta-part-confirm = Huella y código
# Paso 3: la clave.
alta-part-clave = Su clave
# Paso 4: lo hace el equipo.
alta-part-work = Alta
# Campo para la ruta del archivo.
alta-file = Archivo de la institución
# Ayuda del campo.
alta-file-hint = Se llama institution.vtp y lo entrega su oficina, muchas veces en una memoria USB.
# Botón que abre el diálogo del sistema.
alta-file-search = Buscar el archivo
# Nombre del tipo de archivo en el diálogo del sistema.
alta-file-kinds = Archivo de la institución
# Mensaje del campo vacío.
alta-file-empty = Elija el archivo de la institución.
# Campo donde el lector de códigos escribe.
alta-scan = Código QR de alta, si lo tiene
# Ayuda: el texto del código empieza con VTE1.
alta-scan-hint = Escanéelo o péguelo: empieza con VTE1. Sin él, compare la huella en el paso siguiente.
# Título del segundo paso.
alta-confirm-title = ¿Es esta su institución?
# Encima de los doce signos.
alta-fingerprint = Huella del archivo
# El código QR confirmó el archivo: no hace falta comparar.
alta-code-confirms = El código de su oficina confirmó este archivo. No hace falta comparar la huella.
# Pregunta sobre la huella.
alta-compare = Compare la huella
# Frase que se marca.
alta-compare-sentence = La huella es igual a la del aviso de mi oficina
# Falta marcar la frase.
alta-compare-missing = Compare los doce signos con el aviso de su oficina y marque la frase.
# Campo del código de un solo uso.
alta-code = Código de un solo uso
# Ayuda del campo.
alta-code-hint = Doce letras y números. Lo da su oficina y sirve para un equipo.
# Mensaje del campo vacío.
alta-code-empty = Escriba el código de un solo uso.
# Título del tercer paso.
alta-clave-title = Elija su clave
# Pregunta con dos respuestas.
alta-clave-which = ¿Con qué clave va a entrar?
# Primera respuesta.
alta-clave-proposed = Cuatro palabras propuestas
# Segunda respuesta.
alta-clave-own = Otra clave mía
# Sobre las palabras propuestas.
alta-clave-note = Apréndala o anótela donde nadie más la vea. No se vuelve a mostrar.
# Botón para otras cuatro palabras.
alta-clave-another = Proponer otras palabras
# Campo de la clave propia.
alta-clave-first = Su clave
# Ayuda del campo.
alta-clave-hint = Doce letras o más. Cuatro palabras sueltas son fáciles de recordar.
# Campo para repetirla.
alta-clave-again = La misma clave otra vez
# Mensaje del campo vacío.
alta-clave-empty = Escriba su clave.
# Las dos no son iguales.
alta-clave-differs = Las dos claves no son iguales. Escríbala otra vez.
# $level: qué protege las llaves, en palabras.
alta-guarded = Protegen las llaves de este equipo: { $level }. Sin su clave, nadie lee lo guardado.
# Botón principal del tercer paso.
alta-enrol = Dar de alta
# Título mientras trabaja.
alta-work-title = Dando de alta este equipo
# Debajo de los pasos.
alta-work-note = Puede tardar un minuto. Si se corta la luz, el alta sigue después con la misma clave.
# Paso: llaves.
alta-step-keys = Hacer las llaves y el archivo cifrado
# Paso: pedir el alta.
alta-step-ask = Pedir el alta a la oficina central
# Paso: guardar la respuesta.
alta-step-admit = Guardar la firma y el primer comprobante
# Paso: traer el catálogo.
alta-step-pull = Traer trámites y precios
# Título mientras falta la firma.
alta-pending-title = Falta la firma de la institución
# Qué pasó.
alta-pending-means = La solicitud llegó a la oficina central.
# Está a salvo.
alta-pending-safe = Lo hecho hasta aquí está guardado en este equipo.
# Qué hacer.
alta-pending-todo = Pregunte otra vez cuando su oficina le avise. Puede cerrar el programa.
# Botón principal mientras falta la firma.
alta-ask-again = Preguntar otra vez
# Título cuando nadie contestó.
alta-unanswered-title = Falta la respuesta de la oficina central
# Botón principal cuando nadie contestó.
alta-try-again = Volver a intentar
# Título de un alta que se empezó antes.
alta-go-on-title = El alta quedó a medias
# Explicación.
alta-go-on-note = La solicitud está guardada en este equipo. Siga con la clave que eligió.
# Campo de la clave.
alta-go-on-clave = Clave que eligió para el alta
# Botón principal.
alta-go-on = Seguir con el alta
# Botón para olvidar lo empezado.
alta-anew = Empezar de nuevo con otro código
# Debajo de ese botón.
alta-anew-note = Se borra la solicitud. El código anterior ya no sirve: pida otro a su oficina.
# Título cuando la protección es menor que la pedida.
alta-protection-title = La protección es menor que la que pide su institución
# $level: nivel en palabras.
alta-protection-here = Este equipo ofrece: { $level }.
# $level: nivel en palabras.
alta-protection-asked = Su institución pide: { $level }.
# Debajo de los dos niveles.
alta-protection-record = Puede trabajar así si lo decide. Queda anotado con su nombre y la oficina central lo ve.
# Pregunta.
alta-protection-decision = Su decisión
# Frase que se marca.
alta-protection-sentence = Decido trabajar con esta protección
# Falta marcar la frase.
alta-protection-missing = Marque la frase para trabajar así, o cierre el programa y avise a su oficina.
# Botón principal.
alta-protection-decide = Trabajar así
# Nivel 0.
protection-clave = la clave de cada persona
# Nivel 1.
protection-system = la clave y el almacén de llaves del sistema
# Nivel 2.
protection-chip = la clave y un chip de seguridad
# Botón que lleva a la práctica.
practice-act = Practicar
# Barra de abajo antes del alta.
strip-not-enrolled = Equipo sin dar de alta
