"""What stands on a page of a form: questions two by two, titles, tables of instances.

What is visible first is built first; the rest follows piece by piece while the page can be used
already (FORMS §13). Only what changed is drawn again, and nothing takes the focus away.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views import HeadingView, PageItem, QuestionView, RepeatView
from kiosk.texts import Texts
from kiosk.ui.field.repeat_table import RepeatTable
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.question import Mode, Question, Tools
from kiosk.ui.questions.registry import fits, question_widget
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Text

BUILT_AT_ONCE = 24


class HeadingLine(Text):
    """The title of a group."""

    def __init__(self, theme: Theme, view: HeadingView) -> None:
        super().__init__(theme, "", "h3" if view.level <= 1 else "label")
        self._theme_of_words = theme
        self.show_view(view)

    def show_view(self, view: HeadingView) -> None:
        """Show the title in another language, or with another answer in it."""
        self.view = view
        self.show_words(label_words(self._theme_of_words, view.label))


class FormPage(QWidget):
    """The items of one page, by reference."""

    answered = Signal(str, str)
    """Reference and text of an answer."""
    attached = Signal(str, object)
    """Reference and Given: a file is to be the answer."""
    finished = Signal(str)
    """Reference: the answer needs no more (`quick`)."""
    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)
    grew = Signal()
    """The rest of the page was built."""

    def __init__(self, theme: Theme, texts: Texts, tools: Tools) -> None:
        super().__init__()
        self._theme, self._texts, self._tools = theme, texts, tools
        self.questions: dict[str, Question] = {}
        self.tables: dict[str, RepeatTable] = {}
        self._headings: dict[str, HeadingLine] = {}
        self._items: tuple[PageItem, ...] = ()
        self._messages: Mapping[str, str] = {}
        self._limit = BUILT_AT_ONCE
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.pairs = PairGrid(theme)
        column.addWidget(self.pairs)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._grow)

    def shape(self) -> tuple[str, ...]:
        """Return what stands on the page now, in order."""
        return tuple(item.path for item in self._items[: self._limit])

    @property
    def whole(self) -> bool:
        """Whether everything of the page is built."""
        return self._limit >= len(self._items)

    def begin(self) -> None:
        """Forget the page before: another one comes."""
        for widget in (*self.questions.values(), *self.tables.values(), *self._headings.values()):
            widget.hide()
            widget.deleteLater()
        self.questions, self.tables, self._headings = {}, {}, {}
        self._items = ()
        self._limit = BUILT_AT_ONCE
        self.pairs.set_entries([])

    def show_items(
        self,
        items: tuple[PageItem, ...],
        messages: Mapping[str, str],
        *,
        up_to: str = "",
        said: frozenset[str] = frozenset(),
    ) -> None:
        """Draw what differs. up_to: this one must be there at once. said: references answered
        since the last time, drawn though the value is the old one: it may be typed otherwise."""
        place = next((at for at, one in enumerate(items) if one.path == up_to), 0)
        self._items, self._messages = items, messages
        self._limit = max(self._limit, place + 1)
        self._draw(said)

    def show_messages(self, messages: Mapping[str, str]) -> None:
        """Show what does not hold beside each question, and nothing beside the others."""
        self._messages = messages
        for path, question in self.questions.items():
            question.field.set_message(question.message() or messages.get(path))

    def build_all(self) -> None:
        """Build what is not there yet."""
        self._limit = len(self._items)
        self._draw(frozenset())

    def commit(self) -> None:
        """Let every question say what is typed in it."""
        for question in self.questions.values():
            question.commit()

    def first_input(self) -> Question | None:
        """Return the first question that can be answered."""
        return next((one for one in self.questions.values() if one.field.inputs()), None)

    def _grow(self) -> None:
        self._limit += BUILT_AT_ONCE
        self._draw(frozenset())
        if self.whole:
            self.grew.emit()

    def _draw(self, said: frozenset[str]) -> None:
        entries: list[tuple[QWidget, bool]] = []
        standing: set[str] = set()
        for position, item in enumerate(self._items[: self._limit]):
            key = item.path or f"#{position}"  # a group of the body need not have a node
            standing.add(key)
            entries.append(self._entry(item, key, said))
        self.pairs.set_entries(entries)
        self._drop(standing)
        if not self.whole:
            self._later.start()

    def _entry(self, item: PageItem, key: str, said: frozenset[str]) -> tuple[QWidget, bool]:
        match item:
            case QuestionView():
                question = self._question(item, drawn_anyway=item.path in said)
                return question, question.whole_width
            case HeadingView():
                return self._heading(item, key), True
            case RepeatView():
                return self._table(item), True

    def _question(self, view: QuestionView, *, drawn_anyway: bool) -> Question:
        question = self.questions.get(view.path)
        if question is not None and not fits(question, view):
            question.hide()
            question.deleteLater()
            question = None
        if question is None:
            question = question_widget(self._theme, self._texts, view, self._tools, Mode.FIELD)
            question.answered.connect(self.answered.emit)
            question.attached.connect(self.attached.emit)
            question.finished.connect(self.finished.emit)
            self.questions[view.path] = question
        elif drawn_anyway or question.view != view:
            question.show_view(view)
        question.field.set_message(question.message() or self._messages.get(view.path))
        return question

    def _heading(self, view: HeadingView, key: str) -> HeadingLine:
        line = self._headings.get(key)
        if line is None:
            line = self._headings[key] = HeadingLine(self._theme, view)
        elif line.view != view:
            line.show_view(view)
        return line

    def _table(self, view: RepeatView) -> RepeatTable:
        table = self.tables.get(view.path)
        if table is None:
            table = self.tables[view.path] = RepeatTable(self._theme, self._texts, view)
            table.opened.connect(self.opened.emit)
            table.added.connect(self.added.emit)
            table.removed.connect(self.removed.emit)
        else:
            table.show_view(view)
        return table

    def _drop(self, standing: set[str]) -> None:
        """Take away what is not on the page any more."""
        for kind in (self.questions, self.tables, self._headings):
            held: dict[str, QWidget] = kind  # type: ignore[assignment]  # read and thinned only
            for path in [path for path in held if path not in standing]:
                widget = held.pop(path)
                widget.hide()
                widget.deleteLater()
