"""Read tables of the cash desk: shifts end, cash moves, deposits travel, reversals undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.domain.ledger import BANK, DRAWER, OVER_SHORT, SAFE
from kiosk.store import drawer, queries, records
from kiosk.store.ledger_tables import Unbalanced
from kiosk.store.projections import rebuild
from sync.events import (
    CashMoved,
    CashPurpose,
    CoinOrNote,
    CountReason,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    NumberRange,
    PaymentReversed,
    PaymentTaken,
    Pieces,
    ReceiptConcept,
    Recorded,
    ReversalReason,
    Settlement,
    ShiftClosed,
)
from sync.ids import EventId, OperatorNumber, ShiftId
from sync.money import Centavos
from tests.store.test_projections import picture
from tests.support.vaults import Device, a_device, a_payment, a_shift

DAY = date(2026, 11, 20)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return an enrolled device; close its file."""
    made = a_device(tmp_path / "vault.db")
    made.begin()
    yield made
    made.database.close()


def pieces(*rows: tuple[int, int, CoinOrNote]) -> tuple[Pieces, ...]:
    """Return pieces from (each, count, form)."""
    return tuple(
        Pieces(each_centavos=Centavos(each), count=count, form=form) for each, count, form in rows
    )


def reversal_of(device: Device, paid: Recorded) -> PaymentReversed:
    """Return the event that gives a payment back."""
    event = paid.event
    assert isinstance(event, PaymentTaken)
    return PaymentReversed(
        folio=device.folio(),
        total_centavos=event.total_centavos,
        concepts=(ReceiptConcept(code=event.lines[0].concept, net_centavos=event.total_centavos),),
        settlement=Settlement(
            means=event.settlement.means,
            tendered_centavos=event.total_centavos,
            change_centavos=Centavos(0),
        ),
        original=event.folio,
        reason=ReversalReason.PAID_TWICE,
        original_scanned=True,
        shift=event.shift,
    )


def close(device: Device, shift: ShiftId, counted: int, expected: int) -> Recorded:
    """Record the end of a shift."""
    return device.record(
        ShiftClosed(
            folio=device.folio(),
            counted_centavos=Centavos(counted),
            expected_centavos=expected,
            difference_centavos=counted - expected,
            numbers=NumberRange(first=2, last=5),
            reason="Faltó" if counted != expected else None,
            shift=shift,
        )
    )


def account(device: Device, name: str) -> int:
    """Return the sum of an account."""
    return device.database.read(lambda tx: drawer.account_centavos(tx, name))


def test_a_whole_day_of_the_drawer(device: Device) -> None:
    """Float, payment, its reversal, cash to the safe, a short count: every account is right."""
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    paid = device.record(a_payment(device.folio(), shift))  # 18,500
    again = device.record(a_payment(device.folio(), shift))
    device.record(reversal_of(device, again), refs=(again.event_id,))
    device.record(CashMoved(change_centavos=-10_000, purpose=CashPurpose.SAFE, shift=shift))

    assert device.database.read(lambda tx: queries.drawer_centavos(tx, shift)) == 58_500
    assert device.database.read(lambda tx: drawer.cash_received_centavos(tx, shift)) == 18_500
    close(device, shift, counted=58_400, expected=58_500)

    assert device.database.read(queries.open_shift) is None
    assert (account(device, DRAWER), account(device, OVER_SHORT)) == (0, 100)
    assert account(device, SAFE) == -50_000 + 10_000 + 58_400
    assert device.database.read(queries.ledger_centavos) == 0
    row = device.database.read(lambda tx: drawer.closed_row(tx, shift))
    assert row is not None
    assert (row.difference_centavos, row.reason) == (-100, "Faltó")
    assert device.database.read(lambda tx: drawer.reversal_of(tx, paid.event_id)) is None


def test_what_moves_the_drawer_is_a_record_too(device: Device) -> None:
    """Cash moved, a deposit and the end of a shift are counted and listed, each once."""
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    device.record(
        CashMoved(change_centavos=-10_000, purpose=CashPurpose.BANK, slip="4411", shift=shift)
    )
    device.record(DepositMade(amount_centavos=Centavos(5_000), bank="Banco 1", slip="78", day=DAY))
    close(device, shift, counted=40_000, expected=40_000)

    waiting = device.database.read(records.undelivered_records)
    counts = device.database.read(records.record_counts)

    assert sorted(row.kind for row in waiting) == [30, 31, 33, 36]
    assert counts.undelivered == 4


