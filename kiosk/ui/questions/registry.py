"""Type and appearance of a question choose its widget (FORMS §13)."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.entry import (
    ChoiceQuestion,
    DateQuestion,
    ListQuestion,
    LongTextQuestion,
    NoteQuestion,
    TextQuestion,
    UnsupportedQuestion,
)
from kiosk.ui.questions.question import NO_TOOLS, Mode, Question, Tools
from kiosk.ui.questions.touch.registry import touch_maker
from kiosk.ui.theme import Theme

MOST_CARDS = 7
"""Above this many answers a question is a list to type into, not cards (FORMS §4)."""


Maker = Callable[[Theme, Texts, QuestionView, Tools], Question]


def question_widget(
    theme: Theme,
    texts: Texts,
    view: QuestionView,
    tools: Tools = NO_TOOLS,
    mode: Mode = Mode.FIELD,
) -> Question:
    """Return a widget for a question; what is not supported is a visible box, never nothing."""
    return maker_of(view, mode)(theme, texts, view, tools)


def fits(question: Question, view: QuestionView, mode: Mode = Mode.FIELD) -> bool:
    """Tell whether a widget can go on showing a question; if not, a new one is to be made.

    A list that grew beyond what fits as cards, or another appearance, wants another widget.
    """
    return maker_of(question.view, mode) is maker_of(view, mode)


def maker_of(view: QuestionView, mode: Mode) -> Maker:
    """Return what makes the widget of a question; a mode without makers borrows the clerk's."""
    return _MAKERS.get(mode, field_maker)(view)


def field_maker(view: QuestionView) -> Maker:
    """Return the widget a clerk answers with by keyboard."""
    match view.kind:
        case QuestionKind.TEXT:
            return LongTextQuestion if "multiline" in view.appearance.split() else TextQuestion
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return TextQuestion
        case QuestionKind.DATE:
            return DateQuestion
        case QuestionKind.SELECT_ONE:
            many = len(view.choices) > MOST_CARDS or "minimal" in view.appearance.split()
            return ListQuestion if many else ChoiceQuestion
        case QuestionKind.NOTE:
            return NoteQuestion
        case _:
            return UnsupportedQuestion


_MAKERS: dict[Mode, Callable[[QuestionView], Maker]] = {
    Mode.FIELD: field_maker,
    Mode.KIOSK: touch_maker,
}
