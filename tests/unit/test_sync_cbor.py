"""Canonical CBOR: one encoding per value, and nothing else is accepted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cbor
from sync.errors import MessageInvalid

INTEGERS = st.integers(-cbor.INTEGER_LIMIT, cbor.INTEGER_LIMIT)
SCALARS = st.none() | st.booleans() | INTEGERS | st.binary(max_size=40) | st.text(max_size=20)
LABELS = st.integers(-24, 23) | st.integers(-cbor.INTEGER_LIMIT, -65537)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.text(max_size=5), st.integers(0, cbor.INTEGER_LIMIT), LABELS
    maps = [st.dictionaries(key, inner, max_size=5) for key in keys]
    return st.one_of(st.lists(inner, max_size=5), *maps)


VALUES = st.recursive(SCALARS, _containers, max_leaves=20)


def _nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    return value


@given(VALUES)
def test_what_is_encoded_comes_back(value: Any) -> None:
    """Decoding an encoding gives the same value, of the same types."""
    decoded = cbor.decode(cbor.encode(value))

    assert decoded == value
    assert repr(sorted(map(repr, _leaves(decoded)))) == repr(sorted(map(repr, _leaves(value))))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [leaf for element in value for leaf in _leaves(element)]
    if isinstance(value, dict):
        return [leaf for pair in value.items() for leaf in _leaves(list(pair))]
    return [value]


@given(st.binary(max_size=60))
def test_any_bytes_are_canonical_or_refused(data: bytes) -> None:
    """Whatever bytes come, they are the one encoding of a value, or refused with `cbor`."""
    _accepted_only_if_canonical(data)


@given(VALUES, st.integers(0), st.integers(0, 255), st.booleans())
def test_mutated_bytes_are_canonical_or_refused(
    value: Any, place: int, byte: int, cut: bool
) -> None:
    """A changed or shortened encoding is another canonical one, or MessageInvalid("cbor")."""
    data = bytearray(cbor.encode(value))
    at = place % len(data)
    if cut:
        del data[at]
    else:
        data[at] = byte

    _accepted_only_if_canonical(bytes(data))


def _accepted_only_if_canonical(data: bytes) -> None:
    assert _outcome(data) in (data, "cbor")


def _outcome(data: bytes) -> bytes | str:
    """Return the bytes again where they decode, else the code; any other exception is a failure."""
    try:
        return cbor.encode(cbor.decode(data))
    except MessageInvalid as error:
        return error.code


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (23, "17"),
        (24, "1818"),
        (256, "190100"),
        (65536, "1a00010000"),
        (2**32, "1b0000000100000000"),
        (-24, "37"),
        (-25, "3818"),
        ([True, False, None], "83f5f4f6"),
        ((1, bytearray(b"\x02")), "82014102"),
        ({10: 0, 100: 0}, "a20a00186400"),
        ({1: 0, -70001: 0}, "a201003a0001117000"),
        ({"b": 1, "aa": 2}, "a2616201626161" + "02"),
        ({}, "a0"),
    ],
)
def test_encoding_is_shortest_and_ordered(value: object, encoded: str) -> None:
    """Lengths are the shortest, map keys in bytewise order of their encoding."""
    assert cbor.encode(value).hex() == encoded


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {1, 2},
        2**63,
        -(2**63),
        "\ud800",
        {True: 1},
        {b"k": 1},
        {1: 1, "a": 2},
        {10: 1, 100: 2, -1: 3},
        {-25: 1},
        {-65536: 1},
        _nested(17),
    ],
)
def test_what_the_format_has_not_is_not_encoded(value: object) -> None:
    """Floats, sets, long integers, mixed or odd keys and 17 levels are refused."""
    with pytest.raises(MessageInvalid) as caught:
        cbor.encode(value)

    assert caught.value.code == "cbor"


def test_sixteen_levels_are_allowed() -> None:
    """The deepest nesting that §3 allows comes back; a map counts as a level like an array."""
    assert cbor.decode(cbor.encode(_nested(16))) == _nested(16)
    with pytest.raises(MessageInvalid):
        cbor.decode(b"\xa1\x01" * 16 + b"\xa0")


@pytest.mark.parametrize(
    ("hexadecimal", "why"),
    [
        ("", "empty input"),
        ("18", "argument cut"),
        ("1800", "zero in two bytes"),
        ("1817", "23 in two bytes"),
        ("a201000100", "a key twice"),
        ("1900ff", "255 in three bytes"),
        ("1a0000ffff", "65535 in five bytes"),
        ("1b00000000ffffffff", "32 bits in nine bytes"),
        ("1b8000000000000000", "2^63"),
        ("3b7fffffffffffffff", "-2^63"),
        ("1c", "reserved length"),
        ("9fff", "indefinite array"),
        ("bfff", "indefinite map"),
        ("f818", "simple value"),
        ("fb7e37e43c8800759c", "float"),
        ("c100", "tag"),
        ("4201", "bytes cut"),
        ("6201", "text cut"),
        ("a1", "map cut"),
        ("a10100" + "00", "trailing byte"),
        ("a1810100", "array as key"),
        ("a1f500", "true as key"),
        ("a1410100", "byte string as key"),
        ("a2616100" + "0100", "mixed keys, out of order"),
        ("a20100" + "616100", "mixed keys"),
        ("a30a00186400" + "2000", "negative key beside a large one"),
        ("a2626161006162" + "00", "longer key first"),
    ],
)
def test_lax_encodings_are_refused(hexadecimal: str, why: str) -> None:
    """Nothing but the one canonical encoding is decoded."""
    with pytest.raises(MessageInvalid) as caught:
        cbor.decode(bytes.fromhex(hexadecimal))

    assert caught.value.code == "cbor", why


def test_the_largest_integers_come_back() -> None:
    """±(2^63−1) are the limits of a number, and both are allowed."""
    limits = [cbor.INTEGER_LIMIT, -cbor.INTEGER_LIMIT]

    assert cbor.decode(cbor.encode(limits)) == limits
