"""V21 Entrada o salida de efectivo: amount, purpose, reason, witness (RECEIPTS §10)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.services.views.cash import Moved, MovementEntry, MoveOpening
from kiosk.ui.field.cash_fields import AmountField, all_said
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.fields import Field, LineField
from sync.events import CashPurpose
from sync.ids import EventId
from sync.money import Centavos

_WAYS = {
    "safe": (CashPurpose.SAFE, -1),
    "bank": (CashPurpose.BANK, -1),
    "float": (CashPurpose.FLOAT, 1),
    "in": (CashPurpose.OTHER, 1),
    "out": (CashPurpose.OTHER, -1),
}


class MovementScreen(FieldScreen):
    """What moves, how much, why, and who saw it."""

    screen_id: ClassVar[str] = "V21"
    title_id = "move-title"
    moved = Signal(object)
    """A Moved."""
    approval_wanted = Signal(object)
    """An ApprovalRequest for more than the office lets one person move."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._opening: MoveOpening | None = None
        self._approval: EventId | None = None
        self._saving = self._asking = False
        self.set_head(self.text("move-title"), subtitle=self.text("move-subtitle"))
        self.without_side()
        self.way = ChoiceField(theme, self.text("move-way"))
        self.way.set_choices([(name, self.text(f"move-{name}")) for name in _WAYS])
        self.way.chosen.connect(lambda _name: self._show_parts())
        self.amount = AmountField(kit, self.text("move-amount"), self.text("amount-hint"))
        self.slip = LineField(theme, self.text("move-slip"))
        self.reason = LineField(theme, self.text("cash-reason"))
        self.witness = LineField(theme, self.text("cash-witness"), self.text("cash-witness-hint"))
        for field in (self.way, self.amount, self.reason, self.slip, self.witness):
            self.main_column.addWidget(field)
        self.add_primary(self.text("move-act")).clicked.connect(self._move)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if self._asking:  # back from V20: what was said stays
            self._asking = False
            return
        self.clear_problem()
        self._opening, self._approval, self._saving = None, None, False
        self.way.set_value("")
        self.amount.forget()
        for field in (self.slip, self.reason, self.witness):
            field.set_value("")
            field.set_message(None)
        self.way.set_message(None)
        if isinstance(argument, MovementEntry):
            self._prefill(argument)
        self._show_parts()
        self.way.take_focus()
        drawer = self.kit.services.cash.drawer
        self.kit.background.run(drawer.begin_move, self._begun, self.show_problem)

    def _prefill(self, entry: MovementEntry) -> None:
        sign = 1 if (entry.change_centavos or -1) > 0 else -1
        name = next((one for one, way in _WAYS.items() if way == (entry.purpose, sign)), "")
        self.way.set_value(name)
        if entry.change_centavos:
            self.amount.amount.set_amount(Centavos(abs(entry.change_centavos)))

    def _begun(self, opening: MoveOpening) -> None:
        self._opening = opening

    def _show_parts(self) -> None:
        bank = self.way.value() == "bank"
        self.slip.setVisible(bank)
        self.reason.set_words(
            self.text("deposit-bank" if bank else "cash-reason"),
            self.text("deposit-bank-hint") if bank else "",
        )
        self.reason.name_inputs()
        self.order_tabs()

    def _move(self) -> None:
        opening = self._opening
        if opening is None or self._saving or not self._complete():
            return
        self._saving = True
        self.clear_problem()
        purpose, sign = _WAYS[self.way.value()]
        change = sign * (self.amount.centavos() or 0)
        reason, witness, slip = self.reason.value(), self.witness.value(), self.slip.value()
        drawer, approval = self.kit.services.cash.drawer, self._approval
        self.kit.background.run(
            lambda: drawer.move(
                opening.salt,
                change_centavos=change,
                purpose=purpose,
                reason=reason,
                witness=witness,
                slip=slip,
                approval=approval,
            ),
            self._moved,
            self._failed,
        )

    def _complete(self) -> bool:
        bank = self.way.value() == "bank"
        checks: tuple[tuple[Field, bool, str], ...] = (
            (self.way, bool(self.way.value()), "move-way-empty"),
            (self.amount, bool(self.amount.centavos()), "move-amount-empty"),
            (
                self.reason,
                bool(self.reason.value().strip()),
                "deposit-bank-empty" if bank else "cash-reason-empty",
            ),
            (self.slip, not bank or bool(self.slip.value().strip()), "move-slip-empty"),
            (self.witness, bool(self.witness.value().strip()), "cash-witness-empty"),
        )
        return all_said(checks, self.text)

    def _moved(self, moved: Moved) -> None:
        self._saving = False
        self.moved.emit(moved)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        opening = self._opening
        if isinstance(error, ApprovalMissing) and opening is not None and self._approval is None:
            self._asking = True
            self.approval_wanted.emit(
                ApprovalRequest(
                    matter=ApprovalMatter.CASH,
                    about=self.kit.services.cash.drawer.about_move(opening),
                    amount_centavos=self.amount.centavos(),
                    reason=self.reason.value().strip(),
                    granted=self._granted,
                    may_wait=False,
                )
            )
            return
        self._approval = None
        self.show_problem(error)

    def _granted(self, question: EventId) -> None:
        self._approval = question
        self._move()
