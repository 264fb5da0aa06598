"""V34 Autorizaciones: the questions that wait for somebody who may approve."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views.approvals import Question
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Rule, clear_layout
from kiosk.ui.widgets.text import Icon, Text


class ApprovalListScreen(FieldScreen):
    """The oldest first; each leads to V20."""

    screen_id: ClassVar[str] = "V34"
    title_id = "approvals-title"
    chosen = Signal(object)
    """A Question to be answered."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.without_side()
        self._buttons: list[Button] = []
        self._read: tuple[Question, ...] | None = None
        self.set_head(self.text("approvals-title"), subtitle=self.text("approvals-subtitle"))
        card = Card(kit.theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.back_button = self.add_back()

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - the list is read anew
        self.clear_problem()
        self.back_button.setFocus()
        self.kit.background.run(self.kit.services.approvals.waiting, self._show, self.show_problem)

    def _show(self, questions: tuple[Question, ...]) -> None:
        clear_layout(self._rows)
        self._buttons = []
        for number, question in enumerate(questions):
            if number:
                self._rows.addWidget(Rule(self.theme))
            self._rows.addWidget(self._row(question))
        if not questions:
            self._rows.addWidget(Text(self.theme, self.text("approvals-none"), "body", "ink-2"))
        self.order_tabs()
        if self.isVisible() and self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, question: Question) -> QWidget:
        theme = self.theme
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        line.setSpacing(theme.space(4))
        line.addWidget(Icon(theme, "user", "ink-2", "icon-button"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        asks = self.text(f"approve-asks-{question.matter.name.lower()}", person=question.asker.name)
        words.addWidget(Text(theme, asks, "body", bold=True))
        details = [self.texts.when(question.asked_at)]
        if question.amount_centavos is not None:
            details.append(self.texts.money(question.amount_centavos))
        if question.reason:
            details.append(question.reason)
        words.addWidget(Text(theme, " · ".join(details), "body", "ink-2"))
        line.addLayout(words, 1)
        place = len(self._buttons) + 1
        button = Button(
            theme, self.text("approvals-answer"), Kind.LINK, icon="chevron-right",
            name=self.text("approvals-answer-name", number=str(place), person=question.asker.name),
            trailing=True,
        )  # fmt: skip
        button.clicked.connect(lambda: self.chosen.emit(question))
        self._buttons.append(button)
        line.addWidget(button)
        return row

    def enter_pressed(self) -> None:
        """Enter answers the question whose button has the focus; the button does it."""
