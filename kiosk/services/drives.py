"""Carrying work by stick: what goes, copying it out, taking in what comes back (PROTOCOL §20).

What is on a stick is sealed for the central office; it stays on this device as it is until the
central's own answer comes, over any way. Taking in works in any order and any number of times.

KnownError
├── DrivesForbidden    drives.forbidden          the institution's settings allow no sticks
├── DriveGone          drives.gone               what was chosen is not there any more
├── NothingToReceive   drives.nothing            nothing on it is for this device or can be carried
├── OtherInstitution   drives.other_institution  nothing but files that are not of this institution
└── DriveDamaged       drives.damaged            files of ours of which nothing could be taken
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from kiosk.devices.drives import Drive, RemovableDrives, drive_at
from kiosk.errors import KnownError, UserCancelled
from kiosk.services.desk import Desk, FileClosed
from kiosk.services.permissions import Permissions
from kiosk.services.views.drives import (
    CarryPlan,
    CopyDone,
    CopyPhase,
    CopyProgress,
    DriveView,
    Found,
    Received,
)
from kiosk.store import pulled, records
from kiosk.vault.engine import VaultMisuse
from sync.catalogue import Capability
from sync.device.bundle_report import BundleProgress, BundleTaken
from sync.device.bundles import Bundles
from sync.device.outbox import Outbox
from sync.device.states import RecordState
from sync.errors import SyncError
from sync.journal import Transaction

T = TypeVar("T")

_log = logging.getLogger("ventanilla.drives")

Told = Callable[[CopyProgress], object]
Wish = Callable[[], bool]

_FORMS, _PRICES, _PEOPLE = 4, 5, 3  # datasets of PROTOCOL §14
_KEYS = 1  # revocations and orders: `orders` says so
_STEPS = 200  # how often a copy says how far it is
_MOST_LISTED = 100_000


class DrivesForbidden(KnownError):
    """The institution's settings allow no sticks here; nothing was read or written."""

    code: ClassVar[str] = "drives.forbidden"


class DriveGone(KnownError):
    """What was chosen is not there; nothing was read or written."""

    code: ClassVar[str] = "drives.gone"


class NothingToReceive(KnownError):
    """Nothing on the drive is for this device or may be carried; nothing was taken."""

    code: ClassVar[str] = "drives.nothing"


class OtherInstitution(KnownError):
    """Whatever is on the drive is not of this institution; nothing was taken."""

    code: ClassVar[str] = "drives.other_institution"


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageFacts:
    """How many records did not hold, and how many are not there."""

    refused: int
    missing: int


class DriveDamaged(KnownError):
    """There are files of ours, and nothing of them could be taken."""

    code: ClassVar[str] = "drives.damaged"

    def __init__(self, refused: int, missing: int) -> None:
        super().__init__(DamageFacts(refused=refused, missing=missing))


