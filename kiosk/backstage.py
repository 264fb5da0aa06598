"""Everything behind the screens, built and wired: the half of the composition root without Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.codes import PictureScanner
from kiosk.devices.drives import drives_of
from kiosk.devices.keystores import keystore_of
from kiosk.devices.picture import PicturePrinter
from kiosk.devices.places import geopoint_of
from kiosk.devices.ports import PositionSource
from kiosk.services.account_desk import build_accounts
from kiosk.services.admission import Admission
from kiosk.services.approvals import Approvals
from kiosk.services.backups import Backups
from kiosk.services.care import Care
from kiosk.services.cash import build_cash
from kiosk.services.catalogue import Catalogue
from kiosk.services.change import PaymentPorts
from kiosk.services.citizens import Citizens
from kiosk.services.courier import CARRIED_FOLDER, Courier, Lines
from kiosk.services.deliveries import Deliveries
from kiosk.services.desk import Desk, OpenDesk
from kiosk.services.device_status import DeviceStatus
from kiosk.services.drives import Drives
from kiosk.services.duties import Duties
from kiosk.services.enrolment import Enrolment
from kiosk.services.erasing import Erasing, carry_out
from kiosk.services.estimates import Estimates
from kiosk.services.examining import Examining, KeyHolder
from kiosk.services.field import FieldServices
from kiosk.services.issuing import Issuing
from kiosk.services.keys import Keys
from kiosk.services.last_copies import LastCopies
from kiosk.services.mending import Mending
from kiosk.services.notices import Notices
from kiosk.services.opening import Opening, Program
from kiosk.services.orders import Orders
from kiosk.services.paper_desk import build_paper
from kiosk.services.payment_desk import payment_desk
from kiosk.services.payments import Payments
from kiosk.services.practice import Practice, PracticeEntry, StillCourier, renewing
from kiosk.services.protection import ProtectionDecisions
from kiosk.services.pruning import Pruning
from kiosk.services.receipts import Receipts
from kiosk.services.records import Records
from kiosk.services.recovering import Recovering
from kiosk.services.registrations import Registrations
from kiosk.services.removal import Removal
from kiosk.services.reports import Reports
from kiosk.services.rescuing import Rescuing
from kiosk.services.rights_desk import build_rights
from kiosk.services.saving import Saving
from kiosk.services.sessions import Sessions
from kiosk.services.shelf import DraftShelf
from kiosk.services.shifts import Shifts
from kiosk.services.sweeping import Sweeping
from kiosk.services.tariff_facts import TariffFacts
from kiosk.services.tariff_words import explained
from kiosk.services.tending import Tending, Together
from kiosk.services.verification import load_revocations
from kiosk.services.verifying import Verifying
from kiosk.services.views.care import BackupDone
from kiosk.settings import APP_VERSION, BUILD_SECONDS, Settings, practice_of
from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project, rebuild
from kiosk.texts import Texts
from kiosk.vault.blobs import BlobFolder
from kiosk.vault.database import Database
from kiosk.vault.keystore import Keystore
from sync.catalogue import ErasureEntry
from sync.clock import Clock, RandomBytes, SystemClock, system_random
from sync.device.meter import NetworkManagerMeter
from sync.device.route import SystemRoute
from sync.device.transport import HttpTransport
from sync.ids import BootId
from sync.journal import Started, Transaction

_log = logging.getLogger("ventanilla.backstage")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the program takes from outside: clock, randomness, keystore, the way to the central.

    *keystore* gives what the system keeps for a profile's folder.
    """

    clock: Clock
    random: RandomBytes
    lines: Lines
    keystore: Callable[[Path], Keystore | None] = lambda _: None


def the_world() -> World:
    """Return the real one."""
    lines = Lines(transport=HttpTransport, route=SystemRoute, meter=NetworkManagerMeter)
    return World(clock=SystemClock(), random=system_random, lines=lines, keystore=keystore_of)


