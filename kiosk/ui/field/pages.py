"""Two full pages that are no step of a task: help (F1), and a defect of ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.problems import Problem
from kiosk.services.views import Session
from kiosk.texts import Texts
from kiosk.ui.background import Fault
from kiosk.ui.field.allowed import may
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.shortcuts import SHORTCUTS, Scope, Shortcut
from kiosk.ui.widgets.cards import Card, Rule, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import KeyCaps
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Icon, Text


class HelpScreen(FieldScreen):
    """Every key, drawn from the one table."""

    screen_id: ClassVar[str] = "F1"
    title_id = "help-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self.set_head(self.text("help-title"), subtitle=self.text("help-subtitle"))
        self._session: Session | None = None
        self._keys = QVBoxLayout()
        self.main_column.addLayout(self._keys)
        self._draw()
        self.add_primary(self.text("help-close")).clicked.connect(self.back_wanted.emit)

    def show_session(self, session: Session) -> None:
        """Leave out the keys of what whoever is at work may not do."""
        if self._session is None or session.capabilities != self._session.capabilities:
            self._session = session
            self._draw()

    def _draw(self) -> None:
        clear_layout(self._keys)
        pair = PairGrid(self.theme)
        for scope in Scope:
            there = [one for one in SHORTCUTS if one.scope is scope and self._may(one)]
            if not there:
                continue
            card = Card(self.theme, tight=True)
            card.body.addWidget(Text(self.theme, self.text(f"scope-{scope.value}"), "label"))
            for shortcut in there:
                card.body.addWidget(Rule(self.theme))
                card.body.addLayout(self._line(shortcut))
            card.body.addStretch(1)
            pair.add(card)
        self._keys.addWidget(pair)

    def _may(self, shortcut: Shortcut) -> bool:
        return shortcut.act is None or may(self._session, shortcut.act)

    def _line(self, shortcut: Shortcut) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(3))
        words = Text(self.theme, self.text(shortcut.words_id))
        row.addWidget(words, 1)
        row.addWidget(KeyCaps(self.theme, shortcut.keys))
        return row

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - help is the same everywhere
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_pressed(self) -> None:
        self.back_wanted.emit()


class _WordsScreen(FieldScreen):
    """A page of sentences and one way on."""

    passed = Signal()
    go_on_id: ClassVar[str] = "fault-go-on"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        card = Card(kit.theme, "problem")
        row = QHBoxLayout()
        row.setSpacing(kit.theme.space(4))
        icon = Icon(kit.theme, "alert-triangle", "warning", "icon-large")
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Text(kit.theme, "", "label", bold=False)
        row.addWidget(self._words, 1)
        card.body.addLayout(row)
        self.main_column.addWidget(card)
        self.add_primary(self.text(self.go_on_id)).clicked.connect(self.passed.emit)

    def show_words(self, lines: list[str]) -> None:
        """Show sentences and put the focus on the way on."""
        self.set_head(self.text(self.title_id))
        self._words.setText("\n".join(lines))
        announce(self, " ".join(lines), at_once=True)
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        self.passed.emit()
        return True

    def enter_pressed(self) -> None:
        self.passed.emit()


class FaultScreen(_WordsScreen):
    """A defect of ours: its folio, what is saved until when, and the way on."""

    screen_id: ClassVar[str] = "X00"
    title_id = "fault-title"

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Fault):
            return
        words = fault_words(self.texts, argument)
        tell = self.text("fault-tell", folio=argument.folio)
        self.show_words([words.happened, words.safe, words.todo, tell])


class WentBackScreen(_WordsScreen):
    """The file is an earlier copy: what that means, and that work goes on in a new series."""

    screen_id: ClassVar[str] = "X01"
    title_id = "went-back-title"

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - the service knows why
        self._show(None)
        self.kit.background.run(self.kit.services.care.restored_from, self._show)

    def _show(self, restored_from: datetime | None) -> None:
        """Say what it means; of a restored device, from which backup it comes."""
        means = self.text("went-back-means")
        if restored_from is not None:
            means = self.text("restored-means", when=self.texts.when(restored_from))
        self.show_words([means, self.text("went-back-safe"), self.text("went-back-todo")])


class EndedScreen(_WordsScreen):
    """The office ended this device: the keys are gone, and nothing is left to do here."""

    screen_id: ClassVar[str] = "X05"
    title_id = "orders-gone-title"
    go_on_id = "orders-gone-close"

    def enter(self, argument: Any) -> None:
        number = argument if isinstance(argument, int) else 0
        body = self.text("orders-gone-body", number=str(number))
        self.show_words([body, self.text("orders-gone-todo")])


def fault_words(texts: Texts, fault: Fault) -> Problem:
    """Return the three sentences of a defect of ours, with its folio."""
    arguments = {"folio": fault.folio, "time": texts.time(fault.at)}
    return Problem(
        happened=texts.part("problem-app-fault", "happened", **arguments),
        safe=texts.part("problem-app-fault", "safe", **arguments),
        todo=texts.part("problem-app-fault", "todo", **arguments),
    )
