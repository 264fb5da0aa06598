"""Certificates: which key is genuine, said by a root (PROTOCOL §5).

A certificate is a signed message whose payload is a CWT with the key inside (`cnf`). Checks go in
the order signature, claims, role, key; each failure has its code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sync import cbor, cose
from sync.errors import MessageInvalid
from sync.ids import kid_of

TERMINAL_PATTERN = re.compile(r"[0-9]{5}-[0-9A-HJKMNP-TV-Z]{3}")
ROOT_KID_BYTES = 4
_SEAL_CLAIM = -70001
_SUBJECT, _EXPIRES, _NOT_BEFORE, _KEY, _ROLE = 2, 4, 5, 8, 9


Signers = Mapping[bytes, bytes]
"""Full points of the centrals that are believed, by kid."""


class Role(Enum):
    """What the holder of a certificate may sign; each has its own signature domain and size cap."""

    DEVICE = (1, "device-cert", 256)
    CENTRAL = (2, "central-cert", 512)
    ADMINISTRATOR = (3, "admin-cert", 256)

    @property
    def number(self) -> int:
        """First byte of claim 9."""
        return self.value[0]

    @property
    def domain(self) -> str:
        """Signature domain of the certificate."""
        return self.value[1]

    @property
    def cap_bytes(self) -> int:
        """Largest size of the certificate."""
        return self.value[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCertificate:
    """A root says: this key is the device at this terminal."""

    terminal: str  # "20067-007": INEGI municipality key and terminal
    not_before_seconds: int
    expires_seconds: int
    point: bytes
    protection: int  # 0 passphrase, 1 OS keystore, 2 TPM
    encoded: bytes
    root: bytes  # full point of the root that signed

    @property
    def device_id(self) -> bytes:
        """The kid of the key; computed, never read."""
        return kid_of(self.point)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralCertificate:
    """A root says: this key signs for the central, and this one opens what is sealed to it."""

    name: str
    not_before_seconds: int
    expires_seconds: int
    point: bytes
    seal_public: bytes  # X25519, 32 bytes
    encoded: bytes
    root: bytes

    @property
    def kid(self) -> bytes:
        """Hint of the signing key."""
        return kid_of(self.point)

    @property
    def seal_kid(self) -> bytes:
        """Hint of the sealing key."""
        return kid_of(self.seal_public)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorCertificate:
    """A root says: this key, apart from the central, may order a wipe."""

    name: str
    not_before_seconds: int
    expires_seconds: int
    point: bytes
    encoded: bytes
    root: bytes


def issue_device_certificate(
    root_signer: cose.Signer,
    *,
    terminal: str,
    point: bytes,
    protection: int,
    not_before_seconds: int,
    expires_seconds: int,
) -> bytes:
    """Return a device certificate (153 bytes) signed by a root."""
    claims = _claims(terminal, point, not_before_seconds, expires_seconds)
    claims[_ROLE] = bytes((Role.DEVICE.number, protection))
    return _issue(root_signer, Role.DEVICE, claims)


def issue_central_certificate(
    root_signer: cose.Signer,
    *,
    name: str,
    point: bytes,
    seal_public: bytes,
    not_before_seconds: int,
    expires_seconds: int,
) -> bytes:
    """Return a central certificate signed by a root; *name* has 1 to 64 bytes."""
    claims = _claims(name, point, not_before_seconds, expires_seconds)
    claims[_ROLE] = bytes((Role.CENTRAL.number, 0))
    claims[_SEAL_CLAIM] = _seal_key(seal_public)
    return _issue(root_signer, Role.CENTRAL, claims)


def issue_administrator_certificate(
    root_signer: cose.Signer,
    *,
    name: str,
    point: bytes,
    not_before_seconds: int,
    expires_seconds: int,
) -> bytes:
    """Return an administrator certificate signed by a root; *name* has 1 to 64 bytes."""
    claims = _claims(name, point, not_before_seconds, expires_seconds)
    claims[_ROLE] = bytes((Role.ADMINISTRATOR.number, 0))
    return _issue(root_signer, Role.ADMINISTRATOR, claims)


def read_device_certificate(data: bytes, roots: Collection[bytes]) -> DeviceCertificate:
    """Return a device certificate that one of *roots* (33-byte points) signed.

    Raises MessageInvalid with the code of the first check that fails; nothing of it holds then.
    """
    opened = _open(data, roots, Role.DEVICE)
    if not TERMINAL_PATTERN.fullmatch(opened.subject):
        raise MessageInvalid("cert", "terminal is not NNNNN-XXX")
    _check_role_and_key(opened, Role.DEVICE, strongest_protection=2)
    return DeviceCertificate(
        terminal=opened.subject,
        not_before_seconds=opened.not_before_seconds,
        expires_seconds=opened.expires_seconds,
        point=opened.point,
        protection=opened.role_bytes[1],
        encoded=data,
        root=opened.root,
    )


def read_central_certificate(data: bytes, roots: Collection[bytes]) -> CentralCertificate:
    """Return a central certificate that one of *roots* signed; raises as for a device's."""
    opened = _open(data, roots, Role.CENTRAL)
    seal_public = _seal_public_of(opened.claims[_SEAL_CLAIM])
    if not 1 <= len(opened.subject.encode()) <= 64:
        raise MessageInvalid("cert", "name of a wrong length")
    _check_role_and_key(opened, Role.CENTRAL, strongest_protection=0)
    return CentralCertificate(
        name=opened.subject,
        not_before_seconds=opened.not_before_seconds,
        expires_seconds=opened.expires_seconds,
        point=opened.point,
        seal_public=seal_public,
        encoded=data,
        root=opened.root,
    )


