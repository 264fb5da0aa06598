"""V30: the same app on a store of its own, where nothing counts and nothing is delivered.

The practice profile stands beside the real one. Its device has a key of its own, certified on the
spot by the institution's training root, whose private half is public by design (PROTOCOL §5a):
nothing but receipts of kind 6 is ever accepted under it. What is published (services, forms,
prices, people of the office) is copied from the real file while that is open; nothing about a
citizen is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services import claves
from kiosk.services.desk import Desk, FileClosed, OpenDesk
from kiosk.services.opening import Program, device_id_of, identity_of, open_stream
from kiosk.services.permissions import Permissions
from kiosk.settings import Settings, practice_of
from kiosk.store import kept, pulled
from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots
from kiosk.vault.database import Database
from kiosk.vault.files import replace_file
from sync.catalogue import Capability, OperatorEntry, Role, encode_entry
from sync.certificates import DeviceCertificate, issue_device_certificate
from sync.cose import SoftwareSigner
from sync.device.bundles import Bundles
from sync.device.link import LinkStatus
from sync.errors import MessageInvalid
from sync.events import KeySlotChanged, Protection, SlotAct, SlotKind, StreamReason
from sync.ids import OperatorNumber
from sync.journal import Transaction
from sync.profile import InstitutionProfile, read_profile
from sync.sealed import generate_seal_key

PUBLISHED_DATASETS = (2, 3, 4, 5, 7)
"""Settings, people, services and forms, prices, dictionaries; never accounts, codes or orders."""

NOT_COPIED = "codes:"  # hashes of approval codes: in practice nobody authorises for real
PRACTISING = OperatorNumber(1)
NO_TERMINAL = "00000-000"
_ACCOUNT_KEY_BYTES = 32
_DAY_SECONDS = 86_400
_VALID_DAYS = 3_650


class NoPractice(KnownError):
    """The institution's file brings no root for practice; nothing was changed."""

    code: ClassVar[str] = "practice.no_root"


class PracticeInUse(KnownError):
    """The practice cannot be begun anew from within itself; nothing was changed."""

    code: ClassVar[str] = "practice.in_use"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeEntry:
    """What the next start of the program needs to open the practice."""

    operator: OperatorNumber | None = None
    clave: str = field(default="", repr=False)  # "": the door asks for it
    published: tuple[pulled.ReferenceRow, ...] = field(default=(), repr=False)


