"""V23 Cerrar turno: resultado; expected, counted, difference, reason, signature (UX §3.8)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.approvals import OwnAct
from kiosk.services.cash_rules import ReasonMissing, SignatureMissing
from kiosk.services.closing import about_closing
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views import Session
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.services.views.cash import ClosingView, ShiftDone
from kiosk.ui.field.cash_fields import OwnSignature
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.amount import OutcomeBlock
from kiosk.ui.widgets.cards import Card, Notice, SideCard, ValueRow
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.text import Rule, Text
from sync.ids import EventId
from sync.money import Centavos


class ClosingScreen(FieldScreen):
    """The figures of the count, and the act that ends the shift."""

    screen_id: ClassVar[str] = "V23"
    title_id = "close-result-title"
    closed = Signal(object)
    """A ShiftDone."""
    approval_wanted = Signal(object)
    """An ApprovalRequest for a difference over the office's limit."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._view: ClosingView | None = None
        self._approval: EventId | None = None
        self._saving = self._asking = False
        card = Card(theme)
        self._counted = ValueRow(theme, self.text("close-counted"), "", value_role="h3")
        self._expected = ValueRow(theme, self.text("close-expected"), "", value_role="h3")
        self._outcome = OutcomeBlock(theme)
        for shown in (self._counted, self._expected, self._outcome):
            card.body.addWidget(shown)
        self.main_column.addWidget(card)
        self.limit = Notice(theme, "checks", self.text("close-needs-approval"), tone="problem")
        self.reason = LineField(theme, self.text("cash-reason"), self.text("close-reason-hint"))
        self.ink = OwnSignature(kit)
        for field in (self.limit, self.reason, self.ink):
            self.main_column.addWidget(field)
        side = SideCard(theme, self.text("close-title"))
        self._who = Text(theme, "", "h3")
        self._opened = ValueRow(theme, self.text("count-opened"), "")
        self._payments = ValueRow(theme, self.text("shift-payments"), "")
        for part in (self._who, Rule(theme), self._opened, self._payments):
            side.body.addWidget(part)
        self.side_column.addWidget(side)
        self.here = Notice(theme, "device-laptop", tone="info")
        self.side_column.addWidget(self.here)
        self.add_primary(self.text("close-act"), key="Ctrl+Enter").clicked.connect(self._close)
        self.add_back()

    def show_session(self, session: Session) -> None:
        self.ink.name = session.operator.name

    def enter(self, argument: Any) -> None:
        if self._asking:  # back from V20: reason and signature stay
            self._asking = False
            return
        self.clear_problem()
        self._approval, self._saving = None, False
        self.reason.set_value("")
        self.reason.set_message(None)
        self.ink.forget()
        self.ink.set_message(None)
        if isinstance(argument, ClosingView):
            self._show(argument)
        else:
            closing = self.kit.services.cash.closing
            self.kit.background.run(closing.current, self._read, self.show_problem)

    def _read(self, view: object) -> None:
        if isinstance(view, ClosingView):
            self._show(view)

    def _show(self, view: ClosingView) -> None:
        self._view = view
        money = self.texts.money
        difference = Centavos(abs(view.difference_centavos))
        self._counted.value.setText(money(view.counted_centavos))
        self._expected.value.setText(money(Centavos(view.expected_centavos)))
        if not difference:
            self._outcome.show_outcome("success", self.text("close-equal"), money(difference))
        else:
            word = "close-short" if view.difference_centavos < 0 else "close-over"
            self._outcome.show_outcome("warning", self.text(word), money(difference))
        self.limit.setVisible(view.approval_centavos is not None)
        self.reason.setVisible(bool(difference))
        self._who.setText(view.cashier.name)
        self._opened.value.setText(self.texts.time(view.opened_at))
        self._payments.value.setText(str(view.payments_count))
        self.here.words.setText(self.text("close-undelivered", n=view.undelivered))
        self.here.setVisible(view.undelivered > 0)
        if self.primary is not None:
            word = "close-act" if view.approval_centavos is None else "close-ask"
            self.primary.set_words(self.text(word))
        (self.reason if difference else self.ink).take_focus()
        announce(self._outcome, self._outcome.accessibleName())
        self.order_tabs()

    def _close(self) -> None:
        view = self._view
        if view is None or self._saving:
            return
        if not self._complete(view):
            return
        if view.approval_centavos is not None and self._approval is None:
            self._ask(view, view.approval_centavos)
            return
        self._saving = True
        reason, signature, approval = self.reason.value(), self.ink.png(), self._approval
        closing = self.kit.services.cash.closing
        self.kit.background.run(
            lambda: closing.close(reason=reason, signature=signature, approval=approval),
            self._closed,
            self._failed,
        )

    def _complete(self, view: ClosingView) -> bool:
        """Say at its place what is missing, the first one with the focus."""
        missing: list[LineField | OwnSignature] = []
        without = bool(view.difference_centavos) and not self.reason.value().strip()
        self.reason.set_message(self.text("cash-reason-empty") if without else None)
        if without:
            missing.append(self.reason)
        unsigned = not self.ink.png()
        self.ink.set_message(self.text("cash-sign-empty") if unsigned else None)
        if unsigned:
            missing.append(self.ink)
        if missing:
            missing[0].take_focus()
        return not missing

    def _ask(self, view: ClosingView, amount_centavos: Centavos) -> None:
        self._asking = True
        self.approval_wanted.emit(
            ApprovalRequest(
                matter=ApprovalMatter.AMOUNT,
                about=about_closing(view),
                amount_centavos=amount_centavos,
                reason=self.text("close-approval-reason", reason=self.reason.value().strip()),
                granted=self._granted,
                may_wait=False,
            )
        )

    def _granted(self, question: EventId) -> None:
        self._approval = question
        self._close()

    def _closed(self, done: ShiftDone) -> None:
        self._saving = False
        self._view = None
        self.closed.emit(done)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, ApprovalMissing | OwnAct):
            self._approval = None
        self.show_problem(error)
        if isinstance(error, ReasonMissing):
            self.reason.take_focus()
        elif isinstance(error, SignatureMissing):
            self.ink.take_focus()
