"""Radio cards with a number key, a tick card, and groups of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.paint import (
    draw_avatar,
    draw_button_face,
    draw_keycap,
    draw_tick_disc,
    keycap_size,
)

_LEFT_WRAP = int(
    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
)


def _height_of(theme: Theme, words: str, width: int) -> int:
    room = QRect(0, 0, max(1, width), 10_000)
    return QFontMetrics(theme.font("label")).boundingRect(room, _LEFT_WRAP, words).height()


def draw_card(
    painter: QPainter,
    theme: Theme,
    box: QRect,
    *,
    chosen: bool,
    wrong: bool,
    locked: bool = False,
) -> None:
    """Draw the ground and the edge of an answer."""
    ground = "action-bg" if chosen else "surface"
    line = "error" if wrong else "action" if chosen else "border"
    if locked:
        ground, line = "neutral-bg", "border" if chosen else "line"
    draw_button_face(painter, theme, QRectF(box), ground=ground, line=line)


def draw_circle(painter: QPainter, theme: Theme, left: int, middle: int, *, chosen: bool) -> None:
    """Draw the circle of one answer of many; *middle* is its centre's height."""
    side = theme.size("radio")
    box = QRectF(left + 1, middle - side / 2 + 1, side - 2, side - 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = theme.size("input-border")
    painter.setPen(QPen(theme.colour("action" if chosen else "border"), width))
    painter.setBrush(theme.colour("surface"))
    painter.drawEllipse(box)
    if chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("action"))
        inset = side * 0.23
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    painter.restore()


