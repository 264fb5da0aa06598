"""A place to draw with a finger, a pen or the mouse: signatures, drawings, notes on a picture.

What was drawn is lines only: no pressure and no timing is taken or kept (UX §3.5).
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import Theme


class Stroke(NamedTuple):
    """A line: its colour role, its points from 0 to 1 of the paper, how many pens wide it is."""

    colour: str
    points: tuple[QPointF, ...]
    pens: float = 1.0


_PAPER_PX = 900
"""The longer side of a drawing without a picture under it; ink on white packs well at this size."""


class Canvas(QWidget):
    """White paper in every theme. A press draws a dot, a movement a line; release ends it."""

    drawn = Signal()
    """A line was ended, taken back or everything was wiped."""

    def __init__(self, theme: Theme, *, ratio: float = 0.5) -> None:
        """Make an empty sheet; *ratio*: its height by its width, where nothing lies under it."""
        super().__init__()
        self.theme = theme
        self.pen_colour = "ink"
        self.pens_wide = 1.0
        self._ratio = ratio
        self._under = QImage()
        self._strokes: list[Stroke] = []
        self._points: list[QPointF] = []
        self._locked = False
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.size("canvas-least"))

    # ------------------------------------------------------------------------- the drawing

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """Return the lines drawn so far, the oldest first."""
        return tuple(self._strokes)

    @property
    def has_background(self) -> bool:
        """Tell whether a picture lies under the lines."""
        return not self._under.isNull()

    def set_background(self, picture: bytes) -> None:
        """Lay an encoded picture under the lines; b"" takes it away. The lines stay."""
        image = QImage()
        if picture:
            image.loadFromData(picture)
        self._under = image
        self.updateGeometry()
        self.update()

    def set_readonly(self, readonly: bool) -> None:
        """Show only, or let draw."""
        self._locked = readonly
        self.setEnabled(not readonly)

    def add(self, strokes: tuple[Stroke, ...]) -> None:
        """Add lines that no hand drew, such as a name written by a key."""
        self._strokes.extend(strokes)
        self._changed()

    def undo(self) -> None:
        """Take the newest line back."""
        if self._strokes:
            self._strokes.pop()
            self._changed()

    def clear(self) -> None:
        """Wipe every line; the picture under them stays."""
        if self._strokes or self._points:
            self._strokes, self._points = [], []
            self._changed()

    def forget(self) -> None:
        """Wipe everything without telling anybody: the visit is over."""
        self._strokes, self._points, self._under = [], [], QImage()
        self.update()

    def png(self, most_px: int = 0) -> bytes:
        """Return paper and lines as PNG, b"" while nothing is drawn on it.

        most_px: the longer side is not longer than this (`max-pixels`); 0 for no limit. A picture
        under the lines keeps its own size otherwise.
        """
        if not self._strokes:
            return b""
        size = self._paper_size()
        longest = max(size.width(), size.height())
        if most_px and longest > most_px:
            size = QSize(
                max(1, size.width() * most_px // longest),
                max(1, size.height() * most_px // longest),
            )
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(image)
        self._draw(painter, QRectF(image.rect()))
        painter.end()
        if self._under.isNull() and all(line.colour == "ink" for line in self._strokes):
            # two colours: a signature of a few lines stays far below 8 KiB (FORMS §10)
            image = image.convertToFormat(
                QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither
            )
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes
        return bytes(content.data())

    def _paper_size(self) -> QSize:
        if not self._under.isNull():
            return self._under.size()
        paper = self._paper()
        if paper.width() >= paper.height():
            return QSize(_PAPER_PX, max(1, round(_PAPER_PX * paper.height() / paper.width())))
        return QSize(max(1, round(_PAPER_PX * paper.width() / paper.height())), _PAPER_PX)

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()

    # ------------------------------------------------------------------------------ drawing

    def _paper(self) -> QRectF:
        """Return where the sheet lies in the widget: as large as its shape allows."""
        room = QRectF(self.rect())
        if self._under.isNull() or room.isEmpty():
            return room
        scale = min(room.width() / self._under.width(), room.height() / self._under.height())
        wide, high = self._under.width() * scale, self._under.height() * scale
        return QRectF((room.width() - wide) / 2, (room.height() - high) / 2, wide, high)

    def _draw(self, painter: QPainter, paper: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._under.isNull():
            painter.drawImage(paper, self._under)
        width = max(2.0, self.theme.size("pen") * paper.width() / max(1.0, self._paper().width()))
        strokes: list[Stroke] = [*self._strokes]
        if self._points:
            strokes.append(Stroke(self.pen_colour, tuple(self._points), self.pens_wide))
        for role, points, pens in strokes:
            # black on white whatever the theme: a paper is read by others
            colour = QColor(Qt.GlobalColor.black) if role == "ink" else self.theme.colour(role)
            pen = QPen(colour, width * pens)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_path(points, paper))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        paper = self._paper()
        painter.fillRect(paper, Qt.GlobalColor.white)
        self._draw(painter, paper)
        line = self.theme.size("input-border")
        painter.setPen(QPen(self.theme.colour("border"), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = line / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.end()

    def sizeHint(self) -> QSize:
        wide = 2 * self.theme.size("canvas-least")
        return QSize(wide, max(self.theme.size("canvas-least"), round(wide * self._ratio)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    # ------------------------------------------------------------------------------- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._locked:
            self._points = [self._spot(event.position())]
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._points:
            self._points.append(self._spot(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._points and event.button() is Qt.MouseButton.LeftButton:
            self._strokes.append(Stroke(self.pen_colour, tuple(self._points), self.pens_wide))
            self._points = []
            self._changed()

    def _spot(self, at: QPointF) -> QPointF:
        paper = self._paper()
        across = (at.x() - paper.left()) / max(1.0, paper.width())
        down = (at.y() - paper.top()) / max(1.0, paper.height())
        return QPointF(min(1.0, max(0.0, across)), min(1.0, max(0.0, down)))


def _path(points: tuple[QPointF, ...], paper: QRectF) -> QPainterPath:
    """Return a smooth line through the points; one point alone is a dot."""
    at = [
        QPointF(paper.left() + one.x() * paper.width(), paper.top() + one.y() * paper.height())
        for one in points
    ]
    path = QPainterPath(at[0])
    if len(at) == 1:
        path.lineTo(at[0] + QPointF(0.1, 0.1))
    for before, after in pairwise(at[1:]):
        path.quadTo(before, (before + after) / 2)
    if len(at) > 1:
        path.lineTo(at[-1])
    return path
