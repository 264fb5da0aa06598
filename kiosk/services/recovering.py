"""A forgotten clave, without a link: a code from the office opens the file once (DESIGN §5).

    asked      the screen shows device, slot and four characters
    told       the office reads the code of that slot out
    used       the code opens, a new clave is set, the code's slot is gone: one write
    recorded   who came in and who helped, the code used, the new slot, a new stream (reason 3)

Afterwards the file is as it was before, closed or locked: the person comes in with the new clave.
"""

from __future__ import annotations

from kiosk.services.claves import accept
from kiosk.services.departed import require_standing
from kiosk.services.desk import Desk
from kiosk.services.key_faults import ProtectionLower
from kiosk.services.keys import Keys
from kiosk.services.opening import Opening, open_stream
from kiosk.services.permissions import require_listed
from kiosk.services.views.keys import RecoveryAsked, RecoveryCodeDoesNotFit, Restored
from kiosk.store import pulled
from kiosk.vault import slots
from kiosk.vault.keystore import Keystore
from sync.events import (
    OperatorUnlocked,
    ProtectionDecided,
    SlotAct,
    SlotKind,
    StreamReason,
    UnlockMeans,
)
from sync.ids import DeviceId, OperatorNumber
from sync.journal import Transaction


class Recovering:
    """Sets a new clave with a recovery code; used from the door, with the file closed or locked."""

    def __init__(
        self,
        desk: Desk,
        opening: Opening,
        keys: Keys,
        app_version: str,
        keeper: Keystore | None = None,
    ) -> None:
        self._desk = desk
        self._opening = opening
        self._keys = keys
        self._app_version = app_version
        self._keeper = keeper
        self._path = slots.slots_path(desk.database.path)

    def challenge(self) -> RecoveryAsked | None:
        """Return what to read to the office, or None where no code was ever drawn or all are used.

        Raises Damaged when the key slots cannot be read.
        """
        asked = slots.recovery_challenge(self._path)
        if asked is None:
            return None
        return RecoveryAsked(device_id=asked.device_id, slot=asked.slot, check=asked.check)

    def use(
        self,
        slot: int,
        typed: str,
        number: int,
        passphrase: str,
        helped_by: OperatorNumber | None = None,
        *,
        without_keystore: bool = False,
    ) -> Restored | RecoveryCodeDoesNotFit:
        """Set a new clave for a person with a recovery code that somebody read out.

        The keystore's half, where there is a keystore, is drawn anew if it was lost. Where the
        keystore itself is gone, ProtectionLower is raised before the file opens, until somebody
        decides to go on *without_keystore* (recorded, kind 115). Raises
        PassphraseShort, PassphraseCommon, NotListed, SlotRemoved (a code used before, out of an
        older key file), NotEnrolled or the vault's KnownErrors: then nothing was changed.
        """
        accepted, operator = accept(passphrase), OperatorNumber(number)
        asked = slots.recovery_challenge(self._path)
        key = None
        if asked is not None:
            key = slots.unlock_with_recovery(self._path, DeviceId(asked.device_id), slot, typed)
        if key is None:
            return RecoveryCodeDoesNotFit()
        if self._keys.lower() is not None and not without_keystore:
            raise ProtectionLower
        if self._desk.is_open:
            if not slots.same_key(key, self._desk.database.key()):
                return RecoveryCodeDoesNotFit()
            self._desk.read(lambda tx: require_listed(tx, operator))
            self._desk.read(lambda tx: require_standing(tx, slot))
            return self._restore(slot, operator, accepted, key, helped_by)
        self._opening.open(key, operator, slot)
        try:
            return self._restore(slot, operator, accepted, key, helped_by)
        finally:
            self._opening.close()

    def _restore(
        self,
        slot: int,
        operator: OperatorNumber,
        passphrase: str,
        key: bytes,
        helped_by: OperatorNumber | None,
    ) -> Restored:
        lower = self._keys.lower()  # before the new slot stands: it may have been the last guarded
        self._desk.seat(operator)
        try:
            new = slots.create_operator_slot(
                self._path,
                operator,
                self._name_of(operator),
                passphrase,
                key,
                random=self._desk.random,
                keeper=self._keeper,
                spent=slot,
            )
            self._desk.write(lambda tx: self._record(tx, slot, new, operator, helped_by, lower))
        finally:
            self._desk.seat(None)
        return Restored(slot=new)

    def _record(
        self,
        tx: Transaction,
        used: int,
        new: int,
        operator: OperatorNumber,
        helped_by: OperatorNumber | None,
        lower: ProtectionDecided | None,
    ) -> None:
        came_in = OperatorUnlocked(means=UnlockMeans.RECOVERY, helped_by=helped_by)
        self._desk.append(tx, came_in, salt=self._desk.new_salt())
        if lower is not None:
            self._keys.record_left(tx, lower)
        self._keys.record_used(tx, used)
        self._keys.record_operator(tx, SlotAct.CHANGED, new, operator)
        open_stream(tx, self._desk, self._app_version, StreamReason.SLOT_RESTORED)

    def _name_of(self, operator: OperatorNumber) -> str:
        """Return the name as published, else as it stood in the person's slot."""
        entry = self._desk.read(lambda tx: pulled.operator(tx, operator))
        if entry is not None:
            return entry.name
        held = slots.list_slots(self._path)
        named = (one for one in held if one.kind is SlotKind.OPERATOR and one.operator == operator)
        return next((one.name for one in named), "")
