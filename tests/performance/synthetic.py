"""An invented office's events, drawn from a seed: what bytes are counted on, what is trained on.

Nobody in it exists. Names are put together from lists of the commonest ones, every CURP has a check
digit that does not hold, and telephones begin with zeros, as none does. Registrations are of three
forms much like the demo's, with two photos each, and have the answers as the app records them:
nested lists without names, dates and decimals as text, choices by their short names, files by name.
"""

from __future__ import annotations

import hashlib
import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from kiosk.domain.identity import check_digit
from sync.central.event_rows import instance_id_of
from sync.envelope import FullItem
from sync.events import (
    Attachment,
    CheckVerdict,
    Concept,
    Event,
    Folio,
    Header,
    IdentityClaim,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    PersonCreated,
    PersonName,
    RegistrationMade,
    RuleVersion,
    Settlement,
    encode_body,
)
from sync.ids import BootId, EventId, OperatorNumber, Salt, ShiftId, SubjectId, event_id_of
from sync.money import Centavos
from tests.performance.invented import ANSWERS, GIVEN, STATES, SURNAMES

CENTRAL_TIME = timezone(timedelta(hours=-6))
NOON_SECONDS = 1_795_197_600
SHIFT_SECONDS = 28_800
PHOTO_BYTES = (40_000, 100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of the office: groups of questions, and the price of what it asks for."""

    form_id: str
    version: str
    service_code: int
    groups: tuple[str, ...]
    concept: int
    unit_centavos: int


FORMS = (
    Form(
        form_id="acta-nacimiento",
        version="2026-03",
        service_code=201,
        groups=(
            "titular nombre_titular parentesco uso",
            "fecha_nacimiento entidad municipio conoce_libro libro numero_acta nombre_madre",
            "foto_identificacion foto_domicilio",
            "forma localidad telefono observaciones",
        ),
        concept=1001,
        unit_centavos=18_550,
    ),
    Form(
        form_id="apoyo-alimentario",
        version="7",
        service_code=310,
        groups=(
            "localidad vivienda personas menores menores_5",
            "ingreso_trabajo otro_apoyo monto_apoyo ingreso_total por_persona prioridad",
            "comidas falta discapacidad siembra hectareas cultivo otro_cultivo",
            "foto_identificacion foto_vivienda",
            "recoge autorizada telefono",
        ),
        concept=1007,
        unit_centavos=5_000,
    ),
    Form(
        form_id="licencia-apertura",
        version="2026-01",
        service_code=412,
        groups=(
            "nombre_negocio giro superficie aforo alcohol inicio",
            "calle numero localidad codigo_postal telefono",
            "foto_identificacion foto_fachada",
            "meses observaciones",
        ),
        concept=1101,
        unit_centavos=132_000,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One event of the office with its salt and whom it concerns, and the same in plain names."""

    event: Event
    salt: Salt
    subject: SubjectId | None
    refs: tuple[EventId, ...] = ()
    plain: dict[str, object]

    @property
    def event_id(self) -> EventId:
        """Return the id that follows from the salt."""
        return event_id_of(self.salt)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """The shift in which events are drawn that a real central shall find nothing wrong with."""

    operator: OperatorNumber
    shift: ShiftId
    numbers_taken: int


def definition_of(form: Form) -> bytes:
    """Return what stands for the XForm of a form."""
    return f"<h:html>{form.form_id} {form.version}</h:html>".encode()


def submission_of(event_id: EventId) -> bytes:
    """Return what stands for the submission of a registration."""
    return f"<data>{instance_id_of(event_id)}</data>".encode()


class Person:
    """Somebody who does not exist."""

    def __init__(self, draw: random.Random) -> None:
        self.given = " ".join(draw.sample(GIVEN, draw.choice((1, 2, 2))))
        self.surnames = (draw.choice(SURNAMES), draw.choice(SURNAMES))
        self.born = date(1940, 1, 1) + timedelta(days=draw.randrange(25_000))
        self.sex = draw.choice("HM")
        self.state = draw.choice(STATES)
        letters = self.surnames[0][:2] + self.surnames[1][:1] + self.given[:1]
        plain = letters.translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUX"))
        inner = "".join(draw.choice("BCDFGHJKLMNPQRSTVWXYZ") for _ in range(3))
        stem = f"{plain}{self.born:%y%m%d}{self.sex}{self.state}{inner}{draw.randrange(10)}"
        wrong = (int(check_digit(stem)) + draw.randrange(1, 10)) % 10
        self.curp = f"{stem}{wrong}"


class Office:
    """Draws events one after another; the same seed gives the same office.

    *names_once* leaves the files' names out of the answers, where the app writes them beside key 0.
    With *open_shift* the events fit a central that has published `catalogue.py`'s forms and prices.
    """

    def __init__(
        self,
        seed: int,
        *,
        series: int = 1,
        names_once: bool = False,
        open_shift: OpenShift | None = None,
    ) -> None:
        self._draw = random.Random(seed)
        self._series = series
        self._names_once = names_once
        self._number = 0
        self._seconds = NOON_SECONDS + self._draw.randrange(86_400)
        self._boot = BootId(self._draw.randbytes(8))
        self._operator = OperatorNumber(self._draw.randrange(1, 60))
        self._shift = ShiftId(self._draw.randbytes(16))
        self._hashes = {form.form_id: self._draw.randbytes(16) for form in FORMS}
        self._open_shift = open_shift
        if open_shift is not None:
            self._operator, self._shift = open_shift.operator, open_shift.shift
            self._number = open_shift.numbers_taken
            self._hashes = {
                form.form_id: hashlib.sha256(definition_of(form)).digest()[:16] for form in FORMS
            }
        self._person: SubjectId | None = None  # entered just now, and not registered yet
        self._made: Made | None = None

    def person(self) -> Made:
        """Return the event that enters a person; the next registration concerns them."""
        who = Person(self._draw)
        salt = Salt(self._draw.randbytes(16))
        self._person = SubjectId(event_id_of(salt))
        event = PersonCreated(
            names=PersonName(
                given=who.given, first_surname=who.surnames[0], second_surname=who.surnames[1]
            ),
            born=who.born.isoformat(),
            sex=who.sex,
            identities=(IdentityClaim(type="curp", value=who.curp, verdict=CheckVerdict.HOLDS),),
        )
        plain: dict[str, object] = {
            "nombres": who.given,
            "primer_apellido": who.surnames[0],
            "segundo_apellido": who.surnames[1],
            "fecha_nacimiento": event.born,
            "sexo": who.sex,
            "curp": who.curp,
            "curp_verificada": True,
        }
        return self._record(event, salt, None, (), "persona", plain)

    def registration(self) -> Made:
        """Return a registration of one of the forms, with two photos beside it."""
        form = self._draw.choice(FORMS)
        names = [group.split() for group in form.groups]
        answers = [[self._answer(name) for name in group] for group in names]
        named = [str(one) for group in answers for one in group if str(one).endswith(".webp")]
        photos = tuple(
            Attachment(
                index=index,
                media_type="image/webp",
                length_bytes=self._draw.randrange(*PHOTO_BYTES),
                blob_id=uuid.UUID(name.removeprefix("image-").removesuffix(".webp")).bytes,
            )
            for index, name in enumerate(named)
        )
        salt = Salt(self._draw.randbytes(16))
        event = RegistrationMade(
            attachments=photos,
            folio=self._folio(),
            form_id=form.form_id,
            form_version=form.version,
            definition_hash=self._hashes[form.form_id],
            answers=tuple(
                tuple("" if self._names_once and one in named else one for one in group)
                for group in answers
            ),
            submission_hash=self._submission_hash(salt),
            service_code=form.service_code,
        )
        plain: dict[str, object] = {
            "formulario": form.form_id,
            "version": form.version,
            "servicio": form.service_code,
            "folio": self._folio_text(),
            "datos": {
                name: answer
                for group, inner in zip(names, answers, strict=True)
                for name, answer in zip(group, inner, strict=True)
            },
        }
        subject = self._person or SubjectId(self._draw.randbytes(16))
        self._person = None
        self._made = self._record(event, salt, subject, (), "registro", plain)
        return self._made

    def payment(self) -> Made:
        """Return a payment in cash, of one line or two, for the last registration not paid.

        Without one it is for a registration of another day.
        """
        count = self._draw.choice((1, 1, 1, 2))
        lines = tuple(self._line(self._draw.choice(FORMS)) for _ in range(count))
        total = sum(line.net_centavos for line in lines)
        tendered = -(-total // 10_000) * 10_000
        event = PaymentTaken(
            folio=self._folio(),
            total_centavos=Centavos(total),
            lines=lines,
            rounding_centavos=0,
            settlement=Settlement(
                means=PaymentMeans.CASH,
                tendered_centavos=Centavos(tendered),
                change_centavos=Centavos(tendered - total),
            ),
            rounding_policy=RuleVersion(rule_id="cincuenta-centavos", version=1),
            shift=self._shift,
        )
        plain: dict[str, object] = {
            "folio": self._folio_text(),
            "turno": self._shift.hex(),
            "conceptos": [
                {
                    "concepto": line.concept,
                    "cantidad": line.quantity,
                    "precio": line.unit_centavos / 100,
                    "tarifa": f"{line.tariff.rule_id}/{line.tariff.version}",
                    "importe": line.net_centavos / 100,
                }
                for line in lines
            ],
            "total": total / 100,
            "forma_pago": "efectivo",
            "recibido": tendered / 100,
            "cambio": (tendered - total) / 100,
        }
        made, self._made = self._made, None
        if made is None or made.subject is None:
            subject, about = SubjectId(self._draw.randbytes(16)), EventId(self._draw.randbytes(16))
        else:
            subject, about = made.subject, made.event_id
        salt = Salt(self._draw.randbytes(16))
        return self._record(event, salt, subject, (about,), "pago", plain)

    def header_of(self, made: Made) -> bytes:
        """Return the header of an event that happens now."""
        self._seconds += self._draw.randrange(20, 400)
        return Header(
            kind=made.event.kind,
            kind_version=made.event.kind_version,
            time_seconds=self._seconds,
            boot=self._boot,
            operator=self._operator,
            subject=made.subject,
            refs=made.refs,
        ).encode()

    def item(self, made: Made) -> FullItem:
        """Return the event as a batch carries it."""
        return FullItem(header=self.header_of(made), salt=made.salt, body=encode_body(made.event))

    def _submission_hash(self, salt: Salt) -> bytes:
        drawn = self._draw.randbytes(4)
        if self._open_shift is None:
            return drawn
        return hashlib.sha256(submission_of(event_id_of(salt))).digest()[:4]

    def _line(self, form: Form) -> PaymentLine:
        quantity = self._draw.choice((1, 1, 1, 2, 3))
        return PaymentLine(
            concept=Concept(form.concept),
            quantity=quantity,
            unit_centavos=Centavos(form.unit_centavos),
            tariff=RuleVersion(rule_id=f"derechos-{form.concept}", version=2),
            changes=(),
            net_centavos=Centavos(quantity * form.unit_centavos),
        )

    def _answer(self, name: str) -> str | int:
        return ANSWERS["foto" if name.startswith("foto_") else name](self._draw)

    def _folio(self) -> Folio:
        self._number += 1
        return Folio(series=self._series, number=self._number)

    def _folio_text(self) -> str:
        return f"20067-007/{self._series}-{self._number:06d}"

    def _record(
        self,
        event: Event,
        salt: Salt,
        subject: SubjectId | None,
        refs: tuple[EventId, ...],
        kind: str,
        plain: dict[str, object],
    ) -> Made:
        moment = {
            "_id": str(uuid.UUID(bytes=bytes(event_id_of(salt)))),
            "tipo": kind,
            "terminal": "20067-007",
            "operador": int(self._operator),
            "fecha": datetime.fromtimestamp(self._seconds, CENTRAL_TIME).isoformat(),
        }
        if subject is not None:
            moment["persona"] = str(uuid.UUID(bytes=bytes(subject)))
        return Made(event=event, salt=salt, subject=subject, refs=refs, plain=moment | plain)
