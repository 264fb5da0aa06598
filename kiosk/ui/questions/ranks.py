"""Put in order (`rank`): all names, joined by spaces; blank until somebody gave an order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.services.views import Choice, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.choices import answers_of
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.layouts import FlowLayout
from kiosk.ui.widgets.rank_list import RankList


class _RankField(Field):
    """The list with its buttons."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, label)
        self.list = RankList(theme)
        self.add_input(self.list)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.list,)


class RankQuestion(Question):
    """Drag, Alt+↑ and Alt+↓, or the buttons; *Usar este orden* where it is right as it stands."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        field = _RankField(theme, view.label)
        super().__init__(theme, texts, view, field, tools)
        self._list = field.list
        self._shown: tuple[Choice, ...] | None = None
        bar = QWidget()
        flow = FlowLayout(theme.space(3), bar)
        flow.setContentsMargins(0, theme.space(2), 0, 0)
        self._up = self._button("rank-up", "arrow-up", "Alt+↑", -1)
        self._down = self._button("rank-down", "arrow-down", "Alt+↓", 1)
        self._as_is = Button(theme, texts.text("rank-as-is"))
        self._as_is.clicked.connect(self._list.give)
        for button in (self._up, self._down, self._as_is):
            flow.addWidget(button)
        field.add_input(bar)
        self._list.reordered.connect(self._given)
        self.show_view(view)

    def _button(self, words_id: str, icon: str, key: str, by: int) -> Button:
        button = Button(self.theme, self.texts.text(words_id), icon=icon, key=key)
        button.clicked.connect(lambda: self._list.move_current(by))
        return button

    def _given(self) -> None:
        self._as_is.hide()
        self.commit()

    def show_view(self, view: QuestionView) -> None:
        if view.choices is not self._shown and view.choices != self._shown:
            answered = self._list.names() if self._list.given else []
            self._list.set_answers(answers_of(self.theme, view.choices))
            self._list.given = False
            if answered:
                self._list.set_order(answered, given=True)
        self._shown = view.choices
        super().show_view(view)
        name = self.words(view.label)
        for button in (self._up, self._down, self._as_is):
            button.setAccessibleName(f"{button.words()}, {name}")
            button.setEnabled(not view.readonly)
        self._as_is.setHidden(self._list.given)
        self._list.setEnabled(not view.readonly)

    def typed(self) -> str:
        return " ".join(self._list.names()) if self._list.given else ""

    def set_typed(self, text: str) -> None:
        names = text.split()
        if names:
            self._list.set_order(names, given=True)
        else:
            self._list.set_order([one.name for one in self.view.choices], given=False)
        self._as_is.setHidden(self._list.given)
