"""PROTOCOL §8: codes say what is wrong with one event; the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync import cbor
from sync.central import schema
from sync.central.replay import replay
from sync.envelope import PRUNED, REDACTED, FullItem
from sync.events import PaymentMeans, Settlement
from sync.messages import AckResult
from sync.money import Centavos
from tests.delivery.central_support import (
    NOW_SECONDS,
    Central,
    Device,
    a_catalogue,
    a_form,
    a_payment,
    a_person,
    a_registration,
    a_tariff,
    journal_of,
    record_a_day,
    stream_opened,
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    return central.enrol()


def _case_name(value: object) -> str:
    """Return a name for a case that is the same in every run."""
    return str(getattr(value, "__name__", value)).strip("_")


def _unknown_kind(device: Device) -> None:
    device.raw(device.header(199), cbor.encode({2: 1}))


def _unknown_version(device: Device) -> None:
    device.raw(device.header(50, kind_version=9), cbor.encode({2: 1}))


def _no_header(device: Device) -> None:
    device.raw(b"\xff", cbor.encode({2: 1}))


def _no_body(device: Device) -> None:
    device.raw(device.header(50), b"\xa1\x02")


def _not_a_map(device: Device) -> None:
    device.raw(device.header(50), cbor.encode([1]))


def _field_missing(device: Device) -> None:
    device.raw(device.header(50), cbor.encode({3: "1990-05-17"}))


def _same_id_other_content(device: Device) -> None:
    first = device.items[1]
    assert isinstance(first, FullItem)
    device.raw(device.header(50), cbor.encode({2: ["PRUEBA", "", ""]}), salt=first.salt)


def _printed_nothing(device: Device) -> None:
    header = device.header(70, refs=(bytes(16),))
    device.raw(header, cbor.encode({2: 0, 3: "termica-58", 4: 0}))


def _form_unknown(device: Device) -> None:
    salt = device.random(16)
    device.record(a_registration(device, salt, form_version="99"), salt=salt)


def _form_with_other_content(device: Device) -> None:
    salt = device.random(16)
    device.record(a_registration(device, salt, definition_hash=bytes(16)), salt=salt)


def _stranger(device: Device) -> None:
    device.record(a_person(), operator=999)


def _does_not_add_up(device: Device) -> None:
    device.record(a_payment(device, bytes(16), total_centavos=Centavos(1)))


def _change_is_wrong(device: Device) -> None:
    paid = Settlement(
        means=PaymentMeans.CASH,
        tendered_centavos=Centavos(20_000),
        change_centavos=Centavos(1_451),
    )
    device.record(a_payment(device, bytes(16), settlement=paid))


def _erased(device: Device) -> None:
    device.stub(REDACTED, FullItem(header=device.header(50), salt=bytes(16), body=b"gone"))


def _pruned(device: Device) -> None:
    device.stub(PRUNED, FullItem(header=device.header(50), salt=bytes(16), body=b"gone"))


QUARANTINED = [
    (_unknown_kind, 1),
    (_unknown_version, 2),
    (_no_header, 3),
    (_no_body, 3),
    (_not_a_map, 3),
    (_field_missing, 4),
    (_same_id_other_content, 5),
    (_printed_nothing, 6),
    (_form_unknown, 7),
    (_form_with_other_content, 7),
    (_stranger, 8),
    (_does_not_add_up, 11),
    (_change_is_wrong, 11),
    (_erased, 12),
    (_pruned, 13),
]


@pytest.mark.parametrize(("spoil", "code"), QUARANTINED, ids=_case_name)
def test_one_bad_event_never_blocks_the_rest(
    central: Central, device: Device, spoil: Callable[[Device], None], code: int
) -> None:
    """A bad event is kept raw with its code; those before and after it are applied."""
    record_a_day(device, 1)
    bad = len(device.items) + 1
    spoil(device)
    device.record(a_person("PRUEBA DESPUES"))
    last = len(device.items)

    outcome = central.push(device, 1, last)

    assert (outcome.result, outcome.seq, outcome.codes) == (AckResult.STORED, last, ((bad, code),))
    rows = {row["seq"]: row for row in central.rows(schema.event)}
    assert [seq for seq, row in rows.items() if not row["applied"]] == [bad]
    assert rows[bad]["header"] == device.items[bad - 1].header
    assert [row["code"] for row in central.rows(schema.quarantine)] == [code]


def _folio_used(device: Device) -> None:
    device.numbers -= 1
    device.record(a_payment(device, _shift_of(device)))


def _folio_missing(device: Device) -> None:
    device.numbers += 1
    device.record(a_payment(device, _shift_of(device)))


def _from_1970(device: Device) -> None:
    device.record(a_person(), time_seconds=86_400)


def _from_tomorrow(device: Device) -> None:
    device.record(a_person(), time_seconds=NOW_SECONDS + 2 * 86_400)


def _shift_of(device: Device) -> bytes:
    return device.items[1].event_id


NOTICED = [
    (_folio_used, 33),
    (_from_1970, 34),
    (_from_tomorrow, 34),
    (_folio_missing, 36),
]


@pytest.mark.parametrize(("spoil", "code"), NOTICED, ids=_case_name)
def test_a_notice_does_not_keep_an_event_out(
    central: Central, device: Device, spoil: Callable[[Device], None], code: int
) -> None:
    """From 32 on an event is applied, and its code is told."""
    record_a_day(device, 1)
    spoil(device)
    last = len(device.items)

    outcome = central.push(device, 1, last)

    assert outcome.codes == ((last, code),)
    assert all(row["applied"] for row in central.rows(schema.event))
    assert central.rows(schema.quarantine) == []


@pytest.mark.parametrize(
    "tariff",
    [
        a_tariff(unit_centavos=18_551),
        a_tariff(valid_to=a_tariff().valid_from),
    ],
    ids=["other price", "no longer in force on the business day"],
)
def test_a_price_that_is_not_the_published_one_is_noticed(tmp_path: Path, tariff: object) -> None:
    """A payment under a tariff that says otherwise is applied with notice 38."""
    central = Central(tmp_path)
    try:
        central.publish(a_catalogue(tariffs=(tariff,)))  # type: ignore[arg-type]
        device = central.enrol()
        record_a_day(device, 1)
        last = len(device.items)

        outcome = central.push(device, 1, last)

        assert outcome.codes == ((last, 38),)
        assert central.rows(schema.quarantine) == []
    finally:
        central.close()


def test_nothing_published_judges_nobody(tmp_path: Path) -> None:
    """A central without a catalogue stores and applies what it cannot compare."""
    central = Central(tmp_path)
    try:
        device = central.enrol()
        with central.database.write() as connection:
            for table in (schema.form_definition, schema.tariff_version, schema.operator_seen):
                connection.execute(table.delete())
        record_a_day(device)
        device.record(a_person(), operator=999)

        assert central.push(device, 1, len(device.items)).codes == ()
    finally:
        central.close()


def test_quarantine_ends_when_the_missing_form_is_published(
    central: Central, device: Device
) -> None:
    """Code 7 goes by itself once the version is published; the device is told by dataset 8."""
    device.record(stream_opened(), operator=0)
    _form_unknown(device)
    central.push(device, 1, 2)
    assert [row["code"] for row in central.rows(schema.quarantine)] == [7]
    central.publish(a_catalogue(forms=(a_form(), a_form(version="99"))))

    changed = replay(central.database, central.now_ms())

    assert changed == 1
    assert central.rows(schema.quarantine) == []
    assert central.rows(schema.event)[1]["applied"] is True
    assert [(row["seq"], row["code"]) for row in central.rows(schema.later_code)] == [(2, 0)]
    assert replay(central.database, central.now_ms()) == 0


def test_what_stays_wrong_stays_in_quarantine(central: Central, device: Device) -> None:
    """Looking at quarantine again changes nothing where nothing changed."""
    device.record(stream_opened(), operator=0)
    for spoil, _ in QUARANTINED:
        if spoil is not _same_id_other_content:
            spoil(device)
    central.push(device, 1, len(device.items))
    before = journal_of(central)

    assert replay(central.database, central.now_ms()) == 0
    assert journal_of(central) == before
