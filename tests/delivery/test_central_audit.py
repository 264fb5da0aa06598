"""An auditor with the report, the papers and the journal finds any one payment taken or changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from sync.central import schema
from sync.central.__main__ import REFUSED, main
from sync.central.audit import ALARMING, Mark, Series, audit
from sync.central.findings import listed, papers_of, refresh
from sync.central.keys import read_signer
from sync.central.seen import fields_of
from sync.envelope import FullItem
from sync.events import PaymentTaken, decode_event, decode_header, encode_body
from sync.ids import EventId
from tests.delivery.central_support import Central, Device, a_payment, a_shift, stream_opened
from tests.delivery.receipt_office import Paper

EXAMPLES = 300 if os.environ.get("VENTANILLA_SOAK") else 4
SHIFT_SEQ, FIRST_PAYMENT_SEQ = 2, 3
SEEN_DAY = 20261120


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    made = Central(tmp_path_factory.mktemp("audit"))
    yield made
    made.close()


def an_honest_device(central: Central, quantities: list[int]) -> Paper:
    """Return an enrolled device with a shift and one payment per quantity; nothing is sent yet."""
    device = Paper()
    central.enrol(device)
    device.certified_by(read_signer(central.root_key))
    device.record(stream_opened(), operator=0)
    shift = device.record(a_shift(device))
    for quantity in quantities:
        device.record(a_payment(device, shift, quantity))
    return device


def tampered(honest: Paper, planted: str, at: int) -> Device:
    """Return the same device with another journal: the payment at *at* gone, changed or cut off."""
    forged = Device(signer=honest.signer, seal=honest.seal, stream=honest.stream)
    for seq, item in enumerate(honest.items, start=1):
        assert isinstance(item, FullItem)
        body = item.body
        if seq == at and planted == "taken out":
            continue
        if seq >= at and planted == "cut":
            break
        if seq == at and planted == "changed":
            header = decode_header(item.header)
            event = decode_event(header.kind, header.kind_version, item.body)
            assert isinstance(event, PaymentTaken)
            cheaper = a_payment(Device(), event.shift, 1)
            body = encode_body(replace(cheaper, folio=event.folio))
        if seq > at and planted == "renumbered":
            header = decode_header(item.header)
            event = decode_event(header.kind, header.kind_version, item.body)
            assert isinstance(event, PaymentTaken)
            folio = replace(event.folio, number=event.folio.number - 1)
            body = encode_body(replace(event, folio=folio))
        if seq == at and planted == "renumbered":
            continue
        forged.items.append(FullItem(header=item.header, salt=item.salt, body=body))
    return forged


def shown(central: Central, honest: Paper, seqs: list[int]) -> None:
    """Let people report the papers of these events."""
    with central.database.write() as connection:
        for seq in seqs:
            signed = honest.receipt(seq)
            says = fields_of(signed)
            assert says is not None
            connection.execute(
                insert(schema.seen_receipt).values(
                    device_id=honest.device_id,
                    anchor16=says.anchor,
                    receipt=signed,
                    first_day=SEEN_DAY,
                    days=1,
                )
            )


def audited(central: Central, device: Device) -> list[Series]:
    refresh(central.platform)
    with central.database.read() as connection:
        papers = papers_of(connection, central.platform, central.now_ms())
        made = audit(connection, papers)
    return [one for one in made if one.device_id == device.device_id]


def alarms(series: list[Series]) -> set[tuple[int, Mark]]:
    return {
        (number.number, mark)
        for one in series
        for number in one.numbers
        for mark in number.marks
        if mark in ALARMING
    }


def test_an_honest_journal_has_no_warning(central: Central) -> None:
    """Every number is recorded once, with the code that stands on its paper."""
    device = an_honest_device(central, [1, 2])
    shown(central, device, [3, 4])
    central.push(device, 1, len(device.items))

    [series] = audited(central, device)

    assert alarms([series]) == set()
    assert [one.number for one in series.numbers] == [1, 2, 3, 4]
    assert series.count(Mark.SEEN) == 2
    assert series.net_centavos == sum(
        says.total_centavos
        for seq in (3, 4)
        if (says := fields_of(device.receipt(seq))) is not None
    )


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None)
@given(data=st.data())
def test_any_one_payment_taken_or_changed_is_found(central: Central, data: st.DataObject) -> None:
    """Gone, made cheaper, renumbered or cut off: its number carries a warning."""
    quantities = data.draw(st.lists(st.integers(2, 9), min_size=1, max_size=6))
    planted = data.draw(st.sampled_from(["taken out", "changed", "renumbered", "cut"]))
    at = FIRST_PAYMENT_SEQ + data.draw(st.integers(0, len(quantities) - 1))
    honest = an_honest_device(central, quantities)
    forged = tampered(honest, planted, at)
    shown(central, honest, list(range(FIRST_PAYMENT_SEQ, len(honest.items) + 1)))
    central.push(forged, 1, len(forged.items))

    found = alarms(audited(central, honest))

    number = at  # the start receipt is number 1, the shift's slip 2
    assert number in {one for one, _ in found}
    with central.database.read() as connection:
        names = {one.name for one in listed(connection) if one.device_id == honest.device_id}
    last = at == FIRST_PAYMENT_SEQ + len(quantities) - 1
    may_be_on_its_way = planted == "cut" or (last and planted != "changed")  # named after 15 days
    assert may_be_on_its_way or names & {"folio.missing", "paper.head_unknown", "paper.differs"}


def test_the_page_is_written_once(central: Central, tmp_path: Path) -> None:
    """`audit --out` writes a page and a table with every number, and never over old ones."""
    device = an_honest_device(central, [1])
    device.folio()
    device.record(a_payment(device, EventId(device.items[1].event_id)))
    central.push(device, 1, len(device.items))
    central.platform.database.close()
    words = ["audit", "--dir", str(central.folder), "--out", str(tmp_path / "audit")]
    try:
        assert main(words) == 0
        assert main(words) == REFUSED
    finally:
        central.restart()

    page = (tmp_path / "audit" / "audit.html").read_text(encoding="utf-8")
    table = (tmp_path / "audit" / "audit.csv").read_text(encoding="utf-8-sig")
    assert "FALTA" in page
    assert "<script" not in page
    assert device.device_id.hex() in table
