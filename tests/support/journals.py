"""A journal on a plain database in memory: the rules of `sync` need no vault."""

from __future__ import annotations

import sqlite3

from sync.events import (
    Event,
    Protection,
    Recorded,
    StreamReason,
)
from sync.journal import (
    JOURNAL_MIGRATIONS,
    Journal,
    Transaction,
)
from tests.support.vaults import (
    CLERK,
    Draws,
    HandClock,
    a_journal,
    salt_of,
)


class Desk:
    """A journal on a plain database in memory, with what was projected from it."""

    def __init__(self) -> None:
        self.tx = sqlite3.connect(":memory:", isolation_level=None)
        for _, step in JOURNAL_MIGRATIONS:
            step(self.tx)
        self.clock = HandClock()
        self.draws = Draws()
        self.projected: list[Recorded] = []
        self.journal = self.restarted(b"boot0001")

    def restarted(self, boot: bytes) -> Journal:
        """Return the journal of a new program start."""
        self.journal = a_journal(self.clock, self.draws, self.keep, boot)
        return self.journal

    def keep(self, _tx: Transaction, recorded: Recorded) -> None:
        """Remember what was projected."""
        self.projected.append(recorded)

    def begin(
        self, reason: StreamReason = StreamReason.ENROLMENT, base: int | None = None
    ) -> Recorded:
        """Open a stream; with *base* the one before ends there."""
        return self.journal.open_stream(
            self.tx,
            reason=reason,
            certificate_hash=bytes(16),
            app_version="0.1.0",
            protection=Protection.PASSPHRASE,
            base=base,
        )

    def append(self, event: Event, number: int) -> Recorded:
        """Record an event under the salt of that number."""
        return self.journal.append(self.tx, event, salt=salt_of(number), operator=CLERK)
