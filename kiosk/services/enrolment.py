"""Makes this computer a device of an institution (PROTOCOL §18, UX V00).

    begin      keys, file, first slot: everything is on disk before anything is sent
    ask        one exchange; enrolled, or pending until the root has signed
    first pull operators, services, forms and prices, so that work can begin at once

Every step may be cut: `begin` finds what an earlier try left and goes on with the same request,
because a one-time code is spent by the first request that shows it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services import claves
from kiosk.services.claves import accept
from kiosk.services.courier import Line
from kiosk.services.desk import Desk, OpenDesk
from kiosk.services.first_pull import FirstPull
from kiosk.services.keys import Keys
from kiosk.services.opening import Program, device_id_of, identity_of, open_stream
from kiosk.services.views import AdmissionState, EnrolmentDone, EnrolmentPending, EnrolmentStep
from kiosk.settings import Settings
from kiosk.store import kept, pulled
from kiosk.vault import slots
from kiosk.vault.database import Database
from kiosk.vault.files import replace_file
from kiosk.vault.keystore import Keystore
from sync.catalogue import OperatorEntry, Role, encode_entry
from sync.cose import SoftwareSigner
from sync.device.bundle_enrolment import DriveLine
from sync.device.enrolment import (
    CentralNotReached,
    CodeMalformed,
    CodeRefused,
    CodeUsed,
    Enrolled,
    EnrolmentDraft,
    EnrolmentRefused,
    Institution,
    KidTaken,
    Pending,
    ask,
    draft_enrolment,
    read_institution,
)
from sync.device.memory import LinkMemory
from sync.events import KeySlotChanged, Protection, SlotAct, SlotKind, StreamReason
from sync.ids import OperatorNumber, Salt
from sync.journal import Transaction
from sync.sealed import generate_seal_key

_SPENT = (CodeMalformed, CodeRefused, CodeUsed, EnrolmentRefused, KidTaken)


class AlreadyEnrolled(KnownError):
    """The profile's folder holds an admitted device already; nothing was changed."""

    code: ClassVar[str] = "enrol.already"


class NothingBegun(KnownError):
    """There is no request to go on with: what was begun ended before anything was sent."""

    code: ClassVar[str] = "enrol.nothing_begun"


class ClaveDoesNotFit(KnownError):
    """An enrolment was begun with another clave; nothing was changed."""

    code: ClassVar[str] = "enrol.clave"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """An enrolment whose keys are on disk; admitted already where it holds a certificate."""

    key: bytes = field(repr=False)
    stored: kept.DeviceIdentity


