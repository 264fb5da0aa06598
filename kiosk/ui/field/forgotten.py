"""V50 Olvidé mi clave: the office reads out an answer, a new clave is set; no link is needed.

Whoever forgot the clave reads out what stands here: the device, the place of the answer, and four
characters that the office must see too. The answer works once (DESIGN §5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.problems import Problem
from kiosk.services.views import MustWait, OperatorName, Unlocked, WrongPassphrase
from kiosk.services.views.keys import RecoveryAsked, RecoveryCodeDoesNotFit
from kiosk.ui.field.allowed import to_choose
from kiosk.ui.field.enrol_pages import ClavePage
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.step_down import StepDown
from kiosk.ui.widgets.cards import Card, Notice, ValueRow, clear_layout
from kiosk.ui.widgets.fields import Field, LineField, announce
from kiosk.ui.widgets.people_choice import PeopleChoices
from kiosk.ui.widgets.text import Text
from sync.ids import OperatorNumber

LARGEST_NUMBER = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """What the screen begins with, read in one go."""

    people: tuple[OperatorName, ...]
    asked: RecoveryAsked | None
    proposal: str


class ForgottenScreen(FieldScreen):
    """Who, what to read out, who answers, the answer, a new clave."""

    screen_id: ClassVar[str] = "V50"
    title_id = "forgotten-title"
    unlocked = Signal(object)
    """An Unlocked: the new clave is set, and its person is at work."""
    left = Signal()
    """Back to the names."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._asked: RecoveryAsked | None = None
        self._wanted: int | None = None
        self._busy = False
        self._build()

    def _build(self) -> None:
        theme = self.theme
        self.without_side()
        self.set_head(self.text("forgotten-title"), subtitle=self.text("forgotten-subtitle"))
        self.step_down = StepDown(self)
        self.summary = self.add_summary()
        self.none = Notice(theme, "info-circle", self.text("forgotten-none"), tone="neutral")
        self.main_column.addWidget(self.none)
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        self.people = PeopleChoices(theme)
        card = Card(theme)
        card.body.addWidget(Text(theme, self.text("forgotten-read"), "label"))
        self._rows = QVBoxLayout()
        card.body.addLayout(self._rows)
        self.helper = LineField(
            theme, self.text("forgotten-helper"), self.text("forgotten-helper-hint")
        )
        self.helper.edit.setMaxLength(5)
        self.answer = LineField(
            theme, self.text("forgotten-answer"), self.text("forgotten-answer-hint")
        )
        self.answer.edit.setMaxLength(40)
        self.clave = ClavePage(self.kit)
        self.clave.guarded.hide()
        self.clave.another.clicked.connect(self._propose)
        column.addWidget(Text(theme, self.text("forgotten-who"), "label"))
        for part in (self.people, card, self.helper, self.answer):
            column.addWidget(part)
        column.addWidget(Text(theme, self.text("forgotten-new"), "label"))
        column.addWidget(self.clave)
        self.main_column.addWidget(self.form)
        self.clave.show()  # now that it stands in a window: alone it would be one
        self.save_button = self.add_primary(self.text("forgotten-save"))
        self.save_button.clicked.connect(self._save)
        self.back_button = self.add_action(self.text("back"), key="Esc")
        self.back_button.clicked.connect(self._leave_it)

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        """Show the chosen person's number, and what is to be read out."""
        self._wanted = argument if isinstance(argument, int) else None
        self.clear_problem()
        self.summary.show_messages([])
        self._busy = False
        self._forget()
        self.form.hide()
        self.none.hide()
        self.save_button.hide()
        self.back_button.setFocus()
        services = self.kit.services

        def start() -> _Start:
            return _Start(
                people=services.sessions.operators(),
                asked=services.recovering.challenge(),
                proposal=services.admission.propose(),
            )

        self.kit.background.run(start, self._started, self._failed)

    def leave(self) -> None:
        self._forget()

    def clear_problem(self) -> None:
        super().clear_problem()
        self.step_down.withdraw()

    def _started(self, start: _Start) -> None:
        self._asked = start.asked
        self.people.show_people([to_choose(one) for one in start.people])
        if self._wanted is not None:
            self.people.choose(self._wanted)
        possible = start.asked is not None
        self.none.setVisible(not possible)
        self.form.setVisible(possible)
        self.save_button.setVisible(possible)
        if start.asked is not None:
            self._show_asked(start.asked)
            self.clave.show_proposal(start.proposal)
        self.order_tabs()
        if self.isVisible() and possible:
            self.people.take_focus()

    def _show_asked(self, asked: RecoveryAsked) -> None:
        clear_layout(self._rows)
        for word, value in (
            ("forgotten-device", asked.device_text),
            ("forgotten-slot", str(asked.slot)),
            ("forgotten-check", asked.check),
        ):
            self._rows.addWidget(
                ValueRow(self.theme, self.text(word), value, value_role="h3", ink="ink")
            )

    def _propose(self) -> None:
        self.kit.background.run(self.kit.services.admission.propose, self.clave.show_proposal)

    # -------------------------------------------------------------------------- setting

    def _mistakes(self, person: int | None) -> list[tuple[str, Field]]:
        """Return what is missing or cannot be, each with its field; says it beside the field."""
        helper = self._helper()
        found: list[tuple[str, Field]] = []
        words = None
        if helper is None:
            words = self.text("forgotten-helper-empty")
        elif helper == person:
            words = self.text("forgotten-helper-self")
        for field, message in (
            (self.helper, words),
            (self.answer, None if self.answer.value().strip() else self.text("forgotten-empty")),
        ):
            field.set_message(message)
            if message is not None:
                found.append((message, field))
        return found

    def _helper(self) -> OperatorNumber | None:
        typed = self.helper.value().strip()
        if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed) <= LARGEST_NUMBER:
            return None
        return OperatorNumber(int(typed))

    def _save(self) -> None:
        self._set_clave(without_keystore=False)

    def _decided(self) -> None:
        self._set_clave(without_keystore=True)

    def _set_clave(self, *, without_keystore: bool) -> None:
        asked, person = self._asked, self.people.number()
        if asked is None or person is None or self._busy:
            return
        self.clear_problem()
        mistakes = [*self._mistakes(person), *self.clave.mistakes()]
        self.summary.show_messages(mistakes)
        self.order_tabs()
        if mistakes:
            return
        self._busy = True
        self.save_button.set_words(self.text("forgotten-saving"))
        services, slot = self.kit.services, asked.slot
        typed, clave, helper = self.answer.value(), self.clave.clave(), self._helper()

        def work() -> Unlocked | WrongPassphrase | MustWait | RecoveryCodeDoesNotFit:
            result = services.recovering.use(
                slot, typed, person, clave, helper, without_keystore=without_keystore
            )
            if isinstance(result, RecoveryCodeDoesNotFit):
                return result
            return services.sessions.unlock_restored(person, clave)

        self.kit.background.run(work, self._done, self._failed)

    def _done(self, result: Unlocked | WrongPassphrase | MustWait | RecoveryCodeDoesNotFit) -> None:
        self._ready()
        match result:
            case Unlocked():
                self._forget()
                self.unlocked.emit(result)
            case RecoveryCodeDoesNotFit():
                words = self.text("forgotten-wrong")
                self.answer.set_message(words)
                self.summary.show_messages([(words, self.answer)])
                self.order_tabs()
                announce(self.answer, words, at_once=True)
                self.answer.take_focus()
            case _:
                self._leave_it()  # the new clave stands; the names say what to wait for

    def _ready(self) -> None:
        self._busy = False
        self.save_button.set_words(self.text("forgotten-save"))

    def _failed(self, error: Exception) -> None:
        self._ready()
        if not self.step_down.offer(error, self._decided):
            self.show_problem(error)

    def show_fault(self, problem: Problem) -> None:
        """Show a defect of ours; whoever stands at the door can try again."""
        self._ready()
        self.problem.show_problem(problem)

    # ------------------------------------------------------------------------ going away

    def back(self) -> bool:
        self._leave_it()
        return True

    def _leave_it(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        """Keep no answer and no clave in a field."""
        self.clave.forget()
        for field in (self.helper, self.answer):
            field.set_value("")
            field.set_message(None)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
