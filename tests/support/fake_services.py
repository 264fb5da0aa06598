"""Services in memory with the same results as the real ones; synthetic people only.

They keep just enough state for a whole visit: people, one form of two sections with a question
that appears, drafts, one fee, a shift, payments, delivery figures that a test may set.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast

from kiosk.domain.cash import TenderShort
from kiosk.domain.shifts import Act, NoOpenShift, Shift
from kiosk.errors import KnownError
from kiosk.services import (
    catalogue,
    citizens,
    deliveries,
    payments,
    receipts,
    registrations,
    sessions,
    shifts,
)
from kiosk.services.field import FieldServices
from kiosk.services.views import (
    Charge,
    ChargeLine,
    Choice,
    ConsentText,
    CurpSays,
    DeliveryLists,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    DraftRow,
    Enough,
    FieldProblem,
    LinkState,
    MustWait,
    NewPerson,
    OpenShift,
    OperatorName,
    PaymentDone,
    PendingCharge,
    PersonCheck,
    PersonRow,
    QuestionKind,
    QuestionProblem,
    QuestionView,
    ReceiptLine,
    ReceiptView,
    RegistrationSaved,
    Review,
    ReviewLine,
    ReviewSection,
    SearchedBy,
    SearchResult,
    SectionMark,
    SectionState,
    SectionView,
    ServiceCard,
    Session,
    ShiftOpening,
    Short,
    Unlocked,
    WrongPassphrase,
)
from sync.ids import EventId, OperatorNumber, Salt, ShiftId, SubjectId
from sync.money import Centavos
from sync.receipts import ReceiptKind

CLAVE = "nopal ñandú pingüino ámbar"
FEE = Centavos(18_550)
QR_TEXT = "https://demo.invalid/v#" + "".join(str(n % 10) for n in range(700))
ZONE = UTC


class FakeClock:
    """A clock that stands where the test puts it."""

    def __init__(self, now: datetime) -> None:
        self.time = now
        self.seconds = 0.0

    def now(self) -> datetime:
        """Return the instant the test set."""
        return self.time

    def monotonic_seconds(self) -> float:
        """Return the seconds the test set."""
        return self.seconds


def a_clock() -> FakeClock:
    """Return a clock on a Monday morning."""
    return FakeClock(datetime(2026, 11, 16, 10, 44, tzinfo=UTC))


def a_person(number: int = 1, **changes: object) -> PersonRow:
    """Return a synthetic person."""
    given, first, second = _NAMES[number % len(_NAMES)]
    row = PersonRow(
        subject=SubjectId(bytes([number]) * 16),
        display_name=f"{given} {first} {second}",
        given=given,
        first_surname=first,
        second_surname=second,
        born=date(1961 + number, 3, 14),
        sex="M" if number % 2 else "H",
        curp_masked="•••• NL02",
        initials=f"{given[0]}{first[0]}",
        last_service="Acta de nacimiento, copia certificada" if number % 2 else None,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # a factory takes any field


_NAMES = (
    ("Gael", "PRUEBA", "Canul"),
    ("María Elena", "PRUEBA", "Pech"),
    ("Raúl", "PRUEBA", "Canché"),
    ("Lorenza", "PRUEBA", "Canto"),
    ("José Ángel", "PRUEBA", "Ñandú"),
)


def a_receipt(kind: int = 60, **changes: object) -> ReceiptView:
    """Return a receipt of a payment, or of a registration with kind 40."""
    paid = kind == 60
    view = ReceiptView(
        event_id=EventId(bytes([kind]) * 16),
        kind={
            60: ReceiptKind.PAYMENT,
            40: ReceiptKind.REGISTRATION,
            30: ReceiptKind.SHIFT_SLIP,
        }[kind],
        folio="20067-007-1PGE-342",
        typed_code="HB12Y-SHVTX",
        qr_text=QR_TEXT,
        issued_at=datetime(2026, 11, 16, 10, 44, tzinfo=UTC),
        time_verified=True,
        institution="Ayuntamiento de Los Encinos",
        office="Tesorería, caja 007",
        terminal="20067-007",
        lines=(ReceiptLine(label="Copia certificada de acta", amount_centavos=FEE),)
        if paid
        else (),
        total_centavos=FEE if paid else Centavos(0),
        total_words="ciento ochenta y cinco pesos 50/100 M.N." if paid else "",
        tendered_centavos=Centavos(20_000) if paid else None,
        change_centavos=Centavos(1_450) if paid else None,
        cashier=42,
        initials=None,
        service_name="Acta de nacimiento, copia certificada",
        account_masked=None,
        domain_words="demo punto invalid",
        phone="9991234567",
        place="Palacio municipal",
        legal_line="No es CFDI.",
        delivery=DeliveryWord.SAVED,
    )
    return replace(view, **changes)  # type: ignore[arg-type]  # a factory takes any field


class FakeSessions(sessions.Sessions):
    """One clave for everybody."""

    def __init__(self) -> None:
        self.open = False
        self.tries = 5
        self.wait: MustWait | None = None
        self.calls: list[str] = []
        self.problem: KnownError | None = None
        self.clock_wrong = False
        self.names = tuple(
            OperatorName(number=OperatorNumber(number), name=name, initials=initials)
            for number, name, initials in (
                (42, "Marisol PRUEBA Canul", "MC"),
                (7, "Ernesto PRUEBA Vidal", "EV"),
                (9, "Josefina PRUEBA Tamay", "JT"),
            )
        )

    @property
    def file_open(self) -> bool:
        return self.open

    def operators(self) -> tuple[OperatorName, ...]:
        return self.names

    def unlock(self, number: int, passphrase: str) -> Unlocked | WrongPassphrase | MustWait:
        if self.problem is not None:
            raise self.problem
        if self.wait is not None:
            return self.wait
        if passphrase != CLAVE:
            self.tries -= 1
            return WrongPassphrase(tries_left=self.tries)
        self.open = True
        self.calls.append("unlock")
        operator = next(one for one in self.names if one.number == number)
        return Unlocked(
            session=Session(
                operator=operator,
                institution="Ayuntamiento de Los Encinos",
                office="Tesorería, caja 007",
                terminal="20067-007",
                protection=0,
                clock_wrong=self.clock_wrong,
            )
        )

    def lock(self, *, idle: bool = False) -> None:
        self.calls.append("lock idle" if idle else "lock")

    def close(self) -> None:
        self.open = False
        self.calls.append("close")


class FakeShifts(shifts.Shifts):
    """At most one shift."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.shift: OpenShift | None = None
        self.warning = False

    def current(self) -> OpenShift | None:
        return self.shift

    def begin(self) -> ShiftOpening:
        return ShiftOpening(
            salt=Salt(b"s" * 16), business_day=self.clock.time.date(), clock_warning=self.warning
        )

    def open(
        self, salt: Salt, float_centavos: Centavos, business_day: date
    ) -> tuple[OpenShift, ReceiptView]:
        self.shift = OpenShift(
            shift_id=ShiftId(salt),
            number=1,
            business_day=business_day,
            opened_at=self.clock.time.replace(hour=8, minute=5),
            float_centavos=float_centavos,
            payments_count=0,
            last_payment_at=None,
        )
        return self.shift, a_receipt(30, qr_text=QR_TEXT)


