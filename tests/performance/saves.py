"""Measures saves on a real encrypted file with the real services; run by the bench as a child.

    LD_PRELOAD=…/syncs.so python -m tests.performance.saves FOLDER

Prints rows as JSON. Counted, not believed: commits are read from the WAL and syncs are counted in
the C library, both at the moment when the save is confirmed and before the witness is written.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from kiosk.devices.picture import PicturePrinter
from kiosk.services.paper import comprobante_of
from kiosk.services.views import Charge, NewPerson
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from kiosk.vault.database import Database
from sync import cbor
from sync.catalogue import Entry
from sync.central.catalogue_file import read_catalogue
from sync.central.commands.forms_engine import engine_import
from sync.events import PaymentTaken, RegistrationMade, encode_body
from sync.ids import EventId, SubjectId
from sync.journal import Transaction, history
from sync.money import Centavos
from sync.receipts import payload_of, sign_receipt
from tests.demo.processes import CATALOGUE
from tests.performance.durability import SyncCounter, commits_in_wal
from tests.performance.rows import Row, at_most, exactly, percentile
from tests.performance.wire import BATCH, bytes_per_event, items_of_kind
from tests.support.offices import Counter, a_counter, begin, publish

PAYMENTS = 150
WARM_UP = 10
PAYMENT_CPU_MS = 3.0
REGISTRATION_BYTES, PAYMENT_BYTES = 160.0, 110.0
RECEIPT_MS = 150.0  # UX §10: the code is on the screen

GIVEN = (
    "Aracely", "Begoña", "Citlali", "Dionisio", "Eufemia", "Fermín", "Guadalupe", "Hilario",
    "Itzel", "Juventino",
)  # fmt: skip
SURNAMES = (
    "Agüero", "Balam", "Canul", "Dzul", "Ek", "Güemes", "Itzá", "May", "Núñez", "Ortiz", "Peña",
    "Quijano", "Tuz", "Uc", "Yáñez",
)  # fmt: skip
PLACES = (
    "Tekax", "Peto", "Akil", "Oxkutzcab", "Maní", "Teabo", "Chacsinkín", "Tahdziú", "Yaxcabá",
    "Sotuta", "Peñoles",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """What one payment cost until it was confirmed."""

    wall_seconds: float
    cpu_seconds: float
    commits: int
    syncs: int


class Confirmation:
    """Notes the counts at the moment a save is confirmed: just before the witness is written."""

    def __init__(self, wal: Path, counter: SyncCounter) -> None:
        self._wal = wal
        self._counter = counter
        self.commits = self.syncs = 0

    def install(self) -> None:
        """Wrap what the vault does after a commit, in this process only."""
        after_commit = Database._after_commit
        confirmation = self

        def noted(database: Database) -> None:
            confirmation.note()
            after_commit(database)

        Database._after_commit = noted  # type: ignore[method-assign, assignment]

    def note(self) -> None:
        """Read both counts now."""
        self.syncs = self._counter.count()
        self.commits = commits_in_wal(self._wal)


def publish_demo(counter: Counter) -> None:
    """Give the counter the demo catalogue, as a pull would."""
    catalogue = read_catalogue(CATALOGUE, engine_import())
    entries: tuple[Entry, ...] = (
        *catalogue.services,
        *catalogue.forms,
        *catalogue.form_laws,
        *catalogue.notices,
        *catalogue.tariffs,
        *catalogue.roundings,
    )

    def work(tx: Transaction) -> None:
        tx.execute("DELETE FROM reference WHERE dataset = 5")  # the prices of other tests
        publish(tx, *entries)

    counter.desk.write(work)


class Day:
    """Makes people and registrations that differ as real ones do; the same in every run."""

    def __init__(self, counter: Counter, seed: int) -> None:
        self._counter = counter
        self._draw = random.Random(seed)

    def register(self) -> EventId:
        """Create a person and a registration with a fee; return the registration."""
        self._counter.clock.pass_seconds(self._draw.uniform(20, 180))  # stamps differ as at work
        subject = self._person()
        registrations = self._counter.registrations
        draft = begin(self._counter, subject).draft_id
        for path, value in self._answers():
            registrations.answer(draft, path, value)
        registrations.consent(draft)
        return registrations.save(draft, True).event_id

    def _person(self) -> SubjectId:
        draw = self._draw
        person = NewPerson(
            given=f"{draw.choice(GIVEN)} {draw.choice(GIVEN)}",
            first_surname=draw.choice(SURNAMES),
            second_surname=f"{draw.choice(SURNAMES)} PRUEBA",
            born=self._day().isoformat(),
            sex=draw.choice("HM"),
            curp="",
            entity="OC",
            phone="",
        )
        citizens = self._counter.citizens
        return citizens.create(citizens.begin(), person).subject

    def _day(self) -> date:
        return date(1950, 1, 1) + timedelta(days=self._draw.randrange(20_000))

    def _answers(self) -> list[tuple[str, str]]:
        draw = self._draw
        mother = f"{draw.choice(GIVEN)} {draw.choice(SURNAMES)} {draw.choice(SURNAMES)} PRUEBA"
        return [
            ("/data/solicita/titular", "propia"),
            ("/data/solicita/uso", draw.choice(("escuela", "trabajo", "salud", "otro"))),
            ("/data/acta/fecha_nacimiento", self._day().isoformat()),
            ("/data/acta/entidad", draw.choice(("OC", "YN", "CS", "VZ"))),
            ("/data/acta/municipio", draw.choice(PLACES)),
            ("/data/acta/conoce_libro", "si"),
            ("/data/acta/libro", str(draw.randrange(1, 400))),
            ("/data/acta/numero_acta", str(draw.randrange(1, 9_000))),
            ("/data/acta/nombre_madre", mother),
            ("/data/entrega/forma", "ventanilla"),
            ("/data/entrega/telefono", f"951{draw.randrange(10**7):07d}"),
            ("/data/entrega/observaciones", f"Pasa {draw.choice(GIVEN)} por ella."),
        ]


def take_payments(counter: Counter, confirmation: Confirmation) -> list[Save]:
    """Register and pay PAYMENTS times; measure each payment alone."""
    day = Day(counter, 2)
    opening = counter.shifts.begin()
    counter.shifts.open(opening.salt, Centavos(50_000), opening.business_day)
    saves = []
    for number in range(PAYMENTS):
        charge = counter.payments.begin(day.register())
        save = _take(counter, charge, confirmation)
        if number >= WARM_UP:
            saves.append(save)
    return saves


def _take(counter: Counter, charge: Charge, confirmation: Confirmation) -> Save:
    counter.database.read(lambda _: None)  # what the save before left to do is done
    confirmation.note()
    commits, syncs = confirmation.commits, confirmation.syncs
    cpu, wall = time.process_time(), time.perf_counter()
    counter.payments.take(charge.charge_id, Centavos(20_000))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    counter.database.read(lambda _: None)
    return Save(
        wall_seconds=wall,
        cpu_seconds=cpu,
        commits=confirmation.commits - commits,
        syncs=confirmation.syncs - syncs,
    )


def plain_commits(folder: Path) -> list[float]:
    """Return the seconds of single-row FULL commits of plain SQLite on the same disk."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE one (number INTEGER, words TEXT)")
        seconds = []
        for number in range(PAYMENTS):
            started = time.perf_counter()
            connection.execute("INSERT INTO one VALUES (?, ?)", (number, "x" * 200))
            seconds.append(time.perf_counter() - started)
    finally:
        connection.close()
    return seconds[WARM_UP:]


