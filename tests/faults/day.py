"""A begun day at a counter, and what a file holds when it is opened without the app."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.views import NewPerson
from kiosk.settings import read_settings
from kiosk.store import kept, queries
from kiosk.store.migrations import STORE_SETS
from kiosk.store.projections import rebuild
from kiosk.texts import Texts
from kiosk.vault import slots
from kiosk.vault.database import Database
from sync.clock import SystemClock
from sync.events import NoticeMeans
from sync.ids import EventId, OperatorNumber, Salt, SubjectId
from sync.journal import Transaction, history, streams, verify
from sync.money import Centavos
from tests.demo.job import ACTA, APOYO, FLOAT_CENTAVOS, OPERATOR_NUMBER, PASSPHRASE
from tests.demo.people import PEOPLE, DemoPerson
from tests.demo.processes import run
from tests.faults.counter import Counter

FEE_CENTAVOS = Centavos(18_550)
PEOPLES_KINDS = frozenset({30, 40, 50, 51, 60})
READ_TABLES = (
    "person", "person_word", "person_identity", "consent", "consent_purpose", "registration",
    "shift", "payment", "payment_line", "ledger", "printed", "stream_start",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A profile with an open shift, a person, an unpaid registration and two drafts.

    *draft* has its first answer; *ready* has them all and waits to be reviewed.
    """

    folder: Path
    port: int
    person: SubjectId
    registration: EventId
    draft: Salt
    ready: Salt

    @property
    def enrolled(self) -> Path:
        """Return a profile of the same device as it was right after enrolment."""
        return self.folder / "enrolled"

    @property
    def profile(self) -> Path:
        """Return the device's profile."""
        return self.folder / "profile"

    @property
    def central(self) -> Path:
        """Return the central's folder."""
        return self.folder / "central"

    @property
    def database(self) -> Path:
        """Return the encrypted file."""
        return read_settings(self.profile, {}).database

    def command(
        self, module: str, *arguments: str, typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a command line to its end, whatever its exit code."""
        return run(module, *arguments, typed=typed, expected=range(256))

    def said(self, language: str, code: str, part: str = "happened", **facts: object) -> str:
        """Return one sentence of a problem."""
        texts = Texts(read_settings(self.profile, {}).translations, language, SystemClock())
        return texts.part("problem-" + code.replace(".", "-"), part, **facts)

    def in_folder(self, folder: Path) -> Day:
        """Return the same day in a copy of its folder."""
        return Day(
            folder=folder,
            port=self.port,
            person=self.person,
            registration=self.registration,
            draft=self.draft,
            ready=self.ready,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What a file holds; two of them can be compared."""

    kinds: tuple[int, ...]
    receipts: tuple[tuple[int, int], ...]
    drafts: int
    drawer_centavos: int
    ledger_centavos: int
    people: int
    registrations: int
    payments: int
    streams: int

    def same_work(self, other: Holdings) -> bool:
        """Say whether everything that people made is the same: technical events do not count."""
        return _work(self) == _work(other)

    def of_kind(self, kind: int) -> int:
        """Return how many events of a kind there are."""
        return self.kinds.count(kind)


def _work(held: Holdings) -> tuple[object, ...]:
    made = tuple(kind for kind in held.kinds if kind in PEOPLES_KINDS)
    return (
        made, held.receipts, held.drafts, held.drawer_centavos, held.people, held.registrations,
        held.payments,
    )  # fmt: skip


def holdings(database: Path, passphrase: str = PASSPHRASE) -> Holdings:
    """Open a file beside the app and return what it holds; fails where anything is out of order.

    Every stream verifies whole, receipt numbers have no gap, the ledger adds up to nothing, and the
    read tables are exactly what the journal gives.
    """
    key = _key(slots.slots_path(database), passphrase)
    opened = Database(database, sets=STORE_SETS)
    opened.open(key)
    try:
        found = opened.read(_held)
        before = opened.read(_rows)
        opened.write(rebuild)
        assert opened.read(_rows) == before
    finally:
        opened.close()
    assert found.ledger_centavos == 0
    return found


_KEYS: dict[tuple[bytes, str], bytes] = {}


def _key(path: Path, passphrase: str) -> bytes:
    """Return the key that a clave opens; the same key file is opened once, for a clave is slow."""
    found = (path.read_bytes(), passphrase) if path.exists() else None
    key = _KEYS.get(found) if found else None
    if key is None:
        key = slots.unlock(path, OperatorNumber(OPERATOR_NUMBER), passphrase)
        assert key is not None
        _KEYS[path.read_bytes(), passphrase] = key
    return key


def _held(tx: Transaction) -> Holdings:
    for stream in streams(tx):
        assert verify(tx, stream).holds
    numbers = tx.execute("SELECT series, number FROM receipt ORDER BY series, number").fetchall()
    for series in {series for series, _ in numbers}:
        own = [number for one, number in numbers if one == series]
        assert own == list(range(1, len(own) + 1))
    shift = queries.open_shift(tx)
    return Holdings(
        kinds=tuple(recorded.header.kind for recorded in history(tx)),
        receipts=tuple((series, number) for series, number in numbers),
        drafts=len(kept.drafts(tx, "registration")),
        drawer_centavos=0 if shift is None else queries.drawer_centavos(tx, shift.shift),
        ledger_centavos=queries.ledger_centavos(tx),
        people=_count(tx, "person"),
        registrations=_count(tx, "registration"),
        payments=_count(tx, "payment"),
        streams=len(streams(tx)),
    )


def _rows(tx: Transaction) -> dict[str, list[object]]:
    return {
        table: sorted(tx.execute(f"SELECT * FROM {table}").fetchall(), key=repr)  # noqa: S608 -- names of our own
        for table in READ_TABLES
    }


def _count(tx: Transaction, table: str) -> int:
    return int(tx.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- names of our own


def as_typed(person: DemoPerson) -> NewPerson:
    """Return a person as V07 hands it over."""
    return NewPerson(
        given=person.given,
        first_surname=person.first_surname,
        second_surname=person.second_surname,
        born=person.born.isoformat(),
        sex=person.sex,
        curp=person.curp,
        entity=person.entity,
        phone=person.phone,
    )


def a_begun_day(folder: Path, port: int) -> Day:
    """Begin a day on a freshly enrolled profile: through the services, with the link cut."""
    counter = Counter(folder / "profile")
    services = counter.services
    try:
        counter.enter()
        opening = services.shifts.begin()
        services.shifts.open(opening.salt, FLOAT_CENTAVOS, opening.business_day)
        person = services.citizens.create(services.citizens.begin(), as_typed(PEOPLE[0])).subject
        paid_for = _answered(counter, person)
        services.registrations.consent(paid_for)
        registration = services.registrations.save(paid_for, accepted=True).event_id
        ready = _answered(counter, person)
        draft = services.registrations.start(person, APOYO, "es").draft_id
        services.notices.shown(draft, NoticeMeans.READ_ON_SCREEN, {"salud": True})
        services.registrations.answer(draft, _path(counter, draft, "Localidad"), "El Güiro")
    finally:
        counter.close()
    return Day(
        folder=folder,
        port=port,
        person=person,
        registration=registration,
        draft=draft,
        ready=ready,
    )


def _answered(counter: Counter, person: SubjectId) -> Salt:
    """Fill a draft of the service with a fee and return its id."""
    registrations = counter.services.registrations
    view = registrations.start(person, ACTA, "es")
    counter.services.notices.shown(view.draft_id, NoticeMeans.READ_ON_SCREEN, {})
    given = {
        "¿De quién es el acta?": "propia",
        "¿Para qué necesita el acta?": "escuela",
        "Fecha de nacimiento": "1984-03-17",
        "Municipio de registro": "Tekax",
        "¿Cómo recogerá la copia?": "ventanilla",
    }
    for index in range(view.count):
        registrations.section(view.draft_id, index)
        for label, stored in given.items():
            for question in registrations.section(view.draft_id, index).questions:
                if question.label == label and question.value != stored:
                    registrations.answer(view.draft_id, question.path, stored)
    return view.draft_id


def _path(counter: Counter, draft: Salt, label: str) -> str:
    questions = counter.services.registrations.resume(draft).questions
    return next(question.path for question in questions if question.label == label)


__all__ = ["FEE_CENTAVOS", "Day", "Holdings", "a_begun_day", "as_typed", "holdings"]
