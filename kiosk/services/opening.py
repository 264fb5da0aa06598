"""Opens the file and makes it ready to work with; closes it and forgets its keys (DESIGN §5)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from kiosk.errors import KnownError
from kiosk.services.backups import record_restored
from kiosk.services.departed import require_standing
from kiosk.services.desk import Desk, DeviceIdentity, OpenDesk
from kiosk.services.issuing import seal
from kiosk.services.permissions import require_listed
from kiosk.store import kept
from kiosk.vault.restore import RestoredMark, forget_mark, read_mark
from sync.certificates import read_device_certificate
from sync.clock import Clock, RandomBytes
from sync.cose import SoftwareSigner
from sync.events import AppStarted, Protection, Recorded, StreamReason
from sync.ids import BootId, DeviceId, OperatorNumber, Salt
from sync.journal import Journal, Started, Transaction
from sync.profile import read_profile

_log = logging.getLogger("ventanilla.opening")


class NotEnrolled(KnownError):
    """The file holds no device that an office has admitted; nothing was written."""

    code: ClassVar[str] = "enrol.not_enrolled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """This start of the program: its version and the zero points of its clocks."""

    version: str
    clock: Clock
    random: RandomBytes
    boot: BootId
    started: Started
    project: Callable[[Transaction, Recorded], None]
    practice: bool = False  # opens practice stores and nothing else

    def journal(self, device_id: DeviceId) -> Journal:
        """Return the journal of a device in this start of the program."""
        return Journal(
            device_id=device_id,
            clock=self.clock,
            random=self.random,
            boot=self.boot,
            started=self.started,
            project=self.project,
        )


class Travelling(Protocol):
    """What goes on beside the desk while the file is open: delivery."""

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Start delivering from the open file."""
        ...

    def end(self) -> None:
        """Stop before the file closes; may be called when nothing runs."""
        ...


class Opening:
    """Opens and closes the file of a profile; the desk is put in order on the way."""

    def __init__(
        self,
        desk: Desk,
        program: Program,
        travelling: Travelling,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._program = program
        self._travelling = travelling
        self._tidy = tidy
        self._announced = False
        self._breaks_after: int | None = None

    @property
    def breaks_after(self) -> int | None:
        """The last event up to which the chain was intact at opening; None when all of it holds."""
        return self._breaks_after

    def open(self, key: bytes, operator: OperatorNumber, slot: int | None = None) -> bool:
        """Open the file for an operator; say whether it had gone back to an older state.

        A file that went back goes on in a new stream, with a new series and its start receipt.
        *slot* is the key slot that gave the key. Raises the vault's KnownErrors, NotEnrolled,
        NotListed for a person whom the office took off its list, or SlotRemoved for a slot that
        was taken away before; the file is closed then.
        """
        found = self._desk.database.open(key)
        try:
            stored = self._desk.database.read(kept.device_identity)
            if stored is None or stored.certificate is None:
                raise NotEnrolled
            self._desk.database.read(lambda tx: require_listed(tx, operator))
            if slot is not None:
                self._desk.database.read(lambda tx: require_standing(tx, slot))
            opened = OpenDesk(
                journal=self._program.journal(device_id_of(stored)),
                identity=identity_of(stored, practice=self._program.practice),
            )
            self._desk.put(opened)
            self._desk.seat(operator)
            restored = read_mark(self._desk.database.path)
            self._first_events(went_back=found.went_back is not None, restored=restored)
        except BaseException:
            self._desk.clear()
            self._desk.database.close()
            raise
        if restored is not None:
            forget_mark(self._desk.database.path)
        self._breaks_after = None
        if found.links is not None and not found.links.holds:
            self._breaks_after = found.links.intact_to
            _log.error("the journal's chain holds only to %s", found.links.intact_to)
        self._tidy()
        self._travelling.begin(stored, opened)
        return found.went_back is not None

    def close(self) -> None:
        """Stop delivery, close the file and forget its keys; may be called twice."""
        self._travelling.end()
        self._desk.clear()
        self._desk.database.close()

    def _first_events(self, *, went_back: bool, restored: RestoredMark | None) -> None:
        """Record a new stream where one is needed, and the zero points of this start, once.

        A restored profile says here what it was restored from.
        """

        def work(tx: Transaction) -> None:
            if went_back:
                open_stream(tx, self._desk, self._program.version, StreamReason.WENT_BACK)
            if restored is not None:
                record_restored(tx, self._desk, restored)
            if not self._announced:
                self._desk.append(tx, self._started(), salt=Salt(self._program.random(16)))

        self._desk.write(work)
        self._announced = True

    def _started(self) -> AppStarted:
        started = self._program.started
        return AppStarted(
            started_seconds=max(0, int(started.wall_seconds)),
            monotonic_milliseconds=max(0, int(started.monotonic_seconds * 1000)),
            app_version=self._program.version,
        )


def open_stream(tx: Transaction, desk: Desk, app_version: str, reason: StreamReason) -> Recorded:
    """Open a stream and store its start receipt, number 1 of the new series (RECEIPTS §4)."""
    return begin_stream(
        tx,
        OpenDesk(journal=desk.journal, identity=desk.identity),
        app_version=app_version,
        reason=reason,
        operator=desk.operator,
    )


def begin_stream(
    tx: Transaction,
    opened: OpenDesk,
    *,
    app_version: str,
    reason: StreamReason,
    operator: OperatorNumber,
    base: int | None = None,
) -> Recorded:
    """Open a stream as `open_stream` does, whoever is at work; *base* as in `Journal`."""
    certificate = opened.identity.certificate
    began = opened.journal.open_stream(
        tx,
        reason=reason,
        certificate_hash=hashlib.sha256(certificate.encoded).digest()[:16],
        app_version=app_version,
        protection=Protection(certificate.protection),
        operator=operator,
        base=base,
    )
    seal(tx, opened.identity, began)
    return began


def device_id_of(stored: kept.DeviceIdentity) -> DeviceId:
    """Return the kid of the stored signing key."""
    return DeviceId(SoftwareSigner.from_private(stored.signing_private).kid)


def identity_of(stored: kept.DeviceIdentity, *, practice: bool = False) -> DeviceIdentity:
    """Return what services need of an admitted device; raise NotEnrolled before it is one.

    What stands in the file was verified when it was stored; it is read against its own roots.
    *practice*: under the training root and no other, so that neither file passes for the other.
    """
    if stored.certificate is None:
        raise NotEnrolled
    institution = read_profile(stored.profile, None)
    training = institution.training
    if practice and training is None:
        raise NotEnrolled
    roots = (training.point,) if practice and training is not None else institution.roots
    return DeviceIdentity(
        signer=SoftwareSigner.from_private(stored.signing_private),
        certificate=read_device_certificate(stored.certificate, roots),
        account_key=stored.account_key,
        institution=institution,
    )
