"""Keeps drafts and the forms they were born with; hands out the live form of one draft."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any

from forms.audit import AuditEvent, AuditLog
from forms.entities import EntityRows, local_entities
from forms.environment import Environment, Rows
from forms.errors import DraftRefused, FormError
from forms.itemsets.files import read_rows
from forms.model.instance import FormInstance
from forms.report import FormRefused
from forms.submission import instance_id_of
from forms.xform.definition import FormDefinition
from forms.xform.parse import acceptance, parse_definition
from kiosk.errors import KnownError
from kiosk.services import auditing
from kiosk.services.attachments import HeldFile, read_file
from kiosk.services.desk import Desk
from kiosk.services.drafts import (
    KIND,
    Draft,
    DraftContent,
    DraftDamaged,
    DraftUnknown,
    FormMissing,
    FormUnusable,
)
from kiosk.services.marks import escaped
from kiosk.services.reading import submission_of
from kiosk.store import entities, kept, lists, packages, pulled, versions
from kiosk.vault.blobs import BlobFolder, BlobMissing
from sync.catalogue import FormLawEntry, decode_entry, encode_entry
from sync.clock import RandomBytes
from sync.ids import Salt, SubjectId, event_id_of
from sync.journal import Transaction

_MEDIA_BYTES_IN_MEMORY = 16 * 2**20
_LISTS = (".csv", ".xml", ".geojson")


class DraftShelf:
    """The drafts of this device. One is held live at a time; its row decides."""

    def __init__(
        self,
        desk: Desk,
        random: RandomBytes,
        device: Callable[[], dict[str, str]],
        files: BlobFolder,
        position: Callable[[], str] = lambda: "",
    ) -> None:
        self._desk = desk
        self._random = random
        self._device = device
        self.files = files
        self._position = position
        self._definitions: dict[bytes, FormDefinition] = {}
        self._media: dict[tuple[bytes, str], bytes] = {}
        self._held: Draft | None = None
        self._tx: Transaction | None = None

    # ------------------------------------------------------------------------- drafts

    def new(
        self,
        tx: Transaction,
        *,
        subject: SubjectId,
        service_code: int,
        xml: bytes,
        language: str,
        files: Mapping[str, bytes] | None = None,
    ) -> Draft:
        """Return a new draft with defaults and first calculations; its row is not written yet.

        The form is kept with its *files*. Raises FormUnusable where it must not be used.
        """
        definition = self.keep_form(tx, xml, files or {})
        salt = Salt(self._random(16))
        form = FormInstance.create(
            definition,
            self.environment(tx, definition),
            language=language,
            instance_id=instance_id_of(event_id_of(salt)),
        )
        return self.draft_of(salt, subject, service_code, form)

    def draft_of(
        self, salt: Salt, subject: SubjectId, service_code: int, form: FormInstance, **more: Any
    ) -> Draft:
        """Return a draft around a live form, at its first relevant section; not written yet."""
        sections = form.definition.sections()
        form.escape_inserted(escaped)
        return Draft(
            salt=salt,
            subject=subject,
            form=form,
            log=self._log(form.definition, ""),
            content=DraftContent(
                dump=form.dump(),
                service_code=service_code,
                definition_hash=form.definition.sha256[:16],
                section=next((i for i in range(len(sections)) if form.section_relevant(i)), 0),
                section_count=len(sections),
                consent_salt=Salt(self._random(16)),
                notice_salt=Salt(self._random(16)),
                sensitive_salt=Salt(self._random(16)),
                **more,
            ),
        )

    def new_salt(self) -> Salt:
        """Draw the salt of a draft that begins now."""
        return Salt(self._random(16))

    def keep(self, tx: Transaction, draft: Draft) -> None:
        """Write the row of a draft as it is now, with what its audit tells so far."""
        rows = auditing.written(draft.log)
        if rows != draft.content.audit:
            draft.content = replace(draft.content, audit=rows)
        kept.save_draft(
            tx,
            salt=draft.salt,
            kind=KIND,
            subject=draft.subject,
            content=draft.content.encode(),
            now_seconds=self._desk.now_seconds(),
        )
        self._held = draft

    def take(self, tx: Transaction, salt: Salt) -> Draft:
        """Return a draft: the one in hand, or restored from its row.

        Raises DraftUnknown, FormMissing, FormUnusable or DraftDamaged; the row stays as it is.
        """
        self._tx = tx
        row = kept.draft(tx, salt)
        if row is None or row.kind != KIND or row.subject is None:
            raise DraftUnknown
        content = DraftContent.decode(row.content)
        held = self._held
        if held is not None and held.salt == salt and held.content == content:
            return held
        definition = self.definition(tx, content.definition_hash)
        form = self.restored(tx, definition, content.dump)
        form.leave_out(frozenset(content.left_out))
        log = self._log(definition, content.audit)
        self._held = Draft(salt=salt, subject=row.subject, content=content, form=form, log=log)
        auditing.note(self._held, AuditEvent.FORM_RESUME)
        auditing.page_shown(self._held)
        return self._held

    def _log(self, definition: FormDefinition, rows: str) -> AuditLog | None:
        return auditing.log_of(
            definition,
            rows,
            lambda: self._desk.clock.now().astimezone(),
            self._position,
            str(self._desk.operator) if self._desk.is_seated else "",
        )

    def restored(self, tx: Transaction, definition: FormDefinition, dump: str) -> FormInstance:
        """Return the live form of a dump; raises DraftDamaged."""
        try:
            form = FormInstance.restore(definition, dump, self.environment(tx, definition))
        except DraftRefused as error:
            raise DraftDamaged from error
        form.escape_inserted(escaped)
        return form

    def drop(self, tx: Transaction, salt: Salt) -> bool:
        """Forget a draft's row and what was taken out of it; say whether there was one."""
        self.let_go()
        packages.forget_removals(tx, salt)
        return kept.discard_draft(tx, salt)

    def let_go(self) -> None:
        """Forget the live form: the row is what counts. Called whenever a write failed."""
        self._held = None

    # -------------------------------------------------------------------------- forms

    def keep_form(self, tx: Transaction, xml: bytes, files: Mapping[str, bytes]) -> FormDefinition:
        """Keep a form with its files, for as long as something needs it; raises FormUnusable."""
        definition_hash = hashlib.sha256(xml).digest()[:16]
        definition = self._definitions.get(definition_hash)
        if definition is None:
            word = packages.form_accepted(tx, definition_hash)
            definition = self._definitions[definition_hash] = parsed(xml, word)
        packages.keep_form(tx, definition_hash, xml, acceptance(definition))
        self._keep_law(tx, definition)
        self._keep_files(tx, definition_hash, files)
        return definition

    def _keep_law(self, tx: Transaction, definition: FormDefinition) -> None:
        published = self._published_law(tx, definition)
        if published is not None:
            packages.keep_form_law(tx, definition.sha256[:16], encode_entry(published))

    def _published_law(self, tx: Transaction, definition: FormDefinition) -> FormLawEntry | None:
        form_id, version = definition.form_id, definition.version
        if pulled.form_hash(tx, form_id, version) != definition.sha256[:16]:
            return None
        return pulled.form_law(tx, form_id, version)

    def law(self, tx: Transaction, definition: FormDefinition) -> FormLawEntry | None:
        """Return why a form's questions are asked: as published now, else as it was kept."""
        published = self._published_law(tx, definition)
        if published is not None:
            return published
        raw = packages.form_law(tx, definition.sha256[:16])
        if raw is None:
            return None
        key = f"form-law:{definition.form_id}:{definition.version}"
        held = decode_entry(FormLawEntry.dataset, key, raw)
        return held if isinstance(held, FormLawEntry) else None

    def _keep_files(
        self, tx: Transaction, definition_hash: bytes, files: Mapping[str, bytes]
    ) -> None:
        for name, content in files.items():
            if packages.file_hash(tx, definition_hash, name) != hashlib.sha256(content).digest():
                packages.keep_file(tx, definition_hash, name, content)
                self._media.pop((definition_hash, name), None)
                _keep_long_list(tx, name, content)

    def definition(self, tx: Transaction, definition_hash: bytes) -> FormDefinition:
        """Return a form by its hash; raises FormMissing or FormUnusable."""
        known = self._definitions.get(definition_hash)
        if known is None:
            xml = packages.form_xml(tx, definition_hash)
            if xml is None:
                raise FormMissing(definition_hash.hex(), "")
            word = packages.form_accepted(tx, definition_hash)
            known = self._definitions[definition_hash] = parsed(xml, word)
        return known

    def media(self, tx: Transaction, definition_hash: bytes, name: str) -> bytes | None:
        """Return a file of a form, or None where this device does not have it."""
        key = (definition_hash, name)
        held = self._media.get(key)
        if held is not None:
            return held
        found = packages.file(tx, definition_hash, name)
        if found is None:
            found = self._published_file(tx, definition_hash, name)
        if found is not None:
            room = _MEDIA_BYTES_IN_MEMORY - len(found)
            while self._media and sum(map(len, self._media.values())) > room:
                self._media.pop(next(iter(self._media)))
            self._media[key] = found
        return found

    def _published_file(self, tx: Transaction, definition_hash: bytes, name: str) -> bytes | None:
        """Return a file of a form that nothing needed until now, while it is still published."""
        definition = self.definition(tx, definition_hash)
        form_id, version = definition.form_id, definition.version
        if pulled.form_hash(tx, form_id, version) != definition_hash:
            return None
        return pulled.form_file(tx, form_id, version, name)

    def keep_files(self, tx: Transaction, definition: FormDefinition) -> None:
        """Keep a form's files again for an old record that is opened, while they are published."""
        form_id, version = definition.form_id, definition.version
        definition_hash = definition.sha256[:16]
        if pulled.form_hash(tx, form_id, version) == definition_hash:
            self._keep_files(tx, definition_hash, pulled.form_files(tx, form_id, version) or {})

    def content_of(self, salt: Salt, held: HeldFile) -> bytes:
        """Return the content of an answer's file; b"" where it is gone from the disk."""
        try:
            return read_file(self.files, salt, held)
        except BlobMissing:
            return b""

    def _media_now(self, definition_hash: bytes, name: str) -> bytes | None:
        """Return a form's file in the work at hand: the engine asks in the middle of it."""
        return None if self._tx is None else self.media(self._tx, definition_hash, name)

    def _last_saved_now(self, form_id: str) -> bytes | None:
        """Return the submission of this form that was sealed last on this device."""
        tx = self._tx
        newest = None if tx is None else versions.newest_of_form(tx, form_id)
        if tx is None or newest is None:
            return None
        try:
            return submission_of(tx, self, self._desk.journal, newest)
        except KnownError:
            return None  # what it said was erased, or its file is gone: as before the first

    def _rows_now(self, definition_hash: bytes, name: str) -> Rows | None:
        """Return a list as this device sees it; None for one the engine reads by itself.

        That is a list too long for memory, or one of entities that records of this device changed.
        """
        tx = self._tx
        if tx is None:
            return None
        content_hash = packages.file_hash(tx, definition_hash, name)
        rows: Rows | None = None
        if content_hash is not None:
            rows = lists.stored_rows(tx, content_hash, self._at_hand)
        changes = entities.changes_of(tx, name.removesuffix(".csv"))
        if not changes:
            return rows
        if rows is None:
            rows = _read(name, self.media(tx, definition_hash, name))
        mine = local_entities(changes, self._branches(name))[changes[0].list_name]
        return EntityRows(rows, mine)

    def _branches(self, name: str) -> Callable[[], str]:
        """Return a maker of the ids of branches: always the same for the same list and device."""
        numbers = itertools.count()
        own = "\0".join((name, *sorted(self._device().values())))

        def next_id() -> str:
            drawn = hashlib.sha256(f"{own}\0{next(numbers)}".encode()).digest()[:16]
            return instance_id_of(drawn).removeprefix("uuid:")

        return next_id

    def entity_list(self, definition_hash: bytes, list_name: str) -> Rows | None:
        """Return an entity list by its name, in the work at hand."""
        rows = self._rows_now(definition_hash, f"{list_name}.csv")
        if rows is None and self._tx is not None:
            rows = _read(
                f"{list_name}.csv", self.media(self._tx, definition_hash, f"{list_name}.csv")
            )
        return rows

    def _uuid(self) -> str:
        return instance_id_of(self._random(16)).removeprefix("uuid:")

    def _at_hand(self) -> Transaction:
        if self._tx is None:
            raise RuntimeError("a list is read only while a draft is worked on")
        return self._tx

    def environment(self, tx: Transaction, definition: FormDefinition) -> Environment:
        """Return the world of one live form, as it is in this transaction and later."""
        definition_hash = definition.sha256[:16]
        zone = self._desk.clock.now().astimezone().tzinfo
        self._tx = tx
        return Environment(
            now=lambda: self._desk.clock.now().astimezone(),
            zone=zone or UTC,
            random=lambda: int.from_bytes(self._random(7), "big") / 2**56,
            uuid=self._uuid,
            device=self._device(),
            rows=lambda name: self._rows_now(definition_hash, name),
            media=lambda name: self._media_now(definition_hash, name),
            last_saved=lambda: self._last_saved_now(definition.form_id),
            position=self._position,
        )


