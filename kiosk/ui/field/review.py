"""V11 Revise las respuestas and V12 Consentimiento."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import ConsentText, RegistrationSaved, Review, ReviewLine, SectionView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.markdown import plain
from kiosk.ui.screen import Act
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.choices import TickCard
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.marks import TickDisc
from kiosk.ui.widgets.text import Icon, Text
from sync.ids import Salt


class ReviewScreen(FieldScreen):
    """Everything that would be saved, each answer with its *Cambiar*."""

    screen_id: ClassVar[str] = "V11"
    title_id = "review-title"
    change_wanted = Signal(object, str)
    """A SectionView and the path of the question to change."""
    agreed = Signal(object)
    """The Review that was read and found right."""
    left_form = Signal()
    corrected = Signal(object)
    """The event id of the first version of a record whose correction is durable."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.review: Review | None = None
        self._saving = False
        self.set_head(self.text("review-title"), subtitle=self.text("review-subtitle"))
        self.missing = Notice(theme, "alert-triangle", tone="problem")
        self.missing.hide()
        self.main_column.addWidget(self.missing)
        self._card = Card(theme)
        self._card.body.setSpacing(0)
        self.main_column.addWidget(self._card)
        self._side = QVBoxLayout()
        self._side.setSpacing(theme.space(4))
        self.side_column.addLayout(self._side)
        self.add_primary(self.text("continue"), key="Ctrl+Enter").clicked.connect(self._continue)
        self.add_back()
        self.action_bar.flow.mark_right()
        leave = self.add_action(self.text("form-save-exit"), key="F7")
        leave.clicked.connect(self.left_form.emit)

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self.missing.hide()
        self._saving = False
        draft: Salt = argument
        self.kit.background.run(
            lambda: self.kit.services.registrations.review(draft), self._show, self.show_problem
        )
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroller.verticalScrollBar().setValue(0)

    def _show(self, review: Review) -> None:
        self.review = review
        theme = self.theme
        clear_layout(self._card.body)
        for number, section in enumerate(review.sections):
            if number:
                self._card.body.addSpacing(theme.space(4))
            title = Text(theme, plain(section.title), "label")
            self._card.body.addWidget(title)
            self._card.body.addSpacing(theme.space(2))
            for line in section.lines:
                button = None if line.level else self._change_button(line)
                self._card.body.addWidget(answer_line(self.kit, line, button))
        self._show_side(review)
        self.order_tabs()
        if self.primary is not None:
            self.primary.set_words(self.text("correct-save" if review.corrects else "continue"))
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroller.verticalScrollBar().setValue(0)

    def _change_button(self, line: ReviewLine) -> Button:
        button = Button(
            self.theme, self.text("review-change-short"), Kind.LINK,
            name=self.text("review-change", field=plain(line.label)),
        )  # fmt: skip
        button.clicked.connect(lambda: self._change(line.section_index, line.path, line.place))
        return button

    def _show_side(self, review: Review) -> None:
        theme = self.theme
        clear_layout(self._side)
        card = SideCard(theme, self.text("review-service"))
        card.body.addWidget(Text(theme, review.service_name, "h3"))
        card.body.addWidget(Rule(theme))
        fee = review.fee_centavos
        words = self.texts.money(fee) if fee else self.text("no-fee")
        card.body.addWidget(
            ValueRow(
                theme, self.text("total"), words, value_role="h2" if fee else "label", ink="ink"
            )
        )
        self._side.addWidget(card)
        steps = SideCard(theme, self.text("review-before"))
        complete = not review.problems
        done = self.text("review-complete", n=len(review.sections))
        left = self.text("review-incomplete", n=len(review.problems))
        steps.body.addLayout(self._step(done if complete else left, done=complete))
        if review.corrects:
            reason = self.text("record-reason", reason=review.reason)
            card.body.addWidget(Text(theme, reason, "body", "ink-2"))
        else:
            steps.body.addLayout(self._step(self.text("review-consent"), done=False))
        if fee:
            steps.body.addLayout(self._step(self.text("review-charge"), done=False))
        self._side.addWidget(steps)

    def _step(self, words: str, *, done: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(3))
        mark: QWidget = (
            TickDisc(self.theme, "icon-body")
            if done
            else Icon(self.theme, "circle-dashed", "ink-2", "icon-body")
        )
        row.addWidget(mark)
        row.addWidget(Text(self.theme, words), 1)
        return row

    def _change(self, index: int, path: str, place: str = "") -> None:
        review = self.review
        if review is None:
            return
        draft = review.draft_id
        registrations = self.kit.services.registrations

        def open_page() -> SectionView:
            if place:
                return registrations.open_place(draft, place)
            return registrations.section(draft, index)

        def changed(view: SectionView) -> None:
            self.change_wanted.emit(view, path)

        self.kit.background.run(open_page, changed, self.show_problem)

    def _continue(self) -> None:
        review = self.review
        if review is None:
            return
        if review.problems:
            first = review.problems[0]
            self.missing.words.setText(
                self.text("review-blocked", field=plain(first.label), n=len(review.problems))
            )
            self.missing.show()
            self._change(first.section_index, first.path, first.place)
            return
        if review.corrects:
            self._save_correction(review.draft_id)
        else:
            self.agreed.emit(review)

    def _save_correction(self, draft: Salt) -> None:
        if self._saving:
            return
        self._saving = True
        registrations = self.kit.services.registrations
        self.kit.background.run(
            lambda: registrations.save_correction(draft), self.corrected.emit, self._failed
        )

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.click()

    def act(self, act: Act) -> bool:
        if act is Act.SAVE_AND_EXIT:
            self.left_form.emit()
            return True
        return super().act(act)