def program_of(world: World, *, practice: bool = False) -> Program:
    """Return this start of the program, with the zero points of its clocks."""
    return Program(
        version=APP_VERSION,
        clock=world.clock,
        random=world.random,
        boot=BootId(world.random(8)),
        started=Started.at(world.clock),
        project=project,
        practice=practice,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstage:
    """Everything behind the screens, wired together; nothing is open yet."""

    services: FieldServices
    database: Database


def build_backstage(
    settings: Settings,
    world: World,
    texts: Texts,
    changed: Callable[[], None],
    position: PositionSource | None = None,
    practice: PracticeEntry | None = None,
) -> Backstage:
    """Build file, journal, delivery and services of a profile; opens nothing.

    *position* is what forms ask where the device is; *practice* what a practice begins with.
    """
    program = program_of(world, practice=settings.practising)
    database = Database(settings.database, sets=STORE_SETS)
    files = BlobFolder(settings.database)
    courier = (
        StillCourier()
        if settings.practising
        else Courier(database, program, world.lines, changed, files)
    )
    desk = Desk(
        database=database,
        clock=world.clock,
        random=world.random,
        build_seconds=BUILD_SECONDS,
        saved=courier.saved,
    )
    backups = Backups(desk, program.version)
    care = Care(desk, backups)
    beside = courier if settings.practising else Together(courier, Tending(desk, care, backups))
    sweeping = Sweeping(desk, files, Erasing(desk, files).finish)
    published = () if practice is None else practice.published
    keeper = None if settings.practising else world.keystore(settings.profile)
    keys = Keys(desk, keeper)
    renewed = renewing(desk, published, sweeping.sweep)
    opening = Opening(desk, program, beside, lambda: _put_in_order(keys, renewed))
    issuing = Issuing(desk)
    catalogue = Catalogue(desk, lambda: texts.language)
    deliveries = Deliveries(desk, courier, catalogue.name_of, issuing.clock_wrong)
    printer = PicturePrinter(settings.receipts, settings.fonts)
    receipts = Receipts(desk, catalogue, deliveries, printer, lambda: texts)
    citizens = Citizens(desk, issuing, catalogue.name_of)
    shelf = DraftShelf(
        desk,
        world.random,
        lambda: {"deviceid": desk.identity.terminal},
        files,
        lambda: geopoint_of(position),
    )
    known = TariffFacts(desk, shelf, catalogue).known
    saving = Saving(desk, shelf, catalogue, issuing)
    approvals = Approvals(desk)
    cash = build_cash(desk, catalogue, issuing, approvals)
    accounts = build_accounts(desk, issuing, citizens, lambda: texts)
    ports = PaymentPorts(
        coins=cash.denominations,
        may_pay=accounts.accounts.may_pay,
        after_payment=accounts.accounts.after_payment,
        after_reversal=accounts.accounts.after_reversal,
    )
    finder = drives_of(settings.drives_folder)
    copies = LastCopies(desk, finder, courier.bundles, lambda: courier.status().link)
    following = Orders(desk, courier.leave, copies=copies.copy)
    places: tuple[Path, ...] = (
        settings.institution,
        settings.revocations,
        settings.receipts,
        settings.logs,
    )
    if not settings.practising:
        places = (*places, practice_of(settings).profile)  # the practice goes with its device
    carried = database.path.with_name(CARRIED_FOLDER)
    removal = Removal(desk, approvals, opening.close, (*places, files.folder, carried))
    enrolment = Enrolment(settings, database, desk, program, world.lines.transport, keeper=keeper)
    records = Records(desk, shelf, catalogue, citizens, deliveries, lambda: texts)
    paper = build_paper(desk, receipts, issuing, approvals, lambda: texts, settings.fonts)
    services = FieldServices(
        admission=Admission(enrolment, ProtectionDecisions(desk)),
        practice=Practice(settings, desk, program),
        device=DeviceStatus(desk, issuing, care, following, keys, printer.name, courier.status),
        sessions=Sessions(desk, opening, issuing, world.clock, settings.database, keeper),
        approvals=approvals,
        keys=keys,
        recovering=Recovering(desk, opening, keys, program.version, keeper),
        shifts=Shifts(desk, issuing, receipts, approvals),
        cash=cash,
        accounts=accounts,
        citizens=citizens,
        catalogue=catalogue,
        registrations=Registrations(
            desk, shelf, catalogue, citizens, saving, receipts, lambda: texts
        ),
        notices=Notices(desk, shelf, catalogue, citizens, saving, receipts, lambda: texts),
        records=records,
        payments=Payments(
            desk,
            catalogue,
            issuing,
            receipts,
            ports,
            known,
            lambda charge, asked: explained(charge, asked, texts),
        ),
        paying=payment_desk(desk, catalogue, issuing, receipts, approvals, ports, known),
        estimates=Estimates(desk, catalogue, lambda: texts),
        receipts=receipts,
        verifying=Verifying(
            desk,
            PictureScanner(),
            lambda profile: load_revocations(settings.revocations, profile),
            lambda: texts,
        ),
        paper=paper,
        reports=Reports(desk, catalogue, cash.drawer, paper.printing, lambda: texts),
        deliveries=deliveries,
        drives=Drives(desk, finder, courier.bundles),
        care=care,
        orders=following,
        removal=removal,
        mending=mending_of(settings, world, texts),
        rights=build_rights(
            desk,
            shelf,
            catalogue,
            citizens,
            records,
            approvals,
            lambda: texts,
            countries=settings.resources / "countries",
            profile=settings.profile,
        ),
    )
    courier.charge(
        Duties(
            desk,
            following,
            Pruning(desk, files),
            removal,
            lambda tx, entries: _carried_out(tx, desk, entries),
            settings.revocations,
        )
    )
    return Backstage(services=services, database=database)


def _carried_out(tx: Transaction, desk: Desk, entries: Sequence[ErasureEntry]) -> None:
    done = carry_out(tx, desk, entries)
    _log.info("%d erased, %d blocked, %d shown again", done.erased, done.blocked, done.lifted)


def _put_in_order(keys: Keys, sweep: Callable[[], None]) -> None:
    """Do at each opening what an earlier run could not end."""
    keys.make_good()
    sweep()


def build_enrolment(
    settings: Settings, world: World, pause: Callable[[float], object] | None = None
) -> Enrolment:
    """Build what `ventanilla enrol` needs; opens nothing. *pause* is how it waits, in seconds."""
    program = program_of(world)
    database = Database(settings.database, sets=STORE_SETS)
    desk = Desk(
        database=database,
        clock=world.clock,
        random=world.random,
        build_seconds=BUILD_SECONDS,
        saved=lambda: None,
    )
    keeper = world.keystore(settings.profile)
    return Enrolment(settings, database, desk, program, world.lines.transport, pause, keeper)


class _Nowhere:
    """Nothing goes on beside the desk: the commands that care for the file send nothing."""

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Start nothing."""

    def end(self) -> None:
        """End nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Infirmary:
    """What `ventanilla doctor`, `backup` and screen X02 need; nothing is open."""

    examining: Examining
    rescuing: Rescuing
    opening: Opening
    backups: Backups
    database: Database

    def backup(self, holder: KeyHolder, folder: Path) -> BackupDone:
        """Open the file in a person's name, make a backup, close it. Raises what either raises."""
        self.opening.open(holder.key, holder.operator)
        try:
            return self.backups.make(folder)
        finally:
            self.opening.close()

    def rebuild(self, key: bytes) -> None:
        """Build the read tables of a closed file again; raises the vault's known errors."""
        self.database.open(key)
        try:
            self.database.write(rebuild)
        finally:
            self.database.close()


def mending_of(settings: Settings, world: World, texts: Texts) -> Mending:
    """Return what screen X02 asks about a damaged file."""
    return Mending(
        Examining(settings.database, world.clock, BUILD_SECONDS),
        Rescuing(settings.database, settings.institution, world.clock, APP_VERSION),
        lambda: texts,
    )


def build_infirmary(settings: Settings, world: World) -> Infirmary:
    """Build what looks after a file that nobody works with; opens nothing."""
    program = program_of(world)
    database = Database(settings.database, sets=STORE_SETS)
    desk = Desk(
        database=database,
        clock=world.clock,
        random=world.random,
        build_seconds=BUILD_SECONDS,
        saved=lambda: None,
    )
    return Infirmary(
        examining=Examining(
            settings.database, world.clock, BUILD_SECONDS, world.keystore(settings.profile)
        ),
        rescuing=Rescuing(settings.database, settings.institution, world.clock, APP_VERSION),
        opening=Opening(desk, program, _Nowhere()),
        backups=Backups(desk, APP_VERSION),
        database=database,
    )
