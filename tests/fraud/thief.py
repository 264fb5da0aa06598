"""What a thief can do who knows the clave: everything that the device itself cannot prevent.

The key of the file is known, so its rows can be changed and its triggers dropped. The device's
signing key lies in the file, so anything can be signed. The program can be changed, so nothing that
a service refuses stops it. What is left to find are contradictions: with the chain, the witness,
the central, and the paper in somebody's hand.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from kiosk.services.desk import Desk
from kiosk.services.issuing import Issuing
from kiosk.services.reading import recorded_of
from kiosk.services.shifts import Shifts
from sync.events import Event, Folio, PaymentTaken, Recorded
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Journal, Transaction
from tests.fraud.office import Post


class Thief:
    """Works at a device that stands open, with a program of their own."""

    def __init__(self, post: Post) -> None:
        self.post = post

    @property
    def desk(self) -> Desk:
        """Return the inside of the program."""
        shifts: Shifts = self.post.services.shifts
        return shifts._desk

    def append(
        self,
        event: Event | Callable[[Transaction], Event],
        *,
        refs: tuple[EventId, ...] = (),
        operator: OperatorNumber | None = None,
        subject: SubjectId | None = None,
        hidden: bool = False,
    ) -> Recorded:
        """Record whatever is wanted, past every check; what has a folio gets its receipt.

        *hidden*: the device's own tables and ledger, which would refuse it, are not told.
        """
        desk, issuing = self.desk, Issuing(self.desk)
        journal = self._blind_journal() if hidden else desk.journal

        def work(tx: Transaction) -> Recorded:
            made = event(tx) if callable(event) else event
            recorded = journal.append(
                tx,
                made,
                salt=desk.new_salt(),
                operator=operator or desk.operator,
                subject=subject,
                refs=refs,
            )
            if isinstance(getattr(made, "folio", None), Folio):
                issuing.seal(tx, recorded)
            return recorded

        return desk.write(work)

    def next_folio(self, tx: Transaction) -> Folio:
        """Return the number that comes next."""
        return Issuing(self.desk).next_folio(tx)

    def event(self, event_id: EventId) -> Recorded:
        """Return what was recorded."""
        found: Recorded = self.post.read(lambda tx: recorded_of(tx, self.desk.journal, event_id))
        return found

    def payment(self, event_id: EventId) -> PaymentTaken:
        """Return a payment as it was recorded."""
        event = self.event(event_id).event
        assert isinstance(event, PaymentTaken)
        return event

    def _blind_journal(self) -> Journal:
        """Return the journal with tables that are told nothing."""
        made = copy(self.desk.journal)
        made._project = lambda _tx, _recorded: None
        return made
