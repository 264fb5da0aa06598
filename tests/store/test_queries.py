"""Questions: people by name and CURP, shifts, drafts, receipts, identity, reference values."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.store import kept, pulled, queries
from kiosk.store.folding import folded, words_of
from kiosk.store.kept import DeviceIdentity
from sync.catalogue import (
    DEFINITION_FILE,
    Entry,
    FormEntry,
    NoticeEntry,
    NoticeText,
    OperatorEntry,
    Role,
    RoundingEntry,
    ServiceEntry,
    SettingsEntry,
    TariffEntry,
    encode_entry,
    pieces_of,
)
from sync.events import Concept, SlotKind
from sync.ids import EventId, OperatorNumber, ShiftId, SubjectId, series_of
from sync.journal import Transaction
from sync.money import Centavos
from tests.support.vaults import Device, a_device, a_person, a_registration, a_shift, salt_of


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return an enrolled device; close its file."""
    made = a_device(tmp_path / "vault.db")
    made.begin()
    yield made
    made.database.close()


def found(device: Device, typed: str) -> list[str]:
    """Return the given names found by what was typed."""
    rows = device.database.read(lambda tx: queries.people_by_name(tx, typed))
    return [row.given for row in rows]


def by_curp(device: Device, typed: str) -> list[str]:
    """Return the given names found by a CURP."""
    rows = device.database.read(lambda tx: queries.people_by_curp(tx, typed))
    return [row.given for row in rows]


# People


@pytest.fixture
def village(device: Device) -> Device:
    """Return a device that knows five people."""
    device.record(a_person("María José", "Núñez", "de la Cruz"))
    device.record(a_person("JOSÉ", "NUÑEZ", "ÁVILA", curp="NUAJ900512HYNXVS01"))
    device.record(a_person("Ana", "Nuno", ""))
    device.record(a_person("Zoé", "O'Higgins-Pérez", "Ñandú"))
    device.record(a_person("Ana 100%", "Prueba_uno", "*"))
    return device


@pytest.mark.parametrize("typed", ["nuñez", "NUÑEZ", "nunez", "Núñez", "NÚNEZ", "núñe", " nunez "])
def test_accents_case_and_tilde_do_not_matter(village: Device, typed: str) -> None:
    """However a surname is typed, the same people are found."""
    assert found(village, typed) == ["JOSÉ", "María José"]


def test_every_word_typed_must_begin_a_word_of_the_name(village: Device) -> None:
    """Words may come in any order; each narrows the list; a word inside another does not count."""
    assert found(village, "jose nun") == ["JOSÉ", "María José"]
    assert found(village, "nun cruz jo") == ["María José"]
    assert found(village, "ana nu") == ["Ana"]
    assert found(village, "unez") == []
    assert found(village, "nunez nobody") == []
    assert found(village, "higg perez zoe nandu") == ["Zoé"]


def test_nothing_typed_finds_nobody(village: Device) -> None:
    """An empty search is not a list of everybody, nor is a lone mark or a wildcard."""
    for typed in ("", "   ", "%", "_", "*", "'", "--"):
        assert found(village, typed) == []
    assert found(village, "100%") == ["Ana 100%"]
    assert found(village, "prueba%") == ["Ana 100%"]


def test_a_search_has_a_limit(village: Device) -> None:
    """A common prefix returns no more rows than asked, by surname."""
    rows = village.database.read(lambda tx: queries.people_by_name(tx, "n", 2))

    assert len(rows) == 2
    assert [row.given for row in rows] == found(village, "n")[:2]


def test_a_curp_is_found_however_it_is_typed(village: Device) -> None:
    """Exact CURP, in small letters and with spaces too; a shorter one finds nobody."""
    for typed in ("NUAJ900512HYNXVS01", " nuaj900512 hynxvs01 "):
        assert by_curp(village, typed) == ["JOSÉ"]
    assert by_curp(village, "NUAJ") == []


def test_a_person_can_be_read_back(village: Device) -> None:
    """A card holds what was entered; an unknown subject is nobody."""
    (row,) = village.database.read(lambda tx: queries.people_by_curp(tx, "NUAJ900512HYNXVS01"))

    assert village.database.read(lambda tx: queries.person(tx, row.subject)) == row
    assert (row.first_surname, row.second_surname) == ("NUÑEZ", "ÁVILA")
    assert (row.born, row.sex, row.phone) == ("1990-05-12", "X", None)
    nobody = SubjectId(bytes(16))
    assert village.database.read(lambda tx: queries.person(tx, nobody)) is None


