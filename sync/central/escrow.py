"""The institution's recovery key opens a device's key file: for a disk that nobody else can open.

It is used away from any network, with the disk at hand (DESIGN §5); nothing of it needs a central.
"""

from __future__ import annotations

from sync import cbor, key_slots
from sync.central.errors import CentralError
from sync.errors import MessageInvalid
from sync.events import SlotKind
from sync.ids import kid_of
from sync.sealed import seal_public_of

_PROFILE_ID, _SLOTS = 2, 4  # of the file; kiosk/vault/slots/records.py says what else is in it
_NUMBER, _KIND, _PUBLIC = 1, 2, 9  # of a slot
_SEALED, _NEXT_SEALED = 10, 12


def open_escrow_file(private: bytes, data: bytes) -> tuple[bytes, ...]:
    """Return the database keys that a device's key file holds for the recovery key *private*.

    One, or two in the middle of a rotation: one of them opens the file. Raises
    CentralError("escrow.file") where the file is none, or has no escrow slot for this key.
    """
    public = seal_public_of(private)
    try:
        content = cbor.decode(key_slots.unframed(data))
        found = tuple(
            key_slots.open_escrow(
                private, kid_of(public), content[_PROFILE_ID], slot[_NUMBER], slot[place]
            )
            for slot in content[_SLOTS]
            if slot[_KIND] == SlotKind.ESCROW and slot.get(_PUBLIC) == public
            for place in (_SEALED, _NEXT_SEALED)
            if place in slot
        )
    except (MessageInvalid, KeyError, TypeError, AttributeError) as error:
        raise CentralError("escrow.file", f"{type(error).__name__}: {error}") from error
    if not found:
        raise CentralError("escrow.file", "no escrow slot for this key")
    return found
