"""Nothing to type: words to read, a box to tick, and the visible box of what is not supported."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.labels import label_words
from kiosk.ui.questions.markdown import escape, plain
from kiosk.ui.questions.question import NO_TOOLS, Question, Tools
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.answers import Answer, CardLook, TickAnswer
from kiosk.ui.widgets.cards import Card, Notice
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.text import Text, Words

ACKNOWLEDGED = "OK"
"""What a ticked box is stored as (FORMS §4)."""


class NoteQuestion(Question):
    """Words to read, or a calculated value to see; nothing to answer."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, Field(theme, ""), tools)
        self._notice = Notice(theme, "info-circle")
        self.field.label.hide()
        self.field.add_input(self._notice)
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        words = f"{view.label} {escape(view.value)}" if view.value else view.label
        self._notice.words.show_words(label_words(self.theme, words.strip()))
        self.field.label.hide()


class _TickField(Field):
    """A box to tick; its sentence is the label."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words.plain)
        self.card = TickAnswer(theme, Answer(name=ACKNOWLEDGED, words=words), CardLook())
        self.label.hide()
        self.add_input(self.card)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.card,)


class AcknowledgeQuestion(Question):
    """A sentence with a box to tick: OK, or blank."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        self._tick = _TickField(theme, label_words(theme, view.label))
        super().__init__(theme, texts, view, self._tick, tools)
        self._tick.card.clicked.connect(lambda _on: self.commit())
        self.show_view(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._tick.label.hide()
        self._tick.card.set_words(label_words(self.theme, self.title()))
        self._tick.name_inputs()
        self._tick.card.setEnabled(not view.readonly)

    def typed(self) -> str:
        return ACKNOWLEDGED if self._tick.card.isChecked() else ""

    def set_typed(self, text: str) -> None:
        self._tick.card.setChecked(bool(text))


class UnsupportedQuestion(Question):
    """A question that cannot be asked here: visible, with its name; required, it blocks saving."""

    whole_width = True

    def __init__(
        self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools = NO_TOOLS
    ) -> None:
        super().__init__(theme, texts, view, Field(theme, ""), tools)
        self.field.hide()
        card = Card(theme, "problem")
        card.body.addWidget(Text(theme, plain(view.label), "label"))
        words = "form-unsupported-required" if view.required else "form-unsupported"
        needed = view.unsupported or view.appearance or view.kind.value
        if needed == "other-app":
            needed = texts.text("unsupported-other-app")
        card.body.addWidget(Text(theme, texts.text(words, path=view.path, type=needed)))
        layout = self.layout()
        if layout is not None:
            layout.addWidget(card)

    def show_view(self, view: QuestionView) -> None:
        self.view = view