class FakeCitizens(citizens.Citizens):
    """Five people."""

    def __init__(self) -> None:
        self.people = [a_person(number) for number in range(1, 5)]
        self.opened: list[SubjectId] = []
        self.created: dict[Salt, PersonRow] = {}
        self._salts = itertools.count(1)

    def search(self, text: str) -> SearchResult:
        words = [word.casefold() for word in text.split()]
        rows = tuple(
            person
            for person in self.people
            if all(
                any(part.casefold().startswith(word) for part in person.display_name.split())
                for word in words
            )
        )
        return SearchResult(text=text, by=SearchedBy.NAME, rows=rows)

    def card(self, subject: SubjectId) -> PersonRow:
        self.opened.append(subject)
        return next(person for person in self.people if person.subject == subject)

    def begin(self) -> Salt:
        return Salt(next(self._salts).to_bytes(16, "big"))

    def check(self, person: NewPerson) -> PersonCheck:
        problems: list[FieldProblem] = []
        if not person.given:
            problems.append(FieldProblem(field="given", message_id="field-given-empty"))
        if not person.first_surname:
            problems.append(
                FieldProblem(field="first_surname", message_id="field-first-surname-empty")
            )
        if person.curp and len(person.curp) != 18:
            problems.append(
                FieldProblem(
                    field="curp",
                    message_id="field-curp-length",
                    arguments={"n": str(len(person.curp))},
                )
            )
        says = None
        warnings: tuple[FieldProblem, ...] = ()
        if len(person.curp) == 18:
            says = CurpSays(born=date(1961, 3, 14), sex="M", entity="YN")
            if person.sex == "H":
                warnings = (FieldProblem(field="sex", message_id="warn-curp-sex"),)
        return PersonCheck(problems=tuple(problems), warnings=warnings, curp_says=says)

    def create(self, salt: Salt, person: NewPerson) -> PersonRow:
        if salt not in self.created:
            row = a_person(
                50 + len(self.created),
                display_name=" ".join(
                    part
                    for part in (person.given, person.first_surname, person.second_surname)
                    if part
                ),
                given=person.given,
                first_surname=person.first_surname,
                second_surname=person.second_surname,
                initials=(person.given[:1] + person.first_surname[:1]).upper(),
                curp_masked="•••• " + person.curp[-4:] if person.curp else "",
                last_service=None,
            )
            self.created[salt] = row
            self.people.append(row)
        return self.created[salt]


