"""V13 Cobro, V14 Efectivo recibido, V15 Entregue el cambio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.services.views import Charge, Enough, PaymentDone, Short
from kiosk.texts import Texts
from kiosk.ui.field.page import FieldScreen, Kit, initials_of
from kiosk.ui.field.shift import AmountField
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.amount import OutcomeBlock, QuickTender
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card, PersonCard, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.marks import TickDisc
from kiosk.ui.widgets.text import Text
from sync.ids import EventId
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeEntry:
    """What V13 is entered with: the registration whose fee is due."""

    registration_id: EventId


class ChargeScreen(FieldScreen):
    """Concepts and total, from the dated tariff; nobody types a price."""

    screen_id: ClassVar[str] = "V13"
    title_id = "charge-title"
    accepted = Signal(object)
    """The Charge to take cash for."""
    shift_wanted = Signal(object)
    """No shift is open; the ChargeEntry to come back with."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.charge: Charge | None = None
        self._entry: ChargeEntry | None = None
        self._card = Card(theme)
        self._card.body.setSpacing(theme.space(2))
        self.main_column.addWidget(self._card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("charge-receive"), icon="cash").clicked.connect(self._receive)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, ChargeEntry):
            return
        self.clear_problem()
        self.set_head(self.text("charge-title"))
        self.charge = None  # priced anew: nobody goes on with what was shown before
        if self._entry != argument:
            clear_layout(self._card.body)
            self._card.hide()
            self.person.hide()
        self._entry = argument
        registration_id = argument.registration_id
        self.kit.background.run(
            lambda: self.kit.services.payments.begin(registration_id), self._show, self._failed
        )
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, charge: Charge) -> None:
        self.charge = charge
        theme = self.theme
        subtitle = _price_list(self.texts, charge)
        self.set_head(charge.service_name, kicker=self.text("charge-title"), subtitle=subtitle)
        self.person.show_person(charge.person_name, initials_of(charge.person_name), "")
        self.person.show()
        body = self._card.body
        clear_layout(body)
        for line in charge.lines:
            words = line.label
            if line.quantity != 1:
                unit = self.texts.money(line.unit_centavos)
                words = self.text(
                    "charge-times", label=line.label, quantity=line.quantity, unit=unit
                )
            body.addWidget(
                _ChargeRow(
                    self.kit, words, line.legal_reference, self.texts.money(line.net_centavos)
                )
            )
            body.addWidget(Rule(theme))
        if charge.rounding_centavos:
            rounding = self.texts.money(charge.rounding_centavos)
            body.addWidget(_ChargeRow(self.kit, self.text("charge-rounding"), "", rounding))
            body.addWidget(Rule(theme))
        total = self.texts.money(charge.total_centavos)
        body.addSpacing(theme.space(2))
        body.addWidget(ValueRow(theme, self.text("total"), total, value_role="amount", ink="ink"))
        self._card.show()

    def _failed(self, error: Exception) -> None:
        if getattr(error, "code", "") == "shift.none":
            self.show_problem(error, self.text("shift-open-wanted"))
        else:
            self.show_problem(error)

    def problem_acted(self) -> None:
        self.shift_wanted.emit(self._entry)

    def _receive(self) -> None:
        if self.charge is not None:
            self.accepted.emit(self.charge)
        elif not self.problem.isHidden():
            self.problem.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.click()


def _price_list(texts: Texts, charge: Charge) -> str:
    """Return of which day the price list is; "" where no price is of a list."""
    day = charge.price_list_date
    return "" if day is None else texts.text("charge-price-list", day=texts.day_with_year(day))


class _ChargeRow(QWidget):
    """A concept, the law behind it, its amount at the right edge."""

    def __init__(self, kit: Kit, label: str, reference: str, amount: str) -> None:
        super().__init__()
        theme = kit.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, label, "label"))
        if reference:
            words.addWidget(Text(theme, reference, "body", "ink-2"))
        row.addLayout(words, 1)
        row.addWidget(Text(theme, amount, "h3", wrap=False).align_right())


