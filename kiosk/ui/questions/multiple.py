"""Several of a list: boxes to tick, or a line to find them by with what was chosen below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.services.views import Choice, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.choices import MOST_WIDGETS, CardsQuestion, rows_of
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import clear_layout
from kiosk.ui.widgets.find_field import FindField
from kiosk.ui.widgets.layouts import FlowLayout


def is_long(view: QuestionView) -> bool:
    """Tell whether the answers are found by typing; boxes to tick are used up to 50."""
    looks = frozenset(view.appearance.split())
    find = bool(looks & {"minimal", "autocomplete", "search"})
    return find or len(view.choices) > MOST_WIDGETS or any(x.startswith("search(") for x in looks)


class TicksQuestion(CardsQuestion):
    """Boxes to tick; the names are kept in the order of the list."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools, several=True)


class FindManyQuestion(Question):
    """Several of very many: what was found stands below the line, each with its button."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._find = FindField(theme, view.label, several=True)
        super().__init__(theme, texts, view, self._find, tools)
        self._names: list[str] = []
        self._shown: tuple[Choice, ...] | None = None
        self._order: dict[str, int] = {}
        self._chips = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._flow = FlowLayout(theme.space(2), self._chips)
        self._flow.setContentsMargins(0, theme.space(1), 0, 0)
        self._find.add_input(self._chips)
        self._find.chosen.connect(self._toggle)
        self._find.not_listed.connect(
            lambda typed: self.remark(
                texts.text("question-not-listed", typed=typed) if typed else ""
            )
        )
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        if view.choices is not self._shown and view.choices != self._shown:
            self._find.set_answers(rows_of(self.theme, view.choices))
            self._order = {choice.name: n for n, choice in enumerate(view.choices)}
            self._draw_chips()
        self._shown = view.choices
        locked = view.readonly != self.view.readonly
        super().show_view(view)
        self._find.set_locked(view.readonly)
        if locked:
            self._draw_chips()

    def _toggle(self, name: str) -> None:
        self.remark("")
        if name in self._names:
            self._names.remove(name)
        elif name:
            self._names = sorted([*self._names, name], key=self._place)
        self._draw_chips()
        self.commit()

    def _place(self, name: str) -> int:
        return self._order.get(name, len(self._order))

    def _drop(self, name: str) -> None:
        self._toggle(name)
        self._find.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_chips(self) -> None:
        clear_layout(self._flow)
        for name in self._names:
            words = self._find.words_of(name)
            button = Button(
                self.theme, words, icon="x", trailing=True,
                name=self.texts.text("question-drop", answer=words),
            )  # fmt: skip
            button.setEnabled(not self.view.readonly)
            button.clicked.connect(lambda _checked=False, name=name: self._drop(name))
            self._flow.addWidget(button)
        self._chips.setVisible(bool(self._names))
        self._find.model.set_chosen(frozenset(self._names))
        count = len(self._names)
        self._find.edit.setPlaceholderText(
            self.texts.text("question-chosen-count", n=count) if count else ""
        )

    def typed(self) -> str:
        return " ".join(self._names)

    def set_typed(self, text: str) -> None:
        self._names = text.split()
        self._draw_chips()

    def forget(self) -> None:
        super().forget()
        self._find.forget()