class Practice:
    """Makes, renews and forgets the practice store of a profile."""

    def __init__(self, settings: Settings, desk: Desk, program: Program) -> None:
        self._settings = practice_of(settings)
        self._here = settings
        self._desk = desk
        self._program = program

    @property
    def practising(self) -> bool:
        """Return whether this very program is the practice."""
        return self._here.practising

    def offered(self) -> bool:
        """Return whether the door may offer a practice: the institution's file allows it.

        Not from within a practice, and not where that file cannot be read.
        """
        if self.practising:
            return False
        try:
            return read_profile(self._institution_file(), None).training is not None
        except (KnownError, MessageInvalid):
            return False

    @property
    def brings_forms(self) -> bool:
        """Return whether what the office published can be copied: not out of a closed file."""
        return self._desk.is_open

    def exists(self) -> bool:
        """Return whether there is a practice to go on with."""
        return self._settings.database.exists()

    def propose(self) -> str:
        """Return a clave for the practice: four words."""
        return claves.propose(self._program.random)

    def go_on(self) -> PracticeEntry:
        """Return the way into the practice that exists, with what is published now."""
        self._require()
        return PracticeEntry(published=self._published())

    def begin(self, clave: str, person: str, institution: bytes | None = None) -> PracticeEntry:
        """Make a new practice under *clave* and return the way in; an earlier one is erased.

        *institution* is an institution's file where there is no device yet; *person* is how whoever
        practises is called then. Raises NoPractice, NotAllowed, DiskFull or FileTrouble; an earlier
        practice stands as it was.
        """
        if self.practising:
            raise PracticeInUse
        self._require()
        file = institution if institution is not None else self._institution_file()
        try:
            profile = read_profile(file, None)
        except MessageInvalid as error:
            raise NoPractice from error
        if profile.training is None:
            raise NoPractice
        published = self._published()
        operator = self._person(person)
        made = self._settings.profile.with_name(self._settings.profile.name + ".new")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700, parents=True)
        try:
            self._make(made, file, profile, operator, clave, published)
            self.erase()
            os.replace(made, self._settings.profile)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        return PracticeEntry(operator=operator.number, clave=clave)

    def erase(self) -> None:
        """Forget the practice; its key slots go first, so that what is cut is unreadable."""
        if self._settings.profile.exists():
            slots.destroy(slots.slots_path(self._settings.database))
            shutil.rmtree(self._settings.profile)

    # ------------------------------------------------------------------------------ making

    def _require(self) -> None:
        """Let those practise who may; where nobody is at work it is anybody's."""
        if self._desk.is_seated:
            Permissions(self._desk).require(Capability.PRACTICE)

    def _institution_file(self) -> bytes:
        try:
            return self._here.institution.read_bytes()
        except OSError as error:
            raise NoPractice from error

    def _published(self) -> tuple[pulled.ReferenceRow, ...]:
        if not self._desk.is_open:
            return ()
        rows = self._desk.read(lambda tx: pulled.reference_rows(tx, PUBLISHED_DATASETS))
        return tuple(row for row in rows if not row.key.startswith(NOT_COPIED))

    def _person(self, person: str) -> OperatorEntry:
        if not self._desk.is_seated:
            return OperatorEntry(number=PRACTISING, name=person, role=Role.SUPERVISOR)
        number = self._desk.operator
        found = self._desk.read(lambda tx: pulled.operator(tx, number))
        return found or OperatorEntry(number=number, name=person, role=Role.CLERK)

    def _make(
        self,
        folder: Path,
        file: bytes,
        profile: InstitutionProfile,
        operator: OperatorEntry,
        clave: str,
        published: tuple[pulled.ReferenceRow, ...],
    ) -> None:
        path = folder / self._settings.database.name
        database = Database(path, sets=STORE_SETS)
        signer = SoftwareSigner.generate()
        seal_private, _ = generate_seal_key()
        stored = kept.DeviceIdentity(
            signing_private=signer.private_bytes(),
            sealing_private=seal_private,
            profile=file,
            certificate=self._certificate(profile, signer),
            account_key=self._program.random(_ACCOUNT_KEY_BYTES),
            enrolled_seconds=self._desk.now_seconds(),
        )
        key = self._program.random(slots.KEY_BYTES)
        slot = slots.create_operator_slot(
            slots.slots_path(path), operator.number, operator.name, clave, key
        )
        desk = Desk(
            database=database,
            clock=self._desk.clock,
            random=self._desk.random,
            build_seconds=self._desk.build_seconds,
            saved=lambda: None,
        )
        database.create(key)
        try:
            journal = self._program.journal(device_id_of(stored))
            desk.put(OpenDesk(journal=journal, identity=identity_of(stored, practice=True)))
            desk.seat(operator.number)

            def work(tx: Transaction) -> None:
                kept.save_identity(tx, stored)
                pulled.replace_rows(tx, published)
                pulled.put_reference(tx, operator, encode_entry(operator))
                open_stream(tx, desk, self._program.version, StreamReason.ENROLMENT)
                added = KeySlotChanged(act=SlotAct.ADDED, slot_kind=SlotKind.OPERATOR, slot=slot)
                desk.append(tx, added, salt=desk.new_salt())
                kept.add_key_slot(
                    tx,
                    slot=slot,
                    kind=SlotKind.OPERATOR,
                    operator=operator.number,
                    now_seconds=desk.now_seconds(),
                )

            desk.write(work)
            replace_file(folder / self._settings.institution.name, file)
        finally:
            desk.clear()
            database.close()

    def _certificate(self, profile: InstitutionProfile, signer: SoftwareSigner) -> bytes:
        """Certify the practice device with the half of the training root that everybody has."""
        if profile.training is None:
            raise NoPractice
        now = max(self._desk.now_seconds(), self._desk.build_seconds)
        return issue_device_certificate(
            SoftwareSigner.from_private(profile.training.private),
            terminal=self._terminal(profile),
            point=signer.point,
            protection=int(Protection.PASSPHRASE),
            not_before_seconds=self._desk.build_seconds - _DAY_SECONDS,
            expires_seconds=now + _VALID_DAYS * _DAY_SECONDS,
        )

    def _terminal(self, profile: InstitutionProfile) -> str:
        real: DeviceCertificate | None = None
        if self._desk.is_open:
            real = self._desk.identity.certificate
        return real.terminal if real is not None else next(iter(profile.offices), NO_TERMINAL)


class StillCourier:
    """Delivery in practice: there is none, and nobody is told otherwise."""

    def charge(self, duties: object) -> None:
        """Take no duties: nothing of an office is done in practice."""

    def leave(self) -> None:
        """Leave nothing."""

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Begin nothing."""

    def end(self) -> None:
        """End nothing."""

    def saved(self) -> None:
        """Hear that something was saved; it stays here."""

    def deliver_now(self) -> None:
        """Hurry nothing."""

    def status(self) -> LinkStatus:
        """Return that nothing is known of a link."""
        return LinkStatus()

    def bundles(self) -> Bundles:
        """Raise FileClosed: nothing of a practice is carried anywhere."""
        raise FileClosed


def renewing(
    desk: Desk, published: tuple[pulled.ReferenceRow, ...], then: Callable[[], None]
) -> Callable[[], None]:
    """Return what brings an open practice up to date with what is published, and then does more."""

    def bring(tx: Transaction) -> None:
        mine = pulled.operator(tx, PRACTISING)  # of a practice begun before there was a device
        pulled.replace_rows(tx, published)
        if mine is not None and pulled.operator(tx, PRACTISING) is None:
            pulled.put_reference(tx, mine, encode_entry(mine))

    def renew() -> None:
        if published:
            desk.keep(bring)
        then()

    return renew
