"""Unlock, lock, change, close: who may see the file, and for how long (UX §3.1, DESIGN §5).

Several people share a device. Locking hides and blocks; then whoever has a key slot enters, the
same person or another, and the file was open all the time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.departed import remove_departed, require_standing
from kiosk.services.desk import Desk
from kiosk.services.issuing import Issuing
from kiosk.services.opening import NotEnrolled, Opening
from kiosk.services.permissions import is_listed, require_listed, standing_of
from kiosk.services.staff import initials_of, named
from kiosk.services.tries import Tries, key_of_clave
from kiosk.services.views import MustWait, OperatorName, Session, Unlocked, WrongPassphrase
from kiosk.services.views.approvals import CodeDoesNotFit, Given
from kiosk.store import pulled
from kiosk.vault import slots
from kiosk.vault.errors import Damaged, DamagedFacts, Part
from kiosk.vault.keystore import Keystore
from kiosk.vault.wiped import refuse
from sync.clock import Clock
from sync.events import (
    LockReason,
    OperatorLocked,
    OperatorUnlocked,
    SlotKind,
    UnlockMeans,
    WrongTries,
)
from sync.ids import OperatorNumber
from sync.journal import Transaction

_log = logging.getLogger("ventanilla.sessions")
_MOST_NAMES = 1000  # in one event


class Sessions:
    """Opens the vault with an operator's clave and closes it again."""

    def __init__(
        self,
        desk: Desk,
        opening: Opening,
        issuing: Issuing,
        clock: Clock,
        database: Path,
        keeper: Keystore | None = None,
    ) -> None:
        self._desk = desk
        self._opening = opening
        self._issuing = issuing
        self._clock = clock
        self._slots = slots.slots_path(database)
        self._tries = Tries(database, clock)
        self._approvals = Approvals(desk)
        self._keeper = keeper
        self._last: OperatorNumber | None = None
        self._went_back = False

    @property
    def file_open(self) -> bool:
        """Return whether the vault is open (it stays open while merely locked)."""
        return self._desk.is_open

    def operators(self) -> tuple[OperatorName, ...]:
        """Return the people who have a slot on this device, last used first.

        While the file is open, those whom the office took off its list are left out. Raises the
        vault's Damaged when the slots cannot be read or are gone, DeviceWiped once an order has
        destroyed the keys, and NotEnrolled while an enrolment waits for its answer.
        """
        refuse(self._desk.database.path)
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
        if self._desk.is_open:
            names = self._desk.read(
                lambda tx: [name for name in names if is_listed(tx, name.number)]
            )
        return tuple(sorted(names, key=lambda name: name.number != self._last))

    def wait_of(self, number: int) -> MustWait | None:
        """Return how long nothing may be tried on a name, or None when something may."""
        seconds = self._tries.wait_seconds(key_of_clave(OperatorNumber(number)))
        return self._must_wait(seconds) if seconds else None

    def unlock(self, number: int, passphrase: str) -> Unlocked | WrongPassphrase | MustWait:
        """Try a clave; the unlock is recorded (kind 20), with what was typed wrong before it.

        Five wrong tries on a name, then a wait of 1, 5, 15 minutes before each further one; a try
        counts before it is made, so that ending the program in the middle wins nothing. Raises
        NotListed for a person whom the office took off its list, SlotRemoved for a slot out of an
        older key file, the vault's KnownErrors (already open, damaged, newer, disk full) or
        `enrol.not_enrolled`; then nothing was written and the try does not count.
        """
        operator = OperatorNumber(number)
        name = key_of_clave(operator)
        wait_seconds = self._tries.wait_seconds(name)
        if wait_seconds:
            return self._must_wait(wait_seconds)
        before = self._tries.count(name)
        self._tries.begin(name)
        try:
            key = slots.unlock(self._slots, operator, passphrase, keeper=self._keeper)
            if key is None or not self._fits(key):
                left = self._tries.tries_left(name)
                missed = WrongPassphrase(tries_left=left)
                return missed if left else self._must_wait(self._tries.wait_seconds(name))
            self._open(key, operator)
        except KnownError:
            self._tries.put_back(name, before)
            raise
        self._tries.fitted(name)
        return self._enter(operator)

    def _open(self, key: bytes, operator: OperatorNumber) -> None:
        """Open the file if it is closed; raise NotListed or SlotRemoved for who may not enter."""
        slot = next(
            (one.number for one in slots.list_people(self._slots) if one.operator == operator), None
        )
        if not self._desk.is_open:
            self._went_back = self._opening.open(key, operator, slot)
            return
        self._desk.read(lambda tx: require_listed(tx, operator))
        if slot is not None:
            self._desk.read(lambda tx: require_standing(tx, slot))

    def _enter(self, operator: OperatorNumber) -> Unlocked:
        """Seat an operator, record it, and take the slots of people who left away."""
        self._record_unlock(operator)
        self._last = operator
        try:
            remove_departed(self._desk, self._slots)
        except KnownError as error:  # it is made good at the next entry; nobody waits for it
            _log.warning("slots of people who left still stand: %s", error.code)
        went_back, self._went_back = self._went_back, False  # said once, to whoever gets in
        return Unlocked(session=self._session(operator), went_back=went_back)

    def _record_unlock(self, operator: OperatorNumber) -> None:
        """Seat an operator; nobody sits where that could not be recorded."""
        untold = self._tries.untold()
        others = {who: tries for who, tries in untold.claves.items() if who != operator}
        event = OperatorUnlocked(
            means=UnlockMeans.PASSPHRASE,
            wrong_tries=untold.claves.get(operator, 0),
            on_other_names=_told(others),
            wrong_codes=_told(untold.codes),
            counts_lost=untold.counts_lost,
        )
        salt = self._desk.new_salt()
        self._desk.seat(operator)
        try:
            self._desk.write(lambda tx: self._desk.append(tx, event, salt=salt))
        except BaseException:
            self._desk.seat(None)
            raise
        self._tries.told()

    def unlock_restored(
        self, number: int, passphrase: str
    ) -> Unlocked | WrongPassphrase | MustWait:
        """Enter with the clave that `Recovering.use` has just set.

        Whoever forgot it has used up their tries: the wait ends; how many there were is told yet.
        """
        self._tries.forgive(key_of_clave(OperatorNumber(number)))
        return self.unlock(number, passphrase)

    # ------------------------------------------------------------------- ending a wait

    def helpers(self, number: int) -> tuple[OperatorName, ...]:
        """Return who can end somebody's wait with a one-time code; nobody while the file is closed.

        The codes' hashes stand in the file: a closed one is opened by somebody's clave first.
        """
        if not self._desk.is_open:
            return ()
        question = self._approvals.ask_at_door(OperatorNumber(number))
        return self._approvals.approvers(question.question_id)

    def end_wait(
        self, number: int, approver: OperatorNumber, code: str
    ) -> Given | CodeDoesNotFit | MustWait:
        """End somebody's wait with a supervisor's one-time code (matter ACCESS, kinds 80 and 81).

        Given: all five tries are free again. Raises FileClosed while the file is closed, else as
        `Approvals.give`; nothing was written.
        """
        operator = OperatorNumber(number)
        question = self._approvals.ask_at_door(operator)
        answer = self._approvals.give(question.question_id, approver, code)
        if isinstance(answer, Given):
            self._tries.forgive(key_of_clave(operator))
        return answer

    # ---------------------------------------------------------------------- going away

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
            self._opening.close()

    def _fits(self, key: bytes) -> bool:
        """Say whether a slot's key is the one that the open file has now."""
        return not self._desk.is_open or slots.same_key(self._desk.database.key(), key)

    def _must_wait(self, seconds: int) -> MustWait:
        until = self._clock.now() + timedelta(seconds=seconds)
        return MustWait(until=until.astimezone(), seconds=seconds)

    def _session(self, number: OperatorNumber) -> Session:
        in_slot = {slot.operator: slot.name for slot in slots.list_slots(self._slots)}
        identity = self._desk.identity

        def work(tx: Transaction) -> Session:
            standing = standing_of(tx, number)
            return Session(
                operator=named(tx, number, in_slot.get(number, "")),
                institution=identity.institution.name,
                office=identity.office,
                terminal=identity.terminal,
                protection=identity.certificate.protection,
                clock_wrong=self._issuing.clock_wrong(tx),
                lock_after_seconds=pulled.settings(tx).lock_after_seconds,
                role=standing.role,
                capabilities=standing.capabilities,
                journal_breaks_after=self._opening.breaks_after,
            )

        return self._desk.read(work)


def _told(tries: Mapping[OperatorNumber, int]) -> tuple[WrongTries, ...] | None:
    """Return wrong tries by name as an event has them; None for none."""
    told = [WrongTries(operator=who, tries=count) for who, count in sorted(tries.items())]
    return tuple(told[:_MOST_NAMES]) or None