class Enrolment:
    """Enrols the profile of these settings."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        desk: Desk,
        program: Program,
        transport: Callable[[str], Line],
        pause: Callable[[float], object] | None = None,
        keeper: Keystore | None = None,
        drive: Path | None = None,
    ) -> None:
        self._settings = settings
        self._drive = drive
        self._database = database
        self._desk = desk
        self._program = program
        self._transport = transport
        self._pause = pause or threading.Event().wait
        self._keeper = keeper
        self._slots = slots.slots_path(database.path)

    def by_drive(self, folder: Path) -> Enrolment:
        """Return the same enrolment with a drive in place of the line (PROTOCOL §18).

        What is pending then is on the drive: the same call goes on when it comes back. Beside what
        `enrol` and `go_on` raise they raise BundleError for what the drive refuses.
        """
        return Enrolment(
            self._settings,
            self._database,
            self._desk,
            self._program,
            lambda _base_url: DriveLine(folder),
            self._pause,
            self._keeper,
            folder,
        )

    def institution(self, file: Path) -> Institution:
        """Return an institution's file with the fingerprint a person compares before it counts.

        Raises EnrolmentError `enrol.institution`, or OSError where there is no such file.
        """
        return read_institution(file.read_bytes())

    @property
    def protection(self) -> Protection:
        """What would guard the keys of a device made here now (PROTOCOL §5)."""
        return Protection.PASSPHRASE if self._keeper is None else self._keeper.level

    def propose(self) -> str:
        """Return a clave to be shown once: four words."""
        return claves.propose(self._program.random)

    def state(self) -> AdmissionState:
        """Return how far this folder is; raises the vault's Damaged for slots nobody can read."""
        operators = self._operators()
        path = self._database.path
        there = path.exists() and path.stat().st_size > 0
        if slots.NOBODY_YET in operators:  # the last thing an admission takes away
            return AdmissionState.BEGUN if there else AdmissionState.NEW
        return AdmissionState.ADMITTED if operators or there else AdmissionState.NEW

    def enrol(
        self,
        institution: Institution,
        code: str,
        passphrase: str,
        progress: Callable[[EnrolmentStep], object] = lambda _step: None,
    ) -> EnrolmentDone | EnrolmentPending:
        """Enrol with a one-time code under a clave; leaves the file closed.

        *progress* hears what is under way, on the caller's thread. Raises KnownError
        `enrol.already`, `enrol.clave`, `enrol.passphrase_short`, EnrolmentError (its kinds) or
        CentralNotReached. After a refused code nothing is left; after a lost answer the same call
        goes on with the same request.
        """
        accepted = accept(passphrase)
        progress(EnrolmentStep.KEYS)
        try:
            begun = self._begin(institution, code, accepted)
            return self._ask(begun, accepted, progress)
        finally:
            self._desk.clear()
            self._database.close()

    def go_on(
        self,
        passphrase: str,
        progress: Callable[[EnrolmentStep], object] = lambda _step: None,
    ) -> EnrolmentDone | EnrolmentPending:
        """Send the request of an enrolment that was begun again; the institution is the one then.

        Raises NothingBegun where it was cut before anything was sent (nothing is left of it), and
        all that `enrol` raises.
        """
        progress(EnrolmentStep.KEYS)
        try:
            if self.state() is AdmissionState.ADMITTED:
                raise AlreadyEnrolled
            begun = self._go_on(None, passphrase) if self._database.path.exists() else None
            if begun is None:
                self._forget()
                raise NothingBegun
            return self._ask(begun, passphrase, progress)
        finally:
            self._desk.clear()
            self._database.close()

    def abandon(self) -> None:
        """Forget an enrolment that was begun; its one-time code may be spent.

        Raises AlreadyEnrolled for a device: that is removed another way, once all is delivered.
        """
        if self.state() is AdmissionState.ADMITTED:
            raise AlreadyEnrolled
        self._forget()

    def _ask(
        self, begun: _Begun, passphrase: str, progress: Callable[[EnrolmentStep], object]
    ) -> EnrolmentDone | EnrolmentPending:
        if begun.stored.certificate is not None:  # cut between the admission and its last touches
            return self._settle(begun.stored, begun.key, progress)
        progress(EnrolmentStep.ASK)
        draft = _draft_of(begun.stored)
        try:
            line = self._transport(draft.institution.profile.base_url)
            try:
                answer = ask(draft, line)
            finally:
                line.close()
        except _SPENT:
            self._forget()
            raise
        except CentralNotReached:
            if self._drive is None:
                raise
            return EnrolmentPending()
        if isinstance(answer, Pending):
            return EnrolmentPending()
        return self._admit(begun, answer, passphrase, progress)

    # ------------------------------------------------------------------------------- begin

    def _begin(self, institution: Institution, code: str, passphrase: str) -> _Begun:
        self._settings.profile.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._database.path.exists():
            begun = self._go_on(institution, passphrase)
            if begun is not None:
                return begun
            self._forget()
        elif self._operators() - {slots.NOBODY_YET}:
            raise AlreadyEnrolled  # its file is lost, its key slots are not: nothing is overwritten
        signer = SoftwareSigner.generate()
        seal_private, _ = generate_seal_key()
        draft = draft_enrolment(
            institution,
            code=code,
            signer=signer,
            seal_private=seal_private,
            protection=Protection.PASSPHRASE if self._keeper is None else self._keeper.level,
            app_version=self._program.version,
            random=self._program.random,
        )
        key = self._program.random(slots.KEY_BYTES)
        slots.create_operator_slot(
            self._slots, slots.NOBODY_YET, "", passphrase, key, keeper=self._keeper
        )
        self._database.create(key)
        stored = kept.DeviceIdentity(
            signing_private=signer.private_bytes(),
            sealing_private=seal_private,
            profile=institution.file,
            request=draft.request,
        )
        self._database.write(lambda tx: kept.save_identity(tx, stored))
        return _Begun(key=key, stored=stored)

    def _go_on(self, institution: Institution | None, passphrase: str) -> _Begun | None:
        """Take up an enrolment that was begun; its request is sent again unchanged.

        Returns None where it was cut before its keys were stored: nothing was ever sent.
        """
        operators = self._operators()
        if slots.NOBODY_YET not in operators:
            raise AlreadyEnrolled
        key = slots.unlock(self._slots, slots.NOBODY_YET, passphrase, keeper=self._keeper)
        if key is None:
            raise ClaveDoesNotFit
        if operators == {slots.NOBODY_YET} and not self._database.path.stat().st_size:
            return None
        self._database.open(key)
        stored = self._database.read(kept.device_identity)
        if stored is None and operators == {slots.NOBODY_YET}:
            self._database.close()
            return None
        if stored is None or stored.request is None:
            self._database.close()
            raise AlreadyEnrolled
        if institution is not None:  # another institution's file goes on with nothing of this one
            read_institution(stored.profile, institution.profile.roots)
        return _Begun(key=key, stored=stored)

    def _operators(self) -> set[OperatorNumber]:
        return {slot.operator for slot in slots.list_people(self._slots)}

    def _forget(self) -> None:
        """Remove what a refused code left: another code needs other keys."""
        self._desk.clear()
        self._database.close()
        slots.destroy(self._slots)
        for suffix in ("", "-wal", "-shm", ".witness", ".tries"):
            path = self._database.path
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    # ------------------------------------------------------------------------------- admit

    def _admit(
        self,
        begun: _Begun,
        enrolled: Enrolled,
        passphrase: str,
        progress: Callable[[EnrolmentStep], object],
    ) -> EnrolmentDone:
        """Open stream 1 with its start receipt and its key slot, then pull for the first time."""
        progress(EnrolmentStep.ADMIT)
        operator = enrolled.enrolling_operator
        names = {one.number: one.name for one in enrolled.operators}
        slot = slots.create_operator_slot(
            self._slots,
            operator,
            names.get(operator, ""),
            passphrase,
            begun.key,
            keeper=self._keeper,
        )
        stored = replace(
            begun.stored,
            certificate=enrolled.certificate.encoded,
            account_key=enrolled.account_key,
            enrolled_seconds=self._desk.now_seconds(),
        )
        self._put(stored, operator)

        def work(tx: Transaction) -> None:
            kept.save_identity(tx, stored)
            LinkMemory().adopt(tx, enrolled.incarnation)
            for one in enrolled.operators:
                entry = OperatorEntry(
                    number=OperatorNumber(one.number), name=one.name, role=Role(one.role)
                )
                pulled.put_reference(tx, entry, encode_entry(entry))
            open_stream(tx, self._desk, self._program.version, StreamReason.ENROLMENT)
            added = KeySlotChanged(act=SlotAct.ADDED, slot_kind=SlotKind.OPERATOR, slot=slot)
            self._desk.append(tx, added, salt=Salt(self._program.random(16)))
            kept.add_key_slot(
                tx,
                slot=slot,
                kind=SlotKind.OPERATOR,
                operator=operator,
                now_seconds=self._desk.now_seconds(),
            )

        self._desk.write(work)
        return self._settle(stored, begun.key, progress)

    def _put(self, stored: kept.DeviceIdentity, operator: OperatorNumber) -> OpenDesk:
        opened = OpenDesk(
            journal=self._program.journal(device_id_of(stored)), identity=identity_of(stored)
        )
        self._desk.put(opened)
        self._desk.seat(operator)
        return opened

    def _settle(
        self,
        stored: kept.DeviceIdentity,
        key: bytes,
        progress: Callable[[EnrolmentStep], object],
    ) -> EnrolmentDone:
        """Do what follows the admission; each part may be done again after a cut."""
        del key
        person = next(slot for slot in slots.list_people(self._slots) if not slots.is_nobody(slot))
        opened = self._put(stored, person.operator)
        replace_file(self._settings.institution, stored.profile)
        for held in slots.list_people(self._slots):
            if slots.is_nobody(held):
                slots.remove_slot(self._slots, held.number)
        Keys(self._desk, self._keeper).make_good()
        progress(EnrolmentStep.PULL)
        first = FirstPull(self._database, self._program, stored, opened)
        if self._drive is None:
            line = self._transport(opened.identity.institution.base_url)
            services = first.by_line(line, self._pause)
        else:
            services = first.by_drive(self._drive)
        return EnrolmentDone(
            terminal=opened.identity.terminal,
            office=opened.identity.office,
            operator=person.operator,
            operator_name=person.name,
            services=services,
        )


def _draft_of(stored: kept.DeviceIdentity) -> EnrolmentDraft:
    """Return the request that was made, to be sent again with the same bytes."""
    if stored.request is None:
        raise AssertionError("the request is stored with its keys, before anything is sent")
    return EnrolmentDraft(
        institution=read_institution(stored.profile),
        request=stored.request,
        signer=SoftwareSigner.from_private(stored.signing_private),
        seal_private=stored.sealing_private,
    )
