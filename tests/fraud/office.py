"""One institution of the game: a real central on loopback, real devices, their days and papers.

A device is built as the app builds it: real services on a real encrypted file, enrolled at the
central, delivering over a socket. The only thing in the game's hand is the time: everybody's clock
begins at noon, and a thief may move the clock of a device.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.services.views import (
    CASH,
    Charge,
    NewPerson,
    Paying,
    ReversalDone,
    ReversalReason,
    Unlocked,
)
from kiosk.services.views.approvals import ApprovalMatter, Given
from kiosk.services.views.cash import ClosingView, CountView, ShiftDone
from kiosk.services.views.verifying import SlipNote
from kiosk.store import pulled, queries
from sync.catalogue import (
    OperatorEntry,
    Role,
    RuleEntry,
    RuleKind,
    SettingsEntry,
)
from sync.central.catalogue_file import Catalogue
from sync.clock import SystemClock
from sync.events import Concept, NoticeMeans
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.money import Centavos
from tests.delivery.central_events import CONCEPT
from tests.delivery.joint_support import (
    CLERK,
    OTHER_TERMINAL,
    SUPERVISOR,
    TERMINAL,
    JointCentral,
    JointDevice,
    joint_catalogue,
    until,
)

BOSS = OperatorNumber(SUPERVISOR)
OTHER_CLERK = 43
SERVICE = 201
FLOAT_CENTAVOS = Centavos(50_000)
SIGNATURE = b"\x89PNG drawn"
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400


class WorldClock:
    """The true time: begins at noon of today, runs as fast as time does, may be moved forward."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._began = self._system.monotonic_seconds()
        today = self._system.now().astimezone()
        self._noon = today.replace(hour=12, minute=0, second=0, microsecond=0)
        self._passed = 0.0

    def now(self) -> datetime:
        """Return the true wall clock in UTC."""
        return (self._noon + timedelta(seconds=self.monotonic_seconds())).astimezone(UTC)

    def monotonic_seconds(self) -> float:
        """Return the seconds since noon."""
        return self._system.monotonic_seconds() - self._began + self._passed

    def let_pass(self, seconds: float) -> None:
        """Let time go by for everybody."""
        self._passed += seconds


@dataclass(slots=True)
class DeviceClock:
    """A device's clock: the true one, and by how much somebody moved it."""

    world: WorldClock
    moved_seconds: float = 0.0

    def now(self) -> datetime:
        """Return what the device shows."""
        return self.world.now() + timedelta(seconds=self.moved_seconds)

    def monotonic_seconds(self) -> float:
        """Return what nobody can move."""
        return self.world.monotonic_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A comprobante in a citizen's hand, and what the citizen knows about it."""

    given: str
    registration: EventId
    payment: EventId
    folio: str
    text: str  # of its code
    total_centavos: Centavos
    paid_at: datetime


def fraud_catalogue(today: datetime) -> Catalogue:
    """Return the joint tests' catalogue with another clerk and a discount that begins tomorrow."""
    small = joint_catalogue()
    tomorrow = today.astimezone().date() + timedelta(days=1)
    discount = RuleEntry(
        rule_id="semana",
        version=1,
        valid_from=tomorrow,
        valid_to=tomorrow + timedelta(days=6),
        legal_reference="Acuerdo de PRUEBA",
        kind=RuleKind.DISCOUNT,
        names=(("es", "Semana de descuento"),),
        concepts=(Concept(CONCEPT),),
        order=1,
        rate_per_million=500_000,
    )
    other = OperatorEntry(number=OperatorNumber(OTHER_CLERK), name="PRUEBA OTRA", role=Role.CLERK)
    return replace(small, operators=(*small.operators, other), rules=(discount,))


