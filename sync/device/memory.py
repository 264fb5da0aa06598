"""What delivery remembers of the link from one start to the next.

Nothing here decides what is delivered; that is the outbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sync import cbor
from sync.certificates import CentralCertificate, read_central_certificate
from sync.errors import MessageInvalid
from sync.events import OffsetSample
from sync.ids import Incarnation
from sync.journal import Transaction

SAMPLES_IN_EVENT = 100
SAMPLE_SPAN_MILLISECONDS = 3_600_000
NO_INCARNATION = Incarnation(bytes(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class LastContact:
    """The newest server time in a signed message, and the device's clock when it came."""

    server_seconds: int
    device_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralLoss:
    """The central had less than it once confirmed, and is sent it again.

    `announced`: it was restored and says so, by another incarnation. Otherwise nobody said so, and
    the office must hear of it. The time is of the device's own clock.
    """

    noticed_seconds: int
    announced: bool
    events_again: int


class LinkMemory:
    """The one row of the table `link`; stateless, works inside the caller's transaction."""

    def incarnation(self, tx: Transaction) -> Incarnation:
        """Return the incarnation of the central that is known, 16 zeros if none is."""
        value = self._get(tx, "SELECT incarnation FROM link")
        return NO_INCARNATION if value is None else Incarnation(bytes(value))

    def adopt(self, tx: Transaction, incarnation: Incarnation) -> None:
        """Remember the central's incarnation (PROTOCOL §10)."""
        tx.execute("UPDATE link SET incarnation = ?", (incarnation,))

    def note_loss(
        self, tx: Transaction, now: datetime, *, announced: bool, events_again: int
    ) -> None:
        """Remember that the central went back, and how many confirmed events are sent again."""
        tx.execute(
            "INSERT INTO central_loss (noticed, announced, events_again) VALUES (?, ?, ?)",
            (int(now.timestamp()), int(announced), max(0, events_again)),
        )

    def central_losses(self, tx: Transaction) -> tuple[CentralLoss, ...]:
        """Return every time that the central had gone back, the latest first."""
        rows = tx.execute(
            "SELECT noticed, announced, events_again FROM central_loss ORDER BY id DESC"
        ).fetchall()
        return tuple(
            CentralLoss(noticed_seconds=row[0], announced=bool(row[1]), events_again=row[2])
            for row in rows
        )

    def newest_server_milliseconds(self, tx: Transaction) -> int:
        """Return the newest server time in a signed message, 0 before the first."""
        return int(self._get(tx, "SELECT last_server_time_milliseconds FROM link") or 0)

    def take_server_time(self, tx: Transaction, milliseconds: int, now: datetime) -> bool:
        """Remember a contact and its server time; say whether that is the newest seen."""
        newest = milliseconds >= self.newest_server_milliseconds(tx)
        if newest:
            tx.execute(
                "UPDATE link SET last_server_time_milliseconds = ?, last_contact = ?",
                (milliseconds, int(now.timestamp())),
            )
        return newest

    def last_contact(self, tx: Transaction) -> LastContact | None:
        """Return the newest server time and when it came, None before the first."""
        row = tx.execute("SELECT last_server_time_milliseconds, last_contact FROM link").fetchone()
        if row is None or row[0] is None or row[1] is None:
            return None
        return LastContact(server_seconds=int(row[0]) // 1000, device_seconds=int(row[1]))

    def last_delivery_at(self, tx: Transaction) -> datetime | None:
        """Return when the central last confirmed something new, by the device's clock."""
        value = self._get(tx, "SELECT last_delivery FROM link")
        return None if value is None else datetime.fromtimestamp(value, UTC)

    def note_delivery(self, tx: Transaction, now: datetime) -> None:
        """Remember that the central confirmed something new just now."""
        tx.execute("UPDATE link SET last_delivery = ?", (int(now.timestamp()),))

    def keep_centrals(self, tx: Transaction, encoded: Sequence[bytes]) -> None:
        """Remember certificates that `/v1/central` gave beside those of the profile."""
        tx.execute("UPDATE link SET central_certificates = ?", (cbor.encode(list(encoded)),))

    def centrals(self, tx: Transaction, roots: Sequence[bytes]) -> tuple[CentralCertificate, ...]:
        """Return the remembered certificates that a root of ours still vouches for."""
        value = self._get(tx, "SELECT central_certificates FROM link")
        return () if value is None else tuple(read_centrals(cbor.decode(value), roots))

    def note_revocations(self, tx: Transaction, number: int) -> None:
        """Remember the newest revocation list the central has spoken of."""
        tx.execute("UPDATE link SET newest_revocations = ?", (number,))

    def keep_sample(self, tx: Transaction, sample: OffsetSample) -> None:
        """Remember how the device's clock stood to the central's at a contact (PROTOCOL §17)."""
        tx.execute(
            "INSERT INTO clock_sample (device_time_milliseconds, drift_seconds,"
            " server_time_milliseconds, round_trip_milliseconds) VALUES (?, ?, ?, ?)",
            (
                sample.device_time_milliseconds,
                sample.drift_seconds,
                sample.server_time_milliseconds,
                sample.round_trip_milliseconds,
            ),
        )

    def ripe_samples(self, tx: Transaction) -> tuple[OffsetSample, ...]:
        """Return the samples no event holds yet, once they span an hour of the central's time."""
        rows = tx.execute(
            "SELECT device_time_milliseconds, drift_seconds, server_time_milliseconds,"
            " round_trip_milliseconds FROM clock_sample WHERE recorded = 0 ORDER BY id LIMIT ?",
            (SAMPLES_IN_EVENT,),
        ).fetchall()
        if not rows or (
            len(rows) < SAMPLES_IN_EVENT and rows[-1][2] - rows[0][2] < SAMPLE_SPAN_MILLISECONDS
        ):
            return ()
        return tuple(
            OffsetSample(
                device_time_milliseconds=row[0],
                drift_seconds=row[1],
                server_time_milliseconds=row[2],
                round_trip_milliseconds=row[3],
            )
            for row in rows
        )

    def samples_recorded(self, tx: Transaction) -> None:
        """Note that the ripe samples are in the journal now; those recorded before may go."""
        tx.execute("DELETE FROM clock_sample WHERE recorded = 1")
        tx.execute(
            "UPDATE clock_sample SET recorded = 1 WHERE id IN"
            " (SELECT id FROM clock_sample WHERE recorded = 0 ORDER BY id LIMIT ?)",
            (SAMPLES_IN_EVENT,),
        )

    def _get(self, tx: Transaction, sql: str) -> Any:
        row = tx.execute(sql).fetchone()
        return None if row is None else row[0]


def read_centrals(encoded: Sequence[bytes], roots: Sequence[bytes]) -> list[CentralCertificate]:
    """Return those certificates that a root signed; what does not hold is left out."""
    found: list[CentralCertificate] = []
    for one in encoded:
        try:
            found.append(read_central_certificate(one, roots))
        except MessageInvalid:
            continue
    return found
