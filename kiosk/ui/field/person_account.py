"""What V06 shows of a person's account and of records like theirs; never a balance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views.accounts import AccountState, Candidate
from kiosk.texts import Texts
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Notice, SideCard
from kiosk.ui.widgets.text import Text


class AccountSide(SideCard):
    """Whether the person has a card, and what can be done about it."""

    wanted = Signal(str)
    """The id of the screen that is wanted."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, texts.text("sheet-account"))
        self._texts = texts
        self.words = Text(theme, "", "body")
        self.blocked = Text(theme, texts.text("account-blocked"), "body", "warning")
        self.body.addWidget(self.words)
        self.body.addWidget(self.blocked)
        column = QVBoxLayout()
        column.setSpacing(theme.space(1))
        self.give = self._link(theme, "sheet-account-give", "credit-card", "V53")
        self.open = self._link(theme, "sheet-account-open", "eye", "V47")
        self.top_up = self._link(theme, "sheet-account-top-up", "plus", "V56")
        self.benefits = self._link(theme, "", "gift", "V49")
        for link in (self.give, self.open, self.top_up, self.benefits):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(column)
        self.hide()

    def _link(self, theme: Theme, word: str, icon: str, screen_id: str) -> Button:
        words = self._texts.text(word) if word else ""
        link = Button(theme, words, Kind.LINK, icon=icon)
        link.clicked.connect(lambda: self.wanted.emit(screen_id))
        return link

    def show_state(self, state: AccountState) -> None:
        """Show what there is; nothing for who may do nothing about it."""
        text, has = self._texts.text, state.account_id is not None
        self.words.setText(
            text("sheet-account-card", tail=state.card_tail) if has else text("sheet-account-none")
        )
        self.blocked.setVisible(state.blocked)
        self.give.set_words(text("sheet-account-replace" if has else "sheet-account-give"))
        self.open.setVisible(has)
        self.top_up.setVisible(has)
        self.benefits.set_words(text("sheet-benefits", n=state.benefits))
        self.benefits.setVisible(state.benefits > 0)
        self.setVisible(state.may_use)


class LikeNotice(Notice):
    """Somebody of the register is much like this person, and nobody compared them yet."""

    wanted = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme, "users", tone="problem")
        self._texts = texts
        self.compare = Button(theme, texts.text("sheet-compare"), Kind.LINK, icon="users")
        self.compare.clicked.connect(self.wanted.emit)
        self.body.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_candidates(self, candidates: tuple[Candidate, ...]) -> None:
        """Show who it is, or nothing."""
        if candidates:
            name = candidates[0].person.display_name
            self.words.setText(self._texts.text("sheet-like", name=name))
        self.setVisible(bool(candidates))
