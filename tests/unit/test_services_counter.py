"""What a counter shows of its work: receipts, deliveries, services (UX §3, RECEIPTS §5)."""

from __future__ import annotations

from datetime import timedelta

from PIL import Image

from kiosk.devices.qr_codes import read_code
from kiosk.services.views import LinkCost, NoticeKind
from kiosk.store.projections import rebuild
from sync.device.link import LinkState as DeviceLinkState
from sync.device.link import LinkStatus
from sync.receipt_check import Answer
from tests.support.counters import a_person_at, a_registration_at, open_a_shift
from tests.support.offices import (
    ACTA,
    APOYO,
    FEE_CENTAVOS,
    Counter,
)


def test_the_picture_reads_back_and_is_recorded(counter: Counter) -> None:
    """The file is named by folio, its code verifies, and the print is an event."""
    registration = a_registration_at(counter)

    path = counter.receipts.save_picture(registration)

    shown = counter.receipts.show(registration)
    with Image.open(path) as picture:
        text = read_code(picture)
    assert path.name == f"{shown.folio}.png"
    assert text == shown.qr_text
    assert counter.receipts.verify(text or "").answer is Answer.AUTHENTIC
    assert counter.kinds()[-1] == 70
    assert counter.receipts.save_picture(registration) == path
    assert counter.kinds().count(70) == 1
    path.unlink()
    assert counter.receipts.save_picture(registration) == path
    assert counter.rows("SELECT copy FROM printed ORDER BY copy") == [(0,), (1,)]
    assert path.stat().st_mode & 0o077 == 0


def test_every_receipt_number_is_used_once(counter: Counter) -> None:
    """1 is the start receipt, then no gap; each anchors its own event."""
    for _ in range(3):
        a_registration_at(counter)
    open_a_shift(counter)

    numbers = [row[0] for row in counter.rows("SELECT number FROM receipt ORDER BY number")]

    assert numbers == [1, 2, 3, 4, 5]


def test_read_tables_can_be_built_again(counter: Counter) -> None:
    """After rebuild the same payment, charge list and shift are there."""
    registration = a_registration_at(counter)
    open_a_shift(counter)
    charge = counter.payments.begin(registration)
    done = counter.payments.take(charge.charge_id, charge.total_centavos)
    before = counter.shifts.current()

    counter.database.write(rebuild)

    assert counter.shifts.current() == before
    assert counter.receipts.show(done.event_id) == done.receipt


def test_deliveries_list_records_and_not_technical_events(counter: Counter) -> None:
    """Person, registration, shift: three records, all saved here."""
    a_registration_at(counter)
    open_a_shift(counter)

    summary = counter.deliveries.summary()
    lists = counter.deliveries.rows()

    assert (summary.saved, summary.on_the_way, summary.delivered, summary.attention) == (3, 0, 0, 0)
    assert sorted(row.kind for row in lists.saved) == [30, 40, 50]
    assert not summary.stale
    assert summary.bytes_waiting > 0


def test_waiting_records_become_stale(counter: Counter) -> None:
    """After the policy's three days the strip turns amber."""
    a_registration_at(counter)
    counter.clock.pass_seconds(timedelta(days=3, seconds=1).total_seconds())

    assert counter.deliveries.summary().stale


def test_what_the_link_costs_and_what_the_central_lost_are_told(counter: Counter) -> None:
    """V24: the wait the central asked for while it lasts, the budget, its restore for a week."""
    now = counter.clock.now()
    counter.courier.shown = LinkStatus(
        link=DeviceLinkState.DOWN,
        metered=True,
        budget_bytes=20,
        spent_bytes=20,
        budget_spent=True,
        held_until=now + timedelta(minutes=20),
    )
    counter.database.write(
        lambda tx: tx.execute(
            "INSERT INTO central_loss (noticed, announced, events_again) VALUES (?, 1, 128)",
            (int(now.timestamp()),),
        )
    )

    summary = counter.deliveries.summary()

    assert summary.cost == LinkCost(metered=True, budget_bytes=20, spent_bytes=20, is_spent=True)
    assert summary.held_until == now + timedelta(minutes=20)
    assert [(one.kind, one.again) for one in summary.notices] == [
        (NoticeKind.CENTRAL_RESTORED, 128)
    ]
    assert summary.portal_url  # the central's own address where the portal named no page
    counter.clock.pass_seconds(timedelta(days=8).total_seconds())
    assert counter.deliveries.summary().notices == ()
    assert counter.deliveries.summary().held_until is None


def test_delivery_hears_of_every_saved_action(counter: Counter) -> None:
    """Saving wakes delivery; hurrying is passed on."""
    heard = len(counter.saved)

    a_person_at(counter)
    counter.deliveries.deliver_now()

    assert len(counter.saved) == heard + 1
    assert counter.courier.hurried == 1


def test_services_are_shown_with_fee_and_papers(counter: Counter) -> None:
    """V08 shows what was published, in the language asked for."""
    cards = {card.code: card for card in counter.catalogue.services("en")}

    assert cards[ACTA].fee_centavos == FEE_CENTAVOS
    assert cards[APOYO].fee_centavos is None
    assert cards[ACTA].name == "Service 201"
    assert cards[ACTA].papers == ("Identificación",)
    assert cards[ACTA].privacy_short == "Short."
