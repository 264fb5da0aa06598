"""The drawer's day with the keyboard alone, over the real services (UX §3.2, §3.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.services.field import FieldServices
from kiosk.store import drawer
from sync.events import ShiftClosed
from sync.journal import history
from tests.cash.tills import Till, a_till, make_template
from tests.support.desk import Desk
from tests.support.qt import Role
from tests.support.vaults import CLERK

MakeDesk = Callable[..., Desk]


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    """Give a till on a file of its own."""
    made = a_till(make_template(tmp_path / "template"), tmp_path / "till")
    yield made
    made.counter.opening.close()


@pytest.fixture
def desk(make_desk: MakeDesk, till: Till) -> Desk:
    """Give a window whose drawer is the till's."""
    counter = till.counter

    def real(fakes: FieldServices) -> FieldServices:
        return replace(
            fakes,
            shifts=counter.shifts,
            cash=counter.cash,
            receipts=counter.receipts,
            catalogue=counter.catalogue,
        )

    made = make_desk(services=real)
    made.unlock()
    return made


def press_named(desk: Desk, message_id: str) -> None:
    """Press a button by its words."""
    desk.find(Role.Button, message_id).setFocus()
    desk.press("Enter")


def test_a_day_from_float_to_safe_by_keyboard(desk: Desk, till: Till) -> None:
    """Open, move cash, count short twice, say why, sign with a key, close, see the slip."""
    desk.open_shift()
    press_named(desk, "move-title")
    assert desk.at == "V21"
    desk.press("1", "Enter")
    for words in ("100", "Al cofre", "Ernesto Vidal"):
        desk.type(words)
        desk.press("Enter")
    assert desk.at == "V02"

    press_named(desk, "close-title")
    assert desk.at == "V22"
    desk.count(350)
    desk.press("Ctrl+Enter")
    assert desk.at == "V22"
    assert desk.texts.text("shift-recount") in desk.window.cash.count.again.words.text()
    desk.count(370)
    desk.press("Ctrl+Enter")
    assert desk.at == "V23"
    desk.press("Ctrl+Enter")
    assert desk.at == "V23"
    desk.type("Cambio mal dado")
    desk.press("Tab", "Space", "Ctrl+Enter")
    assert desk.at == "V52", desk.at
    desk.press("Ctrl+Enter")

    assert desk.at == "V16"
    events = till.counter.database.read(lambda tx: [one.event for one in history(tx)])
    (closed,) = [one for one in events if isinstance(one, ShiftClosed)]
    assert (closed.difference_centavos, closed.reason) == (-3_000, "Cambio mal dado")
    assert closed.signature


def test_a_count_goes_on_in_the_cell_where_it_was_left(desk: Desk, till: Till) -> None:
    """Leaving V22, or a power cut, keeps cells and cursor; payments wait and home says so."""
    desk.open_shift()
    press_named(desk, "close-title")
    desk.type("2")
    desk.press("Down", "Down")
    desk.type("7")
    desk.press("Esc")
    assert desk.at == "V02"

    press_named(desk, "shift-count-on")

    grid = desk.window.cash.count.grid
    assert desk.at == "V22"
    assert grid.texts_typed()[:3] == ("2", "", "7")
    assert grid.current() == 2
    assert till.counter.kinds().count(32) == 0


def test_the_next_cashier_counts_and_signs(desk: Desk, till: Till) -> None:
    """Handed over on V52, taken over on V03 by the colleague at their own desk."""
    till.open()
    till.close(50_000)
    desk.window.navigator.restart("V02", "V52")
    desk.settle()
    desk.press("2")
    desk.window.cash.handover.ink.take_focus()
    desk.press("Space", "Ctrl+Enter")
    waiting = till.counter.database.read(drawer.open_hand_over)
    assert waiting is not None

    till.sit(waiting.taker)
    desk.window.navigator.restart("V02", "V03")
    desk.settle()
    desk.count(500)
    desk.window.payments.shift.ink.take_focus()
    desk.press("Space", "Ctrl+Enter")

    shift = till.counter.shifts.current()
    assert shift is not None
    assert shift.cashier is not None
    assert shift.cashier.number == waiting.taker != CLERK
    assert till.counter.kinds()[-2:] == [35, 30]