@given(text=st.text(st.characters(codec="utf-8"), max_size=30))
def test_folding_folds_once(text: str) -> None:
    """A folded text stays as it is when folded again, and composed or not gives the same words."""
    assert folded(folded(text)) == folded(text)
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert words_of(composed) == words_of(apart)


# Shifts and registrations


def test_the_open_shift_is_the_last_one(device: Device) -> None:
    """Before the first shift there is none; numbers and business days go on from what was."""
    assert device.database.read(queries.open_shift) is None
    assert device.database.read(queries.next_shift_number) == 1
    assert device.database.read(queries.last_business_day) is None

    device.record(a_shift(device.folio()))
    opened = device.record(
        a_shift(device.folio(), number=2, business_day=date(2026, 11, 21), float_centavos=0)
    )

    shift = device.database.read(queries.open_shift)
    assert shift is not None
    assert shift.shift == ShiftId(opened.event_id)
    assert (shift.payments_count, shift.last_payment_seconds) == (0, None)
    assert device.database.read(lambda tx: queries.shift(tx, shift.shift)) == shift
    assert device.database.read(queries.next_shift_number) == 3
    assert device.database.read(queries.last_business_day) == date(2026, 11, 21)


def test_a_discreet_registration_is_in_no_list(device: Device) -> None:
    """What a person last came for is shown, but never a discreet service."""
    person = device.record(a_person())
    subject = SubjectId(person.event_id)
    plain = device.record(a_registration(device.folio()), subject=subject)
    device.record(
        replace(a_registration(device.folio(), service_code=999), discreet=True), subject=subject
    )

    last = device.database.read(lambda tx: queries.last_registration_of(tx, subject))

    assert last is not None
    assert (last.event_id, last.service_code, last.discreet) == (plain.event_id, 201, False)
    assert device.database.read(lambda tx: queries.registration(tx, plain.event_id)) == last
    nothing = EventId(bytes(16))
    assert device.database.read(lambda tx: queries.registration(tx, nothing)) is None
    assert device.database.read(lambda tx: queries.payment(tx, nothing)) is None
    assert device.database.read(lambda tx: queries.payment_for(tx, nothing)) is None


def test_a_registration_without_subject_creates_its_person(device: Device) -> None:
    """Header 7 absent: the registration's own id stands for the person (PROTOCOL §6a)."""
    made = device.record(a_registration(device.folio()))

    row = device.database.read(lambda tx: queries.registration(tx, made.event_id))

    assert row is not None
    assert row.subject == SubjectId(made.event_id)


# Receipts


def test_numbers_have_no_gap_and_no_repeat(device: Device) -> None:
    """Numbers of a series are 1…k; what is rolled back takes none; another series starts anew."""
    person = device.record(a_person())
    series = series_of(person.stream)

    def take(tx: Transaction) -> int:
        number = kept.next_receipt_number(tx, series)
        kept.save_receipt(tx, person.stream, person.seq - 1 + number - 1, series, number, b"x")
        return number

    def taken_and_dropped(tx: Transaction) -> None:
        take(tx)
        raise LookupError

    with pytest.raises(LookupError):
        device.database.write(taken_and_dropped)
    assert device.database.write(take) == 1
    assert device.database.write(take) == 2
    assert device.database.read(lambda tx: kept.next_receipt_number(tx, series)) == 3
    assert device.database.read(lambda tx: kept.next_receipt_number(tx, series + 1)) == 1


