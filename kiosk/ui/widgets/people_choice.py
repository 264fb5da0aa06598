"""One person out of a few: at the door, and where a second person approves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kiosk.ui.theme import Theme
from kiosk.ui.widgets.choices import PersonChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToChoose:
    """A name with its initials; *number* says who it is."""

    number: int
    name: str
    initials: str


class PeopleChoices(QWidget):
    """Names one below the other; the arrow keys move between them. The first one is chosen."""

    chosen = Signal(int)
    """Somebody chose a name; its number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._people: tuple[PersonToChoose, ...] = ()
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(2))

    def show_people(self, people: Sequence[PersonToChoose], chosen: int | None = None) -> bool:
        """Show names, *chosen* or the first one chosen; return whether they are others than before.

        Names that stand already keep their choice.
        """
        shown = tuple(people)
        if shown == self._people and self._column.count():
            return False
        self._people = shown
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if isinstance(widget, PersonChoice):
                self._group.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        for place, person in enumerate(shown):
            card = PersonChoice(self._theme, person.name, person.initials)
            card.setChecked(person.number == chosen or (chosen is None and place == 0))
            card.clicked.connect(lambda _on=False, number=person.number: self.chosen.emit(number))
            self._group.addButton(card, person.number)
            self._column.addWidget(card)
        return True

    def number(self) -> int | None:
        """Return the number of who is chosen, or None while nobody is."""
        found = self._group.checkedId()
        return found if found >= 0 else None

    def choose(self, number: int) -> None:
        """Choose a name, as a click would, without saying so."""
        button = self._group.button(number)
        if button is not None:
            button.setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on the chosen name."""
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def people(self) -> tuple[PersonToChoose, ...]:
        """Return the names that are shown."""
        return self._people
