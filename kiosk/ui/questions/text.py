"""Text in one line or several, in the open or hidden (FORMS §4)."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field, LineEdit, LineField

HIDDEN = frozenset({"masked", "hidden-answer"})
"""Appearances whose answer is not to be seen, copied or read aloud."""
_LEAST_ROWS, _MOST_ROWS = 2, 12


def clean(text: str, *, lines: bool = False) -> str:
    """Return text as it is stored: NFC, without control characters but line ends where wanted."""
    kept = "\n\t" if lines else ""
    text = unicodedata.normalize("NFC", text)
    return "".join(
        letter for letter in text if letter in kept or unicodedata.category(letter) != "Cc"
    )


def most_letters(view: QuestionView) -> int | None:
    """Return how many letters the form allows, None without a limit."""
    limit = view.parameters.get("length", "")
    return int(limit) if limit.isascii() and limit.isdigit() and int(limit) > 0 else None


class TextQuestion(Question):
    """Text in one line; `numbers` and `url` only change what a screen keyboard would offer."""

    width_name: ClassVar[str] = ""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self.line = LineField(theme, view.label, width_name=self.width_name, edit=self.make(theme))
        super().__init__(theme, texts, view, self.line, tools)
        self.edit = self.line.edit
        limit = most_letters(view)
        if limit is not None:
            self.edit.setMaxLength(limit)
        looks = self.looks()
        if "numbers" in looks:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        elif "url" in looks:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.line.left.connect(self.commit)
        if any(look.startswith("ex:") for look in looks):
            self.remark(texts.text("question-other-app"))
        self.show_view(view)

    @staticmethod
    def make(theme: Theme) -> LineEdit:
        """Return the input."""
        return LineEdit(theme)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.edit.set_locked(view.readonly)

    def typed(self) -> str:
        return clean(self.line.value())

    def set_typed(self, text: str) -> None:
        self.line.set_value(text)

    def forget(self) -> None:
        super().forget()
        self.edit.setText("")  # clear() could be undone


class SecretQuestion(TextQuestion):
    """Text that nobody sees: dots, no clipboard, nothing for a screen reader but that it is so."""

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, tools)
        self.remark(texts.text("question-hidden"))

    @staticmethod
    def make(theme: Theme) -> LineEdit:
        return SecretEdit(theme)


class SecretEdit(LineEdit):
    """Dots for letters; no copying, cutting, pasting or dragging, no undo once it is left."""

    _CLIPBOARD = (
        QKeySequence.StandardKey.Copy,
        QKeySequence.StandardKey.Cut,
        QKeySequence.StandardKey.Paste,
    )

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if any(event.matches(key) for key in self._CLIPBOARD):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText(self.text())  # which forgets what could be undone

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.MiddleButton:  # no pasting of a selection
            super().mouseReleaseEvent(event)


class LongTextQuestion(Question):
    """Text of several lines; Enter makes a line, Tab goes on."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        field = _LongField(theme, view.label, _rows(view))
        super().__init__(theme, texts, view, field, tools)
        self._edit = field.edit
        self._limit = most_letters(view)
        self._edit.textChanged.connect(self._keep_short)
        self._edit.installEventFilter(self)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._edit.setReadOnly(view.readonly)

    def _keep_short(self) -> None:
        """Take back what is beyond the limit, where it was typed."""
        text, limit = self._edit.toPlainText(), self._limit
        if limit is None or len(text) <= limit:
            return
        cursor = self._edit.textCursor()
        at = cursor.position()
        extra = min(len(text) - limit, at)
        cursor.setPosition(at - extra)
        cursor.setPosition(at, cursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and event.type() is QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def typed(self) -> str:
        return clean(self._edit.toPlainText(), lines=True)

    def set_typed(self, text: str) -> None:
        self._edit.setPlainText(text)

    def forget(self) -> None:
        super().forget()
        self._edit.setPlainText("")


def _rows(view: QuestionView) -> int:
    rows = view.parameters.get("rows", "")
    wanted = int(rows) if rows.isascii() and rows.isdigit() else _LEAST_ROWS + 1
    return min(max(wanted, _LEAST_ROWS), _MOST_ROWS)


class _LongField(Field):
    """A text area with its label, as many rows high as the form wants."""

    def __init__(self, theme: Theme, label: str, rows: int) -> None:
        super().__init__(theme, label)
        self.edit = QPlainTextEdit()
        self.edit.setFont(theme.font("label", bold=False))
        self.edit.setTabChangesFocus(True)
        self.edit.setProperty("wrong", False)
        pad = theme.space(2) + theme.size("input-border")
        self.edit.document().setDocumentMargin(theme.space(1))
        self.edit.setFixedHeight(rows * self.edit.fontMetrics().lineSpacing() + 2 * pad)
        self.add_input(self.edit)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.edit,)
