"""The real thing on loopback: central process, encrypted vault, driver thread, outage, report."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import project
from kiosk.vault.database import Database
from sync.catalogue import SettingsEntry
from sync.central.institution import PROFILE_NAME, ROOT_NAME
from sync.central.platform import open_platform
from sync.central.publishing import publish_catalogue
from sync.certificates import read_central_certificate
from sync.clock import SystemClock, system_random
from sync.cose import SoftwareSigner
from sync.device.driver import Driver
from sync.device.engine import Engine
from sync.device.enrolment import Enrolled, ask, draft_enrolment, read_institution
from sync.device.keys import Centrals, DeviceKeys
from sync.device.link import LinkState
from sync.device.ports import Desk
from sync.device.route import SystemRoute
from sync.device.states import Counts, RecordState
from sync.device.transport import HttpTransport
from sync.events import Event, Protection, Recorded, StreamReason
from sync.ids import BootId, OperatorNumber, Salt
from sync.journal import Journal, Started, Transaction
from sync.sealed import generate_seal_key
from tests.delivery import central_support
from tests.support.delivery import plain_new_stream

PATIENCE_SECONDS = 60.0
TERMINAL = "20067-007"
pytestmark = pytest.mark.slow


class CentralProcess:
    """`ventanilla-central` in a process of its own, on a folder that outlives it."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[str] | None = None

    def run(self, *arguments: str) -> str:
        """Run one command to its end and return what it printed."""
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sync.central", arguments[0]),
                *("--dir", str(self.folder), *arguments[1:]),
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        return done.stdout

    def create(self) -> None:
        """Make the central and publish a small catalogue."""
        self.run(
            "init",
            *("--name", "Municipio de PRUEBA", "--place", "PRUEBA", "--domain-words", "demo"),
            *("--phone", "000", "--url", self.url, "--prefix", "https://demo.invalid/v#"),
        )
        clock = SystemClock()
        platform = open_platform(
            self.folder,
            clock=clock,
            random=system_random,
            submission_xml=central_support.an_xml,
        )
        try:
            with platform.database.write() as connection:
                publish_catalogue(
                    connection,
                    central_support.a_catalogue(),
                    SettingsEntry(),
                    int(clock.now().timestamp() * 1000),
                )
        finally:
            platform.close()

    def start(self) -> None:
        """Serve; returns once it listens."""
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sync.central", "serve", "--dir", str(self.folder)),
                *("--root-key", str(self.folder / ROOT_NAME), "--port", str(self._port)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline().startswith("serving")

    def kill(self) -> None:
        """End it as a power cut would."""
        process, self._process = self._process, None
        if process is not None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait(PATIENCE_SECONDS)
            assert process.stdout is not None
            process.stdout.close()


class Laptop:
    """An enrolled device: vault, journal, engine, driver, as the app builds them."""

    def __init__(self, folder: Path, central: CentralProcess) -> None:
        self.clock = SystemClock()
        self.transport = HttpTransport(central.url)
        self.recorded: list[Recorded] = []
        institution = read_institution((central.folder / PROFILE_NAME).read_bytes())
        printed = central.run("enrol-code", "--terminal", TERMINAL, "--operator", "42")
        code = printed.splitlines()[0]
        seal_private, _ = generate_seal_key()
        draft = draft_enrolment(
            institution,
            code=code,
            signer=SoftwareSigner.generate(),
            seal_private=seal_private,
            protection=0,
            app_version="1.0",
            random=system_random,
        )
        enrolled = ask(draft, self.transport)
        assert isinstance(enrolled, Enrolled)
        self.enrolled = enrolled
        profile = institution.profile
        keys = DeviceKeys(signer=draft.signer, seal_private=seal_private, roots=profile.roots)
        started = Started.at(self.clock)
        self.journal = Journal(
            device_id=keys.device_id,
            clock=self.clock,
            random=system_random,
            boot=BootId(system_random(8)),
            started=started,
            project=self._project,
        )
        self.vault = Database(folder / "vault.db", sets=STORE_SETS)
        self.vault.create(system_random(32))
        self.desk = Desk(
            keys=keys,
            centrals=Centrals(
                read_central_certificate(one, profile.roots) for one in profile.central_certificates
            ),
            store=self.vault,
            journal=self.journal,
            clock=self.clock,
            random=system_random,
            program_start=started,
            new_stream=plain_new_stream(self.journal),
        )
        self.vault.write(self._begin)
        self.engine = Engine(self.desk, self.transport, lambda _datasets: None)
        self.driver = Driver(
            self.engine, self.transport, clock=self.clock, route=SystemRoute(central.url)
        )

    def _project(self, tx: Transaction, recorded: Recorded) -> None:
        project(tx, recorded)
        self.recorded.append(recorded)

    def _begin(self, tx: Transaction) -> None:
        self.desk.memory.adopt(tx, self.enrolled.incarnation)
        opened = self.journal.open_stream(
            tx,
            reason=StreamReason.ENROLMENT,
            certificate_hash=bytes(16),
            app_version="1.0",
            protection=Protection.PASSPHRASE,
        )
        self.folios = central_support.Device(stream=opened.stream)

    def save(self, event: Event, **related: object) -> Recorded:
        """Save one event as the person at the window does, and wake delivery."""
        salt = Salt(system_random(16))

        def work(tx: Transaction) -> Recorded:
            return self.journal.append(
                tx,
                event,
                salt=salt,
                operator=OperatorNumber(42),
                **related,  # type: ignore[arg-type]  # subject, refs
            )

        recorded = self.vault.write(work)
        self.driver.wake()
        return recorded

    def counts(self) -> Counts:
        """Return the outbox as the deliveries screen counts it."""
        return self.vault.read(
            lambda tx: self.desk.outbox.view(tx, self.engine.status.sending).counts()
        )

    def close(self) -> None:
        """End delivery, then close the file."""
        ended = self.driver.stop()
        self.vault.close()
        assert ended


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[CentralProcess, Laptop]]:
    """Give a running central and an enrolled device whose delivery has not begun."""
    central = CentralProcess(tmp_path / "central")
    central.create()
    central.start()
    try:
        laptop = Laptop(tmp_path, central)
        try:
            yield central, laptop
        finally:
            laptop.close()
    finally:
        central.kill()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something on another thread holds; fail when it never does."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / 0.02)):
        if holds():
            return
        pause.wait(0.02)
    raise AssertionError("it never came to hold")


