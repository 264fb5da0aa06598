"""Identifiers and the short forms people read."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import ids
from sync.money import RECEIPT_LIMIT_CENTAVOS


def test_an_event_id_follows_from_its_salt() -> None:
    """SHA-256(salt)[:16]: known from the first key pressed, so a double press is one event."""
    salt = ids.Salt(bytes(16))

    assert ids.event_id_of(salt) == hashlib.sha256(bytes(16)).digest()[:16]


def test_the_series_is_the_streams_beginning() -> None:
    """First two bytes, big-endian."""
    assert ids.series_of(ids.StreamId(b"\xda\x0e" + bytes(14))) == 55_822


def test_folios_are_padded_where_people_compare_them() -> None:
    """Four characters for the series, none added to the number."""
    assert ids.folio_text("20067-007", 55_822, 342) == "20067-007-1PGE-342"
    assert ids.folio_text("20067-007", 0, 1) == "20067-007-0000-1"


@given(st.binary(min_size=8, max_size=20))
def test_crockford_reads_the_first_bits(data: bytes) -> None:
    """Twelve characters are the first sixty bits, whatever follows."""
    text = ids.crockford(data, 12)

    number = 0
    for character in text:
        number = number * 32 + ids.CROCKFORD.index(character)
    assert number == int.from_bytes(data[:8], "big") >> 4


def test_too_few_bits_are_refused() -> None:
    """Characters are never made up."""
    with pytest.raises(ValueError, match="not enough bytes"):
        ids.crockford(b"\0", 2)


def test_the_receipt_limit_fits_its_field() -> None:
    """The largest total is the largest number a receipt can say."""
    assert RECEIPT_LIMIT_CENTAVOS == 2**32 - 1