class FakeCatalogue(catalogue.Catalogue):
    """Two services, one with a fee."""

    def __init__(self) -> None:
        """Keep nothing: the list is written below."""

    def services(self, language: str) -> tuple[ServiceCard, ...]:  # noqa: ARG002 - the real signature
        return (
            ServiceCard(
                code=201,
                name="Acta de nacimiento, copia certificada",
                description="Copia certificada de un acta ya registrada.",
                life_event="birth",
                fee_centavos=FEE,
                papers=(
                    "Identificación de quien solicita",
                    "CURP de la persona del acta, o copia anterior",
                ),
                minutes=8,
                privacy_short="Sus datos se usan solo para buscar y entregar la copia del acta.",
                legal_basis="Código Civil de demostración, art. 48",
            ),
            ServiceCard(
                code=301,
                name="Apoyo alimentario, registro al programa",
                description="Registro del hogar al programa de apoyo alimentario.",
                life_event="help",
                fee_centavos=None,
                papers=("Identificación de quien solicita",),
                minutes=12,
                privacy_short="Sus datos se usan solo para decidir sobre el apoyo.",
                legal_basis="Reglas de operación de demostración 2026, art. 9",
            ),
        )


_QUESTIONS: tuple[tuple[str, tuple[dict[str, object], ...]], ...] = (
    (
        "Quién solicita",
        (
            {"path": "/d/nombre", "kind": QuestionKind.TEXT, "label": "Nombre de quien solicita",
             "hint": "Como está escrito en su identificación.", "required": True},
            {"path": "/d/parentesco", "kind": QuestionKind.SELECT_ONE,
             "label": "¿Qué es de la persona del acta?", "required": True,
             "choices": (("misma", "Es la misma persona"), ("madre", "Madre o padre"),
                         ("otra", "Otra persona"))},
            {"path": "/d/cual", "kind": QuestionKind.TEXT, "label": "¿Qué parentesco?",
             "when": ("/d/parentesco", "otra"), "required": True},
        ),
    ),
    (
        "Datos del nacimiento",
        (
            {"path": "/d/nota", "kind": QuestionKind.NOTE,
             "label": "Copie los datos del acta anterior, si la trae."},
            {"path": "/d/fecha", "kind": QuestionKind.DATE, "label": "Fecha de nacimiento",
             "hint": "El día que dice el certificado.", "required": True},
            {"path": "/d/copias", "kind": QuestionKind.INTEGER, "label": "Número de copias",
             "required": True},
            {"path": "/d/libro", "kind": QuestionKind.TEXT, "label": "Libro y tomo"},
        ),
    ),
)  # fmt: skip