def read_administrator_certificate(
    data: bytes, roots: Collection[bytes]
) -> AdministratorCertificate:
    """Return an administrator certificate that one of *roots* signed; raises as the others."""
    opened = _open(data, roots, Role.ADMINISTRATOR)
    if not 1 <= len(opened.subject.encode()) <= 64:
        raise MessageInvalid("cert", "name of a wrong length")
    _check_role_and_key(opened, Role.ADMINISTRATOR, strongest_protection=0)
    return AdministratorCertificate(
        name=opened.subject,
        not_before_seconds=opened.not_before_seconds,
        expires_seconds=opened.expires_seconds,
        point=opened.point,
        encoded=data,
        root=opened.root,
    )


def signers_of(certificates: Collection[CentralCertificate]) -> Signers:
    """Return the points of these central certificates by kid."""
    return {certificate.kid: certificate.point for certificate in certificates}


def signing_root(message: cose.SignedMessage, roots: Collection[bytes], code: str) -> bytes:
    """Return the full point of the root in *roots* that signed *message* (label 4 = its kid[:4]).

    Raises MessageInvalid("root-unknown") if no root has that hint, *code* if none of those that
    have it made the signature.
    """
    hint = message.kid
    candidates = [root for root in roots if kid_of(root)[:ROOT_KID_BYTES] == hint]
    if not candidates:
        raise MessageInvalid("root-unknown", "no pinned root with that id")
    for root in candidates:
        try:
            message.verify(root, code)
        except MessageInvalid:
            continue
        return root
    raise MessageInvalid(code, f"signature of a {message.domain} message")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    claims: dict[int, Any]
    subject: str
    not_before_seconds: int
    expires_seconds: int
    point: bytes
    role_bytes: bytes
    root: bytes


def _claims(
    subject: str, point: bytes, not_before_seconds: int, expires_seconds: int
) -> dict[int, object]:
    return {
        _SUBJECT: subject,
        _EXPIRES: expires_seconds,
        _NOT_BEFORE: not_before_seconds,
        _KEY: {1: cose.key_map_of(point)},
    }


def _issue(root_signer: cose.Signer, role: Role, claims: dict[int, object]) -> bytes:
    protected = {cose.KID_LABEL: root_signer.kid[:ROOT_KID_BYTES]}
    return cose.sign(root_signer, role.domain, protected, cbor.encode(claims))


def _open(data: bytes, roots: Collection[bytes], role: Role) -> _Opened:
    message = cose.open_shape(data, role.domain, role.cap_bytes, {cose.KID_LABEL})
    root = signing_root(message, roots, "cert-sig")
    wanted = {_SUBJECT, _EXPIRES, _NOT_BEFORE, _KEY, _ROLE}
    if role is Role.CENTRAL:
        wanted.add(_SEAL_CLAIM)
    claims = cbor.decode(message.payload)
    if not isinstance(claims, dict) or set(claims) != wanted:
        raise MessageInvalid("cert", "not exactly the claims of this certificate")
    subject, expires, not_before = claims[_SUBJECT], claims[_EXPIRES], claims[_NOT_BEFORE]
    if type(subject) is not str or type(expires) is not int or type(not_before) is not int:
        raise MessageInvalid("cert", "a claim of the wrong type")
    if not 0 <= not_before < expires:
        raise MessageInvalid("cert", "ends before it begins")
    role_bytes = claims[_ROLE]
    if type(role_bytes) is not bytes or len(role_bytes) != 2:
        raise MessageInvalid("cert", "role and protection are two bytes")
    return _Opened(
        claims=claims,
        subject=subject,
        not_before_seconds=not_before,
        expires_seconds=expires,
        point=_point_of(claims[_KEY]),
        role_bytes=role_bytes,
        root=root,
    )


def _point_of(confirmation: Any) -> bytes:
    match confirmation:
        case {1: key_map} as outer if len(outer) == 1:
            return cose.point_of(key_map, "cert")
        case _:
            raise MessageInvalid("cert", "no key")


def _seal_public_of(key: object) -> bytes:
    match key:
        case {-2: bytes() as public} if len(public) == 32:
            if cbor.encode(key) == cbor.encode(_seal_key(public)):
                return public
        case _:
            pass
    raise MessageInvalid("cert", "no X25519 sealing key")


def _seal_key(public: bytes) -> dict[int, object]:
    return {1: 1, -1: 4, -2: public}


def _check_role_and_key(opened: _Opened, role: Role, *, strongest_protection: int) -> None:
    if opened.role_bytes[0] != role.number:
        raise MessageInvalid("cert-role", "role of another certificate")
    if opened.role_bytes[1] > strongest_protection:
        raise MessageInvalid("cert", "unknown protection")
    cose.public_key_of(opened.point)
