"""Who can open this device's file: added, changed, removed, each told in the journal (kind 112).

The key file changes first and the event follows. A cut between the two is made good at the next
opening (`make_good`), because the file then lists a slot that the journal does not know, or lacks
one that it does. A new database key and its event are one step (`Database.rekey`).
"""

from __future__ import annotations

import logging

from kiosk.errors import KnownError
from kiosk.services.claves import accept
from kiosk.services.desk import Desk
from kiosk.services.key_faults import (
    HasSlot,
    HasSlotFacts,
    LastOperator,
    NoSuchSlot,
    NotPublished,
    NotPublishedFacts,
    ProtectionLower,
)
from kiosk.services.permissions import Permissions
from kiosk.services.views.keys import (
    OldPassphraseWrong,
    PassphraseChanged,
    RecoveryDrawn,
    SlotView,
)
from kiosk.store import kept, moments, pulled
from kiosk.vault import slots as key_slots
from kiosk.vault.keystore import Keystore
from sync.catalogue import Capability
from sync.device.memory import LinkMemory, read_centrals
from sync.events import (
    KeySlotChanged,
    Protection,
    ProtectionDecided,
    SealedRecovery,
    SlotAct,
    SlotKind,
)
from sync.ids import DeviceId, EventId, OperatorNumber, kid_of
from sync.journal import Transaction
from sync.key_slots import seal_recovery

_log = logging.getLogger("ventanilla.keys")
_DECIDED = "keys.keystore_left"
_DRAWN_SINCE = "keys.drawn_since"
NO_SLOT = 0
"""The slot that an event about every slot names."""


