"""Small signs: delivery pill, initials in an arch, result mark, the circle of a section."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.services.views import DeliveryWord
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_avatar, draw_keycap, draw_tick_disc, keycap_size

WORD_IDS = {
    DeliveryWord.SAVED: "delivery-word-saved",
    DeliveryWord.ON_THE_WAY: "delivery-word-on-the-way",
    DeliveryWord.DELIVERED: "delivery-word-delivered",
    DeliveryWord.ATTENTION: "delivery-word-attention",
}
WORD_ICONS = {
    DeliveryWord.SAVED: "device-laptop",
    DeliveryWord.ON_THE_WAY: "arrow-right",
    DeliveryWord.DELIVERED: "checks",
    DeliveryWord.ATTENTION: "alert-triangle",
}
_WORD_LOOKS = {
    DeliveryWord.SAVED: ("neutral-bg", "ink-2"),
    DeliveryWord.ON_THE_WAY: ("info-bg", "info"),
    DeliveryWord.DELIVERED: ("success-bg", "success"),
    DeliveryWord.ATTENTION: ("warning-bg", "warning"),
}


class Pill(QWidget):
    """A delivery state by icon, shape and word; delivered is fully round."""

    def __init__(self, theme: Theme, word: DeliveryWord, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_word(word, words)

    def show_word(self, word: DeliveryWord, words: str) -> None:
        """Show another state; *words* are its word in the person's language."""
        self._word, self._words = word, words
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._theme
        width = QFontMetrics(theme.font("caption", bold=True)).horizontalAdvance(self._words)
        width += theme.size("icon-small") + 3 * theme.space(2)
        return QSize(width + 2, theme.size("pill"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        ground, ink = _WORD_LOOKS[self._word]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        round_px = self.height() / 2 if self._word is DeliveryWord.DELIVERED else theme.radius()
        painter.drawRoundedRect(QRectF(self.rect()), round_px, round_px)
        icon = theme.size("icon-small")
        x = theme.space(2)
        painter.drawPixmap(
            x, (self.height() - icon) // 2, theme.icon(WORD_ICONS[self._word], ink, icon)
        )
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.colour(ink))
        left = x + icon + theme.space(2)
        painter.drawText(
            QRect(left, 0, self.width() - left, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self._words,
        )
        painter.end()


class Avatar(QWidget):
    """A person's initials in an arch; no photographs."""

    def __init__(
        self,
        theme: Theme,
        initials: str = "",
        size_name: str = "avatar-row",
        *,
        ground: str = "sand",
        ink: str = "ink",
    ) -> None:
        super().__init__()
        self._theme, self._initials, self._ground, self._ink = theme, initials, ground, ink
        side = theme.size(size_name)
        self.setFixedSize(side, side)

    def show_initials(self, initials: str) -> None:
        """Show another person's initials."""
        self._initials = initials
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        draw_avatar(painter, self._theme, self.rect(), self._initials, self._ground, self._ink)
        painter.end()


class TickDisc(QWidget):
    """A green disc with a tick: done."""

    def __init__(self, theme: Theme, size_name: str = "result-mark") -> None:
        super().__init__()
        self._theme = theme
        side = theme.size(size_name)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        draw_tick_disc(painter, self._theme, QRectF(self.rect()), "success", "surface")
        painter.end()


class StepCircle(QWidget):
    """A section's number: full when here, a tick when complete, an outline when not started."""

    def __init__(self, theme: Theme, number: int, *, here: bool, complete: bool) -> None:
        super().__init__()
        self._theme, self._number, self._here, self._complete = theme, number, here, complete
        side = theme.size("map-number")
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._complete and not self._here:
            draw_tick_disc(painter, theme, box, "success", "surface")
            painter.end()
            return
        if self._here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("action"))
        else:
            painter.setPen(QPen(theme.colour("border-card"), theme.size("input-border")))
        painter.drawEllipse(box)
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.colour("on-action" if self._here else "ink-2"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        painter.end()


class KeyCaps(QWidget):
    """Keys side by side, as printed on the buttons."""

    def __init__(self, theme: Theme, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._theme, self._keys = theme, keys
        width = sum(keycap_size(theme, key).width() + theme.space(2) for key in keys)
        self.setFixedSize(QSize(max(1, width - theme.space(2)), theme.size("keycap")))
        self.setAccessibleName(", ".join(keys))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        x = 0
        for key in self._keys:
            cap = keycap_size(self._theme, key)
            draw_keycap(painter, self._theme, QRect(x, 0, cap.width(), cap.height()), key, "ink-2")
            x += cap.width() + self._theme.space(2)
        painter.end()
