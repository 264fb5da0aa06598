"""Pages that stand in place of a question for a moment: help, and the languages of the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.devices.ports import Speaker
from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.markdown import plain
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_pages import CardPages
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import TouchButton
from kiosk.ui.widgets.touch_cards import CardWords


class _Cover(QWidget):
    """A title, something below it, and the way back to the question."""

    closed = Signal()

    def __init__(self, theme: Theme, texts: Texts, title: str) -> None:
        super().__init__()
        self.theme, self.texts = theme, texts
        self.setObjectName("page")
        self.column = QVBoxLayout(self)
        margin = theme.size("margin")
        self.column.setContentsMargins(margin, theme.space(6), margin, theme.space(5))
        self.column.setSpacing(theme.space(4))
        self.title = Text(theme, title, "h1")
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title.setProperty("own-ring", True)
        self.column.addWidget(self.title)
        self.way_back = TouchButton(theme, texts.text("kiosk-close"), icon="arrow-left")
        self.way_back.clicked.connect(self.closed.emit)

    def enter(self) -> None:
        """Put the focus on the title and have it said."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.title.text())


class HelpPage(_Cover):
    """How to answer, and why the questions of the page are asked."""

    def __init__(
        self,
        theme: Theme,
        texts: Texts,
        speaker: Speaker | None,
        asked: tuple[QuestionView, ...] = (),
    ) -> None:
        super().__init__(theme, texts, texts.text("kiosk-aid-help"))
        words = texts.text("kiosk-help-words")
        self.column.addWidget(Text(theme, words, "body-2", bold=False))
        if speaker is not None:
            listen = TouchButton(theme, texts.text("touch-listen"), icon="volume")
            listen.clicked.connect(lambda: speaker.say(words, texts.language))
            self.column.addWidget(listen, 0, Qt.AlignmentFlag.AlignLeft)
        self._say_why(asked)
        self.column.addStretch(1)
        self.column.addWidget(self.way_back)

    def _say_why(self, asked: tuple[QuestionView, ...]) -> None:
        theme, text = self.theme, self.texts.text
        told = [(view, view.why) for view in asked if view.why is not None]
        if told:
            self.column.addWidget(Text(theme, text("why-title"), "h2"))
        for view, why in told:
            lines = [why.purpose, text("why-basis", basis=why.legal_basis)]
            lines.append(text("why-kept", retention=why.retention))
            if len(told) > 1:
                self.column.addWidget(Text(theme, plain(view.label), "body-2", bold=True))
            words = " ".join(line for line in lines if line)
            self.column.addWidget(Text(theme, words, "body-2", bold=False))


class LanguagePage(_Cover):
    """The languages of the form, each by its own name."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, texts: Texts, languages: tuple[str, ...], language: str
    ) -> None:
        super().__init__(theme, texts, texts.text("kiosk-language-title"))
        self.cards = CardPages(theme, texts)
        self.cards.set_answers(
            [CardWords(name=one, label=language_name(texts, one)) for one in languages]
        )
        self.cards.set_chosen({language})
        self.cards.touched.connect(self.chosen.emit)
        self.cards.touched.connect(lambda _name: self.closed.emit())
        self.column.addWidget(self.cards, 1)
        self.column.addWidget(self.way_back)


def language_name(texts: Texts, language: str) -> str:
    """Return a language's own name; forms write it as `English (en)` or `en`."""
    code = language.rpartition("(")[2].removesuffix(")")
    message_id = f"language-{code}"
    return texts.text(message_id) if texts.has(message_id) else language
