"""Fill a form section by section, review it, consent, save (UX §3.4, §3.5)."""

from __future__ import annotations

from kiosk.services.views import (
    ConsentText,
    DraftRow,
    QuestionProblem,
    RegistrationSaved,
    Review,
    SectionView,
)
from sync.ids import Salt, SubjectId


class Registrations:
    """Drafts and saved registrations."""

    def start(self, subject: SubjectId, service_code: int, language: str) -> SectionView:
        """Open a draft on a person; the form's version is fixed here.

        Raises KnownError `service.unknown`, `person.unknown`, `form.missing`; nothing was written.
        """
        raise NotImplementedError

    def resume(self, draft_id: Salt) -> SectionView:
        """Go on with a draft where it was left; raises KnownError `draft.unknown`."""
        raise NotImplementedError

    def section(self, draft_id: Salt, index: int) -> SectionView:
        """Show one section and remember it as the place to come back to."""
        raise NotImplementedError

    def answer(self, draft_id: Salt, path: str, text: str) -> SectionView:
        """Take an answer as typed; it is durable before this returns. What cannot be stored is
        kept as typed and shown with a message."""
        raise NotImplementedError

    def check_section(self, draft_id: Salt, index: int) -> tuple[QuestionProblem, ...]:
        """Return what does not hold in one section; empty when one may go on."""
        raise NotImplementedError

    def review(self, draft_id: Salt) -> Review:
        """Return everything that would be saved and everything that still blocks it."""
        raise NotImplementedError

    def consent(self, draft_id: Salt) -> ConsentText:
        """Return exactly what is to be shown and ticked."""
        raise NotImplementedError

    def save(self, draft_id: Salt, accepted: bool) -> RegistrationSaved:
        """Save consent (51) and registration (40) in one transaction; the same draft again
        returns the same registration.

        Raises KnownError `consent.missing`, `registration.problems`, `registration.too_large`;
        nothing was written and the draft is kept.
        """
        raise NotImplementedError

    def discard(self, draft_id: Salt) -> None:
        """Throw a draft away."""
        raise NotImplementedError

    def drafts(self) -> tuple[DraftRow, ...]:
        """Return the drafts of this device, latest first."""
        raise NotImplementedError

    def set_language(self, draft_id: Salt, language: str) -> SectionView:
        """Show the draft's form in another of its languages; answers stay."""
        raise NotImplementedError
