"""What is read rather than answered: notes, *Entendido*, and what cannot be answered here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import Card
from kiosk.ui.widgets.text import Icon, Text
from kiosk.ui.widgets.touch_cards import CardWords, SomeCard, show_card


class TouchNote(TouchQuestion):
    """Words to read, and a calculated value to see. A touch on them reads them aloud."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.card = Card(theme, "info")
        row_words = Text(theme, "", "h2")
        self._value = row_words
        self.card.body.addWidget(row_words)
        self.body.addWidget(self.card)
        self.picture = Text(theme, "")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.picture, 1)
        self.body.addStretch(1)
        self.head.label.mouseReleaseEvent = self._pressed  # type: ignore[method-assign]
        self.begin(view)

    def _pressed(self, event: object) -> None:  # noqa: ARG002 - any touch
        self.speak()

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self._value.setText(view.value)
        self.card.setVisible(bool(view.value))
        image = QImage()
        image.loadFromData(view.media.big_image or view.media.image)
        self.picture.setVisible(not image.isNull())
        if not image.isNull():
            side = self.theme.size("camera-least")
            smooth = Qt.TransformationMode.SmoothTransformation
            scaled = image.scaled(side * 2, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
            self.picture.setPixmap(QPixmap.fromImage(scaled))

    def spoken(self) -> tuple[str, ...]:
        return (self.view.label, self.view.hint, self.view.value)


class TouchAcknowledge(TouchQuestion):
    """A sentence and one large card to touch; touching it again takes it back."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.card = SomeCard(theme)
        words = CardWords(name="OK", label=texts.text("touch-understood"))
        show_card(self.card, words, chosen=False)
        self.card.clicked.connect(self.commit)
        self.body.addStretch(1)
        self.body.addWidget(self.card)
        self.head.set_own_inputs(self.card)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.card.setAccessibleName(self.card.face.card.label)
        self.card.setEnabled(not view.readonly)

    def typed(self) -> str:
        return "OK" if self.card.isChecked() else ""

    def set_typed(self, text: str) -> None:
        self.card.setChecked(text == "OK")


class TouchUnsupported(TouchQuestion):
    """A question that cannot be answered here: it says so, and where it can be."""

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self.card = Card(theme, "problem")
        self.card.body.addWidget(Icon(theme, "alert-triangle", "warning", "icon-large"))
        self.card.body.addWidget(Text(theme, texts.text("touch-not-here"), "label"))
        todo = "touch-not-here-required" if view.required else "touch-not-here-go-on"
        self.card.body.addWidget(Text(theme, texts.text(todo), "body-2", bold=False))
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.begin(view)

    def show_view(self, view: QuestionView) -> None:
        super().show_view(view)
        self.tell("")  # the box says it

    def may_skip(self) -> bool:
        return False
