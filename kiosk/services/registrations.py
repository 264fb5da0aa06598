"""Fill a form page by page, review it, consent, save (UX §3.4, §3.5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from forms.audit import AuditEvent
from kiosk.domain.citizens import display_name
from kiosk.domain.notices import hash_of_sentences, hash_of_shown
from kiosk.services import auditing
from kiosk.services.attachments import Asked, HeldFile, check_room, prepare, write_file
from kiosk.services.blockers import place_of, problems_of, sections_of
from kiosk.services.catalogue import notice_text
from kiosk.services.desk import local
from kiosk.services.draft_work import DraftWork
from kiosk.services.drafts import (
    KIND,
    Draft,
    DraftContent,
    DraftDamaged,
    FormIncomplete,
    FormMissing,
    FormUnusable,
    NoticeNotShown,
    PlaceGone,
    ShownNotice,
    find,
    generic_of,
)
from kiosk.services.question_views import language_code
from kiosk.services.saving import ConsentMissing, RegistrationProblems
from kiosk.services.undo import put_back, take_out
from kiosk.services.views import (
    TICKED,
    Agreement,
    ConsentText,
    DraftRow,
    QuestionKind,
    QuestionProblem,
    RegistrationSaved,
    Review,
    SectionView,
    VersionChange,
)
from kiosk.store import kept, pulled, queries, versions
from sync.catalogue import Capability
from sync.ids import EventId, Salt, SubjectId
from sync.journal import Transaction

T = TypeVar("T")
_OF_DRAFTS = frozenset({Capability.REGISTER, Capability.CORRECT})
__all__ = ["ConsentMissing", "RegistrationProblems", "Registrations"]


class Registrations(DraftWork):
    """Drafts, and what they become."""

    # ---------------------------------------------------------------- beginning, going on

    def start(self, subject: SubjectId, service_code: int, language: str) -> SectionView:
        """Open a draft on a person; the form's version is fixed here.

        An open draft of the same person and service is gone on with instead: nobody fills one
        request twice. One that cannot be read, or an empty one of an older form, gives way.
        Raises KnownError `service.unknown`, `person.unknown`, `form.missing`, `form.incomplete`,
        `forms.refused`, `access.not_allowed`; nothing was written.
        """
        self._permissions.require(Capability.REGISTER)

        def work(tx: Transaction) -> SectionView:
            service = self._catalogue.entry(tx, service_code)
            self._citizens.row(tx, subject)
            entry = pulled.form(tx, service.form_id, service.form_version)
            if entry is None:
                raise FormMissing(service.form_id, service.form_version)
            begun = self._begun(tx, subject, service_code, entry.definition_hash)
            if begun is not None:
                return self._entered(tx, begun)
            files = pulled.form_files(tx, entry.form_id, entry.version)
            if files is None:
                raise FormIncomplete(entry.form_id, entry.version)
            draft = self._shelf.new(
                tx,
                subject=subject,
                service_code=service_code,
                xml=entry.xml,
                language=language,
                files=files,
            )
            self._purposes.apply(tx, draft)
            auditing.note(draft, AuditEvent.FORM_START)
            auditing.page_shown(draft)
            self._shelf.keep(tx, draft)
            return self._entered(tx, draft)

        return self._kept(work)

    def _begun(
        self, tx: Transaction, subject: SubjectId, service_code: int, definition_hash: bytes
    ) -> Draft | None:
        """Return the open draft of a person and service that was edited last, if one is usable."""
        for row in kept.drafts(tx, KIND):
            content = DraftContent.decode(row.content)
            if (row.subject, content.service_code) != (subject, service_code) or content.corrects:
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
        """Go on with a draft where it was left.

        Raises KnownError `draft.unknown`, `access.not_allowed`.
        """

        def work(tx: Transaction) -> SectionView:
            draft = self._shelf.take(tx, draft_id)
            self._require(tx, draft)
            return self._entered(tx, draft)

        return self._desk.read(work)

    def _require(self, tx: Transaction, draft: Draft) -> None:
        """Refuse a draft that whoever is at work may not go on with."""
        if draft.content.corrects is None:
            self._permissions.require(Capability.REGISTER, tx=tx)
        else:
            self._permissions.require(Capability.REGISTER, Capability.CORRECT, tx=tx)

    def _entered(self, tx: Transaction, draft: Draft) -> SectionView:
        """Show where a draft is, and whether the notice comes before it."""
        return replace(self._view(tx, draft), notice_due=self._purposes.is_due(tx, draft))

    # ------------------------------------------------------------------------------ pages

    def section(self, draft_id: Salt, index: int) -> SectionView:
        """Show one section and remember it as the place to come back to."""

        def work(tx: Transaction, draft: Draft) -> None:
            del tx
            if 0 <= index < draft.content.section_count:
                if index > draft.content.section + 1:
                    auditing.note(draft, AuditEvent.JUMP)
                draft.content = replace(draft.content, section=index, place="")

        return self._change(draft_id, work)

    def open_place(self, draft_id: Salt, place: str) -> SectionView:
        """Show the page of one instance of a repeat; raises KnownError `draft.place`."""
        return self._change(draft_id, lambda _tx, draft: self._go_to(draft, place))

    def add_instance(self, draft_id: Salt, repeat: str) -> SectionView:
        """Add an instance to a repeat and show its page.

        Raises KnownError `draft.place` where the form fixes how many there are.
        """

        def work(_tx: Transaction, draft: Draft) -> None:
            place = draft.add(repeat)
            auditing.note(draft, AuditEvent.ADD_REPEAT, place)
            self._go_to(draft, place)

        return self._change(draft_id, work)

    def remove_instance(self, draft_id: Salt, instance: str) -> SectionView:
        """Take an instance out and show the page around it; `put_back` brings it back.

        Raises KnownError `draft.place`; nothing was written.
        """

        def work(tx: Transaction, draft: Draft) -> None:
            around = place_of(draft.form.definition, instance)
            index = self._section_of(draft, instance)
            title = self._pages(tx, draft).title_of(draft, instance)
            auditing.note(draft, AuditEvent.DELETE_REPEAT, instance)
            take_out(tx, draft, instance, title)
            draft.content = replace(draft.content, section=index, place=around)

        return self._change(draft_id, work)

    def put_back(self, draft_id: Salt) -> SectionView:
        """Bring back what was taken out last and show the page around it.

        Raises KnownError `draft.place` where nothing can come back.
        """

        def work(tx: Transaction, draft: Draft) -> None:
            place = put_back(tx, self._shelf, draft)
            around = place_of(draft.form.definition, place)
            index = self._section_of(draft, place)
            draft.content = replace(draft.content, section=index, place=around)

        return self._change(draft_id, work)

    def _go_to(self, draft: Draft, place: str) -> None:
        node = find(draft.form, place)
        if node is None or not node.relevant or not node.index:
            raise PlaceGone
        index = self._section_of(draft, place)
        draft.content = replace(draft.content, section=index, place=place)

    def _section_of(self, draft: Draft, reference: str) -> int:
        """Return the section in which an instance stands."""
        generic = generic_of(reference)
        where = sections_of(draft.form.definition)
        inside = (index for path, index in where.items() if path.startswith(generic + "/"))
        return next(inside, draft.content.section)

    # ---------------------------------------------------------------------------- answers

    def answer(self, draft_id: Salt, path: str, text: str) -> SectionView:
        """Take an answer as typed; it is durable before this returns. What cannot be stored is
        kept as typed and shown with a message.

        Raises KnownError `notice.not_shown` before the privacy notice was read; nothing is kept.
        """

        def work(_tx: Transaction, draft: Draft) -> None:
            _refuse_before_notice(draft)
            draft.answer(path, text)
            auditing.answered(draft, path)

        return self._change(draft_id, work)

    def attach(
        self, draft_id: Salt, path: str, content: bytes, media_type: str, file_name: str
    ) -> SectionView:
        """Take a file as the answer to a question; it is on the disk before this returns.

        Raises KnownError `attachment.too_large`, `attachment.record_full`, `attachment.wrong_kind`,
        `attachment.not_picture`, `disk.no_photos`, `notice.not_shown`, `vault.disk_full`,
        `vault.io`: nothing of the file was kept, the answer is as it was.
        """
        asked = self._desk.read(lambda tx: _asked(self._shelf.take(tx, draft_id), path))
        prepared = prepare(content, media_type, file_name, asked)

        def reserve(tx: Transaction) -> int:
            draft = self._shelf.take(tx, draft_id)
            _refuse_before_notice(draft)
            kept_back = pulled.settings(tx).photo_reserve_bytes
            check_room(prepared, _in_use(draft), self._shelf.files, kept_back)
            index = draft.content.next_index
            draft.content = replace(draft.content, next_index=index + 1)
            self._shelf.keep(tx, draft)
            return index

        # An index whose file was never named is not used again: its key sealed something already.
        index = self._kept(reserve)
        held = write_file(self._shelf.files, draft_id, index, prepared)

        def work(_tx: Transaction, draft: Draft) -> None:
            draft.content = replace(draft.content, files=(*draft.content.files, held))
            draft.answer(path, held.name)
            auditing.answered(draft, path)

        return self._change(draft_id, work)

    def check_section(
        self, draft_id: Salt, index: int, place: str = ""
    ) -> tuple[QuestionProblem, ...]:
        """Return what does not hold in one section, or on the page of one instance in it.

        Empty when one may go on. Only a whole section counts as checked in the map.
        """

        def work(tx: Transaction) -> tuple[QuestionProblem, ...]:
            draft = self._shelf.take(tx, draft_id)
            problems = problems_of(draft, index, place)
            auditing.checked(draft, problems)
            new = index not in draft.content.checked and not place
            if new:
                checked = (*draft.content.checked, index)
                draft.content = replace(draft.content, checked=checked)
            if new or draft.log is not None:
                self._shelf.keep(tx, draft)
            return problems

        return self._kept(work)

    def set_language(self, draft_id: Salt, language: str) -> SectionView:
        """Show the draft's form in another of its languages; answers stay."""

        def work(_tx: Transaction, draft: Draft) -> None:
            draft.form.set_language(language)
            draft.content = replace(draft.content, dump=draft.form.dump())
            draft.forget_views()

        return self._change(draft_id, work)

    # --------------------------------------------------------------------------- versions

    def version_change(self, draft_id: Salt) -> VersionChange:
        """Return what moving to the newer version of the form would do; nothing is changed.

        Raises KnownError `form.missing` where there is none, `forms.refused`, `forms.draft`.
        """
        return self._kept(lambda tx: self._versions.change(tx, self._shelf.take(tx, draft_id)))

    def move_to_new_version(self, draft_id: Salt) -> SectionView:
        """Move a draft to the newer version of its form; what is lost there is kept for the event.

        Raises KnownError `form.missing`, `forms.refused`, `forms.draft`; the draft is as it was.
        """
        return self._change(draft_id, self._versions.move)

    # ------------------------------------------------------------------ review and saving

    def review(self, draft_id: Salt) -> Review:
        """Return everything that would be saved and everything that still blocks it."""

        def work(tx: Transaction) -> Review:
            draft = self._shelf.take(tx, draft_id)
            service = self._catalogue.known_entry(tx, draft.content.service_code)
            corrects = draft.content.corrects is not None
            fee, depends = None, False
            if service is not None and not corrects:
                day = self._catalogue.today(tx)
                fee = self._catalogue.fee(tx, service, day)
                depends = self._catalogue.fee_depends(tx, service, day)
            return Review(
                draft_id=draft_id,
                service_name=self._catalogue.name_of(tx, draft.content.service_code),
                person=self._citizens.row(tx, draft.subject),
                sections=self._pages(tx, draft).review(draft),
                problems=problems_of(draft, None),
                fee_centavos=fee,
                fee_depends=depends,
                corrects=corrects,
                reason=draft.content.reason,
                must_agree=self._purposes.must_agree(tx, draft),
                choices=self._purposes.sensitive(tx, draft),
            )

        return self._desk.read(work)

    def consent(self, draft_id: Salt) -> ConsentText:
        """Return exactly what is to be shown and ticked; that it was shown is kept.

        Raises KnownError `consent.missing` where the service's notice is not on this device.
        """

        def work(tx: Transaction) -> ConsentText:
            draft = self._shelf.take(tx, draft_id)
            self._catalogue.entry(tx, draft.content.service_code)
            notice = self._purposes.notice(tx, draft)
            optional = self._purposes.optional(tx, draft)
            sensitive = self._purposes.sensitive(tx, draft)
            words = None
            if notice is not None:
                words = notice_text(notice, language_code(draft.form.language))
            if notice is None or words is None:
                raise ConsentMissing
            shown = ShownNotice(
                notice_id=notice.notice_id,
                version=notice.version,
                text_hash=hash_of_shown(
                    words.lines, words.sentence, tuple(one.sentence for one in optional)
                ),
                sensitive_hash=hash_of_sentences(tuple(one.sentence for one in sensitive))
                if sensitive
                else b"",
            )
            if draft.content.notice != shown:
                draft.content = replace(draft.content, notice=shown)
                self._shelf.keep(tx, draft)
            return ConsentText(
                notice_id=notice.notice_id,
                version=notice.version,
                lines=words.lines,
                sentence=words.sentence,
                optional=optional,
                sensitive=sensitive,
            )

        return self._kept(work)

    def save(
        self, draft_id: Salt, accepted: bool, agreement: Agreement = TICKED
    ) -> RegistrationSaved:
        """Save consents (51) and registration (40) in one transaction; the same draft again
        returns the same registration.

        Raises KnownError `consent.missing`, `consent.not_signed`, `consent.no_witness`,
        `registration.problems`, `draft.unknown`, `vault.disk_full`; nothing was recorded and the
        draft is kept.
        """
        event_id = self._saving.save(draft_id, accepted=accepted, agreement=agreement)
        return self._desk.read(lambda tx: self._saved(tx, event_id))

    def save_correction(
        self, draft_id: Salt, accepted: bool = False, agreement: Agreement = TICKED
    ) -> EventId:
        """Save a corrected record as a newer version (41); return the id of its first version.

        It needs a consent only where more is asked than was agreed to. The same draft again changes
        nothing. Raises as `save` does; nothing was recorded and the draft is kept.
        """
        event_id = self._saving.save(draft_id, accepted=accepted, agreement=agreement)
        return self._desk.read(lambda tx: versions.first_version(tx, event_id))

    def _saved(self, tx: Transaction, event_id: EventId) -> RegistrationSaved:
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

    def pause(self, draft_id: Salt) -> None:
        """Take note that a draft is left for later; everything in it is kept already."""

        def work(tx: Transaction) -> None:
            draft = self._shelf.take(tx, draft_id)
            if draft.log is not None:
                auditing.page_left(draft)
                auditing.note(draft, AuditEvent.FORM_SAVE)
                auditing.note(draft, AuditEvent.FORM_EXIT)
                self._shelf.keep(tx, draft)
            self._shelf.let_go()

        self._kept(work)

    def discard(self, draft_id: Salt) -> None:
        """Throw a draft away; doing it twice changes nothing. Its files go a week later."""
        self._desk.keep(lambda tx: self._shelf.drop(tx, draft_id))

    def drafts(self) -> tuple[DraftRow, ...]:
        """Return the drafts of this device, latest first; none for who may not go on with any."""

        def work(tx: Transaction) -> tuple[DraftRow, ...]:
            if not self._permissions.standing(tx).capabilities & _OF_DRAFTS:
                return ()
            return tuple(self._draft_row(tx, row) for row in kept.drafts(tx, KIND))

        return self._desk.read(work)

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


def _asked(draft: Draft, path: str) -> Asked:
    """Return what a question wants of a file."""
    shown = draft.form.question(path)
    longest = shown.parameters.get("max-pixels", "")
    return Asked(
        kind=QuestionKind(shown.kind.value),
        appearance=shown.appearance,
        media_type=shown.media_type,
        max_pixels=int(longest) if longest.isascii() and longest.isdigit() else 0,
    )


def _refuse_before_notice(draft: Draft) -> None:
    if draft.content.seen is None:
        raise NoticeNotShown


def _in_use(draft: Draft) -> tuple[HeldFile, ...]:
    """Return the files that stand in an answer now, whether relevant or not."""
    named = {node.value for node in draft.form.element().elements() if node.value}
    return tuple(one for one in draft.content.files if one.name in named)
