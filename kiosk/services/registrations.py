"""Fill a form section by section, review it, consent, save (UX §3.4, §3.5)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

from forms.submission import answers_of, check8, instance_id_of, instance_name, submission_xml
from kiosk.domain.citizens import display_name
from kiosk.domain.registrations import BODY_LIMIT_BYTES
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue, notice_text
from kiosk.services.citizens import Citizens
from kiosk.services.desk import Desk, local
from kiosk.services.drafts import (
    KIND,
    Draft,
    DraftContent,
    DraftDamaged,
    DraftShelf,
    FormMissing,
    FormUnusable,
    ShownNotice,
)
from kiosk.services.issuing import Issuing
from kiosk.services.receipts import Receipts
from kiosk.services.sections import marks_of, problems_of, questions_of, review_sections
from kiosk.services.views import (
    ConsentText,
    DraftRow,
    QuestionProblem,
    RegistrationSaved,
    Review,
    SectionView,
)
from kiosk.store import kept, pulled, queries
from kiosk.texts import Texts
from sync.errors import MessageInvalid
from sync.events import (
    BODY_LIMIT_BYTES as EVENT_LIMIT_BYTES,
)
from sync.events import (
    Answer,
    ConsentGiven,
    ConsentMeans,
    PurposeConsent,
    RegistrationMade,
    encode_body,
)
from sync.ids import Salt, SubjectId, event_id_of
from sync.journal import Transaction

T = TypeVar("T")
_PURPOSE = "tramite"
_CODE = re.compile(r"\(([^()]+)\)\s*$")


class ConsentMissing(KnownError):
    """The sentence was not shown or not ticked; nothing was written and the draft is kept."""

    code: ClassVar[str] = "consent.missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsFacts:
    """How many answers have to be put right."""

    count: int


class RegistrationProblems(KnownError):
    """Answers are missing or do not hold; nothing was written and the draft is kept."""

    code: ClassVar[str] = "registration.problems"

    def __init__(self, count: int) -> None:
        super().__init__(ProblemsFacts(count=count))


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeFacts:
    """How large the answers are, and how large they may be."""

    size_bytes: int
    limit_bytes: int


class RegistrationTooLarge(KnownError):
    """The answers are too large to be saved; nothing was written and the draft is kept."""

    code: ClassVar[str] = "registration.too_large"

    def __init__(self, size_bytes: int) -> None:
        super().__init__(SizeFacts(size_bytes=size_bytes, limit_bytes=BODY_LIMIT_BYTES))


class Registrations:
    """Drafts and saved registrations."""

    def __init__(
        self,
        desk: Desk,
        shelf: DraftShelf,
        catalogue: Catalogue,
        citizens: Citizens,
        issuing: Issuing,
        receipts: Receipts,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue
        self._citizens = citizens
        self._issuing = issuing
        self._receipts = receipts
        self._texts = texts

    def start(self, subject: SubjectId, service_code: int, language: str) -> SectionView:
        """Open a draft on a person; the form's version is fixed here.

        An open draft of the same person and service is gone on with instead: nobody fills one
        request twice. One that cannot be read, or an empty one of an older form, gives way.
        Raises KnownError `service.unknown`, `person.unknown`, `form.missing`, `forms.refused`;
        nothing was written.
        """

        def work(tx: Transaction) -> SectionView:
            service = self._catalogue.entry(tx, service_code)
            self._citizens.row(tx, subject)
            entry = pulled.form(tx, service.form_id, service.form_version)
            if entry is None:
                raise FormMissing(service.form_id, service.form_version)
            begun = self._begun(tx, subject, service_code, entry.definition_hash)
            if begun is not None:
                return self._view(tx, begun)
            draft = self._shelf.new(
                tx,
                subject=subject,
                service_code=service_code,
                xml=entry.xml,
                language=language,
            )
            self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        return self._kept(work)

    def _begun(
        self, tx: Transaction, subject: SubjectId, service_code: int, definition_hash: bytes
    ) -> Draft | None:
        """Return the open draft of a person and service that was edited last, if one is usable."""
        for row in kept.drafts(tx, KIND):
            content = DraftContent.decode(row.content)
            if (row.subject, content.service_code) != (subject, service_code):
                continue
            if not content.touched and content.definition_hash != definition_hash:
                self._shelf.drop(tx, row.salt)
                continue
            try:
                return self._shelf.take(tx, row.salt)
            except (DraftDamaged, FormMissing, FormUnusable):
                continue
        return None

    def resume(self, draft_id: Salt) -> SectionView:
        """Go on with a draft where it was left; raises KnownError `draft.unknown`."""
        return self._desk.read(lambda tx: self._view(tx, self._shelf.take(tx, draft_id)))

    def section(self, draft_id: Salt, index: int) -> SectionView:
        """Show one section and remember it as the place to come back to."""

        def work(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            if 0 <= index < draft.content.section_count:
                draft.content = replace(draft.content, section=index)
                self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        return self._kept(work)

    def answer(self, draft_id: Salt, path: str, text: str) -> SectionView:
        """Take an answer as typed; it is durable before this returns. What cannot be stored is
        kept as typed and shown with a message."""

        def work(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            draft.answer(path, text)
            self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        return self._kept(work)

    def check_section(self, draft_id: Salt, index: int) -> tuple[QuestionProblem, ...]:
        """Return what does not hold in one section; empty when one may go on."""

        def work(tx: Transaction) -> tuple[QuestionProblem, ...]:
            draft = self._shelf.take(tx, draft_id)
            if index not in draft.content.checked:
                checked = (*draft.content.checked, index)
                draft.content = replace(draft.content, checked=checked)
                self._shelf.keep(tx, draft)
            return problems_of(draft, index)

        return self._kept(work)

    def review(self, draft_id: Salt) -> Review:
        """Return everything that would be saved and everything that still blocks it."""

        def work(tx: Transaction) -> Review:
            draft = self._shelf.take(tx, draft_id)
            service = self._catalogue.entry(tx, draft.content.service_code)
            return Review(
                draft_id=draft_id,
                service_name=self._catalogue.name_of(tx, service.code),
                person=self._citizens.row(tx, draft.subject),
                sections=review_sections(draft, self._texts()),
                problems=problems_of(draft, None),
                fee_centavos=self._catalogue.fee(tx, service, self._catalogue.today(tx)),
            )

        return self._desk.read(work)

    def consent(self, draft_id: Salt) -> ConsentText:
        """Return exactly what is to be shown and ticked; that it was shown is kept.

        Raises KnownError `consent.missing` where the service's notice is not on this device.
        """

        def work(tx: Transaction) -> ConsentText:
            draft = self._shelf.take(tx, draft_id)
            service = self._catalogue.entry(tx, draft.content.service_code)
            notice = pulled.notice(tx, service.notice_id)
            words = None if notice is None else notice_text(notice, _language_code(draft))
            if notice is None or words is None:
                raise ConsentMissing
            shown = ShownNotice(
                notice_id=notice.notice_id,
                version=notice.version,
                text_hash=hash_of_shown(words.lines, words.sentence),
            )
            if draft.content.notice != shown:
                draft.content = replace(draft.content, notice=shown)
                self._shelf.keep(tx, draft)
            return ConsentText(
                notice_id=notice.notice_id,
                version=notice.version,
                lines=words.lines,
                sentence=words.sentence,
            )

        return self._kept(work)

    def save(self, draft_id: Salt, accepted: bool) -> RegistrationSaved:
        """Save consent (51) and registration (40) in one transaction; the same draft again
        returns the same registration.

        Raises KnownError `consent.missing`, `registration.problems`, `registration.too_large`,
        `draft.unknown`; nothing was written and the draft is kept.
        """
        event_id = event_id_of(draft_id)

        def work(tx: Transaction) -> RegistrationSaved:
            if self._desk.journal.find(tx, event_id) is None:
                self._append(tx, self._shelf.take(tx, draft_id), accepted)
            row = queries.registration(tx, event_id)
            service = None
            if row is not None:
                service = self._catalogue.known_entry(tx, row.service_code)
            return RegistrationSaved(
                event_id=event_id,
                receipt=self._receipts.view(tx, event_id),
                fee_due=service is not None
                and bool(service.concepts)
                and queries.payment_for(tx, event_id) is None,
            )

        try:
            return self._desk.write(work)
        except BaseException:
            self._shelf.let_go()
            raise

    def discard(self, draft_id: Salt) -> None:
        """Throw a draft away; doing it twice changes nothing."""
        self._desk.keep(lambda tx: self._shelf.drop(tx, draft_id))

    def drafts(self) -> tuple[DraftRow, ...]:
        """Return the drafts of this device, latest first."""

        def work(tx: Transaction) -> tuple[DraftRow, ...]:
            return tuple(self._draft_row(tx, row) for row in kept.drafts(tx, KIND))

        return self._desk.read(work)

    def set_language(self, draft_id: Salt, language: str) -> SectionView:
        """Show the draft's form in another of its languages; answers stay."""

        def work(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            draft.form.set_language(language)
            draft.content = replace(draft.content, dump=draft.form.dump())
            self._shelf.keep(tx, draft)
            return self._view(tx, draft)

        return self._kept(work)

    # ------------------------------------------------------------------------------ saving

    def _append(self, tx: Transaction, draft: Draft, accepted: bool) -> None:
        content, form = draft.content, draft.form
        service = self._catalogue.entry(tx, content.service_code)
        if not accepted or content.notice is None:
            raise ConsentMissing
        blocked = problems_of(draft, None)
        if blocked:
            raise RegistrationProblems(len(blocked))
        answers = answers_of(form)
        name = instance_name(form)
        instance_id = instance_id_of(event_id_of(draft.salt))
        xml = submission_xml(form.definition, answers, instance_id, name)
        shift = queries.open_shift(tx)
        stated = self._issuing.time(tx)
        registration = RegistrationMade(
            folio=self._issuing.next_folio(tx),
            form_id=form.definition.form_id,
            form_version=form.definition.version,
            definition_hash=content.definition_hash,
            answers=_frozen(answers),
            instance_name=name,
            submission_hash=check8(xml),
            service_code=service.code,
            shift=None if shift is None else shift.shift,
            discreet=service.discreet,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        _check_size(registration)
        consent = ConsentGiven(
            notice_id=content.notice.notice_id,
            notice_version=content.notice.version,
            text_hash=content.notice.text_hash,
            purposes=(PurposeConsent(purpose=_PURPOSE, accepted=True),),
            means=ConsentMeans.TICKED,
        )
        given = self._desk.append(tx, consent, salt=content.consent_salt, subject=draft.subject)
        recorded = self._desk.append(
            tx, registration, salt=draft.salt, subject=draft.subject, refs=(given.event_id,)
        )
        self._issuing.seal(tx, recorded)
        self._shelf.drop(tx, draft.salt)

    def _kept(self, work: Callable[[Transaction], T]) -> T:
        """Run a draft's transaction; when it fails the live form is forgotten with it."""
        try:
            return self._desk.keep(work)
        except BaseException:
            self._shelf.let_go()
            raise

    # ----------------------------------------------------------------------------- showing

    def _view(self, tx: Transaction, draft: Draft) -> SectionView:
        index = draft.content.section
        form = draft.form
        return SectionView(
            draft_id=draft.salt,
            service_name=self._catalogue.name_of(tx, draft.content.service_code),
            person=self._citizens.row(tx, draft.subject),
            index=index,
            count=draft.content.section_count,
            title=form.section_title(index),
            questions=questions_of(draft, self._texts()),
            sections=marks_of(draft),
            languages=form.definition.languages,
            language=form.language,
        )

    def _draft_row(self, tx: Transaction, row: kept.DraftRow) -> DraftRow:
        content = DraftContent.decode(row.content)
        person = None if row.subject is None else queries.person(tx, row.subject)
        return DraftRow(
            draft_id=row.salt,
            person_name=""
            if person is None
            else display_name(person.given, person.first_surname, person.second_surname),
            service_name=self._catalogue.name_of(tx, content.service_code),
            section_index=content.section,
            section_count=content.section_count,
            edited_at=local(row.updated_seconds),
        )


def hash_of_shown(lines: tuple[str, ...], sentence: str) -> bytes:
    """Return key 4 of a consent: SHA-256 of the lines and the sentence as shown, [:16]."""
    return hashlib.sha256("\n".join((*lines, sentence)).encode()).digest()[:16]


def _language_code(draft: Draft) -> str:
    """Return the code of the form's active language: `Español (es)` -> `es`."""
    found = _CODE.search(draft.form.language)
    return found[1] if found else draft.form.language


def _frozen(answers: Any) -> Answer:
    """Return nested lists as the tuples that an event holds."""
    if isinstance(answers, list):
        return tuple(_frozen(one) for one in answers)
    if answers is None or isinstance(answers, str | int):
        return answers
    raise TypeError("an answer is text, a whole number, nothing, or a list of these")


def _check_size(registration: RegistrationMade) -> None:
    try:
        size_bytes = len(encode_body(registration))
    except MessageInvalid as error:
        raise RegistrationTooLarge(EVENT_LIMIT_BYTES) from error
    if size_bytes > BODY_LIMIT_BYTES:
        raise RegistrationTooLarge(size_bytes)
