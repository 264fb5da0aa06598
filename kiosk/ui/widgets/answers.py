"""Cards of a closed question: one of many (a circle) or several (a box to tick).

A card has words, and may have a picture and a number key. It is laid out in a row, or stacked with
the words below (`likert`, pictures side by side), or bare: the circle alone, in a matrix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QSizePolicy, QStyle

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.choices import ChoiceCard, draw_card, draw_circle
from kiosk.ui.widgets.paint import draw_button_face, draw_keycap, keycap_size
from kiosk.ui.widgets.text import Words
from kiosk.ui.widgets.word_block import WordBlock


class Shape(Enum):
    """How the parts of a card stand."""

    ROW = "row"
    STACKED = "stacked"
    BARE = "bare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as it is shown."""

    name: str
    words: Words
    picture: QPixmap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLook:
    """How all cards of a question look. mark: circle or box is drawn (not with `no-buttons`)."""

    shape: Shape = Shape.ROW
    mark: bool = True


class _Face:
    """Measures and draws a card, whatever button it belongs to."""

    def __init__(self, theme: Theme, answer: Answer, look: CardLook, key: str) -> None:
        self.theme, self.answer, self.look = theme, answer, look
        self.key = "" if look.shape is not Shape.ROW else key
        centred = look.shape is not Shape.ROW
        role = "body" if centred else "label"
        self.block = WordBlock(theme, answer.words, role, centred=centred)
        self.mark_px = theme.size("radio") if look.mark else 0

    def picture_size(self, most_width: int) -> QSize:
        """Return how large the picture is drawn."""
        picture = self.answer.picture
        if picture is None or picture.isNull():
            return QSize(0, 0)
        name = "answer-picture" if self.look.shape is Shape.ROW else "answer-picture-large"
        side = self.theme.size(name)
        return picture.size().scaled(
            min(side, most_width), side, Qt.AspectRatioMode.KeepAspectRatio
        )

    def beside(self) -> int:
        """Return the width of everything in the row that is not words."""
        theme = self.theme
        wide = 2 * theme.space(3)
        if self.look.shape is not Shape.ROW:
            return wide
        wide += self.mark_px + theme.space(3) if self.mark_px else 0
        picture = self.picture_size(theme.size("answer-picture")).width()
        wide += picture + theme.space(3) if picture else 0
        cap = keycap_size(theme, self.key).width()
        return wide + (cap + theme.space(2) if cap else 0)

    def natural(self) -> QSize:
        """Return the size with the words in one line."""
        if self.look.shape is Shape.BARE:
            side = self.theme.size("target-min")
            return QSize(side, side)
        words = self.block.natural_width()
        if self.look.shape is Shape.STACKED:
            picture = self.picture_size(self.theme.size("answer-picture-large")).width()
            words = max(picture, min(words, self.theme.size("choice-least")))
        wide = self.beside() + words
        return QSize(wide, self.height(wide))

    def least(self) -> QSize:
        """Return the smallest size in which no word is broken."""
        if self.look.shape is Shape.BARE:
            return self.natural()
        return QSize(self.beside() + self.block.least_width(), self.theme.size("choice-row"))

    def height(self, width: int) -> int:
        """Return how high the card is at a width."""
        theme = self.theme
        if self.look.shape is Shape.BARE:
            return theme.size("target-min")
        words = self.block.height(width - self.beside())
        picture = self.picture_size(width - self.beside()).height()
        if self.look.shape is Shape.ROW:
            inside = max(words, picture)
            return max(theme.size("choice-row"), inside + 2 * theme.space(2))
        parts = [part for part in (picture, self.mark_px, words) if part]
        inside = sum(parts) + theme.space(2) * (len(parts) - 1)
        return max(theme.size("choice-row"), inside + 2 * theme.space(3))

    def draw(self, button: QAbstractButton, *, tick: bool) -> None:
        """Draw the card of *button*."""
        theme, chosen = self.theme, button.isChecked()
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.look.shape is not Shape.BARE:
            wrong = bool(button.property("wrong"))
            locked = not button.isEnabled()
            draw_card(painter, theme, button.rect(), chosen=chosen, wrong=wrong, locked=locked)
        ink = "ink" if button.isEnabled() or chosen else "ink-2"
        mark, picture, words, cap = self._boxes(button.rect())

        def seen(box: QRect) -> QRect:
            return QStyle.visualRect(button.layoutDirection(), button.rect(), box)

        if self.mark_px:
            spot = seen(mark)
            if tick:
                draw_tick_box(painter, theme, spot, chosen=chosen)
            else:
                draw_circle(painter, theme, spot.left(), spot.center().y() + 1, chosen=chosen)
        if self.answer.picture is not None and not picture.isEmpty():
            painter.drawPixmap(seen(picture), self.answer.picture)
        if self.look.shape is not Shape.BARE:
            self.block.draw(painter, seen(words), ink, bold=chosen)
        if not cap.isEmpty():
            draw_keycap(painter, theme, seen(cap), self.key, "ink-2")
        painter.end()

    def _boxes(self, card: QRect) -> tuple[QRect, QRect, QRect, QRect]:
        """Return where mark, picture, words and key stand, from left to right."""
        theme, side = self.theme, self.mark_px
        wide, high = card.width(), card.height()
        if self.look.shape is Shape.BARE:
            mark = QRect((wide - side) // 2, (high - side) // 2, side, side)
            return mark, QRect(), QRect(), QRect()
        pad = theme.space(3)
        size = self.picture_size(wide - 2 * pad)
        if self.look.shape is Shape.STACKED:
            y = pad
            picture = QRect((wide - size.width()) // 2, y, size.width(), size.height())
            y += size.height() + theme.space(2) if size.height() else 0
            mark = QRect((wide - side) // 2, y, side, side)
            y += side + theme.space(2) if side else 0
            return mark, picture, QRect(pad, y, wide - 2 * pad, high - pad - y), QRect()
        x = pad
        mark = QRect(x, (high - side) // 2, side, side)
        x += side + theme.space(3) if side else 0
        picture = QRect(x, (high - size.height()) // 2, size.width(), size.height())
        x += size.width() + theme.space(3) if size.width() else 0
        key = keycap_size(theme, self.key)
        cap = QRect(wide - pad - key.width(), (high - key.height()) // 2, key.width(), key.height())
        right = cap.left() - theme.space(2) if key.width() else wide - pad
        return mark, picture, QRect(x, 0, right - x + 2, high), cap


def draw_tick_box(painter: QPainter, theme: Theme, box: QRect, *, chosen: bool) -> None:
    """Draw a box to tick."""
    ground, line = ("action", "action") if chosen else ("surface", "border")
    draw_button_face(painter, theme, QRectF(box), ground=ground, line=line)
    if chosen:
        icon = box.width() - theme.space(1)
        left = box.left() + (box.width() - icon) // 2
        top = box.top() + (box.height() - icon) // 2
        painter.drawPixmap(left, top, theme.icon("check", "on-action", icon))


def _prepare(card: QAbstractButton, shape: Shape) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(shape is not Shape.BARE)
    card.setSizePolicy(policy)
    card.setProperty("wrong", False)
    card.setProperty("answer", True)  # Enter stops at it, unlike at a button
    card.setCursor(Qt.CursorShape.PointingHandCursor)


class RadioAnswer(ChoiceCard):
    """One answer of which exactly one is chosen."""

    def __init__(self, theme: Theme, answer: Answer, look: CardLook, key: str = "") -> None:
        super().__init__(theme, answer.words.plain, key)
        self.face = _Face(theme, answer, look, key)
        _prepare(self, look.shape)

    def sizeHint(self) -> QSize:
        return self.face.natural()

    def minimumSizeHint(self) -> QSize:
        return self.face.least()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        self.face.draw(self, tick=False)


class TickAnswer(QCheckBox):
    """One answer of which several may be chosen."""

    def __init__(self, theme: Theme, answer: Answer, look: CardLook, key: str = "") -> None:
        super().__init__(answer.words.plain.replace("&", "&&"))
        self.face = _Face(theme, answer, look, key)
        _prepare(self, look.shape)

    def set_words(self, words: Words) -> None:
        """Change what it says."""
        face = self.face
        if words != face.answer.words:
            self.face = _Face(face.theme, replace(face.answer, words=words), face.look, face.key)
            self.setText(words.plain.replace("&", "&&"))
            self.updateGeometry()
            self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return self.face.natural()

    def minimumSizeHint(self) -> QSize:
        return self.face.least()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        self.face.draw(self, tick=True)


AnswerCard = RadioAnswer | TickAnswer