class Keys:
    """The key slots of the open file. Every method raises FileClosed while nobody is at work."""

    def __init__(self, desk: Desk, keeper: Keystore | None = None) -> None:
        self._desk = desk
        self._keeper = keeper
        self._permissions = Permissions(desk)
        self._path = key_slots.slots_path(desk.database.path)

    # ----------------------------------------------------------------------------- people

    def slots(self) -> tuple[SlotView, ...]:
        """Return every slot, in the order it was added; raise Damaged."""
        own = self._desk.operator
        held = key_slots.list_slots(self._path)
        people = sum(slot.kind is SlotKind.OPERATOR for slot in held)
        return tuple(
            SlotView(
                slot=slot.number,
                kind=int(slot.kind),
                operator=slot.operator,
                name=slot.name,
                keystore=slot.keystore,
                mine=slot.kind is SlotKind.OPERATOR and slot.operator == own,
                removable=slot.kind is SlotKind.DEVICE
                or (slot.kind is SlotKind.OPERATOR and people > 1 and slot.operator != own),
            )
            for slot in held
        )

    def add_operator(
        self, number: int, passphrase: str, *, approval: EventId | None = None
    ) -> SlotView:
        """Let a person whom the institution has published open this device; return the slot.

        *approval* is the question that a supervisor approved, where a technician asks. Raises
        NotAllowed, ApprovalMissing, NotPublished, HasSlot, PassphraseShort, PassphraseCommon,
        ProtectionLower, Damaged, DiskFull, FileTrouble or KeystoreTrouble; nothing was written.
        """
        operator = OperatorNumber(number)
        refs = self._desk.read(lambda tx: self._permissions.for_people(tx, approval))
        entry = self._desk.read(lambda tx: pulled.operator(tx, operator))
        if entry is None:
            raise NotPublished(NotPublishedFacts(number=str(number)))
        if any(_is_of(slot, operator) for slot in key_slots.list_slots(self._path)):
            raise HasSlot(HasSlotFacts(name=entry.name))
        slot = key_slots.create_operator_slot(
            self._path,
            operator,
            entry.name,
            accept(passphrase),
            self._desk.database.key(),
            random=self._desk.random,
            keeper=self._keeper_of_new(),
        )

        def work(tx: Transaction) -> None:
            self.record_operator(tx, SlotAct.ADDED, slot, operator, refs)

        self._desk.write(work)
        return next(view for view in self.slots() if view.slot == slot)

    def change_passphrase(self, old: str, new: str) -> PassphraseChanged | OldPassphraseWrong:
        """Change the clave of whoever is at work.

        Raises PassphraseShort, PassphraseCommon, ProtectionLower, KeystoreGone, Damaged, DiskFull,
        FileTrouble or KeystoreTrouble; the old clave then still opens.
        """
        operator, accepted = self._desk.operator, accept(new)
        key = key_slots.unlock(self._path, operator, old, keeper=self._keeper)
        if key is None:
            return OldPassphraseWrong()
        name = next(
            (one.name for one in key_slots.list_slots(self._path) if _is_of(one, operator)), ""
        )
        slot = key_slots.create_operator_slot(
            self._path,
            operator,
            name,
            accepted,
            key,
            random=self._desk.random,
            keeper=self._keeper_of_new(),
        )
        self._desk.write(lambda tx: self.record_operator(tx, SlotAct.CHANGED, slot, operator))
        return PassphraseChanged(slot=slot)

    def remove(self, slot: int, *, approval: EventId | None = None) -> None:
        """Take a person's slot, or the computer's own, away.

        Whoever kept an older copy of the key file still opens older copies of the database: a new
        key (`rotate`) ends that. Raises NotAllowed, ApprovalMissing, NoSuchSlot, LastOperator (also
        for one's own), Damaged, DiskFull or FileTrouble; nothing was written.
        """
        refs = self._desk.read(lambda tx: self._permissions.for_people(tx, approval))
        seen = next((one for one in self.slots() if one.slot == slot), None)
        if seen is None:
            raise NoSuchSlot
        if not seen.removable:
            raise LastOperator
        key_slots.remove_slot(self._path, slot)
        self._desk.write(lambda tx: self._gone(tx, slot, SlotKind(seen.kind), refs))

    # ------------------------------------------------------------------------------- keys

    def rotate(self) -> None:
        """Give the file a new database key; every slot, every clave and every code stays good.

        Takes seconds and twice the file's room. Raises NotAllowed, ReadBeside, OldSlot, DiskFull,
        Damaged or FileTrouble; then the file is open under its old key and nothing is recorded.
        """
        self._permissions.require(Capability.KEYS)
        salt = self._desk.new_salt()
        event = KeySlotChanged(act=SlotAct.ROTATED, slot_kind=SlotKind.OPERATOR, slot=NO_SLOT)
        following = self._desk.random(key_slots.KEY_BYTES)
        self._desk.database.rekey(
            following, lambda tx: _ignore(self._desk.append(tx, event, salt=salt))
        )
        self._desk.write(lambda _: None)  # delivery is told that there is something new

    def draw_recovery(self) -> RecoveryDrawn:
        """Draw five recovery codes; earlier ones are worth nothing from now on.

        Each goes into the journal sealed to the central and to the institution's recovery key
        (PROTOCOL §18); nobody sees it here. Raises NotAllowed, Damaged, DiskFull or FileTrouble.
        """
        self._permissions.require(Capability.KEYS)
        return self._draw()

    def _draw(self) -> RecoveryDrawn:
        readers = self._desk.read(self._readers)
        if not readers:
            return RecoveryDrawn(slots=())
        identity = self._desk.identity
        device_id = DeviceId(identity.certificate.device_id)
        before = [one.number for one in key_slots.list_slots(self._path) if _is_recovery(one)]
        codes = key_slots.add_recovery_slots(
            self._path,
            device_id,
            self._desk.database.key(),
            self._desk.random,
            name=identity.terminal,
        )

        def work(tx: Transaction) -> None:
            for number in before:
                self._gone(tx, number, SlotKind.RECOVERY)
            for one in codes:
                sealed = tuple(
                    SealedRecovery(
                        sealing_kid=kid_of(public),
                        sealed=seal_recovery(public, device_id, one.slot, one.code),
                    )
                    for public in readers
                )
                self._added(tx, one.slot, SlotKind.RECOVERY, recovery=sealed)
            kept.put_setting(tx, _DRAWN_SINCE, moments.last_return(tx) or b"")

        self._desk.write(work)
        return RecoveryDrawn(slots=tuple(one.slot for one in codes))

    def _readers(self, tx: Transaction) -> tuple[bytes, ...]:
        """Return to whom codes are sealed: the central of the newest certificate, the recovery key.

        The institution's own key comes last and only where its profile names one.
        """
        institution = self._desk.identity.institution
        centrals = [
            *read_centrals(institution.central_certificates, institution.roots),
            *LinkMemory().centrals(tx, institution.roots),
        ]
        newest = max(centrals, key=lambda one: one.not_before_seconds, default=None)
        found = () if newest is None else (newest.seal_public,)
        recovery = institution.recovery_public
        return found if recovery is None else (*found, recovery)

    # ------------------------------------------------------------------------- protection

    def leave_keystore(self) -> None:
        """Record that somebody decided to make slots without the keystore that is gone (kind 115).

        Nothing happens where nothing is lower. Raises NotAllowed.
        """
        self._permissions.require(Capability.KEYS, Capability.DEVICE)
        lower = self.lower()
        if lower is not None:
            self._desk.write(lambda tx: self.record_left(tx, lower))

    def lower(self) -> ProtectionDecided | None:
        """Return what a new slot would lose against the ones there are; None where nothing."""
        wanted, actual = self._levels()
        return ProtectionDecided(wanted=wanted, actual=actual) if actual < wanted else None

    def record_left(self, tx: Transaction, lower: ProtectionDecided) -> None:
        """Record a decision for less, once for the same two levels."""
        mark = bytes((lower.wanted, lower.actual))
        if kept.setting(tx, _DECIDED) != mark:
            self._desk.append(tx, lower, salt=self._desk.new_salt())
            kept.put_setting(tx, _DECIDED, mark)

    def _levels(self) -> tuple[Protection, Protection]:
        """Return how well the slots are guarded, and how well a new one would be."""
        guarded = any(one.keystore for one in key_slots.list_slots(self._path))
        actual = Protection.PASSPHRASE if self._keeper is None else self._keeper.level
        return Protection.OS_KEYSTORE if guarded else Protection.PASSPHRASE, actual

    def _keeper_of_new(self) -> Keystore | None:
        """Return what guards a new slot; raise ProtectionLower for a silent step down."""
        lower = self.lower()
        if lower is not None:
            decided = self._desk.read(lambda tx: kept.setting(tx, _DECIDED))
            if decided != bytes((lower.wanted, lower.actual)):
                raise ProtectionLower
        return self._keeper

    # -------------------------------------------------------------------- after a cut, at first

    def make_good(self) -> None:
        """Tell the journal of slots that came or went untold; draw codes and escrow where none are.

        Called at each opening. What cannot be done now is done at the next one.
        """
        try:
            held = key_slots.list_slots(self._path)
            if any(one.kind is SlotKind.OPERATOR and not key_slots.is_nobody(one) for one in held):
                self._tell(held)
                self._complete()
        except KnownError as error:
            _log.warning("the key slots are not in order yet: %s", error.code)

    def _tell(self, held: tuple[key_slots.SlotName, ...]) -> None:
        rows = self._desk.read(kept.key_slots)
        listed = {row.slot: row for row in rows if row.removed_seconds is None}
        removed = {row.slot for row in rows if row.removed_seconds is not None}
        back = {one.number for one in held} & removed
        if back:  # an older key file was put back: nobody comes back in with it
            _log.warning("slots that were removed stand again: %s", sorted(back))
            self._take_away(back)
        standing = {
            one.number: one
            for one in held
            if not key_slots.is_nobody(one) and one.number not in back
        }
        new = [one for number, one in standing.items() if number not in listed]
        gone = [row for number, row in listed.items() if number not in standing]
        for one in [one for one in new if _is_recovery(one)]:
            key_slots.remove_slot(self._path, one.number)  # cut while drawn: nobody knows its code
        new = [one for one in new if not _is_recovery(one)]
        if not new and not gone:
            return

        def work(tx: Transaction) -> None:
            for row in gone:  # a code whose slot went untold may have been used
                recovery = row.kind is SlotKind.RECOVERY
                act = SlotAct.USED if recovery else SlotAct.REMOVED
                self._gone(tx, row.slot, row.kind, act=act)
            for one in new:
                self._added(tx, one.number, one.kind, operator=one.operator)

        self._desk.write(work)

    def _take_away(self, numbers: set[int]) -> None:
        """Take slots away again; one person's must stay: `departed` lets nobody in with it."""
        held = key_slots.list_slots(self._path)
        people = {one.number: one.operator for one in held if one.kind is SlotKind.OPERATOR}
        if people.keys() <= numbers:
            own = {one for one, operator in people.items() if operator == self._desk.operator}
            numbers = numbers - (own or people.keys())
        for number in sorted(numbers):
            key_slots.remove_slot(self._path, number)

    def _complete(self) -> None:
        """Let the institution and a person who forgets the clave open this file (DESIGN §5)."""
        recovery = self._desk.identity.institution.recovery_public
        if recovery is not None and key_slots.escrow_public(self._path) != recovery:
            number = key_slots.add_escrow_slot(self._path, self._desk.database.key(), recovery)
            before = [
                row.slot
                for row in self._desk.read(kept.key_slots)
                if row.kind is SlotKind.ESCROW and row.removed_seconds is None
            ]

            def work(tx: Transaction) -> None:
                for one in before:
                    self._gone(tx, one, SlotKind.ESCROW)
                self._added(tx, number, SlotKind.ESCROW)

            self._desk.write(work)
        held = key_slots.list_slots(self._path)
        if not any(_is_recovery(one) for one in held) or self._desk.read(_may_be_spent):
            self._draw()

    # ----------------------------------------------------------------------------- events

    def record_operator(
        self,
        tx: Transaction,
        act: SlotAct,
        slot: int,
        operator: OperatorNumber,
        refs: tuple[EventId, ...] = (),
    ) -> None:
        """Record an operator's new slot; an earlier one of the same person counts as removed."""
        self._added(tx, slot, SlotKind.OPERATOR, act=act, operator=operator, refs=refs)

    def record_used(self, tx: Transaction, slot: int) -> None:
        """Record that a recovery code was used; its slot is gone."""
        self._gone(tx, slot, SlotKind.RECOVERY, act=SlotAct.USED)

    def _added(
        self,
        tx: Transaction,
        slot: int,
        kind: SlotKind,
        *,
        act: SlotAct = SlotAct.ADDED,
        operator: OperatorNumber = key_slots.NOBODY_YET,
        recovery: tuple[SealedRecovery, ...] | None = None,
        refs: tuple[EventId, ...] = (),
    ) -> None:
        event = KeySlotChanged(act=act, slot_kind=kind, slot=slot, recovery=recovery)
        self._desk.append(tx, event, salt=self._desk.new_salt(), refs=refs)
        kept.add_key_slot(
            tx, slot=slot, kind=kind, operator=operator, now_seconds=self._desk.now_seconds()
        )

    def _gone(
        self,
        tx: Transaction,
        slot: int,
        kind: SlotKind,
        refs: tuple[EventId, ...] = (),
        act: SlotAct = SlotAct.REMOVED,
    ) -> None:
        event = KeySlotChanged(act=act, slot_kind=kind, slot=slot)
        self._desk.append(tx, event, salt=self._desk.new_salt(), refs=refs)
        kept.remove_key_slot(tx, slot, self._desk.now_seconds())


def _may_be_spent(tx: Transaction) -> bool:
    """Say whether the file went back since codes were drawn: the office may have read some out.

    Such a code would open a second time, and the office rightly reads no spent slot's code again.
    """
    returned = moments.last_return(tx)
    return returned is not None and kept.setting(tx, _DRAWN_SINCE) != returned


def _is_of(slot: key_slots.SlotName, operator: OperatorNumber) -> bool:
    return slot.kind is SlotKind.OPERATOR and slot.operator == operator


def _is_recovery(slot: key_slots.SlotName) -> bool:
    return slot.kind is SlotKind.RECOVERY


def _ignore(_: object) -> None:
    return None
