"""A person's copy of their own data: canonical JSON, signed by the device that held it.

COSE_Sign1 of PROTOCOL §4 with the domain `person-copy`; label 13 carries the device's certificate,
so whoever pins the institution's root checks it without anybody's help.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sync import cbor
from sync.certificates import DeviceCertificate, read_device_certificate
from sync.cose import CERTIFICATE_LABEL, Signer, open_shape, sign
from sync.errors import MessageInvalid

DOMAIN = "person-copy"
CAP_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCopy:
    """A copy that holds: its JSON as it was signed, and the device that signed it."""

    content: bytes
    certificate: DeviceCertificate


def canonical_json(value: Any) -> bytes:
    """Return the one byte form of a value of texts, whole numbers, lists and maps.

    Sorted keys, no spaces, UTF-8. Raises TypeError for a float: amounts are centavos.
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def content_hash(content: bytes) -> bytes:
    """Return SHA-256(signed JSON)[:16], which event 91 keeps."""
    return hashlib.sha256(content).digest()[:16]


def sign_copy(signer: Signer, certificate: bytes, content: bytes) -> bytes:
    """Return the signed copy."""
    return sign(signer, DOMAIN, {CERTIFICATE_LABEL: cbor.decode(certificate)}, content)


def read_copy(data: bytes, roots: tuple[bytes, ...]) -> ReadCopy:
    """Return a copy whose signature and certificate hold; raises MessageInvalid."""
    message = open_shape(data, DOMAIN, CAP_BYTES, (CERTIFICATE_LABEL,))
    certificate = read_device_certificate(message.certificate_bytes(), roots)
    message.verify(certificate.point)
    return ReadCopy(content=message.payload, certificate=certificate)


def _refuse_floats(value: Any) -> None:
    match value:
        case float():
            raise TypeError("a copy holds no floats")
        case dict():
            for one in value.values():
                _refuse_floats(one)
        case list() | tuple():
            for one in value:
                _refuse_floats(one)
        case _:
            pass


__all__ = [
    "CAP_BYTES",
    "DOMAIN",
    "MessageInvalid",
    "ReadCopy",
    "canonical_json",
    "content_hash",
    "read_copy",
    "sign_copy",
]
