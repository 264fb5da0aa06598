"""Signed messages: one shape, one order of checks, one domain per kind of message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import cbor, cose
from sync.errors import MessageInvalid
from tests.support.institution import a_signer

SIGNER = a_signer("cose")
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
SIGNED = cose.sign(SIGNER, "ack", {cose.KID_LABEL: SIGNER.kid}, b"payload")


def _open(data: bytes, domain: str = "ack", cap_bytes: int = 1000) -> cose.SignedMessage:
    return cose.open_shape(data, domain, cap_bytes, {cose.KID_LABEL})


def _changed(change: Callable[[list[Any]], object]) -> bytes:
    parts = cbor.decode(SIGNED)
    change(parts)
    return cbor.encode(parts)


def _code(data: bytes, **arguments: Any) -> str:
    with pytest.raises(MessageInvalid) as caught:
        _open(data, **arguments).verify(SIGNER.point)
    return caught.value.code


def test_a_signed_message_opens_and_verifies() -> None:
    """What was signed comes back, and only the signer's key verifies it."""
    message = _open(SIGNED)

    message.verify(SIGNER.point)
    assert (message.kid, message.payload, message.domain) == (SIGNER.kid, b"payload", "ack")
    with pytest.raises(MessageInvalid, match="cert-sig"):
        message.verify(a_signer("other").point, "cert-sig")


def test_a_signature_of_one_domain_is_none_of_another() -> None:
    """The domain is signed: the same bytes read as another kind of message do not verify."""
    assert _code(SIGNED, domain="push") == "sig"


def test_the_same_key_signs_the_same_bytes_alike() -> None:
    """Signatures are deterministic, and a key survives being stored."""
    again = cose.SoftwareSigner.from_private(SIGNER.private_bytes())

    assert cose.sign(again, "ack", {cose.KID_LABEL: again.kid}, b"payload") == SIGNED
    assert again.point == SIGNER.point


def test_generated_keys_differ() -> None:
    """Two new keys are two keys."""
    assert cose.SoftwareSigner.generate().point != cose.SoftwareSigner.generate().point


@pytest.mark.parametrize("private", [b"", bytes(31), bytes(33), bytes(32)])
def test_what_is_no_private_key_is_refused(private: bytes) -> None:
    """A stored key of a wrong length, or zero, is not taken for one."""
    with pytest.raises(ValueError, match=r".+"):
        cose.SoftwareSigner.from_private(private)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts.append(1), "shape"),
        (lambda parts: parts.pop(), "shape"),
        (lambda parts: parts.__setitem__(2, "text"), "shape"),
        (lambda parts: parts.__setitem__(1, []), "shape"),
        (lambda parts: parts.__setitem__(1, {1: 2}), "header"),
        (lambda parts: parts.__setitem__(3, bytes(63)), "sig"),
        (lambda parts: parts.__setitem__(0, b""), "cbor"),
        (lambda parts: parts.__setitem__(0, b"\xa2\x04\x00\x01\x26"), "cbor"),
        (lambda parts: parts.__setitem__(0, cbor.encode([1])), "header"),
        (lambda parts: parts.__setitem__(0, cbor.encode({4: b"kid"})), "header"),
        (lambda parts: parts.__setitem__(0, cbor.encode({1: -8, 9: 9})), "alg"),
        (lambda parts: parts.__setitem__(0, cbor.encode({1: "ES256", 4: b""})), "alg"),
        (lambda parts: parts.__setitem__(0, cbor.encode({1: -7})), "header"),
        (lambda parts: parts.__setitem__(0, cbor.encode({1: -7, 4: b"", 5: 1})), "header"),
        (lambda parts: parts.__setitem__(2, b"another payload"), "sig"),
    ],
)
def test_each_broken_part_has_its_code(change: Callable[[list[Any]], object], code: str) -> None:
    """The first check that fails, in the order of PROTOCOL §4, names the code."""
    assert _code(_changed(change)) == code


