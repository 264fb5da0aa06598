"""A device's encrypted file for tests: real SQLCipher, an own clock, events with valid defaults."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.vault.database import Database
from sync.events import (
    CheckVerdict,
    Concept,
    ConsentGiven,
    ConsentMeans,
    Event,
    Folio,
    IdentityClaim,
    LineChange,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    PersonCreated,
    PersonName,
    Protection,
    PurposeConsent,
    Recorded,
    RegistrationMade,
    RuleVersion,
    Settlement,
    ShiftOpened,
    StreamReason,
)
from sync.ids import (
    BootId,
    DeviceId,
    EventId,
    OperatorNumber,
    Salt,
    ShiftId,
    SubjectId,
    series_of,
)
from sync.journal import Journal, Started, Transaction
from sync.money import Centavos

KEY = bytes(range(32))
DEVICE = DeviceId(b"device01")
CLERK = OperatorNumber(42)
NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@dataclass(slots=True)
class HandClock:
    """A clock that moves only when told; wall and monotonic time may part."""

    wall_seconds: float = NOON.timestamp()
    steady_seconds: float = 100.0

    def now(self) -> datetime:
        """Return the wall clock in UTC."""
        return datetime.fromtimestamp(self.wall_seconds, UTC)

    def monotonic_seconds(self) -> float:
        """Return the monotonic clock."""
        return self.steady_seconds

    def pass_seconds(self, seconds: float) -> None:
        """Let time go by on both clocks."""
        self.wall_seconds += seconds
        self.steady_seconds += seconds


@dataclass(slots=True)
class Draws:
    """Bytes that look random and are the same in every run; never twice the same."""

    seed: bytes = b"draws"
    drawn: int = 0

    def __call__(self, count: int) -> bytes:
        """Return that many bytes."""
        self.drawn += 1
        block = hashlib.shake_256(self.seed + self.drawn.to_bytes(8, "big"))
        return block.digest(count)


def salt_of(number: int) -> Salt:
    """Return the salt of the operation with that number."""
    return Salt(hashlib.sha256(b"salt" + number.to_bytes(8, "big")).digest()[:16])


@dataclass(slots=True)
class Device:
    """A vault with a journal on it, as the app has them."""

    database: Database
    journal: Journal
    clock: HandClock
    draws: Draws
    numbers: dict[int, int] = field(default_factory=dict)

    def begin(self, reason: StreamReason = StreamReason.ENROLMENT) -> Recorded:
        """Open a stream."""
        return self.database.write(
            lambda tx: self.journal.open_stream(
                tx,
                reason=reason,
                certificate_hash=bytes(16),
                app_version="0.1.0",
                protection=Protection.PASSPHRASE,
            )
        )

    def record(
        self,
        event: Event,
        *,
        salt: Salt | None = None,
        subject: SubjectId | None = None,
        refs: tuple[EventId, ...] = (),
    ) -> Recorded:
        """Record one event in a transaction of its own."""
        drawn = salt or Salt(self.draws(16))
        return self.database.write(
            lambda tx: self.journal.append(
                tx, event, salt=drawn, operator=CLERK, subject=subject, refs=refs
            )
        )

    def folio(self) -> Folio:
        """Return the next folio of the current stream."""
        stream = self.database.read(self.journal.current_stream)
        assert stream is not None
        series = series_of(stream)
        self.numbers[series] = self.numbers.get(series, 1) + 1
        return Folio(series=series, number=self.numbers[series])

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Return what a question to the file gives."""
        return self.database.read(lambda tx: list(tx.execute(sql).fetchall()))


def a_journal(
    clock: HandClock,
    draws: Callable[[int], bytes],
    projected: Callable[[Transaction, Recorded], None] = project,
    boot: bytes = b"boot0001",
) -> Journal:
    """Return a journal that starts now."""
    return Journal(
        device_id=DEVICE,
        clock=clock,
        random=draws,
        boot=BootId(boot),
        started=Started.at(clock),
        project=projected,
    )