def answer_line(kit: Kit, line: ReviewLine, button: Button | None = None) -> QWidget:
    """Return one answer with a thin line above it, or the title of a group or instance."""
    theme = kit.theme
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins((line.level - 1) * theme.space(4) if line.level else 0, 0, 0, 0)
    column.setSpacing(0)
    if line.level:
        column.addSpacing(theme.space(3))
        column.addWidget(Text(theme, plain(line.label), "body", "gold-text", bold=True))
        return holder
    column.addWidget(Rule(theme))
    row = QHBoxLayout()
    row.setSpacing(theme.space(4))
    label = Text(theme, plain(line.label), "body", "ink-2")
    words = plain(line.answer) or kit.texts.text("review-none")
    answer = Text(theme, words, "label", bold=False)
    if not line.answer:
        answer.set_ink("muted")
    row.addWidget(label, 3)
    row.addWidget(answer, 5)
    if button is not None:
        row.addWidget(button)
    column.addLayout(row)
    return holder


class _TickField(Field):
    """The sentence to agree to, as a field so that it can say what is missing."""

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__(kit.theme, label)
        self.tick = TickCard(kit.theme)
        self.add_input(self.tick)

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.tick,)

    def show_sentence(self, sentence: str) -> None:
        """Show the sentence, unticked."""
        self.tick.set_words(sentence)
        self.tick.setChecked(False)
        self.name_inputs()
        self.tick.setAccessibleName(sentence)

    def set_message(self, words: str | None) -> None:
        super().set_message(words)
        self.tick.setAccessibleName(self.tick.text().replace("&&", "&"))
        self.tick.update()


class ConsentScreen(FieldScreen):
    """Four lines, one sentence, unticked; saved together with the registration."""

    screen_id: ClassVar[str] = "V12"
    title_id = "consent-title"
    saved = Signal(object)
    """A RegistrationSaved: consent and registration are durable."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._draft: Salt | None = None
        self._saving = False
        self.set_head(self.text("consent-title"), subtitle=self.text("consent-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        card.body.setSpacing(theme.space(4))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(3))
        card.body.addLayout(self._lines)
        card.body.addWidget(Rule(theme))
        self.field = _TickField(kit, self.text("consent-sentence"))
        self.tick = self.field.tick
        self.tick.toggled.connect(self._ticked)
        card.body.addWidget(self.field)
        self.main_column.addWidget(card)
        self._side = QVBoxLayout()
        self.side_column.addLayout(self._side)
        self.add_primary(self.text("consent-save"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Review):
            return
        self.clear_problem()
        self._saving = False
        self._draft = argument.draft_id
        self.summary.show_messages([])
        self.field.set_message(None)
        self._show_side(argument)
        draft = argument.draft_id
        self.kit.background.run(
            lambda: self.kit.services.registrations.consent(draft), self._show, self.show_problem
        )

    def _show_side(self, review: Review) -> None:
        clear_layout(self._side)
        card = SideCard(self.theme, self.text("review-service"))
        card.body.addWidget(Text(self.theme, review.service_name, "h3"))
        card.body.addWidget(Text(self.theme, review.person.display_name))
        self._side.addWidget(card)

    def _show(self, consent: ConsentText) -> None:
        clear_layout(self._lines)
        for line in consent.lines:
            row = QHBoxLayout()
            row.setSpacing(self.theme.space(3))
            row.addWidget(Icon(self.theme, "chevron-right", "action"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(self.theme, line, "label", bold=False), 1)
            self._lines.addLayout(row)
        self.field.show_sentence(consent.sentence)
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticked(self, on: bool) -> None:
        if on:
            self.field.set_message(None)
            self.summary.show_messages([])

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self) -> None:
        draft = self._draft
        if draft is None or self._saving:
            return
        if not self.tick.isChecked():
            words = self.text("consent-missing")
            self.field.set_message(words)
            self.summary.show_messages([(words, self.field)])
            self.order_tabs()
            return
        self._saving = True
        self.kit.background.run(
            lambda: self.kit.services.registrations.save(draft, True), self._saved, self._failed
        )

    def _saved(self, result: RegistrationSaved) -> None:
        self._saving = False
        self._draft = None
        self.saved.emit(result)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
