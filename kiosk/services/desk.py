"""What is open while somebody is at work: file, journal, identity, operator (DESIGN §4, §5).

One `Desk` exists per program. Sessions put an open file into it and take it out again; every other
service asks it. With the file closed every question raises FileClosed: nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeVar

from kiosk.errors import KnownError
from kiosk.services.limits import check_device_may_record
from kiosk.services.permissions import check_may_record
from kiosk.vault.database import Database
from sync.certificates import DeviceCertificate
from sync.clock import Clock, RandomBytes
from sync.cose import Signer
from sync.events import Event, Recorded
from sync.ids import EventId, OperatorNumber, Salt, SubjectId
from sync.journal import Journal, Transaction
from sync.profile import InstitutionProfile

T = TypeVar("T")


class FileClosed(KnownError):
    """Nobody has opened the file yet, or it was closed; nothing was written."""

    code: ClassVar[str] = "session.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceIdentity:
    """Who this device is: its key, what a root says of it, and whom it trusts."""

    signer: Signer
    certificate: DeviceCertificate
    account_key: bytes | None
    institution: InstitutionProfile

    @property
    def terminal(self) -> str:
        """Return municipality and terminal, `20067-007`."""
        return self.certificate.terminal

    @property
    def practising(self) -> bool:
        """Return whether this is a device of practice, whose receipts are of no value."""
        training = self.institution.training
        return training is not None and self.certificate.root == training.point

    @property
    def office(self) -> str:
        """Return the office's name, or the terminal where the profile names none."""
        return self.institution.offices.get(self.terminal, self.terminal)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDesk:
    """The open file with everything that writes into it."""

    journal: Journal
    identity: DeviceIdentity


class Desk:
    """Holds the open file and who is at work; used from one worker thread."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        random: RandomBytes,
        build_seconds: int,
        saved: Callable[[], None],
    ) -> None:
        self.database = database
        self.clock = clock
        self.random = random
        self.build_seconds = build_seconds
        self._saved = saved
        self._open: OpenDesk | None = None
        self._operator: OperatorNumber | None = None
        self._left: list[Callable[[], None]] = []

    def when_left(self, tidy: Callable[[], None]) -> None:
        """Have *tidy* run whenever nobody is at work any more: on lock, on close; it never raises.

        For what stands outside the file and may be there only while somebody is.
        """
        self._left.append(tidy)

    def put(self, opened: OpenDesk) -> None:
        """Take an open file to work with."""
        self._open = opened

    def seat(self, operator: OperatorNumber | None) -> None:
        """Say who is at work; None while locked."""
        self._operator = operator
        if operator is None:
            self._tidy()

    def clear(self) -> None:
        """Forget the open file, its keys and the operator."""
        self._open = None
        self._operator = None
        self._tidy()

    def _tidy(self) -> None:
        for tidy in self._left:
            tidy()

    @property
    def is_open(self) -> bool:
        """Return whether a file is open."""
        return self._open is not None

    @property
    def is_seated(self) -> bool:
        """Return whether somebody is at work: open and not locked."""
        return self._open is not None and self._operator is not None

    @property
    def journal(self) -> Journal:
        """Return the journal; raise FileClosed."""
        return self._opened().journal

    @property
    def identity(self) -> DeviceIdentity:
        """Return who this device is; raise FileClosed."""
        return self._opened().identity

    @property
    def operator(self) -> OperatorNumber:
        """Return who is at work; raise FileClosed while locked."""
        if self._operator is None:
            raise FileClosed
        return self._operator

    def new_salt(self) -> Salt:
        """Draw the salt of an operation that starts now (DESIGN §4)."""
        return Salt(self.random(16))

    def write(self, work: Callable[[Transaction], T], *, last_room: bool = False) -> T:
        """Run *work* in one durable transaction, then let delivery know; re-raises its errors.

        *last_room*: on a full disk it may take the room kept back for payments.
        """
        self._opened()
        result = self.database.write(work, last_room=last_room)
        self._saved()
        return result

    def keep(self, work: Callable[[Transaction], T], *, last_room: bool = False) -> T:
        """Run *work* in one durable transaction that has nothing to deliver, such as a draft's."""
        self._opened()
        return self.database.write(work, last_room=last_room)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run *work* on one unchanging state of the file."""
        self._opened()
        return self.database.read(work)

    def append(
        self,
        tx: Transaction,
        event: Event,
        *,
        salt: Salt,
        subject: SubjectId | None = None,
        refs: tuple[EventId, ...] = (),
    ) -> Recorded:
        """Record an event in the name of whoever is at work.

        Raises NotAllowed for what that person may not record, and what `limits` says of this
        device; then nothing was written.
        """
        check_may_record(tx, self.operator, event)
        identity = self.identity
        check_device_may_record(tx, event, identity.institution, identity.certificate.device_id)
        return self.journal.append(
            tx, event, salt=salt, operator=self.operator, subject=subject, refs=refs
        )

    def now_seconds(self) -> int:
        """Return the device's clock in whole seconds, never negative."""
        return max(0, int(self.clock.now().timestamp()))

    def _opened(self) -> OpenDesk:
        if self._open is None:
            raise FileClosed
        return self._open


def local(seconds: int) -> datetime:
    """Return an instant in the computer's time zone."""
    return datetime.fromtimestamp(seconds).astimezone()


def local_day(seconds: int) -> date:
    """Return the calendar day of an instant in the computer's time zone."""
    return local(seconds).date()