def a_device(path: Path, seed: bytes = b"draws") -> Device:
    """Return a device with a new, open, empty file at *path*; the caller closes it."""
    clock, draws = HandClock(), Draws(seed)
    database = Database(path, sets=STORE_SETS)
    database.create(KEY)
    return Device(database=database, journal=a_journal(clock, draws), clock=clock, draws=draws)


def reopened_device(path: Path, key: bytes) -> Device:
    """Return a device on a file that exists, opened with its key; the caller closes it."""
    clock, draws = HandClock(), Draws(b"again")
    database = Database(path, sets=STORE_SETS)
    database.open(key)
    return Device(database=database, journal=a_journal(clock, draws), clock=clock, draws=draws)


def a_person(
    given: str = "UNO",
    first_surname: str = "PRUEBA",
    second_surname: str = "DOS",
    *,
    curp: str | None = None,
    born: str | None = "1990-05-12",
) -> PersonCreated:
    """Return a synthetic person."""
    claims = (IdentityClaim(type="curp", value=curp, verdict=CheckVerdict.HOLDS),) if curp else None
    return PersonCreated(
        names=PersonName(given=given, first_surname=first_surname, second_surname=second_surname),
        born=born,
        sex="X",
        identities=claims,
    )


def a_shift(
    folio: Folio,
    *,
    number: int = 1,
    float_centavos: int = 50_000,
    business_day: date = date(2026, 11, 20),
) -> ShiftOpened:
    """Return a shift with a float of $500."""
    return ShiftOpened(
        folio=folio,
        shift_number=number,
        business_day=business_day,
        floor_seconds=1_795_000_000,
        float_centavos=Centavos(float_centavos),
    )


def a_registration(folio: Folio, *, service_code: int = 201) -> RegistrationMade:
    """Return a registration with three answers."""
    return RegistrationMade(
        folio=folio,
        form_id="acta",
        form_version="3",
        definition_hash=bytes(16),
        answers=(("PRUEBA", 3, None), ""),
        submission_hash=bytes(4),
        service_code=service_code,
    )


def a_consent(*, accepted: bool = True) -> ConsentGiven:
    """Return a ticked consent with two purposes."""
    return ConsentGiven(
        notice_id="aviso",
        notice_version=2,
        text_hash=bytes(16),
        purposes=(
            PurposeConsent(purpose="tramite", accepted=accepted),
            PurposeConsent(purpose="difusion", accepted=False),
        ),
        means=ConsentMeans.TICKED,
    )


def a_payment(
    folio: Folio,
    shift: ShiftId,
    *,
    nets_centavos: tuple[int, ...] = (18_550,),
    rounding_centavos: int = -50,
    discount_centavos: int = 0,
    tendered_extra_centavos: int = 1_500,
) -> PaymentTaken:
    """Return a cash payment whose lines, rounding and change add up."""
    lines = tuple(
        PaymentLine(
            concept=Concept(1701 + position),
            quantity=1,
            unit_centavos=Centavos(net + discount_centavos),
            tariff=RuleVersion(rule_id="LI-2026", version=3),
            changes=(
                (LineChange(rule_id="inapam", version=1, change_centavos=-discount_centavos),)
                if discount_centavos
                else ()
            ),
            net_centavos=Centavos(net),
        )
        for position, net in enumerate(nets_centavos)
    )
    total = sum(nets_centavos) + rounding_centavos
    return PaymentTaken(
        folio=folio,
        total_centavos=Centavos(total),
        lines=lines,
        rounding_centavos=rounding_centavos,
        settlement=Settlement(
            means=PaymentMeans.CASH,
            tendered_centavos=Centavos(total + tendered_extra_centavos),
            change_centavos=Centavos(tendered_extra_centavos),
        ),
        rounding_policy=RuleVersion(rule_id="redondeo", version=1),
        shift=shift,
    )