class FakeRegistrations(registrations.Registrations):
    """One form of two sections for every service."""

    def __init__(self, people: FakeCitizens) -> None:
        self._people = people
        self.answers: dict[Salt, dict[str, str]] = {}
        self.places: dict[Salt, int] = {}
        self.owners: dict[Salt, tuple[PersonRow, ServiceCard]] = {}
        self.language: dict[Salt, str] = {}
        self.saved: dict[Salt, RegistrationSaved] = {}
        self._salts = itertools.count(1)

    def start(self, subject: SubjectId, service_code: int, language: str) -> SectionView:
        draft = Salt(next(self._salts).to_bytes(16, "big"))
        person = next(one for one in self._people.people if one.subject == subject)
        services = FakeCatalogue().services(language)
        service = next(one for one in services if one.code == service_code)
        self.answers[draft], self.places[draft] = {}, 0
        self.owners[draft], self.language[draft] = (person, service), language
        return self.section(draft, 0)

    def resume(self, draft_id: Salt) -> SectionView:
        return self.section(draft_id, self.places[draft_id])

    def section(self, draft_id: Salt, index: int) -> SectionView:
        self.places[draft_id] = index
        person, service = self.owners[draft_id]
        title, _ = _QUESTIONS[index]
        return SectionView(
            draft_id=draft_id,
            service_name=service.name,
            person=person,
            index=index,
            count=len(_QUESTIONS),
            title=title,
            questions=self._questions(draft_id, index),
            sections=tuple(
                SectionMark(index=at, title=name, state=self._state(draft_id, at, index))
                for at, (name, _) in enumerate(_QUESTIONS)
            ),
            languages=("es", "en"),
            language=self.language[draft_id],
        )

    def _state(self, draft: Salt, at: int, here: int) -> SectionState:
        if at == here:
            return SectionState.HERE
        if not self.check_section(draft, at):
            return SectionState.COMPLETE
        return SectionState.NOT_STARTED

    def _questions(self, draft: Salt, index: int) -> tuple[QuestionView, ...]:
        shown = []
        for raw in _QUESTIONS[index][1]:
            when = cast("tuple[str, str] | None", raw.get("when"))
            answers = self.answers[draft]
            if when is not None and answers.get(when[0]) != when[1]:
                continue
            choices = cast("tuple[tuple[str, str], ...]", raw.get("choices", ()))
            shown.append(
                QuestionView(
                    path=str(raw["path"]),
                    kind=cast(QuestionKind, raw["kind"]),
                    label=str(raw["label"]),
                    hint=str(raw.get("hint", "")),
                    choices=tuple(Choice(name=name, label=label) for name, label in choices),
                    appearance="",
                    value=answers.get(str(raw["path"]), ""),
                    required=bool(raw.get("required", False)),
                    readonly=False,
                    appeared_because="Otra persona" if when else None,
                    message=None,
                )
            )
        return tuple(shown)

    def answer(self, draft_id: Salt, path: str, text: str) -> SectionView:
        self.answers[draft_id][path] = text
        return self.section(draft_id, self.places[draft_id])

    def check_section(self, draft_id: Salt, index: int) -> tuple[QuestionProblem, ...]:
        return tuple(
            QuestionProblem(
                path=question.path,
                section_index=index,
                label=question.label,
                message="",
                message_id="field-empty-choice"
                if question.kind is QuestionKind.SELECT_ONE
                else "field-empty-text",
                arguments={"field": question.label},
            )
            for question in self._questions(draft_id, index)
            if question.required and not question.value
        )

    def review(self, draft_id: Salt) -> Review:
        person, service = self.owners[draft_id]
        return Review(
            draft_id=draft_id,
            service_name=service.name,
            person=person,
            sections=tuple(
                ReviewSection(
                    index=at,
                    title=name,
                    lines=tuple(
                        ReviewLine(
                            path=question.path,
                            section_index=at,
                            label=question.label,
                            answer=question.value,
                        )
                        for question in self._questions(draft_id, at)
                        if question.kind is not QuestionKind.NOTE
                    ),
                )
                for at, (name, _) in enumerate(_QUESTIONS)
            ),
            problems=tuple(
                problem
                for at in range(len(_QUESTIONS))
                for problem in self.check_section(draft_id, at)
            ),
            fee_centavos=service.fee_centavos,
        )

    def consent(self, draft_id: Salt) -> ConsentText:  # noqa: ARG002 - the real signature
        return ConsentText(
            notice_id="registro-civil",
            version=1,
            lines=(
                "Para qué: encontrar el acta y entregarle la copia certificada.",
                "Quién los ve: esta oficina y el Registro Civil. Nadie más.",
                "Cuánto tiempo: 5 años; después se borran.",
                "A quién preguntar: en esta ventanilla puede verlos o pedir que se borren.",
            ),
            sentence="Acepto que usen mis datos para este trámite",
        )

    def save(self, draft_id: Salt, accepted: bool) -> RegistrationSaved:
        assert accepted
        if draft_id not in self.saved:
            _, service = self.owners[draft_id]
            self.saved[draft_id] = RegistrationSaved(
                event_id=EventId(draft_id),
                receipt=a_receipt(40, service_name=service.name),
                fee_due=service.fee_centavos is not None,
            )
        return self.saved[draft_id]

    def discard(self, draft_id: Salt) -> None:
        self.answers.pop(draft_id)

    def drafts(self) -> tuple[DraftRow, ...]:
        return tuple(
            DraftRow(
                draft_id=draft,
                person_name=self.owners[draft][0].display_name,
                service_name=self.owners[draft][1].name,
                section_index=self.places[draft],
                section_count=len(_QUESTIONS),
                edited_at=datetime(2026, 11, 16, 9, 58, tzinfo=UTC),
            )
            for draft in self.answers
            if draft not in self.saved
        )

    def set_language(self, draft_id: Salt, language: str) -> SectionView:
        self.language[draft_id] = language
        return self.section(draft_id, self.places[draft_id])


