"""Administrators: people with a key of their own, apart from the central (PROTOCOL §1, §5).

An administrator's file holds the private key and the root's certificate for it. It is made on the
root's machine, carried by its owner, and given to a command for as long as the command runs; the
central keeps none.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sync.central.errors import CentralError
from sync.central.keys import private_pem, read_signer, write_private
from sync.certificates import (
    AdministratorCertificate,
    issue_administrator_certificate,
    read_administrator_certificate,
)
from sync.cose import Signer, SoftwareSigner
from sync.errors import MessageInvalid

CERTIFICATE_BEFORE_SECONDS = 86_400
CERTIFICATE_LIFE_SECONDS = 2 * 366 * 86_400
_LABEL = "VENTANILLA ADMINISTRATOR CERTIFICATE"
_BLOCK = re.compile(rf"-----BEGIN {_LABEL}-----\s+(.*?)\s+-----END {_LABEL}-----", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrator:
    """A person who has shown their key file."""

    signer: Signer
    certificate: AdministratorCertificate

    @property
    def name(self) -> str:
        """The name that the root certified."""
        return self.certificate.name

    @property
    def kid(self) -> bytes:
        """Who this is in records: two files of one key are one person."""
        return self.signer.kid


def make_administrator(
    root_signer: Signer, name: str, path: Path, now_seconds: int
) -> AdministratorCertificate:
    """Write the key file of a new administrator, certified by the root, and return what it says.

    Raises CentralError: `administrator.name` for a name that no certificate carries,
    `central.exists` for a file that is there.
    """
    signer = SoftwareSigner.generate()
    certificate = issue_administrator_certificate(
        root_signer,
        name=name,
        point=signer.point,
        not_before_seconds=now_seconds - CERTIFICATE_BEFORE_SECONDS,
        expires_seconds=now_seconds + CERTIFICATE_LIFE_SECONDS,
    )
    try:
        read = read_administrator_certificate(certificate, (root_signer.point,))
    except MessageInvalid as error:
        raise CentralError("administrator.name", name) from error
    text = base64.encodebytes(certificate).decode("ascii").strip()
    block = f"-----BEGIN {_LABEL}-----\n{text}\n-----END {_LABEL}-----\n"
    write_private(path, private_pem(signer) + block.encode())
    return read


def read_administrator(path: Path, roots: Collection[bytes], now_seconds: int) -> Administrator:
    """Return who an administrator's file is of.

    Raises CentralError("administrator.key") where it holds no key, or no certificate by one of
    *roots* for that very key that is valid now.
    """
    signer = read_signer(path)
    try:
        found = _BLOCK.search(path.read_text(encoding="ascii"))
        encoded = base64.b64decode("".join(found[1].split()), validate=True) if found else b""
        certificate = read_administrator_certificate(encoded, roots)
    except (OSError, ValueError, MessageInvalid) as error:
        raise CentralError("administrator.key", f"{path}: no certificate of this root") from error
    if certificate.point != signer.point:
        raise CentralError("administrator.key", f"{path}: the certificate is of another key")
    if not certificate.not_before_seconds <= now_seconds < certificate.expires_seconds:
        raise CentralError("administrator.key", f"{path}: the certificate is not valid now")
    return Administrator(signer=signer, certificate=certificate)
