"""Questions of every kind and appearance, for the gallery and for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from kiosk.devices.ports import Position
from kiosk.services.views import (
    AttachmentView,
    Choice,
    LabelMedia,
    QuestionKind,
    QuestionView,
)
from kiosk.ui.questions.question import Tools
from tests.support.fake_devices import (
    FakeCamera,
    FakePosition,
    FakeRecorder,
    FakeScanner,
    FakeSpeaker,
    a_png,
)

ZONE = timezone(timedelta(hours=-6))
BIRTHPLACES = ("Hospital o clínica", "En casa", "Otro lugar")
TOWNS = (
    "Acanceh", "Baca", "Cacalchén", "Dzemul", "Espita", "Halachó", "Izamal", "Kanasín", "Maní",
    "Motul", "Muna", "Oxkutzcab", "Peto", "Progreso", "Tekax", "Ticul", "Tixkokob", "Tizimín",
    "Umán", "Valladolid",
)  # fmt: skip
AGREE = ("Muy en desacuerdo", "En desacuerdo", "Ni uno ni otro", "De acuerdo", "Muy de acuerdo")
CROPS = ("Maíz", "Frijol", "Calabaza", "Chile", "Cítricos")


def choices(*labels: str, pictures: bool = False) -> tuple[Choice, ...]:
    """Return choices named `c1`, `c2` … with these labels."""
    media = LabelMedia(image=a_png(160, 120)) if pictures else LabelMedia()
    return tuple(
        Choice(name=f"c{number}", label=label, media=media)
        for number, label in enumerate(labels, start=1)
    )


def a_question(kind: QuestionKind = QuestionKind.TEXT, **wishes: Any) -> QuestionView:
    """Return a required question with nothing special about it."""
    plain = QuestionView(
        path="/d/pregunta",
        kind=kind,
        label="Nombre de la partera",
        hint="",
        choices=(),
        appearance="",
        value="",
        required=True,
        readonly=False,
        appeared_because=None,
        message=None,
        zone=ZONE,
    )
    return replace(plain, **wishes)


def samples() -> dict[str, list[QuestionView]]:
    """Return the questions of the gallery, by the name of their page."""
    pages = {
        "text": _text(),
        "numbers": _numbers(),
        "dates": _dates(),
        "one": _one(),
        "one-lists": _one_lists(),
        "several": _several(),
        "matrix": _matrix(),
        "rank": _rank(),
        "range": _range(),
        "notes": _notes(),
        "image": _image(),
        "canvas": _canvas(),
        "files": _files(),
        "places": _places(),
        "media": _media(),
        "right-to-left": _right_to_left(),
    }
    return {
        name: [replace(view, path=f"/d/{name}/q{number}") for number, view in enumerate(views)]
        for name, views in pages.items()
    }


def _text() -> list[QuestionView]:
    return [
        a_question(label="Nombre o nombres", value="Luna Citlali"),
        a_question(
            label="Primer apellido",
            hint="Puede ir primero el de la madre o el del padre.",
            value="Pech",
        ),
        a_question(label="CURP de la madre", message="La CURP tiene 18 letras y números."),
        a_question(label="Segundo apellido", value="Canul", readonly=True),
        a_question(label="Página del trámite", appearance="url", required=False),
        a_question(label="Folio anterior", appearance="numbers", value="0042"),
        a_question(label="Clave de la familia", appearance="masked", value="secreto"),
        a_question(label="Palabra convenida", appearance="hidden-answer"),
        a_question(
            label="¿Qué pasó?", appearance="multiline", parameters={"rows": "4"},
            guidance="Escriba **con sus palabras**:\n* quién\n* dónde\n* cuándo",
        ),
        a_question(label="Observaciones", appearance="multiline", value="Ñandú, güero, año"),
        a_question(label="Ver en otro programa", appearance="ex:org.otro.app"),
    ]  # fmt: skip


def _numbers() -> list[QuestionView]:
    whole, decimal = QuestionKind.INTEGER, QuestionKind.DECIMAL
    return [
        a_question(whole, label="¿Cuántas copias?", value="12"),
        a_question(decimal, label="Superficie en hectáreas", value="12.5"),
        a_question(whole, label="Habitantes", appearance="thousands-sep", value="1234567"),
        a_question(decimal, label="Ingreso del mes", appearance="thousands-sep", value="8450.25"),
        a_question(whole, label="Personas en la casa", appearance="counter", value="4"),
        a_question(whole, label="Número secreto", appearance="masked", value="1234"),
        a_question(whole, label="Edad", value="200", message="La edad va de 0 a 120."),
        a_question(whole, label="Edad calculada", value="61", readonly=True),
    ]


def _dates() -> list[QuestionView]:
    date, time, moment = QuestionKind.DATE, QuestionKind.TIME, QuestionKind.DATETIME
    return [
        a_question(
            date, label="Fecha de nacimiento", hint="El día que dice el certificado.",
            value="2026-11-03",
        ),
        a_question(
            time, label="Hora", hint="De 24 horas. Si no la sabe, déjela vacía.",
            value="07:40:00.000-06:00", required=False,
        ),
        a_question(date, label="Mes de la última vacuna", appearance="month-year"),
        a_question(date, label="Año en que llegó", appearance="year", value="2019-01-01"),
        a_question(date, label="Vence", appearance="no-calendar", value="2026-02-31",
                   message="Escriba día, mes y año: Vence"),
        a_question(date, label="Fecha de ingreso", value="2026-01-15", readonly=True),
        a_question(moment, label="¿Cuándo ocurrió?", value="2026-12-03T07:40:00.000-06:00"),
        a_question(date, label="Fecha en otro calendario", appearance="ethiopian"),
    ]  # fmt: skip


def _one() -> list[QuestionView]:
    one = QuestionKind.SELECT_ONE
    return [
        a_question(one, label="¿Dónde nació?", choices=choices(*BIRTHPLACES), value="c2"),
        a_question(
            one, label="¿Quién solicita?", choices=choices("La misma persona", "Madre o padre"),
            message="Elija: ¿Quién solicita?",
        ),
        a_question(one, label="Solo para ver", choices=choices("Sí", "No"), value="c1",
                   readonly=True),
        a_question(one, label="¿Qué siembra?", appearance="columns", choices=choices(*CROPS)),
        a_question(one, label="¿Qué siembra primero?", appearance="columns-2",
                   choices=choices(*CROPS), value="c3"),
        a_question(one, label="¿Cómo llegó?", appearance="columns-pack",
                   choices=choices("A pie", "Bici", "Camión", "Auto", "Otro")),
        a_question(one, label="¿Está de acuerdo?", appearance="likert", choices=choices(*AGREE),
                   value="c4"),
        a_question(one, label="Elija el cultivo", appearance="columns-3 no-buttons",
                   choices=choices(*CROPS[:3], pictures=True), value="c1"),
        a_question(one, label="¿Qué casa?", choices=choices("De block", "De palma", pictures=True)),
    ]  # fmt: skip


def _one_lists() -> list[QuestionView]:
    one = QuestionKind.SELECT_ONE
    return [
        a_question(one, label="Municipio de nacimiento", choices=choices(*TOWNS), value="c9"),
        a_question(one, label="Municipio donde vive", choices=choices(*TOWNS),
                   appearance="autocomplete", hint="Escriba una parte del nombre."),
        a_question(one, label="Sí o no", choices=choices("Sí", "No"), appearance="minimal"),
        a_question(one, label="Municipio anterior", choices=choices(*TOWNS), value="c1",
                   readonly=True),
        a_question(one, label="Marque en el dibujo", appearance="image-map",
                   media=LabelMedia(image=a_png()), choices=choices("Cabeza", "Brazo", "Pierna")),
    ]  # fmt: skip


def _several() -> list[QuestionView]:
    several = QuestionKind.SELECT_MULTIPLE
    return [
        a_question(several, label="¿Qué papeles trae?", value="c1 c3", choices=choices(
            "Identificación", "Acta de nacimiento", "Comprobante de domicilio", "Ninguno")),
        a_question(several, label="¿Qué siembra?", appearance="columns-3", choices=choices(*CROPS),
                   message="Elija: ¿Qué siembra?"),
        a_question(several, label="Municipios que visita", appearance="minimal", value="c2 c5 c14",
                   choices=choices(*TOWNS)),
        a_question(several, label="¿Qué ve?", appearance="columns", value="c2",
                   choices=choices("Una casa", "Dos casas", "Tres", pictures=True)),
    ]  # fmt: skip


def _matrix() -> list[QuestionView]:
    one, several = QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE
    scale = choices("Nunca", "A veces", "Casi siempre", "Siempre")
    return [
        a_question(one, label="Durante el último mes", appearance="label", choices=scale),
        a_question(one, label="¿Faltó comida en la casa?", appearance="list-nolabel",
                   choices=scale, value="c2"),
        a_question(one, label="¿Comieron menos veces de lo que acostumbran?",
                   appearance="list-nolabel", choices=scale),
        a_question(several, label="¿Con quién?", appearance="list-nolabel", choices=scale,
                   value="c1 c4"),
        a_question(one, label="¿Y el mes anterior?", appearance="list", choices=scale,
                   message="Elija: ¿Y el mes anterior?"),
    ]  # fmt: skip


def _rank() -> list[QuestionView]:
    rank = QuestionKind.RANK
    return [
        a_question(rank, label="Ordene sus cultivos", hint="Primero el más importante.",
                   choices=choices(*CROPS)),
        a_question(rank, label="Orden dado", choices=choices(*CROPS[:3]), value="c2 c3 c1"),
    ]  # fmt: skip


def _range() -> list[QuestionView]:
    rng = QuestionKind.RANGE
    ten = {"start": "0", "end": "10", "step": "1"}
    return [
        a_question(rng, label="¿Cuánto dolor tiene?", parameters=ten),
        a_question(rng, label="¿Cuánto confía?", parameters=ten, value="7"),
        a_question(rng, label="Temperatura", value="36.5", parameters={
            "start": "34", "end": "42", "step": "0.5", "tick_interval": "1"}),
        a_question(rng, label="Calidad del agua", choices=(
            Choice(name="1", label="Mala"), Choice(name="3", label="Regular"),
            Choice(name="5", label="Buena")),
            parameters={"start": "1", "end": "5", "step": "1", "tick_labelset": "x"}, value="3"),
        a_question(rng, label="Nivel del pozo", appearance="vertical", value="4", parameters=ten),
        a_question(rng, label="Sin marcas", appearance="no-ticks", parameters=ten, value="2"),
        a_question(rng, label="Años de escuela", appearance="picker", parameters={
            "start": "0", "end": "25", "step": "1"}, value="9"),
        a_question(rng, label="¿Cómo le atendieron?", appearance="rating", parameters={
            "start": "1", "end": "5", "step": "1"}, value="3"),
    ]  # fmt: skip


def _notes() -> list[QuestionView]:
    note = QuestionKind.NOTE
    return [
        a_question(note, label="Lea esto a la persona."),
        a_question(note, label=(
            "# Antes de seguir\nPida **la identificación** y revise:\n* el nombre\n* la fecha\n"
            'Lo <span style="color:#B10E1E">rojo</span> es lo que falta. '
            "Más en [la guía](https://ejemplo.invalid/guia). Aquí <b>nada</b> es HTML.")),
        a_question(note, label="Total de personas:", value="7 <b>y</b> *más*"),
        a_question(QuestionKind.ACKNOWLEDGE, label="Leí el aviso a la persona", value="OK"),
        a_question(QuestionKind.ACKNOWLEDGE, label="La persona está de acuerdo",
                   message="Marque la frase."),
        a_question(QuestionKind.UNSUPPORTED, label="Grabe el entorno", unsupported="osm",
                   required=False),
        a_question(label="**Nombre** del *predio*", hint="Como en el _título_."),
    ]  # fmt: skip


def _image() -> list[QuestionView]:
    image = QuestionKind.IMAGE
    kept = AttachmentView(
        name="image-0b0c.png", media_type="image/png", size_bytes=86_016, preview=a_png()
    )
    return [
        a_question(image, label="Foto de la casa", media_type="image/*"),
        a_question(image, label="Foto nueva", media_type="image/*", appearance="new"),
        a_question(image, label="Foto ya tomada", media_type="image/*", attachment=kept,
                   value=kept.name),
    ]  # fmt: skip


def _canvas() -> list[QuestionView]:
    image = QuestionKind.IMAGE
    kept = AttachmentView(
        name="signature-1.png", media_type="image/png", size_bytes=2_048,
        preview=a_png(400, 130, ground="#FFFFFF"),
    )  # fmt: skip
    return [
        a_question(image, label="Firma", appearance="signature"),
        a_question(image, label="Firma ya dada", appearance="signature", attachment=kept,
                   value=kept.name),
        a_question(image, label="Dibuje el predio", appearance="draw"),
        a_question(image, label="Marque sobre la foto", appearance="annotate"),
    ]  # fmt: skip


def _files() -> list[QuestionView]:
    kept = AttachmentView(name="acta.pdf", media_type="application/pdf", size_bytes=1_310_720)
    return [
        a_question(QuestionKind.FILE, label="Acta anterior", attachment=kept, value="acta.pdf"),
        a_question(QuestionKind.FILE, label="Otro papel", required=False),
        a_question(QuestionKind.AUDIO, label="Testimonio", media_type="audio/*"),
        a_question(QuestionKind.VIDEO, label="Recorrido", media_type="video/*"),
        a_question(QuestionKind.BARCODE, label="Código de la caja"),
        a_question(QuestionKind.BARCODE, label="Código leído", value="0067-1PGE"),
    ]


def _places() -> list[QuestionView]:
    return [
        a_question(QuestionKind.GEOPOINT, label="¿Dónde está el pozo?"),
        a_question(QuestionKind.GEOPOINT, label="Punto tomado", appearance="maps",
                   value="20.967 -89.6237 12 35"),
        a_question(QuestionKind.GEOTRACE, label="Camino", value="20.9 -89.6 0 0; 20.91 -89.61 0 0"),
        a_question(QuestionKind.GEOSHAPE, label="Parcela"),
    ]  # fmt: skip


def _media() -> list[QuestionView]:
    return [
        a_question(label="¿Qué planta es?", media=LabelMedia(
            image=a_png(240, 150), big_image=a_png(900, 600), audio=b"OggS")),
        a_question(label="¿Qué ve en el video?", media=LabelMedia(
            video_name="pozo.mp4", missing=("mapa.png",))),
        a_question(label="Apareció", appeared_because="Sí", guidance="Pregunte con calma."),
    ]  # fmt: skip


def _right_to_left() -> list[QuestionView]:
    one = QuestionKind.SELECT_ONE
    views = [
        a_question(label="ما اسمك؟", hint="كما في الوثيقة", value="مريم"),
        a_question(one, label="أين ولدت؟", choices=choices("مستشفى", "بيت", "مكان آخر"),
                   value="c2"),
        a_question(QuestionKind.SELECT_MULTIPLE, label="ماذا تزرع؟", value="c1",
                   choices=choices("ذرة", "فول", pictures=True)),
        a_question(one, label="المدينة", choices=choices(*TOWNS), value="c3"),
        a_question(QuestionKind.RANGE, label="كم؟", value="3",
                   parameters={"start": "0", "end": "10", "step": "1"}),
        a_question(QuestionKind.DATE, label="تاريخ الميلاد", value="2026-11-03"),
    ]  # fmt: skip
    return [replace(view, right_to_left=True) for view in views]


def every_tool() -> Tools:
    """Return a device that has everything."""
    return Tools(
        camera=FakeCamera(a_png(640, 400)),
        scanner=FakeScanner(b"", "0067"),
        position=FakePosition(
            Position(latitude_degrees=20.967, longitude_degrees=-89.6237, accuracy_m=4)
        ),
        recorder=FakeRecorder(),
        speaker=FakeSpeaker(),
    )
