"""Buttons: solid, flat, with the key printed on them; one primary per screen."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_button_face, draw_keycap, keycap_size


class Kind(Enum):
    """How loud a button is."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    LINK = "link"
    BAR = "bar"


_WRAP = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


class PaintedButton(QPushButton):
    """A push button that draws itself and answers Enter as well as the space bar."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._hover = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)


class Button(PaintedButton):
    """Icon, words, key cap. Where there is no room the words wrap; they are never cut."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        kind: Kind = Kind.SECONDARY,
        *,
        key: str = "",
        icon: str = "",
        name: str = "",
        trailing: bool = False,
    ) -> None:
        super().__init__(theme)
        self.kind, self._key, self._icon, self._trailing = kind, key, icon, trailing
        self._words = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(theme.font("label") if kind is Kind.PRIMARY else theme.font("body", bold=True))
        self.set_words(words, name)

    def set_words(self, words: str, name: str = "") -> None:
        """Change the words; *name* tells buttons with equal words apart for a screen reader."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(name or words)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """Return the words as shown."""
        return self._words

    def _least_height(self) -> int:
        match self.kind:
            case Kind.PRIMARY:
                return self.theme.size("button-primary")
            case Kind.SECONDARY | Kind.LINK | Kind.BAR:
                return self.theme.size("button-secondary")

    def _pad(self) -> int:
        if self.kind in (Kind.LINK, Kind.BAR):
            return self.theme.space(1) if self.kind is Kind.LINK else self.theme.space(3)
        return self.theme.size("button-pad")

    def _beside(self) -> int:
        """Return the width of everything that is not words."""
        width = 2 * self._pad()
        if self._icon:
            width += self._icon_px() + (self.theme.space(2) if self._words else 0)
        cap = keycap_size(self.theme, self._key).width()
        if cap:
            width += cap + self.theme.space(3)
        return width

    def _icon_px(self) -> int:
        return self.theme.size("icon-small" if self.kind is Kind.LINK else "icon-button")

    def sizeHint(self) -> QSize:
        if not self._words and self._icon and not self._key:
            side = self._least_height()
            return QSize(side, side)
        advance = QFontMetrics(self.font()).horizontalAdvance(self._words) + 2
        return QSize(self._beside() + advance, self.heightForWidth(self._beside() + advance))

    def minimumSizeHint(self) -> QSize:
        longest = max(self._words.split() or [""], key=len)
        width = self._beside() + QFontMetrics(self.font()).horizontalAdvance(longest) + 2
        return QSize(min(width, self.sizeHint().width()), self._least_height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(1, width - self._beside())
        box = QFontMetrics(self.font()).boundingRect(QRect(0, 0, room, 10_000), _WRAP, self._words)
        edge = self.theme.size("button-edge") if self.kind is Kind.PRIMARY else 0
        return max(self._least_height(), box.height() + 2 * self.theme.space(2) + edge)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        ink, face = self._face(painter)
        self._draw_inside(painter, ink, face)
        painter.end()

    def _face(self, painter: QPainter) -> tuple[str, QRect]:
        box = QRectF(self.rect())
        down = self.isDown()
        match self.kind:
            case Kind.PRIMARY:
                ground = "action-hover" if self._hover or down else "action"
                face = draw_button_face(
                    painter, self.theme, box, ground=ground, edge="action-edge", down=down
                )
                return "on-action", face.toRect()
            case Kind.SECONDARY:
                chosen = self.isCheckable() and self.isChecked()
                ground = "action-bg" if down or chosen else "sand" if self._hover else "surface"
                line = "action" if chosen else "border"
                face = draw_button_face(painter, self.theme, box, ground=ground, line=line)
                return "ink", face.toRect()
            case Kind.LINK:
                # 7:1 on a kiosk, which the colour of links has not (UX §14.7)
                return "ink" if self.theme.kiosk else "link", self.rect()
            case Kind.BAR:
                if self._hover or down:
                    draw_button_face(painter, self.theme, box, ground="brand-2")
                return "on-brand", self.rect()

    def _draw_inside(self, painter: QPainter, ink: str, face: QRect) -> None:
        theme = self.theme
        cap = keycap_size(theme, self._key)
        room = max(1, face.width() - self._beside())
        metrics = QFontMetrics(self.font())
        words = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAP, self._words)
        words_width = min(room, words.width() + 2) if self._words else 0
        if not self._words and self._icon and not self._key:
            self._draw_icon(painter, ink, face, face.center().x() - self._icon_px() // 2 + 1)
            return
        x = face.left() + (face.width() - (self._beside() - 2 * self._pad()) - words_width) // 2
        if self._icon and not self._trailing:
            x = self._draw_icon(painter, ink, face, x) + theme.space(2)
        painter.setFont(self.font())
        painter.setPen(theme.colour(ink))
        painter.drawText(QRect(x, face.top(), words_width, face.height()), _WRAP, self._words)
        if self.kind is Kind.LINK and self._hover:
            y = face.center().y() + words.height() // 2
            painter.drawLine(x, y, x + words_width, y)
        x += words_width
        if self._icon and self._trailing:
            x = self._draw_icon(painter, ink, face, x + theme.space(2))
        if self._key:
            cap_ink = "ink-2" if ink == "link" else "gold-on-brand" if ink == "on-brand" else ink
            top = face.top() + (face.height() - cap.height()) // 2
            box = QRect(x + theme.space(3), top, cap.width(), cap.height())
            draw_keycap(painter, theme, box, self._key, cap_ink)

    def _draw_icon(self, painter: QPainter, ink: str, face: QRect, x: int) -> int:
        size = self._icon_px()
        top = face.top() + (face.height() - size) // 2
        painter.drawPixmap(x, top, self.theme.icon(self._icon, ink, size))
        return x + size


class Tile(PaintedButton):
    """A large card to press on the home screen: icon, key, name, what it is for."""

    def __init__(self, theme: Theme, words: str, about: str, *, icon: str, key: str) -> None:
        super().__init__(theme)
        self._words, self._about, self._icon, self._key = words, about, icon, key
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.setAccessibleDescription(about)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_about(self, about: str) -> None:
        """Change the small line."""
        self._about = about
        self.setAccessibleDescription(about)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self.theme.pair("tile")

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.size("tile-least"), self.theme.pair("tile").height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        name, about = self._text_boxes(width)
        pad = self.theme.space(3) + self.theme.size("hairline")
        least = 2 * pad + self.theme.size("tile-tint") + self.theme.space(1)
        high = least + name.height() + self.theme.space(1) + about.height()
        return max(self.theme.pair("tile").height(), high)

    def _text_boxes(self, width: int) -> tuple[QRect, QRect]:
        pad = self.theme.space(3) + self.theme.size("hairline")
        room = QRect(0, 0, max(1, width - 2 * pad), 10_000)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        name = QFontMetrics(self.theme.font("label")).boundingRect(room, flags, self._words)
        about = QFontMetrics(self.theme.font("caption")).boundingRect(room, flags, self._about)
        return name, about

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "action-bg" if self.isDown() else "sand" if self._hover else "surface"
        painter.setBrush(theme.colour(ground))
        painter.setPen(theme.colour("border-card"))
        radius = theme.radius("field-card")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        pad = theme.space(3) + theme.size("hairline")
        tint = QRect(pad, pad, theme.size("tile-tint"), theme.size("tile-tint"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("action-bg"))
        painter.drawRoundedRect(tint, theme.radius(), theme.radius())
        icon = theme.size("icon-large")
        painter.drawPixmap(
            tint.center().x() - icon // 2 + 1,
            tint.center().y() - icon // 2 + 1,
            theme.icon(self._icon, "action", icon),
        )
        cap = keycap_size(theme, self._key)
        cap_box = QRect(self.width() - pad - cap.width(), pad, cap.width(), cap.height())
        draw_keycap(painter, theme, cap_box, self._key, "ink-2")
        name, about = self._text_boxes(self.width())
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        room = self.width() - 2 * pad
        y = tint.bottom() + theme.space(1)
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRect(pad, y, room, name.height()), flags, self._words)
        y += name.height() + theme.space(1)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("ink-2"))
        painter.drawText(QRect(pad, y, room, about.height()), flags, self._about)
        painter.end()
