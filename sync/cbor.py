"""Canonical CBOR, the one encoding of everything hashed, signed or stored (PROTOCOL §3).

Encoder and decoder are ours, because a library alone accepts indefinite lengths, long integers,
unordered keys and trailing bytes. What `decode` accepts, `encode` gives back byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sync.errors import MessageInvalid

INTEGER_LIMIT = 2**63 - 1
DEEPEST_NESTING = 16
_PRIVATE_LABELS_BELOW = -65536
_SIMPLE: dict[int, bool | None] = {0xF4: False, 0xF5: True, 0xF6: None}
_SHORT_HEADS = tuple(bytes((first,)) for first in range(256))
_TEXT_KEYS, _NUMBER_KEYS = {str}, {int}
_SIMPLE_BYTES = {False: b"\xf4", True: b"\xf5", None: b"\xf6"}


def encode(value: object) -> bytes:
    """Return the one encoding of *value*.

    Raises MessageInvalid("cbor") for what §3 does not allow: floats, integers beyond ±(2^63−1),
    mixed map keys, more than 16 levels.
    """
    parts: list[bytes] = []
    _write(value, parts, 0)
    return b"".join(parts)


def decode(data: bytes) -> Any:
    """Return the value that *data* encodes; arrays are lists, maps are dicts.

    Raises MessageInvalid("cbor") for anything but the one canonical encoding.
    """
    data = bytes(data)
    value, end = _read(data, 0, 0)
    if end != len(data):
        raise MessageInvalid("cbor", "bytes after the value")
    return value


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return _SHORT_HEADS[major << 5 | argument]
    size = 1 if argument < 2**8 else 2 if argument < 2**16 else 4 if argument < 2**32 else 8
    return bytes((major << 5 | 23 + size.bit_length(),)) + argument.to_bytes(size, "big")


def _write(value: object, parts: list[bytes], depth: int) -> None:
    # By exact type first: nearly all values are of these, and a pattern match costs more than
    # everything else here.
    kind = type(value)
    if kind is int:
        _write_integer(value, parts)  # type: ignore[arg-type]
    elif kind is bytes:
        parts += (_head(2, len(value)), value)  # type: ignore[arg-type]
    elif kind is str:
        _write_text(value, parts)  # type: ignore[arg-type]
    elif kind is list or kind is tuple:
        _write_array(value, parts, depth)  # type: ignore[arg-type]
    elif kind is dict:
        _write_map(value, parts, depth)  # type: ignore[arg-type]
    else:
        _write_other(value, parts, depth)


def _write_other(value: object, parts: list[bytes], depth: int) -> None:
    match value:
        case None | bool():
            parts.append(_SIMPLE_BYTES[value])
        case int():
            _write_integer(value, parts)
        case bytes() | bytearray():
            parts += (_head(2, len(value)), bytes(value))
        case str():
            _write_text(value, parts)
        case list() | tuple():
            _write_array(value, parts, depth)
        case Mapping():
            _write_map(value, parts, depth)
        case _:
            raise MessageInvalid("cbor", f"no encoding for {type(value).__name__}")


def _write_integer(value: int, parts: list[bytes]) -> None:
    if 0 <= value < 24:
        parts.append(_SHORT_HEADS[value])
        return
    if abs(value) > INTEGER_LIMIT:
        raise MessageInvalid("cbor", "integer beyond 63 bits")
    parts.append(_head(0, value) if value >= 0 else _head(1, -1 - value))


def _write_text(value: str, parts: list[bytes]) -> None:
    try:
        text = value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise MessageInvalid("cbor", "text is not UTF-8") from error
    parts += (_head(3, len(text)), text)


def _write_array(value: Sequence[object], parts: list[bytes], depth: int) -> None:
    _check_depth(depth)
    parts.append(_head(4, len(value)))
    for element in value:
        _write(element, parts, depth + 1)


def _write_map(value: Mapping[Any, object], parts: list[bytes], depth: int) -> None:
    _check_depth(depth)
    _check_keys(list(value))
    parts.append(_head(5, len(value)))
    for key_bytes, key in sorted([(encode(key), key) for key in value]):
        parts.append(key_bytes)
        _write(value[key], parts, depth + 1)


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if at >= len(data):
        raise MessageInvalid("cbor", "input ends early")
    first = data[at]
    at += 1
    if first < 24:
        return first, at
    major, argument = first >> 5, first & 31
    if major == 7:
        if first not in _SIMPLE:
            raise MessageInvalid("cbor", "float, undefined or simple value")
        return _SIMPLE[first], at
    if argument >= 24:
        argument, at = _long_argument(data, at, argument)
    if major < 2:
        if argument > INTEGER_LIMIT - major:
            raise MessageInvalid("cbor", "integer beyond 63 bits")
        return (argument if major == 0 else -1 - argument), at
    end = at + argument
    if end > len(data):
        raise MessageInvalid("cbor", "length beyond the input")
    if major == 2:
        return data[at:end], end
    if major == 3:
        try:
            return str(data[at:end], "utf-8"), end
        except UnicodeDecodeError as error:
            raise MessageInvalid("cbor", "text is not UTF-8") from error
    if major == 6:
        raise MessageInvalid("cbor", "tag")
    _check_depth(depth)
    return (_read_array if major == 4 else _read_map)(data, at, argument, depth + 1)


def _long_argument(data: bytes, at: int, short: int) -> tuple[int, int]:
    if short == 24 and at < len(data):  # nearly always
        argument = data[at]
        if argument < 24:
            raise MessageInvalid("cbor", "longer than needed")
        return argument, at + 1
    size = 1 << (short - 24)
    if short > 27 or at + size > len(data):
        raise MessageInvalid("cbor", "indefinite length, or input ends early")
    argument = int.from_bytes(data[at : at + size], "big")
    if argument < (24 if size == 1 else 1 << (4 * size)):
        raise MessageInvalid("cbor", "longer than needed")
    return argument, at + size


def _read_array(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    elements: list[Any] = []
    for _ in range(count):
        # Short numbers and strings are most of what there is: read here, without a call.
        first = data[at] if at < len(data) else 0xFF
        if first < 24:
            elements.append(first)
            at += 1
        elif 0x40 <= first < 0x58 and (end := at + first - 0x3F) <= len(data):
            elements.append(data[at + 1 : end])
            at = end
        else:
            element, at = _read(data, at, depth)
            elements.append(element)
    return elements, at


def _read_map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[Any, Any], int]:
    entries: dict[Any, Any] = {}
    previous = b""
    for _ in range(count):
        start = at
        key: Any = data[at] if at < len(data) else 0xFF
        if key < 24:  # as nearly every key is: its byte is the number itself
            at += 1
        else:
            key, at = _read(data, at, DEEPEST_NESTING)
        key_bytes = data[start:at]
        if key_bytes <= previous:
            raise MessageInvalid("cbor", "keys out of order or repeated")
        previous = key_bytes
        first = data[at] if at < len(data) else 0xFF
        if first < 24:
            entries[key] = first
            at += 1
        elif 0x40 <= first < 0x58 and (end := at + first - 0x3F) <= len(data):
            entries[key] = data[at + 1 : end]
            at = end
        else:
            entries[key], at = _read(data, at, depth)
    if previous[:1] > b"\x17":  # keys are in order: where the last is short, all are
        _check_keys(list(entries))
    return entries, at


def _check_depth(depth: int) -> None:
    if depth >= DEEPEST_NESTING:
        raise MessageInvalid("cbor", "more than 16 levels")


def _check_keys(keys: list[Any]) -> None:
    """Keys of one map are all text, all unsigned, or −24…23 with private labels (PROTOCOL §3)."""
    kinds = set(map(type, keys))
    if not kinds or kinds == _TEXT_KEYS:
        return
    if kinds != _NUMBER_KEYS:
        raise MessageInvalid("cbor", "mixed keys in one map")
    if min(keys) >= 0:
        return
    if not all(-24 <= key <= 23 or key < _PRIVATE_LABELS_BELOW for key in keys):
        raise MessageInvalid("cbor", "integer keys outside the allowed labels")
