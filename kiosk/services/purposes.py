"""What a person may refuse, and which questions are not asked then (UX §3.5).

A question of a sensitive purpose is asked only after the person agreed to that purpose. One of a
purpose that is not needed is asked, and left out of the record where they do not tick it. What is
left out is *not relevant* to the form: neither shown, nor required, nor saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from forms.xform.definition import ActionKind, FormDefinition
from kiosk.services.catalogue import Catalogue
from kiosk.services.drafts import Draft, SeenNotice, generic_of
from kiosk.services.question_views import language_code
from kiosk.services.shelf import DraftShelf
from kiosk.services.views import PurposeChoice, WhyAsked
from kiosk.store import consent_tables, pulled, rights
from sync.catalogue import FieldLaw, FormLawEntry, NoticeEntry, Purpose, in_language
from sync.ids import EventId
from sync.journal import Transaction

PLAIN_PURPOSE = "tramite"
"""What the general sentence agrees to, where a notice lists no purposes."""

_UNKNOWN = SeenNotice(notice_id="-", version=0)


class Purposes:
    """The purposes of a draft's notice, seen from the questions of its form."""

    def __init__(self, shelf: DraftShelf, catalogue: Catalogue) -> None:
        self._shelf = shelf
        self._catalogue = catalogue

    def notice(self, tx: Transaction, draft: Draft) -> NoticeEntry | None:
        """Return the newest notice of the draft's service, or None."""
        service = self._catalogue.known_entry(tx, draft.content.service_code)
        return None if service is None else pulled.notice(tx, service.notice_id)

    def is_due(self, tx: Transaction, draft: Draft) -> bool:
        """Tell whether the notice as published now was not shown for this draft."""
        notice = self.notice(tx, draft)
        if notice is None:
            return draft.content.seen is None
        return draft.content.seen != _seen(notice)

    def needed(self, notice: NoticeEntry) -> tuple[str, ...]:
        """Return the purposes that the general sentence agrees to."""
        found = tuple(one.purpose_id for one in notice.purposes if one.needed)
        return found or (PLAIN_PURPOSE,)

    def sensitive(self, tx: Transaction, draft: Draft) -> tuple[PurposeChoice, ...]:
        """Return the sensitive purposes that questions of this form are asked for."""
        notice = self.notice(tx, draft)
        if notice is None:
            return ()
        found = (self._choice(tx, draft, one) for one in notice.purposes if one.sensitive)
        return tuple(one for one in found if one.labels)

    def optional(self, tx: Transaction, draft: Draft) -> tuple[PurposeChoice, ...]:
        """Return the purposes that are not needed and not sensitive."""
        notice = self.notice(tx, draft)
        if notice is None:
            return ()
        return tuple(
            self._choice(tx, draft, one)
            for one in notice.purposes
            if not one.needed and not one.sensitive
        )

    def decide(self, tx: Transaction, draft: Draft, said: Mapping[str, bool]) -> None:
        """Take what a person said of purposes, and ask or leave out what follows from it."""
        decisions = {**dict(draft.content.decisions), **said}
        draft.content = replace(draft.content, decisions=tuple(sorted(decisions.items())))
        self.apply(tx, draft)

    def apply(self, tx: Transaction, draft: Draft) -> None:
        """Leave out what may not be asked, as far as the person has decided."""
        law = self._shelf.law(tx, draft.form.definition)
        notice = self.notice(tx, draft)
        purposes = {} if notice is None else {one.purpose_id: one for one in notice.purposes}
        draft.leave_out(left_out(draft.form.definition, law, purposes, draft.content.decisions))

    def carry_over(self, tx: Transaction, draft: Draft, first: EventId) -> None:
        """Begin a correction with what was shown and agreed to when its record was made.

        A notice that has changed since is shown again; nobody is asked again to agree to the same.
        What they have objected to since counts as refused.
        """
        agreed = consent_tables.agreed_for(tx, first)
        before = agreed[-1] if agreed else None
        seen = None
        if before is not None:
            seen = SeenNotice(notice_id=before.notice_id, version=before.notice_version)
        notice = self.notice(tx, draft)
        if notice is None:
            seen = seen or _UNKNOWN  # nothing to show: the service is not published any more
        elif seen != _seen(notice):
            seen = None
        said = {one.purpose: one.accepted for one in agreed}
        withdrawn = rights.objections(tx, draft.subject)
        said |= {purpose: False for purpose, agrees in withdrawn.items() if not agrees}
        draft.content = replace(draft.content, seen=seen, agreed=tuple(sorted(said.items())))
        self.decide(tx, draft, said)

    def must_agree(self, tx: Transaction, draft: Draft) -> bool:
        """Tell whether saving needs a consent: always, but for a correction that asks no more."""
        if draft.content.corrects is None:
            return True
        notice = self.notice(tx, draft)
        if notice is None:
            return False
        agreed, decided = dict(draft.content.agreed), dict(draft.content.decisions)
        optional = (one.purpose_id for one in self.optional(tx, draft))
        if any(one not in agreed for one in (*self.needed(notice), *optional)):
            return True
        asked = (one.purpose_id for one in self.sensitive(tx, draft))
        return any(agreed.get(one) != decided.get(one) for one in asked)

    def why(self, tx: Transaction, draft: Draft) -> Callable[[str], WhyAsked | None]:
        """Return what tells why a question (reference) is asked; read once for a live draft."""
        known: list[tuple[FormLawEntry | None, Mapping[str, str]]] = []

        def told(reference: str) -> WhyAsked | None:
            path = generic_of(reference)
            if path in draft.why:
                return draft.why[path]
            if not known:
                notice = self.notice(tx, draft)
                purposes = () if notice is None else notice.purposes
                sentences = {one.purpose_id: _sentence(one, draft) for one in purposes}
                known.append((self._shelf.law(tx, draft.form.definition), sentences))
            law, by_id = known[0]
            one = None if law is None else law.law_at(path)
            draft.why[path] = None if one is None else _why(one, by_id)
            return draft.why[path]

        return told

    def _choice(self, tx: Transaction, draft: Draft, purpose: Purpose) -> PurposeChoice:
        law = self._shelf.law(tx, draft.form.definition)
        return PurposeChoice(
            purpose_id=purpose.purpose_id,
            sentence=_sentence(purpose, draft),
            accepted=dict(draft.content.decisions).get(purpose.purpose_id),
            labels=tuple(_labels(draft, law, purpose.purpose_id)),
        )


