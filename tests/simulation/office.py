"""What people record in a day: shifts, persons, registrations, payments, and now and then poison.

Each act is one transaction, as in the app. One event in a hundred is poison: of a newer app, not
decodable, or with money that does not add up. The central must keep it and go on (PROTOCOL §12).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable

from sync import chain
from sync.central.event_rows import instance_id_of
from sync.central.ports import RegistrationAnswers
from sync.events import (
    Event,
    Folio,
    Header,
    OperatorUnlocked,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    Recorded,
    RegistrationMade,
    RuleVersion,
    Settlement,
    ShiftOpened,
    UnlockMeans,
)
from sync.ids import (
    BootId,
    Concept,
    EventId,
    OperatorNumber,
    Salt,
    ShiftId,
    StreamId,
    SubjectId,
    event_id_of,
    series_of,
)
from sync.journal import Transaction, tip
from sync.money import Centavos
from tests.delivery.central_support import (
    CLERK,
    CONCEPT,
    DEFINITION,
    FORM,
    FORM_VERSION,
    ROUNDING,
    ROUNDING_VERSION,
    TARIFF,
    TARIFF_VERSION,
    UNIT_CENTAVOS,
    a_consent,
    a_person,
    an_xml,
)
from tests.simulation.checks import POISON_BOOT
from tests.simulation.machine import Machine

START_RECEIPT = 1
POISON_PER_THOUSAND = 10
HIGHEST_ASSIGNED_KIND = 255


class Office:
    """People at one machine; *draw* is the world's, salts are drawn by the machine."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._shift: ShiftId | None = None

    def new_day(self) -> None:
        """Begin a day without an open shift."""
        self._shift = None

    def act(self, machine: Machine) -> str:
        """Let somebody save something; return what it was."""
        if self._draw.randrange(1000) < POISON_PER_THOUSAND * 2:  # an act is about two events
            machine.disk.write(lambda tx: self._poison(machine, tx))
            return "poison saved"
        acts: tuple[Callable[[Machine, Transaction], object], ...] = (
            self._unlock,
            self._registration,
            self._payment,
            self._walk_in,
        )
        act = self._draw.choices(acts, weights=(1, 2, 2, 2))[0]
        machine.disk.write(lambda tx: act(machine, tx))
        return "saved"

    def _record(
        self,
        machine: Machine,
        tx: Transaction,
        event: Event,
        *,
        salt: Salt | None = None,
        subject: SubjectId | None = None,
        refs: tuple[EventId, ...] = (),
    ) -> Recorded:
        return machine.journal.append(
            tx,
            event,
            salt=salt or Salt(machine.draw.randbytes(16)),
            operator=OperatorNumber(CLERK),
            subject=subject,
            refs=refs,
        )

    def _unlock(self, machine: Machine, tx: Transaction) -> None:
        self._record(machine, tx, OperatorUnlocked(means=UnlockMeans.PASSPHRASE))

    def _walk_in(self, machine: Machine, tx: Transaction) -> None:
        person = self._record(machine, tx, a_person(f"PRUEBA {self._draw.randrange(1000)}"))
        subject = SubjectId(person.event_id)
        self._record(machine, tx, a_consent(), subject=subject)
        made = self._registration(machine, tx, subject)
        self._payment(machine, tx, subject, (made.event_id,))

    def _registration(
        self, machine: Machine, tx: Transaction, subject: SubjectId | None = None
    ) -> Recorded:
        salt = Salt(machine.draw.randbytes(16))
        answers = ("uno", "dos " * self._draw.randrange(1, 8))
        registration = RegistrationAnswers(
            answers=list(answers),
            instance_id=instance_id_of(event_id_of(salt)),
            instance_name=None,
            deprecated_id=None,
        )
        event = RegistrationMade(
            folio=_next_folio(machine, tx),
            form_id=FORM,
            form_version=FORM_VERSION,
            definition_hash=hashlib.sha256(DEFINITION).digest()[:16],
            answers=answers,
            submission_hash=hashlib.sha256(an_xml(DEFINITION, registration)).digest()[:4],
            service_code=201,
        )
        return self._record(machine, tx, event, salt=salt, subject=subject)

    def _payment(
        self,
        machine: Machine,
        tx: Transaction,
        subject: SubjectId | None = None,
        refs: tuple[EventId, ...] = (),
        wrong_by: int = 0,
    ) -> None:
        if self._shift is None or machine.journal.find(tx, EventId(self._shift)) is None:
            self._shift = self._open_shift(machine, tx)
        quantity = self._draw.randrange(1, 5)
        net = quantity * UNIT_CENTAVOS
        beyond = net % 50
        rounding = 0 if beyond == 0 else (50 - beyond if beyond >= 25 else -beyond)
        total = net + rounding + wrong_by
        event = PaymentTaken(
            folio=_next_folio(machine, tx),
            total_centavos=Centavos(total),
            lines=(
                PaymentLine(
                    concept=Concept(CONCEPT),
                    quantity=quantity,
                    unit_centavos=Centavos(UNIT_CENTAVOS),
                    tariff=RuleVersion(rule_id=TARIFF, version=TARIFF_VERSION),
                    changes=(),
                    net_centavos=Centavos(net),
                ),
            ),
            rounding_centavos=rounding,
            settlement=Settlement(
                means=PaymentMeans.CASH,
                tendered_centavos=Centavos(total),
                change_centavos=Centavos(0),
            ),
            rounding_policy=RuleVersion(rule_id=ROUNDING, version=ROUNDING_VERSION),
            shift=self._shift,
        )
        self._record(machine, tx, event, subject=subject, refs=refs)

    def _open_shift(self, machine: Machine, tx: Transaction) -> ShiftId:
        now = machine.clock.now()
        opened = ShiftOpened(
            folio=_next_folio(machine, tx),
            shift_number=1,
            business_day=now.date(),
            floor_seconds=max(0, int(now.timestamp()) - 86_400),
            float_centavos=Centavos(50_000),
        )
        return ShiftId(self._record(machine, tx, opened).event_id)

    def _poison(self, machine: Machine, tx: Transaction) -> None:
        match self._draw.randrange(4):
            case 0:
                self._raw(machine, tx, kind=HIGHEST_ASSIGNED_KIND, body=b"\xa1\x02\x63new")
            case 1:
                self._raw(machine, tx, kind=RegistrationMade.kind, body=b"\xff\x00not CBOR")
            case 2:
                self._raw(machine, tx, kind=RegistrationMade.kind, version=9, body=b"\xa0")
            case _:
                self._payment(machine, tx, wrong_by=100)

    def _raw(
        self, machine: Machine, tx: Transaction, *, kind: int, body: bytes, version: int = 1
    ) -> None:
        """Append what the journal of another version of the app would have appended."""
        salt = Salt(machine.draw.randbytes(16))
        last = tip(tx)
        assert last is not None
        header = Header(
            kind=kind,
            kind_version=version,
            time_seconds=max(0, int(machine.clock.now().timestamp())),
            boot=BootId(POISON_BOOT),
            operator=OperatorNumber(CLERK),
        ).encode()
        seq, digest = last.seq + 1, chain.digest_of(salt, body)
        tx.execute(
            "INSERT INTO event (stream, seq, event_id, head, header, digest, salt, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                last.stream,
                seq,
                event_id_of(salt),
                chain.next_head(last.stream, seq, last.head, header, digest),
                header,
                digest,
                salt,
                body,
            ),
        )


def _next_folio(machine: Machine, tx: Transaction) -> Folio:
    """Return the next number of the series of the current stream."""
    stream = machine.journal.current_stream(tx)
    assert stream is not None
    series = series_of(StreamId(stream))
    tx.execute(
        "INSERT INTO last_folio VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET number = number+1",
        (series, START_RECEIPT + 1),
    )
    row = tx.execute("SELECT number FROM last_folio WHERE series = ?", (series,)).fetchone()
    return Folio(series=series, number=int(row[0]))