def test_a_receipt_stays_as_it_was_signed(device: Device) -> None:
    """Bytes may come later or be erased by law, but never change; a receipt never goes."""
    person = device.record(a_person())
    device.database.write(lambda tx: kept.save_receipt(tx, person.stream, person.seq, 7, 1, None))
    device.database.write(lambda tx: kept.sign_later(tx, person.stream, person.seq, b"signed"))
    device.database.write(lambda tx: kept.sign_later(tx, person.stream, person.seq, b"again"))

    receipt = device.database.read(lambda tx: kept.receipt_of(tx, person.event_id))
    assert receipt is not None
    assert receipt.cose == b"signed"
    assert device.database.read(lambda tx: kept.receipt_by_number(tx, 7, 1)) == receipt
    assert device.database.read(lambda tx: kept.receipt_by_number(tx, 7, 2)) is None
    with pytest.raises(IntegrityError, match="bytes stay"):
        device.database.write(lambda tx: tx.execute("UPDATE receipt SET cose = x'00'"))
    with pytest.raises(IntegrityError, match="bytes stay"):
        device.database.write(lambda tx: tx.execute("UPDATE receipt SET number = 2"))
    with pytest.raises(IntegrityError, match="a receipt stays"):
        device.database.write(lambda tx: tx.execute("DELETE FROM receipt"))
    device.database.write(lambda tx: tx.execute("UPDATE receipt SET cose = NULL"))
    with pytest.raises(IntegrityError):
        device.database.write(
            lambda tx: kept.save_receipt(tx, person.stream, person.seq - 1, 7, 1, b"twice")
        )
    with pytest.raises(IntegrityError):
        device.database.write(
            lambda tx: kept.save_receipt(tx, person.stream, 99, 7, 2, b"no event")
        )


# Drafts, identity, settings, slots


def test_a_draft_lives_until_it_is_an_event(device: Device) -> None:
    """A draft is kept under its salt, the last edited first, and is gone once discarded."""

    def keep(number: int, content: bytes, now_seconds: int, kind: str = "registration") -> None:
        device.database.write(
            lambda tx: kept.save_draft(
                tx, salt=salt_of(number), kind=kind, content=content, now_seconds=now_seconds
            )
        )

    keep(1, b"a", 10)
    keep(2, b"b", 20)
    keep(3, b"c", 30, kind="charge")
    keep(1, b"a2", 40)

    drafts = device.database.read(lambda tx: kept.drafts(tx, "registration"))
    assert [(one.salt, one.content) for one in drafts] == [(salt_of(1), b"a2"), (salt_of(2), b"b")]
    assert (drafts[0].created_seconds, drafts[0].updated_seconds) == (10, 40)
    assert device.database.read(lambda tx: kept.draft(tx, salt_of(1))) == drafts[0]
    assert device.database.write(lambda tx: kept.discard_draft(tx, salt_of(1)))
    assert not device.database.write(lambda tx: kept.discard_draft(tx, salt_of(1)))
    assert device.database.read(lambda tx: kept.draft(tx, salt_of(1))) is None


def test_the_device_knows_who_it_is(device: Device) -> None:
    """Identity is kept before and after enrolment is granted; its private halves are not shown."""
    assert device.database.read(kept.device_identity) is None
    asked = DeviceIdentity(
        signing_private=b"\x01" * 32, sealing_private=b"\x02" * 32, profile=b"p", request=b"r"
    )
    granted = replace(asked, certificate=b"c", account_key=b"\x03" * 32, enrolled_seconds=5)

    device.database.write(lambda tx: kept.save_identity(tx, asked))
    assert device.database.read(kept.device_identity) == asked
    device.database.write(lambda tx: kept.save_identity(tx, granted))
    assert device.database.read(kept.device_identity) == granted

    assert "\\x01" not in repr(granted)
    assert "\\x02" not in repr(granted)
    assert "\\x03" not in repr(granted)


def test_settings_and_key_slots_are_kept(device: Device) -> None:
    """A setting replaces the one before; a new slot of an operator ends the old one."""
    assert device.database.read(lambda tx: kept.setting(tx, "last")) is None
    device.database.write(lambda tx: kept.put_setting(tx, "last", b"1"))
    device.database.write(lambda tx: kept.put_setting(tx, "last", b"2"))
    assert device.database.read(lambda tx: kept.setting(tx, "last")) == b"2"

    def add(slot: int, operator: int, now_seconds: int) -> None:
        device.database.write(
            lambda tx: kept.add_key_slot(
                tx,
                slot=slot,
                kind=SlotKind.OPERATOR,
                operator=OperatorNumber(operator),
                now_seconds=now_seconds,
            )
        )

    add(1, 42, 10)
    add(2, 43, 20)
    add(3, 42, 30)
    slots = device.database.read(kept.key_slots)
    assert [(one.slot, one.operator, one.removed_seconds) for one in slots] == [
        (1, 42, 30),
        (2, 43, None),
        (3, 42, None),
    ]


