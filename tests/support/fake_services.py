"""Services in memory with the same results as the real ones; synthetic people only.

They keep just enough state for a whole visit: with the people and the form of `fake_forms`, one
fee, a shift, payments, delivery figures that a test may set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kiosk.domain.cash import TenderShort
from kiosk.domain.permissions import capabilities_of
from kiosk.domain.shifts import Act, NoOpenShift, Shift
from kiosk.domain.tariffs import FactMissing
from kiosk.domain.tender import change_by_pieces
from kiosk.errors import KnownError
from kiosk.services import (
    approvals,
    deliveries,
    payments,
    receipts,
    records,
    sessions,
    shifts,
)
from kiosk.services.field import FieldServices
from kiosk.services.payment_desk import PaymentDesk
from kiosk.services.records import NoReason
from kiosk.services.views import (
    CASH,
    Charge,
    ChargeLine,
    ChargeQuestion,
    DeliveryLists,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    Enough,
    LinkState,
    MustWait,
    OpenShift,
    OperatorName,
    Paying,
    PaymentDone,
    PaymentMeans,
    PendingCharge,
    ReceiptView,
    RecordDetail,
    RecordLine,
    RecordVersion,
    Session,
    ShiftOpening,
    Short,
    Unlocked,
    WrongPassphrase,
)
from kiosk.services.views.approvals import (
    ApprovalMatter,
    ApprovalState,
    CodeDoesNotFit,
    Given,
    Question,
)
from kiosk.services.views.money import CashLimit
from sync.catalogue import Role
from sync.events import Pieces
from sync.ids import EventId, OperatorNumber, Salt, ShiftId
from sync.money import Centavos
from sync.one_time_codes import read_code
from sync.tariffs.errors import FactMissingFacts
from tests.support.fake_accounts import FakeAccountDesk
from tests.support.fake_care import FakeCare, FakeMending
from tests.support.fake_cash import CASH_VIEWS, COINS_AND_NOTES, fake_cash
from tests.support.fake_device import FakeAdmission, FakeDeviceStatus, FakePractice
from tests.support.fake_drives import FakeDriveDesk
from tests.support.fake_estimates import FakeEstimates
from tests.support.fake_forms import FakeCatalogue, FakeCitizens, FakeNotices, FakeRegistrations
from tests.support.fake_keys import FakeKeys, FakeRecovering
from tests.support.fake_money import DRAWER, FakePaymentOrders, FakeReversing
from tests.support.fake_orders import FakeOrders, FakeRemoval
from tests.support.fake_paper import Papers, fake_paper
from tests.support.fake_reports import FakeReports
from tests.support.fake_rights import fake_rights
from tests.support.fake_values import CLAVE, CODE, FEE, QR_TEXT, FakeClock, a_receipt
from tests.support.fake_verifying import FakeVerifying


class FakeSessions(sessions.Sessions):
    """One clave for everybody."""

    def __init__(self) -> None:
        self.open = False
        self.tries = 5
        self.wait: MustWait | None = None
        self.calls: list[str] = []
        self.problem: KnownError | None = None
        self.clock_wrong = False
        self.journal_breaks_after: int | None = None
        self.role = Role.SUPERVISOR
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

    def wait_of(self, number: int) -> MustWait | None:
        del number
        return self.wait

    def unlock_restored(
        self, number: int, passphrase: str
    ) -> Unlocked | WrongPassphrase | MustWait:
        self.calls.append(f"restored {number}")
        del passphrase
        return self.unlock(number, CLAVE)

    def helpers(self, number: int) -> tuple[OperatorName, ...]:
        return tuple(one for one in self.names[1:] if self.open and one.number != number)

    def end_wait(
        self, number: int, approver: OperatorNumber, code: str
    ) -> Given | CodeDoesNotFit | MustWait:
        if read_code(code) != CODE:
            return CodeDoesNotFit(tries_left=4)
        self.wait = None
        self.calls.append(f"ended the wait of {number} by {approver}")
        return Given(question_id=EventId(b"q" * 16), approval_id=EventId(b"g" * 16))

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
                role=self.role,
                capabilities=capabilities_of(self.role),
                journal_breaks_after=self.journal_breaks_after,
            )
        )

    def lock(self, *, idle: bool = False) -> None:
        self.calls.append("lock idle" if idle else "lock")

    def close(self) -> None:
        self.open = False
        self.calls.append("close")


class FakeApprovals(approvals.Approvals):
    """One code for every supervisor; questions live in memory."""

    def __init__(self, names: tuple[OperatorName, ...], clock: FakeClock) -> None:
        self._names, self._clock = names, clock
        self.questions: dict[EventId, Question] = {}
        self.kept: list[EventId] = []
        self.answer: Given | CodeDoesNotFit | MustWait | None = None
        self.problem: KnownError | None = None

    def ask(
        self,
        matter: ApprovalMatter,
        *,
        about: tuple[EventId, ...] = (),
        amount_centavos: Centavos | None = None,
        reason: str | None = None,
    ) -> Question:
        question_id = EventId(bytes([len(self.questions) + 1]) * 16)
        self.questions[question_id] = Question(
            question_id=question_id,
            matter=matter,
            about=about,
            amount_centavos=amount_centavos,
            reason=reason,
            asker=self._names[0],
            asked_at=self._clock.time,
        )
        return self.questions[question_id]

    def ask_at_door(self, asker: OperatorNumber) -> Question:
        asked = self.ask(ApprovalMatter.ACCESS)
        name = next(one for one in self._names if one.number == asker)
        self.questions[asked.question_id] = replace(asked, asker=name)
        return self.questions[asked.question_id]

    def approvers(self, question_id: EventId) -> tuple[OperatorName, ...]:
        asker = self.questions[question_id].asker.number
        return tuple(one for one in self._names if one.number != asker)

    def give(
        self, question_id: EventId, approver: OperatorNumber, code: str
    ) -> Given | CodeDoesNotFit | MustWait:
        if self.problem is not None:
            raise self.problem
        if self.answer is not None:
            return self.answer
        if read_code(code) != CODE:
            return CodeDoesNotFit(tries_left=4)
        self._answer(question_id, approver, ApprovalState.GIVEN)
        return Given(question_id=question_id, approval_id=EventId(b"g" * 16))

    def refuse(self, question_id: EventId, approver: OperatorNumber, reason: str) -> Question:
        if not reason.strip():
            raise approvals.NoRefusalReason
        self._answer(question_id, approver, ApprovalState.REFUSED)
        self.questions[question_id] = replace(self.questions[question_id], refusal=reason)
        return self.questions[question_id]

    def later(self, question_id: EventId) -> Question:
        self.kept.append(question_id)
        return self.questions[question_id]

    def question(self, question_id: EventId) -> Question:
        return self.questions[question_id]

    def waiting(self) -> tuple[Question, ...]:
        found = (self.questions[one] for one in self.kept)
        return tuple(one for one in found if one.state is ApprovalState.WAITING)

    def about(self, event_id: EventId) -> tuple[Question, ...]:
        return tuple(one for one in self.questions.values() if event_id in one.about)

    def _answer(self, question_id: EventId, approver: OperatorNumber, state: ApprovalState) -> None:
        name = next(one for one in self._names if one.number == approver)
        asked = self.questions[question_id]
        self.questions[question_id] = replace(asked, state=state, approver=name)


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
            salt=Salt(b"s" * 16),
            business_day=self.clock.time.date(),
            clock_warning=self.warning,
            denominations=COINS_AND_NOTES,
        )

    def open(
        self,
        salt: Salt,
        float_centavos: Centavos,
        business_day: date,
        *,
        pieces: Sequence[Pieces] | None = None,
        reason: str = "",
        signature: bytes | None = None,
        approval: EventId | None = None,
    ) -> tuple[OpenShift, ReceiptView]:
        del pieces, reason, signature, approval
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


class FakePayments(payments.Payments):
    """The fee of saved registrations."""

    def __init__(self, made: FakeRegistrations, shifts_: FakeShifts, clock: FakeClock) -> None:
        self._made, self._shifts, self._clock = made, shifts_, clock
        self.paid: dict[bytes, PaymentDone] = {}
        self.paid_by: list[Paying] = []
        self.approvals: list[EventId] = []
        self.limits: tuple[CashLimit, ...] = ()
        self.asked: tuple[ChargeQuestion, ...] = ()
        self.answers: dict[str, str | int] = {}
        self.orders: list[str] = []
        self.order_problem: KnownError | None = None
        self.drawer: tuple[Pieces, ...] = DRAWER
        self.handed: list[tuple[EventId, tuple[Pieces, ...]]] = []
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

    def begin(
        self, registration_id: EventId, facts: Mapping[str, str | int] | None = None
    ) -> Charge:
        if self._shifts.shift is None:
            raise NoOpenShift(Shift.CLOSED, Act.TAKE_CASH)
        if facts is not None:
            self.answers = dict(facts)
        if self.asked and not self.answers:
            raise FactMissing(FactMissingFacts(fact=self.asked[0].question.label))
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
            limits=self.limits,
            questions=tuple(
                replace(one, value=self.answers.get(one.question.key)) for one in self.asked
            ),
        )

    def again(self, charge_id: Salt) -> Charge:
        return self.begin(EventId(charge_id))

    def approved(self, charge_id: Salt, question_id: EventId) -> Charge:
        self.approvals.append(question_id)
        self.limits = ()
        return self.begin(EventId(charge_id))

    def questions(self, registration_id: EventId) -> tuple[ChargeQuestion, ...]:
        del registration_id
        return self.asked

    def begin_order(self, text: str) -> Charge:
        if self.order_problem is not None:
            raise self.order_problem
        self.orders.append(text)
        registration = next(iter(self._made.saved.values())).event_id
        return replace(self.begin(registration), order_made_at="Módulo 3 (20067-009)")

    def tender(self, charge: Charge, tendered_centavos: Centavos) -> Short | Enough:
        left = tendered_centavos - charge.total_centavos
        if left < 0:
            return Short(missing_centavos=Centavos(-left))
        change = Centavos(left)
        return Enough(change_centavos=change, by_pieces=change_by_pieces(change, self.drawer))

    def handed_other(self, done: PaymentDone, pieces: tuple[Pieces, ...]) -> None:
        self.handed.append((done.event_id, pieces))

    def take(
        self, charge_id: Salt, tendered_centavos: Centavos, paying: Paying = CASH
    ) -> PaymentDone:
        if self.problem is not None:
            raise self.problem
        self.paid_by.append(paying)
        part = 0 if paying.from_balance is None else paying.from_balance.amount_centavos
        due = Centavos(FEE - part)
        if paying.means is not PaymentMeans.CASH:
            tendered_centavos = due
        if tendered_centavos < due:
            raise TenderShort(due, tendered_centavos)
        if charge_id not in self.paid:
            change = Centavos(tendered_centavos - due)
            self.paid[charge_id] = PaymentDone(
                event_id=EventId(charge_id),
                change_centavos=change,
                change_pieces=change_by_pieces(change, self.drawer).pieces,
                other_pieces=tuple(one for one in self.drawer if one.each_centavos <= change),
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


class FakeRecords(records.Records):
    """What was saved in this office; nothing of it can be corrected here."""

    def __init__(self, made: FakeRegistrations, clock: FakeClock) -> None:
        self._made, self._clock = made, clock
        self.approval = ApprovalState.NONE
        self.payments: tuple[RecordLine, ...] = ()
        """What was paid, wherever payments are listed."""
        self.given: RecordDetail | None = None
        """What every record is shown as, where a test says so."""

    def rows(self, text: str = "") -> tuple[RecordLine, ...]:
        words = text.casefold().split()
        return tuple(
            line
            for line in (*self.payments, *(self._of(draft) for draft in self._made.saved))
            if all(word in f"{line.person_name} {line.folio}".casefold() for word in words)
        )

    def _of(self, draft: Salt) -> RecordLine:
        person, service = self._made.owners[draft]
        return RecordLine(
            event_id=EventId(draft),
            person_name=person.display_name,
            service_name=service.name,
            folio="20067-007-1PGE-342",
            saved_at=self._clock.time,
            corrections=0,
            word=DeliveryWord.SAVED,
            approval=self.approval,
        )

    def detail(self, event_id: EventId) -> RecordDetail:
        if self.given is not None:
            return self.given
        draft = Salt(event_id)
        person, service = self._made.owners[draft]
        review = self._made.review(draft)
        return RecordDetail(
            event_id=event_id,
            service_name=service.name,
            person=person,
            folio="20067-007-1PGE-342",
            sections=review.sections,
            versions=(
                RecordVersion(
                    event_id=event_id,
                    saved_at=self._clock.time,
                    operator="Marisol PRUEBA Canul",
                    reason="",
                    word=DeliveryWord.SAVED,
                ),
            ),
            has_receipt=True,
            may_correct=True,
            payments=self.payments,
        )

    def correct(self, event_id: EventId, reason: str, language: str) -> Salt:
        if not reason.strip():
            raise NoReason
        draft = Salt(event_id)
        self._made.corrected[draft] = reason
        self._made.language[draft] = language
        return draft


class FakeOffice:
    """All the fakes together, reachable by name."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.admission = FakeAdmission()
        self.keys = FakeKeys()
        self.recovering = FakeRecovering(self.keys)
        self.practice = FakePractice()
        self.sessions = FakeSessions()
        self.approvals = FakeApprovals(self.sessions.names, clock)
        self.shifts = FakeShifts(clock)
        self.cash = fake_cash()
        self.cash_views = CASH_VIEWS
        self.citizens = FakeCitizens()
        self.accounts = FakeAccountDesk(self.citizens)
        self.rights = fake_rights(self.citizens)
        self.registrations = FakeRegistrations(self.citizens)
        self.notices = FakeNotices(self.registrations)
        self.records = FakeRecords(self.registrations, clock)
        self.payments = FakePayments(self.registrations, self.shifts, clock)
        self.payment_orders = FakePaymentOrders(clock)
        self.reversing = FakeReversing(clock)
        self.receipts = FakeReceipts()
        self.verifying = FakeVerifying(clock)
        self.papers = Papers()
        self.paper = fake_paper(self.papers, clock)
        self.reports = FakeReports()
        self.deliveries = FakeDeliveries()
        self.drives = FakeDriveDesk()
        self.care = FakeCare(clock)
        self.orders = FakeOrders()
        self.removal = FakeRemoval()
        self.device = FakeDeviceStatus(self.keys, self.care, clock)
        self.mending = FakeMending()

    def services(self) -> FieldServices:
        """Return them as the screens get them."""
        return FieldServices(
            admission=self.admission,
            keys=self.keys,
            recovering=self.recovering,
            practice=self.practice,
            device=self.device,
            sessions=self.sessions,
            approvals=self.approvals,
            shifts=self.shifts,
            cash=self.cash,
            accounts=self.accounts.services(),
            citizens=self.citizens,
            catalogue=FakeCatalogue(),
            registrations=self.registrations,
            notices=self.notices,
            records=self.records,
            payments=self.payments,
            paying=PaymentDesk(orders=self.payment_orders, reversing=self.reversing),
            estimates=FakeEstimates(),
            receipts=self.receipts,
            verifying=self.verifying,
            paper=self.paper,
            reports=self.reports,
            deliveries=self.deliveries,
            drives=self.drives,
            care=self.care,
            orders=self.orders,
            removal=self.removal,
            mending=self.mending,
            rights=self.rights,
        )
