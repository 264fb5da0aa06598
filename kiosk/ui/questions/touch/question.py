"""What every touched question is: a large head, a body, and a pad of keys below the page.

The pad is not laid out here: the page puts it at its lower edge, where hands are, and so it never
covers the question (UX §8.3).
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSlider, QVBoxLayout, QWidget

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.question import Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.text import Text, Words
from kiosk.ui.widgets.touch import TouchButton

_LONG_LABEL, _VERY_LONG_LABEL = 80, 220
"""From so many letters on the question is set in a smaller role, or it would fill the page."""
OTHER_CALENDARS = frozenset(
    "ethiopian coptic islamic bikram-sambat buddhist myanmar persian".split()  # noqa: SIM905 - a list of words
)
_UNHURRIED = frozenset({QuestionKind.NOTE, QuestionKind.ACKNOWLEDGE, QuestionKind.UNSUPPORTED})


class TouchField(Field):
    """Label, hint and message in the sizes of a kiosk; its inputs are told by the question."""

    def __init__(self, theme: Theme, label: str) -> None:
        self._own: tuple[QWidget, ...] = ()
        super().__init__(theme, label)
        self._compact = False
        self.hint.set_role("body-2", bold=False)
        self._message.set_role("body-2", bold=True)
        self._message.set_ink("ink")  # the red of messages has not 7:1; bar and icon keep it
        self._size_label()

    def set_compact(self) -> None:
        """Stand beside other questions on one page: the label is no title."""
        self._compact = True
        self._size_label()

    def _size_label(self) -> None:
        length = len(self.label.words())
        role = "h1" if length < _LONG_LABEL else "h2" if length < _VERY_LONG_LABEL else "label"
        self.label.set_role("label" if self._compact else role, bold=True)

    def set_own_inputs(self, *widgets: QWidget) -> None:
        """Say what can take the focus, in reading order."""
        self._own = widgets
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return self._own

    def name_inputs(self) -> None:
        """Name what is typed into or slid after the question; cards and buttons say their own."""
        for widget in self._own:
            widget.setAccessibleDescription(self.described())
            if isinstance(widget, QLineEdit | QPlainTextEdit | QSlider):
                widget.setAccessibleName(self.label.words())
                self.label.setBuddy(widget)

    def set_words(self, label: str | Words, hint: str | Words) -> None:
        super().set_words(label, hint)
        self._size_label()

    def take_focus(self) -> None:
        if self._own:
            super().take_focus()


class TouchQuestion(Question):
    """A question of a kiosk page. `pad` are its keys, None where it needs none."""

    pad_wanted = Signal()
    """The focus came to this question: its pad is to be shown."""
    pad_done = Signal()
    """*Listo*: the pad may go."""

    whole_width = True
    primary_id = "continue"
    """Message id of the button that goes on."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        self.head = TouchField(theme, view.label)
        super().__init__(theme, texts, view, self.head, tools)
        self.pad: QWidget | None = None
        self.compact = False
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            raise RuntimeError("a question stands its parts below each other")
        column.setSpacing(theme.space(3))
        column.setStretch(1, 0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space(3))
        column.addLayout(self.body, 1)
        self.listen = self._listen_button()
        self._note = Text(theme, "", "body", "ink-2")
        self._note.hide()
        column.insertWidget(1, self._note)

    # ----------------------------------------------------------------------------- hearing

    def _listen_button(self) -> TouchButton | None:
        """Let the label be heard: the form's own clip first, then the device's voice (FORMS §9).

        The page puts the button into its first line.
        """
        if self.tools.speaker is None:
            return None
        button = TouchButton(self.theme, self.texts.text("touch-listen"), icon="volume")
        button.clicked.connect(self.speak)
        return button

    def speak(self) -> None:
        """Let the question be heard; a masked answer is never said."""
        speaker = self.tools.speaker
        if speaker is None:
            return
        speaker.stop()
        clip = self.view.media.audio
        if clip and speaker.play(clip):
            return
        speaker.say(" ".join(part for part in self.spoken() if part), self.texts.language)

    def spoken(self) -> tuple[str, ...]:
        """Return the sentences to be heard."""
        return (self.words(self.view.label), self.words(self.view.hint))

    # ----------------------------------------------------------------------------- showing

    def begin(self, view: QuestionView) -> None:
        """Show the question for the first time, with the answer it has."""
        self._sent = view.value
        self.set_typed(view.value)
        self.show_view(view)

    def set_compact(self) -> None:
        """Stand on one page with other questions: smaller label, no room taken that is not used."""
        self.compact = True
        self.head.set_compact()

    def show_view(self, view: QuestionView) -> None:
        """Draw a view; an answer being typed right now is not overwritten."""
        self.view = view
        self.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if view.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        hint = "\n".join(part for part in self._hints(view) if part)
        self.head.set_words(label_words(self.theme, view.label), label_words(self.theme, hint))
        self.head.set_message(view.message)
        self.guidance.show_guidance(view)
        self.media.show_media(view.media, self.words(view.label))
        said = shown_otherwise(view)
        self.tell(self.texts.text(said) if said else "")
        if self.listen is not None:
            name = self.texts.text("touch-listen-name", question=self.words(view.label))
            self.listen.set_words(self.texts.text("touch-listen"), name)
        if view.value != self.typed() and not self._being_typed():
            self.set_typed(view.value)
        if not self._being_typed():
            self._sent = view.value

    def _hints(self, view: QuestionView) -> list[str]:
        hints = [view.hint]
        if view.appeared_because:
            hints.append(self.texts.text("form-appeared", answer=view.appeared_because))
        if self.may_skip():
            hints.append(self.texts.text("touch-may-skip"))
        return hints

    def may_skip(self) -> bool:
        """Tell whether to say that *Continuar* goes on without an answer."""
        view = self.view
        return not view.required and not view.readonly and view.kind not in _UNHURRIED

    def tell(self, words: str) -> None:
        """Show a line below the head: what is shown in another way than the form asks for."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    # ----------------------------------------------------------------------------- leaving

    def release(self) -> None:
        """Let go of every device: the page is left."""
        self.media.stop()

    def forget(self) -> None:
        """Keep nothing of the visit: no value, no undo stack, no list (UX §9, A24)."""
        super().forget()
        self._sent = ""
        self.set_typed("")


_OTHER_WAY = {
    "map": "touch-other-list",
    "placement-map": "touch-other-list",
    "maps": "touch-other-list",
    "image-map": "touch-other-list",
    "vertical": "touch-other-scale",
    "intent": "touch-other-app",
    **dict.fromkeys(OTHER_CALENDARS, "touch-our-calendar"),
}
_PLACES = frozenset({QuestionKind.GEOPOINT, QuestionKind.GEOTRACE, QuestionKind.GEOSHAPE})
_AS_ASKED = frozenset(
    """
    multiline numbers url minimal autocomplete search quick columns columns-pack no-buttons label
    list-nolabel list table-list field-list likert signature draw new new-front
    new-rear selfie no-calendar
    month-year year hidden-answer masked thousands-sep horizontal horizontal-compact compact
    quickcompact no-ticks picker rating printer counter curp annotate
    """.split()  # noqa: SIM905 - a list of words
)
_SIZES = re.compile(r"(columns-\d+|w\d+)$")


def shown_otherwise(view: QuestionView) -> str:
    """Return the message that says what is shown in another way, "" where all is as asked."""
    for word in view.appearance.split():
        plain = word.partition("(")[0].partition(":")[0]
        if plain == "ex":
            return "touch-other-app"
        if plain in _OTHER_WAY:
            return "touch-other-place" if view.kind in _PLACES else _OTHER_WAY[plain]
        if plain.isidentifier() and plain not in _AS_ASKED and not _SIZES.match(plain):
            return "touch-other-plain"
        if "-" in plain and plain not in _AS_ASKED and not _SIZES.match(plain):
            return "touch-other-plain"
    return ""