class ChoiceCard(QRadioButton):
    """One answer: circle, words, number key; chosen = tint, edge and filled circle."""

    def __init__(self, theme: Theme, words: str, key: str = "") -> None:
        super().__init__(words.replace("&", "&&"))
        self._theme, self._words, self._key = theme, words, key
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("wrong", False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def _beside(self) -> int:
        theme = self._theme
        cap = keycap_size(theme, self._key).width()
        return 3 * theme.space(3) + theme.size("radio") + (cap + theme.space(2) if cap else 0)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._theme.font("label")).horizontalAdvance(self._words) + 2
        return QSize(self._beside() + width, self.heightForWidth(self._beside() + width))

    def minimumSizeHint(self) -> QSize:
        longest = max(self._words.split() or [""], key=len)
        width = QFontMetrics(self._theme.font("label")).horizontalAdvance(longest) + 2
        return QSize(self._beside() + width, self._theme.size("choice-row"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = _height_of(self._theme, self._words, width - self._beside())
        return max(self._theme.size("choice-row"), words + 2 * self._theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        wrong = bool(self.property("wrong"))
        draw_card(painter, theme, self.rect(), chosen=chosen, wrong=wrong)
        left = theme.space(3)
        draw_circle(painter, theme, left, self.height() // 2, chosen=chosen)
        painter.setFont(theme.font("label", bold=chosen))
        painter.setPen(theme.colour("ink"))
        x = left + theme.size("radio") + theme.space(3)
        room = QRect(x, 0, self.width() - self._beside() + 2, self.height())
        painter.drawText(room, _LEFT_WRAP, self._words)
        if self._key:
            cap = keycap_size(theme, self._key)
            top = (self.height() - cap.height()) // 2
            right = self.width() - theme.space(3) - cap.width()
            box = QRect(right, top, cap.width(), cap.height())
            draw_keycap(painter, theme, box, self._key, "ink-2")
        painter.end()


class PersonChoice(QRadioButton):
    """A name to choose at the door: arch with initials, name, a tick when chosen."""

    def __init__(self, theme: Theme, name: str, initials: str, detail: str = "") -> None:
        super().__init__(name.replace("&", "&&"))
        self._theme, self._name, self._initials, self._detail = theme, name, initials, detail
        self.setAccessibleName(name)
        self.setAccessibleDescription(detail)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(theme.size("operator-row"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size("card-least"), self._theme.size("operator-row"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        line = "action" if chosen else "border-card"
        ground = "action-bg" if chosen else "surface"
        draw_button_face(painter, theme, QRectF(self.rect()), ground=ground, line=line)
        side = theme.size("avatar-unlock")
        box = QRect(theme.space(3), (self.height() - side) // 2, side, side)
        colours = ("action", "on-action") if chosen else ("sand", "ink")
        draw_avatar(painter, theme, box, self._initials, *colours)
        x = box.right() + theme.space(3)
        tick = theme.size("tick")
        room = QRect(x, 0, self.width() - x - tick - 2 * theme.space(4), self.height())
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("label"))
        name_room = room
        if self._detail:
            half = theme.space(5)
            name_room = room.adjusted(0, 0, 0, -half)
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("ink-2"))
            painter.drawText(room.adjusted(0, half, 0, 0), _LEFT_WRAP, self._detail)
            painter.setFont(theme.font("label"))
            painter.setPen(theme.colour("ink"))
        painter.drawText(name_room, _LEFT_WRAP, self._name)
        if chosen:
            right = self.width() - tick - theme.space(4)
            spot = QRectF(right, (self.height() - tick) / 2, tick, tick)
            draw_tick_disc(painter, theme, spot, "action", "on-action")
        painter.end()


class TickCard(QCheckBox):
    """A sentence with a box to tick."""

    def __init__(self, theme: Theme, words: str = "") -> None:
        super().__init__(words.replace("&", "&&"))
        self._theme, self._words = theme, words
        self.setProperty("wrong", False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str) -> None:
        """Change the sentence."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def _beside(self) -> int:
        return 3 * self._theme.space(4) + self._theme.size("checkbox")

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._theme.font("label")).horizontalAdvance(self._words)
        return QSize(self._beside() + width, self.heightForWidth(self._beside() + width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size("card-least"), self._theme.size("button-primary"))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = _height_of(self._theme, self._words, width - self._beside())
        return max(self._theme.size("operator-row"), words + 2 * self._theme.space(3))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        theme, chosen = self._theme, self.isChecked()
        painter = QPainter(self)
        wrong = bool(self.property("wrong"))
        draw_card(painter, theme, self.rect(), chosen=chosen, wrong=wrong)
        side = theme.size("checkbox")
        box = QRectF(theme.space(4), (self.height() - side) / 2, side, side)
        ground = "action" if chosen else "surface"
        line = "action" if chosen else "border"
        draw_button_face(painter, theme, box, ground=ground, line=line)
        if chosen:
            icon = theme.size("icon-body")
            painter.drawPixmap(
                round(box.center().x() - icon / 2),
                round(box.center().y() - icon / 2),
                theme.icon("check", "on-action", icon),
            )
        painter.setFont(theme.font("label", bold=True))
        painter.setPen(theme.colour("ink"))
        x = theme.space(4) * 2 + side
        room = QRect(x, 0, self.width() - x - theme.space(4), self.height())
        painter.drawText(room, _LEFT_WRAP, self._words)
        painter.end()


class ChoiceField(Field):
    """A closed question: radio cards side by side where they fit; keys 1–9 choose."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, label: str, hint: str = "") -> None:
        super().__init__(theme, label, hint)
        self._group = QButtonGroup(self)
        self._cards: list[ChoiceCard] = []
        self._names: list[str] = []
        self._area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._area.setSizePolicy(policy)
        self._grid = EvenGrid(
            theme.space(3), theme.size("choice-least"), most_columns=3, natural=True,
            parent=self._area,
        )  # fmt: skip
        self.add_input(self._area)
        self._group.idClicked.connect(self._clicked)

    def _clicked(self, number: int) -> None:
        self._stop_at_chosen()
        self.chosen.emit(self._names[number])

    def set_choices(self, choices: list[tuple[str, str]]) -> None:
        """Show the answers as (name, label); the same names only change their labels."""
        for card in self._cards:
            self._group.removeButton(card)
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self._names = [], [name for name, _ in choices]
        for number, (_, label) in enumerate(choices):
            card = ChoiceCard(self.theme, label, str(number + 1) if number < 9 else "")
            self._group.addButton(card, number)
            self._grid.addWidget(card)
            self._cards.append(card)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return tuple(self._cards)

    def name_inputs(self) -> None:
        if not self._cards:
            return
        super().name_inputs()
        for card in self._cards:
            card.setAccessibleName(f"{card.text().replace('&&', '&')}, {self.label.words()}")

    def value(self) -> str:
        """Return the name of the chosen answer, or nothing."""
        for name, card in zip(self._names, self._cards, strict=True):
            if card.isChecked():  # the group's checkedId() keeps a card that was unchecked by us
                return name
        return ""

    def set_value(self, name: str) -> None:
        """Choose an answer without saying so; an unknown name chooses none."""
        if name == self.value():
            return
        self._group.setExclusive(False)
        for own, card in zip(self._names, self._cards, strict=True):
            card.setChecked(own == name)
        self._group.setExclusive(True)
        self._stop_at_chosen()

    def _stop_at_chosen(self) -> None:
        """Let Tab come to the chosen answer only; Qt sees to that for answers that were clicked."""
        chosen = any(card.isChecked() for card in self._cards)
        for card in self._cards:
            stops = card.isChecked() or not chosen
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)

    def take_focus(self) -> None:
        chosen = self._group.checkedButton()
        target: QAbstractButton = chosen if chosen is not None else self._cards[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and len(text) == 1 and text in "123456789" and int(text) <= len(self._cards):
            card = self._cards[int(text) - 1]
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            card.click()
            return
        super().keyPressEvent(event)
