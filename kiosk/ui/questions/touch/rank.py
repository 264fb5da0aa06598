"""Putting in order by two buttons a line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
)

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.choose import plain_label
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import Key, TouchButton


class TouchRank(TouchQuestion):
    """Everything in order: each line goes up or down by a button. Blank until a person says so."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self._order: list[str] = []
        self._value = ""
        self._lines: list[_RankLine] = []
        self._shown: tuple[tuple[str, str], ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.size("target-gap"))
        self.body.addStretch(1)
        self.body.addLayout(self._list)
        self.agree = TouchButton(theme, texts.text("touch-rank-agree"), icon="check")
        self.agree.clicked.connect(self._say)
        self.body.addWidget(self.agree)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        self.view = view
        labels = tuple((one.name, plain_label(one.label)) for one in view.choices)
        if labels != self._shown:
            self._shown = labels
            self._order = self._whole(self._value.split())
            self._draw()
        super().show_view(view)
        self.agree.setVisible(not self._value and not view.readonly)

    def _whole(self, begun: list[str]) -> list[str]:
        names = [name for name, _ in self._shown]
        kept = [name for name in begun if name in names]
        return [*kept, *(name for name in names if name not in kept)]

    def _draw(self) -> None:
        labels = dict(self._shown)
        while len(self._lines) > len(self._order):
            line = self._lines.pop()
            line.hide()
            line.deleteLater()
        while len(self._lines) < len(self._order):
            line = _RankLine(self.theme, self.texts, len(self._lines))
            line.moved.connect(self._move)
            self._list.addWidget(line)
            self._lines.append(line)
        for place, (line, name) in enumerate(zip(self._lines, self._order, strict=True)):
            line.show_line(labels[name], place, len(self._order), locked=self.view.readonly)

    def _move(self, place: int, by: int) -> None:
        name = self._order.pop(place)
        self._order.insert(place + by, name)
        self._draw()
        label = dict(self._shown)[name]
        announce(self, self.texts.text("touch-rank-moved", label=label, place=place + by + 1))
        self._say()

    def _say(self) -> None:
        self._value = " ".join(self._order)
        self.agree.hide()
        self.commit()

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        self._value = text
        self._order = self._whole(text.split())
        self._draw()

    def forget(self) -> None:
        super().forget()
        self._order, self._shown = [], ()
        self._draw()


class _RankLine(Card):
    """One thing with its place and two buttons."""

    moved = Signal(int, int)
    """From which place, and by how much."""

    def __init__(self, theme: Theme, texts: Texts, place: int) -> None:
        super().__init__(theme, tight=True)
        self._texts, self._place = texts, place
        self.body.setContentsMargins(*(theme.space(2),) * 4)
        row = QHBoxLayout()
        row.setSpacing(theme.size("target-gap"))
        self._number = Text(theme, "", "h2", "action", wrap=False)
        self._label = Text(theme, "", "label")
        row.addSpacing(theme.space(2))
        row.addWidget(self._number)
        row.addSpacing(theme.space(2))
        row.addWidget(self._label, 1)
        self.up, self.down = Key(theme, "", icon="arrow-up"), Key(theme, "", icon="arrow-down")
        for key, by in ((self.up, -1), (self.down, 1)):
            key.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            key.setFixedSize(QSize(theme.size("choice-row"), theme.size("button-secondary")))
            key.clicked.connect(lambda _checked=False, by=by: self.moved.emit(self._place, by))
            row.addWidget(key)
        self.body.addLayout(row)

    def show_line(self, label: str, place: int, count: int, *, locked: bool) -> None:
        """Show what stands at this place."""
        self._place = place
        self._number.setText(str(place + 1))
        self._label.setText(label)
        self.up.setAccessibleName(self._texts.text("touch-rank-up", label=label))
        self.down.setAccessibleName(self._texts.text("touch-rank-down", label=label))
        self.up.setEnabled(place > 0 and not locked)
        self.down.setEnabled(place < count - 1 and not locked)
