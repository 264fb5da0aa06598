"""The visible decision to go on with less protection, where the keystore is gone (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.key_faults import ProtectionLower
from kiosk.ui.field.enrol_pages import TickField
from kiosk.ui.field.page import FieldScreen
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text


class StepDown(QWidget):
    """Stands below the problem `keys.protection_lower`: a sentence to tick, and a way to go on.

    It only asks; the service records the decision (kind 115).
    """

    def __init__(self, screen: FieldScreen) -> None:
        super().__init__()
        self._screen = screen
        self._go_on: Callable[[], None] | None = None
        theme, text = screen.theme, screen.text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(Text(theme, text("alta-protection-record")))
        self.tick = TickField(
            screen.kit, text("alta-protection-decision"), text("alta-protection-sentence")
        )
        column.addWidget(self.tick)
        self.button = Button(theme, text("alta-protection-decide"))
        self.button.clicked.connect(self._decide)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        below = screen.main_column.indexOf(screen.problem) + 1
        screen.main_column.insertWidget(below, self)
        self.hide()

    def offer(self, error: Exception, go_on: Callable[[], None]) -> bool:
        """Ask for the decision where *error* is about it; *go_on* follows it. Say whether it is."""
        if not isinstance(error, ProtectionLower):
            return False
        self._go_on = go_on
        self.tick.tick.setChecked(False)
        self.tick.set_message(None)
        self.show()
        self._screen.show_problem(error)
        self._screen.order_tabs()
        return True

    def withdraw(self) -> None:
        """Ask no more, and forget what would have followed."""
        self._go_on = None
        self.hide()

    def _decide(self) -> None:
        if not self.tick.tick.isChecked():
            words = self._screen.text("alta-protection-missing")
            self.tick.set_message(words)
            announce(self.tick, words, at_once=True)
            self.tick.take_focus()
            return
        go_on = self._go_on
        self.withdraw()
        if go_on is not None:
            go_on()
