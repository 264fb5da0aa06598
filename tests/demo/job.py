"""What is typed in the demonstration. The comparison with the central's report starts from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sync.money import Centavos
from tests.demo.people import PEOPLE, DemoPerson

PASSPHRASE = "ceiba jícara tlacuache señuelo"  # shown on the terminal: it protects a demonstration
STICK = "DEMOSTRACIÓN"  # what the drive of the demonstration is called
WRONG_PASSPHRASE = "ceiba jícara tlacuache"
OPERATOR_NUMBER = 42
TERMINAL = "20067-007"
FLOAT_CENTAVOS = Centavos(50_000)

ACTA, APOYO = 201, 301


class Widget(Enum):
    """How an answer is given on the screen."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question: its Spanish label, what is typed or chosen, and what must arrive."""

    path: str  # below the form's root, with dots
    label: str
    given: str  # the text typed, the day as YYYY-MM-DD, or the label of the choice
    stored: str
    widget: Widget = Widget.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRegistration:
    """One registration and, where there is a fee, the cash handed over for it.

    agreed: sensitive purposes that the person agrees to, as the notice words them.
    """

    person: DemoPerson
    service_code: int
    service_name: str
    sections: tuple[tuple[Answer, ...], ...]
    tendered_centavos: Centavos | None
    agreed: tuple[str, ...] = ()


def _text(path: str, label: str, given: str, stored: str | None = None) -> Answer:
    return Answer(path=path, label=label, given=given, stored=stored or given)


def _choice(path: str, label: str, given: str, stored: str) -> Answer:
    return Answer(path=path, label=label, given=given, stored=stored, widget=Widget.CHOICE)


def _listed(path: str, label: str, given: str, stored: str) -> Answer:
    return Answer(path=path, label=label, given=given, stored=stored, widget=Widget.LIST)


def _day(path: str, label: str, given: str) -> Answer:
    return Answer(path=path, label=label, given=given, stored=given, widget=Widget.DATE)


def _acta(
    person: DemoPerson, tendered_centavos: int, *sections: tuple[Answer, ...]
) -> DemoRegistration:
    return DemoRegistration(
        person=person,
        service_code=ACTA,
        service_name="Acta de nacimiento, copia certificada",
        sections=sections,
        tendered_centavos=Centavos(tendered_centavos),
    )


_OWN = _choice("solicita.titular", "¿De quién es el acta?", "Propia", "propia")
_SCHOOL = _choice("solicita.uso", "¿Para qué necesita el acta?", "Escuela", "escuela")
_COUNTER = _choice("entrega.forma", "¿Cómo recogerá la copia?", "En esta ventanilla", "ventanilla")

REGISTRATIONS = (
    _acta(
        PEOPLE[0],
        18_550,
        (_OWN, _SCHOOL),
        (
            _day("acta.fecha_nacimiento", "Fecha de nacimiento", "1984-03-17"),
            _text("acta.municipio", "Municipio de registro", "San Agustín Yatareni"),
            _choice("acta.conoce_libro", "¿Trae los datos del libro?", "Sí", "si"),
            _text("acta.libro", "Libro", "12"),
            _text("acta.numero_acta", "Número de acta", "348"),
            _text("acta.nombre_madre", "Nombre de la madre o del padre", "Ñica PRUEBA Agüero"),
        ),
        (_COUNTER, _text("entrega.telefono", "Teléfono para avisar", "9511234567")),
    ),
    _acta(
        PEOPLE[1],
        20_000,
        (
            _choice("solicita.titular", "¿De quién es el acta?", "De mi hija o hijo", "hija_hijo"),
            _text(
                "solicita.nombre_titular",
                "Nombre completo de la persona del acta",
                "Iñaki PRUEBA Argüello",
            ),
            _choice("solicita.uso", "¿Para qué necesita el acta?", "Salud o seguro", "salud"),
        ),
        (
            _day("acta.fecha_nacimiento", "Fecha de nacimiento", "1991-02-28"),
            _listed("acta.entidad", "Entidad de registro", "Yucatán", "YN"),
            _text("acta.municipio", "Municipio de registro", "Tekax"),
        ),
        (
            _choice("entrega.forma", "¿Cómo recogerá la copia?", "En la ventanilla móvil", "movil"),
            _text("entrega.localidad", "Localidad", "Peña Colorada"),
        ),
    ),
    DemoRegistration(
        person=PEOPLE[2],
        service_code=APOYO,
        service_name="Apoyo alimentario, registro al programa",
        sections=(
            (
                _text("hogar.localidad", "Localidad", "El Güiro"),
                _choice("hogar.vivienda", "La vivienda es", "Prestada", "prestada"),
                _text("hogar.personas", "Personas que viven en el hogar", "6"),
                _text("hogar.menores", "De ellas, menores de 18 años", "3"),
                _text("hogar.menores_5", "De ellas, menores de 5 años", "1"),
            ),
            (
                _text("ingresos.ingreso_trabajo", "Ingreso por trabajo al mes", "5300.50"),
                _choice("ingresos.otro_apoyo", "¿Recibe otro apoyo en dinero?", "Sí", "si"),
                _text("ingresos.monto_apoyo", "¿Cuánto recibe al mes de ese apoyo?", "1200"),
            ),
            (
                _text("alimentacion.comidas", "Comidas al día en el hogar", "2"),
                _choice(
                    "alimentacion.falta",
                    "En el último mes, ¿faltó comida por falta de dinero?",
                    "Algunas veces",
                    "algunas",
                ),
                _choice(
                    "alimentacion.discapacidad",
                    "¿Alguien del hogar vive con una discapacidad?",
                    "Sí",
                    "si",
                ),
                _choice("alimentacion.siembra", "¿El hogar siembra?", "Sí", "si"),
                _text("alimentacion.parcela.hectareas", "Hectáreas sembradas", "1.5"),
                _choice("alimentacion.parcela.cultivo", "Cultivo principal", "Maíz", "maiz"),
            ),
            (_choice("entrega.recoge", "¿Quién recogerá el apoyo?", "Quien solicita", "titular"),),
        ),
        tendered_centavos=None,
        agreed=(
            "Saber si alguien del hogar vive con una discapacidad, para llevar el apoyo hasta la"
            " casa.",
        ),
    ),
    _acta(
        PEOPLE[3],
        50_000,
        (_OWN, _SCHOOL),
        (
            _day("acta.fecha_nacimiento", "Fecha de nacimiento", "1975-01-09"),
            _text("acta.municipio", "Municipio de registro", "Santa María Peñoles"),
        ),
        (_COUNTER,),
    ),
)
"""Four registrations and three payments; the app is killed inside the third and the fourth."""

CALCULATED = {
    "ingresos.ingreso_total": "6500.5",
    "ingresos.por_persona": "1083.42",
    "ingresos.prioridad": "alta",
}
"""What the workbook calculates from the third registration's answers, worked out by hand."""
