"""The one signing format: untagged COSE_Sign1, ES256, empty unprotected map (PROTOCOL §4).

The domain goes into `external_aad`, so a signature of one kind of message never serves as another.
ES256 is malleable: a signature is never an identifier, a hash input or a key for deduplication.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from sync import cbor
from sync.errors import MessageInvalid
from sync.ids import kid_of

ALGORITHM_LABEL = 1
KID_LABEL = 4
CERTIFICATE_LABEL = 13
ES256 = -7
SIGNATURE_BYTES = 64
POINT_BYTES = 33
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Signer(Protocol):
    """A P-256 private key, wherever it lives."""

    @property
    def point(self) -> bytes:
        """The public key: SEC1 compressed, 33 bytes."""
        ...

    @property
    def kid(self) -> bytes:
        """SHA-256(point)[:8]; of a device key this is the device_id."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of *message* as 64 bytes r ‖ s."""
        ...


class SoftwareSigner:
    """A key in memory; signs deterministically (RFC 6979)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        self._point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )

    @classmethod
    def generate(cls) -> SoftwareSigner:
        """Return a new random key."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_private(cls, private: bytes) -> SoftwareSigner:
        """Return the key with this secret number of 32 bytes; ValueError if it is none."""
        if len(private) != 32:
            raise ValueError("a P-256 private key has 32 bytes")
        return cls(ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1()))

    def private_bytes(self) -> bytes:
        """Return the secret number as 32 bytes, to be kept encrypted."""
        return self._key.private_numbers().private_value.to_bytes(32, "big")

    @property
    def point(self) -> bytes:
        """The public key: SEC1 compressed, 33 bytes."""
        return self._point

    @property
    def kid(self) -> bytes:
        """SHA-256(point)[:8]."""
        return kid_of(self._point)

    def sign(self, message: bytes) -> bytes:
        """Return the ES256 signature of *message* as 64 bytes r ‖ s."""
        der = self._key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        r, s = utils.decode_dss_signature(der)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A message whose shape holds; its payload counts only after `verify`."""

    domain: str
    protected: Mapping[int, Any]
    protected_bytes: bytes
    payload: bytes
    signature: bytes

    @property
    def kid(self) -> bytes:
        """Label 4, the signer's hint; MessageInvalid("header") where it is no byte string."""
        kid = self.protected.get(KID_LABEL)
        if not isinstance(kid, bytes):
            raise MessageInvalid("header", "label 4 is not a byte string")
        return kid

    def certificate_bytes(self) -> bytes:
        """Return the certificate of label 13 as the message it was; read it before `verify`."""
        return cbor.encode(self.protected[CERTIFICATE_LABEL])

    def verify(self, point: bytes, code: str = "sig") -> None:
        """Return if the key *point* made this signature; MessageInvalid(*code*) if not."""
        text = _to_be_signed(self.domain, self.protected_bytes, self.payload)
        if not signature_holds(point, text, self.signature):
            raise MessageInvalid(code, f"signature of a {self.domain} message")


def sign(signer: Signer, domain: str, protected: Mapping[int, object], payload: bytes) -> bytes:
    """Return the signed message; label 1 (ES256) is added to *protected*."""
    protected_bytes = cbor.encode({**protected, ALGORITHM_LABEL: ES256})
    signature = signer.sign(_to_be_signed(domain, protected_bytes, payload))
    return cbor.encode([protected_bytes, {}, payload, signature])


def open_shape(data: bytes, domain: str, cap_bytes: int, labels: Collection[int]) -> SignedMessage:
    """Return the parts of a signed message, checked in the order of PROTOCOL §4 up to its keys.

    *labels* are those of the protected map beside label 1. Raises MessageInvalid with the code of
    the first check that fails (`size cbor shape header sig alg`). Nothing is verified yet.
    """
    if len(data) > cap_bytes:
        raise MessageInvalid("size", f"{len(data)} bytes, at most {cap_bytes}")
    match cbor.decode(data):
        case [
            bytes() as protected_bytes,
            dict() as unprotected,
            bytes() as payload,
            bytes() as signature,
        ]:
            pass
        case _:
            raise MessageInvalid("shape", "not the four elements of a signed message")
    if unprotected:
        raise MessageInvalid("header", "the unprotected map is not empty")
    if len(signature) != SIGNATURE_BYTES:
        raise MessageInvalid("sig", "a signature has 64 bytes")
    protected = cbor.decode(protected_bytes)
    if not isinstance(protected, dict) or ALGORITHM_LABEL not in protected:
        raise MessageInvalid("header", "no algorithm")
    algorithm = protected[ALGORITHM_LABEL]
    if type(algorithm) is not int or algorithm != ES256:
        raise MessageInvalid("alg", "not ES256")
    if set(protected) != {ALGORITHM_LABEL, *labels}:
        raise MessageInvalid("header", "not exactly the protected labels of this message")
    return SignedMessage(
        domain=domain,
        protected=protected,
        protected_bytes=protected_bytes,
        payload=payload,
        signature=signature,
    )


def public_key_of(point: bytes) -> ec.EllipticCurvePublicKey:
    """Return the P-256 key of a compressed point; MessageInvalid("key") if it is on no curve."""
    if len(point) != POINT_BYTES:
        raise MessageInvalid("key", "not a compressed point")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise MessageInvalid("key", "not a point on the curve") from error


def key_map_of(point: bytes) -> dict[int, object]:
    """Return a compressed point as the COSE_Key map that certificates and requests carry."""
    return {1: 2, -1: 1, -2: point[1:], -3: point[0] == 3}


def point_of(key_map: object, code: str) -> bytes:
    """Return the compressed point in a COSE_Key map; MessageInvalid(*code*) if it is no such map.

    Whether the point is on the curve says `public_key_of`.
    """
    match key_map:
        case {-2: bytes() as x, -3: bool() as y_odd} if len(x) == 32:
            point = bytes((2 + y_odd,)) + x
            if cbor.encode(key_map) == cbor.encode(key_map_of(point)):
                return point
        case _:
            pass
    raise MessageInvalid(code, "no P-256 key")


def signature_holds(point: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether *signature* (r ‖ s) over *message* was made by the key *point*.

    High s is accepted (PROTOCOL §4); r or s outside 1…n−1 is not.
    """
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if len(signature) != SIGNATURE_BYTES or not (0 < r < _ORDER and 0 < s < _ORDER):
        return False
    der = utils.encode_dss_signature(r, s)
    try:
        public_key_of(point).verify(der, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _to_be_signed(domain: str, protected_bytes: bytes, payload: bytes) -> bytes:
    external_aad = b"vt1/" + domain.encode("ascii")
    return cbor.encode(["Signature1", protected_bytes, external_aad, payload])
