"""How far something is: a bar that says it in numbers to a screen reader too."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from kiosk.ui.theme import Theme

PARTS = 1000
"""A bar counts in thousandths, so that no number of bytes is too large for it."""


class ProgressBar(QProgressBar):
    """A determinate bar; it never moves by itself and never goes back."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setRange(0, PARTS)
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("card-least"), self._theme.size("progress"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def begin(self) -> None:
        """Start again from nothing."""
        self.setValue(0)

    def show_part(self, done: int, of: int) -> int:
        """Show how much of a whole is done; return it in percent."""
        part = PARTS if of <= 0 else min(PARTS, done * PARTS // of)
        self.setValue(max(self.value(), part))
        return self.value() * 100 // PARTS

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_px = box.height() / 2
        painter.setPen(QPen(theme.colour("border-card"), theme.size("hairline")))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box, round_px, round_px)
        done = QRectF(box)
        done.setWidth(box.width() * self.value() / PARTS)
        if done.width() >= box.height():  # narrower it would be no bar but a blot
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                done.moveRight(box.right())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("action"))
            painter.drawRoundedRect(done, round_px, round_px)
        painter.end()
