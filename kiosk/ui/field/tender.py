"""V14 Efectivo recibido: cash with its change, or a digital payment, or a balance."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.problems import problem_of
from kiosk.services.views import (
    BalancePart,
    Charge,
    Enough,
    Paying,
    PaymentDone,
    PaymentMeans,
    Short,
)
from kiosk.services.views.approvals import ApprovalRequest
from kiosk.services.views.money import CashLimit, Mend
from kiosk.ui.field.page import FieldScreen, Kit, initials_of
from kiosk.ui.field.piece_words import pieces_in_words
from kiosk.ui.field.printer_words import PrinterNotice
from kiosk.ui.field.shift import AmountField
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.amount import OutcomeBlock, QuickTender
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, PersonCard, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.text import Text
from sync.ids import EventId
from sync.money import Centavos

_DIGITAL = ((PaymentMeans.TRANSFER, "transfer"), (PaymentMeans.BANK, "bank"))


class How(Enum):
    """How the person pays what a balance does not."""

    CASH = "cash"
    DIGITAL = "digital"


class TenderScreen(FieldScreen):
    """Three amounts on one edge: due, received, change. F12 charges, or Enter twice."""

    screen_id: ClassVar[str] = "V14"
    title_id = "tender-title"
    charged = Signal(object)
    """A PaymentDone: the payment is durable."""
    approval_wanted = Signal(object)
    """An ApprovalRequest about this very payment."""
    mend_wanted = Signal(object)
    """What a limit asks for first: a Mend."""
    balance_wanted = Signal(object)
    """The Charge that a citizen's account is to pay, in whole or in part (`pay_from`)."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.charge: Charge | None = None
        self.how = How.CASH
        self.part: BalancePart | None = None
        self._taking = False
        self._limit: CashLimit | None = None
        self.set_head(self.text("tender-title"))
        self.printer = PrinterNotice(kit)
        self.main_column.addWidget(self.printer)
        card = Card(theme)
        card.body.setSpacing(theme.space(3))
        card.body.addLayout(self._total_row())
        self.part_row = ValueRow(theme, self.text("tender-balance-part"), "", value_role="h2")
        self.rest_row = ValueRow(theme, self.text("tender-rest"), "", value_role="h2", ink="ink")
        for row in (self.part_row, self.rest_row):
            row.hide()
            card.body.addWidget(row)
        card.body.addWidget(Rule(theme))
        self._build_cash(card)
        self._build_digital(card)
        self.outcome = OutcomeBlock(theme)
        card.body.addWidget(self.outcome)
        self.by_pieces = Text(theme, "", "body", "ink-2")
        card.body.addWidget(self.by_pieces)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self._concepts = QVBoxLayout()
        self.side_column.addLayout(self._concepts)
        self._build_ways()
        self._build_actions()

    # ------------------------------------------------------------------------- building

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

    def _build_cash(self, card: Card) -> None:
        theme = self.theme
        self.field = AmountField(self.kit, self.text("tender-field"), self.text("amount-hint"))
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

    def _build_digital(self, card: Card) -> None:
        theme = self.theme
        self.kind = ChoiceField(theme, self.text("tender-digital-kind"))
        self.kind.set_choices(
            [(means.name, self.text(f"tender-by-{name}")) for means, name in _DIGITAL]
        )
        self.reference = LineField(
            theme, self.text("tender-reference"), self.text("tender-reference-hint")
        )
        self.reference.edit.setMaxLength(100)
        for field in (self.kind, self.reference):
            card.body.addWidget(field)

    def _build_ways(self) -> None:
        theme = self.theme
        ways = SideCard(theme, self.text("tender-ways"))
        self.way_cash = Button(theme, self.text("tender-way-cash"), Kind.LINK, icon="cash")
        self.way_digital = Button(theme, self.text("tender-way-digital"), Kind.LINK, icon="scan")
        self.way_balance = Button(theme, self.text("tender-way-balance"), Kind.LINK, icon="user")
        self.way_cash.clicked.connect(lambda: self._choose_way(How.CASH))
        self.way_digital.clicked.connect(lambda: self._choose_way(How.DIGITAL))
        self.way_balance.clicked.connect(self._want_balance)
        for button in (self.way_cash, self.way_digital, self.way_balance):
            ways.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.side_column.addWidget(ways)

    def _build_actions(self) -> None:
        theme = self.theme
        self._charge_button = self.add_primary(
            self.text("pay-action", amount=""), key=key_of(Act.CONFIRM_PAYMENT), icon="cash"
        )
        self._charge_button.clicked.connect(self._take)
        self.add_back()
        self.ask = self.add_action(self.text("limit-ask"))
        self.ask.clicked.connect(self._ask_approval)
        if not theme.large:
            self.action_bar.flow.mark_right()
            hint = Text(theme, self.text("tender-enter"), "body", "ink-2", wrap=False)
            self.action_bar.flow.addWidget(hint)

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, Charge):
            return
        self._taking = False
        again = self.charge is not None and self.charge.charge_id == argument.charge_id
        if not again:
            self.amount.set_amount(None)
            self.reference.set_value("")
            self.kind.set_value(_DIGITAL[0][0].name)
            self.how, self.part = How.CASH, None
        self._show_charge(argument)
        self._take_focus()
        self.printer.ask()
        if again:
            self._read_again(argument)

    def _read_again(self, charge: Charge) -> None:
        """Read the charge anew: somebody comes back from a delivery or a withdrawal."""
        payments = self.kit.services.payments
        self.kit.background.run(
            lambda: payments.again(charge.charge_id), self._show_charge, self._failed
        )

    def _show_charge(self, charge: Charge) -> None:
        self.charge = charge
        self._total.setText(self.texts.money(charge.total_centavos))
        day = charge.price_list_date
        words = "" if day is None else self.text("charge-price-list", day=self.texts.day(day))
        self._price_list.setText(words)
        self.person.show_person(charge.person_name, initials_of(charge.person_name), "")
        self.person.setVisible(bool(charge.person_name))
        self.way_balance.setVisible(charge.may_balance)
        self._show_concepts(charge)
        self._show_way()
        self._show_limit(charge.limits[0] if charge.limits and self._in_cash() else None)

    def _show_quick(self, charge: Charge) -> None:
        clear_layout(self._quick)
        rest = self._rest(charge)
        for tender in charge.quick_tenders if rest == charge.total_centavos else (rest,):
            exact = tender == rest
            words = self.texts.money(tender) if exact else self.texts.money_short(tender)
            note = self.text("tender-exact") if exact else ""
            name = self.text("tender-quick", amount=self.texts.money(tender))
            button = QuickTender(self.theme, words, note, name)
            button.clicked.connect(lambda _checked=False, tender=tender: self._choose(tender))
            self._quick.addWidget(button)

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

    # -------------------------------------------------------------------- ways of paying

    def _rest(self, charge: Charge) -> Centavos:
        part = 0 if self.part is None else self.part.amount_centavos
        return Centavos(charge.total_centavos - part)

    def _in_cash(self) -> bool:
        """Say whether cash is received at all."""
        return self.charge is not None and self.how is How.CASH and self._rest(self.charge) > 0

    def _choose_way(self, how: How) -> None:
        self.how, self.part = how, None
        if self.charge is not None:
            self._show_charge(self.charge)
        self._take_focus()

    def _want_balance(self) -> None:
        if self.charge is not None:
            self.balance_wanted.emit(self.charge)

    def pay_from(self, account_id: EventId, most_centavos: Centavos) -> None:
        """Let an account pay as much as it can; the rest is paid in cash."""
        charge = self.charge
        if charge is None:
            return
        amount = Centavos(min(most_centavos, charge.total_centavos))
        self.how = How.CASH
        self.part = (
            BalancePart(account_id=account_id, amount_centavos=amount) if amount > 0 else None
        )
        self._show_charge(charge)
        self._take_focus()

    def _show_way(self) -> None:
        charge = self.charge
        if charge is None:
            return
        rest, cash = self._rest(charge), self._in_cash()
        digital = self.how is How.DIGITAL
        self.set_head(self.text("tender-digital-title" if digital else "tender-title"))
        self.field.setVisible(cash)
        self._quick_area.setVisible(cash)
        self.kind.setVisible(digital)
        self.reference.setVisible(digital)
        self.way_cash.setVisible(digital or self.part is not None)
        self.way_digital.setVisible(not digital and charge.may_balance)
        mixed = self.part is not None
        self.part_row.setVisible(mixed)
        self.rest_row.setVisible(mixed)
        if self.part is not None:
            self.part_row.value.setText(self.texts.money(self.part.amount_centavos))
            self.rest_row.value.setText(self.texts.money(rest))
        self._show_quick(charge)
        words = "pay-declare" if digital else "pay-action"
        total = self.texts.money(charge.total_centavos)
        self._charge_button.set_words(self.text(words, amount=total))
        self._edited()
        self.order_tabs()

    def _take_focus(self) -> None:
        if self.how is How.DIGITAL:
            self.reference.take_focus()
        elif self._in_cash():
            self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._charge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --------------------------------------------------------------------------- typing

    def _choose(self, tender: Centavos) -> None:
        self.amount.set_amount(tender)
        self._edited()
        self._charge_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _outcome(self, charge: Charge, tendered: Centavos) -> Short | Enough:
        """Return what the cash typed means for the rest that is due."""
        due = replace(charge, total_centavos=self._rest(charge))
        return self.kit.services.payments.tender(due, tendered)

    def _edited(self) -> None:
        self.field.set_message(None)
        self.by_pieces.hide()
        charge, tendered = self.charge, self.amount.amount()
        if charge is None:
            return
        if self.how is How.DIGITAL:
            self.outcome.show_outcome("neutral", self.text("tender-declared"), "")
            return
        if not self._in_cash():
            self.outcome.show_outcome("neutral", self.text("tender-from-balance"), "")
            return
        if tendered is None:
            self.outcome.show_outcome("neutral", self.text("tender-change"), "")
            return
        match self._outcome(charge, tendered):
            case Enough() as enough:
                change = self.texts.money(enough.change_centavos)
                self.outcome.show_outcome("success", self.text("tender-change"), change)
                self._show_pieces(enough)
            case Short() as short:
                missing = self.texts.money(short.missing_centavos)
                self.outcome.show_outcome("warning", self.text("tender-missing"), missing)

    def _show_pieces(self, enough: Enough) -> None:
        """Say by which pieces the change goes back, or that the drawer cannot make it up."""
        proposed = enough.by_pieces
        if proposed is None or not enough.change_centavos:
            return
        if proposed.exact:
            words = pieces_in_words(self.texts, proposed.pieces)
        else:
            missing = self.texts.money(proposed.missing_centavos)
            words = self.text("tender-no-change", missing=missing)
            change = self.texts.money(enough.change_centavos)
            self.outcome.show_outcome("warning", self.text("tender-change"), change)
        self.by_pieces.setText(words)
        self.by_pieces.set_ink("ink-2" if proposed.exact else "warning")
        self.by_pieces.show()

    # --------------------------------------------------------------------------- taking

    def _take(self) -> None:
        """Charge once; too early it says what is missing, pressed twice it is one payment."""
        charge = self.charge
        if charge is None or self._taking:
            return
        tendered = Centavos(0)
        if self._in_cash():
            tendered = self.amount.amount() or Centavos(0)
            outcome = self._outcome(charge, tendered)
            if isinstance(outcome, Short):
                words = self.text("pay-short", amount=self.texts.money(outcome.missing_centavos))
                self.field.set_message(words)
                announce(self.amount, words, at_once=True)
                self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        paying = self._paying()
        if paying is None:
            return
        self._taking = True
        self.clear_problem()
        self.kit.background.run(
            lambda: self.kit.services.payments.take(charge.charge_id, tendered, paying),
            self._taken,
            self._failed,
        )

    def _paying(self) -> Paying | None:
        """Return how the person pays; None where a reference is missing, and that is said."""
        if self.how is How.CASH:
            return Paying(from_balance=self.part)
        reference = self.reference.value().strip()
        words = None if reference else self.text("tender-reference-empty")
        self.reference.set_message(words)
        if words is not None:
            announce(self.reference, words, at_once=True)
            self.reference.take_focus()
            return None
        return Paying(means=PaymentMeans[self.kind.value()], reference=reference)

    def _taken(self, done: PaymentDone) -> None:
        self._taking = False
        self.charge = None
        self.charged.emit(done)

    def _failed(self, error: Exception) -> None:
        self._taking = False
        if isinstance(error, CashLimit):
            self._show_limit(error)
        else:
            self.ask.hide()
            self.show_problem(error)

    # --------------------------------------------------------------------------- limits

    def _show_limit(self, limit: CashLimit | None) -> None:
        """Say before the money is taken which limit it would pass, and what helps."""
        self._limit = limit
        self.ask.setVisible(limit is not None)
        if limit is None:
            self.clear_problem()
            return
        acts = {Mend.DELIVER: "limit-deliver", Mend.WITHDRAW: "limit-withdraw", Mend.NOTHING: ""}
        act = acts[limit.mend]
        self.show_problem(limit, self.text(act) if act else "")
        self.order_tabs()

    def problem_acted(self) -> None:
        if self._limit is not None:
            self.mend_wanted.emit(self._limit.mend)

    def _ask_approval(self) -> None:
        charge, limit = self.charge, self._limit
        if charge is None or limit is None:
            return
        self.approval_wanted.emit(
            ApprovalRequest(
                matter=limit.matter,
                about=(charge.payment_id,),
                amount_centavos=charge.total_centavos,
                reason=problem_of(limit, self.texts).happened,
                granted=self._granted,
                may_wait=False,
            )
        )

    def _granted(self, question_id: EventId) -> None:
        charge = self.charge
        if charge is None:
            return
        payments = self.kit.services.payments
        self.kit.background.run(
            lambda: payments.approved(charge.charge_id, question_id),
            self._show_charge,
            self._failed,
        )

    # ----------------------------------------------------------------------------- keys

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
