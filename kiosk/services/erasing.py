"""Erasing by law: what events said goes, everywhere on this device; that they happened stays.

In three steps, each of which may be repeated after a crash: one transaction takes salt and body
from the journal and clears what was made of them (`kiosk.store.erasure`); then the sealed files are
removed and the whole file is written anew; then the note that this was still to be done is taken
away. Money is never erased: the law keeps it, so it is blocked (PROTOCOL §6).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.drafts import KIND, DraftContent
from kiosk.store import erasure, kept, rights
from kiosk.store.kept import DraftRow
from kiosk.vault.aside import forget_logs
from kiosk.vault.blobs import BlobFolder
from sync import cbor
from sync.catalogue import ErasureAct, ErasureEntry
from sync.events import DataBlocked, Erased, ErasureReason, Event
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import NOBODY, Transaction, by_id

_log = logging.getLogger("ventanilla.erasing")

ERASED_AT_MOST = 3_500
"""Events that one event `erased` names (PROTOCOL §6)."""

ERASABLE_KINDS = frozenset((*range(40, 60), 94, 96, 100, 101))
"""What may go: registrations, persons, consents, words of requests and objections, cards."""

CHARGE = "charge"
"""Kind of the draft row that keeps a payment's id (`payments`)."""

_NO_BASIS = "Orden de la oficina central"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What became of the central's orders that name events of this device."""

    erased: int
    blocked: int
    lifted: int


def is_money(kind: int) -> bool:
    """Say whether the law keeps events of this kind whatever a person asks."""
    return kind in rights.MONEY_KINDS


def erase_events(
    tx: Transaction,
    desk: Desk,
    event_ids: Collection[EventId],
    reason: ErasureReason,
    operator: OperatorNumber,
    refs: tuple[EventId, ...] = (),
) -> int:
    """Erase events in the caller's transaction and record it (kind 4); return how many had a body.

    The caller has decided that they may go, and finishes with `Erasing.finish` after the commit.
    *refs* is what allowed it, an approval, which is used up by that.
    """
    ids = tuple(dict.fromkeys(event_ids))
    rest = [row for row in kept.every_draft(tx) if _rests_on(row, frozenset(ids))]
    if rest:
        forget_drafts(tx, rest, desk.now_seconds())
    gone = erasure.forget_events(tx, ids, desk.now_seconds())
    if gone:
        for at in range(0, len(ids), ERASED_AT_MOST):
            some = ids[at : at + ERASED_AT_MOST]
            _record(tx, desk, Erased(event_ids=some, reason=reason), operator, refs=refs)
    return gone


def carry_out(tx: Transaction, desk: Desk, entries: Iterable[ErasureEntry]) -> CarriedOut:
    """Do what the central orders for events of this device (dataset 10), in one transaction.

    Ids that are not here, or erased before, change nothing. An order to erase money blocks it. The
    caller calls `Erasing.finish` after the commit.
    """
    erased: list[EventId] = []
    blocked: list[tuple[EventId, ErasureEntry]] = []
    lifted: list[tuple[EventId, ErasureEntry]] = []
    for entry in entries:
        event_id = EventId(entry.event_id)
        stored = by_id(tx, event_id)
        if stored is None or stored.body is None:
            continue
        kind = stored.recorded().header.kind
        if entry.act is ErasureAct.ERASE and kind in ERASABLE_KINDS:
            erased.append(event_id)
        elif entry.act is ErasureAct.UNBLOCK:
            if rights.is_blocked(tx, event_id):
                lifted.append((event_id, entry))
        elif kind in ERASABLE_KINDS or is_money(kind):
            blocked.append((event_id, entry))
    for group, lift in ((blocked, False), (lifted, True)):
        for event_id, entry in group:
            event = DataBlocked(
                event_ids=(event_id,),
                legal_basis=entry.legal_basis or _NO_BASIS,
                until=entry.until,
                lifted=lift,
            )
            _record(tx, desk, event, NOBODY, subject=rights.subject_of(tx, event_id))
    erasure.clear_initials(tx, [event_id for event_id, _ in blocked])
    gone = erase_events(tx, desk, erased, ErasureReason.CENTRAL_ORDERED, NOBODY) if erased else 0
    return CarriedOut(erased=gone, blocked=len(blocked), lifted=len(lifted))


def forget_drafts(tx: Transaction, rows: Iterable[DraftRow], now_seconds: int) -> int:
    """Forget drafts of a person, with their files; return how many there were."""
    found = tuple(rows)
    files = [blob_id for row in found for blob_id in _files_of(row)]
    erasure.forget_drafts(tx, [row.salt for row in found], files, now_seconds)
    return len(found)


class Erasing:
    """Does with file and folder what no transaction can; knows when there is something to do."""

    def __init__(
        self, desk: Desk, files: BlobFolder, let_go: Callable[[], None] = lambda: None
    ) -> None:
        self._desk = desk
        self._files = files
        self._let_go = let_go

    def finish(self) -> bool:
        """Remove sealed files and write the file anew after an erasure; say whether all is done.

        True also when there was nothing to do. What cannot be done now, because a backup reads the
        file or the disk is full, stands noted and is done at the next opening.
        """
        self._let_go()
        todo = self._desk.read(erasure.unfinished)
        if todo is None:
            return True
        try:
            for blob_id in todo.blob_ids:
                self._files.remove(blob_id)
            if not self._desk.database.write_anew():
                return False
            forget_logs(self._desk.database.path)  # they hold saves as they were, erased ones too
        except KnownError as error:
            _log.warning("an erasure is not finished yet: %s", error.code)
            return False
        self._desk.keep(erasure.finished)
        return True

    def finish_while_nobody_works(self) -> None:
        """Finish what the central's orders began, at a lock; never raises, nothing when closed."""
        if not self._desk.is_open:
            return
        try:
            self.finish()
        except KnownError as error:
            _log.warning("an erasure is not finished yet: %s", error.code)


def _record(
    tx: Transaction,
    desk: Desk,
    event: Event,
    operator: OperatorNumber,
    subject: SubjectId | None = None,
    refs: tuple[EventId, ...] = (),
) -> None:
    salt = desk.new_salt()
    desk.journal.append(tx, event, salt=salt, operator=operator, subject=subject, refs=refs)


def _rests_on(row: DraftRow, event_ids: frozenset[EventId]) -> bool:
    """Say whether a draft corrects, or charges for, one of these events: it holds their answers."""
    if row.kind == KIND:
        return DraftContent.decode(row.content).corrects in event_ids
    return row.kind == CHARGE and cbor.decode(row.content)[1] in event_ids


def _files_of(row: DraftRow) -> tuple[bytes, ...]:
    """Return the sealed files that a draft brought; those of the record it corrects stay."""
    if row.kind != KIND:
        return ()
    content = DraftContent.decode(row.content)
    own = tuple(held.blob_id for held in content.files if not held.salt)
    return (*own, content.answers_blob) if content.answers_blob else own
