"""The cash desk in memory: nothing counts, nothing waits; a test may set what does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kiosk.domain.denominations import Denomination, denominations_on, read_denominations
from kiosk.domain.shifts import Shift
from kiosk.services import closing, counting, deposits, drawer, handover
from kiosk.services.cash import CashServices
from kiosk.services.views.access import HandOverView, OperatorName
from kiosk.services.views.cash import (
    CheckDone,
    ClosingView,
    CountView,
    DepositsView,
    DepositView,
    HandOverOpening,
    MoveOpening,
)
from kiosk.settings import resources_folder
from sync.ids import EventId, OperatorNumber, Salt, ShiftId
from sync.money import Centavos

COINS_AND_NOTES = denominations_on(
    read_denominations((resources_folder() / "cash" / "mx.toml").read_text("utf-8")),
    date(2026, 11, 16),
)


SINCE = datetime(2026, 11, 16, 8, 5, tzinfo=UTC).astimezone()
MARISOL = OperatorName(number=OperatorNumber(42), name="Marisol Canul", initials="MC")
JOSEFINA = OperatorName(number=OperatorNumber(43), name="Josefina Tamay", initials="JT")
COUNT = CountView(
    shift_id=ShiftId(b"s" * 16),
    state=Shift.COUNTING,
    cashier=MARISOL,
    opened_at=SINCE,
    payments_count=31,
    denominations=COINS_AND_NOTES,
    cells=("1", "3", "6", "9", "4", *[""] * 7),
    cell=4,
)
RESULT = ClosingView(
    shift_id=ShiftId(b"s" * 16),
    count_id=EventId(b"c" * 16),
    cashier=MARISOL,
    opened_at=SINCE,
    payments_count=31,
    counted_centavos=Centavos(480_000),
    expected_centavos=500_000,
    difference_centavos=-20_000,
    counted_twice=True,
    approval_centavos=Centavos(20_000),
    undelivered=12,
)
CASH_VIEWS: dict[str, object] = {"V22": COUNT, "V23": RESULT}
"""What the screens of the cash desk are entered with on a walk."""


class FakeClosing(closing.Closing):
    """No count goes on, unless a test says so; a first count never fits."""

    def __init__(self) -> None:
        self.view: CountView | ClosingView | None = None
        self.kept: list[tuple[tuple[str, ...], int]] = []

    def current(self) -> CountView | ClosingView | None:
        return self.view

    def begin(self) -> CountView | ClosingView:
        return self.view or COUNT

    def keep(self, cells: tuple[str, ...], cell: int) -> None:
        self.kept.append((cells, cell))

    def finish(self, cells: tuple[str, ...]) -> CountView | ClosingView | CheckDone:
        del cells
        return replace(COUNT, state=Shift.RECOUNTING, cells=("",) * 12, cell=0)


class FakeHandOver(handover.HandOver):
    """Nothing waits, unless a test says so."""

    def __init__(self) -> None:
        self.view: HandOverView | None = None
        self.due = False

    def is_due(self) -> bool:
        return self.due

    def waiting(self) -> HandOverView | None:
        return self.view

    def begin(self) -> HandOverOpening:
        return HandOverOpening(
            salt=Salt(b"h" * 16),
            shift_id=ShiftId(b"s" * 16),
            counted_centavos=Centavos(480_000),
            colleagues=(JOSEFINA,),
        )


class FakeDrawer(drawer.Drawer):
    """A drawer that says only whose it is."""

    def __init__(self) -> None:
        pass

    def begin_move(self) -> MoveOpening:
        return MoveOpening(
            salt=Salt(b"m" * 16), shift_id=ShiftId(b"s" * 16), witnesses=(JOSEFINA.name,)
        )


class FakeDeposits(deposits.Deposits):
    """One deposit on its way, one with the bank's word."""

    def __init__(self) -> None:
        pass

    def list(self) -> DepositsView:
        waiting = DepositView(
            event_id=EventId(b"d" * 16),
            amount_centavos=Centavos(900_000),
            bank="Banco PRUEBA ··11",
            slip="7781",
            day=date(2026, 11, 13),
            who=JOSEFINA,
            confirmed_centavos=None,
            confirmed_day=None,
            bank_reference=None,
            reason=None,
        )
        there = replace(
            waiting,
            event_id=EventId(b"e" * 16),
            slip="7702",
            confirmed_centavos=Centavos(890_000),
            confirmed_day=date(2026, 11, 12),
            bank_reference="R-5521",
            reason="Billete falso",
        )
        return DepositsView(
            deposits=(waiting, there),
            in_transit_centavos=900_000,
            salt=Salt(b"p" * 16),
            today=date(2026, 11, 16),
        )


class FakeDenominations(counting.Denominations):
    """Coins and notes of a day in November."""

    def __init__(self) -> None:
        self._rows = None

    def today(self) -> tuple[Denomination, ...]:
        return COINS_AND_NOTES


def fake_cash() -> CashServices:
    """Return the cash desk of the fake office."""
    return CashServices(
        denominations=FakeDenominations(),
        closing=FakeClosing(),
        drawer=FakeDrawer(),
        handover=FakeHandOver(),
        deposits=FakeDeposits(),
    )
