"""What every question widget is: a frozen view in, what was answered out (FORMS §13).

A widget knows no form rules, no path syntax and no store. What was typed is never corrected here;
the model answers with a message instead. Words of a form are in the Markdown subset of FORMS §9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.devices.ports import Camera, PositionSource, Recorder, Scanner, Speaker
from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions import markdown
from kiosk.ui.questions.labels import Guidance, MediaBox, label_words
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.text import Text


class Mode(Enum):
    """Who answers: a clerk by keyboard, or a citizen by touch."""

    FIELD = "field"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file that answers a question, as it was chosen, drawn or taken: nothing is kept yet."""

    content: bytes
    media_type: str
    file_name: str


ChooseFile = Callable[[QWidget, str, str], Given | None]
"""Let a person choose a file: asked by (widget, title of the dialog, media type such as `image/*`).

Returns None where the person chose none; raises KnownError where the file cannot be taken.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Devices a question may use; None where the device has none, and then the question says so."""

    camera: Camera | None = None
    scanner: Scanner | None = None
    position: PositionSource | None = None
    recorder: Recorder | None = None
    speaker: Speaker | None = None
    choose_file: ChooseFile | None = None


NO_TOOLS = Tools()


class Question(QWidget):
    """What all questions share: their view, hint with the reason they appeared, message.

    By itself it asks nothing; one that is answered says in `typed` and `set_typed` where.
    """

    answered = Signal(str, str)
    """Reference and text: an answer as typed or chosen; "" takes the answer away."""
    attached = Signal(str, object)
    """Reference and Given: a file is to be the answer."""
    finished = Signal(str)
    """Reference: answered with an answer that needs no more (`quick`); a page may move on."""
    whole_width = False

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        view: QuestionView,
        field: Field,
        tools: Tools = NO_TOOLS,
    ) -> None:
        super().__init__()
        self.theme, self.texts, self.view, self.field, self.tools = theme, texts, view, field, tools
        self._sent = view.value
        self._remark: Text | None = None
        self.media = MediaBox(theme, texts, tools.speaker, markdown.plain(view.label))
        self.guidance = Guidance(theme, texts)
        field.add_head(self.guidance, below=field.hint)
        field.add_head(self.media, below=self.guidance)
        if view.right_to_left:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        column.addStretch(1)

    def typed(self) -> str:
        """Return the answer as it stands in the widget; the view's own where none is typed."""
        return self.view.value

    def set_typed(self, text: str) -> None:
        """Put an answer into the widget, where it has a place for one."""

    def looks(self) -> frozenset[str]:
        """Return the appearances of the question, one by one."""
        return frozenset(self.view.appearance.split())

    def words(self, text: str) -> str:
        """Return words of the form without their marks, for names and messages."""
        return markdown.plain(text)

    def title(self) -> str:
        """Return the label as shown: *(opcional)* behind what may stay without an answer."""
        view = self.view
        if not view.required and not view.readonly and view.kind is not QuestionKind.NOTE:
            return self.texts.text("form-optional", label=view.label)
        return view.label

    def message(self) -> str:
        """Return how to put the answer right, in plain words; "" where nothing is wrong."""
        return markdown.plain(self.view.message or "")

    def show_view(self, view: QuestionView) -> None:
        """Draw a view; an answer being typed right now is not overwritten."""
        self.view = view
        hint = [view.hint] if view.hint else []
        if view.appeared_because:
            hint.append(self.texts.text("form-appeared", answer=view.appeared_because))
        self.field.set_words(
            label_words(self.theme, self.title()), label_words(self.theme, " ".join(hint))
        )
        self.guidance.show_guidance(view)
        self.media.show_media(view.media, self.words(view.label))
        self.field.set_message(self.message())
        if view.value != self.typed() and not self._being_typed():
            self.set_typed(view.value)
        if not self._being_typed():
            self._sent = view.value

    def remark(self, words: str) -> None:
        """Say something under the input: what was understood, or what this device cannot do."""
        if self._remark is None:
            self._remark = Text(self.theme, "", "body", "ink-2")
            self.field.add_input(self._remark)
        self._remark.setText(words)
        self._remark.setVisible(bool(words))

    def focus_inside(self) -> bool:
        """Tell whether the focus is in this question."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def _being_typed(self) -> bool:
        return self.focus_inside() and self.typed() != self._sent

    def not_kept(self) -> None:
        """Take note that what was said last could not be kept: the next commit says it again."""
        self._sent = self.view.value

    def commit(self) -> None:
        """Say what is typed now, if it differs from what was said last."""
        text = self.typed()
        if text != self._sent and not self.view.readonly:
            self._sent = text
            self.answered.emit(self.view.path, text)

    def forget(self) -> None:
        """Lose what a person could still find here: undo, drawings, a sound that plays."""
        self.media.stop()
