"""At the door: a supervisor's one-time code ends a wait, while the file is open (UX §3.1)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import MustWait, OperatorName
from kiosk.services.views.approvals import CodeDoesNotFit, Given
from kiosk.ui.field.allowed import to_choose
from kiosk.ui.field.page import Kit
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.people_choice import PeopleChoices
from kiosk.ui.widgets.text import Text
from sync.ids import OperatorNumber


class EndWait(Card):
    """Who supervises, the code, and the button; there only while somebody could help."""

    ended = Signal(int)
    """The wait of the person with this number is over."""
    failed = Signal(object)
    """A known problem, for the screen's box."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, tight=True)
        self._kit, self._waiting_number = kit, 0
        text = kit.texts.text
        self.body.addWidget(Text(kit.theme, text("end-wait-title"), "label"))
        self.people = PeopleChoices(kit.theme)
        self.code = LineField(kit.theme, text("approve-code"), text("approve-code-hint"))
        self.button = Button(kit.theme, text("end-wait-act"))
        self.button.clicked.connect(self._try)
        column = QVBoxLayout()
        for part in (self.people, self.code, self.button):
            column.addWidget(part)
        self.body.addLayout(column)
        self.hide()

    def offer(self, number: int) -> None:
        """Ask who could end the wait of a person; nobody: this stays away."""
        self._waiting_number = number
        self.put_away()

        def found(people: tuple[OperatorName, ...]) -> None:
            if people and number == self._waiting_number:
                self.people.show_people([to_choose(one) for one in people])
                self.show()

        sessions = self._kit.services.sessions
        self._kit.background.run(lambda: sessions.helpers(number), found, self.failed.emit)

    def put_away(self) -> None:
        """Hide, and forget what was typed."""
        self.code.set_value("")
        self.code.set_message(None)
        self.hide()

    def forget(self) -> None:
        """Nobody waits any more, as far as this screen goes."""
        self._waiting_number = 0
        self.put_away()

    def holds_focus(self) -> bool:
        """Return whether somebody types here, so that Enter means this button."""
        return self.code.edit.hasFocus()

    def press(self) -> None:
        """Press the button."""
        self.button.click()

    def _try(self) -> None:
        number, helper, code = self._waiting_number, self.people.number(), self.code.value()
        if helper is None or not number:
            return
        if not code.strip():
            self._say(self._kit.texts.text("approve-code-empty"))
            return
        sessions, approver = self._kit.services.sessions, OperatorNumber(helper)

        def tried(result: Given | CodeDoesNotFit | MustWait) -> None:
            self._tried(number, result)

        self._kit.background.run(
            lambda: sessions.end_wait(number, approver, code), tried, self.failed.emit
        )

    def _tried(self, number: int, result: Given | CodeDoesNotFit | MustWait) -> None:
        self.code.set_value("")
        text = self._kit.texts.text
        match result:
            case Given():
                self.forget()
                self.ended.emit(number)
            case CodeDoesNotFit(used_before=True):
                self._say(text("approve-code-used"))
            case CodeDoesNotFit():
                self._say(text("approve-code-wrong", tries=result.tries_left))
            case MustWait():
                self._say(text("approve-code-wait", time=self._kit.texts.time(result.until)))

    def _say(self, words: str) -> None:
        self.code.set_message(words)
        announce(self.code, words, at_once=True)
        self.code.take_focus()
