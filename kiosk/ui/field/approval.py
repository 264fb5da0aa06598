"""V20 Autorizar: a second person's one-time code, in person or later (UX §3.10)."""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views import MustWait, OperatorName
from kiosk.services.views.approvals import (
    ApprovalRequest,
    ApprovalState,
    CodeDoesNotFit,
    Given,
    Question,
)
from kiosk.ui.field.allowed import to_choose
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, Notice
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.people_choice import PeopleChoices
from kiosk.ui.widgets.text import Text
from sync.ids import OperatorNumber

IN_PERSON_SECONDS = 120
CODE_ROOM = 20  # eight characters, and what people type between them


class Stage(Enum):
    """Where V20 stands.

    ASKING: two people stand at the screen; two minutes, then it ends without approval.
    REFUSING: the second person says no and writes why.
    OVER: what came of it is said; one way on.
    """

    ASKING = "asking"
    REFUSING = "refusing"
    OVER = "over"


class ApprovalScreen(FieldScreen):
    """Who asks, what, how much and why; then the second person's code."""

    screen_id: ClassVar[str] = "V20"
    title_id = "approve-title"
    given = Signal(object, object)
    """The ApprovalRequest, or None for a kept question, and its id: it was approved."""
    kept = Signal(object, object)
    """The ApprovalRequest and the question's id: it waits on the supervisor's list."""
    passed = Signal()
    """It is over without approval, or was answered from the list."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._request: ApprovalRequest | None = None
        self._question: Question | None = None
        self._stage = Stage.ASKING
        self._busy = False
        self._asked_number = 0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(IN_PERSON_SECONDS * 1000)
        self.timer.timeout.connect(self._timed_out)
        self._build()

    def _build(self) -> None:
        theme = self.theme
        self.summary = self.add_summary()
        self.outcome = Notice(theme, "info-circle", tone="info")
        self.main_column.addWidget(self.outcome)
        card = Card(theme)
        self.asked = Text(theme, "", "h2")
        self.facts = Text(theme, "", "body")
        self.why = Text(theme, "", "body", "ink-2")
        for line in (self.asked, self.facts, self.why):
            card.body.addWidget(line)
        self.main_column.addWidget(card)
        self.answer = QWidget()
        column = QVBoxLayout(self.answer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        self.who = Text(theme, self.text("approve-who"), "label")
        self.people = PeopleChoices(theme)
        self.people.chosen.connect(lambda _number: self._focus())
        self.nobody = Notice(theme, "info-circle", self.text("approve-nobody"), tone="neutral")
        self.code = LineField(
            theme,
            self.text("approve-code"),
            self.text("approve-code-hint"),
            width_name="card-least",
        )
        self.code.edit.setMaxLength(CODE_ROOM)
        self.reason = LineField(
            theme, self.text("approve-reason"), self.text("approve-reason-hint")
        )
        self.reason.edit.setMaxLength(500)
        for part in (self.who, self.people, self.nobody, self.code, self.reason):
            column.addWidget(part)
        self.main_column.addWidget(self.answer)
        self.without_side()
        self.add_primary(self.text("approve-give")).clicked.connect(self._primary)
        self.back_button = self.add_back()
        self.refuse_button = self.add_action(self.text("approve-refuse"))
        self.refuse_button.clicked.connect(self._begin_refusing)
        self.later_button = self.add_action(self.text("approve-later"))
        self.later_button.clicked.connect(self._later)

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        """Show an ApprovalRequest, asked now, or a Question that was kept."""
        self.clear_problem()
        self.summary.show_messages([])
        self._busy = False
        self._asked_number += 1
        self._question = None
        self._forget_typed()
        self.asked.setText("")
        self.facts.hide()
        self.why.hide()
        self._request = argument if isinstance(argument, ApprovalRequest) else None
        self._show_people(())
        self._show_stage(Stage.ASKING)
        if self._request is not None:
            self._ask(self._request)
        elif isinstance(argument, Question):
            self._show_question(argument)

    def leave(self) -> None:
        self.code.set_value("")

    def _ask(self, request: ApprovalRequest) -> None:
        approvals = self.kit.services.approvals
        self.timer.start()
        number = self._asked_number

        def asked(question: Question) -> None:
            if number == self._asked_number:
                self._show_question(question)

        self.kit.background.run(
            lambda: approvals.ask(
                request.matter,
                about=request.about,
                amount_centavos=request.amount_centavos,
                reason=request.reason,
            ),
            asked,
            self._failed,
        )

    def _show_question(self, question: Question) -> None:
        self._question = question
        matter = question.matter.name.lower()
        self.asked.setText(self.text(f"approve-asks-{matter}", person=question.asker.name))
        when = self.texts.when(question.asked_at)
        facts = [self.text("approve-when", when=when)]
        if question.amount_centavos is not None:
            facts.append(self.texts.money(question.amount_centavos))
        self.facts.setText(" · ".join(facts))
        self.facts.show()
        self.why.setText(self.text("approve-why", reason=question.reason or ""))
        self.why.setVisible(bool(question.reason))
        approvals, question_id = self.kit.services.approvals, question.question_id
        self.kit.background.run(
            lambda: approvals.approvers(question_id), self._show_people, self._failed
        )
        announce(self.asked, self.asked.text())

    def _show_people(self, people: tuple[OperatorName, ...]) -> None:
        self.people.show_people([to_choose(one) for one in people])
        self._show_stage(self._stage)

    def _show_stage(self, stage: Stage) -> None:
        self._stage = stage
        asking, over = stage is Stage.ASKING, stage is Stage.OVER
        somebody = bool(self.people.people())
        known = self._question is not None
        self.outcome.setVisible(over)
        self.answer.setVisible(not over)
        self.nobody.setVisible(known and not somebody)
        self.who.setVisible(somebody)
        self.people.setVisible(somebody)
        self.code.setVisible(asking and somebody)
        self.reason.setVisible(stage is Stage.REFUSING)
        if self.primary is not None:
            words = {Stage.ASKING: "give", Stage.REFUSING: "refuse-now", Stage.OVER: "go-on"}
            self.primary.set_words(self.text(f"approve-{words[stage]}"))
            self.primary.setVisible(over or somebody)
        self.back_button.setVisible(not over)
        self.refuse_button.setVisible(asking and somebody)
        may_wait = self._request is not None and self._request.may_wait
        self.later_button.setVisible(asking and known and may_wait)
        self.order_tabs()
        self._focus()

    def _focus(self) -> None:
        if not self.isVisible():
            return
        match self._stage:
            case Stage.ASKING if self.people.people():
                self.code.take_focus()
            case Stage.REFUSING:
                self.reason.take_focus()
            case _:
                shown = self.primary if self._stage is Stage.OVER else self.back_button
                if shown is not None:
                    shown.setFocus()

    def back(self) -> bool:
        match self._stage:
            case Stage.REFUSING:
                self.summary.show_messages([])
                self._show_stage(Stage.ASKING)
            case _:
                self._end()
                self.passed.emit()
        return True

    # -------------------------------------------------------------------------- answers

    def _primary(self) -> None:
        match self._stage:
            case Stage.ASKING:
                self._give()
            case Stage.REFUSING:
                self._refuse()
            case Stage.OVER:
                self.passed.emit()

    def _give(self) -> None:
        question, number, code = self._question, self.people.number(), self.code.value()
        if question is None or number is None or self._busy:
            return
        if not code.strip():
            self._say(self.code, self.text("approve-code-empty"))
            return
        self._busy = True
        approvals, approver = self.kit.services.approvals, OperatorNumber(number)
        if self.primary is not None:
            self.primary.set_words(self.text("approve-trying"))
        self.kit.background.run(
            lambda: approvals.give(question.question_id, approver, code), self._tried, self._failed
        )

    def _tried(self, result: Given | CodeDoesNotFit | MustWait) -> None:
        self._ready()
        self.code.set_value("")
        match result:
            case Given():
                self._was_given(result)
            case CodeDoesNotFit(used_before=True):
                self._say(self.code, self.text("approve-code-used"))
            case CodeDoesNotFit():
                self._say(self.code, self.text("approve-code-wrong", tries=result.tries_left))
            case MustWait():
                time = self.texts.time(result.until)
                self._say(self.code, self.text("approve-code-wait", time=time))

    def _was_given(self, result: Given) -> None:
        self._end()
        if self._request is not None:
            self.given.emit(self._request, result.question_id)
            return
        name = "" if self._question is None else self._question.asker.name
        self._over(self.text("approve-given", person=name))

    def _begin_refusing(self) -> None:
        self.summary.show_messages([])
        self._forget_typed()
        self._show_stage(Stage.REFUSING)

    def _refuse(self) -> None:
        question, number, reason = self._question, self.people.number(), self.reason.value()
        if question is None or number is None or self._busy:
            return
        if not reason.strip():
            self._say(self.reason, self.text("approve-reason-empty"))
            return
        self._busy = True
        approvals, approver = self.kit.services.approvals, OperatorNumber(number)
        self.kit.background.run(
            lambda: approvals.refuse(question.question_id, approver, reason),
            self._refused,
            self._failed,
        )

    def _refused(self, question: Question) -> None:
        self._ready()
        if question.state is not ApprovalState.REFUSED:
            return
        self._end()
        name = "" if question.approver is None else question.approver.name
        self._over(self.text("approve-refused", person=name, reason=question.refusal or ""))

    def _later(self) -> None:
        question, request = self._question, self._request
        if question is None or request is None or self._busy:
            return
        self._busy = True
        approvals = self.kit.services.approvals

        def kept(question: Question) -> None:
            self._ready()
            self._end()
            self.kept.emit(request, question.question_id)
            self._over(self.text("approve-kept"))

        self.kit.background.run(lambda: approvals.later(question.question_id), kept, self._failed)

    # ---------------------------------------------------------------------------- ends

    def _timed_out(self) -> None:
        """Two minutes went by: back without approval, and nothing was recorded."""
        if self._stage is not Stage.OVER and self._request is not None and not self._busy:
            self._over(self.text("approve-timed-out"))
        elif self._busy:
            self.timer.start()  # the answer that is under way comes first

    def _over(self, words: str) -> None:
        self.clear_problem()
        self.summary.show_messages([])
        self._forget_typed()
        self.outcome.words.setText(words)
        self._show_stage(Stage.OVER)
        announce(self.outcome, words, at_once=True)

    def _end(self) -> None:
        self.timer.stop()
        self._forget_typed()

    def _forget_typed(self) -> None:
        for field in (self.code, self.reason):
            field.set_value("")
            field.set_message(None)

    def _say(self, field: LineField, words: str) -> None:
        field.set_message(words)
        self.summary.show_messages([(words, field)])
        self.order_tabs()
        field.take_focus()

    def _ready(self) -> None:
        self._busy = False
        self.code.set_message(None)
        self.reason.set_message(None)
        self.summary.show_messages([])
        self._show_stage(self._stage)

    def _failed(self, error: Exception) -> None:
        self._ready()
        self.code.set_value("")
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