def test_a_closed_shift_takes_no_entry(device: Device) -> None:
    """The file itself refuses a payment into a shift that ended; nothing was written."""
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    close(device, shift, 50_000, 50_000)
    before = device.database.read(picture)

    with pytest.raises(IntegrityError, match="the shift is closed"):
        device.record(a_payment(device.folio(), shift))

    assert device.database.read(picture) == before


def test_a_payment_is_reversed_at_most_once(device: Device) -> None:
    """The file refuses a second reversal, and one of something that was never paid."""
    opened = device.record(a_shift(device.folio()))
    shift = ShiftId(opened.event_id)
    paid = device.record(a_payment(device.folio(), shift))
    device.record(reversal_of(device, paid), refs=(paid.event_id,))

    with pytest.raises(IntegrityError):
        device.record(reversal_of(device, paid), refs=(paid.event_id,))
    with pytest.raises(Unbalanced):
        device.record(reversal_of(device, paid), refs=(EventId(bytes(16)),))


def test_pieces_follow_counts_and_what_moved(device: Device) -> None:
    """The drawer's coins and notes are those of the last count, less and more what moved since."""
    note, coin = CoinOrNote.NOTE, CoinOrNote.COIN
    opened = a_shift(device.folio())
    shift = ShiftId(
        device.record(
            replace(opened, pieces=pieces((10_000, 4, note), (2_000, 4, note), (2_000, 1, coin)))
        ).event_id
    )
    device.record(
        CashMoved(
            change_centavos=-20_000,
            purpose=CashPurpose.SAFE,
            pieces=pieces((10_000, 2, note)),
            shift=shift,
        )
    )

    def held() -> list[tuple[int, int, CoinOrNote]]:
        rows = device.database.read(lambda tx: drawer.drawer_pieces(tx, shift))
        return [(one.each_centavos, one.count, one.form) for one in rows or ()]

    assert held() == [(10_000, 2, note), (2_000, 4, note), (2_000, 1, coin)]
    device.record(
        DrawerCounted(
            counted_centavos=Centavos(30_000),
            pieces=pieces((10_000, 3, note)),
            reason=CountReason.SURPRISE,
            shift=shift,
        )
    )
    assert held() == [(10_000, 3, note)]
    device.record(
        CashMoved(
            change_centavos=0,
            purpose=CashPurpose.OTHER,
            pieces=pieces((2_000, 5, note)),
            pieces_out=pieces((10_000, 1, note)),
            shift=shift,
        )
    )
    assert held() == [(10_000, 2, note), (2_000, 5, note)]


def test_a_deposit_waits_for_the_banks_word(device: Device) -> None:
    """Unconfirmed money is in transit; the bank's word clears it and shows the difference."""
    made = device.record(
        DepositMade(amount_centavos=Centavos(9_000), bank="Banco 1", slip="77", day=DAY)
    )
    assert device.database.read(drawer.in_transit_centavos) == 9_000

    device.record(
        DepositConfirmed(
            amount_centavos=Centavos(8_900), bank_reference="R", day=DAY, reason="Billete falso"
        ),
        refs=(made.event_id,),
    )

    assert device.database.read(drawer.in_transit_centavos) == 0
    assert (account(device, BANK), account(device, OVER_SHORT)) == (8_900, 100)
    (row,) = device.database.read(drawer.deposits)
    assert (row.confirmed_centavos, row.reason) == (8_900, "Billete falso")


def test_a_hand_over_waits_for_the_one_who_takes(device: Device) -> None:
    """The money of a closed shift waits for the next cashier until they signed for it."""
    shift = ShiftId(device.record(a_shift(device.folio())).event_id)
    closing = close(device, shift, 50_000, 50_000)
    counted = pieces((50_000, 1, CoinOrNote.NOTE))
    given = device.record(
        DrawerHandedOver(
            counted_centavos=Centavos(50_000),
            pieces=counted,
            to_operator=OperatorNumber(7),
            shift=shift,
        ),
        refs=(closing.event_id,),
    )

    waiting = device.database.read(drawer.open_hand_over)
    assert waiting is not None
    assert (waiting.taker, waiting.pieces) == (7, counted)
    device.record(
        DrawerTakenOver(counted_centavos=Centavos(50_000), pieces=counted), refs=(given.event_id,)
    )
    assert device.database.read(drawer.open_hand_over) is None


def test_the_tables_of_the_cash_desk_are_rebuilt_identically(device: Device) -> None:
    """A rebuild changes no row of shifts, ledger, counts, deposits or reversals."""
    test_a_deposit_waits_for_the_banks_word(device)
    test_a_payment_is_reversed_at_most_once(device)
    test_pieces_follow_counts_and_what_moved(device)
    before = device.database.read(picture)

    device.database.write(rebuild)

    assert device.database.read(picture) == before
