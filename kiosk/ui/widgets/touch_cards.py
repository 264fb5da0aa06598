"""Answers as cards to touch: a picture or a row, excluding each other or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.paint import draw_tick_disc

_LEFT_WRAP = int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What a card shows. note: smaller words at the right; icon: in place of the circle or box."""

    name: str
    label: str
    picture: bytes = b""
    note: str = ""
    icon: str = ""
    right_to_left: bool = False


class CardFace:
    """How a card is measured and drawn: thick green edge, tint and tick where it is chosen."""

    def __init__(self, theme: Theme, *, square: bool) -> None:
        self._theme, self._square = theme, square
        self._pixmap = QPixmap()
        self.card = CardWords(name="", label="")
        self.decoded: dict[bytes, QPixmap] = {}
        self.picture_px = 0
        """How high the picture may be at most; 0: as high as the theme likes it."""

    def show(self, card: CardWords) -> None:
        """Take what is to be shown."""
        if card.picture != self.card.picture:
            self._pixmap = self._decoded(card.picture)
        self.card = card

    def _decoded(self, picture: bytes) -> QPixmap:
        """Return a picture; each is decoded once for all cards that may show it."""
        if picture not in self.decoded:
            image = QImage()
            image.loadFromData(picture)
            self.decoded[picture] = QPixmap.fromImage(image)
        return self.decoded[picture]

    @property
    def pictured(self) -> bool:
        """Whether there is a picture that can be drawn."""
        return not self._pixmap.isNull()

    def _pad(self) -> int:
        return self._theme.space(4)

    def _mark(self) -> int:
        return self._theme.size("choice-mark")

    def _room(self, width: int) -> int:
        """Return the width left for the words."""
        beside = 2 * self._pad() + self._theme.size("tick") + self._theme.space(2)
        if not self.pictured:
            beside = 3 * self._pad() + self._mark()
        return max(1, width - beside - self._note_width())

    def _note_width(self) -> int:
        if not self.card.note:
            return 0
        metrics = QFontMetrics(self._theme.font("body"))
        return metrics.horizontalAdvance(self.card.note) + self._pad()

    def height(self, width: int) -> int:
        """Return how high a card of that width is; words are never cut."""
        metrics = QFontMetrics(self._theme.font("label"))
        room = QRect(0, 0, self._room(width), 100_000)
        words = metrics.boundingRect(room, _LEFT_WRAP, self.card.label).height()
        if self.pictured:
            below = max(words + 2 * self._theme.space(3), self._theme.size("choice-row"))
            return self._picture_height(width) + below
        return max(words + 2 * self._theme.space(3), self._theme.size("choice-row"))

    def _picture_height(self, width: int) -> int:
        liked = min(self._theme.pair("choice-picture").height(), width * 10 // 16)
        return min(liked, self.picture_px) if self.picture_px else liked

    def natural_width(self) -> int:
        """Return the width at which the words need one line."""
        words = QFontMetrics(self._theme.font("label")).horizontalAdvance(self.card.label) + 2
        return words + 3 * self._pad() + self._mark() + self._note_width()

    def paint(
        self, painter: QPainter, rect: QRect, *, chosen: bool, down: bool, wrong: bool
    ) -> None:
        """Draw the card."""
        theme = self._theme
        face = self.draw_plate(painter, rect, chosen=chosen, down=down, wrong=wrong)
        line = theme.size("card-line-chosen" if chosen else "card-line")
        words = face.toRect()
        if self.pictured:
            top = QRectF(face)
            top.setHeight(self._picture_height(rect.width()))
            radius = theme.radius("field-card") - line
            self._draw_picture(painter, top.adjusted(line, line, -line, 0), radius)
            words.setTop(round(top.bottom()))
        self._draw_words(painter, words, chosen=chosen)

    def draw_plate(
        self, painter: QPainter, rect: QRect, *, chosen: bool, down: bool, wrong: bool
    ) -> QRectF:
        """Draw the empty card, and return where its face is."""
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = theme.size("card-line-chosen" if chosen else "card-line")
        role = "action" if chosen else "error" if wrong else "border-card"
        radius = theme.radius("field-card")
        face = QRectF(rect)
        if not chosen and not down:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(face, radius, radius)
            face.adjust(0, 0, 0, -theme.size("card-edge"))
        half = line / 2
        painter.setPen(QPen(theme.colour(role), line))
        painter.setBrush(theme.colour("action-bg" if chosen or down else "surface"))
        inside = face.adjusted(half, half, -half, -half)
        painter.drawRoundedRect(inside, radius - half, radius - half)
        return face

    def _draw_picture(self, painter: QPainter, box: QRectF, radius: float) -> None:
        """Draw the picture whole where it has another shape, filling the plate where it fits."""
        painter.save()
        plate = QPainterPath()
        plate.addRoundedRect(box.adjusted(0, 0, 0, radius), radius, radius)
        cut = QPainterPath()
        cut.addRect(box)
        painter.setClipPath(plate.intersected(cut))
        painter.fillRect(box, self._theme.colour("sand"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = QSize(self._pixmap.width(), self._pixmap.height())
        shape = size.width() / max(1, size.height()) / (box.width() / max(1.0, box.height()))
        fills = 0.75 < shape < 1.34
        mode = (
            Qt.AspectRatioMode.KeepAspectRatioByExpanding
            if fills
            else Qt.AspectRatioMode.KeepAspectRatio
        )
        size.scale(box.size().toSize(), mode)
        at = QRectF(0, 0, size.width(), size.height())
        at.moveCenter(box.center())
        painter.drawPixmap(at, self._pixmap, QRectF(self._pixmap.rect()))
        painter.restore()

    def _draw_words(self, painter: QPainter, box: QRect, *, chosen: bool) -> None:
        theme, pad, mirrored = self._theme, self._pad(), self.card.right_to_left
        x = box.left() + pad
        if not self.pictured:
            spot = QRect(x, box.center().y() - self._mark() // 2, self._mark(), self._mark())
            self._draw_mark(painter, _mirror(spot, box, mirrored), chosen=chosen)
            x += self._mark() + pad
        room = QRect(x, box.top(), self._room(box.width()), box.height())
        painter.setFont(theme.font("label", bold=True))
        painter.setPen(theme.colour("ink"))
        flags = _LEFT_WRAP
        if mirrored:
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
            flags |= int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        painter.drawText(_mirror(room, box, mirrored), flags, self.card.label)
        if self.card.note:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("ink-2"))
            right = QRect(box.right() - pad - self._note_width(), box.top(), 0, box.height())
            right.setWidth(self._note_width())
            painter.drawText(
                _mirror(right, box, mirrored),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                self.card.note,
            )
        if chosen and self.pictured:
            tick = theme.size("tick")
            spot = QRect(box.right() - pad - tick, box.center().y() - tick // 2, tick, tick)
            place = QRectF(_mirror(spot, box, mirrored))
            draw_tick_disc(painter, theme, place, "action", "on-action")

    def _draw_mark(self, painter: QPainter, spot: QRect, *, chosen: bool) -> None:
        theme = self._theme
        if chosen:
            draw_tick_disc(painter, theme, QRectF(spot), "action", "on-action")
            return
        if self.card.icon:
            painter.drawPixmap(spot, theme.icon(self.card.icon, "ink-2", spot.width()))
            return
        line = theme.size("input-border")
        painter.setPen(QPen(theme.colour("border"), line))
        painter.setBrush(theme.colour("surface"))
        half = line / 2
        box = QRectF(spot).adjusted(half, half, -half, -half)
        if self._square:
            painter.drawRoundedRect(box, theme.radius(), theme.radius())
        else:
            painter.drawEllipse(box)


def _mirror(spot: QRect, box: QRect, mirrored: bool) -> QRect:
    """Return *spot* at the other side of *box* for a language that is read from the right."""
    if not mirrored:
        return spot
    return QRect(box.left() + box.right() - spot.right(), spot.top(), spot.width(), spot.height())


class OneCard(QRadioButton):
    """An answer that excludes the others."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.face = theme, CardFace(theme, square=False)
        _prepare(self)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(self.face.natural_width(), self.theme.size("choice-row"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.size("card-least"), self.theme.size("choice-row"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        _paint(self)


class SomeCard(QCheckBox):
    """An answer that may be chosen beside others."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.face = theme, CardFace(theme, square=True)
        _prepare(self)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(self.face.natural_width(), self.theme.size("choice-row"))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.size("card-least"), self.theme.size("choice-row"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        _paint(self)


AnswerCard: TypeAlias = "OneCard | SomeCard"


def _prepare(card: AnswerCard) -> None:
    card.setCursor(Qt.CursorShape.PointingHandCursor)
    card.setProperty("wrong", False)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    card.setSizePolicy(policy)


def show_card(card: AnswerCard, words: CardWords, *, chosen: bool) -> None:
    """Let *card* be another answer."""
    card.face.show(words)
    card.setText(words.label.replace("&", "&&"))
    card.setAccessibleName(words.label)
    card.setAccessibleDescription(words.note)
    set_chosen(card, chosen=chosen)
    card.updateGeometry()
    card.update()


def set_chosen(card: QAbstractButton, *, chosen: bool) -> None:
    """Choose or unchoose a card; Qt alone never lets go of the last one that excludes others."""
    if card.isChecked() is chosen:
        return
    excluding = card.autoExclusive()  # and only so is it a radio button for a screen reader
    card.setAutoExclusive(False)
    card.setChecked(chosen)
    card.setAutoExclusive(excluding)


def _paint(card: AnswerCard) -> None:
    painter = QPainter(card)
    wrong = bool(card.property("wrong"))
    chosen = card.isChecked()
    card.face.paint(painter, card.rect(), chosen=chosen, down=card.isDown(), wrong=wrong)
    painter.end()
