"""The map of a form: at the side of V09, and V10 as a page of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from kiosk.services.views import SectionMark, SectionState, SectionView
from kiosk.texts import Texts
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.markdown import plain
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card, PersonCard, SideCard, clear_layout
from kiosk.ui.widgets.marks import KeyCaps
from kiosk.ui.widgets.section_map import MapRow
from kiosk.ui.widgets.text import Text


class SectionRows(QVBoxLayout):
    """One line per section: its number, its name, how far it is, the way there."""

    def __init__(self, theme: Theme, texts: Texts, chosen: Any) -> None:
        super().__init__()
        self.setSpacing(0)
        self._theme, self._texts, self._chosen = theme, texts, chosen
        self.buttons: tuple[Button, ...] = ()
        self._shown: tuple[tuple[SectionMark, ...], int, int] | None = None

    def show_sections(self, view: SectionView, problems_here: int = 0) -> bool:
        """Show every relevant section; the focus stays on its line. Tell whether lines changed."""
        shown = (view.sections, view.index, problems_here)
        if shown == self._shown:
            return False
        self._shown = shown
        here = QApplication.focusWidget()
        kept = next((n for n, button in enumerate(self.buttons) if button is here), None)
        clear_layout(self)
        buttons: list[Button] = []
        for number, mark in enumerate(view.sections):
            is_here = mark.index == view.index
            words = self._words_of(mark, problems_here if is_here else 0)
            line = replace(mark, title=plain(mark.title))
            row = MapRow(self._theme, number + 1, line, words, here=is_here)
            row.button.clicked.connect(lambda _checked=False, to=mark.index: self._chosen(to))
            self.addWidget(row)
            buttons.append(row.button)
        self.buttons = tuple(buttons)
        if kept is not None and kept < len(buttons):
            buttons[kept].setFocus()
        return True

    def _words_of(self, mark: SectionMark, problems: int) -> tuple[str, str]:
        text = self._texts.text
        match mark.state:
            case SectionState.HERE if problems:
                return text("section-problem", n=problems), "error"
            case SectionState.COMPLETE:
                return text("section-complete"), "ink-2"
            case SectionState.HERE:
                return text("section-here"), "ink-2"
            case SectionState.NOT_STARTED:
                return text("section-not-started"), "ink-2"
            case SectionState.PROBLEM:
                return text("section-to-correct"), "error"


class SectionMapCard(SideCard):
    """The map at the side of a section."""

    chosen = Signal(int)
    """Index of the section wanted."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme)
        self.body.setContentsMargins(theme.space(3), theme.space(4), theme.space(3), theme.space(3))
        head = QHBoxLayout()
        words = Text(theme, texts.text("form-sections"), "body", "gold-text", bold=True)
        head.addWidget(words, 1)
        head.addWidget(KeyCaps(theme, (key_of(Act.SECTION_MAP),)))
        self.body.addLayout(head)
        self.rows = SectionRows(theme, texts, self.chosen.emit)
        self.body.addLayout(self.rows)


class MapScreen(FieldScreen):
    """V10 Mapa del formulario: every section with its state, and the way there."""

    screen_id: ClassVar[str] = "V10"
    title_id = "map-title"
    chosen = Signal(object, int)
    """The SectionView it was opened from, and the index of the section wanted."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.view: SectionView | None = None
        self.set_head(self.text("map-title"), subtitle=self.text("map-subtitle"))
        card = Card(kit.theme)
        self.rows = SectionRows(kit.theme, kit.texts, self._choose)
        card.body.addLayout(self.rows)
        self.main_column.addWidget(card)
        self.person = PersonCard(kit.theme)
        self.side_column.addWidget(self.person)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, SectionView):
            return
        self.clear_problem()
        self.view = argument
        person = argument.person
        tail = person.curp_masked
        self.set_head(
            self.text("map-title"),
            kicker=argument.service_name,
            subtitle=self.text("map-subtitle"),
        )
        self.person.show_person(
            person.display_name,
            person.initials,
            self.text("person-curp-tail", tail=tail) if tail else "",
        )
        self.rows.show_sections(argument)
        self.order_tabs()
        here = [mark.index for mark in argument.sections]
        at = here.index(argument.index) if argument.index in here else 0
        if self.rows.buttons:
            self.rows.buttons[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, index: int) -> None:
        if self.view is not None:
            self.chosen.emit(self.view, index)

    def act(self, act: Act) -> bool:
        match act:
            case Act.PREVIOUS_SECTION:
                return self._move(-1)
            case Act.NEXT_SECTION:
                return self._move(1)
            case Act.SECTION_MAP:
                self.back_wanted.emit()
                return True
            case _:
                return super().act(act)

    def _move(self, by: int) -> bool:
        """Move the focus along the sections."""
        buttons = self.rows.buttons
        here = QApplication.focusWidget()
        at = next((n for n, button in enumerate(buttons) if button is here), 0)
        if buttons:
            buttons[max(0, min(len(buttons) - 1, at + by))].setFocus(
                Qt.FocusReason.OtherFocusReason
            )
        return True

    def enter_pressed(self) -> None:
        """Enter opens the section that has the focus; elsewhere it does nothing."""
