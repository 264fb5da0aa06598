"""Whole and decimal numbers: a line that lets digits pass, and nothing a wheel could turn."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.figures import grouped, kept_letters, stored_number
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.questions.text import SecretEdit, TextQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.fields import LineEdit


class NumberQuestion(TextQuestion):
    """A number; the separator of the country is understood and shown again as understood."""

    width_name = "field-short"

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self.whole = view.kind is QuestionKind.INTEGER
        self._decimal, self._group = texts.number_signs()
        self._thousands = "thousands-sep" in view.appearance.split()
        super().__init__(theme, texts, view, tools)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edit.textEdited.connect(self._keep_number)
        self.edit.installEventFilter(self)

    def _keep_number(self, text: str) -> None:
        group = self._group if self._thousands else ""
        kept = kept_letters(text, whole=self.whole, group=group)
        if kept != text:
            at = self.edit.cursorPosition()
            gone = len(text[:at]) - len(kept_letters(text[:at], whole=self.whole, group=group))
            self.edit.setText(kept)
            self.edit.setCursorPosition(max(0, at - gone))

    def typed(self) -> str:
        return stored_number(self.line.value(), whole=self.whole, group=self._group)

    def set_typed(self, text: str) -> None:
        self.line.set_value(self._shown(text))

    def commit(self) -> None:
        self.line.set_value(self._shown(self.typed()))
        super().commit()

    def _shown(self, stored: str) -> str:
        if not self._thousands or self.edit.hasFocus():
            return stored
        return grouped(stored, decimal=self._decimal, group=self._group)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the signs between thousands away while somebody types, and put them back."""
        if self._thousands and watched is self.edit:
            if event.type() is QEvent.Type.FocusIn and not self.view.readonly:
                self.edit.setText(self.typed())
            elif event.type() is QEvent.Type.FocusOut:
                shown = grouped(self.typed(), decimal=self._decimal, group=self._group)
                self.line.set_value(shown)
        return super().eventFilter(watched, event)


class SecretNumberQuestion(NumberQuestion):
    """A number that nobody sees."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self.remark(texts.text("question-hidden"))

    @staticmethod
    def make(theme: Theme) -> LineEdit:
        return SecretEdit(theme)


class CounterQuestion(NumberQuestion):
    """A whole number with − and + beside it; the arrow keys count as well (`counter`)."""

    width_name = "field-counter"
    _less: Button | None = None
    _more: Button | None = None

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        less = self._button("minus", "question-less", -1)
        more = self._button("plus", "question-more", 1)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        for widget in (self.edit, less, more):
            row.addWidget(widget)
        self._less, self._more = less, more
        row.addStretch(1)
        self.line.add_inputs(row)
        self._lock()

    def _button(self, icon: str, name_id: str, by: int) -> Button:
        name = self.texts.text(name_id, label=self.words(self.view.label))
        button = Button(self.theme, "", icon=icon, name=name)
        button.clicked.connect(lambda: self._count(by))
        return button

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._lock()

    def _lock(self) -> None:
        for button in (self._less, self._more):
            if button is not None:
                button.setEnabled(not self.view.readonly)

    def _count(self, by: int) -> None:
        typed = self.typed()
        number = int(typed) if typed.removeprefix("-").isdigit() else 0
        self.line.set_value(self._shown(str(max(0, number + by))))
        self.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.edit
            and event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            and not self.view.readonly
        ):
            self._count(1 if event.key() == Qt.Key.Key_Up else -1)
            return True
        return super().eventFilter(watched, event)