def test_the_unprotected_map_is_checked_before_the_signature_length() -> None:
    """Two faults at once: everyone reports the same one."""

    def both(parts: list[Any]) -> None:
        parts[1], parts[3] = {1: 1}, b""

    assert _code(_changed(both)) == "header"


def test_a_message_above_its_cap_is_not_even_decoded() -> None:
    """Size is the first check of all."""
    assert _code(b"\xff" * 11, cap_bytes=10) == "size"
    assert _code(b"\xff" * 10, cap_bytes=10) == "cbor"


def test_a_kid_that_is_no_byte_string_is_a_wrong_header() -> None:
    """A signer's hint of another type is refused before any key is looked up."""
    signed = cose.sign(SIGNER, "ack", {cose.KID_LABEL: 7}, b"")

    with pytest.raises(MessageInvalid, match="header"):
        _ = _open(signed).kid


def test_the_certificate_inside_comes_out_as_it_was() -> None:
    """Label 13 carries the certificate's four elements, the very bytes it was."""
    signed = cose.sign(SIGNER, "receipt", {cose.CERTIFICATE_LABEL: cbor.decode(SIGNED)}, b"")

    message = cose.open_shape(signed, "receipt", 1000, {cose.CERTIFICATE_LABEL})

    assert message.certificate_bytes() == SIGNED


def _with_signature(r: int, s: int) -> bytes:
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return _changed(lambda parts: parts.__setitem__(3, signature))


def test_high_s_is_accepted() -> None:
    """(r, n−s) verifies too: hence a signature is never an identifier."""
    signature = cbor.decode(SIGNED)[3]
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")

    _open(_with_signature(r, ORDER - s)).verify(SIGNER.point)


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (ORDER, 1), (1, ORDER), (ORDER - 1, 1)])
def test_r_and_s_outside_the_group_are_refused(r: int, s: int) -> None:
    """0 and n are no signature numbers, and others do not verify."""
    assert _code(_with_signature(r, s)) == "sig"


def test_a_signature_of_another_length_holds_for_nothing() -> None:
    """A longer signature is not cut to fit."""
    signature = SIGNER.sign(b"m")

    assert cose.signature_holds(SIGNER.point, b"m", signature)
    assert not cose.signature_holds(SIGNER.point, b"m", signature + b"\0")


@pytest.mark.parametrize("point", [b"", b"\x02" * 32, b"\x02" + b"\xff" * 32, b"\x05" + bytes(32)])
def test_what_is_no_point_is_no_key(point: bytes) -> None:
    """A point of another length, above the field or off the curve is `key`."""
    with pytest.raises(MessageInvalid, match="key"):
        cose.public_key_of(point)


@pytest.mark.parametrize(
    "key_map",
    [
        None,
        {},
        {1: 2, -1: 1, -2: bytes(31), -3: True},
        {1: 2, -1: 1, -2: bytes(32), -3: 1},
        {1: True, -1: 1, -2: bytes(32), -3: True},
        {1: 2, -1: 1, -2: bytes(32), -3: True, 4: 1},
    ],
)
def test_only_the_exact_key_map_is_read(key_map: object) -> None:
    """A COSE_Key with other entries, sizes or types is not guessed at."""
    with pytest.raises(MessageInvalid, match="shape"):
        cose.point_of(key_map, "shape")


def test_a_key_map_gives_its_point() -> None:
    """Point to map and back is the same point."""
    assert cose.point_of(cose.key_map_of(SIGNER.point), "shape") == SIGNER.point


@settings(max_examples=150)
@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_is_accepted(place: int, change: int) -> None:
    """A message with any one byte changed raises MessageInvalid and nothing else."""
    data = bytearray(SIGNED)
    data[place] ^= change

    with pytest.raises(MessageInvalid):
        _open(bytes(data)).verify(SIGNER.point)
