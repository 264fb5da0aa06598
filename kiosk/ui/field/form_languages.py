"""The other languages of a form, each in its own name."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.services.views import SectionView
from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import clear_layout
from kiosk.ui.widgets.text import Icon


class LanguageLinks(QWidget):
    """One link per language that the form has beside the one shown; nothing for a form with one."""

    chosen = Signal(str)
    """The language as the form writes it."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._theme, self._texts = theme, texts
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(1))
        self._shown: tuple[tuple[str, ...], str] = ((), "")

    def show_languages(self, view: SectionView) -> bool:
        """Show the other languages of the form; tell whether that changed anything."""
        shown = (view.languages, view.language)
        if shown == self._shown:
            return False
        self._shown = shown
        clear_layout(self._row)
        if len(view.languages) < 2:
            return True
        self._row.addWidget(Icon(self._theme, "language", "ink-2"))
        for language in view.languages:
            if language == view.language:
                continue
            words = self._texts.text("form-language", language=self._name(language))
            button = Button(self._theme, words, Kind.LINK)
            button.clicked.connect(lambda _checked=False, to=language: self.chosen.emit(to))
            self._row.addWidget(button)
        return True

    def _name(self, language: str) -> str:
        """Return a language's own name; forms write it as `English (en)` or `en`."""
        code = language.rpartition("(")[2].removesuffix(")")
        message_id = f"language-{code}"
        return self._texts.text(message_id) if self._texts.has(message_id) else language
