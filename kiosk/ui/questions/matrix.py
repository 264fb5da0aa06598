"""Rows of a table of choices: the words of the answers above, circles or boxes below (FORMS §4).

A group of type `table-list` is a row `label` with the answers, then rows `list-nolabel`. Each row
is a question of its own; they stand in line because every one divides its width alike.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import Choice, QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.choices import answers_of
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answer_field import AnswerField, Spread
from kiosk.ui.widgets.answers import CardLook, Shape
from kiosk.ui.widgets.cards import clear_layout
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.text import Text

MATRIX = frozenset({"label", "list-nolabel", "list"})
_MOST_COLUMNS = 8


def is_matrix(view: QuestionView) -> bool:
    """Tell whether a closed question is a row of a table; too many answers make it none."""
    return bool(MATRIX & frozenset(view.appearance.split())) and (
        len(view.choices) <= _MOST_COLUMNS
    )


class MatrixHead(Question):
    """The answers as heads of columns; nothing to answer."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, Field(theme, view.label), tools)
        self._cells = QWidget()
        self._grid = QGridLayout(self._cells)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._shown: tuple[Choice, ...] = ()
        _beside(self, theme, self._cells)
        self.show_view(view)

    def title(self) -> str:
        return self.view.label

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        if view.choices == self._shown:
            return
        self._shown = view.choices
        clear_layout(self._grid)
        for column, choice in enumerate(view.choices):
            words = Text(self.theme, "", "body", "ink-2", bold=True).align_middle()
            words.show_words(label_words(self.theme, choice.label))
            self._grid.addWidget(words, 0, column)
            self._grid.setColumnStretch(column, 1)


class MatrixRow(Question):
    """A question beside its circles or boxes; each is named by its answer and the question."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        bare = "list-nolabel" in view.appearance.split()
        self._cards = AnswerField(
            theme,
            view.label,
            several=view.kind is QuestionKind.SELECT_MULTIPLE,
            look=CardLook(shape=Shape.BARE if bare else Shape.STACKED),
            spread=Spread(columns=len(view.choices), exact=True),
        )
        super().__init__(theme, texts, view, self._cards, tools)
        self._shown: tuple[Choice, ...] = ()
        self._cards.chosen.connect(lambda _names: self.commit())
        _beside(self, theme, self._cards.area)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        if view.choices != self._shown:
            self._cards.set_answers(answers_of(self.theme, view.choices))
            self._shown = view.choices
        super().show_view(view)
        self._cards.set_locked(view.readonly)

    def typed(self) -> str:
        return self._cards.value()

    def set_typed(self, text: str) -> None:
        self._cards.set_value(text)


def _beside(question: Question, theme: Theme, cells: QWidget) -> None:
    """Stand the words at one side and the cells at the other, alike in every row."""
    column = question.layout()
    if not isinstance(column, QVBoxLayout):
        raise RuntimeError("a question stands its parts below each other")
    row = QHBoxLayout()
    row.setSpacing(theme.space(3))
    column.insertLayout(0, row)
    words = QVBoxLayout()
    words.addStretch(1)
    words.addWidget(question.field)
    words.addStretch(1)
    row.addLayout(words, 2)
    row.addWidget(cells, 3, Qt.AlignmentFlag.AlignVCenter)
