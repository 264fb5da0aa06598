"""V09 Sección del formulario: one section, all its questions, each answer a draft at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import (
    QuestionProblem,
    SectionMark,
    SectionState,
    SectionView,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.questions.question import Question
from kiosk.ui.questions.registry import question_widget
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, PersonCard, SideCard, clear_layout
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.marks import KeyCaps
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.section_map import MapRow
from kiosk.ui.widgets.text import Icon, Text
from sync.ids import Salt


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """What V09 is entered with: a section, and the question to change before going back to V11."""

    view: SectionView
    path: str = ""
    to_review: bool = False


class FormScreen(FieldScreen):
    """Questions appear and go below the one just answered; the focus never moves by itself."""

    screen_id: ClassVar[str] = "V09"
    reviewed = Signal(object)
    """The draft's id: every section was gone through."""
    left_form = Signal()
    """Guardar y salir: the draft stays."""
    moved = Signal(object)
    """A FormEntry: another section of the same draft is now shown."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.view: SectionView | None = None
        self._entry: FormEntry | None = None
        self._questions: dict[str, Question] = {}
        self._problems: dict[str, str] = {}
        self._going = False
        self._leaving = False
        self._answers_on_their_way = 0
        self._unkept: set[str] = set()
        self._languages = self.head_right
        self.summary = self.add_summary()
        card = Card(theme)
        self.pairs = PairGrid(theme)
        card.body.addWidget(self.pairs)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self._map_card = SideCard(theme)
        self._map_card.body.setContentsMargins(
            theme.space(3), theme.space(4), theme.space(3), theme.space(3)
        )
        head = QHBoxLayout()
        head.addWidget(Text(theme, self.text("form-sections"), "body", "gold-text", bold=True), 1)
        head.addWidget(KeyCaps(theme, (key_of(Act.SECTION_MAP),)))
        self._map_card.body.addLayout(head)
        self._map = QVBoxLayout()
        self._map.setSpacing(0)
        self._map_card.body.addLayout(self._map)
        self.side_column.addWidget(self._map_card)
        self._saved = QWidget()
        saved = QHBoxLayout(self._saved)
        saved.setContentsMargins(0, 0, 0, 0)
        saved.setSpacing(theme.space(2))
        saved.addWidget(Icon(theme, "device-floppy", "ink-2", "icon-small"))
        saved.addWidget(Text(theme, self.text("form-draft-saved"), "caption", "ink-2"), 1)
        self.side_column.addWidget(self._saved)
        self.add_primary(self.text("continue"), key="Ctrl+Enter").clicked.connect(self._continue)
        self.add_back()
        self.action_bar.flow.mark_right()
        leave = self.add_action(self.text("form-save-exit"), key="F7")
        leave.clicked.connect(self._save_and_exit)

    # -------------------------------------------------------------------------- showing

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, FormEntry):
            return
        self.clear_problem()
        self._going = False
        self._entry = argument
        self._problems = {}
        self._unkept.clear()
        self._show_unkept()
        self.summary.show_messages([])
        self._forget_questions()
        self._show(argument.view)
        self._focus_on(argument.path)
        self.scroller.verticalScrollBar().setValue(0)
        if argument.path:
            self._focus_on(argument.path)

    def leave(self) -> None:
        for question in self._questions.values():
            question.commit()

    def _forget_questions(self) -> None:
        for question in self._questions.values():
            question.hide()
            question.deleteLater()
        self._questions = {}
        self.pairs.set_entries([])

    def _show(self, view: SectionView) -> None:
        self.view = view
        self.set_head(
            view.title,
            kicker=self.text(
                "form-kicker",
                service=view.service_name,
                section=str(self._position(view) + 1),
                count=str(len(view.sections) or view.count),
            ),
        )
        person = view.person
        self.person.show_person(
            person.display_name,
            person.initials,
            self.text("person-curp-tail", tail=person.curp_masked) if person.curp_masked else "",
        )
        self._show_questions(view)
        self._show_map(view)
        self._show_languages(view)
        self.order_tabs()

    @staticmethod
    def _position(view: SectionView) -> int:
        indexes = [mark.index for mark in view.sections]
        return indexes.index(view.index) if view.index in indexes else view.index

    def _show_questions(self, view: SectionView) -> None:
        """Update what stands, add and take out what relevance changed; the focus stays."""
        wanted = [question.path for question in view.questions]
        gone = [path for path in self._questions if path not in wanted]
        entries: list[tuple[QWidget, bool]] = []
        for shown in view.questions:
            question = self._questions.get(shown.path)
            if question is not None and question.view.kind is not shown.kind:
                gone.append(shown.path)
                question.hide()
                question = None
            if question is None:
                question = question_widget(self.theme, self.texts, shown)
                question.answered.connect(self._answered)
                self._questions[shown.path] = question
            question.show_view(shown)
            message = shown.message or self._problems.get(shown.path)
            question.field.set_message(message)
            entries.append((question, question.whole_width))
        self.pairs.set_entries(entries)
        for path in gone:
            if path in wanted:
                continue
            old = self._questions.pop(path)
            old.hide()
            old.deleteLater()

    @staticmethod
    def _inputs(widget: QWidget) -> tuple[QWidget, ...]:
        field: Field | None = getattr(widget, "field", None)
        return field.inputs() if field is not None else ()

    _map_buttons: tuple[Button, ...] = ()

    def _show_map(self, view: SectionView) -> None:
        here = QApplication.focusWidget()
        kept = next((n for n, b in enumerate(self._map_buttons) if b is here), None)
        clear_layout(self._map)
        buttons: list[Button] = []
        for number, mark in enumerate(view.sections):
            row = MapRow(
                self.theme, number + 1, mark, self._words_of(mark), here=mark.index == view.index
            )
            row.button.clicked.connect(lambda _checked=False, mark=mark: self._jump(mark.index))
            self._map.addWidget(row)
            buttons.append(row.button)
        self._map_buttons = tuple(buttons)
        if kept is not None and kept < len(buttons):
            buttons[kept].setFocus()

    def _words_of(self, mark: SectionMark) -> tuple[str, str]:
        if mark.state is SectionState.HERE and self._problems:
            return self.text("section-problem", n=len(self._problems)), "error"
        match mark.state:
            case SectionState.COMPLETE:
                return self.text("section-complete"), "ink-2"
            case SectionState.HERE:
                return self.text("section-here"), "ink-2"
            case SectionState.NOT_STARTED:
                return self.text("section-not-started"), "ink-2"
            case SectionState.PROBLEM:
                return self.text("section-to-correct"), "error"

    def _show_languages(self, view: SectionView) -> None:
        clear_layout(self._languages)
        if len(view.languages) < 2:
            return
        self._languages.addWidget(Icon(self.theme, "language", "ink-2"))
        for language in view.languages:
            if language == view.language:
                continue
            words = self.text("form-language", language=self._language_name(language))
            button = Button(self.theme, words, Kind.LINK)
            button.clicked.connect(lambda _checked=False, to=language: self._set_language(to))
            self._languages.addWidget(button)

    def _language_name(self, language: str) -> str:
        """Return a language's own name; forms write it as `English (en)` or `en`."""
        code = language.rpartition("(")[2].removesuffix(")")
        message_id = f"language-{code}"
        return self.text(message_id) if self.texts.has(message_id) else language

    def _focus_on(self, path: str) -> None:
        question = self._questions.get(path)
        if question is None:
            question = next((q for q in self._questions.values() if self._inputs(q)), None)
        if question is not None and question.field.inputs():
            question.field.take_focus()
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------ answering

    def _draft(self) -> Salt:
        if self.view is None:
            raise RuntimeError("no section is shown")
        return self.view.draft_id

    def _answered(self, path: str, text: str) -> None:
        draft = self._draft()
        self._problems.pop(path, None)
        self._answers_on_their_way += 1
        self.kit.background.run(
            lambda: self.kit.services.registrations.answer(draft, path, text),
            lambda view: self._answer_kept(path, view),
            lambda error: self._answer_failed(path, error),
        )

    def _answer_kept(self, path: str, view: SectionView) -> None:
        """Show what followed from an answer; with another one on its way this view is old news."""
        self._answers_on_their_way -= 1
        if path in self._unkept:
            self._unkept.discard(path)
            self._show_unkept()
        shown = self.view
        if shown is None or self._answers_on_their_way:
            return
        if (view.draft_id, view.index) == (shown.draft_id, shown.index):
            self._show(view)

    def _answer_failed(self, path: str, error: Exception) -> None:
        """Say why an answer was not kept, wherever one is by now; leaving the field tries again."""
        self._answers_on_their_way -= 1
        question = self._questions.get(path)
        if question is None or not self.isVisible():
            self.kit.background.known.emit(error)
            return
        self._unkept.add(path)
        self._show_unkept()
        question.not_kept()
        self.show_problem(error)

    def _show_unkept(self) -> None:
        """Say that the draft is saved only while that is so."""
        self._saved.setVisible(not self._unkept)
        if not self._unkept:
            self.clear_problem()

    def _set_language(self, language: str) -> None:
        self.leave()
        draft = self._draft()
        self.kit.background.run(
            lambda: self.kit.services.registrations.set_language(draft, language), self._translated
        )

    def _translated(self, view: SectionView) -> None:
        self._problems = {}
        self.summary.show_messages([])
        self._remember(view)
        self._show(view)
        self._focus_on("")

    def _remember(self, view: SectionView) -> None:
        to_review = self._entry.to_review if self._entry else False
        self._entry = FormEntry(view=view, to_review=to_review)
        self.moved.emit(self._entry)

    # --------------------------------------------------------------------------- moving

    def _continue(self) -> None:
        if self.view is None or self._going:
            return
        self._going = True
        self.leave()
        draft, index = self.view.draft_id, self.view.index
        self.kit.background.run(
            lambda: self.kit.services.registrations.check_section(draft, index),
            self._checked,
            self._failed,
        )

    def _checked(self, problems: tuple[QuestionProblem, ...]) -> None:
        self._going = False
        view = self.view
        if view is None or self._unkept:
            return  # the problem that kept an answer from being saved stands above
        self._problems = {problem.path: self._message(problem) for problem in problems}
        for path, question in self._questions.items():
            question.field.set_message(self._problems.get(path))
        self._show_map(view)
        self.summary.show_messages(
            [
                (words, self._questions[path].field)
                for path, words in self._problems.items()
                if path in self._questions
            ]
        )
        self.order_tabs()
        if problems:
            self.scroller.verticalScrollBar().setValue(0)
            return
        later = [mark.index for mark in view.sections if mark.index > view.index]
        if later and not (self._entry and self._entry.to_review):
            self._jump(later[0])
        else:
            self.reviewed.emit(view.draft_id)

    def _message(self, problem: QuestionProblem) -> str:
        if problem.message:
            return problem.message
        return self.text(problem.message_id, **problem.arguments)

    def _jump(self, index: int) -> None:
        """Show another section; what is typed here is kept first."""
        self.leave()
        draft = self._draft()
        self.kit.background.run(
            lambda: self.kit.services.registrations.section(draft, index),
            self._jumped,
            self.show_problem,
        )

    def _jumped(self, view: SectionView) -> None:
        if self._unkept:
            return
        to_review = self._entry.to_review if self._entry else False
        entry = FormEntry(view=view, to_review=to_review)
        self.moved.emit(entry)
        self.enter(entry)

    def _step(self, by: int) -> bool:
        if self.view is None:
            return False
        indexes = [mark.index for mark in self.view.sections]
        at = indexes.index(self.view.index) if self.view.index in indexes else 0
        if 0 <= at + by < len(indexes):
            self._jump(indexes[at + by])
            return True
        return False

    def _save_and_exit(self) -> None:
        """Leave once everything that was typed is kept; what could not be kept stays here."""
        if self._leaving:
            return
        self._leaving = True
        self.leave()
        self.kit.background.run(lambda: None, self._left)

    def _left(self, _nothing: None) -> None:
        self._leaving = False
        if not self._unkept:
            self.left_form.emit()

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def back(self) -> bool:
        if self._entry is not None and self._entry.to_review:
            return False
        return self._step(-1)

    def act(self, act: Act) -> bool:
        match act:
            case Act.PREVIOUS_SECTION:
                self._step(-1)
                return True
            case Act.NEXT_SECTION:
                self._step(1)
                return True
            case Act.SAVE_AND_EXIT:
                self._save_and_exit()
                return True
            case Act.SECTION_MAP:
                if self._map_buttons:
                    self._map_buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            case _:
                return super().act(act)

    def window_words(self) -> str:
        words = self.text("form-window")
        return self.text("title-problem", title=words) if self.summary.messages else words
