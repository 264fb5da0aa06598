"""Saved registrations: the list of this device, one with its history, and correcting it.

A saved record is frozen: what was signed is what is sent. Correcting makes a newer version that
refers to the older one, with a reason (DESIGN §4, FORMS §11).
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from forms.audit import AuditEvent
from forms.model.instance import FormInstance
from forms.submission import instance_id_of
from kiosk.domain.citizens import display_name
from kiosk.errors import KnownError
from kiosk.services import auditing
from kiosk.services.attachments import HeldFile, Prepared, write_file
from kiosk.services.catalogue import Catalogue
from kiosk.services.citizens import MAY_SEE_PEOPLE, Citizens
from kiosk.services.deliveries import Deliveries
from kiosk.services.desk import Desk, local
from kiosk.services.drafts import KIND, Draft, DraftContent
from kiosk.services.marks import escaped
from kiosk.services.payment_lines import PaymentLines
from kiosk.services.permissions import Permissions
from kiosk.services.purposes import Purposes
from kiosk.services.reading import RecordErased, recorded_of, submission_of
from kiosk.services.sealing import Registration
from kiosk.services.sections import Pages
from kiosk.services.shelf import DraftShelf
from kiosk.services.views import (
    DeliveryWord,
    RecordDetail,
    RecordLine,
    RecordVersion,
    ReviewSection,
)
from kiosk.store import access, kept, pulled, queries, versions
from kiosk.store.folding import words_of
from kiosk.store.payment_questions import ListedPayment
from kiosk.texts import Texts
from sync.blobs import TAG_BYTES, uuid_of_blob
from sync.catalogue import Capability
from sync.events import (
    Attachment,
    Recorded,
    RecordViewed,
    RegistrationCorrected,
    RegistrationMade,
    ViewedPart,
)
from sync.ids import EventId, Salt, SubjectId, event_id_of, folio_text
from sync.journal import Gone, StoredEvent, Transaction, by_id

_NAME = re.compile(
    r"[a-z_]+-([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.\w+"
)
MOST_LINES = 200
_LOOKED_THROUGH = 5_000
_REASON_CHARACTERS = 500


class RecordUnknown(KnownError):
    """This device has no such registration."""

    code: ClassVar[str] = "registration.unknown"


class NoReason(KnownError):
    """A record is corrected only with a reason; nothing was written."""

    code: ClassVar[str] = "registration.no_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A version of a record with its answers read."""

    event_id: EventId
    salt: Salt
    event: Registration
    subject: SubjectId
    form: FormInstance
    files: tuple[HeldFile, ...]


