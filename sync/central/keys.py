"""The central's private keys: files of their own, readable by their owner only (DESIGN §5).

D/keys/signing.pem     P-256, signs acks, probes, pages, enrolment answers
D/keys/sealing.key     X25519, opens what devices seal; sealing-KID.key: later ones (`rotation`)
D/keys/authority.key   32 bytes from which every device's account key follows (RECEIPTS §3)
D/keys/certificate     the central certificate by the root
D/keys/recovery-store  .key and .pub: what seals the devices' recovery codes here (`recovery`)
D/offline/root.pem     the institution's root: belongs on a machine without a network, not here
D/offline/recovery.key the institution's recovery key (X25519, PROTOCOL §5a key 16): likewise
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from sync.central.errors import CentralError
from sync.cose import Signer, SoftwareSigner
from sync.ids import DeviceId, kid_of
from sync.receipts import account_key_of
from sync.sealed import SEAL_KEY_BYTES, seal_public_of

ACCOUNT_KEY_BYTES = 32
LATER_SEALING = "sealing-"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralKeys:
    """Everything secret the running central holds. The root is not among them."""

    signer: Signer
    sealing_kid: bytes
    sealing_private: bytes = field(repr=False)
    authority: bytes = field(repr=False)
    certificate: bytes
    folder: Path | None = None  # where later sealing keys appear while this process runs

    def account_key(self, device_id: DeviceId) -> bytes:
        """Return `K_account` of one device (RECEIPTS §3)."""
        return account_key_of(self.authority, device_id)

    def seal_keys(self) -> dict[bytes, bytes]:
        """Return the sealing keys devices may have used: kid to private half.

        A key that `rotate-keys` made is there as soon as its file is.
        """
        held = {self.sealing_kid: self.sealing_private}
        if self.folder is not None:
            for path in self.folder.glob(f"{LATER_SEALING}*.key"):
                kid = bytes.fromhex(path.stem.removeprefix(LATER_SEALING))
                held[kid] = read_seal_private(path)
        return held


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner may read; CentralError("central.exists") if there."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise CentralError("central.exists", str(path)) from error
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def private_pem(signer: SoftwareSigner) -> bytes:
    """Return a P-256 key as an unencrypted PKCS#8 PEM."""
    number = int.from_bytes(signer.private_bytes(), "big")
    key = ec.derive_private_key(number, ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_signer(path: Path) -> SoftwareSigner:
    """Return the P-256 signer of a PEM file; CentralError("central.key") for anything else."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise CentralError("central.key", str(path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise CentralError("central.key", str(path))
    number = key.private_numbers().private_value
    return SoftwareSigner.from_private(number.to_bytes(32, "big"))


def read_seal_private(path: Path) -> bytes:
    """Return an X25519 private key of 32 bytes; CentralError("central.key") for anything else."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CentralError("central.key", str(path)) from error
    if len(content) != SEAL_KEY_BYTES:
        raise CentralError("central.key", str(path))
    return content


def read_keys(folder: Path) -> CentralKeys:
    """Return the central's keys; CentralError("central.key") when one is missing or damaged."""
    keys = folder / "keys"
    signer = read_signer(keys / "signing.pem")
    try:
        sealing = read_seal_private(keys / "sealing.key")
        authority = (keys / "authority.key").read_bytes()
        certificate = (keys / "certificate").read_bytes()
    except OSError as error:
        raise CentralError("central.key", str(error.filename)) from error
    if len(authority) != ACCOUNT_KEY_BYTES:
        raise CentralError("central.key", str(keys))
    return CentralKeys(
        signer=signer,
        sealing_kid=kid_of(seal_public_of(sealing)),
        sealing_private=sealing,
        authority=authority,
        certificate=certificate,
        folder=keys,
    )
