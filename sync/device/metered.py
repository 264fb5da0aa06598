"""Links that cost by the byte: is this one, and what may still go today (PROTOCOL §16).

On a metered link push and datasets 1, 2 and 5 go, within a daily number of bytes that the
institution sets; blobs and the other datasets wait for another link, or for *Enviar ahora*.

A day is one of the device's own clock. Clocks jump, so a new date counts only once the app has run
an hour since the day began: whoever turns the clock wins one budget per hour at most. And after a
whole day of running time a new one begins whatever the clock says, so nothing waits for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from sync.catalogue import SettingsEntry, decode_entry
from sync.device.running import running_seconds
from sync.errors import MessageInvalid
from sync.journal import Transaction

METERED_DATASETS = (1, 2, 5)
EVENT_BYTES = 170
CONTACT_BYTES = 1_200
LEAST_DAY_SECONDS = 3_600
LONGEST_DAY_SECONDS = 86_400


class MeteredChoice(Enum):
    """What a person has said of this device's links.

    AUTO: as the operating system says; where it does not know, the link is not metered.

    YES, NO: always, never.
    """

    AUTO = "auto"
    YES = "yes"
    NO = "no"


class MeterHint(Protocol):
    """What the operating system knows of the link in use."""

    def is_metered(self) -> bool | None:
        """Return whether bytes cost on this link; None where nobody knows. Raises nothing."""
        ...


class NoMeter:
    """A computer whose operating system says nothing about it."""

    def is_metered(self) -> bool | None:
        """Return that it is not known."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the link may carry at this moment; `budget_bytes` 0 = as much as there is."""

    metered: bool = False
    budget_bytes: int = 0
    spent_bytes: int = 0

    @property
    def left_events(self) -> int | None:
        """Return how many events one more contact may carry; None while there is no limit."""
        if not self.metered or not self.budget_bytes:
            return None
        left = self.budget_bytes - self.spent_bytes - CONTACT_BYTES
        return max(0, left // EVENT_BYTES)

    @property
    def is_spent(self) -> bool:
        """Return whether not even a contact with one event fits into what is left of today."""
        return self.left_events == 0


def metered_choice(tx: Transaction) -> MeteredChoice:
    """Return what a person has said; AUTO before anybody did."""
    return MeteredChoice(tx.execute("SELECT choice FROM metered").fetchone()[0])


def choose_metered(tx: Transaction, choice: MeteredChoice) -> None:
    """Keep what a person says; it counts from the next step on."""
    tx.execute("UPDATE metered SET choice = ?", (choice.value,))


def allowance_of(tx: Transaction, now: datetime, hint: bool | None) -> Allowance:
    """Return what may go now; *hint* is what the operating system says of the link."""
    choice = metered_choice(tx)
    metered = hint is True if choice is MeteredChoice.AUTO else choice is MeteredChoice.YES
    _day, spent, _since = _today(tx, now)
    return Allowance(
        metered=metered,
        budget_bytes=_settings(tx).metered_daily_bytes,
        spent_bytes=spent,
    )


def note_bytes(tx: Transaction, now: datetime, count: int) -> None:
    """Count bytes that went over a metered link, both ways and in vain too."""
    day, spent, since = _today(tx, now)
    tx.execute(
        "UPDATE metered SET day = ?, spent_bytes = ?, since_running_seconds = ?",
        (day, spent + count, since),
    )


def _today(tx: Transaction, now: datetime) -> tuple[int, int, int]:
    """Return the day that counts now, what it has cost, and the running time when it began."""
    day, spent, since = tx.execute(
        "SELECT day, spent_bytes, since_running_seconds FROM metered"
    ).fetchone()
    today, running = now.astimezone().toordinal(), running_seconds(tx)
    ran = running - since
    is_new = today != day and ran >= LEAST_DAY_SECONDS
    if day == 0 or is_new or ran >= LONGEST_DAY_SECONDS:
        return today, 0, running
    return int(day), int(spent), int(since)


def _settings(tx: Transaction) -> SettingsEntry:
    row = tx.execute(
        "SELECT value FROM reference WHERE dataset = ? AND key = ?",
        (SettingsEntry.dataset, SettingsEntry().key),
    ).fetchone()
    if row is None:
        return SettingsEntry()
    try:
        entry = decode_entry(SettingsEntry.dataset, SettingsEntry().key, bytes(row[0]))
    except MessageInvalid:  # a newer app's: its own pull keeps it for that day
        return SettingsEntry()
    return entry if isinstance(entry, SettingsEntry) else SettingsEntry()


def create_metered(tx: Transaction) -> None:
    """Create the one row of what a person said of metered links, and of today's bytes."""
    tx.execute(
        "CREATE TABLE metered (id INTEGER PRIMARY KEY CHECK (id = 1),"
        " choice TEXT NOT NULL DEFAULT 'auto' CHECK (choice IN ('auto', 'yes', 'no')),"
        " day INTEGER NOT NULL DEFAULT 0,"
        " spent_bytes INTEGER NOT NULL DEFAULT 0 CHECK (spent_bytes >= 0),"
        " since_running_seconds INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    tx.execute("INSERT INTO metered (id) VALUES (1)")