class TenderScreen(FieldScreen):
    """Three amounts on one edge: due, received, change. F12 charges, or Enter twice."""

    screen_id: ClassVar[str] = "V14"
    title_id = "tender-title"
    charged = Signal(object)
    """A PaymentDone: the payment is durable."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.charge: Charge | None = None
        self._taking = False
        self.set_head(self.text("tender-title"))
        card = Card(theme)
        card.body.setSpacing(theme.space(3))
        card.body.addLayout(self._total_row())
        card.body.addWidget(Rule(theme))
        self.field = AmountField(kit, self.text("tender-field"), self.text("amount-hint"))
        self.amount = self.field.amount
        self.amount.edited.connect(self._edited)
        card.body.addWidget(self.field)
        self._quick_area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._quick_area.setSizePolicy(policy)
        self._quick = EvenGrid(
            theme.space(3), theme.size("tender-least"), most_columns=4, natural=True,
            parent=self._quick_area,
        )  # fmt: skip
        card.body.addWidget(self._quick_area)
        self.outcome = OutcomeBlock(theme)
        card.body.addWidget(self.outcome)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self._concepts = QVBoxLayout()
        self.side_column.addLayout(self._concepts)
        self._charge_button = self.add_primary(
            self.text("pay-action", amount=""), key=key_of(Act.CONFIRM_PAYMENT), icon="cash"
        )
        self._charge_button.clicked.connect(self._take)
        self.add_back()
        if not theme.large:
            self.action_bar.flow.mark_right()
            hint = Text(theme, self.text("tender-enter"), "body", "ink-2", wrap=False)
            self.action_bar.flow.addWidget(hint)

    def _total_row(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, theme.space(5), 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, self.text("total"), "label"))
        self._price_list = Text(theme, "", "body", "ink-2")
        words.addWidget(self._price_list)
        row.addLayout(words, 1)
        self._total = Text(theme, "", "amount-input", wrap=False).align_right()
        row.addWidget(self._total)
        return row

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Charge):
            return
        self.clear_problem()
        self._taking = False
        fresh = self.charge is None or self.charge.charge_id != argument.charge_id
        self.charge = argument
        if fresh:
            self.amount.set_amount(None)
        total = self.texts.money(argument.total_centavos)
        self._total.setText(total)
        self._charge_button.set_words(self.text("pay-action", amount=total))
        self._price_list.setText(_price_list(self.texts, argument))
        self.person.show_person(argument.person_name, initials_of(argument.person_name), "")
        self._show_quick(argument)
        self._show_concepts(argument)
        self._edited()
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_quick(self, charge: Charge) -> None:
        clear_layout(self._quick)
        for tender in charge.quick_tenders:
            exact = tender == charge.total_centavos
            words = self.texts.money(tender) if exact else self.texts.money_short(tender)
            note = self.text("tender-exact") if exact else ""
            name = self.text("tender-quick", amount=self.texts.money(tender))
            button = QuickTender(self.theme, words, note, name)
            button.clicked.connect(lambda _checked=False, tender=tender: self._choose(tender))
            self._quick.addWidget(button)
        self.order_tabs()

    def _show_concepts(self, charge: Charge) -> None:
        clear_layout(self._concepts)
        card = SideCard(self.theme, self.text("tender-concepts"))
        card.body.addWidget(Text(self.theme, charge.service_name, "label"))
        for line in charge.lines:
            card.body.addWidget(
                ValueRow(self.theme, line.label, self.texts.money(line.net_centavos))
            )
        if charge.rounding_centavos:
            rounding = self.texts.money(charge.rounding_centavos)
            card.body.addWidget(ValueRow(self.theme, self.text("charge-rounding"), rounding))
        card.body.addWidget(Rule(self.theme))
        total = self.texts.money(charge.total_centavos)
        card.body.addWidget(
            ValueRow(self.theme, self.text("total"), total, value_role="h2", ink="ink")
        )
        self._concepts.addWidget(card)

    def _choose(self, tender: Centavos) -> None:
        self.amount.set_amount(tender)
        self._edited()
        self._charge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self.field.set_message(None)
        charge, tendered = self.charge, self.amount.amount()
        if charge is None:
            return
        if tendered is None:
            self.outcome.show_outcome("neutral", self.text("tender-change"), "")
            return
        match self.kit.services.payments.tender(charge, tendered):
            case Enough() as enough:
                change = self.texts.money(enough.change_centavos)
                self.outcome.show_outcome("success", self.text("tender-change"), change)
            case Short() as short:
                missing = self.texts.money(short.missing_centavos)
                self.outcome.show_outcome("warning", self.text("tender-missing"), missing)

    def _take(self) -> None:
        """Charge once; too early it says what is missing, pressed twice it is one payment."""
        charge = self.charge
        if charge is None or self._taking:
            return
        tendered = self.amount.amount() or Centavos(0)
        match self.kit.services.payments.tender(charge, tendered):
            case Short() as short:
                words = self.text("pay-short", amount=self.texts.money(short.missing_centavos))
                self.field.set_message(words)
                announce(self.amount, words, at_once=True)
                self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            case Enough():
                pass
        self._taking = True
        self.clear_problem()
        self.kit.background.run(
            lambda: self.kit.services.payments.take(charge.charge_id, tendered),
            self._taken,
            self._failed,
        )

    def _taken(self, done: PaymentDone) -> None:
        self._taking = False
        self.charge = None
        self.charged.emit(done)

    def _failed(self, error: Exception) -> None:
        self._taking = False
        self.show_problem(error)

    def enter_pressed(self) -> None:
        """The first Enter moves to the button; the second one, on it, charges."""
        if QApplication.focusWidget() is not self._charge_button:
            self._charge_button.setFocus(Qt.FocusReason.TabFocusReason)

    def act(self, act: Act) -> bool:
        match act:
            case Act.CONFIRM_PAYMENT:
                self._take()
                return True
            case Act.CONTINUE:
                return True  # only F12 or the button confirm a payment
            case _:
                return super().act(act)


class ChangeScreen(FieldScreen):
    """How much to hand back, as large as it can be told."""

    screen_id: ClassVar[str] = "V15"
    title_id = "change-title"
    handed = Signal(object)
    """The PaymentDone whose change was handed over."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._done: PaymentDone | None = None
        card = Card(theme)
        card.body.setSpacing(theme.space(4))
        head = QHBoxLayout()
        head.setSpacing(theme.space(4))
        head.addWidget(TickDisc(theme), 0, Qt.AlignmentFlag.AlignTop)
        self._saved = Text(theme, "", "h3")
        head.addWidget(self._saved, 1)
        card.body.addLayout(head)
        self.outcome = OutcomeBlock(theme)
        card.body.addWidget(self.outcome)
        self._rows = QVBoxLayout()
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.without_side()
        self._listo: Button = self.add_primary(self.text("change-done"))
        self._listo.clicked.connect(self._finish)

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, PaymentDone):
            return
        self._done = argument
        change = argument.change_centavos
        money = self.texts.money(change)
        title = self.text("pay-change", amount=money) if change else self.text("change-none")
        self.set_head(title)
        receipt = argument.receipt
        self._saved.setText(self.text("save-done", folio=receipt.folio))
        self.outcome.show_outcome("success", self.text("tender-change"), money)
        clear_layout(self._rows)
        self._rows.addWidget(
            ValueRow(self.theme, self.text("total"), self.texts.money(receipt.total_centavos))
        )
        if receipt.tendered_centavos is not None:
            received = self.texts.money(receipt.tendered_centavos)
            self._rows.addWidget(ValueRow(self.theme, self.text("tender-field"), received))
        self._listo.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.outcome, title)

    def _finish(self) -> None:
        if self._done is not None:
            self.handed.emit(self._done)

    def back(self) -> bool:
        """Atrás goes on to the receipt, never back to the tender."""
        self._finish()
        return True

    def enter_pressed(self) -> None:
        self._finish()
