"""The cash desk in memory: nothing counts, nothing waits; a test may set what does."""

from __future__ import annotations

from datetime import date

from kiosk.domain.denominations import Denomination, denominations_on, read_denominations
from kiosk.services import closing, counting, deposits, drawer, handover
from kiosk.services.cash import CashServices
from kiosk.services.views.access import HandOverView
from kiosk.services.views.cash import ClosingView, CountView
from kiosk.settings import resources_folder

COINS_AND_NOTES = denominations_on(
    read_denominations((resources_folder() / "cash" / "mx.toml").read_text("utf-8")),
    date(2026, 11, 16),
)


class FakeClosing(closing.Closing):
    """No count goes on, unless a test says so."""

    def __init__(self) -> None:
        self.view: CountView | ClosingView | None = None

    def current(self) -> CountView | ClosingView | None:
        return self.view


class FakeHandOver(handover.HandOver):
    """Nothing waits, unless a test says so."""

    def __init__(self) -> None:
        self.view: HandOverView | None = None

    def waiting(self) -> HandOverView | None:
        return self.view


class FakeDrawer(drawer.Drawer):
    """A drawer nobody asks."""

    def __init__(self) -> None:
        pass


class FakeDeposits(deposits.Deposits):
    """A safe nobody asks."""

    def __init__(self) -> None:
        pass


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
