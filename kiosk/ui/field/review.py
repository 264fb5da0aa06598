"""V11 Revise las respuestas."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import PurposeChoice, Review, ReviewLine, SectionView
from kiosk.ui.field.fees import fee_words
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.markdown import plain
from kiosk.ui.screen import Act
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
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
    decide_wanted = Signal(object)
    """The draft's id: what was said of sensitive data is to be said anew (V33)."""
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
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.space(3))
        self.main_column.addLayout(self._choices)
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
        self._show_choices(review)
        self._show_side(review)
        self.order_tabs()
        if self.primary is not None:
            self.primary.set_words(self.text("continue" if review.must_agree else "correct-save"))
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scroller.verticalScrollBar().setValue(0)

    def _show_choices(self, review: Review) -> None:
        """Say what was left out because it was refused, and let it be said anew."""
        clear_layout(self._choices)
        if not review.choices:
            return
        card = Card(self.theme)
        card.body.addWidget(Text(self.theme, self.text("review-sensitive"), "label"))
        for one in review.choices:
            card.body.addWidget(choice_line(self.kit, one))
        button = Button(
            self.theme, self.text("review-change-short"), Kind.LINK,
            name=self.text("review-change", field=self.text("review-sensitive")),
        )  # fmt: skip
        button.clicked.connect(lambda: self.decide_wanted.emit(review.draft_id))
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._choices.addWidget(card)

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
        words = fee_words(self, fee, depends=review.fee_depends)
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
        if review.must_agree:
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
        if review.must_agree:
            self.agreed.emit(review)
        else:
            self._save_correction(review.draft_id)

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


def choice_line(kit: Kit, one: PurposeChoice) -> QWidget:
    """Return what was said of a sensitive purpose, and what follows from it."""
    theme = kit.theme
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space(1))
    column.addWidget(Rule(theme))
    row = QHBoxLayout()
    row.setSpacing(theme.space(2))
    icon = "check" if one.accepted else "ban"
    row.addWidget(Icon(theme, icon, "ink-2", "icon-small"), 0, Qt.AlignmentFlag.AlignTop)
    said = kit.texts.text("notice-accepts" if one.accepted else "notice-refuses")
    row.addWidget(Text(theme, f"{said}: {one.sentence}", "body"), 1)
    column.addLayout(row)
    if not one.accepted:
        labels = ", ".join(plain(label) for label in one.labels)
        words = kit.texts.text("review-left-out", questions=labels)
        column.addWidget(Text(theme, words, "body", "ink-2"))
    return holder


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
