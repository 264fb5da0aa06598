"""What an operating system keeps for one user: the port; adapters are in kiosk.devices.keystores.

A secret in it is useless on another computer and for another user, so a key file copied from the
disk is worth nothing without the keystore, whatever the clave.

KnownError
├── KeystoreTrouble  vault.keystore        it cannot be asked now (locked, not running)
└── KeystoreGone     vault.keystore_gone   it no longer holds this device's half
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from kiosk.errors import KnownError
from sync.clock import RandomBytes
from sync.events import Protection

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class KeystoreFacts:
    """What the keystore said."""

    detail: str


class KeystoreTrouble(KnownError):
    """The system's keystore refused or did not answer; nothing was written."""

    code: ClassVar[str] = "vault.keystore"

    def __init__(self, detail: str) -> None:
        super().__init__(KeystoreFacts(detail=detail))


class KeystoreGone(KnownError):
    """The keystore holds no half for this file: no clave opens it, a recovery code does."""

    code: ClassVar[str] = "vault.keystore_gone"


class Keystore(Protocol):
    """Keeps small secrets under a name, for this user on this computer alone."""

    @property
    def level(self) -> Protection:
        """Return how well it guards; PASSPHRASE where there is no keystore at all."""
        ...

    def store(self, name: str, secret: bytes) -> None:
        """Keep a secret, replacing the one of that name; raise KeystoreTrouble."""
        ...

    def fetch(self, name: str) -> bytes | None:
        """Return a secret, or None where there is none of that name; raise KeystoreTrouble."""
        ...

    def forget(self, name: str) -> None:
        """Remove a secret; one that is not there is forgotten already. Raises KeystoreTrouble."""
        ...


def secret_name(profile_id: bytes) -> str:
    """Return the name of the secret of one key file."""
    return f"ventanilla {profile_id.hex()}"


def held_secret(keeper: Keystore | None, profile_id: bytes) -> bytes:
    """Return the secret of a key file that needs one; raise KeystoreGone or KeystoreTrouble."""
    secret = None if keeper is None else keeper.fetch(secret_name(profile_id))
    if secret is None or len(secret) != SECRET_BYTES:
        raise KeystoreGone
    return secret


def made_secret(keeper: Keystore, profile_id: bytes, random: RandomBytes) -> bytes:
    """Return the secret of a key file, drawn and kept where there was none yet.

    What was kept is fetched again before anything relies on it. Raises KeystoreTrouble.
    """
    name = secret_name(profile_id)
    held = keeper.fetch(name)
    if held is not None and len(held) == SECRET_BYTES:
        return held
    drawn = random(SECRET_BYTES)
    keeper.store(name, drawn)
    if keeper.fetch(name) != drawn:
        raise KeystoreTrouble("a stored secret does not come back")
    return drawn
