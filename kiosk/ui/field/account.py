"""V47 Cuenta: balance and movements, for whoever gives the card and its number (UX §8.5)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.views.accounts import AccountGate, Movement, NumberWrong, Statement
from kiosk.ui.field.account_card import secret_digits
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card, Notice, Rule, ValueRow, clear_layout
from kiosk.ui.widgets.fields import Field, LineField, announce
from kiosk.ui.widgets.text import Text
from sync.money import Centavos

_CARD_ROOM = 600


class AccountScreen(FieldScreen):
    """First the door: card and number. Then what the person has; gone again on leaving."""

    screen_id: ClassVar[str] = "V47"
    title_id = "account-title"
    top_up_wanted = Signal(object)
    """The Statement of the account to which money is to be added."""
    ended = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._gate: AccountGate | None = None
        self._statement: Statement | None = None
        self._busy = False
        self.without_side()
        self.summary = self.add_summary()
        self._build_door()
        self._build_statement()
        self.add_primary(self.text("account-show")).clicked.connect(self._primary)
        self.top_up = self._action("account-top-up", "plus")
        self.top_up.clicked.connect(self._top_up)
        self.end = self._action("account-end", "check")
        self.end.clicked.connect(self.ended.emit)
        self.add_back()

    def _action(self, word: str, icon: str) -> Button:
        return self.add_action(self.text(word), icon=icon)

    def _build_door(self) -> None:
        theme = self.theme
        self.door = Card(theme)
        self.card = LineField(theme, self.text("card-scan"), self.text("card-scan-own-hint"))
        self.card.edit.setMaxLength(_CARD_ROOM)
        self.digits = secret_digits(self.kit, "card-digits", "card-digits-hint")
        for field in (self.card, self.digits):
            self.door.body.addWidget(field)
        self.main_column.addWidget(self.door)

    def _build_statement(self) -> None:
        theme = self.theme
        self.blocked = Notice(theme, "ban", self.text("account-blocked"), "problem")
        self.main_column.addWidget(self.blocked)
        self.sum = Card(theme)
        self.sum.body.addWidget(Text(theme, self.text("account-balance"), "label"))
        self.balance = Text(theme, "", "amount")
        self.can_pay = Text(theme, "", "body")
        self.newer = Text(theme, "", "body", "ink-2")
        for line in (self.balance, self.can_pay, self.newer):
            self.sum.body.addWidget(line)
        self.main_column.addWidget(self.sum)
        self.list = Card(theme)
        self.list.body.addWidget(Text(theme, self.text("account-movements"), "label"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.list.body.addLayout(self._rows)
        self.main_column.addWidget(self.list)

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        """Show the door, with the code of a card that was scanned elsewhere (a text).

        After a top-up (a Statement) the account as it stands now.
        """
        self.clear_problem()
        self._busy = False
        self._gate = argument if isinstance(argument, AccountGate) else None
        if isinstance(argument, Statement):
            accounts = self.kit.services.accounts.accounts
            self.kit.background.run(accounts.again, self._shown, lambda _error: self._show_door())
            return
        self._show_door()
        if isinstance(argument, str):
            self.card.set_value(argument)
            self.digits.take_focus()

    def leave(self) -> None:
        self._statement = None
        self.card.set_value("")
        self.digits.set_value("")
        self.balance.setText("")
        clear_layout(self._rows)

    def back(self) -> bool:
        """Leave for good: whose card it was is forgotten; a payment goes on without leaving."""
        self.kit.services.accounts.accounts.forget()
        return super().back()

    def _show_door(self) -> None:
        self._statement = None
        about = self.text("account-gate")
        if self._gate is not None:
            amount = self.texts.money(self._gate.amount_centavos)
            about = self.text("account-gate-pay", amount=amount)
        self.set_head(self.text("account-title"), subtitle=about)
        self.card.set_value("")
        self.digits.set_value("")
        self._say({})
        self._set_stage(shown=False)
        if self.primary is not None:
            self.primary.set_words(self.text("account-show"))
        self.card.take_focus()

    def _set_stage(self, *, shown: bool) -> None:
        self.door.setVisible(not shown)
        for part in (self.sum, self.list):
            part.setVisible(shown)
        if not shown:
            self.blocked.hide()
        paying = self._gate is not None
        self.top_up.setVisible(shown and not paying)
        self.end.setVisible(shown and paying)
        self.order_tabs()

    # --------------------------------------------------------------------- the door

    def _primary(self) -> None:
        if self._statement is None:
            self._open()
        elif self._gate is not None:
            gate, self._gate = self._gate, None  # once
            gate.paid_with(self._statement.account_id)
        else:
            self.ended.emit()

    def _open(self) -> None:
        if self._busy:
            return
        self.clear_problem()
        missing: dict[Field, str] = {}
        if not self.card.value().strip():
            missing[self.card] = self.text("card-scan-empty")
        if not self.digits.value():
            missing[self.digits] = self.text("card-digits-form")
        self._say(missing)
        if missing:
            return
        self._busy = True
        text, digits = self.card.value(), self.digits.value()
        self.digits.set_value("")
        accounts = self.kit.services.accounts.accounts
        self.kit.background.run(lambda: accounts.show(text, digits), self._answered, self._failed)

    def _answered(self, answer: Statement | NumberWrong) -> None:
        self._busy = False
        if isinstance(answer, NumberWrong):
            self._say({self.digits: self.text("account-wrong", tries=answer.tries_left)})
            self.digits.take_focus()
            return
        self._shown(answer)

    def _say(self, missing: dict[Field, str]) -> None:
        for field in (self.card, self.digits):
            field.set_message(missing.get(field))
        self.summary.show_messages([(words, field) for field, words in missing.items()])
        self.order_tabs()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)

    # ------------------------------------------------------------------ the account

    def _shown(self, statement: Statement) -> None:
        self._statement = statement
        self._say({})
        texts = self.texts
        self.set_head(statement.holder, kicker=self.text("account-title"))
        balance = texts.money(Centavos(statement.balance_centavos))
        self.balance.setText(balance)
        amount = texts.money(statement.can_pay_centavos)
        self.can_pay.setText(self.text("account-can-pay", amount=amount))
        self.newer.setText(self.text("account-newer", n=statement.newer_count))
        self.newer.setVisible(statement.newer_count > 0)
        self.blocked.setVisible(statement.blocked)
        self._fill(statement.movements)
        self._set_stage(shown=True)
        self.blocked.setVisible(statement.blocked)
        if self.primary is not None:
            words = self.text("account-end")
            if self._gate is not None:
                paid = texts.money(self._gate.amount_centavos)
                words = self.text("account-pay", amount=paid)
            self.primary.set_words(words)
            self.primary.setFocus()
        announce(self, f"{self.text('account-balance')}: {balance}")

    def _fill(self, movements: tuple[Movement, ...]) -> None:
        clear_layout(self._rows)
        for number, one in enumerate(movements):
            if number:
                self._rows.addWidget(Rule(self.theme))
            self._rows.addWidget(self._row(one))
        if not movements:
            none = Text(self.theme, self.text("account-no-movements"), "body", "ink-2")
            self._rows.addWidget(none)

    def _row(self, one: Movement) -> QWidget:
        words = [self.text(f"account-move-{one.kind.value}")]
        words += [part for part in (one.what, self.texts.when(one.moved_at), one.office) if part]
        if one.folio:
            words.append(one.folio)
        sign = "+" if one.change_centavos > 0 else "−"
        amount = f"{sign}{self.texts.money(Centavos(abs(one.change_centavos)))}"
        return ValueRow(self.theme, " · ".join(words), amount)

    def _top_up(self) -> None:
        if self._statement is not None:
            self.top_up_wanted.emit(self._statement)
