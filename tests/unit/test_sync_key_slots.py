"""Recovery codes and escrow: what is read out fits one device and one slot, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import key_slots
from sync.errors import MessageInvalid
from sync.ids import kid_of
from sync.sealed import seal_public_of
from tests.support.institution import a_seal_key

DEVICE, CODE, KEY = bytes(range(8)), bytes(range(10)), bytes(range(32))
PRIVATE, PUBLIC = a_seal_key("recovery")
KID = kid_of(PUBLIC)


@given(st.binary(min_size=10, max_size=10))
def test_a_code_read_out_and_typed_is_the_same_code(code: bytes) -> None:
    """Small letters, no hyphens, O for 0 and L for 1: the same eighty bits."""
    text = key_slots.recovery_text(code)

    careless = text.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert len(text) == 19
    assert key_slots.typed_recovery(text) == key_slots.typed_recovery(careless) == code


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGH-JKMN-PQRU", "ABCD-EFGH-JKMN-PQRST"])
def test_what_is_no_code_is_none(text: str) -> None:
    """Too short, too long, or a character that Crockford leaves out."""
    assert key_slots.typed_recovery(text) is None


def test_the_check_changes_with_device_slot_and_code() -> None:
    """Whoever reads from the wrong line or for the wrong device sees other characters."""
    check = key_slots.recovery_check(DEVICE, 2, CODE)

    others = {
        key_slots.recovery_check(bytes(8), 2, CODE),
        key_slots.recovery_check(DEVICE, 3, CODE),
        key_slots.recovery_check(DEVICE, 2, bytes(10)),
    }

    public = seal_public_of(key_slots.recovery_private(DEVICE, 2, CODE))
    assert check == key_slots.recovery_check_of(DEVICE, 2, public) == "PA3S"
    assert check not in others
    assert len(others) == 3


def test_a_sealed_code_opens_for_its_device_and_slot_only() -> None:
    """The context is bound: another device, another slot or another key opens nothing."""
    sealed = key_slots.seal_recovery(PUBLIC, DEVICE, 2, CODE)

    assert key_slots.open_recovery(PRIVATE, KID, DEVICE, 2, sealed) == CODE
    other_private, other_public = a_seal_key("another")
    for private, kid, device_id, slot in (
        (PRIVATE, KID, bytes(8), 2),
        (PRIVATE, KID, DEVICE, 3),
        (other_private, kid_of(other_public), DEVICE, 2),
    ):
        with pytest.raises(MessageInvalid, match="seal"):
            key_slots.open_recovery(private, kid, device_id, slot, sealed)


def test_an_escrow_opens_for_its_file_only() -> None:
    """The recovery key opens the slot of that file; the same bytes in another file open nothing."""
    profile_id = bytes(16)

    sealed = key_slots.seal_escrow(PUBLIC, profile_id, 4, KEY)

    assert key_slots.open_escrow(PRIVATE, KID, profile_id, 4, sealed) == KEY
    with pytest.raises(MessageInvalid, match="seal"):
        key_slots.open_escrow(PRIVATE, KID, bytes(range(16)), 4, sealed)


def test_a_key_file_with_another_byte_is_refused() -> None:
    """The checksum stands before the content: whatever byte changes, nothing is read."""
    data = key_slots.framed(b"\xa1\x01\x02")

    assert key_slots.unframed(data) == b"\xa1\x01\x02"
    for at in range(len(data)):
        with pytest.raises(MessageInvalid):
            key_slots.unframed(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(MessageInvalid):
        key_slots.unframed(data + b"\0")