class Office:
    """A central and its devices; `folder` holds everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = WorldClock()
        self.central = JointCentral(
            folder,
            clock=self.clock,
            catalogue=fraud_catalogue(self.clock.now()),
            settings=SettingsEntry(),
        )
        self.posts: list[Post] = []
        self._codes: list[str] = []

    def post(self, name: str = "caja", operator: int = CLERK, terminal: str = TERMINAL) -> Post:
        """Return a new device, enrolled and with somebody at work."""
        made = Post(self, self.folder / name, operator)
        made.enrol(operator, terminal)
        self.posts.append(made)
        made.unlock()
        return made

    def other_post(self, operator: int = OTHER_CLERK) -> Post:
        """Return a second device of the institution."""
        return self.post("ventanilla", operator, OTHER_TERMINAL)

    def print_codes(self, count: int) -> None:
        """Have the central print a list of one-time codes for the supervisor."""
        words = ("--operator", str(SUPERVISOR), "--count", str(count))
        status, page, err = self.central.command("codes", "--dir", str(self.central.folder), *words)
        assert status == 0, err
        self._codes = re.findall(r"\d\.\s+(\S{4}-\S{4})", page)
        assert len(self._codes) == count

    def code(self) -> str:
        """Return the next code of the supervisor's printed list."""
        return self._codes.pop(0)

    def close(self) -> None:
        """End everything."""
        for post in self.posts:
            post.services.sessions.close()
        self.central.close()


class Post(JointDevice):
    """A device at an office, with its file open and somebody at work."""

    def __init__(self, office: Office, profile: Path, operator: int) -> None:
        super().__init__(office.central, profile, DeviceClock(office.clock))
        self.office = office
        self.operator = operator
        self.papers: list[Paper] = []

    @classmethod
    def of_files(cls, office: Office, profile: Path, operator: int) -> Post:
        """Return a device over files that are there, with somebody at work."""
        made = cls(office, profile, operator)
        office.posts.append(made)
        made.unlock()
        return made

    @property
    def device_clock(self) -> DeviceClock:
        """Return the clock that a thief may move."""
        assert isinstance(self.clock, DeviceClock)
        return self.clock

    def unlock(self) -> None:
        """Have whoever enrolled it come to work."""
        entered = self.services.sessions.unlock(self.operator, self.clave)
        assert isinstance(entered, Unlocked), entered

    def shut(self) -> None:
        """Close the file and end the program."""
        self.services.sessions.close()

    def begin_again(self) -> None:
        """Start the program anew over the files as they are."""
        self.start_again()
        self.unlock()

    # ------------------------------------------------------------------------- honest acts

    def open(self, float_centavos: int = FLOAT_CENTAVOS) -> ShiftId:
        """Open a shift on the day that the device proposes."""
        begun = self.services.shifts.begin()
        opened, _slip = self.services.shifts.open(
            begun.salt,
            Centavos(float_centavos),
            begun.business_day,
            reason="Fondo de hoy",
        )
        return opened.shift_id

    def slip_of(self, event_id: EventId) -> str:
        """Return the text of the code on a slip or comprobante."""
        return self.services.receipts.show(event_id).qr_text

    def register(self, given: str) -> EventId:
        """Have somebody's request filled in and saved."""
        services = self.services
        card = NewPerson(given=given, first_surname="PRUEBA", born="1990-05-12")
        subject = services.citizens.create(services.citizens.begin(), card).subject
        view = services.registrations.start(subject, SERVICE, "es")
        if view.notice_due:
            services.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})
        services.registrations.answer(view.draft_id, "/data/a/n", given)
        services.registrations.answer(view.draft_id, "/data/a/who", "me")
        services.registrations.consent(view.draft_id)
        return services.registrations.save(view.draft_id, accepted=True).event_id

    def pay(self, given: str, registration: EventId, paying: Paying = CASH) -> Paper:
        """Take the fee of a request; return the paper that the citizen goes home with."""
        return self.take(given, self.services.payments.begin(registration), registration, paying)

    def take(
        self,
        given: str,
        charge: Charge,
        registration: EventId,
        paying: Paying = CASH,
        tendered_centavos: Centavos | None = None,
    ) -> Paper:
        """Take what a charge asks for; in cash as much as it is, unless said otherwise."""
        tendered = charge.total_centavos if tendered_centavos is None else tendered_centavos
        done = self.services.payments.take(charge.charge_id, tendered, paying)
        paper = Paper(
            given=given,
            registration=registration,
            payment=done.event_id,
            folio=done.receipt.folio,
            text=done.receipt.qr_text,
            total_centavos=done.receipt.total_centavos,
            paid_at=self.clock.now(),
        )
        self.papers.append(paper)
        return paper

    def serve_one(self, given: str) -> Paper:
        """Serve one citizen from the request to the paper."""
        return self.pay(given, self.register(given))

    def pull_codes(self) -> None:
        """Wait until the supervisor's printed list is known here; from then on there is no link."""
        self.services.deliveries.deliver_now()
        until(
            lambda: self.read(lambda tx: pulled.approval_codes(tx, BOSS)) is not None, "dataset 3"
        )
        self.way.open = False

    def approve(
        self,
        matter: ApprovalMatter,
        about: tuple[EventId, ...],
        code: str,
        amount_centavos: int | None = None,
    ) -> EventId:
        """Have the supervisor approve in person; return the question."""
        asked = self.services.approvals.ask(
            matter,
            about=about,
            amount_centavos=None if amount_centavos is None else Centavos(amount_centavos),
        )
        given = self.services.approvals.give(asked.question_id, BOSS, code)
        assert isinstance(given, Given), given
        return asked.question_id

    def reverse(self, paper: Paper, code: str, *, scanned: bool = True) -> ReversalDone:
        """Give a payment back with the supervisor's code."""
        question = self.approve(ApprovalMatter.REVERSAL, (paper.payment,), code)
        reversing = self.services.paying.reversing
        return reversing.reverse(
            reversing.new_salt(),
            paper.payment,
            question_id=question,
            reason=ReversalReason.PERSON_DESISTED,
            scanned=paper.text if scanned else None,
        )

    def expected(self, shift: ShiftId) -> Centavos:
        """Return what must lie in the drawer."""
        found: Centavos = self.read(lambda tx: queries.drawer_centavos(tx, shift))
        return found

    def close_shift(self, counted_centavos: int, reason: str = "Cambio mal dado") -> ShiftDone:
        """Count blind, as often as it asks, and close."""
        closing = self.services.cash.closing
        closing.begin()
        view = closing.finish(self.cells(counted_centavos))
        if isinstance(view, CountView):
            view = closing.finish(self.cells(counted_centavos))
        assert isinstance(view, ClosingView), view
        return closing.close(reason=reason if view.difference_centavos else "", signature=SIGNATURE)

    def cells(self, amount_centavos: int) -> tuple[str, ...]:
        """Return what is typed to count an amount, with the fewest pieces."""
        cells = []
        for one in self.services.cash.denominations.today():
            count, amount_centavos = divmod(amount_centavos, one.each_centavos)
            cells.append(str(count) if count else "")
        assert not amount_centavos, "no piece is so small"
        return tuple(cells)


