"""A section as field mode shows it: questions, titles of groups, repeats with their instances."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import HeadingView, PageItem, QuestionView, RepeatView
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.question import Mode, Question, Tools
from kiosk.ui.questions.registry import fits, question_widget
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, clear_layout
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Text


class ItemList(QWidget):
    """What stands on one page. Questions that stay keep their widget, their focus, the scroll."""

    answered = Signal(str, str)
    attached = Signal(str, object)
    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, texts: Texts, tools: Tools) -> None:
        super().__init__()
        self._theme, self._texts, self._tools = theme, texts, tools
        self.questions: dict[str, Question] = {}
        self._others: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._pairs = PairGrid(theme)
        column.addWidget(self._pairs)

    def show_items(self, items: tuple[PageItem, ...]) -> None:
        """Draw a page; what is gone from it goes, what is new comes."""
        entries: list[tuple[QWidget, bool]] = []
        old, others = dict(self.questions), self._others
        self.questions, self._others = {}, []
        for item in items:
            match item:
                case QuestionView():
                    question = self._question(item, old)
                    entries.append((question, question.whole_width))
                case HeadingView():
                    role = "h3" if item.level <= 1 else "label"
                    title = Text(self._theme, "", role)
                    title.show_words(label_words(self._theme, item.label))
                    self._others.append(title)
                    entries.append((title, True))
                case RepeatView():
                    table = RepeatCards(self._theme, self._texts, item)
                    table.opened.connect(self.opened.emit)
                    table.added.connect(self.added.emit)
                    table.removed.connect(self.removed.emit)
                    self._others.append(table)
                    entries.append((table, True))
        self._pairs.set_entries(entries)
        for widget in [*old.values(), *others]:
            if widget not in self.questions.values():
                widget.hide()
                widget.deleteLater()

    def _question(self, view: QuestionView, old: dict[str, Question]) -> Question:
        question = old.get(view.path)
        if question is None or not fits(question, view):
            question = question_widget(self._theme, self._texts, view, self._tools, Mode.FIELD)
            question.answered.connect(self.answered.emit)
            question.attached.connect(self.attached.emit)
        self.questions[view.path] = question
        question.show_view(view)
        question.field.set_message(view.message)
        return question

    def commit(self) -> None:
        """Let every question say what is typed in it."""
        for question in self.questions.values():
            question.commit()


class RepeatCards(Card):
    """The instances of a repeat, each with its first answers."""

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, texts: Texts, view: RepeatView) -> None:
        super().__init__(theme, "neutral", tight=True)
        clear_layout(self.body)
        self.body.addWidget(Text(theme, view.label, "label"))
        for one in view.instances:
            row = QHBoxLayout()
            row.setSpacing(theme.space(2))
            cells = " · ".join(cell for cell in one.cells if cell)
            words = f"{one.index}. {cells}" if cells else f"{one.index}."
            row.addWidget(Text(theme, words), 1)
            number = str(one.index)
            name = texts.text("preview-open-name", n=number, label=view.label)
            show = Button(theme, texts.text("preview-open"), Kind.LINK, name=name)
            show.clicked.connect(lambda _checked=False, path=one.path: self.opened.emit(path))
            row.addWidget(show)
            if not view.fixed:
                name = texts.text("preview-remove-name", n=number, label=view.label)
                drop = Button(theme, texts.text("preview-remove"), Kind.LINK, name=name)
                drop.clicked.connect(lambda _checked=False, path=one.path: self.removed.emit(path))
                row.addWidget(drop)
            self.body.addLayout(row)
        if not view.fixed:
            add = Button(theme, texts.text("preview-add", label=view.label), icon="plus")
            add.clicked.connect(lambda: self.added.emit(view.path))
            self.body.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
