"""By USB: everything undelivered onto a drive, and what a drive brings taken in (PROTOCOL §20).

Called on a worker's thread, outside any transaction. Nothing here makes the counter wait: events
are read in short transactions, sealed and copied outside them, and one short transaction at the
end says that they are exported; before it nothing has changed, whatever happens to the drive.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

from sync import bundle
from sync.bundle import OUT, FileName, Manifest, Source
from sync.bundle_errors import (
    BundleCancelled,
    BundleChanged,
    BundleDamaged,
    BundleError,
    BundleNothing,
    BundleOtherInstitution,
    FolderFacts,
    of_drive,
)
from sync.bundle_files import (
    Cancelled,
    find_bundles,
    remove,
)
from sync.bundle_reading import Bundle
from sync.device.blob_tables import blobs_to_send, needs_scan, scan, waiting
from sync.device.bundle_cut import Contents, collect, is_left, undelivered
from sync.device.bundle_look import Drive, FileSays, OnDrive, says, scan_files
from sync.device.bundle_report import (
    BundleDone,
    BundlePhase,
    BundlePlan,
    BundleProgress,
    BundleTaken,
    Told,
    taken_of,
)
from sync.device.bundle_tables import (
    CarriedView,
    ExportedSpan,
    carried_view,
    exported_since,
    is_spent,
    keep_bundle,
    raw_bytes_in,
    stubs_in,
)
from sync.device.bundle_take import Took, take_mine
from sync.device.bundle_writing import Writing
from sync.device.carrying import Carried, Carrying
from sync.device.ports import Desk
from sync.device.pull import DatasetsChanged, PullLane
from sync.events import BundleTaken as BundleTakenEvent
from sync.events import BundleWritten, CarriedFor
from sync.ids import OperatorNumber, Salt
from sync.journal import NOBODY, Transaction

CARRIED_LIMIT_BYTES = 2 * 10**9
SPOOL_BYTES = 32 * 2**20
"""So much of the sealed events stays in memory; more goes through a file without a name."""
_PER_EVENT, _PER_ENVELOPE, _BESIDES = 64, 2_048, 128 * 1024
_EVENTS_IN_ENVELOPE = 100

_log = logging.getLogger("delivery")


def nobody_told(_progress: BundleProgress) -> None:
    """Tell nobody."""


def never() -> bool:
    """Go on."""
    return False


class Bundles:
    """Writes and takes bundles for one open file."""

    def __init__(
        self,
        desk: Desk,
        *,
        certificate: bytes,
        changed: DatasetsChanged = lambda _datasets: None,
        carried_limit_bytes: Callable[[Transaction], int] = lambda _tx: CARRIED_LIMIT_BYTES,
        part_limit_bytes: int = bundle.PART_LIMIT_BYTES,
    ) -> None:
        self._desk = desk
        self._certificate = certificate
        self._limit_of = carried_limit_bytes
        self._part_limit_bytes = part_limit_bytes
        self._pull = PullLane(desk, changed)
        self._carrying = Carrying(desk)

    def plan(self) -> BundlePlan:
        """Return what would be written now."""

        def work(tx: Transaction) -> BundlePlan:
            spans = tuple(undelivered(self._desk.outbox.streams(tx)))
            events = sum(one.last - one.first + 1 for one in spans)
            raw = sum(raw_bytes_in(tx, one) for one in spans)
            files = waiting(tx)
            envelopes = events // _EVENTS_IN_ENVELOPE + len(spans)
            size = raw + events * _PER_EVENT + envelopes * _PER_ENVELOPE + _BESIDES
            return BundlePlan(events=events, files=files.count, size_bytes=size + files.size_bytes)

        return self._desk.store.read(work)

    def write(
        self,
        folder: Path,
        told: Told = nobody_told,
        cancelled: Cancelled = never,
        *,
        operator: OperatorNumber = NOBODY,
    ) -> BundleDone:
        """Copy everything undelivered to a drive; it counts as exported once it was read back.

        Raises BundleError, NoCentral: no file of it is left on the drive, and nothing has changed.
        """
        with closing(tempfile.SpooledTemporaryFile(SPOOL_BYTES)) as spool:
            contents = self._collect(spool, told, cancelled)
            bundle_id = self._desk.random(16)
            writing = Writing(folder, told, cancelled)
            parts = bundle.split(contents.sources, part_limit_bytes=self._part_limit_bytes)
            try:
                writing.run([self._part(bundle_id, parts, number) for number in range(len(parts))])
                done = BundleDone(
                    bundle_id=bundle_id,
                    parts=len(parts),
                    events=contents.events,
                    files=len(contents.files),
                    size_bytes=writing.written_bytes,
                    names=tuple(path.name for path in writing.paths),
                )
                self._desk.store.write(lambda tx: self._keep(tx, contents, done, operator))
            except OSError as error:
                writing.undo()
                raise of_drive(error, folder, needed_bytes=writing.total_bytes) from error
            except BaseException:
                writing.undo()
                raise
        self._hand_over(folder)
        return done

    def look(self, folder: Path) -> OnDrive:
        """Return what stands on a drive, whose it is, and what of ours is confirmed whole.

        Raises BundleGone where the drive does not answer.
        """
        mine, answers, others, spent, foreign = [], [], [], [], 0
        unconfirmed = self._unconfirmed()
        try:
            for path in find_bundles(folder):
                said = self._says(path)
                if said is None:
                    foreign += 1
                elif said.owner != self._desk.keys.device_id:
                    others.append(path.name)
                elif said.is_back:
                    answers.append(path.name)
                else:
                    mine.append(path.name)
                    if self._is_spent(said.bundle_id, unconfirmed):
                        spent.append(path.name)
        except OSError as error:
            raise of_drive(error, folder) from error
        return OnDrive(
            mine=tuple(mine),
            answers_for_me=tuple(answers),
            others=tuple(others),
            foreign=foreign,
            spent=tuple(spent),
        )

    def take(
        self,
        folder: Path,
        told: Told = nobody_told,
        cancelled: Cancelled = never,
        *,
        operator: OperatorNumber = NOBODY,
    ) -> BundleTaken:
        """Take what a drive brings: answers for this device, and records to be carried for others.

        What is held for others is written onto the same drive. Raises BundleNothing,
        BundleOtherInstitution or BundleDamaged where nothing could be taken; BundleGone and the
        others of the drive, or BundleCancelled: what was taken until then stays taken.
        """
        try:
            paths = find_bundles(folder)
            total = sum(path.stat().st_size for path in paths)
            told(BundleProgress(phase=BundlePhase.CHECKING, done_bytes=0, of_bytes=total))
            drive = scan_files(paths, self._desk.keys.roots)
            _check_useful(drive, folder)
            told(BundleProgress(phase=BundlePhase.CHECKING, done_bytes=total, of_bytes=total))
            pause = _stopper(cancelled)
            took = take_mine(self._desk, drive, self._pull, pause)
            limit = self._desk.store.read(self._limit_of)
            carried = self._carrying.take(drive, took.not_mine, limit, pause)
            self._record(took, carried, operator)
            answered = self._answer_others(folder, drive)
        except OSError as error:
            raise of_drive(error, folder) from error
        return taken_of(drive, took, carried, answered)

    def holds_all(self, folder: Path) -> bool:
        """Say whether bundles of ours on a drive hold everything undelivered that people recorded.

        What the device notes about itself meanwhile, such as that it wrote a bundle, does not
        count: else every copy would ask for another. Raises BundleError where it cannot be read.
        """
        on_drive: set[bytes] = set()
        try:
            for path in find_bundles(folder):
                said = self._says(path)
                mine = said is not None and said.owner == self._desk.keys.device_id
                if said is not None and mine and not said.is_back:
                    on_drive.add(said.bundle_id)
        except OSError as error:
            raise of_drive(error, folder) from error
        if not on_drive:
            return False
        return self._desk.store.read(lambda tx: not is_left(self._desk, tx, on_drive))

    def clean(self, folder: Path) -> int:
        """Remove what a drive need not hold any more; return how many files.

        These are this device's bundles that are confirmed whole, and with the last of them the
        answers to it: an old answer is harmless and useless.
        """
        found = self.look(folder)
        answered = found.answers_for_me if found.spent == found.mine else ()
        names = (*found.spent, *answered)
        remove(*(folder / name for name in names))
        return len(names)

    def exported_since(self, tx: Transaction) -> tuple[ExportedSpan, ...]:
        """Return what is on a drive and nowhere confirmed, the oldest first."""
        return exported_since(tx)

    def carried(self, tx: Transaction) -> CarriedView:
        """Return what is held for other devices."""
        return carried_view(tx, self._limit_of(tx))

    def _collect(self, spool: IO[bytes], told: Told, cancelled: Cancelled) -> Contents:
        plan = self.plan()
        told(BundleProgress(phase=BundlePhase.WRITING, done_bytes=0, of_bytes=plan.size_bytes))
        contents = collect(self._desk, self._certificate, spool, _stopper(cancelled))
        if not contents.exported and not contents.files:
            raise BundleNothing
        return contents

    def _part(
        self, bundle_id: bytes, parts: list[list[Source]], number: int
    ) -> tuple[str, bytes, list[Source]]:
        sources = parts[number]
        manifest = Manifest(
            bundle_id=bundle_id,
            part=number + 1,
            parts=len(parts),
            entries=tuple(one.entry for one in sources),
            made_at_seconds=self._now(),
        )
        signed = bundle.sign_manifest(self._desk.keys.signer, self._certificate, manifest)
        name = FileName(
            device_id=self._desk.keys.device_id, bundle_id=bundle_id, part=number + 1, suffix=OUT
        )
        return name.text, signed, sources

    def _keep(
        self, tx: Transaction, contents: Contents, done: BundleDone, operator: OperatorNumber
    ) -> None:
        if any(stubs_in(tx, one.span) != one.stubs for one in contents.exported):
            raise BundleChanged
        keep_bundle(
            tx,
            done.bundle_id,
            parts=done.parts,
            exported=contents.exported,
            files=contents.files,
            now_seconds=self._now(),
        )
        event = BundleWritten(
            bundle_id=done.bundle_id,
            parts=done.parts,
            events=done.events,
            files=done.files,
            size_bytes=done.size_bytes,
        )
        salt = Salt(self._desk.random(16))
        self._desk.journal.append(tx, event, salt=salt, operator=operator)

    def _record(self, took: Took, carried: Carried, operator: OperatorNumber) -> None:
        """Record what was taken (event 119), bundle by bundle; a repeat records nothing."""
        refused = len(took.refused) + len(carried.refused)
        events = [
            BundleTakenEvent(
                bundle_id=bundle_id or bytes(16), carried_for=who, records=count, refused=refused
            )
            for who, counts in (
                (CarriedFor.THIS_DEVICE, took.bundles),
                (CarriedFor.ANOTHER_DEVICE, carried.bundles),
            )
            for bundle_id, count in counts.items()
        ]
        if not events:
            return

        def work(tx: Transaction) -> None:
            for event in events:
                salt = Salt(self._desk.random(16))
                self._desk.journal.append(tx, event, salt=salt, operator=operator)

        self._desk.store.write(work)

    def _answer_others(self, folder: Path, drive: Drive) -> int:
        refs = (ref for found in drive.refs.values() for ref in found)
        owners = tuple({ref.owner for ref in refs if ref.owner is not None})
        return self._carrying.write_answers(folder, self._certificate, owners)

    def _hand_over(self, folder: Path) -> None:
        """Write what is held for others beside a bundle; it can wait for the next drive."""
        try:
            self._carrying.write_answers(folder, self._certificate)
        except (OSError, BundleError) as error:
            _log.warning("answers for other devices wait for another drive: %s", error)

    def _says(self, path: Path) -> FileSays | None:
        with path.open("rb") as file:
            said = says(path, Bundle(file, self._desk.keys.roots))
        return None if said.manifest is None or said.owner is None else said

    def _is_spent(self, bundle_id: bytes, unconfirmed: frozenset[bytes]) -> bool:
        return self._desk.store.read(lambda tx: is_spent(tx, bundle_id, unconfirmed))

    def _unconfirmed(self) -> frozenset[bytes]:
        if self._desk.store.read(needs_scan):
            self._desk.store.write(scan)
        return self._desk.store.read(lambda tx: frozenset(one.blob_id for one in blobs_to_send(tx)))

    def _now(self) -> int:
        return max(0, int(self._desk.clock.now().timestamp()))


def _stopper(cancelled: Cancelled) -> Callable[[], None]:
    def pause() -> None:
        if cancelled():
            raise BundleCancelled

    return pause


def _check_useful(drive: Drive, folder: Path) -> None:
    if not drive.files:
        raise BundleNothing(FolderFacts(folder=folder))
    if not drive.refs:
        if drive.foreign:
            raise BundleOtherInstitution(FolderFacts(folder=folder))
        raise BundleDamaged(len(drive.missing))


__all__ = [
    "BundleDone",
    "BundlePhase",
    "BundlePlan",
    "BundleProgress",
    "BundleTaken",
    "Bundles",
    "CarriedView",
    "ExportedSpan",
    "OnDrive",
    "Told",
    "find_bundles",
    "never",
    "nobody_told",
]
