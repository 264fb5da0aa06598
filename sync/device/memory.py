"""What delivery remembers of the link from one start to the next: a few named values.

Nothing here decides what is delivered; that is the outbox. Values are canonical CBOR.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sync import cbor
from sync.certificates import CentralCertificate, read_central_certificate
from sync.errors import MessageInvalid
from sync.ids import Incarnation
from sync.journal import Transaction

NO_INCARNATION = Incarnation(bytes(16))


class LinkMemory:
    """The `link_memory` table by name; stateless, works inside the caller's transaction."""

    def incarnation(self, tx: Transaction) -> Incarnation:
        """Return the incarnation of the central that is known, 16 zeros if none is."""
        value = self._get(tx, "incarnation")
        return Incarnation(value) if isinstance(value, bytes) else NO_INCARNATION

    def adopt(self, tx: Transaction, incarnation: Incarnation) -> None:
        """Remember the central's incarnation (PROTOCOL §10)."""
        self._put(tx, "incarnation", incarnation)

    def newest_server_milliseconds(self, tx: Transaction) -> int:
        """Return the newest server time in a signed message, 0 before the first."""
        value = self._get(tx, "server_time")
        return value if isinstance(value, int) else 0

    def take_server_time(self, tx: Transaction, milliseconds: int) -> bool:
        """Remember a server time; say whether it is the newest seen."""
        if milliseconds < self.newest_server_milliseconds(tx):
            return False
        self._put(tx, "server_time", milliseconds)
        return True

    def last_delivery_at(self, tx: Transaction) -> datetime | None:
        """Return when the central last confirmed something new, by the device's clock."""
        value = self._get(tx, "last_delivery")
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else None

    def note_delivery(self, tx: Transaction, moment: datetime) -> None:
        """Remember that the central confirmed something new just now."""
        self._put(tx, "last_delivery", int(moment.timestamp()))

    def keep_centrals(self, tx: Transaction, encoded: Sequence[bytes]) -> None:
        """Remember certificates that `/v1/central` gave beside those of the profile."""
        self._put(tx, "centrals", list(encoded))

    def centrals(self, tx: Transaction, roots: Sequence[bytes]) -> tuple[CentralCertificate, ...]:
        """Return the remembered certificates that a root of ours still vouches for."""
        value = self._get(tx, "centrals")
        return tuple(read_centrals(value if isinstance(value, list) else [], roots))

    def note_revocations(self, tx: Transaction, number: int) -> None:
        """Remember the newest revocation list the central has spoken of."""
        self._put(tx, "revocations", number)

    def _get(self, tx: Transaction, name: str) -> Any:
        row = tx.execute("SELECT value FROM link_memory WHERE name = ?", (name,)).fetchone()
        return None if row is None else cbor.decode(row[0])

    def _put(self, tx: Transaction, name: str, value: object) -> None:
        tx.execute(
            "INSERT INTO link_memory (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, cbor.encode(value)),
        )


def read_centrals(encoded: Sequence[bytes], roots: Sequence[bytes]) -> list[CentralCertificate]:
    """Return those certificates that a root signed; what does not hold is left out."""
    found: list[CentralCertificate] = []
    for one in encoded:
        try:
            found.append(read_central_certificate(one, roots))
        except MessageInvalid:
            continue
    return found
