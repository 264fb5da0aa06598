"""Type and appearance of a question choose its widget (FORMS §13)."""

from __future__ import annotations

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
from kiosk.ui.theme import Theme

MOST_CARDS = 7
"""Above this many answers a question is a list to type into, not cards (FORMS §4)."""


def question_widget(
    theme: Theme,
    texts: Texts,
    view: QuestionView,
    tools: Tools = NO_TOOLS,
    mode: Mode = Mode.FIELD,
) -> Question:
    """Return a widget for a question; what is not supported is a visible box, never nothing."""
    match view.kind:
        case QuestionKind.TEXT:
            if "multiline" in view.appearance.split():
                return LongTextQuestion(theme, texts, view)
            return TextQuestion(theme, texts, view)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return TextQuestion(theme, texts, view)
        case QuestionKind.DATE:
            return DateQuestion(theme, texts, view)
        case QuestionKind.SELECT_ONE:
            if len(view.choices) > MOST_CARDS or "minimal" in view.appearance.split():
                return ListQuestion(theme, texts, view)
            return ChoiceQuestion(theme, texts, view)
        case QuestionKind.NOTE:
            return NoteQuestion(theme, texts, view)
        case _:
            return UnsupportedQuestion(theme, texts, view)
