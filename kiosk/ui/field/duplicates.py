"""V05 Posibles duplicados: two people side by side; somebody decides, nobody hurries them.

Two equal buttons, keys 1 and 2, and no default: Enter decides nothing (UX §14.3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from kiosk.services.views import NewPerson, PersonRow
from kiosk.services.views.accounts import Candidate, ComparedField, Likeness
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.text import Icon, Text
from sync.events import SamePerson

_MARKS = {
    Likeness.SAME: ("equal", "success"),
    Likeness.DIFFERENT: ("equal-not", "warning"),
    Likeness.MISSING: ("circle-dashed", "ink-2"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """A card as typed, or a person of the register, and who is like them; the first is shown."""

    candidates: tuple[Candidate, ...]
    typed: NewPerson | None = None
    person: PersonRow | None = None
    others: tuple[Candidate, ...] = ()
    """Whom somebody said to be another person, in this comparison."""

    def next(self) -> Comparing:
        """Return what is left once the first candidate is somebody else."""
        first, *rest = self.candidates
        return replace(self, candidates=tuple(rest), others=(*self.others, first))


class DuplicatesScreen(FieldScreen):
    """What is the same, what differs, what is missing; then the decision."""

    screen_id: ClassVar[str] = "V05"
    title_id = "same-title"
    decided = Signal(object, object)
    """The Comparing and a SamePerson about its first candidate."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._comparing: Comparing | None = None
        self.without_side()
        self.set_head(self.text("same-title"), subtitle=self.text("same-about"))
        self.table = _Table(kit)
        card = Card(kit.theme)
        card.body.addWidget(self.table)
        self.main_column.addWidget(card)
        self.same = self.add_action(self.text("same-yes"), key="1", icon="user-check")
        self.same.clicked.connect(lambda: self._decide(SamePerson.SAME))
        self.other = self.add_action(self.text("same-no"), key="2", icon="users")
        self.other.clicked.connect(lambda: self._decide(SamePerson.OTHER))
        self.main_column.addWidget(Text(kit.theme, self.text("same-kept"), "body", "ink-2"))
        self.back_button = self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Comparing) or not argument.candidates:
            return
        self.clear_problem()
        self._comparing = argument
        self.table.show_pair(argument)
        self.order_tabs()
        self.back_button.setFocus(
            Qt.FocusReason.OtherFocusReason
        )  # a hurried Enter decides nothing

    def leave(self) -> None:
        self.table.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_1:
                self._decide(SamePerson.SAME)
            case Qt.Key.Key_2:
                self._decide(SamePerson.OTHER)
            case _:
                super().keyPressEvent(event)

    def enter_pressed(self) -> None:
        """Enter answers nothing here."""

    def _decide(self, decision: SamePerson) -> None:
        comparing = self._comparing
        if comparing is not None:
            self._comparing = None  # once
            self.decided.emit(comparing, decision)


class _Table(QWidget):
    """The two sides, row by row, with a mark for each that says itself in words."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        for column, stretch in enumerate((3, 5, 5, 3)):
            self._grid.setColumnStretch(column, stretch)

    def forget(self) -> None:
        """Show nobody."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_pair(self, comparing: Comparing) -> None:
        """Show the first candidate beside who was typed or is looked at."""
        self.forget()
        theme, texts = self._kit.theme, self._kit.texts
        one = comparing.candidates[0]
        left = texts.text("same-typed" if comparing.typed is not None else "same-this")
        since = texts.text("same-since", day=texts.day_with_year(one.since))
        for column, words in ((1, left), (2, since)):
            self._grid.addWidget(
                _cell(theme, Text(theme, words, "body", "gold-text", bold=True)), 0, column
            )
        for row, field in enumerate(one.fields, start=1):
            self._row(row, field)

    def _row(self, row: int, field: ComparedField) -> None:
        theme, text = self._kit.theme, self._kit.texts.text
        label = text(f"same-field-{field.name}")
        left, right = self._value(field.name, field.left), self._value(field.name, field.right)
        mark = text(f"same-is-{field.likeness.value}")
        different = field.likeness is Likeness.DIFFERENT
        holder = _cell(theme, Text(theme, label, "body", "ink-2"))
        holder.setAccessibleName(text("same-row", field=label, left=left, right=right, mark=mark))
        self._grid.addWidget(holder, row, 0)
        for column, value in ((1, left), (2, right)):
            words = Text(theme, value, "body", bold=different)
            self._grid.addWidget(_cell(theme, words, marked=different), row, column)
        icon, ink = _MARKS[field.likeness]
        marks = QWidget()
        line = QHBoxLayout(marks)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space(2))
        line.addWidget(Icon(theme, icon, ink))
        line.addWidget(Text(theme, mark, "body", ink, bold=True), 1)
        self._grid.addWidget(_cell(theme, marks), row, 3)

    def _value(self, name: str, value: str) -> str:
        texts = self._kit.texts
        if not value:
            return texts.text("same-none")
        match name:
            case "born":
                return texts.born(date.fromisoformat(value))
            case "sex" | "entity":
                return texts.text(f"{name}-{value.lower()}")
            case "phone":
                return texts.phone(value)
            case _:
                return value


def _cell(theme: Theme, widget: QWidget, *, marked: bool = False) -> QFrame:
    cell = QFrame()
    cell.setObjectName("different" if marked else "cell")
    row = QHBoxLayout(cell)
    row.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3))
    row.addWidget(widget, 1)
    return cell
