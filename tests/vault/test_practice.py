"""Practice: the same app on a store of its own, whose receipts can never verify as real."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.backstage import Backstage, World, build_backstage
from kiosk.services.courier import Lines
from kiosk.services.opening import NotEnrolled
from kiosk.services.paper import comprobante_of
from kiosk.services.practice import NoPractice, PracticeEntry
from kiosk.services.views import DeviceAct, LinkState, NewPerson, Unlocked
from kiosk.settings import Settings, practice_of, read_settings, resources_folder
from kiosk.store import kept, pulled
from kiosk.texts import Texts
from kiosk.vault import slots
from sync.catalogue import encode_entry
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.ids import OperatorNumber
from sync.money import Centavos
from sync.profile import issue_profile
from sync.receipt_check import Answer, ReceiptTrust, verify
from sync.receipts import (
    ReceiptKind,
    bytes_of_digits,
    encode_payload,
    qr_text,
    read_payload,
    sign_receipt,
)
from tests.support.counters import a_person_at
from tests.support.offices import (
    PASSPHRASE,
    a_counter,
    a_service,
    an_institution,
    give_slot,
    the_profile,
)
from tests.support.vaults import Draws, HandClock

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

CLERK = OperatorNumber(42)
CLAVE = "nopal jicote comal"
_START = itertools.count()
PREFIX = "https://demo.invalid/v#"


def no_line(url: str) -> object:
    """Fail a test in which anything is sent."""
    raise AssertionError(f"a line to {url} was wanted")


def backstage(settings: Settings, seed: bytes, entry: PracticeEntry | None = None) -> Backstage:
    """Return everything behind the screens of a profile; no line can be opened in a practice."""
    clock = HandClock()
    lines = Lines(transport=no_line, route=no_line)  # type: ignore[arg-type]  # both refuse
    world = World(clock=clock, random=Draws(seed + bytes([next(_START)])), lines=lines)
    texts = Texts(resources_folder() / "translations", "es", clock)
    return build_backstage(settings, world, texts, lambda: None, practice=entry)


@dataclass(frozen=True, slots=True)
class Bench:
    """A real device, closed, with one citizen in its file and one service published."""

    settings: Settings

    def real(self, seed: bytes = b"real") -> Backstage:
        """Return the real app, at its door."""
        return backstage(self.settings, seed)

    def practice(self, entry: PracticeEntry, clave: str = CLAVE, seed: bytes = b"p") -> Backstage:
        """Return the practice with somebody at work."""
        made = backstage(practice_of(self.settings), seed, entry)
        operator = entry.operator if entry.operator is not None else CLERK
        assert isinstance(made.services.sessions.unlock(operator, clave), Unlocked)
        return made


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, PracticeEntry]:
    """A device, and the way into a practice that was made while its file was open."""
    folder = tmp_path_factory.mktemp("office") / "profile"
    folder.mkdir()
    give_slot(folder)
    counter = a_counter(folder)
    a_person_at(counter, "CIUDADANA")
    counter.opening.close()
    settings = read_settings(folder, {})
    settings.institution.write_bytes(an_institution().profile)
    counter = a_counter(folder, seed=b"more", create=False)
    practice = backstage(settings, b"maker").services.practice
    practice._desk = counter.desk  # the file is open in this counter
    entry = practice.begin(CLAVE, "Persona que practica")
    counter.opening.close()
    return Bench(settings), entry


@pytest.fixture
def inside(begun: tuple[Bench, PracticeEntry]) -> Iterator[Backstage]:
    """The practice, open."""
    bench, entry = begun
    made = bench.practice(entry)
    yield made
    made.services.sessions.close()


def a_slip(inside: Backstage) -> str:
    """Open a shift in the practice and return the text of its slip."""
    shifts = inside.services.shifts
    if shifts.current() is None:
        opening = shifts.begin()
        shifts.open(opening.salt, Centavos(50_000), opening.business_day)
    shift = shifts.current()
    assert shift is not None
    return inside.services.receipts.show(shift.shift_id).qr_text  # type: ignore[arg-type]


def test_what_is_published_is_there_and_no_citizen(inside: Backstage) -> None:
    """Services and people of the office are copied; persons and codes of approval are not."""
    services = inside.services

    people = services.sessions.operators()
    published = inside.database.read(pulled.services)

    assert [one.number for one in people] == [CLERK]
    assert published
    assert services.citizens.search("CIUDADANA").rows == ()
    codes = inside.database.read(lambda tx: pulled.approval_codes(tx, CLERK))
    assert codes is None


def test_its_receipts_are_practice_and_nothing_else(inside: Backstage) -> None:
    """Kind 6 under the training root: authentic as practice, and said across the paper."""
    text = a_slip(inside)

    verdict = verify(text, ReceiptTrust.of(the_profile()))

    assert verdict.is_training
    assert verdict.receipt is not None
    assert verdict.receipt.kind is ReceiptKind.TRAINING
    assert verdict.receipt.total_centavos == 50_000


def test_a_practice_receipt_forced_to_be_real_is_not_authentic(inside: Backstage) -> None:
    """With the key in hand and the kind changed to each real one: never authentic (RECEIPTS §9)."""
    signed = bytes_of_digits(a_slip(inside).removeprefix(PREFIX))
    stored = inside.database.read(kept.device_identity)
    assert stored is not None
    assert stored.certificate is not None
    verdict = verify(qr_text(PREFIX, signed), ReceiptTrust.of(the_profile()))
    assert verdict.receipt is not None
    key = SoftwareSigner.from_private(stored.signing_private)

    answers = {}
    for kind in ReceiptKind:
        if kind is ReceiptKind.TRAINING:
            continue
        forged = replace(
            verdict.receipt,
            kind=kind,
            total_centavos=50_000 if kind in (1, 2, 4) else 0,
            concepts=() if kind in (4, 5) else verdict.receipt.concepts,
            original=(1, 1) if kind is ReceiptKind.REVERSAL else None,
        )
        if kind is ReceiptKind.REGISTRATION:
            concept = replace(verdict.receipt.concepts[0], net_centavos=0)
            forged = replace(forged, concepts=(concept,))
        payload = encode_payload(forged)
        assert read_payload(payload).kind is kind
        text = qr_text(PREFIX, sign_receipt(key, stored.certificate, payload))
        found = verify(text, ReceiptTrust.of(the_profile()))
        answers[kind] = (found.answer, found.code)

    assert set(answers.values()) == {(Answer.NOT_AUTHENTIC, "training")}


def test_the_paper_says_it_three_times(inside: Backstage) -> None:
    """Above, at the code and below; and it does not promise that anything arrives."""
    a_slip(inside)
    shift = inside.services.shifts.current()
    assert shift is not None
    view = inside.services.receipts.show(shift.shift_id)  # type: ignore[arg-type]
    texts = Texts(resources_folder() / "translations", "es", HandClock())

    paper = comprobante_of(view, texts)

    words = [line.text for line in (*paper.above, *paper.below)]
    assert words.count("PRÁCTICA — SIN VALOR") == 3
    assert paper.above[-1].text == "PRÁCTICA — SIN VALOR"
    assert texts.text("paper-on-its-way") not in words


def test_nothing_is_delivered(inside: Backstage) -> None:
    """No line is ever opened: `no_line` would fail this test."""
    inside.services.deliveries.deliver_now()

    assert inside.services.deliveries.summary().link is LinkState.UNKNOWN


def test_a_practice_is_neither_backed_up_nor_removed(inside: Backstage) -> None:
    """V28 offers what makes sense on a store of no value; the rest of it works as always."""
    view = inside.services.device.view()

    assert view.acts & {DeviceAct.BACKUP, DeviceAct.BACKUPS, DeviceAct.REMOVE} == set()
    assert DeviceAct.CLAVE in view.acts


def test_neither_file_passes_for_the_other(
    begun: tuple[Bench, PracticeEntry],
) -> None:
    """The app opens real files, the practice practice files; nothing is written otherwise."""
    bench, _ = begun
    as_real = replace(practice_of(bench.settings), practising=False)
    as_practice = replace(bench.settings, practising=True)

    for settings, clave in ((as_real, CLAVE), (as_practice, PASSPHRASE)):
        wrong = backstage(settings, b"wrong")
        with pytest.raises((NotEnrolled, MessageInvalid)):
            wrong.services.sessions.unlock(CLERK, clave)
        assert not wrong.services.sessions.file_open


def test_what_is_published_later_is_brought_along(begun: tuple[Bench, PracticeEntry]) -> None:
    """Going on copies again what is published now; what was practised stays."""
    bench, entry = begun
    service = replace(a_service(), code=77)
    row = pulled.ReferenceRow(
        dataset=service.dataset, key=service.key, version=1, value=encode_entry(service)
    )

    made = bench.practice(replace(entry, published=(row,)), seed=b"later")
    codes = [one.code for one in made.database.read(pulled.services)]
    made.services.sessions.close()

    assert codes == [77]


def test_beginning_anew_erases_what_was_practised(tmp_path: Path) -> None:
    """Another clave, an empty store; the first clave opens nothing any more."""
    settings = read_settings(tmp_path / "bare", {})
    practice = backstage(settings, b"bare").services.practice
    file = an_institution().profile
    first = practice.begin(CLAVE, "Persona que practica", file)
    inside = Bench(settings).practice(first)
    inside.services.citizens.create(
        inside.services.citizens.begin(),
        NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS"),
    )
    inside.services.sessions.close()

    second = practice.begin("otra clave bien larga", "Persona que practica", file)

    path = slots.slots_path(practice_of(settings).database)
    assert second.operator is not None
    assert slots.unlock(path, second.operator, CLAVE) is None
    again = Bench(settings).practice(second, "otra clave bien larga", b"again")
    assert again.services.citizens.search("PRUEBA").rows == ()
    again.services.sessions.close()
    assert not settings.database.exists()


def test_the_door_offers_practice_where_the_institution_allows_it(tmp_path: Path) -> None:
    """Not without its file, not where it has no root for it, not from within a practice."""
    settings = read_settings(tmp_path / "device", {})
    settings.profile.mkdir()
    practice = backstage(settings, b"door").services.practice
    without_file = practice.offered()
    settings.institution.write_bytes(
        issue_profile(an_institution().root, replace(the_profile(), training=None))
    )
    without_root = practice.offered()
    settings.institution.write_bytes(an_institution().profile)

    assert practice.offered()
    assert not practice.brings_forms
    assert not without_file
    assert not without_root
    inside = practice_of(settings)
    inside.profile.mkdir()
    inside.institution.write_bytes(an_institution().profile)
    assert not backstage(inside, b"inside").services.practice.offered()


def test_an_institution_without_a_practice_root_says_so(tmp_path: Path) -> None:
    """Nothing is made then."""
    settings = read_settings(tmp_path / "bare", {})
    practice = backstage(settings, b"bare").services.practice
    file = issue_profile(an_institution().root, replace(the_profile(), training=None))

    with pytest.raises(NoPractice):
        practice.begin(CLAVE, "Persona que practica", file)

    assert not practice.exists()
