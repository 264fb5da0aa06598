"""Key slots: each wraps the one database key for somebody who may open it (DESIGN §5).

The file beside the database holds only what is useless without the other half: salts and wrapped
keys. Operator slots are here; recovery, keystore and escrow slots are further kinds of the same
record. A slot's number is never used again, because events name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kiosk.vault.errors import Damaged, DamagedFacts, Part, of_system
from kiosk.vault.files import replace_file
from kiosk.vault.passphrase import normalised
from sync import cbor
from sync.annotated import InArray, InMap, Key, Place, read_map, write_map
from sync.clock import RandomBytes, system_random
from sync.errors import MessageInvalid
from sync.events import SlotKind
from sync.ids import OperatorNumber
from sync.shape import Choice, Many, Octets, Text, Whole

FORMAT = 1
KEY_BYTES = 32
FLOOR_MEMORY_KIB = 65_536
FLOOR_PASSES = 3
LANES = 4
NOBODY_YET = OperatorNumber(0)
"""The operator of the slot that guards a file before anybody is known (PROTOCOL §18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess at a clave costs; a file that asks for less than the floor is refused."""

    memory_kib: Annotated[int, Place(0, Whole(FLOOR_MEMORY_KIB, 2**21))] = FLOOR_MEMORY_KIB
    passes: Annotated[int, Place(1, Whole(FLOOR_PASSES, 1000))] = FLOOR_PASSES
    lanes: Annotated[int, Place(2, Whole(1, 64))] = LANES


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRecord:
    """One slot: for whom, how the wrapping key is derived, and the wrapped database key."""

    number: Annotated[int, Key(1, Whole(1, 65_535))]
    kind: Annotated[SlotKind, Key(2, Choice(SlotKind))]
    operator: Annotated[OperatorNumber, Key(3, Whole(0, 65_535))]
    name: Annotated[str, Key(4, Text(0, 200))]
    cost: Annotated[Cost, Key(5, InArray(Cost))]
    salt: Annotated[bytes, Key(6, Octets(16))]
    nonce: Annotated[bytes, Key(7, Octets(12))]
    wrapped: Annotated[bytes, Key(8, Octets(48, "database key and tag"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFile:
    """The whole file; *profile_id* binds its slots to this file and to no copy of another."""

    format: Annotated[int, Key(1, Whole(FORMAT, FORMAT))]
    profile_id: Annotated[bytes, Key(2, Octets(16))]
    next_number: Annotated[int, Key(3, Whole(1, 65_536))]
    slots: Annotated[tuple[SlotRecord, ...], Key(4, Many(InMap(SlotRecord)))]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotName:
    """What the unlock screen may show before anything is open."""

    number: int
    kind: SlotKind
    operator: OperatorNumber
    name: str


def slots_path(database: Path) -> Path:
    """Return where the slots of a database stand."""
    return database.with_name(database.name + ".slots")


def list_slots(path: Path) -> tuple[SlotName, ...]:
    """Return every slot in the order it was added; none when there is no file yet.

    Raises Damaged when the file cannot be read as slots.
    """
    held = _load(path)
    if held is None:
        return ()
    return tuple(
        SlotName(number=slot.number, kind=slot.kind, operator=slot.operator, name=slot.name)
        for slot in held.slots
    )


def create_operator_slot(
    path: Path,
    operator: OperatorNumber,
    name: str,
    passphrase: str,
    key: bytes,
    *,
    random: RandomBytes = system_random,
) -> int:
    """Wrap the database key under an operator's clave and return the slot's number.

    An earlier slot of the same operator is replaced in the same write. Raises Damaged, DiskFull or
    FileTrouble; the file then stands as it was.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("the database key has 32 bytes")
    if not normalised(passphrase):
        raise ValueError("an empty clave protects nothing")
    held = _load(path) or SlotFile(format=FORMAT, profile_id=random(16), next_number=1, slots=())
    number = held.next_number
    cost, salt, nonce = Cost(), random(16), random(12)
    wrapping = AESGCM(_derive(passphrase, salt, cost))
    bound = _bound_to(held.profile_id, number, SlotKind.OPERATOR, operator)
    added = SlotRecord(
        number=number,
        kind=SlotKind.OPERATOR,
        operator=operator,
        name=name,
        cost=cost,
        salt=salt,
        nonce=nonce,
        wrapped=wrapping.encrypt(nonce, key, bound),
    )
    others = tuple(slot for slot in held.slots if not _is_of(slot, operator))
    _store(
        path,
        SlotFile(
            format=FORMAT,
            profile_id=held.profile_id,
            next_number=number + 1,
            slots=(*others, added),
        ),
    )
    return number


def unlock(path: Path, operator: OperatorNumber, passphrase: str) -> bytes | None:
    """Return the database key, or None for a clave that does not fit or an unknown operator.

    Surrounding and doubled spaces do not matter. Raises Damaged when the file cannot be read.
    """
    held = _load(path)
    for slot in () if held is None else held.slots:
        if _is_of(slot, operator) and held is not None:
            wrapping = AESGCM(_derive(passphrase, slot.salt, slot.cost))
            bound = _bound_to(held.profile_id, slot.number, slot.kind, slot.operator)
            try:
                return wrapping.decrypt(slot.nonce, slot.wrapped, bound)
            except InvalidTag:
                return None
    return None


def remove_slot(path: Path, number: int) -> bool:
    """Take a slot away and return whether there was one; the last slot cannot be taken away.

    Raises ValueError for the last slot, Damaged, DiskFull or FileTrouble; the file then stands as
    it was.
    """
    held = _load(path)
    if held is None:
        return False
    left = tuple(slot for slot in held.slots if slot.number != number)
    if len(left) == len(held.slots):
        return False
    if not left:
        raise ValueError("without a slot nobody could open the file")
    _store(
        path,
        SlotFile(
            format=FORMAT, profile_id=held.profile_id, next_number=held.next_number, slots=left
        ),
    )
    return True


def _is_of(slot: SlotRecord, operator: OperatorNumber) -> bool:
    return slot.kind is SlotKind.OPERATOR and slot.operator == operator


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    derivation = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return derivation.derive(normalised(passphrase).encode())


def _bound_to(profile_id: bytes, number: int, kind: SlotKind, operator: OperatorNumber) -> bytes:
    return cbor.encode(["vt1/slot", profile_id, number, int(kind), operator])


def _load(path: Path) -> SlotFile | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise of_system(error, path) from error
    try:
        return read_map(SlotFile, cbor.decode(content))
    except MessageInvalid as error:
        raise Damaged(DamagedFacts(part=Part.SLOTS, detail=str(error))) from error


def _store(path: Path, held: SlotFile) -> None:
    try:
        replace_file(path, cbor.encode(write_map(held)))
    except OSError as error:
        raise of_system(error, path) from error
