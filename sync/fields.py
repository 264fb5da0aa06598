"""Reading the map inside a message: which keys, which types, which sizes.

Every method raises MessageInvalid with the reader's code (`shape` unless said otherwise) where the
map does not hold what the schema says; nothing is guessed and nothing is converted.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sync import cbor
from sync.errors import MessageInvalid

VERSION = 1
"""First field of every payload that is bound to a protocol version (PROTOCOL §21)."""


class Fields:
    """One decoded map with a schema's key sets checked."""

    def __init__(self, entries: dict[Any, Any], code: str = "shape") -> None:
        self._entries = entries
        self._code = code

    @classmethod
    def of(
        cls,
        value: object,
        required: Collection[int],
        optional: Collection[int] = (),
        code: str = "shape",
    ) -> Fields:
        """Return the fields of a map that has all *required* keys and no key outside both sets."""
        if not isinstance(value, dict):
            raise MessageInvalid(code, "not a map")
        missing = set(required) - set(value)
        unknown = set(value) - set(required) - set(optional)
        if missing or unknown:
            raise MessageInvalid(code, f"keys missing {sorted(missing)}, not known {len(unknown)}")
        return cls(value, code)

    @classmethod
    def decode(
        cls, data: bytes, required: Collection[int], optional: Collection[int] = ()
    ) -> Fields:
        """Decode a payload and return its fields; MessageInvalid("cbor") if it is not canonical."""
        return cls.of(cbor.decode(data), required, optional)

    @classmethod
    def decode_version_1(
        cls, data: bytes, required: Collection[int], optional: Collection[int] = ()
    ) -> Fields:
        """As `decode`, for a payload whose key 1 is the protocol version.

        Raises MessageInvalid("version") where it is another number, whatever else is there.
        """
        payload = cbor.decode(data)
        if isinstance(payload, dict) and type(payload.get(1)) is int and payload[1] != VERSION:
            raise MessageInvalid("version", "another protocol version")
        read = cls.of(payload, required, optional)
        read.uint(1)
        return read

    def has(self, key: int) -> bool:
        """Say whether the optional *key* is there."""
        return key in self._entries

    def raw(self, key: int) -> Any:
        """Return a value whose schema says `any`."""
        return self._entries[key]

    def uint(self, key: int, below: int = 2**63) -> int:
        """Return an unsigned integer smaller than *below*."""
        return unsigned(self._entries[key], below, self._code)

    def octets(self, key: int, size: int | None = None, at_most: int | None = None) -> bytes:
        """Return a byte string, of exactly *size* or *at_most* so many bytes where given."""
        return octets(self._entries[key], size, at_most, self._code)

    def text(self, key: int, at_most_bytes: int | None = None) -> str:
        """Return a text, of *at_most_bytes* in UTF-8 where given."""
        return text(self._entries[key], at_most_bytes, self._code)

    def flag(self, key: int) -> bool:
        """Return true or false."""
        value = self._entries[key]
        if not isinstance(value, bool):
            raise MessageInvalid(self._code, f"key {key} is neither true nor false")
        return value

    def array(self, key: int, at_least: int = 0, at_most: int | None = None) -> list[Any]:
        """Return an array with so many elements."""
        return array(self._entries[key], at_least, at_most, self._code)

    def optional_uint(self, key: int) -> int | None:
        """Return an unsigned integer, or None where the key is left out."""
        return self.uint(key) if self.has(key) else None

    def optional_octets(self, key: int, size: int | None = None) -> bytes | None:
        """Return a byte string, or None where the key is left out."""
        return self.octets(key, size) if self.has(key) else None

    def optional_text(self, key: int) -> str | None:
        """Return a text, or None where the key is left out."""
        return self.text(key) if self.has(key) else None


def unsigned(value: object, below: int = 2**63, code: str = "shape") -> int:
    """Return *value* if it is an unsigned integer smaller than *below*."""
    if type(value) is not int or not 0 <= value < below:
        raise MessageInvalid(code, f"not an unsigned integer below {below}")
    return value


def octets(
    value: object, size: int | None = None, at_most: int | None = None, code: str = "shape"
) -> bytes:
    """Return *value* if it is a byte string of that size."""
    if not isinstance(value, bytes):
        raise MessageInvalid(code, "not a byte string")
    if (size is not None and len(value) != size) or (at_most is not None and len(value) > at_most):
        raise MessageInvalid(code, f"byte string of {len(value)} bytes")
    return value


def text(value: object, at_most_bytes: int | None = None, code: str = "shape") -> str:
    """Return *value* if it is a text of that size."""
    if not isinstance(value, str):
        raise MessageInvalid(code, "not a text")
    if at_most_bytes is not None and len(value.encode()) > at_most_bytes:
        raise MessageInvalid(code, "text too long")
    return value


def array(
    value: object, at_least: int = 0, at_most: int | None = None, code: str = "shape"
) -> list[Any]:
    """Return *value* if it is an array with so many elements."""
    if not isinstance(value, list):
        raise MessageInvalid(code, "not an array")
    if len(value) < at_least or (at_most is not None and len(value) > at_most):
        raise MessageInvalid(code, f"array of {len(value)} elements")
    return value


def map_of(value: object, key_type: type[int] | type[str], code: str = "shape") -> dict[Any, Any]:
    """Return *value* if it is a map whose keys are all unsigned integers, or all texts."""
    if not isinstance(value, dict):
        raise MessageInvalid(code, "not a map")
    for key in value:
        if type(key) is not key_type or (isinstance(key, int) and key < 0):
            raise MessageInvalid(code, "a key of the wrong type")
    return value
