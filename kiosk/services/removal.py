"""Removing a device's data for good: refused while anything is only here (PROTOCOL §11, §19).

Everything must have been confirmed by the central, and a supervisor must have approved with a
one-time code; both are recorded and delivered before. Then the keys go first, by the same mark as a
wipe, so that a crash leaves nothing that opens; the files after them.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.services.drafts import KIND as DRAFT_KIND
from kiosk.services.permissions import Permissions
from kiosk.services.views.removal import Held, HeldKind, RemovalLook, WithoutKey
from kiosk.store import kept, records
from kiosk.vault import wiped
from kiosk.vault.delivered import Delivered, all_delivered, write_delivered
from kiosk.vault.errors import of_system
from sync.catalogue import Capability
from sync.device.blob_tables import waiting
from sync.device.outbox import Outbox
from sync.events import (
    ApprovalMatter,
    PaymentTaken,
    PersonCreated,
    RegistrationCorrected,
    RegistrationMade,
    ShiftOpened,
)
from sync.ids import EventId
from sync.journal import Transaction, tip

BY_HAND = 0
"""In place of an order's number: removed with a supervisor's code, not by an administrator."""

_KINDS = {
    RegistrationMade.kind: HeldKind.REGISTRATIONS,
    RegistrationCorrected.kind: HeldKind.REGISTRATIONS,
    PaymentTaken.kind: HeldKind.PAYMENTS,
    ShiftOpened.kind: HeldKind.SHIFTS,
    PersonCreated.kind: HeldKind.PERSONS,
}

_log = logging.getLogger("ventanilla.removal")


@dataclass(frozen=True, slots=True, kw_only=True)
class UndeliveredFacts:
    """How much is only on this device."""

    count: int


class StillUndelivered(KnownError):
    """Something is only on this device; nothing was removed."""

    code: ClassVar[str] = "removal.undelivered"

    def __init__(self, count: int) -> None:
        super().__init__(UndeliveredFacts(count=count))


class Granting(Protocol):
    """Says whether a second person approved."""

    def granted(self, tx: Transaction, question_id: EventId, matter: ApprovalMatter) -> EventId:
        """Return the approval; raises ApprovalMissing."""
        ...


class Removal:
    """Says what is only here, and removes this device's data when nothing is.

    *places* are the other files and folders of the profile; *close* ends delivery and closes the
    file without recording anything.
    """

    def __init__(
        self,
        desk: Desk,
        approvals: Granting,
        close: Callable[[], None],
        places: tuple[Path, ...],
        destroy: wiped.Destroy = wiped.destroy_slots,
    ) -> None:
        self._desk = desk
        self._approvals = approvals
        self._close = close
        self._places = places
        self._destroy = destroy
        self._permissions = Permissions(desk)
        self._outbox = Outbox()
        self._noted: Delivered | None = None

    def look(self) -> RemovalLook:
        """Return what is only on this device; raise FileClosed."""
        return self._desk.read(self._look)

    def without_key(self) -> WithoutKey:
        """Return what can be said while the file is closed, from what stands beside it."""
        return without_key(self._desk.database.path)

    def note_delivered(self) -> None:
        """Write the mark that everything was confirmed, if it was and is not written yet.

        Called on delivery's thread once a minute; what is recorded later makes it void by itself.
        """
        if not self._desk.is_open:
            return
        mark = self._desk.read(self._mark)
        if mark is None or mark == self._noted:
            return
        try:
            write_delivered(self._desk.database.path, mark)
        except OSError as error:
            _log.warning("not noted that everything is delivered: %s", error.strerror)
            return
        self._noted = mark

    def remove(self, question_id: EventId) -> None:
        """Destroy the keys, then remove the files; the device is none any more.

        Raises NotAllowed, StillUndelivered (also while the approval itself is on its way),
        ApprovalMissing, FileClosed; nothing was removed then. Raises DiskFull or FileTrouble where
        the system refuses: the keys are gone, or go at the next start; the same call goes on.
        """

        def check(tx: Transaction) -> None:
            self._permissions.require(Capability.DEVICE, tx=tx)
            self._approvals.granted(tx, question_id, ApprovalMatter.REMOVAL)
            look = self._look(tx)
            if not look.may_go:
                raise StillUndelivered(look.undelivered)

        self._desk.read(check)
        wiped.begin(self._desk.database.path, BY_HAND)
        self._close()
        wiped.finish(self._desk.database.path, self._destroy)
        self.remove_files()

    def remove_files(self) -> bool:
        """Remove the files of a device whose keys are gone; say whether they were.

        Nothing is touched while a key may still be there. Raises FileTrouble; the rest stays.
        """
        database = self._desk.database.path
        if wiped.order_followed(database) is None:
            return False
        wiped.finish(database, self._destroy)
        try:
            _remove(database, self._places)
        except OSError as error:
            raise of_system(error, database) from error
        return True

    def _look(self, tx: Transaction) -> RemovalLook:
        rows = self._outbox.streams(tx)
        events = sum(max(0, row.last_to_send - row.acknowledged) for row in rows)
        counts: dict[HeldKind, int] = dict.fromkeys(HeldKind, 0)
        for kind, count in records.undelivered_by_kind(tx):
            counts[_KINDS.get(kind, HeldKind.OTHERS)] += count
        counts[HeldKind.OTHERS] += max(0, events - sum(counts.values()))
        counts[HeldKind.FILES] = waiting(tx).count
        counts[HeldKind.DRAFTS] = len(kept.drafts(tx, DRAFT_KIND))
        return RemovalLook(
            held=tuple(Held(kind=kind, count=count) for kind, count in counts.items() if count)
        )

    def _mark(self, tx: Transaction) -> Delivered | None:
        newest = tip(tx)
        look = self._look(tx)
        others = [one for one in look.held if one.kind not in (HeldKind.DRAFTS, HeldKind.FILES)]
        if newest is None or others:
            return None
        counts = {one.kind: one.count for one in look.held}
        return Delivered(
            stream=newest.stream,
            seq=newest.seq,
            drafts=counts.get(HeldKind.DRAFTS, 0),
            files=counts.get(HeldKind.FILES, 0),
        )


def without_key(database: Path) -> WithoutKey:
    """Return what can be said of a profile without its key."""
    if wiped.order_followed(database) is not None:
        return WithoutKey.GONE
    if not database.exists():
        return WithoutKey.NOTHING_HERE
    mark = all_delivered(database)
    if mark is None or mark.drafts or mark.files:
        return WithoutKey.UNKNOWN
    return WithoutKey.DELIVERED


def _remove(database: Path, places: tuple[Path, ...]) -> None:
    """Remove the file, what stands beside it under its name, and the other places; marks last."""
    marks = (wiped.begun_path(database), wiped.done_path(database))
    beside = [one for one in database.parent.glob(f"{database.name}*") if one not in marks]
    for one in (*beside, *places):
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        else:
            one.unlink(missing_ok=True)
    for mark in marks:
        mark.unlink(missing_ok=True)
