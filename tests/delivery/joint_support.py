"""A real central on loopback and real devices without windows: what different people built, joined.

Real clock, real sockets, real SQLCipher, the central's own commands. The only thing that a test
holds is the way between the two: `Way.open` says whether there is a link.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from kiosk.backstage import Backstage, World, build_backstage
from kiosk.services.courier import Lines
from kiosk.services.field import FieldServices
from kiosk.services.opening import device_id_of
from kiosk.services.views import EnrolmentDone, NewPerson, Unlocked
from kiosk.services.views.keys import RecoveryAsked
from kiosk.settings import Settings, read_settings
from kiosk.store import kept
from kiosk.texts import Texts
from kiosk.vault import slots
from kiosk.vault.database import Database
from sync.catalogue import OperatorEntry, Role, SettingsEntry
from sync.central.__main__ import main
from sync.central.api import create_app
from sync.central.catalogue_file import Catalogue
from sync.central.commands.forms_engine import engine_submission_xml
from sync.central.institution import PROFILE_NAME, ROOT_NAME, create_central
from sync.central.platform import open_platform
from sync.central.publishing import publish_catalogue
from sync.central.server import CentralServer, address_of, bind
from sync.clock import Clock, SystemClock, now_milliseconds, system_random
from sync.device.outbox import Outbox
from sync.device.transport import Failure, HttpTransport, NoAnswer, Request, Response
from sync.events import NoticeMeans, Recorded, SlotKind
from sync.ids import DeviceId, OperatorNumber
from sync.journal import Transaction, history, tip
from sync.money import Centavos
from tests.delivery.central_support import CLERK, SUPERVISOR, a_catalogue, an_institution
from tests.support.central_databases import new_database_url
from tests.support.offices import a_form, a_service

TERMINAL, OTHER_TERMINAL = "20067-007", "20067-008"
TECHNICIAN, SERVICE = 9, 201
CLAVE = "ceiba jícara tlacuache"
PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.02


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something that another thread does holds; fail, saying what never did."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / _LOOK_SECONDS)):
        if holds():
            return
        pause.wait(_LOOK_SECONDS)
    raise AssertionError(f"never: {what}")


def joint_catalogue() -> Catalogue:
    """Return the small catalogue with a technician, and with a service whose form can be filled."""
    technician = OperatorEntry(
        number=OperatorNumber(TECHNICIAN), name="PRUEBA TECNICA", role=Role.TECHNICIAN
    )
    small = a_catalogue(forms=(a_form(),))
    return replace(small, operators=(*small.operators, technician), services=(a_service(SERVICE),))


class JointCentral:
    """A central that answers on loopback, in a thread of the test's own process."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock | None = None,
        catalogue: Catalogue | None = None,
        settings: SettingsEntry | None = None,
    ) -> None:
        self.folder = folder / "central"
        self._clock = clock = clock or SystemClock()
        self._listener = listener = bind("127.0.0.1", 0)
        institution = replace(an_institution(), base_url=address_of(listener))
        create_central(self.folder, institution, clock, system_random, new_database_url())
        self._open()
        with self.platform.database.write() as connection:
            publish_catalogue(
                connection,
                catalogue or joint_catalogue(),
                settings or SettingsEntry(),
                now_milliseconds(clock),
            )
        self._serve()

    def _open(self) -> None:
        self.platform = open_platform(
            self.folder,
            clock=self._clock,
            random=system_random,
            submission_xml=engine_submission_xml(),
            root_key=self.root_key,
        )

    def _serve(self) -> None:
        ready = threading.Event()
        self._server = CentralServer(create_app(self.platform), ready.set)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))
        self.platform.worker.start()
        self._thread.start()
        assert ready.wait(PATIENCE_SECONDS)

    def restore(self, backup: Path) -> None:
        """Stop, put a backup in the database's place by command, and answer again where it was."""
        host, port = self._listener.getsockname()[:2]
        self.close()
        status, _out, err = self.command(
            "restore", "--dir", str(self.folder), "--from", str(backup)
        )
        assert status == 0, err
        self._open()
        self._listener = bind(host, port)
        self._serve()

    @property
    def root_key(self) -> Path:
        """Return the root's key file."""
        return self.folder / ROOT_NAME

    def close(self) -> None:
        """Answer nothing more and close the folder."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
        self.platform.close()

    def command(self, *words: str) -> tuple[int, str, str]:
        """Run `ventanilla-central WORDS…`; return its status and what it wrote, out and err."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main([str(word) for word in words])
        return status, out.getvalue(), err.getvalue()

    def administrator(self, name: str) -> Path:
        """Return the key file of an administrator, made when first asked for."""
        path = self.folder.parent / f"{name}.pem"
        if path.exists():
            return path
        root = str(self.root_key)
        status, _out, err = self.command(
            "administrator", "--name", name, "--root-key", root, "--out", str(path)
        )
        assert status == 0, err
        return path

    def recovery(
        self, act: str, who: Path, asked: RecoveryAsked, check: str | None = None
    ) -> tuple[int, str, str]:
        """Run `recovery request` or `recovery grant` for what a device's screen shows."""
        checked = [] if act == "grant" else ["--check", check or asked.check]
        return self.command(
            *("recovery", act, "--dir", str(self.folder), "--terminal", TERMINAL),
            *("--slot", str(asked.slot), "--administrator", str(who), *checked),
        )

    def read_out(self, asked: RecoveryAsked | None) -> str:
        """Return the code of the slot that a device's screen shows, read out by two."""
        assert asked is not None
        requested = self.recovery("request", self.administrator("Ana"), asked)
        granted = self.recovery("grant", self.administrator("Luis"), asked)
        assert (requested[0], granted[0]) == (0, 0), (requested, granted)
        return granted[1].strip()

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return a table as plain rows, in the order of its primary key."""
        with self.platform.database.read() as connection:
            found = connection.execute(select(table).order_by(*table.primary_key.columns))
            return [dict(row._mapping) for row in found]

    def rows_of(self, table: Table, device_id: DeviceId) -> list[dict[str, Any]]:
        """Return the rows of one device."""
        return [row for row in self.rows(table) if row["device_id"] == device_id]


class Way:
    """The way from one device to the central, open or not; a line of the courier's own kind."""

    def __init__(self) -> None:
        self.open = True

    def line(self, base_url: str) -> SwitchedLine:
        """Return a line on this way."""
        return SwitchedLine(self, HttpTransport(base_url))

    def source(self) -> str | None:
        """Return where the way begins; None without one."""
        return "loopback" if self.open else None