def _read(name: str, content: bytes | None) -> Rows | None:
    """Return the rows of a list's file; None where there is none or it is broken."""
    if content is None:
        return None
    try:
        return read_rows(name, content)
    except FormError:
        return None


def _keep_long_list(tx: Transaction, name: str, content: bytes) -> None:
    """Keep the rows of a list that is too long to stand in memory; a broken one is left alone."""
    if not name.lower().endswith(_LISTS) or len(content) < lists.LONGEST_IN_MEMORY:
        return
    if name.lower().endswith(".csv"):  # a row ends in one or two characters, the last in none
        ends = max(content.count(b"\n"), content.count(b"\r"))
        if ends < lists.LONGEST_IN_MEMORY:
            return
    try:
        rows = read_rows(name, content)
    except FormError:
        return  # the engine says what is wrong with it, on the form that asks for it
    if len(rows) > lists.LONGEST_IN_MEMORY:
        content_hash = hashlib.sha256(content).digest()
        lists.keep_rows(tx, content_hash, rows.columns, tuple(rows.scan()))


def parsed(xml: bytes, accepted: str = "") -> FormDefinition:
    """Return a form's definition, checked unless *accepted* vouches for it; raises FormUnusable."""
    try:
        return parse_definition(xml, accepted=accepted)
    except FormRefused as error:
        raise FormUnusable from error
