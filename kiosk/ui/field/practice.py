"""V30 Práctica: what it is, the clave of the practice, and the way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.practice import PracticeEntry
from kiosk.services.views import InstitutionView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Icon, Text

_RULES = ("nothing-counts", "nothing-sent", "no-real-people", "paper-says")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    exists: bool
    clave: str
    brings_forms: bool


class PracticeScreen(FieldScreen):
    """One press leads into the practice; the real file is closed before."""

    screen_id: ClassVar[str] = "V30"
    title_id = "practice-title"

    ready = Signal(object)
    """A PracticeEntry: the practice is made and may be entered."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self._institution: InstitutionView | None = None
        self._offer: _Offer | None = None
        self._anew = False
        self._busy = False
        self.set_head(self.text("practice-title"), subtitle=self.text("practice-subtitle"))
        card = Card(theme)
        for rule in _RULES:
            row = QHBoxLayout()
            row.setSpacing(theme.space(3))
            row.addWidget(Icon(theme, "chevron-right", "action"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(theme, self.text(f"practice-{rule}"), "label", bold=False), 1)
            card.body.addLayout(row)
        self.main_column.addWidget(card)
        self.there = Notice(theme, "info-circle", self.text("practice-there"))
        self.main_column.addWidget(self.there)
        self.without = Notice(theme, "info-circle", self.text("practice-without-forms"))
        self.main_column.addWidget(self.without)
        self.clave_card = Card(theme)
        self.clave_card.body.addWidget(Text(theme, self.text("practice-clave"), "body", "ink-2"))
        self._words = Text(theme, "", "h2")
        self.clave_card.body.addWidget(self._words)
        self.main_column.addWidget(self.clave_card)
        self.begin_button = self.add_primary(self.text("practice-begin"))
        self.begin_button.clicked.connect(self._go)
        self.add_back()
        self.anew: Button = self.add_action(
            self.text("practice-anew"), Kind.SECONDARY, icon="refresh"
        )
        self.anew.clicked.connect(self._begin_anew)

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._institution = argument if isinstance(argument, InstitutionView) else None
        self._anew = self._busy = False
        practice = self.kit.services.practice

        def read() -> _Offer:
            return _Offer(
                exists=practice.exists(),
                clave=practice.propose(),
                brings_forms=practice.brings_forms,
            )

        self.kit.background.run(read, self._show, self.show_problem)

    def leave(self) -> None:
        self._offer = None
        self._words.setText("")

    def _show(self, offer: _Offer) -> None:
        self._offer = offer
        going_on = offer.exists and not self._anew
        self.there.setVisible(going_on)
        self.without.setVisible(not going_on and not offer.brings_forms)
        self.clave_card.setVisible(not going_on)
        self.anew.setVisible(going_on)
        self._words.setText("" if going_on else offer.clave)
        self.begin_button.set_words(self.text("practice-go-on" if going_on else "practice-begin"))
        self.order_tabs()
        self.begin_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if not going_on:
            announce(self.clave_card, offer.clave)

    def _begin_anew(self) -> None:
        """Show a new clave; what was practised is erased with the next press, not with this one."""
        self._anew = True
        if self._offer is not None:
            self._show(self._offer)

    def back(self) -> bool:
        if self._anew and self._offer is not None:
            self._anew = False
            self._show(self._offer)
            return True
        return False

    def _go(self) -> None:
        offer = self._offer
        if offer is None or self._busy:
            return
        self._busy = True
        practice, shown = self.kit.services.practice, self._institution
        person = self.text("practice-person")
        if offer.exists and not self._anew:
            self.kit.background.run(practice.go_on, self._made, self._failed)
            return
        file = None if shown is None else shown.file
        self.kit.background.run(
            lambda: practice.begin(offer.clave, person, file), self._made, self._failed
        )

    def _made(self, entry: PracticeEntry) -> None:
        self._busy = False
        self.ready.emit(entry)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)
