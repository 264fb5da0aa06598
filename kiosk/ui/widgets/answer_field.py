"""A closed question as cards: keys 1–9 choose, the arrow keys walk, the space bar ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLayout, QSizePolicy, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import Answer, AnswerCard, CardLook, RadioAnswer, Shape, TickAnswer
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.layouts import EvenGrid, FlowLayout

_KEYS = "123456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the cards stand: *columns* side by side at most, exactly so many, or packed."""

    columns: int = 3
    exact: bool = False
    packed: bool = False


class AnswerField(Field):
    """Cards of which one, or several, are chosen."""

    chosen = Signal(str)
    """The names now chosen, joined by one space."""

    def __init__(
        self, theme: Theme, label: str, *, several: bool, look: CardLook, spread: Spread
    ) -> None:
        super().__init__(theme, label)
        self._several, self._look = several, look
        self._group = QButtonGroup(self)
        self._cards: list[AnswerCard] = []
        self._answers: tuple[Answer, ...] = ()
        self._locked = False
        self.area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.area.setSizePolicy(policy)
        self._layout_of_cards: QLayout = _layout_for(theme, look, spread, self.area)
        self.add_input(self.area)

    def set_answers(self, answers: Sequence[Answer]) -> None:
        """Show these answers; the names chosen before stay chosen where they are still there."""
        kept, had = self.value(), self._focused_name()
        for card in self._cards:
            if not self._several:
                self._group.removeButton(card)
            self._layout_of_cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._answers, self._cards = tuple(answers), []
        for number, answer in enumerate(self._answers):
            key = _KEYS[number : number + 1]
            made = self._make(answer, key)
            made.setParent(self.area)
            if not self._several:  # in a group, Qt lets Tab come to one of the boxes only
                self._group.addButton(made, number)
            made.clicked.connect(lambda _on: self.chosen.emit(self.value()))
            self._layout_of_cards.addWidget(made)
            made.setEnabled(not self._locked)
            if self.area.isVisible():
                made.show()  # Qt would show it later, and the focus cannot wait for that
            self._cards.append(made)
        self.set_value(kept)
        self._stop_at_chosen()
        self.name_inputs()
        if had:
            self._card_of(had).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, answer: Answer, key: str) -> AnswerCard:
        if self._several:
            return TickAnswer(self.theme, answer, self._look, key)
        return RadioAnswer(self.theme, answer, self._look, key)

    def _focused_name(self) -> str:
        for answer, card in zip(self._answers, self._cards, strict=True):
            if card.hasFocus():
                return answer.name
        return ""

    def _card_of(self, name: str) -> QWidget:
        for answer, card in zip(self._answers, self._cards, strict=True):
            if answer.name == name:
                return card
        return self._cards[0] if self._cards else self

    def inputs(self) -> tuple[QWidget, ...]:
        return tuple(self._cards)

    def name_inputs(self) -> None:
        super().name_inputs()
        for answer, card in zip(self._answers, self._cards, strict=True):
            card.setAccessibleName(f"{answer.words.plain}, {self.label.words()}")

    def set_locked(self, locked: bool) -> None:
        """Show only, or let choose."""
        self._locked = locked
        for card in self._cards:
            card.setEnabled(not locked)

    def value(self) -> str:
        """Return the chosen names in the order of the list."""
        pairs = zip(self._answers, self._cards, strict=True)
        return " ".join(answer.name for answer, card in pairs if card.isChecked())

    def set_value(self, names: str) -> None:
        """Choose without saying so; names that are not in the list choose nothing."""
        wanted = names.split() if self._several else [names]
        self._group.setExclusive(False)
        for answer, card in zip(self._answers, self._cards, strict=True):
            card.setChecked(answer.name in wanted and bool(answer.name))
        self._group.setExclusive(True)
        self._stop_at_chosen()

    def _stop_at_chosen(self) -> None:
        """Let Tab come to the chosen one of several circles only, to every box."""
        if self._several:
            return
        chosen = any(card.isChecked() for card in self._cards)
        for card in self._cards:
            stops = card.isChecked() or not chosen
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)

    def take_focus(self) -> None:
        checked = None if self._several else self._group.checkedButton()
        target = checked if checked is not None else self._card_of("")
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text, plain = event.text(), event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if plain and len(text) == 1 and text in _KEYS and int(text) <= len(self._cards):
            card = self._cards[int(text) - 1]
            if card.isEnabled():
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                card.click()
            return
        if plain and self._several and self._walk(event.key()):
            return
        super().keyPressEvent(event)

    def _walk(self, key: int) -> bool:
        """Go to the next box by arrow keys, as Qt does for circles."""
        forward = {Qt.Key.Key_Down, Qt.Key.Key_Right}
        back = {Qt.Key.Key_Up, Qt.Key.Key_Left}
        here = next((n for n, card in enumerate(self._cards) if card.hasFocus()), None)
        if here is None or key not in forward | back:
            return False
        to = (here + (1 if key in forward else -1)) % len(self._cards)
        self._cards[to].setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _layout_for(theme: Theme, look: CardLook, spread: Spread, area: QWidget) -> QLayout:
    if look.shape is Shape.BARE:
        return EvenGrid(0, 1, most_columns=max(1, spread.columns), exact=True, parent=area)
    gap = theme.space(2) if look.shape is Shape.STACKED else theme.space(3)
    if spread.packed:
        return FlowLayout(gap, area)
    return EvenGrid(
        gap,
        theme.size("choice-least"),
        most_columns=spread.columns,
        natural=not spread.exact,
        exact=spread.exact,
        parent=area,
    )