class FakePayments(payments.Payments):
    """The fee of saved registrations."""

    def __init__(self, made: FakeRegistrations, shifts_: FakeShifts, clock: FakeClock) -> None:
        self._made, self._shifts, self._clock = made, shifts_, clock
        self.paid: dict[bytes, PaymentDone] = {}
        self.problem: KnownError | None = None

    def pending(self) -> tuple[PendingCharge, ...]:
        return tuple(
            PendingCharge(
                registration_id=saved.event_id,
                service_name=self._made.owners[draft][1].name,
                person_name=self._made.owners[draft][0].display_name,
                total_centavos=FEE,
                registered_at=self._clock.time,
            )
            for draft, saved in self._made.saved.items()
            if saved.fee_due and saved.event_id not in self.paid
        )

    def begin(self, registration_id: EventId) -> Charge:
        if self._shifts.shift is None:
            raise NoOpenShift(Shift.CLOSED, Act.TAKE_CASH)
        person, service = self._made.owners[Salt(registration_id)]
        return Charge(
            charge_id=Salt(registration_id),
            service_name=service.name,
            person_name=person.display_name,
            registration_id=registration_id,
            lines=(
                ChargeLine(
                    label="Copia certificada de acta",
                    quantity=1,
                    unit_centavos=FEE,
                    net_centavos=FEE,
                    legal_reference="Ley de Ingresos de demostración 2026, art. 31, fracción II",
                ),
            ),
            rounding_centavos=Centavos(0),
            total_centavos=FEE,
            quick_tenders=(FEE, Centavos(19_000), Centavos(20_000), Centavos(50_000)),
            price_list_date=date(2026, 11, 3),
        )

    def tender(self, charge: Charge, tendered_centavos: Centavos) -> Short | Enough:
        left = tendered_centavos - charge.total_centavos
        if left < 0:
            return Short(missing_centavos=Centavos(-left))
        return Enough(change_centavos=Centavos(left))

    def take(self, charge_id: Salt, tendered_centavos: Centavos) -> PaymentDone:
        if self.problem is not None:
            raise self.problem
        if tendered_centavos < FEE:
            raise TenderShort(FEE, tendered_centavos)
        if charge_id not in self.paid:
            change = Centavos(tendered_centavos - FEE)
            self.paid[charge_id] = PaymentDone(
                event_id=EventId(charge_id),
                change_centavos=change,
                receipt=a_receipt(60, tendered_centavos=tendered_centavos, change_centavos=change),
            )
            shift = self._shifts.shift
            if shift is not None:
                self._shifts.shift = replace(
                    shift, payments_count=shift.payments_count + 1, last_payment_at=self._clock.time
                )
        return self.paid[charge_id]


