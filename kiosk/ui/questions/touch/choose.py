"""Closed questions: cards with pictures, pages of them, and search where there are very many."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, QTimer

from kiosk.services.views import Choice, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions import markdown
from kiosk.ui.questions.question import Tools
from kiosk.ui.questions.touch.question import TouchQuestion
from kiosk.ui.questions.touch.text import appearances, touch_line
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_pages import CardPages
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.keyboard import Keyboard, Layout
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch_cards import CardWords

MOST_PAGED = 36
"""Above this many answers a person looks for theirs by its letters, not page by page."""
MOST_SHOWN = 120
"""Of what a search found so many can be paged through; more letters show the others."""
_SEARCHED = frozenset({"search", "autocomplete"})
_NO_ANSWER = "\x00no-answer"


class TouchChoice(TouchQuestion):
    """One or several of a list as cards. `quick` goes on when one is chosen."""

    several = False
    hands_low = True

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        super().__init__(theme, texts, view, tools)
        self._value = ""
        self._said_none = False
        self.cards = CardPages(theme, texts, several=self.several, hands_low=self.hands_low)
        self.cards.touched.connect(self._touched)
        self.cards.turned.connect(self._turned)
        self.body.addWidget(self.cards, 1)
        self.begin(view)

    # ----------------------------------------------------------------------------- showing

    def show_view(self, view: QuestionView) -> None:
        self.view = view
        self.show_answers(view.choices)
        super().show_view(view)
        self.cards.set_locked(view.readonly)
        self.cards.set_wrong(bool(view.message))

    def show_answers(self, choices: tuple[Choice, ...]) -> None:
        """Show these choices as cards."""
        mirrored = self.view.right_to_left
        answers = [
            CardWords(
                name=one.name,
                label=plain_label(one.label),
                picture=one.media.big_image or one.media.image,
                right_to_left=mirrored,
            )
            for one in choices
        ]
        self.cards.set_answers(answers, extra=self._no_answer())

    def _no_answer(self) -> CardWords | None:
        """Return *No sé*: an answer of equal rank where the form can do without one."""
        view = self.view
        if self.several or self.compact or view.required or view.readonly:
            return None
        return CardWords(
            name=_NO_ANSWER,
            label=self.texts.text("touch-do-not-know"),
            note=self.texts.text("touch-do-not-know-note"),
            icon="help",
            right_to_left=view.right_to_left,
        )

    def may_skip(self) -> bool:
        return super().may_skip() and self._no_answer() is None

    def _hints(self, view: QuestionView) -> list[str]:
        hints = super()._hints(view)
        if not view.choices:
            return [*hints, self.texts.text("touch-no-choices")]
        return [hints[0] or self._order_words(), *hints[1:]]

    def _order_words(self) -> str:
        """Return what to do, where the form says nothing."""
        return self.texts.text("touch-choose-some" if self.several else "touch-choose-one")

    def set_compact(self) -> None:
        super().set_compact()
        self.cards.show_all()
        self.show_answers(self.view.choices)

    def _turned(self) -> None:
        announce(self.cards, self.cards._where.text())

    # --------------------------------------------------------------------------- answering

    def _touched(self, name: str) -> None:
        self._said_none = name == _NO_ANSWER
        self._value = "" if self._said_none else name
        self.commit()
        if "quick" in appearances(self.view):
            self.finished.emit(self.view.path)

    def typed(self) -> str:
        return self._value

    def set_typed(self, text: str) -> None:
        if text:
            self._said_none = False
        self._value = text
        self.cards.set_chosen({text} if text else {_NO_ANSWER} if self._said_none else set())

    def forget(self) -> None:
        self._said_none = False
        super().forget()
        self.cards.forget()


class TouchChoices(TouchChoice):
    """Several of a list: cards with a tick; the button that goes on says *Listo*."""

    several = True
    primary_id = "touch-done"

    def _touched(self, name: str) -> None:  # noqa: ARG002 - all chosen ones count
        names = [one.name for one in self.view.choices if one.name in self.cards.chosen]
        self._value = " ".join(names)
        self.commit()

    def set_typed(self, text: str) -> None:
        self._value = text
        self.cards.set_chosen(set(text.split()))


class TouchSearch(TouchChoice):
    """One of very many: letters narrow the list, pages of cards show what is left."""

    hands_low = False

    def __init__(self, theme: Theme, texts: Texts, view: QuestionView, tools: Tools) -> None:
        self._folded: tuple[tuple[str, Choice], ...] = ()
        self._folded_of: tuple[Choice, ...] = ()
        self._wanted = ""
        super().__init__(theme, texts, view, tools)
        self.edit = touch_line(theme)
        self.edit.setPlaceholderText(texts.text("touch-search-hint"))
        self.edit.setAccessibleName(texts.text("touch-search-hint"))
        self.edit.textChanged.connect(self._narrow)
        self.edit.installEventFilter(self)
        self._count = Text(theme, "", "body", "ink-2", bold=True)
        self.body.insertWidget(0, self.edit)
        self.body.insertWidget(1, self._count)
        self.head.set_own_inputs(self.edit)
        self.keyboard = Keyboard(theme, texts, Layout.LETTERS, typed=self.edit.text)
        self.keyboard.done.connect(self.pad_done.emit)
        self._say_later = QTimer(self)
        self._say_later.setSingleShot(True)
        self._say_later.setInterval(500)
        self._say_later.timeout.connect(lambda: announce(self._count, self._count.text()))
        if not view.readonly:
            self.pad = self.keyboard
        self._show_found()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wanted = (QEvent.Type.FocusIn, QEvent.Type.MouseButtonRelease)
        if watched is self.edit and event.type() in wanted:
            self.pad_wanted.emit()
        return super().eventFilter(watched, event)

    def _order_words(self) -> str:
        return ""  # the field says it

    def _narrow(self, text: str) -> None:
        self.keyboard.refresh()
        self._wanted = fold(text)
        self._show_found()
        self._say_later.start()

    def show_answers(self, choices: tuple[Choice, ...]) -> None:
        if choices is not self._folded_of:
            self._folded, self._folded_of = (), choices
        self._show_found()

    def _labels(self) -> tuple[tuple[str, Choice], ...]:
        """Return every answer with its folded label; made when the first letter is typed."""
        if not self._folded:
            self._folded = tuple((fold(plain_label(one.label)), one) for one in self._folded_of)
        return self._folded

    def found(self) -> tuple[Choice, ...]:
        """Return the answers that fit what was typed: those that begin with it first."""
        if not self._wanted:
            return self._folded_of
        begins, words, within = [], [], []
        inner = f" {self._wanted}"
        for label, one in self._labels():
            if label.startswith(self._wanted):
                begins.append(one)
            elif inner in label:
                words.append(one)
            elif self._wanted in label:
                within.append(one)
        return (*begins, *words, *within)

    def _show_found(self) -> None:
        found = self.found()
        shown = found[:MOST_SHOWN]
        if not self._wanted and self._value:  # the chosen one is seen before a letter is typed
            chosen = next((one for one in found if one.name == self._value), None)
            if chosen is not None:
                shown = (chosen, *(one for one in shown if one is not chosen))
        super().show_answers(shown)
        if hasattr(self, "_count"):
            self._count.setText(self.texts.text("touch-found", n=len(found)))

    def _touched(self, name: str) -> None:
        super()._touched(name)
        self.pad_done.emit()

    def forget(self) -> None:
        super().forget()
        self.edit.setText("")
        self._folded, self._folded_of, self._wanted = (), (), ""


def plain_label(label: str) -> str:
    """Return a choice's label without marks; of 50,000 hardly one has any."""
    return markdown.plain(label) if any(sign in label for sign in "\\*_[<#\n-") else label


_WITHOUT_ACCENTS = {
    code: "".join(one for one in split if not unicodedata.combining(one))
    for code in range(0xC0, 0x250)
    if len(split := unicodedata.normalize("NFD", chr(code))) > 1
}


def fold(words: str) -> str:
    """Return words for comparing: small letters, those of Latin without their accents."""
    return words.casefold().translate(_WITHOUT_ACCENTS).strip()


def is_searched(view: QuestionView) -> bool:
    """Tell whether an answer is looked for by its letters: asked for so, or there are very many."""
    return len(view.choices) > MOST_PAGED or bool(appearances(view) & _SEARCHED)