def test_a_day_with_an_outage_arrives_whole(office: tuple[CentralProcess, Laptop]) -> None:
    """Work goes on while the central is dead; when it is back every centavo arrives, once."""
    central, laptop = office
    shift = laptop.save(central_support.a_shift(laptop.folios))
    person = laptop.save(central_support.a_person())
    laptop.driver.start()
    eventually(lambda: laptop.counts().waiting == 0)
    eventually(lambda: "operator:42" in reference_keys(laptop))
    assert laptop.engine.status.link is LinkState.UP

    central.kill()
    for quantity in (1, 2, 3):
        payment = central_support.a_payment(laptop.folios, shift.event_id, quantity)
        laptop.save(payment, subject=person.event_id)
    eventually(lambda: laptop.engine.status.link is LinkState.DOWN)
    assert laptop.counts().waiting == 3

    central.start()
    laptop.driver.deliver_now()
    eventually(lambda: laptop.counts().waiting == 0)

    assert laptop.counts().needs_attention == 0
    report = json.loads(central.run("report", "--json"))
    saved = [one.event.total_centavos for one in laptop.recorded if one.event.kind == 60]  # type: ignore[union-attr]
    assert sorted(one["total_centavos"] for one in report["payments"]) == sorted(saved)
    assert report["totals"]["payments_centavos"] == sum(saved)
    assert len(report["people"]) == len(report["shifts"]) == 1
    assert report["events"] == len(laptop.recorded)
    assert report["quarantine"] == []


def test_quarantine_reaches_the_screen(office: tuple[CentralProcess, Laptop]) -> None:
    """A registration in a form the central never saw is stored, shown here, and stops nothing."""
    _central, laptop = office
    shift = laptop.save(central_support.a_shift(laptop.folios))
    person = laptop.save(central_support.a_person())
    salt = system_random(16)
    unknown = central_support.a_registration(laptop.folios, salt, form_version="99")
    bad = laptop.save(unknown, subject=person.event_id)
    laptop.save(central_support.a_payment(laptop.folios, shift.event_id))
    laptop.driver.start()

    eventually(lambda: laptop.counts().waiting == 0)

    view = laptop.vault.read(laptop.desk.outbox.view)
    assert view.state_of(bad.stream, bad.seq) is RecordState.NEEDS_ATTENTION
    attention = view.attention_of(bad.stream, bad.seq)
    assert attention is not None
    assert attention.code == 7
    assert view.counts().delivered == 4


def reference_keys(laptop: Laptop) -> set[str]:
    return {
        row[0]
        for row in laptop.vault.read(lambda tx: tx.execute("SELECT key FROM reference").fetchall())
    }