@dataclass(slots=True)
class Day:
    """A day at one device; kinds of fraud add to it. `number` is drawn from the seed."""

    office: Office
    number: Callable[[int, int], int]
    post: Post = field(init=False)
    shift: ShiftId = field(init=False)
    names: int = 0
    said: list[str] = field(default_factory=list)
    """What was seen on the spot: refusals, verdicts on paper, a doctor's findings."""

    def begin(self) -> None:
        """Open the office: a device, a shift, and one to three citizens."""
        self.post = self.office.post()
        self.shift = self.post.open()
        self.serve(self.number(1, 3))

    def serve(self, count: int = 1, post: Post | None = None) -> Paper:
        """Serve some citizens honestly; return the last one's paper."""
        paper = None
        for _ in range(count):
            paper = (post or self.post).serve_one(self.name())
        assert paper is not None
        return paper

    def name(self) -> str:
        """Return the name of a citizen who has not been here yet."""
        self.names += 1
        return f"CIUDADANA{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[self.names % 26]}{self.names // 26 or ''}"

    def get_codes(self, count: int) -> None:
        """Have codes printed, and known at the device."""
        self.office.print_codes(count)
        self.post.pull_codes()

    def end(self) -> ShiftDone:
        """Count and close honestly."""
        return self.post.close_shift(self.post.expected(self.shift))

    def deliver(self) -> None:
        """Have every device deliver what it has."""
        for post in self.office.posts:
            post.way.open = True
            post.deliver()


def scan_slip(post: Post, text: str) -> None:
    """Have a supervisor's device scan another device's shift slip (kind 114)."""
    checked = post.services.verifying.check(text)
    assert checked.slip is SlipNote.NOTED, checked
