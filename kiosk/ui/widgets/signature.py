"""Paper to sign on: a picture only, no pressure and no timing (UX §3.5)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.canvas import Canvas
from kiosk.ui.widgets.fields import Field

MOST_BYTES = 8_192
"""A signature travels inside its event."""
_SIZES_PX = (0, 600, 400, 280)


class SignatureField(Field):
    """A canvas under its label, and a button to begin anew."""

    drawn = Signal()

    def __init__(self, theme: Theme, label: str, hint: str, clear_words: str) -> None:
        super().__init__(theme, label, hint)
        self.canvas = Canvas(theme, ratio=0.3)
        self.canvas.setFixedHeight(theme.size("canvas-least"))
        self.canvas.drawn.connect(self.drawn.emit)
        self.add_input(self.canvas)
        self._clear = Button(theme, clear_words, Kind.LINK, icon="eraser")
        self._clear.clicked.connect(self.canvas.clear)
        holder = QWidget()
        self.add_input(holder)
        self._layout.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        holder.hide()
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.canvas,)

    def png(self) -> bytes:
        """Return the picture, made smaller until it fits an event; b"" while nothing is drawn."""
        content = b""
        for most_px in _SIZES_PX:
            content = self.canvas.png(most_px)
            if len(content) <= MOST_BYTES:
                return content
        return content

    def forget(self) -> None:
        """Wipe it without telling anybody."""
        self.canvas.forget()
