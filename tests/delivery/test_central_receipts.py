"""What citizens ask about their receipts: noted, answered signed, and nothing kept of who asked."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync import cbor, receipts
from sync.acuse import Acuse, AcuseState, read_acuse
from sync.catalogue import ErasureAct
from sync.central import schema
from sync.central.erasures import Wanted
from sync.central.revocation import Report, decide, revoke
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.events import (
    OldStream,
    PaymentMeans,
    PaymentReversed,
    ReceiptConcept,
    ReversalReason,
    Settlement,
)
from sync.ids import ShiftId, crockford_number
from sync.money import Centavos
from sync.receipts import typed_code
from sync.revocations import Reported
from tests.delivery.central_support import (
    NOW_SECONDS,
    TERMINAL,
    a_payment,
    a_registration,
    an_institution,
    stream_opened,
)
from tests.delivery.receipt_office import Paper, ReceiptOffice

DAY_SECONDS = 86_400
PAYMENT = 3
"""Where the first payment of `ReceiptOffice.device` stands in its stream."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ReceiptOffice]:
    opened = ReceiptOffice(tmp_path)
    yield opened
    opened.close()


def acuse_in(office: ReceiptOffice, content: bytes) -> Acuse:
    return read_acuse(content, office.central.platform.profile.roots)


def state_path(device: Paper, seq: int, anchor: bytes | None = None) -> str:
    says = receipts.read_payload(cbor.decode(device.receipt(seq))[2])
    asked = (says.anchor if anchor is None else anchor).hex()
    return f"/v1/receipts/{device.device_id.hex()}/{says.series}/{says.number}?a={asked}"


def test_a_receipt_is_noted_and_then_received(office: ReceiptOffice) -> None:
    """202 while the journal is under way, 200 with the day it came once it is here."""
    device = office.device()
    signed = device.receipt(PAYMENT)

    first = office.report(signed)
    office.push(device)
    second = office.report(signed)

    assert (first.status_code, second.status_code) == (202, 200)
    noted, received = acuse_in(office, first.content), acuse_in(office, second.content)
    assert (noted.state, noted.arrived_at_seconds) == (AcuseState.NOTED, None)
    assert (received.state, received.arrived_at_seconds) == (AcuseState.RECEIVED, NOW_SECONDS)
    assert received.durable is False
    assert received.is_about(
        device.device_id, int.from_bytes(device.stream[:2], "big"), 3, device.heads[PAYMENT][:16]
    )
    assert first.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in first.headers


