"""A newer version of a draft's form: what moving to it would change, and moving (FORMS §10)."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from forms.errors import DraftRefused
from forms.model.migration import Fate, Migration, migrate
from forms.submission import instance_id_of
from kiosk.services.attachments import Prepared, write_file
from kiosk.services.catalogue import Catalogue
from kiosk.services.drafts import Draft, DraftDamaged, FormIncomplete, FormMissing
from kiosk.services.marks import escaped
from kiosk.services.purposes import Purposes
from kiosk.services.sealing import LEFT_BEHIND_FILE
from kiosk.services.shelf import DraftShelf
from kiosk.services.views import AnswerFate, FateLine, VersionChange
from kiosk.store import packages, pulled
from sync.catalogue import FormEntry, ServiceEntry
from sync.ids import event_id_of
from sync.journal import Transaction

LEFT_BEHIND_BYTES = 8_000
_FATES = {
    Fate.RENAMED: AnswerFate.MOVED,
    Fate.TYPE_KEPT: AnswerFate.RETYPED,
    Fate.TYPE_BLANKED: AnswerFate.BLANKED,
    Fate.CHOICE_VANISHED: AnswerFate.CHOICE_GONE,
    Fate.NODE_VANISHED: AnswerFate.QUESTION_GONE,
    Fate.NOT_TAKEN: AnswerFate.BLANKED,
}


class Versions:
    """Compares drafts with what the central publishes now."""

    def __init__(self, shelf: DraftShelf, catalogue: Catalogue, purposes: Purposes) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._purposes = purposes

    def newer(self, tx: Transaction, draft: Draft) -> str:
        """Return the version to which the draft could move, "" where it has the newest one."""
        if draft.newer is None:
            service = self._asked_for(tx, draft)
            found = None
            if service is not None:
                found = pulled.form_hash(tx, service.form_id, service.form_version)
            same = found in (None, draft.content.definition_hash)
            if service is None or same or not _is_complete(tx, service):
                draft.newer = ""
            else:
                draft.newer = service.form_version or "·"
        return draft.newer

    def change(self, tx: Transaction, draft: Draft) -> VersionChange:
        """Return what moving would do; nothing is changed. Raises FormMissing, DraftDamaged."""
        migration = self._migration(tx, draft)
        report = migration.report
        return VersionChange(
            draft_id=draft.salt,
            from_version=report.from_version,
            to_version=report.to_version,
            kept=report.kept,
            lines=tuple(
                FateLine(
                    fate=_FATES[change.fate],
                    label=change.label,
                    value=change.value,
                    now=change.now,
                )
                for change in report.changes
            ),
            new_required=tuple(one.label for one in report.new_required),
        )

    def move(self, tx: Transaction, draft: Draft) -> None:
        """Move a draft to the newer version; what has no place there goes into the event later.

        Files stay. What was taken out before cannot come back any more. Raises FormMissing,
        DraftDamaged; the draft is as it was.
        """
        migration = self._migration(tx, draft)
        form = migration.form
        definition = form.definition
        left = (*draft.content.left_behind, *migration.report.left_behind)
        draft.content = replace(
            draft.content,
            definition_hash=definition.sha256[:16],
            section_count=len(definition.sections()),
            section=next(
                (i for i in range(len(definition.sections())) if form.section_relevant(i)), 0
            ),
            place="",
            checked=(),
            typed={},
            left_behind=left,
        )
        form.escape_inserted(escaped)
        draft.became(form)
        self._purposes.apply(tx, draft)
        draft.newer = ""
        packages.forget_removals(tx, draft.salt)
        if (
            sum(len(path.encode()) + len(value.encode()) for path, value in left)
            > LEFT_BEHIND_BYTES
        ):
            self._as_file(draft)

    def _as_file(self, draft: Draft) -> None:
        """Keep what was left behind as a file: it would be too much inside the event."""
        made = io.StringIO()
        csv.writer(made).writerows([["path", "value"], *draft.content.left_behind])
        prepared = Prepared(
            kind=LEFT_BEHIND_FILE, content=made.getvalue().encode(), media_type="text/csv"
        )
        content = draft.content
        held = write_file(self._shelf.files, draft.salt, content.next_index, prepared)
        older = tuple(one for one in content.files if not one.name.startswith(LEFT_BEHIND_FILE))
        draft.content = replace(
            content,
            files=(*older, held),
            next_index=content.next_index + 1,
        )

    def _migration(self, tx: Transaction, draft: Draft) -> Migration:
        found = self._published(tx, draft)
        if found is None:
            raise FormMissing(draft.form.definition.form_id, "")
        files = pulled.form_files(tx, found.form_id, found.version)
        if files is None:
            raise FormIncomplete(found.form_id, found.version)
        new = self._shelf.keep_form(tx, found.xml, files)
        old = draft.form.definition
        try:
            return migrate(
                old,
                draft.content.dump,
                new,
                self._shelf.environment(tx, new),
                instance_id=instance_id_of(event_id_of(draft.salt)),
            )
        except DraftRefused as error:
            raise DraftDamaged from error

    def _asked_for(self, tx: Transaction, draft: Draft) -> ServiceEntry | None:
        """Return the draft's service, where it still asks for this form; a correction stays."""
        service = self._catalogue.known_entry(tx, draft.content.service_code)
        if service is None or draft.content.corrects is not None:
            return None
        return service if service.form_id == draft.form.definition.form_id else None

    def _published(self, tx: Transaction, draft: Draft) -> FormEntry | None:
        """Return the form that the draft's service asks for now, where it is another one."""
        service = self._asked_for(tx, draft)
        if service is None:
            return None
        found = pulled.form(tx, service.form_id, service.form_version)
        same = found is None or found.definition_hash == draft.content.definition_hash
        return None if same else found


def _is_complete(tx: Transaction, service: ServiceEntry) -> bool:
    """Say whether the form that a service asks for has all its files here."""
    return pulled.form_files(tx, service.form_id, service.form_version) is not None
