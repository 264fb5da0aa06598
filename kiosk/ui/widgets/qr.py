"""A receipt's code on the screen: whole pixels, black on white in every theme (RECEIPTS §7)."""

from __future__ import annotations

import qrcode
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import Theme

_SEGMENT_DIGITS = 8


def modules_of(text: str, quiet: int) -> list[list[bool]]:
    """Return the code of *text* at level M as rows of modules, *quiet* white ones around it."""
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=quiet, box_size=1
    )
    code.add_data(text, optimize=_SEGMENT_DIGITS)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


class QrCode(QWidget):
    """Draws a code as large as there is room, never below 5 px a module."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._least, self._quiet = theme.plain("qr-module"), theme.plain("qr-quiet-modules")
        self._rows: list[list[bool]] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the code of *text*; no text shows nothing."""
        self._rows = modules_of(text, self._quiet) if text else []
        self.setFixedSize(self.sizeHint())
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        side = len(self._rows) * self._least
        return QSize(side, side)

    def module_px(self) -> int:
        """Return how wide one module is drawn."""
        if not self._rows:
            return 0
        return max(self._least, min(self.width(), self.height()) // len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        side = self.module_px()
        for y, row in enumerate(self._rows):
            for x, black in enumerate(row):
                if black:
                    painter.fillRect(QRect(x * side, y * side, side, side), Qt.GlobalColor.black)
        painter.end()
