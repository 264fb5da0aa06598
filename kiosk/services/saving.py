"""Saving a filled form: consent and registration, or the correction of one, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from forms.entities import entity_changes
from forms.model.migration import with_values
from kiosk.errors import KnownError
from kiosk.services import auditing
from kiosk.services.attachments import Prepared, write_file
from kiosk.services.blockers import problems_of
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk
from kiosk.services.drafts import Draft, ShownNotice
from kiosk.services.issuing import Issuing
from kiosk.services.purposes import Purposes
from kiosk.services.sealing import SMALL_FILE_BYTES, Sealed, instance_of, seal
from kiosk.services.shelf import DraftShelf
from kiosk.services.views import Agreement
from kiosk.store import entities, queries, versions
from sync.events import (
    ConsentGiven,
    ConsentMeans,
    OnBehalf,
    PurposeConsent,
    RegistrationCorrected,
    RegistrationMade,
)
from sync.ids import EventId, Salt, event_id_of
from sync.journal import Transaction

_SIGNED = (ConsentMeans.DRAWN, ConsentMeans.WITNESS)


class ConsentMissing(KnownError):
    """The sentence was not shown or not ticked; nothing was written and the draft is kept."""

    code: ClassVar[str] = "consent.missing"


class NotSigned(KnownError):
    """A tick is too little for this consent, or its signature is missing or too large.

    Nothing was written and the draft is kept.
    """

    code: ClassVar[str] = "consent.not_signed"


class NoWitness(KnownError):
    """Who signs for somebody says their name and relation; nothing was written."""

    code: ClassVar[str] = "consent.no_witness"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsFacts:
    """How many answers have to be put right."""

    count: int


class RegistrationProblems(KnownError):
    """Answers are missing or do not hold; nothing was written and the draft is kept."""

    code: ClassVar[str] = "registration.problems"

    def __init__(self, count: int) -> None:
        super().__init__(ProblemsFacts(count=count))


class Saving:
    """Makes events of drafts."""

    def __init__(
        self, desk: Desk, shelf: DraftShelf, catalogue: Catalogue, issuing: Issuing
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue
        self._issuing = issuing
        self._purposes = Purposes(shelf, catalogue)

    def save(self, draft_id: Salt, *, accepted: bool, agreement: Agreement) -> EventId:
        """Make the draft an event and return its id; the same draft again changes nothing.

        Files that the event names are on the disk before it is. Raises ConsentMissing, NotSigned,
        NoWitness, RegistrationProblems, DraftUnknown, the vault's DiskFull or FileTrouble; then
        nothing was recorded and the draft is kept.
        """
        event_id = event_id_of(draft_id)
        if self._desk.read(lambda tx: self._desk.journal.find(tx, event_id)) is not None:
            return event_id
        try:
            self._desk.read(lambda tx: self._refuse(tx, draft_id, accepted, agreement))
            if self._desk.read(lambda tx: self._has_ticks(tx, draft_id)):
                self._desk.keep(lambda tx: self._leave_out(tx, draft_id, agreement))
            self._desk.read(lambda tx: self._refuse_problems(tx, draft_id))
            self._add_audit(draft_id)
            sealed = self._desk.read(lambda tx: self._sealed(tx, draft_id))
            self._write_files(draft_id, sealed)
            self._desk.write(lambda tx: self._append(tx, draft_id, sealed, agreement))
        except BaseException:
            self._shelf.let_go()
            raise
        return event_id

    def _refuse(
        self, tx: Transaction, draft_id: Salt, accepted: bool, agreement: Agreement
    ) -> None:
        draft = self._shelf.take(tx, draft_id)
        if not self._purposes.must_agree(tx, draft):
            return
        if not accepted or draft.content.notice is None:
            raise ConsentMissing
        signature = agreement.signature
        sensitive = any(one.accepted for one in self._purposes.sensitive(tx, draft))
        if agreement.means in _SIGNED:
            if not 0 < len(signature) <= SMALL_FILE_BYTES:
                raise NotSigned
        elif sensitive:
            raise NotSigned
        if agreement.means is ConsentMeans.WITNESS and not (
            agreement.witness.strip() and agreement.relation.strip()
        ):
            raise NoWitness

    def _has_ticks(self, tx: Transaction, draft_id: Salt) -> bool:
        """Tell whether there is a purpose to tick; without one nothing is left out here."""
        draft = self._shelf.take(tx, draft_id)
        return self._purposes.must_agree(tx, draft) and bool(self._purposes.optional(tx, draft))

    def _leave_out(self, tx: Transaction, draft_id: Salt, agreement: Agreement) -> None:
        """Take what was ticked of the purposes that are not needed; what was not is refused."""
        draft = self._shelf.take(tx, draft_id)
        ticked = dict(agreement.purposes)
        optional = self._purposes.optional(tx, draft)
        before = draft.content
        self._purposes.decide(
            tx, draft, {one.purpose_id: ticked.get(one.purpose_id, False) for one in optional}
        )
        if draft.content != before:
            self._shelf.keep(tx, draft)

    def _refuse_problems(self, tx: Transaction, draft_id: Salt) -> None:
        blocked = problems_of(self._shelf.take(tx, draft_id), None)
        if blocked:
            raise RegistrationProblems(len(blocked))

    def _add_audit(self, draft_id: Salt) -> None:
        """Put the audit of a draft on the disk and name it in the record, where it has one.

        Its index is kept before the file is written, as with every file.
        """

        def reserve(tx: Transaction) -> tuple[Prepared, int] | None:
            draft = self._shelf.take(tx, draft_id)
            prepared = auditing.audit_file(draft)
            if prepared is None:
                return None
            index = draft.content.next_index
            draft.content = replace(draft.content, next_index=index + 1)
            self._shelf.keep(tx, draft)
            return prepared, index

        if not self._desk.read(lambda tx: self._shelf.take(tx, draft_id).log is not None):
            return
        reserved = self._desk.keep(reserve)
        if reserved is None:
            return
        held = write_file(self._shelf.files, draft_id, reserved[1], reserved[0])

        def name(tx: Transaction) -> None:
            draft = self._shelf.take(tx, draft_id)
            definition = draft.form.definition
            carried = {auditing.audit_path(definition): held.name}
            dump = with_values(definition, draft.content.dump, carried)
            draft.content = replace(draft.content, files=(*draft.content.files, held))
            draft.became(self._shelf.restored(tx, definition, dump))
            self._shelf.keep(tx, draft)

        self._desk.keep(name)

    def _sealed(self, tx: Transaction, draft_id: Salt) -> Sealed:
        draft = self._shelf.take(tx, draft_id)
        corrects = draft.content.corrects
        draft.form.seal()
        deprecated = None if corrects is None else instance_of(corrects)
        return seal(draft, lambda held: self._shelf.content_of(draft.salt, held), deprecated)

    def _write_files(self, draft_id: Salt, sealed: Sealed) -> None:
        """Put answers too large for the event on the disk; their key must seal nothing else.

        Which file it is is kept first: one of an attempt that was cut off goes before another.
        """
        if not sealed.written:
            return
        ((blob_id, content),) = sealed.written

        def mark(tx: Transaction) -> bytes:
            draft = self._shelf.take(tx, draft_id)
            before = draft.content.answers_blob
            draft.content = replace(draft.content, answers_blob=blob_id)
            self._shelf.keep(tx, draft)
            return before

        before = self._desk.keep(mark)
        if before and before != blob_id:
            self._shelf.files.remove(before)
        self._shelf.files.put(blob_id, content)

    def _append(
        self, tx: Transaction, draft_id: Salt, sealed: Sealed, agreement: Agreement
    ) -> None:
        draft = self._shelf.take(tx, draft_id)
        corrects = draft.content.corrects
        first = None if corrects is None else versions.first_version(tx, corrects)
        consents: tuple[EventId, ...] = ()
        if self._purposes.must_agree(tx, draft):
            consents = self._append_consents(tx, draft, agreement, first)
        if corrects is None:
            self._append_registration(tx, draft, sealed, consents)
        else:
            self._append_correction(tx, draft, sealed, corrects)
        if draft.form.definition.entities:
            rows = partial(self._shelf.entity_list, draft.content.definition_hash)
            outcome = entity_changes(draft.form, rows)
            entities.keep_changes(tx, event_id_of(draft.salt), outcome.changes)
        self._shelf.drop(tx, draft.salt)

    def _append_consents(
        self, tx: Transaction, draft: Draft, agreement: Agreement, first: EventId | None
    ) -> tuple[EventId, ...]:
        """Record the general consent and, apart from it, that to sensitive purposes.

        first: the record that is corrected; the consents name it, as a registration names its own.
        """
        shown, notice = draft.content.notice, self._purposes.notice(tx, draft)
        if shown is None or notice is None:
            raise ConsentMissing
        said = dict(draft.content.decisions)
        optional = tuple(one.purpose_id for one in self._purposes.optional(tx, draft))
        general = consent_of(
            shown,
            shown.text_hash,
            agreement,
            (
                *((one, True) for one in self._purposes.needed(notice)),
                *((one, said.get(one, False)) for one in optional),
            ),
        )
        made = [(general, draft.content.consent_salt)]
        sensitive = self._purposes.sensitive(tx, draft)
        if sensitive:
            decided = tuple((one.purpose_id, bool(one.accepted)) for one in sensitive)
            consent = consent_of(shown, shown.sensitive_hash, agreement, decided)
            made.append((consent, draft.content.sensitive_salt or self._desk.new_salt()))
        refs = () if first is None else (first,)
        return tuple(
            self._desk.append(tx, one, salt=salt, subject=draft.subject, refs=refs).event_id
            for one, salt in made
        )

    def _append_registration(
        self, tx: Transaction, draft: Draft, sealed: Sealed, consents: tuple[EventId, ...]
    ) -> None:
        content = draft.content
        service = self._catalogue.entry(tx, content.service_code)
        shift = queries.open_shift(tx)
        stated = self._issuing.time(tx)
        registration = RegistrationMade(
            attachments=sealed.attachments,
            folio=self._issuing.next_folio(tx),
            form_id=draft.form.definition.form_id,
            form_version=draft.form.definition.version,
            definition_hash=content.definition_hash,
            answers=sealed.answers,
            instance_name=sealed.instance_name,
            submission_hash=sealed.submission_hash,
            service_code=service.code,
            small_files=sealed.small_files,
            left_behind=sealed.left_behind,
            shift=None if shift is None else shift.shift,
            discreet=service.discreet,
            receipt_time_seconds=None if stated.verified else stated.seconds,
        )
        recorded = self._desk.append(
            tx, registration, salt=draft.salt, subject=draft.subject, refs=consents
        )
        self._issuing.seal(tx, recorded)

    def _append_correction(
        self, tx: Transaction, draft: Draft, sealed: Sealed, corrects: EventId
    ) -> None:
        content = draft.content
        first = versions.first_version(tx, corrects)
        correction = RegistrationCorrected(
            attachments=sealed.attachments,
            form_id=draft.form.definition.form_id,
            form_version=draft.form.definition.version,
            definition_hash=content.definition_hash,
            answers=sealed.answers,
            instance_name=sealed.instance_name,
            submission_hash=sealed.submission_hash,
            deprecated_instance_id=bytes.fromhex(
                instance_of(corrects).removeprefix("uuid:").replace("-", "")
            ),
            service_code=content.service_code,
            small_files=sealed.small_files,
            reason=content.reason,
            left_behind=sealed.left_behind,
            discreet=versions.is_discreet(tx, first),
        )
        refs = (first,) if first == corrects else (first, corrects)
        self._desk.append(tx, correction, salt=draft.salt, subject=draft.subject, refs=refs)


def consent_of(
    shown: ShownNotice,
    text_hash: bytes,
    agreement: Agreement,
    purposes: tuple[tuple[str, bool], ...],
) -> ConsentGiven:
    """Return the event of one consent: to these purposes, in the way the person agreed."""
    witness = None
    if agreement.means is ConsentMeans.WITNESS:
        witness = OnBehalf(
            who=" ".join(agreement.witness.split())[:200],
            relation=" ".join(agreement.relation.split())[:100],
        )
    return ConsentGiven(
        notice_id=shown.notice_id,
        notice_version=shown.version,
        text_hash=text_hash,
        purposes=tuple(PurposeConsent(purpose=one, accepted=said) for one, said in purposes),
        means=agreement.means,
        signature=agreement.signature if agreement.means in _SIGNED else None,
        on_behalf=witness,
    )
