"""V13 Cobro: what is due, from the dated tariff; and the order that somebody shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import Charge, ChargeQuestion
from kiosk.services.views.money import ChargeLine
from kiosk.texts import Texts
from kiosk.ui.field.fact_fields import FactFields
from kiosk.ui.field.page import FieldScreen, Kit, initials_of
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, Rule, ValueRow, clear_layout
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import LineField
from kiosk.ui.widgets.text import Text
from sync.ids import EventId
from sync.money import Centavos

_NO_CASH_HERE = frozenset(
    {"shift.none", "shift.of_another", "shift.counting", "access.not_allowed", "lease.ended"}
)
"""Where an order for another counter is the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeEntry:
    """What V13 is entered with: a registration whose fee is due, or an order somebody shows.

    *order* is its text; "" asks for it.
    """

    registration_id: EventId | None = None
    order: str | None = None


class ChargeScreen(FieldScreen):
    """Concepts and total, from the dated tariff; nobody types a price."""

    screen_id: ClassVar[str] = "V13"
    title_id = "charge-title"
    accepted = Signal(object)
    """The Charge to take the money for."""
    shift_wanted = Signal(object)
    """No shift is open; the ChargeEntry to come back with."""
    order_wanted = Signal(object)
    """The registration whose fee is to be paid at another counter."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.charge: Charge | None = None
        self._entry: ChargeEntry | None = None
        self._asking = False
        self._busy = False
        self.summary = self.add_summary()
        self.made_at = Notice(theme, "receipt", tone="info")
        self.made_at.hide()
        self.main_column.addWidget(self.made_at)
        self._build_cards()
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("charge-receive"), icon="cash").clicked.connect(self._go_on)
        self.change_facts = self.add_action(self.text("charge-change-facts"), icon="pencil")
        self.change_facts.clicked.connect(self._ask_again)
        self.order = self.add_action(self.text("charge-order"), icon="receipt")
        self.order.clicked.connect(self._want_order)
        self.add_back()

    def _build_cards(self) -> None:
        theme = self.theme
        self._code_card = Card(theme)
        self.code = LineField(theme, self.text("order-field"), self.text("order-field-hint"))
        self.code.edit.setMaxLength(2_000)
        self._code_card.body.addWidget(self.code)
        self.main_column.addWidget(self._code_card)
        self._facts_card = Card(theme)
        self._facts_card.body.addWidget(Text(theme, self.text("charge-facts"), "label"))
        self.facts = FactFields(self.kit)
        self._facts_card.body.addWidget(self.facts)
        self.main_column.addWidget(self._facts_card)
        self._card = Card(theme)
        self._card.body.setSpacing(theme.space(2))
        self.main_column.addWidget(self._card)

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, ChargeEntry):
            return
        self.clear_problem()
        self.summary.show_messages([])
        self.set_head(self.text("charge-title"))
        self.charge = None  # priced anew: nobody goes on with what was shown before
        self._busy = False
        if self._entry != argument:
            clear_layout(self._card.body)
            self.person.hide()
            self.code.set_value("")
            self.code.set_message(None)
        self._entry = argument
        for part in (self._card, self._facts_card, self._code_card, self.made_at):
            part.hide()
        for button in (self.change_facts, self.order):
            button.hide()
        self._asking = False
        if argument.registration_id is not None:
            self._begin(argument.registration_id, None)
        elif argument.order:
            self._begin_order(argument.order)
        else:
            self._ask_code()
            return
        self._name_primary()
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_code(self) -> None:
        self._code_card.show()
        self._name_primary()
        self.order_tabs()
        self.code.take_focus()

    def _name_primary(self) -> None:
        if self.primary is None:
            return
        entry = self._entry
        if self._asking:
            words = "charge-price"
        elif self.charge is None and entry is not None and entry.order == "":
            words = "order-read"
        else:
            words = "charge-receive"
        self.primary.set_words(self.text(words))

    def _begin(self, registration_id: EventId, facts: dict[str, str | int] | None) -> None:
        payments = self.kit.services.payments
        self._busy = True
        self.kit.background.run(
            lambda: payments.begin(registration_id, facts), self._show, self._failed
        )

    def _begin_order(self, text: str) -> None:
        payments = self.kit.services.payments
        self._busy = True
        self.kit.background.run(lambda: payments.begin_order(text), self._show, self._failed)

    # -------------------------------------------------------------------------- showing

    def _show(self, charge: Charge) -> None:
        self._busy, self._asking = False, False
        self.charge = charge
        self.clear_problem()
        subtitle = _price_list(self.texts, charge)
        self.set_head(charge.service_name, kicker=self.text("charge-title"), subtitle=subtitle)
        self.person.show_person(charge.person_name, initials_of(charge.person_name), "")
        self.person.setVisible(bool(charge.person_name))
        self.made_at.words.setText(self.text("charge-order-made", place=charge.order_made_at))
        self.made_at.setVisible(bool(charge.order_made_at))
        self._code_card.hide()
        self._facts_card.hide()
        self.facts.show_questions(charge.questions)
        self.change_facts.setVisible(bool(charge.questions))
        self._show_lines(charge)
        self._name_primary()
        self.order_tabs()
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_lines(self, charge: Charge) -> None:
        theme, body = self.theme, self._card.body
        clear_layout(body)
        for one in charge.questions:
            value = self.facts.shown(one.question, one.value)
            body.addWidget(ValueRow(theme, one.question.label, value))
        if charge.questions:
            body.addWidget(Rule(theme))
        for line in charge.lines:
            body.addWidget(_ChargeRow(self.kit, line))
            body.addWidget(Rule(theme))
        if charge.rounding_centavos:
            rounding = self.texts.money(charge.rounding_centavos)
            body.addWidget(ValueRow(theme, self.text("charge-rounding"), rounding))
            body.addWidget(Rule(theme))
        total = self.texts.money(charge.total_centavos)
        body.addSpacing(theme.space(2))
        body.addWidget(ValueRow(theme, self.text("total"), total, value_role="amount", ink="ink"))
        self._card.show()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        code = getattr(error, "code", "")
        entry = self._entry
        registration = None if entry is None else entry.registration_id
        if code == "payment.fact_missing" and registration is not None:
            payments = self.kit.services.payments
            self.kit.background.run(
                lambda: payments.questions(registration), self._ask, self.show_problem
            )
            return
        if entry is not None and entry.order == "":
            self._code_card.show()
        self.order.setVisible(code in _NO_CASH_HERE and registration is not None)
        self.order_tabs()
        if code == "shift.none":
            self.show_problem(error, self.text("shift-open-wanted"))
        else:
            self.show_problem(error)
        if self._asking:
            self.facts.take_focus()

    def problem_acted(self) -> None:
        self.shift_wanted.emit(self._entry)

    # ------------------------------------------------------------------------ questions

    def _ask(self, questions: tuple[ChargeQuestion, ...]) -> None:
        """Ask what the tariff must know before there is a price."""
        self._asking = True
        self.charge = None
        self.facts.show_questions(questions)
        for field in self.facts.fields:
            if isinstance(field, ChoiceField):
                field.chosen.connect(self.order_tabs)
        self._facts_card.show()
        self._card.hide()
        self.change_facts.hide()
        self._name_primary()
        self.order_tabs()
        self.facts.take_focus()

    def _ask_again(self) -> None:
        if self.charge is not None:
            self._ask(self.charge.questions)

    def _price(self) -> None:
        entry = self._entry
        facts, wrong = self.facts.read()
        self.summary.show_messages(list(wrong))
        self.order_tabs()
        if not wrong and entry is not None and entry.registration_id is not None:
            self.clear_problem()
            self._begin(entry.registration_id, facts)

    def _read_code(self) -> None:
        text = self.code.value().strip()
        words = None if text else self.text("order-empty")
        self.code.set_message(words)
        self.summary.show_messages([] if words is None else [(words, self.code)])
        if text:
            self.clear_problem()
            self._begin_order(text)

    def _want_order(self) -> None:
        entry = self._entry
        if entry is not None and entry.registration_id is not None:
            self.order_wanted.emit(entry.registration_id)

    def _go_on(self) -> None:
        if self._busy:
            return
        entry = self._entry
        if self.charge is not None:
            self.accepted.emit(self.charge)
        elif self._asking:
            self._price()
        elif entry is not None and entry.order == "":
            self._read_code()
        elif not self.problem.isHidden():
            self.problem.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter_pressed(self) -> None:
        if self._asking:
            super().enter_pressed()
        elif self.primary is not None:
            self.primary.click()

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words


def _price_list(texts: Texts, charge: Charge) -> str:
    """Return of which day the price list is; "" where no price is of a list."""
    day = charge.price_list_date
    return "" if day is None else texts.text("charge-price-list", day=texts.day_with_year(day))


class _ChargeRow(QWidget):
    """A concept, what changed it, the law behind each, and its amount at the right edge."""

    def __init__(self, kit: Kit, line: ChargeLine) -> None:
        super().__init__()
        theme, texts = kit.theme, kit.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        column.setSpacing(theme.space(1))
        label = line.label
        if line.quantity != 1:
            unit = texts.money(line.unit_centavos)
            label = texts.text("charge-times", label=label, quantity=line.quantity, unit=unit)
        column.addLayout(self._line(kit, label, line.legal_reference, line.net_centavos, "h3"))
        if line.changes:
            gross = Centavos(line.quantity * line.unit_centavos)
            base = self._line(kit, texts.text("charge-base"), "", gross, "body")
            column.addLayout(base)
        if line.explanation and (line.changes or line.quantity != 1):
            column.addWidget(Text(theme, line.explanation, "body", "ink-2"))
        for change in line.changes:
            name = change.label or texts.text("charge-rounding")
            column.addLayout(
                self._line(kit, name, change.legal_reference, change.change_centavos, "body")
            )
            if change.explanation:
                column.addWidget(Text(theme, change.explanation, "body", "ink-2"))

    @staticmethod
    def _line(kit: Kit, label: str, reference: str, amount: int, role: str) -> QHBoxLayout:
        theme = kit.theme
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, label, "label" if role == "h3" else "body"))
        if reference:
            words.addWidget(Text(theme, reference, "body", "ink-2"))
        row.addLayout(words, 1)
        money = kit.texts.money(Centavos(amount))
        row.addWidget(Text(theme, money, role, wrap=False).align_right())
        return row
