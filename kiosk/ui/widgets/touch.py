"""Buttons to be touched: 20 mm, action on release, slide off to cancel, a bounce acts once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind, PaintedButton
from kiosk.ui.widgets.paint import draw_button_face

BOUNCE_MS = 400
"""A second touch of the same button within this time is a trembling finger (UX §8.1)."""

_WRAP = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


class TouchButton(Button):
    """An act of a kiosk page: *Continuar*, *Atrás*, *Tomar la foto*."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        kind: Kind = Kind.SECONDARY,
        *,
        icon: str = "",
        name: str = "",
        trailing: bool = False,
    ) -> None:
        super().__init__(theme, words, kind, icon=icon, name=name, trailing=trailing)
        self.setFont(theme.font("label" if kind is Kind.PRIMARY else "body-2", bold=True))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(BOUNCE_MS)
        self.clicked.connect(lambda: self._rest.start())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._rest.isActive():
            event.accept()
            return
        super().mousePressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hover = False  # a finger does not hover: the last touched button must not stay lit

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(self.theme.size("target-min"), self._least_height()))


class Key(PaintedButton):
    """One key of an on-screen pad. It never takes the focus: what is typed into keeps it.

    A key that cannot come now lies flat and is disabled; one that can stands up on its edge.
    """

    def __init__(
        self,
        theme: Theme,
        words: str,
        *,
        name: str = "",
        icon: str = "",
        role: str = "label",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self._words, self._icon, self._role = words, icon, role
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_words(words, name)

    def show_words(self, words: str, name: str = "") -> None:
        """Change what stands on the key, and what a screen reader calls it."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(name or words)
        self.update()

    def words(self) -> str:
        """Return what stands on the key."""
        return self._words

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hover = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.size("key-least"), self.theme.size("key-low"))

    def sizeHint(self) -> QSize:
        return QSize(self.theme.size("key-least"), self.theme.pair("key").height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self.theme
        painter = QPainter(self)
        box = QRectF(self.rect())
        if not self.isEnabled():
            draw_button_face(painter, theme, box, ground="sand", line="line")
            self._inside(painter, self.rect(), "muted", bold=False)
        else:
            chosen = self.isCheckable() and self.isChecked()
            ground = "action-bg" if self.isDown() or chosen else "surface"
            face = draw_button_face(
                painter,
                theme,
                box,
                ground=ground,
                edge="action" if chosen else "border-card",
                line="action" if chosen else "border-card",
                down=self.isDown(),
            )
            self._inside(painter, face.toRect(), "ink", bold=True)
        painter.end()

    def _inside(self, painter: QPainter, face: QRect, ink: str, *, bold: bool) -> None:
        theme = self.theme
        painter.setFont(self._font(face, bold))
        painter.setPen(theme.colour(ink))
        if not self._icon:
            pad = theme.space(1) // 2
            painter.drawText(face.adjusted(pad, 0, -pad, 0), _WRAP, self._words)
            return
        size = theme.size("icon-button")
        words = QFontMetrics(painter.font()).horizontalAdvance(self._words)
        gap = theme.space(2) if self._words else 0
        x = face.left() + (face.width() - size - gap - words) // 2
        top = face.top() + (face.height() - size) // 2
        painter.drawPixmap(x, top, theme.icon(self._icon, ink, size))
        left = QRect(x + size + gap, face.top(), words + 2, face.height())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter), self._words)

    def _font(self, face: QRect, bold: bool) -> QFont:
        """Return the type of the key: a smaller role where the word would not fit on it."""
        font = self.theme.font(self._role, bold=bold)
        for role in (self._role, "body-2", "body"):
            font = self.theme.font(role, bold=bold)
            beside = self.theme.size("icon-button") + self.theme.space(2) if self._icon else 0
            longest = max((self._words or " ").split(" "), key=len)
            longest = self._words if self._icon else longest  # beside an icon nothing wraps
            if QFontMetrics(font).horizontalAdvance(longest) + beside <= face.width():
                return font
        return font


class AidButton(PaintedButton):
    """A help of the header: an icon over a word, on the institution's colour."""

    def __init__(self, theme: Theme, words: str, icon: str, *, row: bool = False) -> None:
        super().__init__(theme)
        self._words, self._icon, self._row = words, icon, row
        self.setText(words)
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(not row)
        self.setSizePolicy(policy)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hover = False

    def _text_box(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - self.theme.space(1)), 100_000)
        metrics = QFontMetrics(self.theme.font("body", bold=True))
        return metrics.boundingRect(room, _WRAP, self._words)

    def sizeHint(self) -> QSize:
        theme = self.theme
        metrics = QFontMetrics(theme.font("body", bold=True))
        if self._row:
            wide = metrics.horizontalAdvance(self._words) + theme.size("icon-small")
            wide += 3 * theme.space(2) + theme.space(1)
            return QSize(max(wide, theme.pair("finish").width()), theme.size("target-min"))
        longest = max(metrics.horizontalAdvance(word) for word in self._words.split() or [""])
        wide = max(longest + 2 * theme.space(1), theme.size("target-min"))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return not self._row

    def heightForWidth(self, width: int) -> int:
        theme = self.theme
        high = theme.size("icon-body") + self._text_box(width).height() + 2 * theme.space(1)
        return max(theme.pair("aid").height(), high)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme = self.theme
        painter = QPainter(self)
        box = QRectF(self.rect())
        ground = "brand" if self._row is not self.isDown() else "brand-2"
        line = "gold-on-brand" if self._row else None
        draw_button_face(painter, theme, box, ground=ground, line=line)
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.colour("on-brand"))
        size = theme.size("icon-small" if self._row else "icon-body")
        icon = theme.icon(self._icon, "on-brand", size)
        if self._row:
            words = QFontMetrics(painter.font()).horizontalAdvance(self._words)
            x = (self.width() - size - theme.space(1) - words) // 2
            painter.drawPixmap(x, (self.height() - size) // 2, icon)
            left = QRect(x + size + theme.space(1), 0, words + 2, self.height())
            painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter), self._words)
        else:
            high = self._text_box(self.width()).height()
            top = (self.height() - size - high) // 2
            painter.drawPixmap((self.width() - size) // 2, top, icon)
            painter.drawText(QRect(0, top + size, self.width(), high), _WRAP, self._words)
        painter.end()