class Records:
    """The registrations that were saved on this device, and the payments taken on it."""

    def __init__(
        self,
        desk: Desk,
        shelf: DraftShelf,
        catalogue: Catalogue,
        citizens: Citizens,
        deliveries: Deliveries,
        texts: Callable[[], Texts],
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue
        self._citizens = citizens
        self._deliveries = deliveries
        self._texts = texts
        self._purposes = Purposes(shelf, catalogue)
        self._permissions = Permissions(desk)
        self._payments = PaymentLines(desk, catalogue, deliveries)

    def rows(self, text: str = "") -> tuple[RecordLine, ...]:
        """Return registrations and payments, the latest first; those that hold every word typed.

        A discreet one is in the list of whoever made it alone (UX §3.15). Raises KnownError
        `access.not_allowed`.
        """
        wanted = words_of(text)

        def work(tx: Transaction) -> tuple[RecordLine, ...]:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            found: list[RecordLine] = []
            for row in self._latest(tx):
                line = (
                    self._payments.line(tx, row)
                    if isinstance(row, ListedPayment)
                    else self._line(tx, row)
                )
                words = self._words_of(line)
                if all(any(word.startswith(part) for word in words) for part in wanted):
                    found.append(line)
                if len(found) == MOST_LINES:
                    break
            return tuple(found)

        return self._desk.read(work)

    def detail(self, event_id: EventId) -> RecordDetail:
        """Return what a record says now and how it came to that, by the id of any version.

        That somebody looked is recorded (kind 97). Raises KnownError `access.not_allowed`,
        `registration.unknown`, `registration.erased`, `form.missing`; nothing was written and
        nothing shown.
        """
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> RecordDetail:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            first = versions.first_version(tx, event_id)
            row = versions.one_registration(tx, first)
            if row is None or (row.discreet and row.operator != self._desk.operator):
                raise RecordUnknown
            every = versions.versions_of(tx, first)
            opened = self._open(tx, every[0].event_id)
            seen = RecordViewed(part=ViewedPart.ANSWERS)
            self._desk.append(tx, seen, salt=salt, subject=row.subject, refs=(first,))
            return RecordDetail(
                event_id=first,
                service_name=self._catalogue.name_of(tx, row.service_code),
                person=self._citizens.row(tx, row.subject),
                folio=self._folio(row),
                sections=self._sections(tx, _as_draft(opened)),
                versions=tuple(self._version(tx, one) for one in every),
                has_receipt=kept.receipt_of(tx, first) is not None,
                may_correct=self._permissions.may(Capability.CORRECT, tx),
                payments=self._payments.of_registration(tx, first),
            )

        return self._desk.write(work)

    def sections_of(self, tx: Transaction, event_id: EventId) -> tuple[ReviewSection, ...]:
        """Return what one version says, by its event alone: also one that is out of every list.

        Raises KnownError `registration.erased`, `form.missing`, `forms.refused`.
        """
        return self._sections(tx, _as_draft(self._open(tx, event_id)))

    def sections_of_draft(self, tx: Transaction, salt: Salt) -> tuple[ReviewSection, ...]:
        """Return what stands in a draft; raises what opening it raises."""
        return self._sections(tx, self._shelf.take(tx, salt))

    def correct(self, event_id: EventId, reason: str, language: str) -> Salt:
        """Open the newest version of a record for correcting; return the draft.

        A correction of the record that was begun already is gone on with, with the new reason.
        Raises KnownError `access.not_allowed`, `registration.no_reason`, `registration.unknown`,
        `registration.erased`, `form.missing`; nothing was written.
        """
        words = " ".join(reason.split())[:_REASON_CHARACTERS]
        if not words:
            raise NoReason
        salt = self._desk.new_salt()

        def begin(tx: Transaction) -> Draft | Salt:
            self._permissions.require(Capability.CORRECT, tx=tx)
            first = versions.first_version(tx, event_id)
            if versions.one_registration(tx, first) is None:
                raise RecordUnknown
            newest = versions.versions_of(tx, first)[0].event_id
            begun = self._begun(tx, newest)
            if begun is not None:
                return begun
            draft = self._draft(tx, newest, salt, words, language)
            self._purposes.carry_over(tx, draft, first)
            return draft

        begun = self._desk.read(begin)
        if not isinstance(begun, Draft):
            return begun
        draft = self._with_small_files(begun)
        auditing.note(draft, AuditEvent.CHANGE_REASON, reason=words)

        def keep(tx: Transaction) -> None:
            self._shelf.keep_files(tx, draft.form.definition)
            self._shelf.keep(tx, draft)

        self._desk.keep(keep)
        return salt

    # ------------------------------------------------------------------------------- own

    def _latest(self, tx: Transaction) -> Iterator[versions.RegistrationLine | ListedPayment]:
        """Return what whoever is at work may see listed, the latest first."""
        made = (
            row
            for row in versions.registrations(tx, _LOOKED_THROUGH)
            if not row.discreet or row.operator == self._desk.operator
        )
        paid = self._payments.latest(tx, _LOOKED_THROUGH)
        return heapq.merge(made, paid, key=lambda row: row.place, reverse=True)

    def _words_of(self, line: RecordLine) -> tuple[str, ...]:
        """Return what a line is found by: a payment by its amount as well."""
        paid = line.paid_centavos
        amount = "" if paid is None else self._texts().money(paid)
        return tuple(words_of(f"{line.person_name} {line.service_name} {line.folio} {amount}"))

    def _line(self, tx: Transaction, row: versions.RegistrationLine) -> RecordLine:
        person = queries.person(tx, row.subject)
        newest = versions.versions_of(tx, row.event_id)[0].event_id if row.corrections else None
        return RecordLine(
            event_id=row.event_id,
            person_name=""
            if person is None
            else display_name(person.given, person.first_surname, person.second_surname),
            service_name=self._catalogue.name_of(tx, row.service_code),
            folio=self._folio(row),
            saved_at=local(row.made_seconds),
            corrections=row.corrections,
            word=self._word(tx, newest or row.event_id),
            pruned=self._stored(tx, newest or row.event_id).gone is Gone.PRUNED,
            approval=access.approval_states(tx, (row.event_id,)).get(
                row.event_id, access.ApprovalState.NONE
            ),
        )

    def _sections(self, tx: Transaction, draft: Draft) -> tuple[ReviewSection, ...]:
        pages = Pages(
            texts=self._texts(),
            media=partial(self._shelf.media, tx, draft.content.definition_hash),
            content=partial(self._shelf.content_of, draft.salt),
        )
        return pages.review(draft)

    def _version(self, tx: Transaction, row: versions.VersionRow) -> RecordVersion:
        operator = pulled.operator(tx, row.operator)
        return RecordVersion(
            event_id=row.event_id,
            saved_at=local(row.made_seconds),
            operator=str(row.operator) if operator is None else operator.name,
            reason=row.reason,
            word=self._word(tx, row.event_id),
        )

    def _word(self, tx: Transaction, event_id: EventId) -> DeliveryWord:
        stored = self._stored(tx, event_id)
        return self._deliveries.word(tx, stored.stream, stored.seq)

    def _stored(self, tx: Transaction, event_id: EventId) -> StoredEvent:
        """Return where a record stands, with or without what it said."""
        stored = by_id(tx, event_id)
        if stored is None:
            raise RecordUnknown
        return stored

    def _folio(self, row: versions.RegistrationLine) -> str:
        terminal = self._desk.identity.terminal
        return folio_text(terminal, row.folio.series, row.folio.number)

    def _recorded(self, tx: Transaction, event_id: EventId) -> Recorded:
        return recorded_of(tx, self._desk.journal, event_id)

    def _open(
        self, tx: Transaction, event_id: EventId, *, instance_id: str = "", language: str = ""
    ) -> Opened:
        """Return a version with its answers read, as a form that could be edited."""
        recorded = self._recorded(tx, event_id)
        event, salt = recorded.event, self._desk.journal.salt_of(tx, event_id)
        if salt is None or not isinstance(event, RegistrationMade | RegistrationCorrected):
            raise RecordErased
        definition = self._shelf.definition(tx, event.definition_hash)
        form = FormInstance.edit(
            definition,
            submission_of(tx, self._shelf, self._desk.journal, event_id),
            self._shelf.environment(tx, definition),
            instance_id=instance_id or instance_id_of(event_id),
            language=language,
        )
        form.escape_inserted(escaped)
        return Opened(
            event_id=event_id,
            salt=salt,
            event=event,
            subject=recorded.header.subject or SubjectId(event_id),
            form=form,
            files=self._files(tx, event_id, event, salt, form),
        )

    def _files(
        self,
        tx: Transaction,
        event_id: EventId,
        event: Registration,
        salt: Salt,
        form: FormInstance,
    ) -> tuple[HeldFile, ...]:
        """Return the files that answers of a version name, each with the salt that sealed it."""
        by_uuid = {uuid_of_blob(one.blob_id): one for one in event.attachments or ()}
        found: list[HeldFile] = []
        for node in form.element().elements():
            one = by_uuid.get(_uuid_in(node.value or ""))
            if one is None or node.value is None:
                continue
            found.append(
                HeldFile(
                    name=node.value,
                    index=one.index,
                    media_type=one.media_type,
                    size_bytes=max(0, one.length_bytes - TAG_BYTES),
                    blob_id=one.blob_id,
                    salt=self._salt_of_file(tx, event_id, one, salt),
                )
            )
        return tuple(found)

    def _salt_of_file(
        self, tx: Transaction, event_id: EventId, one: Attachment, salt: Salt
    ) -> Salt:
        """Return the salt under which a file is sealed: of the first version that lists it."""
        owner = versions.first_with_file(tx, versions.first_version(tx, event_id), one.blob_id)
        if owner is None or owner == event_id:
            return salt
        return self._desk.journal.salt_of(tx, owner) or salt

    def _begun(self, tx: Transaction, newest: EventId) -> Salt | None:
        """Return the draft of a correction of this very version, if one was begun."""
        for row in kept.drafts(tx, KIND):
            if DraftContent.decode(row.content).corrects == newest:
                return row.salt
        return None

    def _draft(
        self, tx: Transaction, newest: EventId, salt: Salt, reason: str, language: str
    ) -> Draft:
        instance_id = instance_id_of(event_id_of(salt))
        opened = self._open(tx, newest, instance_id=instance_id, language=language)
        return self._shelf.draft_of(
            salt,
            opened.subject,
            opened.event.service_code,
            opened.form,
            files=opened.files,
            corrects=newest,
            reason=reason,
            touched=True,
        )

    def _with_small_files(self, draft: Draft) -> Draft:
        """Put drawings that stood inside the older event on the disk, as files of the draft."""
        corrects = draft.content.corrects
        if corrects is None:
            return draft
        event = self._desk.read(lambda tx: self._recorded(tx, corrects)).event
        files, index = list(draft.content.files), draft.content.next_index
        for small in getattr(event, "small_files", None) or ():
            kind = small.name.partition("-")[0]
            prepared = Prepared(kind=kind, content=small.content, media_type=small.media_type)
            held = write_file(self._shelf.files, draft.salt, index, prepared)
            files.append(replace(held, name=small.name))
            index += 1
        draft.content = replace(draft.content, files=tuple(files), next_index=index)
        return draft


def _as_draft(opened: Opened) -> Draft:
    """Return a version as something the pages can show; it is never written."""
    return Draft(
        salt=opened.salt,
        subject=opened.subject,
        form=opened.form,
        content=DraftContent(
            dump="",
            service_code=opened.event.service_code,
            definition_hash=opened.event.definition_hash,
            section=0,
            section_count=len(opened.form.definition.sections()),
            consent_salt=opened.salt,
            files=opened.files,
        ),
    )


def _uuid_in(name: str) -> str:
    """Return the UUID in `<type>-<uuid4>.<ext>`, "" where there is none."""
    found = _NAME.fullmatch(name)
    return found[1] if found else ""
