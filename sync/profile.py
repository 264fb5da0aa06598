"""The institution profile, file `institution.vtp`: whom a device trusts (PROTOCOL §5a).

A root that is among the profile's own roots signs it. A fresh installation pins nothing: it asks a
person to compare `fingerprint`, then pins the roots it was shown. Later profiles count only if a
pinned root signed them, and never with a lower version.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sync import cbor, cose, fields
from sync.certificates import (
    ROOT_KID_BYTES,
    CentralCertificate,
    read_central_certificate,
    signing_root,
)
from sync.errors import MessageInvalid
from sync.fields import Fields
from sync.ids import crockford

DOMAIN = "profile"
PROFILE_CAP_BYTES = 64 * 1024
LONGEST_PREFIX = 24
_PREFIX_PATTERN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?/v#")
_REQUIRED = frozenset({1, 2, 3, 5, 6, 7, 8, 9, 10, 13})
_OPTIONAL = frozenset({4, 11, 12, 14, 15, 16, *range(17, 24)})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRoot:
    """A root whose private half is public by design: nothing but practice counts under it."""

    point: bytes
    private: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionProfile:
    """Who the institution is, where its central answers, which keys speak for it."""

    version: int
    name: str
    roots: tuple[bytes, ...]  # one or two points: current and next
    base_url: str
    receipt_prefix: str
    central_certificates: tuple[bytes, ...]
    domain_words: str
    phone: str
    place: str
    legal_line: str
    training: TrainingRoot | None = None
    offices: Mapping[str, str] = field(default_factory=dict)  # terminal -> office
    concepts: Mapping[int, str] = field(default_factory=dict)  # concept code -> name
    page_hashes: tuple[bytes, ...] = ()
    legal_pack: str | None = None
    recovery_public: bytes | None = None  # X25519

    def centrals(self) -> tuple[CentralCertificate, ...]:
        """Return the central's certificates, newest first: seal to the first, believe them all.

        Raises MessageInvalid where one of them does not hold under the profile's roots.
        """
        read = [read_central_certificate(data, self.roots) for data in self.central_certificates]
        return tuple(sorted(read, key=lambda one: one.not_before_seconds, reverse=True))


def fingerprint(roots: Collection[bytes]) -> str:
    """Return the twelve characters a person compares with the office's notice."""
    return crockford(hashlib.sha256(b"".join(roots)).digest(), 12)


def issue_profile(root_signer: cose.Signer, profile: InstitutionProfile) -> bytes:
    """Return the file `institution.vtp`, signed by one of the profile's own roots.

    Raises MessageInvalid where a reader would refuse it; nothing is signed for use then.
    """
    protected = {cose.KID_LABEL: root_signer.kid[:ROOT_KID_BYTES]}
    data = cose.sign(root_signer, DOMAIN, protected, cbor.encode(_payload(profile)))
    read_profile(data, None)
    return data


def read_profile(
    data: bytes, pinned_roots: Collection[bytes] | None, version_held: int = 0
) -> InstitutionProfile:
    """Return the profile in a file.

    *pinned_roots* None or empty = a fresh installation: the caller shows `fingerprint` to a person
    before anything is believed. Raises MessageInvalid with the code of the first check that fails
    (`root-unknown`, `sig`, `shape`, `old` …); the profile held stays as it is.
    """
    message = cose.open_shape(data, DOMAIN, PROFILE_CAP_BYTES, {cose.KID_LABEL})
    payload = cbor.decode(message.payload)
    roots = _roots(payload)
    trusted = [root for root in roots if not pinned_roots or root in pinned_roots]
    signing_root(message, trusted, "sig")
    profile = _profile_of(Fields.of(payload, _REQUIRED, _OPTIONAL), roots)
    if profile.version < version_held:
        raise MessageInvalid("old", f"version {profile.version}, held {version_held}")
    return profile


def _roots(payload: object) -> tuple[bytes, ...]:
    if not isinstance(payload, dict):
        raise MessageInvalid("shape", "not a map")
    points = tuple(fields.octets(point, 33) for point in fields.array(payload.get(3), 1, 2))
    for point in points:
        _check_point(point)
    return points


def _check_point(point: bytes) -> None:
    try:
        cose.public_key_of(point)
    except MessageInvalid as error:
        raise MessageInvalid("shape", "a root is not a point on the curve") from error


def _profile_of(read: Fields, roots: tuple[bytes, ...]) -> InstitutionProfile:
    offices = fields.map_of(read.raw(11), str) if read.has(11) else {}
    concepts = fields.map_of(read.raw(12), int) if read.has(12) else {}
    return InstitutionProfile(
        version=read.uint(1),
        name=read.text(2),
        roots=roots,
        training=_training(read.array(4, 2, 2)) if read.has(4) else None,
        base_url=_checked_base_url(read.text(5)),
        receipt_prefix=_checked_prefix(read.text(6)),
        central_certificates=tuple(fields.octets(one) for one in read.array(7, 1, 8)),
        domain_words=read.text(8),
        phone=read.text(9),
        place=read.text(10),
        offices={terminal: fields.text(office) for terminal, office in offices.items()},
        concepts={code: fields.text(name) for code, name in concepts.items()},
        legal_line=read.text(13),
        page_hashes=tuple(fields.octets(one, 32) for one in read.array(14)) if read.has(14) else (),
        legal_pack=read.optional_text(15),
        recovery_public=read.optional_octets(16, 32),
    )


def _training(halves: list[object]) -> TrainingRoot:
    point, private = fields.octets(halves[0], 33), fields.octets(halves[1], 32)
    try:
        belongs = cose.SoftwareSigner.from_private(private).point == point
    except ValueError:
        belongs = False
    if not belongs:
        raise MessageInvalid("shape", "the halves of the training root do not belong together")
    return TrainingRoot(point=point, private=private)


def _checked_base_url(url: str) -> str:
    """Return *url* if it is https, or http to a loopback address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise MessageInvalid("shape", "base URL cannot be read") from error
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    readable = bool(host) and port != 0 and url.isascii() and " " not in url
    private = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host or ""))
    if not (bare and readable and private):
        raise MessageInvalid("shape", "base URL is not https")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_prefix(prefix: str) -> str:
    if len(prefix) > LONGEST_PREFIX or not _PREFIX_PATTERN.fullmatch(prefix):
        raise MessageInvalid("shape", "receipt prefix is not https://host/v# in 24 characters")
    return prefix


def _payload(profile: InstitutionProfile) -> dict[int, object]:
    payload: dict[int, object] = {
        1: profile.version,
        2: profile.name,
        3: list(profile.roots),
        5: profile.base_url,
        6: profile.receipt_prefix,
        7: list(profile.central_certificates),
        8: profile.domain_words,
        9: profile.phone,
        10: profile.place,
        13: profile.legal_line,
    }
    if profile.training is not None:
        payload[4] = [profile.training.point, profile.training.private]
    if profile.offices:
        payload[11] = dict(profile.offices)
    if profile.concepts:
        payload[12] = dict(profile.concepts)
    if profile.page_hashes:
        payload[14] = list(profile.page_hashes)
    if profile.legal_pack is not None:
        payload[15] = profile.legal_pack
    if profile.recovery_public is not None:
        payload[16] = profile.recovery_public
    return payload