class FakeReceipts(receipts.Receipts):
    """Pictures that are only remembered."""

    def __init__(self) -> None:
        self.pictures: list[EventId] = []

    def show(self, event_id: EventId) -> ReceiptView:
        return a_receipt(event_id=event_id)

    def request_of(self, payment_id: EventId) -> ReceiptView:
        return a_receipt(40, event_id=payment_id)

    def last_unprinted(self) -> ReceiptView | None:
        return None

    def save_picture(self, event_id: EventId) -> Path:
        self.pictures.append(event_id)
        return Path("receipts") / "20067-007-1PGE-342.png"


class FakeDeliveries(deliveries.Deliveries):
    """Figures that a test sets."""

    def __init__(self) -> None:
        self.state = DeliverySummary(
            saved=12,
            on_the_way=0,
            delivered=1_284,
            attention=0,
            last_delivery_at=datetime(2026, 11, 16, 10, 42, tzinfo=UTC),
            next_try_at=datetime(2026, 11, 16, 11, 0, tzinfo=UTC),
            link=LinkState.DOWN,
            stale=False,
            bytes_waiting=2_400,
            oldest_at=datetime(2026, 11, 16, 8, 12, tzinfo=UTC),
        )
        self.hurried = 0
        self.lists = DeliveryLists(
            attention=(),
            saved=tuple(self.row(number, DeliveryWord.SAVED) for number in range(12)),
            on_the_way=(),
            delivered=tuple(self.row(number, DeliveryWord.DELIVERED) for number in range(20, 24)),
        )

    @staticmethod
    def row(number: int, word: DeliveryWord, reason: int | None = None) -> DeliveryRow:
        """Return one record."""
        kind = (60, 40, 50, 30)[number % 4]
        return DeliveryRow(
            event_id=EventId(bytes([number]) * 16),
            kind=kind,
            title="Acta de nacimiento, copia certificada" if kind == 40 else "",
            folio=f"20067-007-1PGE-{300 + number}" if kind in (40, 60) else "",
            person_initials="M. P." if kind == 40 else "",
            when=datetime(2026, 11, 16, 10, 30, tzinfo=UTC) - timedelta(minutes=number),
            word=word,
            reason_code=reason,
        )

    def summary(self) -> DeliverySummary:
        return self.state

    def rows(self) -> DeliveryLists:
        return self.lists

    def deliver_now(self) -> None:
        self.hurried += 1


class FakeOffice:
    """All the fakes together, reachable by name."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.sessions = FakeSessions()
        self.shifts = FakeShifts(clock)
        self.citizens = FakeCitizens()
        self.registrations = FakeRegistrations(self.citizens)
        self.payments = FakePayments(self.registrations, self.shifts, clock)
        self.receipts = FakeReceipts()
        self.deliveries = FakeDeliveries()

    def services(self) -> FieldServices:
        """Return them as the screens get them."""
        return FieldServices(
            sessions=self.sessions,
            shifts=self.shifts,
            citizens=self.citizens,
            catalogue=FakeCatalogue(),
            registrations=self.registrations,
            payments=self.payments,
            receipts=self.receipts,
            deliveries=self.deliveries,
        )
