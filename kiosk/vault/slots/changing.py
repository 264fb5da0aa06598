"""Adding and taking away slots; each change is one write of the key file and its copy.

A slot's number is never used again, because events name it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.vault import tries
from kiosk.vault.keystore import Keystore, made_secret
from kiosk.vault.passphrase import normalised
from kiosk.vault.slots import sealing
from kiosk.vault.slots.keyfile import load, store
from kiosk.vault.slots.records import KEY_BYTES, LAST_NUMBER, Cost, SlotFile, SlotRecord
from sync.clock import RandomBytes, system_random
from sync.events import Protection, SlotKind
from sync.ids import DeviceId, OperatorNumber
from sync.key_slots import RECOVERY_BYTES, recovery_private
from sync.sealed import seal_public_of

RECOVERY_SLOTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    """One code R that was drawn: it is sealed into the journal at once and kept nowhere else."""

    slot: int
    code: bytes


def create_operator_slot(
    path: Path,
    operator: OperatorNumber,
    name: str,
    passphrase: str,
    key: bytes,
    *,
    random: RandomBytes = system_random,
    keeper: Keystore | None = None,
    spent: int | None = None,
) -> int:
    """Seal the database key to an operator's clave and return the slot's number.

    With a *keeper* the clave opens only together with the keystore's secret. An earlier slot of
    the same operator is replaced, and the recovery slot *spent* on it is gone, in the same write.
    Raises Damaged, DiskFull, FileTrouble or KeystoreTrouble; the file then stands as it was.
    """
    if not normalised(passphrase):
        raise ValueError("an empty clave protects nothing")
    held = _held(path, key, random)
    number, cost, salt = held.next_number, Cost(), random(16)
    secret = b""
    if keeper is not None and keeper.level is not Protection.PASSPHRASE:
        secret = made_secret(keeper, held.profile_id, random)
    bound = sealing.bound_to(held.profile_id, number, SlotKind.OPERATOR, operator)
    private = sealing.operator_private(passphrase, salt, cost, secret=secret, bound=bound)
    added = SlotRecord(
        number=number,
        kind=SlotKind.OPERATOR,
        operator=operator,
        name=name,
        cost=cost,
        salt=salt,
        public=seal_public_of(private),
        keystore=bool(secret),
    )
    kept = tuple(slot for slot in held.slots if not _is_of(slot, operator) and slot.number != spent)
    _add(path, replace(held, slots=kept), key, added)
    return number


def add_recovery_slots(
    path: Path,
    device_id: DeviceId,
    key: bytes,
    random: RandomBytes = system_random,
    *,
    count: int = RECOVERY_SLOTS,
    name: str = "",
) -> tuple[RecoveryCode, ...]:
    """Draw new recovery codes, each with its slot; the slots of earlier codes are gone.

    *name* may say the terminal, for who reads the file. Raises Damaged, DiskFull or FileTrouble;
    then no code was drawn and the earlier ones stand.
    """
    held = _held(path, key, random)
    codes, added = [], []
    for number in range(held.next_number, held.next_number + count):
        code = random(RECOVERY_BYTES)
        public = seal_public_of(recovery_private(device_id, number, code))
        codes.append(RecoveryCode(slot=number, code=code))
        added.append(
            SlotRecord(
                number=number,
                kind=SlotKind.RECOVERY,
                name=name,
                public=public,
                device_id=device_id,
            )
        )
    _add(path, _without(held, SlotKind.RECOVERY), key, *added)
    return tuple(codes)


def add_escrow_slot(
    path: Path, key: bytes, recovery_public: bytes, random: RandomBytes = system_random
) -> int:
    """Seal the database key to the institution's recovery key; an earlier escrow is replaced.

    Raises Damaged, DiskFull or FileTrouble; the file then stands as it was.
    """
    held = _held(path, key, random)
    number = held.next_number
    added = SlotRecord(number=number, kind=SlotKind.ESCROW, public=recovery_public)
    _add(path, _without(held, SlotKind.ESCROW), key, added)
    return number


def add_device_slot(
    path: Path, key: bytes, keeper: Keystore, random: RandomBytes = system_random
) -> int:
    """Let this computer open its file by itself, with the keystore's secret alone.

    Only for a kiosk that nobody unlocks (PROTOCOL §5). Raises ValueError without a keystore,
    Damaged, DiskFull, FileTrouble or KeystoreTrouble; the file then stands as it was.
    """
    if keeper.level is Protection.PASSPHRASE:
        raise ValueError("without a keystore a device cannot open its file by itself")
    held = _held(path, key, random)
    number = held.next_number
    secret = made_secret(keeper, held.profile_id, random)
    bound = sealing.bound_to(held.profile_id, number, SlotKind.DEVICE, OperatorNumber(0))
    public = seal_public_of(sealing.device_private(secret, bound))
    added = SlotRecord(number=number, kind=SlotKind.DEVICE, public=public)
    _add(path, _without(held, SlotKind.DEVICE), key, added)
    return number


def remove_slot(path: Path, number: int) -> bool:
    """Take a slot away and return whether there was one.

    Raises ValueError for the last operator's slot, Damaged, DiskFull or FileTrouble; the file then
    stands as it was.
    """
    held = load(path)
    if held is None:
        return False
    left = tuple(slot for slot in held.slots if slot.number != number)
    if len(left) == len(held.slots):
        return False
    if not any(slot.kind is SlotKind.OPERATOR for slot in left):
        raise ValueError("without an operator's slot nobody could open the file")
    store(path, replace(held, slots=left))
    return True


def _held(path: Path, key: bytes, random: RandomBytes) -> SlotFile:
    """Return what the file holds, or the beginning of one; with it the counts of tries begin."""
    if len(key) != KEY_BYTES:
        raise ValueError("the database key has 32 bytes")
    held = load(path)
    if held is not None:
        return held
    tries.begin(tries.tries_path(path))  # from here on their absence means that somebody took them
    return SlotFile(profile_id=random(16), next_number=1, slots=())


def _add(path: Path, held: SlotFile, key: bytes, *added: SlotRecord) -> None:
    last = added[-1].number
    if last > LAST_NUMBER:
        raise ValueError("a file has no more than 65,535 slots in all its life")
    sealed = tuple(sealing.sealed_slot(held.profile_id, slot, key) for slot in added)
    store(path, replace(held, next_number=last + 1, slots=(*held.slots, *sealed)))


def _without(held: SlotFile, kind: SlotKind) -> SlotFile:
    return replace(held, slots=tuple(slot for slot in held.slots if slot.kind is not kind))


def _is_of(slot: SlotRecord, operator: OperatorNumber) -> bool:
    return slot.kind is SlotKind.OPERATOR and slot.operator == operator