def test_what_is_kept_of_a_report_is_five_columns(
    office: ReceiptOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """Device, anchor, bytes, first day and number of days: no time, no address, no log line."""
    caplog.set_level(logging.DEBUG)
    device = office.device()
    signed = device.receipt(PAYMENT)

    for days_later in (0, 0, 1, 5):
        office.central.clock.pass_seconds(days_later * DAY_SECONDS)
        office.report(signed)
    office.http.get(state_path(device, PAYMENT))

    assert office.central.rows(schema.seen_receipt) == [
        {
            "device_id": device.device_id,
            "anchor16": device.heads[PAYMENT][:16],
            "receipt": signed,
            "first_day": 20_261_120,
            "days": 3,
        }
    ]
    # pytest hangs its handler on uvicorn's silenced access log too: that is not the central's.
    ours = [one for one in caplog.records if one.name.startswith("sync.")]
    logged = " ".join(one.getMessage() for one in ours)
    assert not logging.getLogger("uvicorn.access").propagate
    assert device.device_id.hex() not in logged
    assert receipts.digits_of(signed)[:17] not in logged


def test_what_is_not_authentic_is_refused_and_not_kept(office: ReceiptOffice) -> None:
    """Changed, foreign and practice papers: 400 with the verifier's code; other bodies likewise."""
    device = office.device()
    signed = device.receipt(PAYMENT)
    changed = signed[:-1] + bytes((signed[-1] ^ 1,))
    foreign = Paper().certified_by(SoftwareSigner.generate())
    foreign.items, foreign.stream = device.items, device.stream
    training = office.central.platform.profile.training
    assert training is not None
    practice = Paper().certified_by(SoftwareSigner.from_private(training.private))
    practice.items, practice.stream = device.items, device.stream

    answers = [
        office.report(changed),
        office.report(foreign.receipt(PAYMENT)),
        office.report(practice.receipt(PAYMENT, l1=6)),
        office.http.post(
            "/v1/receipts/seen", content="12x", headers={"Content-Type": "text/plain"}
        ),
        office.http.post("/v1/receipts/seen", content=signed, headers={"Content-Type": "a/b"}),
        office.http.post(
            "/v1/receipts/seen", content="1" * 1501, headers={"Content-Type": "text/plain"}
        ),
    ]

    found = [(one.status_code, cbor.decode(one.content)[1]) for one in answers]
    assert found == [
        (400, "sig"),
        (400, "root-unknown"),
        (400, "training"),
        (400, "digits"),
        (415, "shape"),
        (413, "size"),
    ]
    assert office.central.rows(schema.seen_receipt) == []


def test_signed_bytes_are_taken_like_digits(office: ReceiptOffice) -> None:
    """A program may post the COSE bytes; the same receipt is the same row."""
    device = office.device()
    signed = device.receipt(PAYMENT)

    answer = office.http.post(
        "/v1/receipts/seen", content=signed, headers={"Content-Type": "application/cose"}
    )
    office.report(signed)

    assert answer.status_code == 202
    assert [row["receipt"] for row in office.central.rows(schema.seen_receipt)] == [signed]


def test_paper_that_says_something_else_differs(office: ReceiptOffice) -> None:
    """A device signed two amounts for one event: the second paper differs, and is the evidence."""
    device = office.device()
    office.push(device)
    cheaper = device.receipt(PAYMENT, l5=100, l7=[[1001, 100]])

    honest = office.report(device.receipt(PAYMENT))
    other = office.report(cheaper)

    assert acuse_in(office, honest.content).state is AcuseState.RECEIVED
    assert acuse_in(office, other.content).state is AcuseState.DIFFERS
    assert [row["receipt"] for row in office.central.rows(schema.seen_receipt)] == [cheaper]


def test_the_account_tag_on_paper_is_compared(office: ReceiptOffice) -> None:
    """The authority computes the tag again: the account's is received, any other differs."""
    device = office.device()
    shift = device.items[1].event_id
    device.record(a_payment(device, shift, account="predial:01-203-4411-002"))
    office.push(device)
    last, keys = len(device.items), office.central.platform.keys

    honest = office.report(device.receipt(last, keys.account_key(device.device_id)))
    other = office.report(device.receipt(last, bytes(32)))

    assert acuse_in(office, honest.content).state is AcuseState.RECEIVED
    assert acuse_in(office, other.content).state is AcuseState.DIFFERS


def test_a_reversed_payment_is_said_to_be_reversed(office: ReceiptOffice) -> None:
    """State 2 with the folio of the reversal; the reversal's own paper is received."""
    device = office.device()
    payment = receipts.read_payload(cbor.decode(device.receipt(PAYMENT))[2])
    event_id = device.items[PAYMENT - 1].event_id
    folio = device.folio()
    shift = ShiftId(cbor.decode(device.items[PAYMENT - 1].body)[19])  # type: ignore[union-attr]
    device.record(
        PaymentReversed(
            folio=folio,
            total_centavos=Centavos(payment.total_centavos),
            concepts=tuple(
                ReceiptConcept(code=one.code, net_centavos=Centavos(one.net_centavos))
                for one in payment.concepts
            ),
            settlement=Settlement(
                means=PaymentMeans.CASH,
                tendered_centavos=Centavos(payment.total_centavos),
                change_centavos=Centavos(0),
            ),
            original=type(folio)(series=payment.series, number=payment.number),
            reason=ReversalReason(1),
            original_scanned=True,
            shift=shift,
        ),
        refs=(event_id,),
    )
    office.push(device)

    original = acuse_in(office, office.report(device.receipt(PAYMENT)).content)
    reversal = acuse_in(office, office.report(device.receipt(len(device.items))).content)

    assert original.state is AcuseState.REVERSED
    assert original.reversed_by == (folio.series, folio.number)
    assert reversal.state is AcuseState.RECEIVED


def test_paper_of_a_reported_device_waits_for_a_decision(office: ReceiptOffice) -> None:
    """After the cut: kept as evidence, state 4; void only when a person refused its event."""
    device = office.device()
    platform = office.central.platform
    series = int.from_bytes(device.stream[:2], "big")
    with office.central.database.write() as connection:
        revoke(
            connection,
            Report(device_id=device.device_id, why=Reported.LOST, last_good={series: 2}),
            platform.keys,
            platform.profile.roots,
            office.central.now_ms(),
        )
    signed = device.receipt(PAYMENT)

    before = acuse_in(office, office.report(signed).content)
    office.push(device)
    waits = acuse_in(office, office.report(signed).content)
    with office.central.database.write() as connection:
        decide(
            connection,
            device.device_id,
            released=False,
            administrator=office.administrator(),
            now_ms=office.central.now_ms(),
            follow=platform.consequences,
        )
    void = acuse_in(office, office.report(signed).content)

    assert [one.state for one in (before, waits, void)] == [
        AcuseState.WAITS,
        AcuseState.WAITS,
        AcuseState.VOID,
    ]


def test_asking_needs_the_anchor_and_sends_no_receipt(office: ReceiptOffice) -> None:
    """Folios cannot be walked through: without the right anchor there is nothing here."""
    device = office.device()
    unknown = office.http.get(state_path(device, PAYMENT))
    office.push(device)

    found = office.http.get(state_path(device, PAYMENT))
    wrong_anchor = office.http.get(state_path(device, PAYMENT, bytes(16)))
    other_folio = office.http.get(state_path(device, PAYMENT + 1, device.heads[PAYMENT][:16]))
    nonsense = office.http.get("/v1/receipts/zz/1/2?a=00")

    assert acuse_in(office, found.content).state is AcuseState.RECEIVED
    statuses = [one.status_code for one in (unknown, wrong_anchor, other_folio, nonsense)]
    assert statuses == [404, 404, 404, 404]
    assert office.central.rows(schema.seen_receipt) == []


def test_a_typed_folio_is_answered_with_its_code_only(office: ReceiptOffice) -> None:
    """O, I and L are read as 0 and 1; five tries a minute per address, then 429."""
    device = office.device()
    office.push(device)
    says = receipts.read_payload(cbor.decode(device.receipt(PAYMENT))[2])
    folio = f"{TERMINAL}-{crockford_number(says.series, 4)}-{says.number}"
    code = typed_code(says.anchor).lower().replace("1", "l").replace("0", "o")

    signed = office.http.get("/v1/receipts/typed", params={"f": folio, "c": code})
    page = office.http.get(
        "/v1/receipts/typed", params={"f": folio, "c": code}, headers={"Accept": "text/html"}
    )
    wrong = office.http.get("/v1/receipts/typed", params={"f": folio, "c": "00000-00000"})
    statuses = [
        office.http.get("/v1/receipts/typed", params={"f": folio, "c": code}).status_code
        for _ in range(3)
    ]
    office.central.clock.pass_seconds(12)
    again = office.http.get("/v1/receipts/typed", params={"f": folio, "c": code})

    assert acuse_in(office, signed.content).state is AcuseState.RECEIVED
    assert "$185.50" in page.text
    assert folio in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert wrong.status_code == 404
    assert statuses == [200, 200, 429]
    assert again.status_code == 200


def test_old_paper_finds_its_event_in_the_new_stream(office: ReceiptOffice) -> None:
    """After a fork the anchor of a receipt issued before it is computed from the fork proof."""
    device = office.device()
    office.push(device)
    base = len(device.items)
    device.record(a_payment(device, device.items[1].event_id, 3))
    paper = device.receipt(len(device.items))
    moved = _moved(device, base)

    before = acuse_in(office, office.report(paper).content)
    office.push(moved)
    after = acuse_in(office, office.report(paper).content)

    says = receipts.read_payload(cbor.decode(paper)[2])
    folio = f"{TERMINAL}-{crockford_number(says.series, 4)}-{says.number}"
    asked = {"f": folio, "c": typed_code(says.anchor)}
    typed = acuse_in(office, office.http.get("/v1/receipts/typed", params=asked).content)

    assert (before.state, after.state) == (AcuseState.NOTED, AcuseState.RECEIVED)
    assert (typed.state, typed.anchor) == (AcuseState.RECEIVED, says.anchor)


def _moved(device: Paper, base: int) -> Paper:
    """Return the new stream of a device that was told of a fork at *base*."""
    heads = device.heads
    moved = Paper(signer=device.signer, seal=device.seal)
    moved.certificate = device.certificate
    old = OldStream(
        stream=device.stream,
        base=base,
        base_head=heads[base],
        last=len(device.items),
        last_head=heads[-1],
    )
    moved.record(replace(stream_opened(), old=old), operator=0)
    moved.items.extend(device.items[base:])
    return moved


def test_an_erased_record_takes_the_reported_bytes_along(office: ReceiptOffice) -> None:
    """The paper verifies all the same and is *received*; what it said stands nowhere here."""
    device = office.device()
    salt = device.random(16)
    made = device.record(a_registration(device, salt), salt=salt)
    paper = device.receipt(len(device.items))
    office.push(device)
    office.report(paper)
    wanted = Wanted(device_id=device.device_id, event_id=made, act=ErasureAct.ERASE)

    with office.central.database.write() as connection:
        office.central.platform.consequences.erasures.order(
            connection, [wanted], office.central.now_ms()
        )
    kept = office.central.rows(schema.seen_receipt)
    again = acuse_in(office, office.report(paper).content)

    assert kept == []
    assert again.state is AcuseState.RECEIVED


def test_an_acuse_counts_only_under_a_pinned_root(office: ReceiptOffice) -> None:
    """Another institution's roots, or a byte changed: no answer."""
    device = office.device()
    content = office.report(device.receipt(PAYMENT)).content

    with pytest.raises(MessageInvalid, match="root-unknown"):
        read_acuse(content, [SoftwareSigner.generate().point])
    with pytest.raises(MessageInvalid, match="sig"):
        read_acuse(content[:-1] + bytes((content[-1] ^ 1,)), office.central.platform.profile.roots)
    assert len(content) <= 1024


def test_the_page_is_stated_in_the_profile(office: ReceiptOffice) -> None:
    """Key 14 holds SHA-256 of the page and the worker exactly as they are served."""
    page = office.http.get("/v")
    worker = office.http.get("/v-worker.js")

    stated = office.central.platform.profile.page_hashes
    assert stated == tuple(hashlib.sha256(one.content).digest() for one in (page, worker))
    assert len(page.content) + len(worker.content) <= 40_000
    assert an_institution().domain_words in page.text
    held = office.http.get("/v", headers={"If-None-Match": page.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")


def test_one_address_may_ask_only_so_often(office: ReceiptOffice) -> None:
    """Sixty at once, then one a second; the refusal says when, and any page may read it."""
    device = office.device()
    path = state_path(device, PAYMENT)

    statuses = [office.http.get(path).status_code for _ in range(61)]
    refused = office.report(device.receipt(PAYMENT))
    office.central.clock.pass_seconds(2)
    again = office.report(device.receipt(PAYMENT))

    assert statuses == [404] * 60 + [429]
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert again.status_code == 202
