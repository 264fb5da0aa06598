"""The witness: its bytes, and what it makes of a journal (PROTOCOL §10)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.vault.errors import FileTrouble
from kiosk.vault.witness import (
    FILE_BYTES,
    SLOT_DISTANCE_BYTES,
    Finding,
    Mark,
    Witness,
    decode_mark,
    judge,
    newest_mark,
)
from sync.ids import StreamId
from tests.support.shared import shared_file

STREAM = StreamId(b"stream-0123456789"[:16])
HEAD = bytes(range(32))


def test_the_witness_has_the_bytes_of_the_protocol() -> None:
    """Both slots of the published vector are read and written byte for byte."""
    vector = json.loads(shared_file("vectors/protocol-vectors.json").read_text())["witness"]
    first = bytes.fromhex(vector["slot_at_0"])
    second = bytes.fromhex(vector["slot_at_4096"])
    content = first.ljust(SLOT_DISTANCE_BYTES, b"\0") + second.ljust(SLOT_DISTANCE_BYTES, b"\0")

    mark = newest_mark(content)

    assert mark is not None
    assert mark.counter == vector["counter"]
    assert mark.stream.hex() == vector["stream"]
    assert (mark.seq, mark.head_prefix.hex()) == (vector["seq"], vector["h24"])
    assert mark.encode() == second
    earlier = decode_mark(first)
    assert earlier is not None
    assert earlier.encode() == first


def test_slots_are_written_in_turn(tmp_path: Path) -> None:
    """Every second write lands in the other slot, so that the slot before stays whole."""
    path = tmp_path / "witness"
    witness = Witness(path)
    witness.create()

    for seq in (1, 2, 3):
        witness.write(STREAM, seq, HEAD)

    content = path.read_bytes()
    assert len(content) == FILE_BYTES
    even, odd = decode_mark(content[:64]), decode_mark(content[4096:4160])
    assert even is not None
    assert odd is not None
    assert (even.counter, even.seq, odd.counter, odd.seq) == (2, 2, 3, 3)
    again = Witness(path)
    assert again.read() == odd
    again.write(STREAM, 4, HEAD)
    newest = newest_mark(path.read_bytes())
    assert newest is not None
    assert (newest.counter, newest.seq) == (4, 4)


@given(position=st.integers(0, 63), flip=st.integers(1, 255))
def test_a_damaged_slot_does_not_speak(position: int, flip: int) -> None:
    """Any changed byte silences its slot, and the other one speaks instead."""
    older = Mark(counter=6, stream=STREAM, seq=6, head_prefix=HEAD[:24]).encode()
    newer = bytearray(Mark(counter=7, stream=STREAM, seq=7, head_prefix=HEAD[:24]).encode())
    newer[position] ^= flip

    mark = newest_mark(older.ljust(SLOT_DISTANCE_BYTES, b"\0") + bytes(newer))

    assert mark is not None
    assert mark.counter == 6


def test_a_journal_is_judged_by_the_witnessed_place() -> None:
    """Ahead is normal; behind, different, or nothing readable beside events is a step back."""
    mark = Mark(counter=1, stream=STREAM, seq=5, head_prefix=HEAD[:24])

    assert judge(mark, holds_events=True, head=lambda _stream, _seq: HEAD) is None
    assert judge(mark, holds_events=True, head=lambda *_: None) is Finding.BEHIND
    assert judge(mark, holds_events=True, head=lambda *_: bytes(32)) is Finding.DIFFERENT
    assert judge(None, holds_events=True, head=lambda *_: None) is Finding.UNREADABLE
    assert judge(None, holds_events=False, head=lambda *_: None) is None
    assert judge(mark, holds_events=False, head=lambda *_: None) is Finding.BEHIND


def test_a_witness_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A missing folder is a known error, not a crash."""
    witness = Witness(tmp_path / "gone" / "witness")

    with pytest.raises(FileTrouble):
        witness.write(STREAM, 1, HEAD)
