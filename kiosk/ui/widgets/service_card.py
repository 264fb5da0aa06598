"""A service to choose: its scene, its name, what it costs and how long it takes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import (
    draw_button_face,
    draw_keycap,
    draw_tick_disc,
    keycap_size,
)

_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


class ServiceChoice(QRadioButton):
    """One service; chosen = tint, edge and tick."""

    def __init__(
        self, theme: Theme, *, name: str, about: str, cost: str, scene: str, key: str
    ) -> None:
        super().__init__(name.replace("&", "&&"))
        self._theme, self._name, self._about = theme, name, about
        self._cost, self._scene, self._key = cost, scene, key
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{about} {cost}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        width = self._theme.size("service-least")
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size("card-least"), self._theme.size("list-row"))

    def hasHeightForWidth(self) -> bool:
        return True

    def _left(self) -> int:
        picture = self._theme.pair("service-picture")
        return self._theme.space(4) * 2 + picture.width()

    def _right(self) -> int:
        cap = keycap_size(self._theme, self._key).width() + self._theme.size("tick")
        return cap + 3 * self._theme.space(3)

    def _boxes(self, width: int) -> list[tuple[str, str, bool, str, QRect]]:
        """Return the three texts with type, weight, ink and place."""
        theme = self._theme
        room = max(1, width - self._left() - self._right())
        y = theme.space(4)
        placed = []
        for words, role, bold, ink in (
            (self._name, "label", True, "ink"),
            (self._about, "body", False, "ink-2"),
            (self._cost, "body", True, "ink"),
        ):
            font = theme.font(role, bold=bold)
            box = QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), _FLAGS, words)
            placed.append((words, role, bold, ink, QRect(self._left(), y, room, box.height())))
            y += box.height() + theme.space(1)
        return placed

    def heightForWidth(self, width: int) -> int:
        last = self._boxes(width)[-1][4]
        picture = self._theme.pair("service-picture").height() + 2 * self._theme.space(4)
        return max(picture, last.bottom() + self._theme.space(4))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        ground, line = ("action-bg", "action") if chosen else ("surface", "border-card")
        draw_button_face(painter, theme, QRectF(self.rect()), ground=ground, line=line)
        size = theme.pair("service-picture")
        spot = QRectF(
            theme.space(4), (self.height() - size.height()) / 2, size.width(), size.height()
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(spot, size.width() / 2.4, size.height() * 0.8)
        clip.setFillRule(Qt.FillRule.WindingFill)
        lower = QPainterPath()
        lower.addRect(spot.adjusted(0, spot.height() * 0.6, 0, 0))
        painter.setClipPath(clip.united(lower))
        painter.drawPixmap(spot.topLeft(), theme.scene(self._scene, size))
        painter.restore()
        for words, role, bold, ink, box in self._boxes(self.width()):
            painter.setFont(theme.font(role, bold=bold))
            painter.setPen(theme.colour(ink))
            painter.drawText(box, _FLAGS, words)
        self._draw_right(painter, chosen=chosen)
        painter.end()

    def _draw_right(self, painter: QPainter, *, chosen: bool) -> None:
        theme = self._theme
        cap = keycap_size(theme, self._key)
        right = self.width() - theme.space(4)
        top = theme.space(4)
        if self._key:
            box = QRect(right - cap.width(), top, cap.width(), cap.height())
            draw_keycap(painter, theme, box, self._key, "ink-2")
            right = box.left() - theme.space(2)
        if chosen:
            side = theme.size("tick")
            spot = QRectF(right - side, top, side, side)
            draw_tick_disc(painter, theme, spot, "action", "on-action")