def receipts_made(counter: Counter, folder: Path) -> list[float]:
    """Return the seconds to sign a payment's receipt, draw its picture and read it back."""
    recorded = counter.database.read(
        lambda tx: [one for one in history(tx) if one.event.kind == PaymentTaken.kind]
    )
    texts = Texts(resources_folder() / "translations", "es", counter.clock)
    printer = PicturePrinter(folder / "drawn", resources_folder() / "fonts")
    identity = counter.desk.identity
    seconds = []
    for one in recorded[:30]:
        view = counter.receipts.show(one.event_id)
        started = time.perf_counter()
        payload = payload_of(
            cbor.decode(one.header.encode()),
            cbor.decode(encode_body(one.event)),
            head=one.head,
            stream=one.stream,
            account_key=identity.account_key,
        )
        sign_receipt(identity.signer, identity.certificate.encoded, payload)
        printer.put(comprobante_of(view, texts))
        seconds.append(time.perf_counter() - started)
    return seconds


def rows(counter: Counter, folder: Path, confirmation: Confirmation) -> list[Row]:
    """Return every row about saves, receipts and bytes."""
    saves = take_payments(counter, confirmation)
    wall = percentile([save.wall_seconds for save in saves], 0.5)
    cpu = percentile([save.cpu_seconds for save in saves], 0.5)
    plain = percentile(plain_commits(folder), 0.5)
    receipts = receipts_made(counter, folder)

    def per_event(kind: int) -> float:
        return bytes_per_event(counter.database.read(lambda tx: items_of_kind(tx, kind)))

    return [
        exactly("payment save: commits, most", max(save.commits for save in saves), "commits", 1),
        exactly("payment save: commits, least", min(save.commits for save in saves), "commits", 1),
        exactly("payment save: syncs, most", max(save.syncs for save in saves), "syncs", 1),
        exactly("payment save: syncs, least", min(save.syncs for save in saves), "syncs", 1),
        at_most("payment save: CPU p50", cpu * 1000, "ms", PAYMENT_CPU_MS),
        at_most("payment save: wall p50", wall * 1000, "ms", None),
        at_most("plain SQLite FULL commit of one row: wall p50", plain * 1000, "ms", None),
        at_most("payment save / plain commit", wall / plain, "times", None),
        at_most(
            f"wire: registration without photos, batch {BATCH}",
            per_event(RegistrationMade.kind),
            "bytes",
            REGISTRATION_BYTES,
        ),
        at_most(
            f"wire: payment, batch {BATCH}",
            per_event(PaymentTaken.kind),
            "bytes",
            PAYMENT_BYTES,
        ),
        at_most("receipt: sign + draw p50", percentile(receipts, 0.5) * 1000, "ms", RECEIPT_MS),
    ]


def main() -> int:
    """Measure in the folder named on the command line and print the rows."""
    folder = Path(sys.argv[1])
    counter = a_counter(folder)
    try:
        publish_demo(counter)
        confirmation = Confirmation(
            counter.database.path.with_name(counter.database.path.name + "-wal"), SyncCounter()
        )
        confirmation.install()
        found = rows(counter, folder, confirmation)
    finally:
        counter.database.close()
    print(json.dumps([asdict(row) for row in found]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