@dataclass(slots=True)
class SwitchedLine:
    """A real line while its way is open; without one nobody is found."""

    way: Way
    inner: HttpTransport

    def send(self, request: Request) -> Response | NoAnswer:
        """Send where there is a way."""
        if not self.way.open:
            return NoAnswer(failure=Failure.NO_ROUTE)
        return self.inner.send(request)

    def abort(self) -> None:
        """End the request on the line."""
        self.inner.abort()

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()


class JointDevice:
    """A device as the app builds it, without its window; `clave` is that of whoever enrolled it."""

    def __init__(
        self,
        central: JointCentral,
        profile: Path,
        clock: Clock | None = None,
        drives: Path | None = None,
    ) -> None:
        self.central = central
        self.clock = clock or SystemClock()
        self.way = Way()
        self.settings: Settings = replace(read_settings(profile, {}), drives_folder=drives)
        self.clave = CLAVE
        self.operator = CLERK
        self._backstage: Backstage = self._build()

    def _build(self) -> Backstage:
        lines = Lines(transport=self.way.line, route=lambda _: self.way)
        self.world = World(clock=self.clock, random=system_random, lines=lines)
        texts = Texts(self.settings.translations, "es", self.clock)
        return build_backstage(self.settings, self.world, texts, lambda: None)

    @property
    def database(self) -> Database:
        """Return the file that the services work on."""
        return self._backstage.database

    def start_again(self) -> JointDevice:
        """Be the program started anew over the same files; whoever calls closed it before."""
        self._backstage = self._build()
        return self

    @property
    def services(self) -> FieldServices:
        """Return what screens call."""
        return self._backstage.services

    @property
    def slots(self) -> Path:
        """Return the key file."""
        return slots.slots_path(self.settings.database)

    def enrol(self, operator: int = CLERK, terminal: str = TERMINAL) -> JointDevice:
        """Enrol with a code of the central, in the name of *operator*; left closed."""
        self.operator = operator
        admission = self.services.admission
        code = self.central.platform.enrolment.create_code(terminal, operator)
        file = admission.institution(self.central.folder / PROFILE_NAME)
        done = admission.enrol(file, code, self.clave, lambda _step: None)
        assert isinstance(done, EnrolmentDone)
        return self

    @contextmanager
    def at_work(self, operator: int | None = None, clave: str | None = None) -> Iterator[None]:
        """Have somebody at work; afterwards the file is closed."""
        sessions = self.services.sessions
        entered = sessions.unlock(operator or self.operator, clave or self.clave)
        assert isinstance(entered, Unlocked), entered
        try:
            yield
        finally:
            sessions.close()

    def recovery_slots(self) -> set[int]:
        """Return the recovery slots of the key file."""
        held = slots.list_slots(self.slots)
        return {one.number for one in held if one.kind is SlotKind.RECOVERY}

    def opens_with(self, clave: str, operator: int | None = None) -> bool:
        """Say whether a clave opens; the file is closed afterwards."""
        sessions = self.services.sessions
        try:
            return isinstance(sessions.unlock(operator or self.operator, clave), Unlocked)
        finally:
            sessions.close()

    def read(self, work: Callable[[Transaction], Any]) -> Any:
        """Return what a question to the open file gives."""
        return self._backstage.database.read(work)

    def events(self) -> list[Recorded]:
        """Return every event of the open file."""
        found: list[Recorded] = self.read(lambda tx: list(history(tx)))
        return found

    @property
    def device_id(self) -> DeviceId:
        """Return who this is, of the open file."""
        stored = self.read(kept.device_identity)
        return device_id_of(stored)

    def key(self) -> bytes:
        """Return the database key of the open file."""
        return self._backstage.database.key()

    def open_shift(self) -> None:
        """Open a shift with $500."""
        begun = self.services.shifts.begin()
        self.services.shifts.open(begun.salt, Centavos(50_000), begun.business_day)

    def serve(self, given: str) -> Centavos:
        """Have somebody's request filled in, saved and paid; return what was paid."""
        services = self.services
        card = NewPerson(given=given, first_surname="PRUEBA", born="1990-05-12")
        subject = services.citizens.create(services.citizens.begin(), card).subject
        view = services.registrations.start(subject, SERVICE, "es")
        if view.notice_due:
            services.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})
        services.registrations.answer(view.draft_id, "/data/a/n", given)
        services.registrations.answer(view.draft_id, "/data/a/who", "me")
        services.registrations.consent(view.draft_id)
        saved = services.registrations.save(view.draft_id, accepted=True)
        charge = services.payments.begin(saved.event_id)
        services.payments.take(charge.charge_id, charge.total_centavos)
        return charge.total_centavos

    def deliver(self) -> None:
        """Have everything delivered; the file is open and so is the way."""
        self.services.deliveries.deliver_now()
        until(lambda: self.waiting() == 0, "everything is delivered")

    def waiting(self) -> int:
        """Return how many events the central has not confirmed."""
        found: int = self.read(lambda tx: Outbox().view(tx).counts().waiting)
        return found

    def attention(self) -> dict[int, int | None]:
        """Return the codes that need attention, by seq of the newest stream."""
        found: dict[int, int | None] = self.read(_attention)
        return found


def _attention(tx: Transaction) -> dict[int, int | None]:
    view, newest = Outbox().view(tx), tip(tx)
    assert newest is not None
    held = {seq: view.attention_of(newest.stream, seq) for seq in range(1, newest.seq + 1)}
    return {seq: one.code for seq, one in held.items() if one is not None}


__all__ = [
    "CLAVE",
    "CLERK",
    "OTHER_TERMINAL",
    "SUPERVISOR",
    "TECHNICIAN",
    "TERMINAL",
    "JointCentral",
    "JointDevice",
    "until",
]
