"""A scale to slide on: nothing is chosen until it is touched, and a wheel never moves it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider

from kiosk.ui.theme import Theme

_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class Scale(QSlider):
    """A line with a thumb; ticks and their words under it (or beside it, upright)."""

    touched = Signal(int)
    """Somebody chose a place."""

    def __init__(self, theme: Theme, count: int, *, upright: bool = False) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal)
        self._theme = theme
        self._ticks: dict[int, str] = {}
        self._ticked = True
        self.blank, self.first = True, 0
        self.setRange(0, count - 1)
        self.setSingleStep(1)
        self.setPageStep(max(1, count // 10))
        self.setProperty("answer", False)  # Enter goes on from the number beside it
        self.setProperty("wrong", False)
        policy = QSizePolicy.Policy.Expanding
        if upright:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        else:
            self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)

    def set_ticks(self, ticks: dict[int, str], *, drawn: bool) -> None:
        """Show these words at these places; drawn: with a small line each."""
        self._ticks, self._ticked = ticks, drawn
        self.updateGeometry()
        self.update()

    def words_at(self, place: int) -> str:
        """Return what stands at a place, "" for nothing."""
        return self._ticks.get(place, "")

    def show_place(self, place: int | None) -> None:
        """Stand at a place, or nowhere."""
        self.blank = place is None
        self.setValue(self.first if place is None else place)
        self.update()

    def _upright(self) -> bool:
        return self.orientation() is Qt.Orientation.Vertical

    def _thumb(self) -> int:
        return self._theme.size("radio") + self._theme.space(1)

    def _words(self) -> QSize:
        metrics = QFontMetrics(self._theme.font("caption"))
        wide = max((metrics.horizontalAdvance(one) for one in self._ticks.values()), default=0)
        return QSize(wide, metrics.lineSpacing())

    def sizeHint(self) -> QSize:
        theme, words = self._theme, self._words()
        if self._upright():
            across = theme.size("target-min") + theme.space(2) + words.width()
            return QSize(across, theme.size("scale-upright"))
        under = words.height() + theme.space(1) if any(self._ticks.values()) else 0
        return QSize(theme.size("card-least"), theme.size("target-min") + under)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    # --------------------------------------------------------------------------- places

    def _track(self) -> tuple[float, float]:
        """Return where the first and the last place are, along the line."""
        half = max(self._thumb() / 2, self._words().width() / 2 if not self._upright() else 0)
        edge = half + self._theme.size("input-border")
        if self._upright():
            return self.height() - edge, edge
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return self.width() - edge, edge
        return edge, self.width() - edge

    def _spot(self, place: int) -> float:
        start, end = self._track()
        return start + (end - start) * place / max(1, self.maximum())

    def _place_at(self, along: float) -> int:
        start, end = self._track()
        part = (along - start) / (end - start) if end != start else 0
        return min(self.maximum(), max(0, round(part * self.maximum())))

    def _choose(self, place: int) -> None:
        self.blank = False
        self.setValue(place)
        self.update()
        self.touched.emit(place)

    # ---------------------------------------------------------------------- hands and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _follow(self, event: QMouseEvent) -> None:
        at = event.position()
        self._choose(self._place_at(at.y() if self._upright() else at.x()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        right = -1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1
        steps = {
            Qt.Key.Key_Right: right,
            Qt.Key.Key_Left: -right,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: self.pageStep(),
            Qt.Key.Key_PageDown: -self.pageStep(),
        }
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif key is Qt.Key.Key_Home:
            self._choose(0)
        elif key is Qt.Key.Key_End:
            self._choose(self.maximum())
        elif key in steps:  # the first key only puts the thumb where it begins
            to = self.value() if self.blank else self.value() + steps[key]
            self._choose(min(self.maximum(), max(0, to)))
        else:
            event.ignore()

    # --------------------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = theme.size("target-min") / 2
        if self._upright() and self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            middle = self.width() - middle
        groove = theme.space(1) + theme.size("input-border")
        start, end = self._track()
        wrong = bool(self.property("wrong"))
        painter.setPen(QPen(theme.colour("error" if wrong else "border"), groove))
        self._line(painter, start, end, middle)
        if not self.blank:
            painter.setPen(QPen(theme.colour("action"), groove))
            self._line(painter, start, self._spot(self.value()), middle)
        for place, words in self._ticks.items():
            self._draw_tick(painter, place, words, middle)
        if not self.blank:
            spot = self._spot(self.value())
            half = self._thumb() / 2
            centre = QPointF(middle, spot) if self._upright() else QPointF(spot, middle)
            painter.setPen(QPen(theme.colour("surface"), theme.size("input-border")))
            painter.setBrush(theme.colour("action"))
            painter.drawEllipse(centre, half, half)
        painter.end()

    def _line(self, painter: QPainter, start: float, end: float, middle: float) -> None:
        if self._upright():
            painter.drawLine(QPointF(middle, start), QPointF(middle, end))
        else:
            painter.drawLine(QPointF(start, middle), QPointF(end, middle))

    def _draw_tick(self, painter: QPainter, place: int, words: str, middle: float) -> None:
        theme, spot, size = self._theme, self._spot(place), self._words()
        long = theme.space(2)
        if self._ticked:
            painter.setPen(QPen(theme.colour("border"), theme.size("input-border")))
            if self._upright():
                painter.drawLine(QPointF(middle - long, spot), QPointF(middle + long, spot))
            else:
                painter.drawLine(QPointF(spot, middle - long), QPointF(spot, middle + long))
        if not words:
            return
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("ink-2"))
        metrics = QFontMetrics(painter.font())
        wide = metrics.horizontalAdvance(words) + 2
        if self._upright():
            left = theme.size("target-min") + theme.space(1)
            box = QRectF(left, spot - size.height() / 2, wide, size.height())
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                box.moveRight(self.width() - left)
        else:
            box = QRectF(spot - wide / 2, theme.size("target-min"), wide, size.height())
        painter.drawText(box, _CENTRE, words)


def even_places(count: int, every: int) -> list[int]:
    """Return the places of ticks, the last one always among them."""
    places = list(range(0, count, every))
    if places[-1] != count - 1:
        places.append(count - 1)
    return places
