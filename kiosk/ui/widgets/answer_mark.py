"""The mark of an answer: each has its own shape, so that colour is never needed to tell it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_tick_disc

_CUT = 0.29  # where the corners of an octagon are cut


class Mark(Enum):
    """What is drawn."""

    TICK = "tick"  # a disc with a tick
    CROSS = "cross"  # an octagon with a cross
    ASK = "ask"  # a ring with a question mark
    STRIPES = "stripes"  # a striped square: practice
    CANCELLED = "cancelled"  # a crossed circle


class AnswerMark(QWidget):
    """One mark; it says nothing to a screen reader, the words beside it do."""

    def __init__(self, theme: Theme, size_name: str = "result-mark") -> None:
        super().__init__()
        self._theme = theme
        self._mark = Mark.ASK
        side = theme.size(size_name)
        self.setFixedSize(side, side)

    def show_mark(self, mark: Mark) -> None:
        """Draw another mark."""
        self._mark = mark
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        match self._mark:
            case Mark.TICK:
                draw_tick_disc(painter, self._theme, box, "success", "surface")
            case Mark.CROSS:
                self._cross(painter, box)
            case Mark.ASK:
                self._ask(painter, box)
            case Mark.STRIPES:
                self._stripes(painter, box)
            case Mark.CANCELLED:
                self._cancelled(painter, box)
        painter.end()

    def _pen(self, ink: str, box: QRectF, share: float) -> QPen:
        pen = QPen(self._theme.colour(ink), box.width() * share)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def _cross(self, painter: QPainter, box: QRectF) -> None:
        cut = box.width() * _CUT
        left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
        octagon = QPolygonF(
            [
                QPointF(left + cut, top), QPointF(right - cut, top),
                QPointF(right, top + cut), QPointF(right, bottom - cut),
                QPointF(right - cut, bottom), QPointF(left + cut, bottom),
                QPointF(left, bottom - cut), QPointF(left, top + cut),
            ]
        )  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("error"))
        painter.drawPolygon(octagon)
        painter.setPen(self._pen("surface", box, 0.12))
        inset = box.width() * 0.33
        inner = box.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())

    def _ask(self, painter: QPainter, box: QRectF) -> None:
        width = box.width() * 0.08
        painter.setPen(self._pen("ink-2", box, 0.08))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        font = self._theme.font("h1", bold=True)
        font.setPixelSize(round(box.height() * 0.6))
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink-2"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")

    def _stripes(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(self._pen("ink-2", box, 0.06))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = box.width() * 0.06
        square = box.adjusted(inset, inset, -inset, -inset)
        painter.drawRect(square)
        step = square.width() / 3
        for place in range(1, 3):
            along = step * place
            painter.drawLine(
                QPointF(square.left() + along, square.top()),
                QPointF(square.left(), square.top() + along),
            )
            painter.drawLine(
                QPointF(square.right(), square.bottom() - along),
                QPointF(square.right() - along, square.bottom()),
            )
        painter.drawLine(square.topRight(), square.bottomLeft())

    def _cancelled(self, painter: QPainter, box: QRectF) -> None:
        width = box.width() * 0.1
        ring = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(self._pen("ink-2", box, 0.1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        inset = box.width() * 0.18
        inner = box.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(inner.bottomLeft(), inner.topRight())
