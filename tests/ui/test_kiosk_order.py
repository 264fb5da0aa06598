"""K11: the payment order at the kiosk, and what becomes of it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from tests.support.accessibility import repeated_names
from tests.support.kiosk_pages import an_order_window

pytestmark = pytest.mark.usefixtures("application")


def test_k11_says_number_price_and_where_to_go() -> None:
    """The number can be said aloud, the code is on the screen, and nobody is named."""
    window = an_order_window()
    again: list[object] = []
    ended: list[bool] = []
    window.print_wanted.connect(again.append)
    window.finished.connect(lambda: ended.append(True))

    shown = [label.text() for label in window.findChildren(QLabel)]
    window.frame.back.click()
    window.frame.forward.click()

    assert "A-27" in shown
    assert "$185.50" in shown
    assert "Muestre el código o diga A-27" in shown
    assert not any("PRUEBA" in words for words in shown)
    assert window.page.code.isVisible()
    assert window.page.code.module_px() >= 5
    assert again == [window.page.order]
    assert ended == [True]
    assert repeated_names(window) == []
    window.frame.stop()
    window.close()
    window.deleteLater()


def test_k11_without_a_printer_asks_for_a_photo() -> None:
    """No slot gives a paper: nothing offers to print again, and the first step is a photo."""
    window = an_order_window(printed=False)

    shown = [label.text() for label in window.findChildren(QLabel)]

    assert "Tome una foto del código" in shown
    assert not window.frame.back.isVisible()
    window.frame.stop()
    window.close()
    window.deleteLater()
