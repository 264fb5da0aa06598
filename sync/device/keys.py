"""The keys a device speaks with, and whom it believes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sync import cose
from sync.certificates import CentralCertificate, Signers, signers_of
from sync.clock import RandomBytes
from sync.device.transport import CBOR_TYPE, Request, Upload
from sync.ids import DeviceId, Incarnation, kid_of
from sync.requests import NONCE_BYTES, authorization_of, build_token
from sync.sealed import seal_public_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKeys:
    """This device's own keys and the institution's roots."""

    signer: cose.Signer
    seal_private: bytes = field(repr=False)  # X25519: pages are sealed to it
    roots: tuple[bytes, ...]  # 33-byte points of the institution profile

    @property
    def device_id(self) -> DeviceId:
        """Return the kid of the signing key."""
        return DeviceId(self.signer.kid)

    @property
    def seal_keys(self) -> dict[bytes, bytes]:
        """Return the private sealing key by its kid."""
        return {kid_of(seal_public_of(self.seal_private)): self.seal_private}


class Centrals:
    """The central certificates that are believed: all of them verify, the newest is sealed to."""

    def __init__(self, certificates: Iterable[CentralCertificate]) -> None:
        self._lock = threading.Lock()
        self._certificates = tuple(certificates)

    def add(self, certificates: Iterable[CentralCertificate]) -> bool:
        """Believe these too; say whether any is new."""
        with self._lock:
            known = {one.encoded for one in self._certificates}
            new = tuple(one for one in certificates if one.encoded not in known)
            self._certificates += new
        return bool(new)

    @property
    def signers(self) -> Signers:
        """Return the signing keys by kid."""
        return signers_of(self._certificates)

    @property
    def newest(self) -> CentralCertificate | None:
        """Return the certificate with the latest start, which envelopes are sealed to (§5)."""
        return max(self._certificates, key=lambda one: one.not_before_seconds, default=None)

    @property
    def encoded(self) -> tuple[bytes, ...]:
        """Return every certificate as it came."""
        return tuple(one.encoded for one in self._certificates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with the nonce that its token holds."""

    request: Request
    nonce: bytes


def signed_request(
    keys: DeviceKeys,
    random: RandomBytes,
    *,
    path: str,
    incarnation: Incarnation,
    answer_limit_bytes: int,
    body: bytes = b"",
    method: str = "POST",
    content_type: str = CBOR_TYPE,
    headers: Mapping[str, str] | None = None,
    upload: Upload | None = None,
) -> Asked:
    """Return a request that carries a fresh token for exactly this method, path and body (§15).

    What is uploaded is bound by its own hash: the token does not speak of it.
    """
    nonce = random(NONCE_BYTES)
    token = build_token(
        keys.signer, method=method, path=path, nonce=nonce, incarnation=incarnation, body=body
    )
    request = Request(
        method=method,
        path=path,
        body=body,
        content_type=content_type,
        authorization=authorization_of(token),
        answer_limit_bytes=answer_limit_bytes,
        headers=headers or {},
        upload=upload,
    )
    return Asked(request=request, nonce=nonce)
