"""Find a person, or write a new card (UX §3.3)."""

from __future__ import annotations

from kiosk.services.views import NewPerson, PersonCheck, PersonRow, SearchResult
from sync.ids import Salt, SubjectId


class Citizens:
    """The people this device knows."""

    def search(self, text: str) -> SearchResult:
        """Find by an exact CURP, or by the beginnings of names without regard to accents."""
        raise NotImplementedError

    def card(self, subject: SubjectId) -> PersonRow:
        """Open a person's card; that it was opened is recorded (kind 90).

        Raises KnownError `person.unknown`; nothing was written.
        """
        raise NotImplementedError

    def begin(self) -> Salt:
        """Return the salt of a new card: drawn when V07 opens, kept on Back."""
        raise NotImplementedError

    def check(self, person: NewPerson) -> PersonCheck:
        """Judge a card as typed; pure, writes nothing."""
        raise NotImplementedError

    def create(self, salt: Salt, person: NewPerson) -> PersonRow:
        """Save a card (kind 50); the same salt again returns the same person.

        Raises KnownError `person.problems` when `check` finds problems; nothing was written.
        """
        raise NotImplementedError
