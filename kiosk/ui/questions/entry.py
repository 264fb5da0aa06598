"""The questions of this release: text, whole and decimal number, date, one of a list, note.

Each shows a frozen QuestionView and says `answered(path, text)` when the field is left or an answer
is chosen. What was typed is never corrected here; the model answers with a message instead.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.markdown import escape
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card, Notice
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import DateField, Field, LineField
from kiosk.ui.widgets.lists import ListField
from kiosk.ui.widgets.text import Text


class TextQuestion(Question):
    """Text or a number in one line; numbers let pass digits, a sign and one point or comma."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        number = view.kind is not QuestionKind.TEXT
        line = LineField(theme, view.label, width_name="field-short" if number else "")
        super().__init__(theme, texts, view, line, tools)
        self._line = line
        line.edit.setReadOnly(view.readonly)
        if view.readonly:
            line.edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if number:
            line.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
            line.edit.textChanged.connect(self._keep_number)
        line.left.connect(self.commit)
        self.show_view(view)

    def _keep_number(self, text: str) -> None:
        allowed = "0123456789-" + (".," if self.view.kind is QuestionKind.DECIMAL else "")
        kept = "".join(letter for letter in text if letter in allowed)
        if kept != text:
            self._line.edit.setText(kept)

    def typed(self) -> str:
        text = self._line.value()
        if self.view.kind is QuestionKind.DECIMAL:
            return text.replace(",", ".")
        return text

    def set_typed(self, text: str) -> None:
        self._line.set_value(text)


class LongTextQuestion(Question):
    """Text of several lines; Enter makes a line, Tab goes on."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        field = _LongField(theme, view.label)
        super().__init__(theme, texts, view, field, tools)
        self._edit = field.edit
        self._edit.setReadOnly(view.readonly)
        self._edit.installEventFilter(self)
        self.show_view(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() is QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def typed(self) -> str:
        return self._edit.toPlainText()

    def set_typed(self, text: str) -> None:
        self._edit.setPlainText(text)


class _LongField(Field):
    """A text area with its label."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, label)
        self.edit = QPlainTextEdit()
        self.edit.setFont(theme.font("label", bold=False))
        self.edit.setTabChangesFocus(True)
        self.edit.setProperty("wrong", False)
        self.edit.setFixedHeight(2 * theme.size("input"))
        self.add_input(self.edit)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.edit,)


class DateQuestion(Question):
    """Day, month by name, year; repeated in words."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        parts = (texts.text("date-day"), texts.text("date-month"), texts.text("date-year"))
        self._date = DateField(theme, view.label, view.hint, parts=parts, months=texts.months())
        super().__init__(theme, texts, view, self._date, tools)
        for part in self._date.inputs():
            part.setEnabled(not view.readonly)
        self._date.left.connect(self._left)
        self._date.month.activated.connect(lambda _index: self._left())
        self.show_view(view)

    def _left(self) -> None:
        self._repeat()
        self.commit()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._repeat()

    def _repeat(self) -> None:
        try:
            day = date.fromisoformat(self.typed())
        except ValueError:
            self._date.show_words("")
            return
        self._date.show_words(self.texts.day_with_year(day))

    def typed(self) -> str:
        return self._date.value()

    def set_typed(self, text: str) -> None:
        self._date.set_value(text)


class ChoiceQuestion(Question):
    """One of a list, as radio cards; keys 1–9."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._choice = ChoiceField(theme, view.label, view.hint)
        super().__init__(theme, texts, view, self._choice, tools)
        self._shown: list[tuple[str, str]] = []
        self._choice.chosen.connect(lambda _name: self.commit())
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        choices = [(choice.name, choice.label) for choice in view.choices]
        if choices != self._shown:
            kept = self._choice.value() if self._shown else ""
            self._shown = choices
            self._choice.set_choices(choices)
            self._choice.set_value(kept)
        super().show_view(view)
        for card in self._choice.inputs():
            card.setEnabled(not view.readonly)

    def typed(self) -> str:
        return self._choice.value()

    def set_typed(self, text: str) -> None:
        self._choice.set_value(text)


class ListQuestion(Question):
    """One of many, as a line that opens; typing the beginning of an answer finds it."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._list = ListField(theme, view.label, view.hint)
        super().__init__(theme, texts, view, self._list, tools)
        self._shown: list[tuple[str, str]] = []
        self._list.left.connect(self.commit)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        choices = [(choice.name, choice.label) for choice in view.choices]
        if choices != self._shown:
            kept = self._list.value() if self._shown else ""
            self._shown = choices
            self._list.set_choices(choices)
            self._list.set_value(kept)
        super().show_view(view)
        self._list.box.setEnabled(not view.readonly)

    def typed(self) -> str:
        return self._list.value()

    def set_typed(self, text: str) -> None:
        self._list.set_value(text)


class NoteQuestion(Question):
    """Words to read, or a calculated value to see; nothing to answer."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, Field(theme, ""), tools)
        self.field.hide()
        self._notice = Notice(theme, "info-circle", view.label)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._notice)

    def show_view(self, view: QuestionView) -> None:
        self.view = view
        words = f"{view.label} {escape(view.value)}".strip() if view.value else view.label
        self._notice.words.show_words(label_words(self.theme, words))


class UnsupportedQuestion(Question):
    """A question this release cannot ask: visible, with its name; a required one blocks saving."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, Field(theme, ""), tools)
        self.field.hide()
        card = Card(theme, "problem")
        card.body.addWidget(Text(theme, view.label, "label"))
        words = "form-unsupported-required" if view.required else "form-unsupported"
        card.body.addWidget(Text(theme, texts.text(words, path=view.path, type=view.appearance)))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(card)

    def show_view(self, view: QuestionView) -> None:
        self.view = view
