"""A closed question with many answers: one line that opens, found by typing its beginning."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Combo, Field


class ListField(Field):
    """Label, hint and a closed list; it says `left` when the focus goes on."""

    def __init__(self, theme: Theme, label: str, hint: str = "") -> None:
        super().__init__(theme, label, hint)
        self.box = Combo(theme)
        self.box.installEventFilter(self)
        self.add_input(self.box)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.box,)

    def set_choices(self, choices: list[tuple[str, str]]) -> None:
        """Show the answers as (name, label), after an empty line for no answer."""
        self.box.clear()
        self.box.addItem("", "")
        for name, label in choices:
            self.box.addItem(label, name)

    def value(self) -> str:
        """Return the name of the chosen answer, or nothing."""
        return str(self.box.currentData() or "")

    def set_value(self, name: str) -> None:
        """Choose an answer without saying so; an unknown name chooses none."""
        self.box.setCurrentIndex(max(0, self.box.findData(name)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and event.type() is QEvent.Type.FocusOut:
            reason = event.reason() if isinstance(event, QFocusEvent) else None
            if reason is not Qt.FocusReason.PopupFocusReason:
                self.left.emit()
        return super().eventFilter(watched, event)
