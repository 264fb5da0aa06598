"""What stands in the key file, format 2, and how the older format is read.

    file  1 format   2 profile id   3 next number   4 slots   5 generation
    slot  1 number   2 kind   3 operator   4 name   9 public key
          10 the database key sealed to it   11 tag   12, 13 the same two for the next database key
          5 cost, 6 salt        operator: how the clave becomes the private key
          14 keystore           operator: the clave alone is not enough
          15 device             recovery: whose code it is
          7 nonce, 8 wrapped    an operator's slot of format 1, until that operator comes in again

Each slot has a key pair, so that a new database key can be given to everybody without anybody's
clave. *tag* is made with the database key: whoever changes a slot without it is found out before
a new database key would be sealed to him.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sync import cbor
from sync.annotated import InArray, InMap, Key, Place, read_map, write_map
from sync.errors import MessageInvalid
from sync.events import SlotKind
from sync.ids import OperatorNumber
from sync.key_slots import MAGIC, framed, unframed
from sync.shape import Choice, Flag, Many, Octets, Text, Whole

FORMAT = 2
OLD_FORMAT = 1
KEY_BYTES = 32
TAG_BYTES = 16
FLOOR_MEMORY_KIB = 65_536
FLOOR_PASSES = 3
LANES = 4
LAST_NUMBER = 65_535
NOBODY_YET = OperatorNumber(0)
"""The operator of the slot that guards a file before anybody is known (PROTOCOL §18)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess at a clave costs; a file that asks for less than the floor is refused."""

    memory_kib: Annotated[int, Place(0, Whole(FLOOR_MEMORY_KIB, 2**21))] = FLOOR_MEMORY_KIB
    passes: Annotated[int, Place(1, Whole(FLOOR_PASSES, 1000))] = FLOOR_PASSES
    lanes: Annotated[int, Place(2, Whole(1, 64))] = LANES


_SEALED = Octets(1024, "database key, sealed", at_most=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRecord:
    """One slot: for whom, how its private key is found, and the sealed database key."""

    number: Annotated[int, Key(1, Whole(1, LAST_NUMBER))]
    kind: Annotated[SlotKind, Key(2, Choice(SlotKind))]
    operator: Annotated[OperatorNumber, Key(3, Whole(0, 65_535))] = NOBODY_YET
    name: Annotated[str, Key(4, Text(0, 200))] = ""
    cost: Annotated[Cost | None, Key(5, InArray(Cost))] = None
    salt: Annotated[bytes | None, Key(6, Octets(16))] = None
    nonce: Annotated[bytes | None, Key(7, Octets(12))] = None
    wrapped: Annotated[bytes | None, Key(8, Octets(48, "database key and tag"))] = None
    public: Annotated[bytes | None, Key(9, Octets(32))] = None
    sealed: Annotated[bytes | None, Key(10, _SEALED)] = None
    tag: Annotated[bytes | None, Key(11, Octets(TAG_BYTES))] = None
    next_sealed: Annotated[bytes | None, Key(12, _SEALED)] = None
    next_tag: Annotated[bytes | None, Key(13, Octets(TAG_BYTES))] = None
    keystore: Annotated[bool, Key(14, Flag())] = False
    device_id: Annotated[bytes | None, Key(15, Octets(8))] = None

    @property
    def is_old(self) -> bool:
        """Return whether it is a slot of format 1, which only its operator's clave can renew."""
        return self.wrapped is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotFile:
    """The whole file; *profile_id* binds its slots to this file and to no copy of another."""

    format: Annotated[int, Key(1, Whole(OLD_FORMAT, FORMAT))] = FORMAT
    profile_id: Annotated[bytes, Key(2, Octets(16))]
    next_number: Annotated[int, Key(3, Whole(1, LAST_NUMBER + 1))]
    slots: Annotated[tuple[SlotRecord, ...], Key(4, Many(InMap(SlotRecord)))]
    generation: Annotated[int, Key(5, Whole(0, 2**62))] = 0

    @property
    def is_between_keys(self) -> bool:
        """Return whether a change of the database key was begun and not finished."""
        return any(slot.next_sealed is not None for slot in self.slots)


def encode_file(held: SlotFile) -> bytes:
    """Return the bytes of a key file, with its checksum."""
    # *format* equals its default and would be left out: it is what a reader looks at first
    return framed(cbor.encode({**write_map(held), 1: held.format}))


def decode_file(data: bytes) -> SlotFile:
    """Return what a key file holds; raise MessageInvalid where any byte is not as written."""
    is_new = data[: len(MAGIC)] == MAGIC
    held = read_map(SlotFile, cbor.decode(unframed(data) if is_new else data))
    if held.format != (FORMAT if is_new else OLD_FORMAT):
        raise MessageInvalid("shape", "the format does not fit the file's mark")
    numbers = [slot.number for slot in held.slots]
    if len(set(numbers)) != len(numbers) or max(numbers, default=0) >= held.next_number:
        raise MessageInvalid("shape", "a slot's number stands twice or was never given out")
    for slot in held.slots:
        _refuse_incomplete(slot)
    return held


def _refuse_incomplete(slot: SlotRecord) -> None:
    """Raise MessageInvalid where a slot lacks what its kind needs."""
    by_clave = slot.cost is not None and slot.salt is not None
    if slot.is_old:
        whole = slot.kind is SlotKind.OPERATOR and by_clave and slot.nonce is not None
    else:
        whole = slot.public is not None and slot.sealed is not None and slot.tag is not None
        whole = whole and (slot.next_sealed is None) == (slot.next_tag is None)
        match slot.kind:
            case SlotKind.OPERATOR:
                whole = whole and by_clave
            case SlotKind.RECOVERY:
                whole = whole and slot.device_id is not None
            case SlotKind.DEVICE | SlotKind.ESCROW:
                pass
    if not whole:
        raise MessageInvalid("shape", f"slot {slot.number} is not whole")
