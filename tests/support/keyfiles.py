"""Key files for tests: of the present format and of format 1, and a keystore kept in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.vault.keystore import KeystoreTrouble
from kiosk.vault.slots import copy_path
from kiosk.vault.slots.records import Cost
from kiosk.vault.slots.sealing import bound_to, stretched
from sync import cbor
from sync.events import Protection, SlotKind
from sync.ids import DeviceId, OperatorNumber
from sync.key_slots import framed, unframed

KEY = bytes(range(32))
NEXT_KEY = bytes(range(32, 64))
CLAVE = "rosu midi furo ñandú"
CLERK, OTHER = OperatorNumber(42), OperatorNumber(43)
DEVICE = DeviceId(b"device01")
PROFILE = bytes(range(16))


@dataclass(slots=True)
class MemoryKeystore:
    """A keystore that forgets with its test; *locked* refuses everything."""

    level: Protection = Protection.OS_KEYSTORE
    locked: bool = False
    held: dict[str, bytes] = field(default_factory=dict)

    def store(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        self._refuse()
        self.held[name] = secret

    def fetch(self, name: str) -> bytes | None:
        """Return a secret, or None."""
        self._refuse()
        return self.held.get(name)

    def forget(self, name: str) -> None:
        """Remove a secret."""
        self._refuse()
        self.held.pop(name, None)

    def _refuse(self) -> None:
        if self.locked:
            raise KeystoreTrouble("locked")


def old_file(*claves: tuple[OperatorNumber, str, str], key: bytes = KEY) -> bytes:
    """Return a key file of format 1, as the first release wrote it."""
    slots = []
    for number, (operator, name, clave) in enumerate(claves, start=1):
        cost, salt, nonce = Cost(), bytes([number]) * 16, bytes([number]) * 12
        bound = bound_to(PROFILE, number, SlotKind.OPERATOR, operator)
        wrapped = AESGCM(stretched(clave, salt, cost)).encrypt(nonce, key, bound)
        slots.append(
            {
                **{1: number, 2: 1, 3: operator, 4: name, 5: [65_536, 3, 4]},
                **{6: salt, 7: nonce, 8: wrapped},
            }
        )
    return cbor.encode({1: 1, 2: PROFILE, 3: len(slots) + 1, 4: slots})


def changed(path: Path, change: Callable[[dict[int, Any]], None]) -> None:
    """Let *change* alter what the key file holds, with a checksum that fits, in both copies."""
    held = cbor.decode(unframed(path.read_bytes()))
    change(held)
    for one in (path, copy_path(path)):
        one.write_bytes(framed(cbor.encode(held)))


def flipped(path: Path, at: int, mask: int = 0x01) -> None:
    """Flip bits of one byte of a file."""
    content = bytearray(path.read_bytes())
    content[at] ^= mask
    path.write_bytes(content)
