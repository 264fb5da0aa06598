"""Unlock, lock, close: who may see the file, and for how long (UX §3.1, DESIGN §5)."""

from __future__ import annotations

import hmac
from datetime import timedelta
from pathlib import Path

from kiosk.services.desk import Desk
from kiosk.services.issuing import Issuing
from kiosk.services.opening import NotEnrolled, Opening
from kiosk.services.views import MustWait, OperatorName, Session, Unlocked, WrongPassphrase
from kiosk.store import pulled
from kiosk.vault import slots
from kiosk.vault.errors import Damaged, DamagedFacts, Part
from sync.clock import Clock
from sync.events import LockReason, OperatorLocked, OperatorUnlocked, SlotKind, UnlockMeans
from sync.ids import OperatorNumber
from sync.journal import Transaction

FREE_TRIES = 5
_WAITS_SECONDS = (60, 300, 900)


class Tries:
    """Counts wrong claves; after five each further one costs a wait of 1, 5, 15 minutes.

    Measured with the monotonic clock, so that turning the computer's clock does not help.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.wrong = 0
        self._free_at_seconds = 0.0

    def wait_seconds(self) -> int:
        """Return how long nothing may be tried, 0 when something may."""
        left = self._free_at_seconds - self._clock.monotonic_seconds()
        return max(0, -int(-left // 1))

    def missed(self) -> int:
        """Count a wrong clave; return how many tries are left before a wait."""
        self.wrong += 1
        over = self.wrong - FREE_TRIES
        if over >= 0:
            wait = _WAITS_SECONDS[min(over, len(_WAITS_SECONDS) - 1)]
            self._free_at_seconds = self._clock.monotonic_seconds() + wait
        return max(0, -over)

    def fitted(self) -> int:
        """Forget the wrong ones and return how many there were."""
        wrong, self.wrong, self._free_at_seconds = self.wrong, 0, 0.0
        return wrong


class Sessions:
    """Opens the vault with an operator's clave and closes it again."""

    def __init__(
        self, desk: Desk, opening: Opening, issuing: Issuing, clock: Clock, database: Path
    ) -> None:
        self._desk = desk
        self._opening = opening
        self._issuing = issuing
        self._clock = clock
        self._slots = slots.slots_path(database)
        self._tries = Tries(clock)
        self._key: bytes | None = None
        self._last: OperatorNumber | None = None
        self._went_back = False

    @property
    def file_open(self) -> bool:
        """Return whether the vault is open (it stays open while merely locked)."""
        return self._desk.is_open

    def operators(self) -> tuple[OperatorName, ...]:
        """Return the people who have a slot on this device, last used first.

        Raises the vault's Damaged when the slots cannot be read or are gone, and NotEnrolled
        while an enrolment waits for its answer.
        """
        held = slots.list_slots(self._slots)
        if not held:
            raise Damaged(DamagedFacts(part=Part.SLOTS, detail="missing"))
        names = [
            OperatorName(number=slot.operator, name=slot.name, initials=initials_of(slot.name))
            for slot in held
            if slot.kind is SlotKind.OPERATOR and slot.operator != slots.NOBODY_YET
        ]
        if not names:
            raise NotEnrolled
        return tuple(sorted(names, key=lambda name: name.number != self._last))

    def unlock(self, number: int, passphrase: str) -> Unlocked | WrongPassphrase | MustWait:
        """Try a clave; the unlock is recorded (kind 20).

        Five wrong tries, then a wait of 1, 5, 15 minutes by the monotonic clock.
        Raises the vault's KnownErrors (already open, damaged, newer, disk full) or
        `enrol.not_enrolled`; nothing was written.
        """
        wait_seconds = self._tries.wait_seconds()
        if wait_seconds:
            return self._must_wait(wait_seconds)
        operator = OperatorNumber(number)
        key = slots.unlock(self._slots, operator, passphrase)
        if key is None or not self._fits(key):
            left = self._tries.missed()
            return WrongPassphrase(tries_left=left) if left else self._must_wait()
        if not self._desk.is_open:
            self._went_back = self._opening.open(key, operator)
            self._key = key
        self._record_unlock(operator)
        self._last = operator
        self._tries.fitted()
        went_back, self._went_back = self._went_back, False  # said once, to whoever gets in
        return Unlocked(session=self._session(operator), went_back=went_back)

    def _record_unlock(self, operator: OperatorNumber) -> None:
        """Seat an operator; nobody sits where that could not be recorded."""
        event = OperatorUnlocked(means=UnlockMeans.PASSPHRASE, wrong_tries=self._tries.wrong)
        salt = self._desk.new_salt()
        self._desk.seat(operator)
        try:
            self._desk.write(lambda tx: self._desk.append(tx, event, salt=salt))
        except BaseException:
            self._desk.seat(None)
            raise

    def lock(self, *, idle: bool = False) -> None:
        """Hide and block; recorded (kind 21). The file stays open and delivery goes on."""
        if not self._desk.is_seated:
            return
        event = OperatorLocked(reason=LockReason.IDLE if idle else LockReason.ASKED)
        salt = self._desk.new_salt()
        try:
            self._desk.write(lambda tx: self._desk.append(tx, event, salt=salt))
        finally:
            self._desk.seat(None)

    def close(self) -> None:
        """Close the vault and drop the key; may be called twice."""
        try:
            self.lock()
        finally:
            self._key = None
            self._opening.close()

    def _fits(self, key: bytes) -> bool:
        """Say whether a slot's key is the one the file was opened with."""
        return self._key is None or hmac.compare_digest(self._key, key)

    def _must_wait(self, seconds: int | None = None) -> MustWait:
        waiting = self._tries.wait_seconds() if seconds is None else seconds
        until = self._clock.now() + timedelta(seconds=waiting)
        return MustWait(until=until.astimezone(), seconds=waiting)

    def _session(self, number: OperatorNumber) -> Session:
        named = {slot.operator: slot.name for slot in slots.list_slots(self._slots)}
        identity = self._desk.identity

        def work(tx: Transaction) -> Session:
            published = pulled.operator(tx, number)
            name = named.get(number, "") if published is None else published.name
            return Session(
                operator=OperatorName(number=number, name=name, initials=initials_of(name)),
                institution=identity.institution.name,
                office=identity.office,
                terminal=identity.terminal,
                protection=identity.certificate.protection,
                clock_wrong=self._issuing.clock_wrong(tx),
                lock_after_seconds=pulled.settings(tx).lock_after_seconds,
                journal_breaks_after=self._opening.breaks_after,
            )

        return self._desk.read(work)


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