def left_out(
    definition: FormDefinition,
    law: FormLawEntry | None,
    purposes: Mapping[str, Purpose],
    decisions: tuple[tuple[str, bool], ...],
) -> frozenset[str]:
    """Return the questions that may not be asked, by generic path.

    Sensitive: until the person agreed to its purpose; one whose purpose no notice names is never
    asked. Not needed: once they refused.
    """
    if law is None:
        return frozenset()
    said = dict(decisions)

    def refused(one: FieldLaw | None) -> bool:
        if one is None:
            return False
        purpose = purposes.get(one.purpose_id)
        if one.sensitive or (purpose is not None and purpose.sensitive):
            return purpose is None or said.get(one.purpose_id) is not True
        needed = purpose is None or purpose.needed
        return not needed and said.get(one.purpose_id) is False

    return frozenset(path for path in _asked(definition) if refused(law.law_at(path)))


def _asked(definition: FormDefinition) -> Iterator[str]:
    """Yield every question, and where a place is taken without one."""
    yield from definition.questions
    for action in definition.actions:
        if action.kind is ActionKind.SET_GEOPOINT and action.path not in definition.questions:
            yield action.path


def _labels(draft: Draft, law: FormLawEntry | None, purpose_id: str) -> Iterator[str]:
    if law is None:
        return
    definition = draft.form.definition
    for path in _asked(definition):
        one = law.law_at(path)
        if one is not None and one.purpose_id == purpose_id:
            question = definition.questions.get(path)
            label = "" if question is None else draft.form.label_text(question.label)
            yield label or path.rpartition("/")[2]


def _why(one: FieldLaw, sentences: Mapping[str, str]) -> WhyAsked:
    return WhyAsked(
        legal_basis=one.legal_basis,
        retention=one.retention,
        purpose=sentences.get(one.purpose_id, ""),
        sensitive=one.sensitive,
    )


def _sentence(purpose: Purpose, draft: Draft) -> str:
    return in_language(purpose.sentences, language_code(draft.form.language)) or purpose.purpose_id


def _seen(notice: NoticeEntry) -> SeenNotice:
    return SeenNotice(notice_id=notice.notice_id, version=notice.version)
