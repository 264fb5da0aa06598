"""V46 Depósitos: money of the safe on its way to the bank, and the bank's word (RECEIPTS §10)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.cash_rules import ReasonMissing
from kiosk.services.views.cash import DepositsView, DepositView
from kiosk.ui.field.cash_fields import AmountField, all_said, date_field, day_of
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, SideCard, clear_layout
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.text import Rule, Text
from sync.money import Centavos


class DepositsScreen(FieldScreen):
    """One form for both: a new deposit, or the bank's word on the one that was chosen."""

    screen_id: ClassVar[str] = "V46"
    title_id = "deposit-title"
    saved = Signal(str)
    made = Signal(object)
    """The event id of a deposit that was just made."""
    """A sentence that says what was recorded."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._view: DepositsView | None = None
        self._chosen: DepositView | None = None
        self._saving = False
        self.amount = AmountField(kit, self.text("deposit-amount"), self.text("amount-hint"))
        self.bank = LineField(theme, self.text("deposit-bank"), self.text("deposit-bank-hint"))
        self.slip = LineField(theme, self.text("move-slip"))
        self.day = date_field(kit, self.text("deposit-day"))
        self.reason = LineField(theme, self.text("cash-reason"), self.text("deposit-reason-hint"))
        for field in (self.amount, self.bank, self.slip, self.day, self.reason):
            self.main_column.addWidget(field)
        self.main_column.addWidget(Text(theme, self.text("deposit-list"), "h3"))
        self._card = Card(theme)
        self.main_column.addWidget(self._card)
        side = SideCard(theme, self.text("deposit-transit"))
        self._transit = Text(theme, "", "amount", wrap=False)
        side.body.addWidget(self._transit)
        side.body.addWidget(Text(theme, self.text("deposit-transit-why"), "body", "ink-2"))
        self.side_column.addWidget(side)
        self.add_primary(self.text("deposit-act"), key="Ctrl+Enter").clicked.connect(self._save)
        self.add_back()

    def enter(self, argument: Any) -> None:
        del argument
        self.clear_problem()
        self._saving = False
        self._choose(None)
        self._read()

    def _read(self) -> None:
        deposits = self.kit.services.cash.deposits
        self.kit.background.run(deposits.list, self._show, self.show_problem)

    def _show(self, view: DepositsView) -> None:
        self._view = view
        self._transit.setText(self.texts.money(Centavos(view.in_transit_centavos)))
        clear_layout(self._card.body)
        for number, one in enumerate(view.deposits):
            if number:
                self._card.body.addWidget(Rule(self.theme))
            self._card.body.addWidget(self._row(one))
        if not view.deposits:
            none = Text(self.theme, self.text("deposit-none"), "body", "ink-2")
            self._card.body.addWidget(none)
        if not self.day.value():
            self.day.set_value(view.today.isoformat())
        self.order_tabs()

    def _row(self, one: DepositView) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = self.text("deposit-row", bank=one.bank, slip=one.slip)
        words.addWidget(Text(self.theme, title, "body", bold=True))
        words.addWidget(Text(self.theme, self._state(one), "body", "ink-2"))
        across.addLayout(words, 1)
        money = Text(self.theme, self.texts.money(one.amount_centavos), "body", wrap=False)
        across.addWidget(money.align_right())
        if one.waiting:
            button = Button(
                self.theme,
                self.text("deposit-confirm"),
                Kind.LINK,
                name=self.text("deposit-confirm-name", slip=one.slip),
            )
            button.clicked.connect(lambda: self._choose(one))
            across.addWidget(button)
        return row

    def _state(self, one: DepositView) -> str:
        day = "" if one.day is None else self.texts.day_with_year(one.day)
        if one.confirmed_centavos is None:
            return self.text("deposit-waiting", day=day, person=one.who.name)
        money = self.texts.money(one.confirmed_centavos)
        if one.confirmed_centavos == one.amount_centavos:
            return self.text("deposit-confirmed", reference=one.bank_reference or "")
        return self.text("deposit-differs", amount=money, reason=one.reason or "")

    def _choose(self, one: DepositView | None) -> None:
        """Fill the form for the bank's word on a deposit; None: for a new one."""
        self._chosen = one
        confirming = one is not None
        self.set_head(
            self.text("deposit-confirm-title" if confirming else "deposit-title"),
            subtitle=(
                self.text("deposit-row", bank=one.bank, slip=one.slip)
                if one is not None
                else self.text("deposit-subtitle")
            ),
        )
        self.amount.forget()
        if one is not None:
            self.amount.amount.set_amount(one.amount_centavos)
        for field in (self.bank, self.slip, self.reason):
            field.set_value("")
            field.set_message(None)
        self.slip.set_words(self.text("deposit-reference" if confirming else "move-slip"), "")
        self.slip.name_inputs()
        self.bank.setVisible(not confirming)
        self.reason.setVisible(confirming)
        if self.primary is not None:
            word = "deposit-confirm-act" if confirming else "deposit-act"
            self.primary.set_words(self.text(word))
        self.order_tabs()
        self.amount.take_focus()

    def back(self) -> bool:
        if self._chosen is None:
            return False
        self._choose(None)
        return True

    def _save(self) -> None:
        view, day, amount = self._view, day_of(self.day), self.amount.centavos()
        if view is None or self._saving or not self._complete() or day is None or not amount:
            return
        self._saving = True
        self.clear_problem()
        deposits, chosen = self.kit.services.cash.deposits, self._chosen
        bank, slip, reason = self.bank.value(), self.slip.value(), self.reason.value()

        def work() -> DepositView:
            if chosen is None:
                return deposits.make(
                    view.salt, amount_centavos=amount, bank=bank, slip=slip, day=day
                )
            return deposits.confirm(
                view.salt,
                chosen.event_id,
                amount_centavos=amount,
                reference=slip,
                day=day,
                reason=reason,
            )

        self.kit.background.run(work, self._saved, self._failed)

    def _complete(self) -> bool:
        new = self._chosen is None
        checks: tuple[tuple[Field, bool, str], ...] = (
            (self.amount, bool(self.amount.centavos()), "move-amount-empty"),
            (self.bank, not new or bool(self.bank.value().strip()), "deposit-bank-empty"),
            (self.slip, bool(self.slip.value().strip()), "move-slip-empty"),
            (self.day, day_of(self.day) is not None, "cash-day-wrong"),
        )
        return all_said(checks, self.text)

    def _saved(self, one: DepositView) -> None:
        self._saving = False
        word = "deposit-saved" if one.waiting else "deposit-confirm-saved"
        self.saved.emit(self.text(word, amount=self.texts.money(one.amount_centavos)))
        if one.waiting:
            self.made.emit(one.event_id)
        self._choose(None)
        self._read()

    def _failed(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, ReasonMissing):
            self.reason.set_message(self.text("cash-reason-empty"))
            self.reason.take_focus()
            return
        self.show_problem(error)
