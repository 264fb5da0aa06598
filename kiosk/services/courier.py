"""Delivery while the file is open: builds the engine and its thread, ends them before it closes.

Nobody waits for it (DESIGN promise 2). It starts by itself when a link appears.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.services.desk import FileClosed, OpenDesk
from kiosk.services.opening import Program, begin_stream
from kiosk.settings import resources_folder
from kiosk.store import kept, pulled
from kiosk.vault.database import Database
from sync.bundle_files import CarriedFolder
from sync.device.bundles import Bundles
from sync.device.driver import Driver
from sync.device.engine import Chore, Engine
from sync.device.keys import Centrals, DeviceKeys
from sync.device.link import LinkStatus
from sync.device.metered import MeterHint, NoMeter
from sync.device.ports import BlobFiles, NoFiles
from sync.device.ports import Desk as DeliveryDesk
from sync.device.route import RouteHint
from sync.device.sealing import Dictionaries
from sync.device.transport import Transport
from sync.dictionaries import shipped_dictionaries
from sync.events import Recorded, StreamReason
from sync.journal import NOBODY, Transaction

CARRIED_FOLDER = "carried"
"""Beside the file: what is carried for other devices, sealed as it came."""

_log = logging.getLogger("ventanilla.courier")


class Line(Transport, Protocol):
    """A transport that can be ended from another thread."""

    def abort(self) -> None:
        """End the request on the line."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Duties(Protocol):
    """What the device does by itself while its file is open, link or not."""

    @property
    def chores(self) -> Sequence[Chore]:
        """Return what is done once a minute, in this order, on delivery's thread."""
        ...

    def begin(self) -> None:
        """Take note that the file was opened."""
        ...

    def end(self) -> None:
        """Keep what was counted; the file is about to be closed, delivery has ended."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """How the central is reached; tests hand in lines of their own."""

    transport: Callable[[str], Line]
    route: Callable[[str], RouteHint]
    meter: Callable[[], MeterHint] = NoMeter


class Courier:
    """Runs delivery from `begin` to `end`; between them its status may be asked at any time."""

    def __init__(
        self,
        database: Database,
        program: Program,
        lines: Lines,
        changed: Callable[[], None],
        files: BlobFiles,
    ) -> None:
        self._database = database
        self._files = files
        self._program = program
        self._lines = lines
        self._changed = changed
        self._duties: Duties | None = None
        self._engine: Engine | None = None
        self._bundles: Bundles | None = None
        self._driver: Driver | None = None

    def charge(self, duties: Duties) -> None:
        """Give what else is done on delivery's thread while the file is open; before `begin`."""
        self._duties = duties

    def begin(self, stored: kept.DeviceIdentity, opened: OpenDesk) -> None:
        """Start delivering from the open file; returns at once."""
        if self._duties is not None:
            self._duties.begin()
        base_url = opened.identity.institution.base_url
        line = self._lines.transport(base_url)
        chores = () if self._duties is None else self._duties.chores
        desk = delivery_desk(
            self._database, self._program, stored, opened, self._lines.meter(), self._files
        )
        engine = Engine(desk, line, self._pulled, chores)
        certificate = opened.identity.certificate.encoded
        self._bundles = Bundles(
            desk, certificate=certificate, changed=self._pulled, carried_limit_bytes=_carried_limit
        )
        driver = Driver(engine, line, clock=self._program.clock, route=self._lines.route(base_url))
        self._engine, self._driver = engine, driver
        driver.start()

    def end(self) -> None:
        """Stop delivering; may be called when nothing runs. What was on its way is sent again."""
        driver, self._driver, self._engine, self._bundles = self._driver, None, None, None
        if driver is None:
            return
        if not driver.stop():
            _log.warning("delivery hangs while connecting and was left behind")
        if self._duties is not None:
            self._duties.end()

    def leave(self) -> None:
        """Deliver nothing more, because the file is gone; called on delivery's own thread."""
        driver = self._driver
        if driver is not None:
            driver.leave()
        self._changed()

    def saved(self) -> None:
        """Say that something was saved; returns at once."""
        driver = self._driver
        if driver is not None:
            driver.wake()

    def deliver_now(self) -> None:
        """Hurry; returns at once."""
        driver = self._driver
        if driver is not None:
            driver.deliver_now()

    def status(self) -> LinkStatus:
        """Return how the link stands; unknown while the file is closed."""
        engine = self._engine
        return LinkStatus() if engine is None else engine.status

    def bundles(self) -> Bundles:
        """Return the way by USB of the open file; raise FileClosed."""
        if self._bundles is None:
            raise FileClosed
        return self._bundles

    def _pulled(self, datasets: frozenset[int]) -> None:
        _log.info("pulled datasets %s", sorted(datasets))
        self._changed()


def _carried_limit(tx: Transaction) -> int:
    return pulled.settings(tx).carried_limit_bytes


def engine_for(
    database: Database,
    program: Program,
    stored: kept.DeviceIdentity,
    opened: OpenDesk,
    line: Transport,
    changed: Callable[[frozenset[int]], None],
) -> Engine:
    """Return the engine of a file just opened, over one line: for the first pull, no attachment."""
    return Engine(delivery_desk(database, program, stored, opened), line, changed)


def delivery_desk(
    database: Database,
    program: Program,
    stored: kept.DeviceIdentity,
    opened: OpenDesk,
    meter: MeterHint | None = None,
    files: BlobFiles | None = None,
) -> DeliveryDesk:
    """Return what delivery works with in an open file, by the line and by USB.

    *meter* says whether the operating system knows of a link that costs by the byte; *files* are
    the sealed files of answers: without them no attachment is sent.
    """
    institution = opened.identity.institution

    def new_stream(tx: Transaction, base: int) -> Recorded:
        return begin_stream(
            tx,
            opened,
            app_version=program.version,
            reason=StreamReason.FORK,
            operator=NOBODY,
            base=base,
        )

    return DeliveryDesk(
        keys=DeviceKeys(
            signer=opened.identity.signer,
            seal_private=stored.sealing_private,
            roots=institution.roots,
        ),
        centrals=Centrals(institution.centrals()),
        store=database,
        journal=opened.journal,
        clock=program.clock,
        random=program.random,
        program_start=program.started,
        meter=meter or NoMeter(),
        dictionaries=Dictionaries(shipped_dictionaries(resources_folder())),
        files=files or NoFiles(),
        carried=CarriedFolder(database.path.with_name(CARRIED_FOLDER)),
        new_stream=new_stream,
    )
