"""V51 Responder: a request that is refused, or granted only in part, with the law it rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.privacy import Answer
from kiosk.services.views.rights import RequestLine
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.rights import RightsEntry, clock_words, right_words
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, SideCard
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.text import Text
from sync.events import RequestOutcome
from sync.ids import Salt

_BASIS_AT_MOST = 500
_OUTCOMES = (RequestOutcome.PARTLY, RequestOutcome.REFUSED)
"""What needs a reason; granting all of it is one press on V31."""


class AnswerScreen(FieldScreen):
    """V51. Nothing is refused, not even in part, without the law it rests on."""

    screen_id: ClassVar[str] = "V51"
    title_id = "reply-title"
    answered = Signal(object)
    """A RightsEntry that says what was answered."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme, text = kit.theme, self.text
        self._entry: RightsEntry | None = None
        self._salt: Salt | None = None
        self._going = False
        self.set_head(text("reply-title"), subtitle=text("reply-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        self.outcome = ChoiceField(theme, text("reply-outcome"))
        self.outcome.set_choices(
            [(one.name, text(f"reply-{one.name.lower()}")) for one in _OUTCOMES]
        )
        self.basis = LineField(theme, text("reply-basis"), text("reply-basis-hint"))
        self.basis.edit.setMaxLength(_BASIS_AT_MOST)
        for field in (self.outcome, self.basis):
            card.body.addWidget(field)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        asked = SideCard(theme, text("rights-requests"))
        self._right, self._clock = Text(theme, "", "body", bold=True), Text(theme, "")
        self._words = Text(theme, "", "body", "ink-2")
        for line in (self._right, self._clock, self._words):
            asked.body.addWidget(line)
        self.side_column.addWidget(asked)
        self.side_column.addWidget(Notice(theme, "clock", text("rights-to-confirm"), "neutral"))
        self.add_primary(text("reply-save"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RightsEntry) or argument.request is None:
            return
        self.clear_problem()
        self._entry, self._going, self._salt = argument, False, None
        person, line = argument.person, argument.request
        self.person.show_person(person.display_name, person.initials, "")
        self._right.setText(right_words(self.texts, line))
        self._clock.setText(clock_words(self.texts, line))
        self._words.setText(line.words)
        self._words.setVisible(bool(line.words))
        for field in (self.outcome, self.basis):
            field.set_value("")
            field.set_message(None)
        self.summary.show_messages([])
        self.kit.background.run(self.kit.services.rights.privacy.begin, self._begun)
        self.order_tabs()
        self.outcome.take_focus()

    def _begun(self, salt: Salt) -> None:
        self._salt = salt

    def _save(self) -> None:
        entry, salt, privacy = self._entry, self._salt, self.kit.services.rights.privacy
        if entry is None or entry.request is None or salt is None or self._going:
            return
        outcome, basis = self.outcome.value(), self.basis.value().strip()
        wrong: list[tuple[str, Field | Callable[[], None]]] = []
        if not outcome:
            wrong.append((self.text("reply-no-outcome"), self.outcome))
        if not basis:
            wrong.append((self.text("reply-no-basis"), self.basis))
        for field in (self.outcome, self.basis):
            field.set_message(next((words for words, one in wrong if one is field), None))
        self.summary.show_messages(wrong)
        self.order_tabs()
        if wrong:
            return
        self._going = True
        request_id = entry.request.event_id
        answer = Answer(outcome=RequestOutcome[outcome], basis=basis)
        self.kit.background.run(
            lambda: privacy.answer(salt, request_id, answer), self._saved, self._failed
        )

    def _saved(self, line: RequestLine) -> None:
        self._going = False
        if self._entry is None:
            return
        words = self.text("reply-refused-done")
        if line.carry_out_by is not None:
            day = self.texts.day_with_year(line.carry_out_by)
            words = self.text("reply-partly-done", day=day)
        self.answered.emit(RightsEntry(person=self._entry.person, words=words))

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
