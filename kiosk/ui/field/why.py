"""The side card of V09 that says why the question in hand is asked, and how long it is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.markdown import plain
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.cards import SideCard, clear_layout
from kiosk.ui.widgets.text import Text


class WhyCard(SideCard):
    """Nothing to press: what it says follows the focus, and is there for whoever asks."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts.text("why-title"))
        self._texts = texts
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1))
        self.body.addLayout(self._lines)
        self._shown: QuestionView | None = None
        self.hide()

    def show_question(self, view: QuestionView | None) -> None:
        """Show why a question is asked; nothing where nothing of it was published."""
        why = None if view is None else view.why
        if view is None or why is None:
            self._shown = None
            self.hide()
            return
        before = self._shown
        if before is not None and (before.path, before.label, before.why) == (
            view.path, view.label, why,
        ):  # fmt: skip
            return
        self._shown = view
        clear_layout(self._lines)
        self._lines.addWidget(Text(self.theme, plain(view.label), "body", bold=True))
        parts = [why.purpose, self._texts.text("why-basis", basis=why.legal_basis)]
        parts.append(self._texts.text("why-kept", retention=why.retention))
        if why.sensitive:
            parts.append(self._texts.text("why-sensitive"))
        for words in parts:
            if words:
                self._lines.addWidget(Text(self.theme, words, "caption", "ink-2"))
        self.show()
