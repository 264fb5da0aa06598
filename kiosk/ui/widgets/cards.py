"""Cards and the problem box."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.problems import Problem
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.marks import Avatar
from kiosk.ui.widgets.text import Icon, Rule, Text


class Card(QFrame):
    """A static surface with a thin line; `body` takes what stands on it."""

    def __init__(self, theme: Theme, tone: str = "plain", *, tight: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.setProperty("card", tone)
        self.body = QVBoxLayout(self)
        padding = theme.pair("card-padding")
        across, down = (
            (theme.space(4), theme.space(3)) if tight else (padding.width(), padding.height())
        )
        self.body.setContentsMargins(across, down, across, down)
        self.body.setSpacing(theme.space(2))


class SideCard(Card):
    """A card of the side column: a gold line above, then its content."""

    def __init__(self, theme: Theme, kicker: str = "", tone: str = "plain") -> None:
        super().__init__(theme, tone)
        across = theme.space(5)
        self.body.setContentsMargins(across, theme.size("button-pad"), across, theme.space(5))
        if kicker:
            self.body.addWidget(Text(theme, kicker, "body", "gold-text", bold=True))


class ValueRow(QWidget):
    """A word at the left and its value at the right, on one line."""

    def __init__(
        self, theme: Theme, word: str, value: str, *, value_role: str = "body", ink: str = "ink-2"
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(3))
        self.word = Text(theme, word, "body", ink)
        self.value = Text(theme, value, value_role, bold=True, wrap=False).align_right()
        row.addWidget(self.word, 1)
        row.addWidget(self.value, 0)


class PersonCard(Card):
    """Who this is about: initials, name, the tail of the CURP; nothing more."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, tight=True)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        self._avatar = Avatar(theme)
        self._name = Text(theme, "", "body", bold=True)
        self._detail = Text(theme, "", "caption", "ink-2")
        words = QVBoxLayout()
        words.setSpacing(theme.size("text-gap"))
        words.addWidget(self._name)
        words.addWidget(self._detail)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.body.addLayout(row)

    def show_person(self, name: str, initials: str, detail: str) -> None:
        """Show a person."""
        self._name.setText(name)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._avatar.show_initials(initials)


class Notice(Card):
    """An icon and one or two sentences, on a quiet ground."""

    def __init__(self, theme: Theme, icon: str, words: str = "", tone: str = "info") -> None:
        super().__init__(theme, tone, tight=True)
        ink = {"info": "info", "success": "success", "problem": "warning"}.get(tone, "ink-2")
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, icon, ink), 0, Qt.AlignmentFlag.AlignTop)
        self.words = Text(theme, words)
        row.addWidget(self.words, 1)
        self.body.addLayout(row)


class ProblemBox(Card):
    """What happened, whether the work is safe, what to do now; at the place of the action."""

    acted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "problem")
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(
            Icon(theme, "alert-triangle", "warning", "icon-large"), 0, Qt.AlignmentFlag.AlignTop
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1))
        self._happened = Text(theme, "", "label")
        self._safe = Text(theme)
        self._todo = Text(theme)
        for line in (self._happened, self._safe, self._todo):
            self._lines.addWidget(line)
        self._button: Button | None = None
        row.addLayout(self._lines, 1)
        self.body.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_problem(self, problem: Problem, action: str = "", key: str = "") -> None:
        """Show three sentences, and a button when there is something to press here."""
        self._happened.setText(problem.happened)
        self._safe.setText(problem.safe)
        self._todo.setText(problem.todo)
        self.setAccessibleName(problem.happened)
        self.setAccessibleDescription(f"{problem.safe} {problem.todo}")
        if self._button is not None:
            self._button.hide()
            self._button.deleteLater()
            self._button = None
        if action:
            self._button = Button(self.theme, action, key=key)
            self._button.clicked.connect(self.acted.emit)
            self._lines.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def clear_layout(layout: QLayout) -> None:
    """Take everything out of *layout* and forget it.

    Its widgets keep their parent until they die: `setParent(None)` before `deleteLater()` gives
    them to Python as well, and PySide 6.11 then lets go of their children twice.
    """
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            break
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


__all__ = [
    "Card", "Notice", "PersonCard", "ProblemBox", "Rule", "SideCard", "ValueRow", "clear_layout",
]  # fmt: skip