# Reference values


ENTRIES: tuple[Entry, ...] = (
    OperatorEntry(number=OperatorNumber(101), name="PRUEBA DOS", role=Role.SUPERVISOR),
    OperatorEntry(number=OperatorNumber(42), name="PRUEBA UNO", role=Role.CLERK),
    ServiceEntry(
        code=201,
        form_id="acta",
        form_version="3",
        names=(("es", "Copia certificada"),),
        life_event="birth",
        concepts=(Concept(1701),),
        papers=(("es", ("Identificación",)),),
        minutes=10,
        legal_basis="Código Civil",
        retention="10 años",
        notice_id="aviso",
    ),
    FormEntry(form_id="acta", version="3", xml=b"<x/>", definition_hash=bytes(16), title="Acta"),
    TariffEntry(
        tariff_id="LI-2026",
        version=3,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="art. 12",
        concept=Concept(1701),
        unit_centavos=Centavos(18_550),
        names=(("es", "Copia certificada"),),
    ),
    RoundingEntry(
        rounding_id="redondeo",
        version=1,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        legal_reference="art. 20",
        unit_centavos=Centavos(100),
        up_from_centavos=Centavos(51),
    ),
    *(
        NoticeEntry(
            notice_id="aviso",
            version=version,
            texts=(("es", NoticeText(short="s", lines=("uno",), sentence=f"v{version}")),),
        )
        for version in (9, 10)
    ),
)


def test_reference_values_are_found_by_what_they_are(device: Device) -> None:
    """Operators, services, forms, tariffs, rounding and the newest notice come typed."""
    assert device.database.read(pulled.settings) == SettingsEntry()

    def publish(tx: Transaction) -> None:
        for entry in ENTRIES:
            pulled.put_reference(tx, entry, encode_entry(entry))
        tx.execute("INSERT INTO reference VALUES (3, 'robot:1', 1, x'a0')")

    device.database.write(publish)
    read = device.database.read

    assert [one.number for one in read(pulled.operators)] == [42, 101]
    assert read(lambda tx: pulled.operator(tx, OperatorNumber(101))) == ENTRIES[0]
    assert read(lambda tx: pulled.operator(tx, OperatorNumber(1))) is None
    assert [one.code for one in read(pulled.services)] == [201]
    assert read(lambda tx: pulled.service(tx, 201)) == ENTRIES[2]
    assert read(lambda tx: pulled.form(tx, "acta", "3")) == ENTRIES[3]
    assert read(lambda tx: pulled.form(tx, "acta", "4")) is None
    assert read(pulled.tariffs) == (ENTRIES[4],)
    assert read(pulled.roundings) == (ENTRIES[5],)
    notice = read(lambda tx: pulled.notice(tx, "aviso"))
    assert notice is not None
    assert notice.version == 10
    assert read(lambda tx: pulled.notice(tx, "otro")) is None
    settings = SettingsEntry(business_day_gap_days=3)
    device.database.write(lambda tx: pulled.put_reference(tx, settings, encode_entry(settings)))
    assert read(pulled.settings) == settings


def test_a_form_in_pieces_is_one_form(device: Device) -> None:
    """Joined when all pieces are here; with one missing there is no form yet."""
    xml = b"<x>" + b"y" * 130_000 + b"</x>"
    entry = FormEntry(
        form_id="acta",
        version="2",
        xml=b"",
        definition_hash=hashlib.sha256(xml).digest()[:16],
        title="Acta",
    )
    pieces = (
        *pieces_of("acta", "2", DEFINITION_FILE, xml),
        *pieces_of("acta", "2", "mapa.png", b"picture"),
        *pieces_of("acta", "20", "otra.png", b"another form's"),
    )

    def work(tx: Transaction) -> tuple[object, ...]:
        every: tuple[Entry, ...] = (entry, *pieces[1:])
        for one in every:
            pulled.put_reference(tx, one, encode_entry(one))
        early = pulled.form(tx, "acta", "2")
        pulled.put_reference(tx, pieces[0], encode_entry(pieces[0]))
        return early, pulled.form(tx, "acta", "2"), pulled.form_files(tx, "acta", "2")

    early, whole, files = device.database.write(work)

    assert early is None
    assert whole == replace(entry, xml=xml)
    assert files == {"mapa.png": b"picture"}
