"""Before the first question at the kiosk (K05): the privacy notice, and what may be refused.

One thing a page, as with questions. Nothing is chosen beforehand, and no page is gone past without
an answer: silence is neither yes nor no.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views import PurposeChoice
from kiosk.texts import Texts
from kiosk.ui.questions.markdown import plain
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.card_pages import CardPages
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.touch import TouchButton
from kiosk.ui.widgets.touch_cards import CardWords

_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskNotice:
    """What is shown before the first page. full: the whole notice, "" where there is none."""

    short: str
    full: str = ""
    choices: tuple[PurposeChoice, ...] = ()


class _NoticePage(QWidget):
    """A title to begin at, something below it."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.column = QVBoxLayout(self)
        margin = theme.size("margin")
        self.column.setContentsMargins(margin, theme.space(6), margin, theme.space(5))
        self.column.setSpacing(theme.space(4))
        self.title = Text(theme, title, "h1")
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title.setProperty("own-ring", True)
        self.column.addWidget(self.title)

    def enter(self, *words: str) -> None:
        """Put the focus on the title and have the page said."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, " ".join((self.title.text(), *words)))


class ReadPage(_NoticePage):
    """The short notice, and the full one for whoever wants it."""

    opened = Signal()

    def __init__(self, theme: Theme, texts: Texts, notice: KioskNotice) -> None:
        super().__init__(theme, texts.text("kiosk-notice-title"))
        self._texts = texts
        self.column.addWidget(Text(theme, notice.short, "body-2", bold=False))
        self._full = QWidget()
        full = QVBoxLayout(self._full)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(theme.space(2))
        for paragraph in notice.full.strip().split("\n\n"):
            head, _, rest = paragraph.partition("\n")
            full.addWidget(Text(theme, head, "body-2", bold=bool(rest)))
            if rest:
                full.addWidget(Text(theme, rest, "body-2", "ink-2", bold=False))
        self.open_full = TouchButton(theme, texts.text("notice-full"), icon="file-text")
        self.open_full.clicked.connect(self._toggle)
        self.open_full.setVisible(bool(notice.full))
        self.column.addWidget(self.open_full, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._full)
        self._full.hide()
        self.column.addStretch(1)

    def _toggle(self) -> None:
        shown = not self._full.isVisible()
        self._full.setVisible(shown)
        self.open_full.set_words(self._texts.text("notice-close" if shown else "notice-full"))
        if shown:
            self.opened.emit()


class DecidePage(_NoticePage):
    """One sensitive purpose: yes or no, two cards of the same size."""

    decided = Signal(bool)

    def __init__(
        self, theme: Theme, texts: Texts, choice: PurposeChoice, said: bool | None
    ) -> None:
        super().__init__(theme, choice.sentence)
        self._texts = texts
        labels = ", ".join(plain(label) for label in choice.labels)
        self.hint = texts.text("kiosk-notice-sensitive", questions=labels)
        self._under = Text(theme, self.hint, "body-2", "ink-2", bold=False)
        self.column.addWidget(self._under)
        self._message = Text(theme, "", "body-2", "error", bold=True)
        self._message.hide()
        self.column.addWidget(self._message)
        self.cards = CardPages(theme, texts)
        self.cards.set_answers(
            [
                CardWords(name=_YES, label=texts.text("kiosk-notice-yes")),
                CardWords(name=_NO, label=texts.text("kiosk-notice-no")),
            ]
        )
        if said is not None:
            self.cards.set_chosen({_YES if said else _NO})
        self.cards.touched.connect(lambda name: self._touched(name))
        self.column.addWidget(self.cards, 1)

    def _touched(self, name: str) -> None:
        self.cards.set_chosen({name})
        self._message.hide()
        self.decided.emit(name == _YES)

    def refuse_silence(self) -> None:
        """Say that one of the two is needed to go on."""
        words = self._texts.text("kiosk-notice-undecided")
        self._message.setText(words)
        self._message.show()
        announce(self, words, at_once=True)


class NoticeWalk:
    """Which page one is at before the form, and what was said so far; it holds no widget."""

    def __init__(self, notice: KioskNotice) -> None:
        self.notice = notice
        self.opened = False
        self.said = {
            one.purpose_id: one.accepted for one in notice.choices if one.accepted is not None
        }
        self._step = 0

    @property
    def choice(self) -> PurposeChoice | None:
        """Return what is to be decided on this page; None on the notice itself."""
        return self.notice.choices[self._step - 1] if self._step else None

    @property
    def may_go_on(self) -> bool:
        """Whether this page has what it asks for."""
        choice = self.choice
        return choice is None or choice.purpose_id in self.said

    def forward(self) -> bool:
        """Go on; False where the form comes next."""
        if self._step >= len(self.notice.choices):
            return False
        self._step += 1
        return True

    def back(self) -> bool:
        """Go back; False on the first page."""
        if not self._step:
            return False
        self._step -= 1
        return True

    def decide(self, accepted: bool) -> None:
        """Keep what was said on this page."""
        choice = self.choice
        if choice is not None:
            self.said[choice.purpose_id] = accepted

    def page(self, theme: Theme, texts: Texts) -> ReadPage | DecidePage:
        """Return the page one is at, made anew."""
        choice = self.choice
        if choice is None:
            read = ReadPage(theme, texts, self.notice)
            read.opened.connect(self._was_opened)
            return read
        page = DecidePage(theme, texts, choice, self.said.get(choice.purpose_id))
        page.decided.connect(self.decide)
        return page

    def _was_opened(self) -> None:
        self.opened = True