class Drives:
    """Sticks of this device; every call may take long and belongs on a worker of its own."""

    def __init__(self, desk: Desk, finder: RemovableDrives, bundles: Callable[[], Bundles]) -> None:
        self._desk = desk
        self._finder = finder
        self._bundles = bundles
        self._permissions = Permissions(desk)
        self._outbox = Outbox()
        self._stopped = self._ended = False
        desk.when_left(self._stop_if_closed)

    # ------------------------------------------------------------------------ what is there

    def offered(self) -> bool:
        """Return whether whoever is at work may use sticks here; raise FileClosed."""
        may = Capability.DELIVER in self._permissions.standing().capabilities
        return may and not self._desk.identity.practising and self._desk.read(_allowed)

    def connected(self) -> tuple[DriveView, ...]:
        """Return the drives in reach now, by their place; raise FileClosed at the door."""
        if not self._desk.is_open:
            raise FileClosed
        return tuple(_view(drive) for drive in self._finder.find())

    def folder(self, path: Path) -> DriveView:
        """Return a folder that a person chose as a drive; raise DriveGone."""
        found = drive_at(path)
        if found is None:
            raise DriveGone
        return _view(found, chosen=True)

    # ------------------------------------------------------------------------------- going

    def plan(self) -> CarryPlan:
        """Return what would go; raise NotAllowed, DrivesForbidden, `bundle.*`."""
        self._check()
        planned = self._bundles().plan()

        def count(tx: Transaction) -> tuple[int, int]:
            view = self._outbox.view(tx)
            waiting = records.undelivered_records(tx, _MOST_LISTED)
            states = [view.state_of(row.stream, row.seq) for row in waiting]
            return len(states), states.count(RecordState.EXPORTED)

        waiting, on_a_stick = self._desk.read(count)
        return CarryPlan(
            records=waiting,
            files=planned.files,
            size_bytes=planned.size_bytes if planned.events or planned.files else 0,
            on_a_stick=on_a_stick,
        )

    def copy(self, path: Path, told: Told = lambda _: None, wish: Wish = lambda: False) -> CopyDone:
        """Copy out everything that is not confirmed, read it back, and only then count it as gone.

        Raises UserCancelled once *wish* says so, NotAllowed, DrivesForbidden, DriveGone and
        `bundle.*`: then no file of ours stands on the drive and nothing counts as carried.
        """
        self._check(path)
        plan = self.plan()
        bundles = self._bundles()
        operator = self._desk.operator

        def write() -> CopyDone:
            done = bundles.write(path, _paced(told), lambda: self._over(wish), operator=operator)
            return CopyDone(
                records=plan.records,
                files=done.files,
                size_bytes=done.size_bytes,
                parts=done.parts,
            )

        return self._until_stopped(write, wish)

    # ------------------------------------------------------------------------------ coming

    def look(self, path: Path) -> Found:
        """Return what lies on a drive; nothing is taken. Raises NotAllowed, DriveGone."""
        self._check(path)
        seen = self._bundles().look(path)
        return Found(
            answers=len(seen.answers_for_me),
            own=len(seen.mine),
            others=len(seen.others),
            unreadable=seen.foreign,
            spare=len(seen.spent),
        )

    def receive(
        self, path: Path, told: Told = lambda _: None, wish: Wish = lambda: False
    ) -> Received:
        """Take in answers, news and what others send; what holds is taken, whatever else does not.

        Raises UserCancelled (what was taken stays taken), NotAllowed, DrivesForbidden, DriveGone,
        NothingToReceive, OtherInstitution, DriveDamaged and `bundle.*`.
        """
        found = self.look(path)
        if not found.anything:
            raise OtherInstitution if found.unreadable else NothingToReceive
        bundles = self._bundles()
        operator = self._desk.operator

        def take() -> Received:
            before = self._delivered()
            taken = bundles.take(path, _paced(told), lambda: self._over(wish), operator=operator)
            news = _received(taken, max(0, self._delivered() - before), bundles.look(path).spent)
            if not news.anything and (taken.refused or taken.missing):
                raise DriveDamaged(len(taken.refused), len(taken.missing))
            return news

        return self._until_stopped(take, wish)

    def clean(self, path: Path) -> int:
        """Remove files of this device from a drive that nobody needs; return how many went."""
        self._check(path)
        return self._bundles().clean(path)

    # ----------------------------------------------------------------------------- stopping

    def stop(self) -> None:
        """Have whatever is under way stop soon, and nothing begin any more; from any thread."""
        self._ended = True

    def _stop_if_closed(self) -> None:
        if not self._desk.is_open:
            self._stopped = True

    def _until_stopped(self, work: Callable[[], T], wish: Wish) -> T:
        """Do *work*; once it was stopped, whatever it raises means only that."""
        self._stopped = not self._desk.is_open
        if self._over(wish):
            raise UserCancelled
        try:
            return work()
        except (KnownError, SyncError, VaultMisuse) as error:
            if self._over(wish):
                _log.info("what went on with a drive was stopped: %s", error)
                raise UserCancelled from None
            raise

    def _over(self, wish: Wish) -> bool:
        return self._ended or self._stopped or wish()

    def _check(self, path: Path | None = None) -> None:
        self._permissions.require(Capability.DELIVER)
        if self._desk.identity.practising or not self._desk.read(_allowed):
            raise DrivesForbidden
        if path is not None and not path.is_dir():
            raise DriveGone

    def _delivered(self) -> int:
        return self._desk.read(records.record_counts).delivered


def _allowed(tx: Transaction) -> bool:
    return pulled.settings(tx).drives_allowed


def _view(drive: Drive, *, chosen: bool = False) -> DriveView:
    return DriveView(
        path=drive.path,
        name=drive.name,
        free_bytes=drive.free_bytes,
        read_only=drive.read_only,
        chosen=chosen,
    )


def _paced(told: Told) -> Callable[[BundleProgress], None]:
    """Return what passes on how far a copy is, but not each of its pieces."""
    last: tuple[str, int] | None = None

    def hear(seen: BundleProgress) -> None:
        nonlocal last
        step = seen.done_bytes * _STEPS // max(1, seen.of_bytes)
        if (seen.phase.value, step) != last:
            last = (seen.phase.value, step)
            phase = CopyPhase(seen.phase.value)
            told(CopyProgress(phase=phase, done_bytes=seen.done_bytes, of_bytes=seen.of_bytes))

    return hear


def _received(taken: BundleTaken, delivered: int, spare: tuple[str, ...]) -> Received:
    datasets = taken.datasets
    return Received(
        delivered=delivered,
        files=taken.confirmations,
        forms=_FORMS in datasets,
        prices=_PRICES in datasets,
        people=_PEOPLE in datasets,
        other_news=bool(datasets - {_FORMS, _PRICES, _PEOPLE, _KEYS}),
        orders=taken.orders,
        new_series=taken.forked,
        carried_devices=taken.carried_devices,
        carried_records=taken.carried,
        left_out=taken.left_out,
        refused=len(taken.refused),
        missing=len(taken.missing),
        spare=len(spare),
    )
