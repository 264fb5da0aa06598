"""One of a list: cards while they are few, a line to type into when they are many (FORMS §4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiosk.services.views import Choice, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions import markdown
from kiosk.ui.questions.labels import label_words, picture_of
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answer_field import AnswerField, Spread
from kiosk.ui.widgets.answers import Answer, CardLook, Shape
from kiosk.ui.widgets.find_field import FindField
from kiosk.ui.widgets.find_model import AnswerRows

MOST_CARDS = 7
"""Above this many answers a question is a list to type into, unless the form asks for columns."""
MOST_WIDGETS = 50
"""Above this many answers it is such a list whatever the form asks for (FORMS §13)."""
_COLUMNS = 6
_GRID = re.compile(r"(?:columns|compact|quickcompact|horizontal-compact)(?:-(?P<n>\d{1,2}|pack))?")
_FIND = frozenset({"minimal", "autocomplete", "search"})


def is_list(view: QuestionView) -> bool:
    """Tell whether the answers are a list to type into and not cards."""
    looks = frozenset(view.appearance.split())
    if len(view.choices) > MOST_WIDGETS:
        return True
    if _FIND & looks or any(look.startswith("search(") for look in looks):
        return True
    return len(view.choices) > MOST_CARDS and not spreads(looks)


def spreads(looks: frozenset[str]) -> bool:
    """Tell whether the form asks for cards side by side."""
    wide = {"horizontal", "likert", "no-buttons", "image-map"}
    return bool(wide & looks) or any(_GRID.fullmatch(look) for look in looks)


def spread_of(looks: frozenset[str], count: int) -> Spread:
    """Return how the cards stand."""
    if "likert" in looks:
        return Spread(columns=max(1, count), exact=True)
    for look in looks:
        found = _GRID.fullmatch(look)
        if found is None:
            continue
        if found.group("n") == "pack" or look in ("compact", "horizontal-compact"):
            return Spread(packed=True)
        if found.group("n"):
            return Spread(columns=max(1, int(found.group("n"))), exact=True)
        return Spread(columns=_COLUMNS)
    if "horizontal" in looks:
        return Spread(columns=_COLUMNS)
    return Spread()


def look_of(view: QuestionView, looks: frozenset[str]) -> CardLook:
    """Return how each card looks; pictures side by side stand above their words."""
    pictures = any(choice.media.image for choice in view.choices)
    stacked = "likert" in looks or (pictures and spreads(looks) and "image-map" not in looks)
    shape = Shape.STACKED if stacked else Shape.ROW
    return CardLook(shape=shape, mark="no-buttons" not in looks)


def answers_of(theme: Theme, choices: Sequence[Choice]) -> list[Answer]:
    """Return choices ready to be shown."""
    return [
        Answer(
            name=choice.name,
            words=label_words(theme, choice.label),
            picture=picture_of(choice.media.image) if choice.media.image else None,
        )
        for choice in choices
    ]


def rows_of(theme: Theme, choices: Sequence[Choice]) -> AnswerRows:
    """Return choices for a list, each made ready when it is looked at."""
    return AnswerRows(
        [choice.name for choice in choices],
        lambda number: markdown.plain(choices[number].label),
        lambda number: answers_of(theme, choices[number : number + 1])[0],
    )


class CardsQuestion(Question):
    """Cards of which one is chosen, or several; keys 1–9."""

    whole_width = True

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        view: QuestionView,
        tools: Tools = NO_TOOLS,
        *,
        several: bool = False,
    ) -> None:
        looks = frozenset(view.appearance.split())
        self._cards = AnswerField(
            theme,
            view.label,
            several=several,
            look=look_of(view, looks),
            spread=spread_of(looks, len(view.choices)),
        )
        super().__init__(theme, texts, view, self._cards, tools)
        self._shown: tuple[Choice, ...] | None = None
        self._quick = not several and any(look.startswith("quick") for look in looks)
        self._cards.chosen.connect(self._chosen)
        if "image-map" in looks:
            self.remark(texts.text("question-image-map"))
        self.show_view(view)

    def _chosen(self, _names: str) -> None:
        self.commit()
        if self._quick and self.typed():
            self.finished.emit(self.view.path)

    def show_view(self, view: QuestionView) -> None:
        if view.choices is not self._shown and view.choices != self._shown:
            self._cards.set_answers(answers_of(self.theme, view.choices))
        self._shown = view.choices
        super().show_view(view)
        self._cards.set_locked(view.readonly)

    def typed(self) -> str:
        return self._cards.value()

    def set_typed(self, text: str) -> None:
        self._cards.set_value(text)


class FindQuestion(Question):
    """One of many: a line to type a part of the answer into."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._find = FindField(theme, view.label)
        super().__init__(theme, texts, view, self._find, tools)
        self._shown: tuple[Choice, ...] | None = None
        self._quick = any(look.startswith("quick") for look in self.looks())
        self._find.chosen.connect(self._chosen)
        self._find.not_listed.connect(self._say_not_listed)
        self.show_view(view)

    def _chosen(self, name: str) -> None:
        self._say_not_listed("")
        self.commit()
        if self._quick and name:
            self.finished.emit(self.view.path)

    def _say_not_listed(self, typed: str) -> None:
        self.remark(self.texts.text("question-not-listed", typed=typed) if typed else "")

    def show_view(self, view: QuestionView) -> None:
        if view.choices is not self._shown and view.choices != self._shown:
            self._find.set_answers(rows_of(self.theme, view.choices))
        self._shown = view.choices
        super().show_view(view)
        self._find.set_locked(view.readonly)

    def typed(self) -> str:
        return self._find.value()

    def set_typed(self, text: str) -> None:
        self._find.set_value(text)

    def forget(self) -> None:
        super().forget()
        self._find.forget()
