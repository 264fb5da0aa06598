"""V56 Abonar: how much money is put on a balance; the rest is a payment like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.services.views import Charge
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.amount import AmountInput
from kiosk.ui.widgets.cards import Card, SideCard
from kiosk.ui.widgets.fields import Field
from kiosk.ui.widgets.text import Text
from sync.ids import EventId, SubjectId
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpEntry:
    """To whose balance money is added."""

    account_id: EventId
    subject: SubjectId
    holder: str


class AmountField(Field):
    """An amount in pesos under its label."""

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__(kit.theme, label)
        self.amount = AmountInput(kit.theme, label)
        self.add_input(self.amount)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.amount.edit,)


class TopUpScreen(FieldScreen):
    """One amount; the balance itself is not shown."""

    screen_id: ClassVar[str] = "V56"
    title_id = "topup-title"
    begun = Signal(object)
    """The Charge of the top-up: V14 is next."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._entry: TopUpEntry | None = None
        self._busy = False
        self.set_head(self.text("topup-title"), subtitle=self.text("topup-about"))
        self.summary = self.add_summary()
        card = Card(kit.theme)
        self.field = AmountField(kit, self.text("topup-amount"))
        self.field.amount.edited.connect(self._name_button)
        card.body.addWidget(self.field)
        self.main_column.addWidget(card)
        side = SideCard(kit.theme, self.text("account-title"))
        self.holder = Text(kit.theme, "", "body", bold=True)
        side.body.addWidget(self.holder)
        self.side_column.addWidget(side)
        self.add_primary(self.text("topup-go-empty")).clicked.connect(self._begin)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._busy = False
        if isinstance(argument, TopUpEntry):
            self._entry = argument
            self.field.amount.set_amount(None)
            self.holder.setText(argument.holder)
            self._say("")
        self._name_button()
        self.field.take_focus()

    def _name_button(self) -> None:
        amount = self.field.amount.amount()
        words = self.text("topup-go-empty")
        if amount:
            words = self.text("topup-go", amount=self.texts.money(amount))
        if self.primary is not None:
            self.primary.set_words(words)

    def _begin(self) -> None:
        entry, amount = self._entry, self.field.amount.amount()
        if entry is None or self._busy:
            return
        if not amount:
            self._say(self.text("topup-empty"))
            return
        self._say("")
        self.clear_problem()
        self._busy = True
        payments, wanted = self.kit.services.payments, Centavos(amount)
        self.kit.background.run(
            lambda: payments.begin_top_up(entry.account_id, wanted, entry.subject),
            self._begun,
            self._failed,
        )

    def _say(self, words: str) -> None:
        self.field.set_message(words or None)
        self.summary.show_messages([(words, self.field)] if words else [])
        self.order_tabs()

    def _begun(self, charge: Charge) -> None:
        self._busy = False
        self.begun.emit(charge)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)
