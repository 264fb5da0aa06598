"""Finding the database key: with a clave, a recovery code, or the computer's own keystore.

While a change of the database key is not finished a slot gives two keys; what is returned is the
one that opens the file as it stands, so no caller sees the difference.
"""

from __future__ import annotations

import hmac
import logging
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.errors import KnownError
from kiosk.vault.engine import opens
from kiosk.vault.keystore import Keystore, held_secret
from kiosk.vault.slots import sealing
from kiosk.vault.slots.keyfile import database_of, load, store
from kiosk.vault.slots.records import NOBODY_YET, SlotFile, SlotRecord
from sync.events import SlotKind
from sync.ids import DeviceId, OperatorNumber
from sync.key_slots import recovery_check_of, typed_recovery
from sync.sealed import seal_public_of

_log = logging.getLogger("kiosk.vault.slots")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotName:
    """What the unlock screen may show before anything is open."""

    number: int
    kind: SlotKind
    operator: OperatorNumber
    name: str
    keystore: bool  # the clave alone is not enough: this computer's keystore holds the other half


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryChallenge:
    """What a person reads to the office, to be told the code of one recovery slot (DESIGN §5)."""

    device_id: DeviceId
    slot: int
    check: str  # four characters that the office must see too


def list_slots(path: Path) -> tuple[SlotName, ...]:
    """Return every slot in the order it was added; none when there is no file yet.

    Raises Damaged when neither the file nor its copy can be read as slots.
    """
    held = load(path)
    if held is None:
        return ()
    return tuple(
        SlotName(
            number=slot.number,
            kind=slot.kind,
            operator=slot.operator,
            name=slot.name,
            keystore=slot.keystore or slot.kind is SlotKind.DEVICE,
        )
        for slot in held.slots
    )


def list_people(path: Path) -> tuple[SlotName, ...]:
    """Return the operators' slots alone, also the one of an enrolment that is not answered yet."""
    return tuple(slot for slot in list_slots(path) if slot.kind is SlotKind.OPERATOR)


def unlock(
    path: Path, operator: OperatorNumber, passphrase: str, *, keeper: Keystore | None = None
) -> bytes | None:
    """Return the database key, or None for a clave that does not fit or an unknown operator.

    Surrounding and doubled spaces do not matter. A slot of format 1 is renewed on the way. Raises
    Damaged when the file cannot be read, KeystoreGone when the slot needs a keystore's half that
    is not there, KeystoreTrouble when the keystore cannot be asked.
    """
    held = load(path)
    slot = None if held is None else slot_of(held, operator)
    if held is None or slot is None:
        return None
    if slot.is_old:
        key = sealing.unwrapped(held.profile_id, slot, passphrase)
        if key is not None:
            _renew(path, slot.number, passphrase, key)
        return key
    return _fitting(
        path, sealing.opened(held.profile_id, slot, _private(held, slot, passphrase, keeper))
    )


def unlock_with_recovery(path: Path, device_id: DeviceId, slot: int, typed: str) -> bytes | None:
    """Return the database key for a recovery code, or None for one that does not fit this slot.

    The slot still stands: whoever uses the code spends it with the operator slot he opens
    (`create_operator_slot(spent=...)`). Raises Damaged.
    """
    held, code = load(path), typed_recovery(typed)
    if held is None or code is None:
        return None
    for one in held.slots:
        if one.kind is SlotKind.RECOVERY and one.number == slot and one.device_id == device_id:
            private = sealing.recovery_key(one, code)
            return _fitting(path, sealing.opened(held.profile_id, one, private))
    return None


def unlock_with_device(path: Path, keeper: Keystore) -> bytes | None:
    """Return the database key of a computer that opens its file by itself; None without a slot.

    Raises Damaged, KeystoreGone or KeystoreTrouble.
    """
    held = load(path)
    for slot in () if held is None else held.slots:
        if held is not None and slot.kind is SlotKind.DEVICE:
            bound = sealing.bound_to(held.profile_id, slot.number, slot.kind, slot.operator)
            private = sealing.device_private(held_secret(keeper, held.profile_id), bound)
            return _fitting(path, sealing.opened(held.profile_id, slot, private))
    return None


def recovery_challenge(path: Path) -> RecoveryChallenge | None:
    """Return which code to ask the office for: the lowest slot left; None when none is left.

    Raises Damaged.
    """
    held = load(path)
    for slot in () if held is None else held.slots:
        if slot.kind is SlotKind.RECOVERY and slot.device_id is not None and slot.public:
            device_id = DeviceId(slot.device_id)
            check = recovery_check_of(device_id, slot.number, slot.public)
            return RecoveryChallenge(device_id=device_id, slot=slot.number, check=check)
    return None


def escrow_public(path: Path) -> bytes | None:
    """Return the institution's recovery key that the file is sealed to, or None; raise Damaged."""
    held = load(path)
    for slot in () if held is None else held.slots:
        if slot.kind is SlotKind.ESCROW:
            return slot.public
    return None


def slot_of(held: SlotFile, operator: OperatorNumber) -> SlotRecord | None:
    """Return an operator's slot, or None."""
    for slot in held.slots:
        if slot.kind is SlotKind.OPERATOR and slot.operator == operator:
            return slot
    return None


def _private(held: SlotFile, slot: SlotRecord, passphrase: str, keeper: Keystore | None) -> bytes:
    if slot.salt is None or slot.cost is None:
        raise AssertionError("a slot is read whole or not at all")
    secret = held_secret(keeper, held.profile_id) if slot.keystore else b""
    bound = sealing.bound_to(held.profile_id, slot.number, slot.kind, slot.operator)
    return sealing.operator_private(passphrase, slot.salt, slot.cost, secret=secret, bound=bound)


def _fitting(path: Path, keys: tuple[bytes, ...]) -> bytes | None:
    """Return the key that opens the file as it stands; the present one where none can be tried."""
    if len(keys) < 2:
        return keys[0] if keys else None
    database = database_of(path)
    return next((key for key in keys if opens(database, key)), keys[0])


def _renew(path: Path, number: int, passphrase: str, key: bytes) -> None:
    """Give a slot of format 1 its key pair; where that cannot be written it stays as it is."""
    held = load(path)
    if held is None:
        return
    renewed = tuple(
        renewed_slot(held.profile_id, slot, passphrase, key) if slot.number == number else slot
        for slot in held.slots
    )
    try:
        store(path, replace(held, slots=renewed))
    except KnownError as error:
        _log.warning("slot %d stays in the old format: %s", number, error.code)


def renewed_slot(profile_id: bytes, slot: SlotRecord, passphrase: str, key: bytes) -> SlotRecord:
    """Return a slot of format 1 with a key pair from the same clave, its number kept."""
    if slot.salt is None or slot.cost is None:
        raise AssertionError("a slot is read whole or not at all")
    bound = sealing.bound_to(profile_id, slot.number, slot.kind, slot.operator)
    private = sealing.operator_private(passphrase, slot.salt, slot.cost, bound=bound)
    paired = replace(slot, nonce=None, wrapped=None, public=seal_public_of(private))
    return sealing.sealed_slot(profile_id, paired, key)


def same_key(one: bytes, other: bytes) -> bool:
    """Return whether two database keys are the same, in a time that says nothing else."""
    return hmac.compare_digest(one, other)


def is_nobody(slot: SlotName) -> bool:
    """Return whether a slot guards an enrolment that has not been answered yet."""
    return slot.kind is SlotKind.OPERATOR and slot.operator == NOBODY_YET
