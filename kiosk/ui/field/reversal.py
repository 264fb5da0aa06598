"""V57 Cancelar cobro: the paper, the reason, a second person; then what is handed back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views import PaymentMeans, ReversalDone, ReversalPlan, ReversalReason
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.ui.field.page import FieldScreen, Kit, initials_of
from kiosk.ui.field.piece_words import pieces_in_words
from kiosk.ui.widgets.amount import OutcomeBlock
from kiosk.ui.widgets.cards import Card, PersonCard, ValueRow, clear_layout
from kiosk.ui.widgets.choices import ChoiceField, TickCard
from kiosk.ui.widgets.fields import Field, LineField, announce
from kiosk.ui.widgets.text import Text
from sync.ids import EventId, Salt
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ReversalEntry:
    """What V57 is entered with: the payment that is to be given back."""

    payment_id: EventId


class ReversalScreen(FieldScreen):
    """Nothing is given back before the second person's code; afterwards it says how much."""

    screen_id: ClassVar[str] = "V57"
    title_id = "reversal-title"
    approval_wanted = Signal(object)
    """An ApprovalRequest about the payment."""
    finished = Signal(object)
    """The ReversalDone: its comprobante is to be shown."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.plan: ReversalPlan | None = None
        self.done: ReversalDone | None = None
        self._entry: ReversalEntry | None = None
        self._salt: Salt | None = None
        self._busy = False
        self.summary = self.add_summary()
        self._what = Card(theme)
        self._rows = QVBoxLayout()
        self._what.body.addLayout(self._rows)
        self.main_column.addWidget(self._what)
        self._form = Card(theme)
        self.paper = LineField(theme, self.text("reversal-paper"), self.text("reversal-paper-hint"))
        self.paper.edit.setMaxLength(2_000)
        self._form.body.addWidget(self.paper)
        self.without = TickCard(theme, self.text("reversal-without"))
        self._form.body.addWidget(self.without)
        self.reason = ChoiceField(theme, self.text("reversal-reason"))
        self.reason.set_choices(
            [(one.name, self.text(f"reversal-{one.name.lower()}")) for one in ReversalReason]
        )
        self._form.body.addWidget(self.reason)
        self.main_column.addWidget(self._form)
        self._back_card = Card(theme)
        self.outcome = OutcomeBlock(theme)
        self._back_card.body.addWidget(self.outcome)
        self.by_pieces = Text(theme, "", "h3")
        self._back_card.body.addWidget(self.by_pieces)
        self.collect = Text(theme, self.text("reversal-collect"))
        self._back_card.body.addWidget(self.collect)
        self.main_column.addWidget(self._back_card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("reversal-ask"), key="Ctrl+Enter").clicked.connect(self._go_on)
        self.back_button = self.add_back()

    # ------------------------------------------------------------------------ coming in

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, ReversalEntry) or self._busy:
            return
        if self.plan is not None and self._entry == argument and self.done is None:
            self._clear_messages()
            self._focus()  # back from V20: what was typed is kept
            return
        self._clear_messages()
        self._entry, self.plan, self.done, self._salt = argument, None, None, None
        self.set_head(self.text("reversal-title"))
        for field in (self.paper, self.reason):
            field.set_value("")
        self.without.setChecked(False)
        for part in (self._what, self._form, self._back_card, self.person):
            part.hide()
        self.back_button.show()
        reversing, payment_id = self.kit.services.paying.reversing, argument.payment_id

        def look() -> tuple[Salt, ReversalPlan]:
            return reversing.new_salt(), reversing.plan(payment_id)

        if self.primary is not None:
            self.primary.set_words(self.text("reversal-ask"))
        self.kit.background.run(look, self._show, self._failed)

    def _show(self, found: tuple[Salt, ReversalPlan]) -> None:
        self._salt, plan = found
        self.plan = plan
        clear_layout(self._rows)
        when = self.texts.when(plan.taken_at)
        for word, value in (
            ("receipt-folio", plan.folio),
            ("receipt-service", plan.service_name),
            ("reversal-taken", when),
            ("reversal-means", self.text(f"means-{plan.means.name.lower()}")),
        ):
            if value:
                self._rows.addWidget(ValueRow(self.theme, self.text(word), value))
        total = self.texts.money(plan.total_centavos)
        self._rows.addWidget(
            ValueRow(self.theme, self.text("total"), total, value_role="h2", ink="ink")
        )
        self.person.show_person(plan.person_name, initials_of(plan.person_name), "")
        self.person.setVisible(bool(plan.person_name))
        self._what.show()
        self._form.show()
        limit = self.texts.money(plan.without_paper_limit_centavos)
        self.without.set_words(self.text("reversal-without-limit", limit=limit))
        self.without.setVisible(plan.may_miss_paper)
        self.order_tabs()
        self._focus()

    def _clear_messages(self) -> None:
        """Say nothing any more of what was not right a moment ago."""
        self.clear_problem()
        self.summary.show_messages([])
        for field in (self.paper, self.reason):
            field.set_message(None)

    def _focus(self) -> None:
        if self.plan is not None:
            self.paper.take_focus()

    # ---------------------------------------------------------------------------- asking

    def _go_on(self) -> None:
        if self.done is not None:
            self.finished.emit(self.done)
        elif self.plan is not None and not self._busy:
            self._check(self.plan)

    def _check(self, plan: ReversalPlan) -> None:
        """See whether the paper is this payment's, and ask the second person."""
        self._clear_messages()
        text = self.paper.value().strip()
        wrong: list[tuple[str, Field]] = []
        if not text and not (self.without.isChecked() and plan.may_miss_paper):
            words = self.text("reversal-paper-empty")
            self.paper.set_message(words)
            wrong.append((words, self.paper))
        if not self.reason.value():
            words = self.text("reversal-reason-empty")
            self.reason.set_message(words)
            wrong.append((words, self.reason))
        self.summary.show_messages(list(wrong))
        self.order_tabs()
        if wrong:
            return
        if not text:
            self._ask(plan)
            return
        reversing = self.kit.services.paying.reversing
        self.kit.background.run(
            lambda: reversing.matches(plan.payment_id, text), self._compared, self._failed
        )

    def _compared(self, same: bool) -> None:
        if same and self.plan is not None:
            self._ask(self.plan)
            return
        words = self.text("reversal-paper-other")
        self.paper.set_message(words)
        self.summary.show_messages([(words, self.paper)])
        self.order_tabs()
        self.paper.take_focus()

    def _ask(self, plan: ReversalPlan) -> None:
        self.approval_wanted.emit(
            ApprovalRequest(
                matter=ApprovalMatter.REVERSAL,
                about=(plan.payment_id,),
                amount_centavos=plan.total_centavos,
                reason=self.text(f"reversal-{self.reason.value().lower()}"),
                granted=self._granted,
                may_wait=False,
            )
        )

    def _granted(self, question_id: EventId) -> None:
        plan, salt = self.plan, self._salt
        if plan is None or salt is None or self._busy:
            return
        self._busy = True
        text = self.paper.value().strip() or None
        reason = ReversalReason[self.reason.value()]
        reversing = self.kit.services.paying.reversing
        self.kit.background.run(
            lambda: reversing.reverse(
                salt, plan.payment_id, question_id=question_id, reason=reason, scanned=text
            ),
            self._reversed,
            self._failed,
        )

    # ----------------------------------------------------------------------------- done

    def _reversed(self, done: ReversalDone) -> None:
        self._busy = False
        self.done = done
        self._clear_messages()
        money = self.texts.money(done.cash_centavos)
        cash = done.cash_centavos > 0
        title = self.text("reversal-hand", amount=money) if cash else self.text("reversal-done")
        self.set_head(title, subtitle=self.text("save-done", folio=done.receipt.folio))
        self._form.hide()
        self._back_card.show()
        self.outcome.show_outcome(
            "success", self.text("reversal-cash" if cash else "reversal-no-cash"),
            money if cash else "",
        )  # fmt: skip
        lines = [pieces_in_words(self.texts, done.pieces)] if done.pieces else []
        if done.balance_centavos:
            back = self.texts.money(Centavos(done.balance_centavos))
            lines.append(self.text("reversal-to-balance", amount=back))
        if self.plan is not None and self.plan.means in (
            PaymentMeans.BANK,
            PaymentMeans.TRANSFER,
        ):
            lines.append(self.text("reversal-digital"))
        self.by_pieces.setText("\n".join(lines))
        self.by_pieces.setVisible(bool(lines))
        self.back_button.hide()
        if self.primary is not None:
            self.primary.set_words(self.text("change-done"))
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.outcome, title)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_problem(error)

    def back(self) -> bool:
        """After the money was given back Atrás goes on to its comprobante."""
        if self.done is not None:
            self.finished.emit(self.done)
            return True
        return False

    def enter_pressed(self) -> None:
        if self.done is not None:
            self._go_on()
        else:
            super().enter_pressed()

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
