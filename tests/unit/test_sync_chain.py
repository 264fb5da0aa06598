"""The chain: every past event is pinned by the head."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from sync import chain

STREAM = bytes(range(16))


def test_the_first_head_is_the_formula_of_the_protocol() -> None:
    """h(0) = SHA-256("ev0" ‖ device_id ‖ stream)."""
    wanted = hashlib.sha256(b"ev0" + b"device-8" + STREAM).digest()

    assert chain.first_head(b"device-8", STREAM) == wanted


def test_a_link_is_the_formula_of_the_protocol() -> None:
    """h(n) = SHA-256("ev1" ‖ stream ‖ n ‖ h(n−1) ‖ header ‖ SHA-256(salt ‖ body))."""
    digest = hashlib.sha256(b"salt" + b"body").digest()
    position = b"\0\0\0\0\0\0\1\2"
    wanted = hashlib.sha256(b"ev1" + STREAM + position + bytes(32) + b"header" + digest).digest()

    assert chain.digest_of(b"salt", b"body") == digest
    assert chain.next_head(STREAM, 258, bytes(32), b"header", digest) == wanted


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=6), st.data())
def test_a_change_anywhere_changes_the_head(headers: list[bytes], data: st.DataObject) -> None:
    """Whoever alters one event contradicts the head that paper carries."""
    place = data.draw(st.integers(0, len(headers) - 1))
    changed = [*headers]
    changed[place] = headers[place] + b"x"

    assert _head(headers) != _head(changed)


def _head(headers: list[bytes]) -> bytes:
    head = chain.first_head(bytes(8), STREAM)
    for seq, header in enumerate(headers, 1):
        head = chain.next_head(STREAM, seq, head, header, bytes(32))
    return head
