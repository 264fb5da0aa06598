"""V54 Orden de pago: what is to be paid at another counter; no amount in its code, no name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import ChargeQuestion, OrderView
from kiosk.services.views.slips import OrderLine, OrderSlip
from kiosk.ui.field.fact_fields import FactFields
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Card, Notice, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.text import Text
from sync.ids import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """What V54 is entered with: the registration whose fee is to be paid elsewhere."""

    registration_id: EventId


class OrderScreen(FieldScreen):
    """The order with its code, to print or to be photographed; the counter names the price."""

    screen_id: ClassVar[str] = "V54"
    title_id = "order-title"
    finished = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.orders: tuple[OrderView, ...] = ()
        self.at = 0
        self._entry: OrderEntry | None = None
        self._asking = self._busy = False
        self.summary = self.add_summary()
        self._facts_card = Card(theme)
        self._facts_card.body.addWidget(Text(theme, self.text("charge-facts"), "label"))
        self.facts = FactFields(kit)
        self._facts_card.body.addWidget(self.facts)
        self.main_column.addWidget(self._facts_card)
        self._card = Card(theme)
        self.number = Text(theme, "", "amount-input")
        self._card.body.addWidget(self.number)
        self._rows = QVBoxLayout()
        self._card.body.addLayout(self._rows)
        self.main_column.addWidget(self._card)
        self.steps = Notice(theme, "info-circle", self.text("order-steps"), "info")
        self.main_column.addWidget(self.steps)
        self.code_card = Card(theme, tight=True)
        self.code = QrCode(theme, self.text("order-code"))
        self.code_card.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.code_card.body.addWidget(Text(theme, self.text("order-show")).align_middle())
        self.columns.set_side_width(theme.size("receipt-card"))
        self.side_column.addWidget(self.code_card)
        self.add_primary(self.text("receipt-finish")).clicked.connect(self._go_on)
        self.print_button = self.add_action(self.text("order-print"), icon="receipt")
        self.print_button.clicked.connect(self._print)
        self.next_button = self.add_action(self.text("order-next"), icon="chevron-right")
        self.next_button.clicked.connect(self._next)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, OrderEntry):
            return
        self.clear_problem()
        self.summary.show_messages([])
        self._entry, self.orders, self.at = argument, (), 0
        self._asking = self._busy = False
        self.set_head(self.text("order-title"), subtitle=self.text("order-why"))
        for part in (self._card, self._facts_card, self.steps, self.code_card):
            part.hide()
        self.print_button.hide()
        self.next_button.hide()
        self._make(None)

    def _make(self, facts: dict[str, str | int] | None) -> None:
        entry, orders = self._entry, self.kit.services.paying.orders
        if entry is None or self._busy:
            return
        self._busy = True
        self.kit.background.run(
            lambda: orders.make(entry.registration_id, facts), self._made, self._failed
        )

    def _made(self, orders: tuple[OrderView, ...]) -> None:
        self._asking = self._busy = False
        self.orders, self.at = orders, 0
        self._facts_card.hide()
        for part in (self._card, self.steps, self.code_card):
            part.show()
        self.print_button.show()
        self._show(orders[0])
        if self.primary is not None:
            self.primary.set_words(self.text("receipt-finish"))
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, order: OrderView) -> None:
        self.number.setText(order.number)
        clear_layout(self._rows)
        if order.service_name:
            self._rows.addWidget(Text(self.theme, order.service_name, "h3"))
        for concept in order.concepts:
            self._rows.addWidget(Text(self.theme, concept))
        if order.expected_centavos is not None:
            money = self.texts.money(order.expected_centavos)
            self._rows.addWidget(
                ValueRow(self.theme, self.text("order-expected"), money, value_role="h2", ink="ink")
            )
        until = self.texts.day_with_year(order.good_until.date())
        self._rows.addWidget(ValueRow(self.theme, self.text("order-until"), until))
        self._rows.addWidget(ValueRow(self.theme, self.text("order-made-at"), order.office))
        if order.parts > 1:
            part = self.text("order-part", part=str(order.part), parts=str(order.parts))
            self._rows.addWidget(Text(self.theme, part, "label"))
        self.code.show_text(order.qr_text)
        self.next_button.setVisible(self.at + 1 < len(self.orders))
        self.order_tabs()
        announce(self, self.text("order-said", number=order.number))

    def _failed(self, error: Exception) -> None:
        self._busy = False
        entry, payments = self._entry, self.kit.services.payments
        if getattr(error, "code", "") == "payment.fact_missing" and entry is not None:
            self.kit.background.run(
                lambda: payments.questions(entry.registration_id), self._ask, self.show_problem
            )
            return
        self.show_problem(error)

    def _ask(self, questions: tuple[ChargeQuestion, ...]) -> None:
        self._asking = True
        self.facts.show_questions(questions)
        self._facts_card.show()
        if self.primary is not None:
            self.primary.set_words(self.text("order-make"))
        self.order_tabs()
        self.facts.take_focus()

    def _go_on(self) -> None:
        if not self._asking:
            self.finished.emit()
            return
        facts, wrong = self.facts.read()
        self.summary.show_messages(list(wrong))
        self.order_tabs()
        if not wrong:
            self.clear_problem()
            self._make(facts)

    def _next(self) -> None:
        self.at += 1
        self._show(self.orders[self.at])

    def _print(self) -> None:
        if not self.orders:
            return
        order, paper = self.orders[self.at], self.kit.services.paper
        self.clear_problem()
        self.kit.background.run(
            lambda: paper.printing.print_slip(slip_of(order), about=order.order_id),
            lambda _done: announce(self.print_button, self.text("order-printed"), at_once=True),
            self.show_problem,
        )

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words


def slip_of(order: OrderView) -> OrderSlip:
    """Return an order as paper says it."""
    return OrderSlip(
        number=order.number,
        service_name=order.service_name,
        lines=tuple(OrderLine(label=label, quantity=1) for label in order.concepts),
        qr_text=order.qr_text,
        made_at=order.made_at,
        good_until=order.good_until,
        total_centavos=order.expected_centavos,
    )
