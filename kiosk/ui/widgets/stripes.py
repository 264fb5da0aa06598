"""The banner of practice: diagonal stripes, its words on quiet ground, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.text import Text


class Stripes(QWidget):
    """Diagonal stripes in the colours of a warning; they say nothing to a screen reader."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setMinimumWidth(theme.space(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("warning-bg"))
        width = self._theme.space(3)
        painter.setPen(QPen(self._theme.colour("warning"), width))
        high = self.height()
        for left in range(-high, self.width() + high, 2 * width):
            painter.drawLine(left, high + width, left + high + 2 * width, -width)
        painter.end()


class PracticeBanner(QFrame):
    """Stands on every screen of a practice (UX §4.2)."""

    left = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        words = Text(theme, texts.text("practice-banner"), "label", "warning", wrap=theme.large)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.leave = Button(theme, texts.text("practice-leave"))
        self.leave.clicked.connect(self.left.emit)
        row.addWidget(Stripes(theme), 1)
        row.addWidget(words, 1 if theme.large else 0)
        row.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Stripes(theme), 1)
