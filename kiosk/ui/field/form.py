"""V09 Sección del formulario: one section or one instance, each answer a draft at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from kiosk.problems import problem_of
from kiosk.services.views import QuestionProblem, SectionView
from kiosk.ui.field.form_languages import LanguageLinks
from kiosk.ui.field.form_map import SectionMapCard
from kiosk.ui.field.form_page import FormPage
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.why import WhyCard
from kiosk.ui.questions.markdown import plain
from kiosk.ui.questions.question import Given, Question
from kiosk.ui.screen import Act
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, PersonCard
from kiosk.ui.widgets.text import Icon, Text
from sync.ids import Salt


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """What V09 is entered with: a page, and the question to change before going back to V11."""

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
    """A FormEntry: another page of the same draft is now shown."""
    map_wanted = Signal(object)
    """The SectionView from which V10 is opened."""
    version_wanted = Signal(object)
    """The SectionView whose draft may move to a newer version of its form."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.view: SectionView | None = None
        self._entry: FormEntry | None = None
        self._problems: dict[str, QuestionProblem] = {}
        self._said: frozenset[str] = frozenset()
        self._going = False
        self._leaving = False
        self._answers_on_their_way = 0
        self._unkept: set[str] = set()
        self._refused: dict[str, str] = {}  # files that were refused, until another one comes
        self._languages = LanguageLinks(theme, kit.texts)
        self._languages.chosen.connect(self._set_language)
        self.head_right.addWidget(self._languages)
        self.newer = self._notice("form-newer-action", self._want_version)
        self.undo = self._notice("repeat-undo", self._put_back)
        self.summary = self.add_summary()
        card = Card(theme)
        self.page = FormPage(theme, kit.texts, kit.tools)
        self.page.answered.connect(self._answered)
        self.page.attached.connect(self._attached)
        self.page.finished.connect(lambda _path: self.enter_pressed())
        self.page.opened.connect(self._open)
        self.page.added.connect(self._add)
        self.page.removed.connect(self._remove)
        self.page.grew.connect(self.order_tabs)
        card.body.addWidget(self.page)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.map = SectionMapCard(theme, kit.texts)
        self.map.chosen.connect(self._jump)
        self.side_column.addWidget(self.map)
        self._saved = QWidget()
        saved = QHBoxLayout(self._saved)
        saved.setContentsMargins(0, 0, 0, 0)
        saved.setSpacing(theme.space(2))
        saved.addWidget(Icon(theme, "device-floppy", "ink-2", "icon-small"))
        saved.addWidget(Text(theme, self.text("form-draft-saved"), "caption", "ink-2"), 1)
        self.side_column.addWidget(self._saved)
        self.why = WhyCard(theme, kit.texts)
        self.side_column.addWidget(self.why)
        QApplication.instance().focusChanged.connect(self._show_why)  # type: ignore[union-attr]  # an application exists wherever a widget does
        self._next = self.add_primary(self.text("continue"), key="Ctrl+Enter")
        self._next.clicked.connect(self._continue)
        self.add_back()
        self._another = self.add_action(self.text("repeat-add-another"))
        self._another.clicked.connect(self._add_another)
        self.action_bar.flow.mark_right()
        leave = self.add_action(self.text("form-save-exit"), key="F7")
        leave.clicked.connect(self._save_and_exit)

    def _notice(self, action_id: str, done: Callable[[], None]) -> Notice:
        """Return a hidden sentence with a button beside it."""
        notice = Notice(self.theme, "info-circle", tone="info")
        button = Button(self.theme, self.text(action_id), Kind.LINK)
        button.clicked.connect(done)
        notice.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        notice.hide()
        self.main_column.addWidget(notice)
        return notice

    @property
    def _questions(self) -> dict[str, Question]:
        return self.page.questions

    # -------------------------------------------------------------------------- showing

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, FormEntry):
            return
        self.clear_problem()
        self._going = False
        self._entry = argument
        self._unkept.clear()
        self._refused = {}
        self._show_unkept()
        self._set_problems(())
        self.page.begin()
        self._show(argument.view, argument.path)
        self._focus_on(argument.path)
        self.scroller.verticalScrollBar().setValue(0)
        if argument.path:
            self._focus_on(argument.path)

    def leave(self) -> None:
        self.page.commit()

    def _show(self, view: SectionView, up_to: str = "") -> None:
        self.view = view
        inside = bool(view.place)
        self.set_head(
            plain(view.title),
            kicker=" › ".join((view.service_name, *(plain(crumb.title) for crumb in view.trail)))
            if inside
            else self.text(
                "form-kicker",
                service=view.service_name,
                section=str(self._position(view) + 1),
                count=str(len(view.sections) or view.count),
            ),
        )
        self._next.set_words(self.text("repeat-done" if inside else "continue"))
        self._another.setVisible(inside and view.may_add_another)
        self._show_notices(view)
        person = view.person
        self.person.show_person(
            person.display_name,
            person.initials,
            self.text("person-curp-tail", tail=person.curp_masked) if person.curp_masked else "",
        )
        said, self._said = self._said, frozenset()
        before = self.page.shape()
        self.page.show_items(view.items, self._messages(), up_to=up_to, said=said)
        moved = self.map.rows.show_sections(view, len(self._problems))
        moved = self._languages.show_languages(view) or moved
        if moved or self.page.shape() != before or self.page.tables:
            self.order_tabs()
        self._show_why_first()

    def _show_notices(self, view: SectionView) -> None:
        self.undo.setVisible(bool(view.removed))
        self.undo.words.setText(self.text("repeat-removed", instance=plain(view.removed)))
        self.newer.setVisible(bool(view.newer_version))
        self.newer.words.setText(self.text("form-newer", version=view.newer_version))

    def _show_why(self, _old: QWidget | None = None, here: QWidget | None = None) -> None:
        """Say why the question in hand is asked; where no question is, what was said stays."""
        if here is None or not self.isVisible() or not self.page.isAncestorOf(here):
            return
        for question in self._questions.values():
            if question.isAncestorOf(here):
                self.why.show_question(question.view)
                return

    def _show_why_first(self) -> None:
        """Say it for the question that has the focus, else for the first one of the page."""
        here = QApplication.focusWidget()
        inside = (one for one in self._questions.values() if here and one.isAncestorOf(here))
        question = next(inside, self.page.first_input())
        self.why.show_question(None if question is None else question.view)

    @staticmethod
    def _position(view: SectionView) -> int:
        indexes = [mark.index for mark in view.sections]
        return indexes.index(view.index) if view.index in indexes else view.index

    def _focus_on(self, path: str) -> None:
        table = self.page.tables.get(path)
        if table is not None and table.inputs():
            table.inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        question = self._questions.get(path) or self.page.first_input()
        if question is not None and question.field.inputs():
            question.field.take_focus()
            return
        tables = [one for one in self.page.tables.values() if one.inputs()]
        if tables and not self._questions:
            tables[0].inputs()[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------ answering

    def _draft(self) -> Salt:
        if self.view is None:
            raise RuntimeError("no section is shown")
        return self.view.draft_id

    def _answered(self, path: str, text: str) -> None:
        draft = self._draft()
        self._said |= {path}
        self._refused.pop(path, None)
        self._problems.pop(path, None)
        self._write(path, lambda: self.kit.services.registrations.answer(draft, path, text))

    def _attached(self, path: str, given: Given) -> None:
        """Keep a file; what cannot be an answer is said at its question, at once."""
        draft = self._draft()
        self._problems.pop(path, None)
        self._refused.pop(path, None)
        registrations = self.kit.services.registrations
        self._write(
            path,
            lambda: registrations.attach(
                draft, path, given.content, given.media_type, given.file_name
            ),
            lambda error: self._file_refused(path, error),
        )

    def _write(
        self,
        path: str,
        work: Callable[[], SectionView],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Send an answer on its way."""
        self._answers_on_their_way += 1

        def refused(error: Exception) -> None:
            self._answers_on_their_way -= 1
            (failed or (lambda known: self._answer_failed(path, known)))(error)

        self.kit.background.run(work, lambda view: self._answer_kept(path, view), refused)

    def _answer_kept(self, path: str, view: SectionView) -> None:
        """Show what followed from an answer; with another one on its way this view is old news."""
        self._answers_on_their_way -= 1
        if path in self._unkept:
            self._unkept.discard(path)
            self._show_unkept()
        shown = self.view
        if shown is None or self._answers_on_their_way:
            return
        if view.page == shown.page:
            self._show(view)

    def _answer_failed(self, path: str, error: Exception) -> None:
        """Say why an answer was not kept, wherever one is by now; leaving the field tries again."""
        question = self._questions.get(path)
        if question is None or not self.isVisible():
            self.kit.background.known.emit(error)
            return
        self._unkept.add(path)
        self._show_unkept()
        question.not_kept()
        self.show_problem(error)

    def _file_refused(self, path: str, error: Exception) -> None:
        problem = problem_of(error, self.texts)
        question = self._questions.get(path)
        if question is None or not self.isVisible():
            self.kit.background.known.emit(error)
            return
        self._refused[path] = f"{problem.happened} {problem.safe} {problem.todo}"
        question.show_view(question.view)
        self.page.show_messages(self._messages())

    def _messages(self) -> dict[str, str]:
        """Return what is to be said beside each question."""
        said = {path: self._message(problem) for path, problem in self._problems.items()}
        return {**said, **self._refused}

    def _show_unkept(self) -> None:
        """Say that the draft is saved only while that is so."""
        self._saved.setVisible(not self._unkept)
        if not self._unkept:
            self.clear_problem()

    def _set_language(self, language: str) -> None:
        self._go(lambda draft: self.kit.services.registrations.set_language(draft, language))

    # ------------------------------------------------------------------------ instances

    def _open(self, place: str) -> None:
        self._go(lambda draft: self.kit.services.registrations.open_place(draft, place))

    def _add(self, repeat: str) -> None:
        self._go(lambda draft: self.kit.services.registrations.add_instance(draft, repeat))

    def _remove(self, instance: str) -> None:
        self._go(lambda draft: self.kit.services.registrations.remove_instance(draft, instance))

    def _put_back(self) -> None:
        self._go(lambda draft: self.kit.services.registrations.put_back(draft))

    def _add_another(self) -> None:
        """*Agregar otra*: what is missing here is said first, as with *Listo*."""
        view = self.view
        if view is not None:
            repeat = view.place.rpartition("[")[0]
            self._check(lambda: self._add(repeat))

    def _want_version(self) -> None:
        if self.view is not None:
            self.leave()
            self.version_wanted.emit(self.view)

    # --------------------------------------------------------------------------- moving

    def _continue(self) -> None:
        self._check(self._onward)

    def _check(self, then: Callable[[], None]) -> None:
        """Say what does not hold on this page; where all of it holds, go on."""
        if self.view is None or self._going:
            return
        self._going = True
        self.leave()
        draft, index, place = self.view.page
        self.kit.background.run(
            lambda: self.kit.services.registrations.check_section(draft, index, place),
            lambda problems: self._checked(problems, then),
            self._failed,
        )

    def _checked(self, problems: tuple[QuestionProblem, ...], then: Callable[[], None]) -> None:
        self._going = False
        if self.view is None or self._unkept:
            return  # the problem that kept an answer from being saved stands above
        if problems:
            self.page.build_all()
        self._set_problems(problems)
        self.map.rows.show_sections(self.view, len(problems))
        self.order_tabs()
        if problems:
            self.scroller.verticalScrollBar().setValue(0)
            return
        then()

    def _set_problems(self, problems: tuple[QuestionProblem, ...]) -> None:
        """Show what does not hold, in the summary and beside each question or its instance."""
        self._problems = {problem.path: problem for problem in problems}
        self.page.show_messages(self._messages())
        for table in self.page.tables.values():
            table.show_wrong(frozenset(self._problems))
        lines: list[tuple[str, Any]] = []
        for path, problem in self._problems.items():
            words = self._message(problem)
            question = self._questions.get(path)
            if question is not None:
                lines.append((words, question.field))
            elif problem.place:
                lines.append((words, lambda problem=problem: self._go_to(problem)))
        self.summary.show_messages(lines)

    def _go_to(self, problem: QuestionProblem) -> None:
        """Open the page of a problem that stands in another instance."""
        registrations = self.kit.services.registrations
        self._go(lambda draft: registrations.open_place(draft, problem.place), problem.path)

    def _onward(self) -> None:
        view = self.view
        if view is None:
            return
        if view.place:
            self._up(view)
            return
        later = [mark.index for mark in view.sections if mark.index > view.index]
        if later and not (self._entry and self._entry.to_review):
            self._jump(later[0])
        else:
            self.reviewed.emit(view.draft_id)

    def _up(self, view: SectionView) -> None:
        """Go to the page around this instance; from the review, straight back to it."""
        if self._entry is not None and self._entry.to_review:
            self.reviewed.emit(view.draft_id)
            return
        around = view.trail[-1].place if view.trail else ""
        repeat = view.place.rpartition("[")[0]
        registrations = self.kit.services.registrations
        if around:
            self._go(lambda draft: registrations.open_place(draft, around), repeat)
        else:
            self._go(lambda draft: registrations.section(draft, view.index), repeat)

    def _message(self, problem: QuestionProblem) -> str:
        if problem.message:
            return plain(problem.message)
        words = {name: plain(value) for name, value in problem.arguments.items()}
        return self.text(problem.message_id, **words)

    def _jump(self, index: int) -> None:
        """Show another section; what is typed here is kept first."""
        self._go(lambda draft: self.kit.services.registrations.section(draft, index))

    def _go(self, work: Callable[[Salt], SectionView], path: str = "") -> None:
        """Keep what is typed, do what leads to another page, and show that."""
        self.leave()
        draft = self._draft()
        self.kit.background.run(
            lambda: work(draft), lambda view: self._gone(view, path), self.show_problem
        )

    def _gone(self, view: SectionView, path: str) -> None:
        if self._unkept:
            return
        to_review = self._entry.to_review if self._entry else False
        entry = FormEntry(view=view, path=path, to_review=to_review)
        self.moved.emit(entry)
        self.enter(entry)

    def _step(self, by: int) -> bool:
        if self.view is None:
            return False
        if self.view.place:
            if by < 0:
                self._up(self.view)
            return True
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
        draft = self._draft()
        self.kit.background.run(
            lambda: self.kit.services.registrations.pause(draft), self._left, self._not_left
        )

    def _not_left(self, error: Exception) -> None:
        self._leaving = False
        self.show_problem(error)

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
                self._open_map()
                return True
            case _:
                return super().act(act)

    def _open_map(self) -> None:
        """Open V10 with the marks as they are once the last answer is kept."""
        if self.view is None:
            return
        self.leave()
        draft = self._draft()
        self.kit.background.run(
            lambda: self.kit.services.registrations.resume(draft),
            lambda view: None if self._unkept else self.map_wanted.emit(view),
            self.show_problem,
        )

    def window_words(self) -> str:
        words = self.text("form-window")
        return self.text("title-problem", title=words) if self.summary.messages else words
