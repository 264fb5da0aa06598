"""V16 Comprobante: it is saved, here is its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import ReceiptView
from kiosk.services.views.printing import PrintDone, PrinterKind, PrinterState, PrinterView
from kiosk.ui.field.cancelled import cancelled_line
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.print_card import PaperState, PrintCard
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.cards import Card, Rule, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import WORD_IDS, Pill, TickDisc
from kiosk.ui.widgets.qr import QrCode
from kiosk.ui.widgets.text import Text
from sync.ids import EventId
from sync.receipts import ReceiptKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptEntry:
    """What V16 is entered with: the receipt, and whether its person is still at the counter."""

    receipt: ReceiptView
    same_person: bool = False
    may_reverse: bool = False  # whoever is at work takes cash


class ReceiptScreen(FieldScreen):
    """Folio, amount, code to type and code to scan; the paper with F8."""

    screen_id: ClassVar[str] = "V16"
    title_id = "receipt-title"
    finished = Signal()
    another_wanted = Signal()
    """Another service for the same person."""
    request_wanted = Signal(object)
    """A payment's event id: its registration's own receipt is wanted."""

    reversal_wanted = Signal(object)
    """A payment's event id: it is to be given back (V57)."""
    duplicate_wanted = Signal(object)
    """An event id whose paper is out and is wanted once more, marked (V58)."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.receipt: ReceiptView | None = None
        self._arrange_head()
        self._card = Card(theme)
        self._card.body.setSpacing(theme.space(1))
        self.main_column.addWidget(self._card)
        self.paper = PrintCard(kit)
        self.paper.print_wanted.connect(self._print)
        self.paper.again_wanted.connect(self._want_duplicate)
        self.paper.picture_wanted.connect(self._save_picture)
        self.paper.said.connect(self._said)
        self.picture_words = self.paper.words
        self.main_column.addWidget(self.paper)
        self.columns.set_side_width(theme.size("receipt-card"))
        self.side_column.addWidget(self._code_card())
        self.add_primary(self.text("receipt-finish")).clicked.connect(self.finished.emit)
        self.another = self.add_action(self.text("receipt-another"), key=key_of(Act.NEW_SERVICE))
        self.another.clicked.connect(self.another_wanted.emit)
        self.request = self.add_action(self.text("receipt-request"))
        self.request.clicked.connect(self._want_request)
        self.cancel = self.add_action(self.text("reversal-title"))
        self.cancel.clicked.connect(self._want_reversal)

    def _arrange_head(self) -> None:
        """Put the green tick beside the title, inside the main column."""
        row = QHBoxLayout()
        row.setSpacing(self.theme.space(4))
        row.addWidget(TickDisc(self.theme), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.head, 1)
        self.main_column.insertLayout(0, row)

    def _code_card(self) -> QWidget:
        theme = self.theme
        card = Card(theme, tight=True)
        card.body.setSpacing(theme.space(2))
        card.body.addWidget(Text(theme, self.text("receipt-yours"), "h2").align_middle())
        self.code = QrCode(theme, self.text("receipt-code"))
        card.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.code_words = Text(theme, "").align_middle()
        self.delivery_words = Text(theme, "", "body", "ink-2").align_middle()
        card.body.addWidget(self.code_words)
        card.body.addWidget(self.delivery_words)
        return card

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, ReceiptEntry):
            return
        self.clear_problem()
        receipt = argument.receipt
        self.receipt = receipt
        of_person = receipt.kind in (ReceiptKind.PAYMENT, ReceiptKind.REGISTRATION)
        hand = self.text("receipt-hand") if of_person else ""
        self.set_head(self.text("receipt-title"), subtitle=hand)
        self.another.setVisible(argument.same_person)
        self.request.setVisible(receipt.kind == ReceiptKind.PAYMENT)
        self.cancel.setVisible(
            argument.may_reverse
            and receipt.kind == ReceiptKind.PAYMENT
            and receipt.reversed_at is None
        )
        self._show_rows(receipt)
        self.code.show_text(receipt.qr_text)
        self.code_words.setText(
            self.text("receipt-scan", domain=receipt.domain_words)
            if receipt.qr_text
            else self.text("receipt-provisional")
        )
        self.delivery_words.setText(self.text("receipt-will-deliver"))
        self._begin_paper(receipt.event_id)
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.text("save-done", folio=receipt.folio))
        self.scroller.verticalScrollBar().setValue(0)

    def _show_rows(self, receipt: ReceiptView) -> None:
        clear_layout(self._card.body)
        rows: list[tuple[str, str, str, str]] = [("receipt-folio", receipt.folio, "h3", "")]
        if receipt.service_name:
            rows.append(("receipt-service", receipt.service_name, "label", ""))
        if receipt.original_folio:
            rows.append(("receipt-original", receipt.original_folio, "label", ""))
        if receipt.kind == ReceiptKind.REVERSAL:
            given = self.texts.money(receipt.total_centavos)
            rows.append(("receipt-given-back", given, "h2", receipt.total_words))
        if receipt.kind == ReceiptKind.PAYMENT:
            total = self.texts.money(receipt.total_centavos)
            rows.append(("receipt-charged", total, "h2", receipt.total_words))
            if receipt.tendered_centavos is not None and receipt.change_centavos is not None:
                both = self.text(
                    "receipt-cash-values",
                    received=self.texts.money(receipt.tendered_centavos),
                    change=self.texts.money(receipt.change_centavos),
                )
                rows.append(("receipt-cash", both, "label", ""))
        if receipt.typed_code:
            rows.append(("receipt-typed", receipt.typed_code, "h3", ""))
        issued = (
            f"{self.texts.day(receipt.issued_at.date())} · {self.texts.time(receipt.issued_at)}"
        )
        unverified = "" if receipt.time_verified else self.text("receipt-time-unverified")
        rows.append(("receipt-issued", issued, "body", unverified))
        for word, value, role, below in rows:
            self._card.body.addWidget(_ReceiptRow(self.kit, self.text(word), value, role, below))
            self._card.body.addWidget(Rule(self.theme))
        pill = Pill(self.theme, receipt.delivery, self.text(WORD_IDS[receipt.delivery]))
        self._card.body.addWidget(
            _ReceiptRow(self.kit, self.text("receipt-delivery"), "", "body", "", pill)
        )
        if receipt.reversed_at is not None:
            line = cancelled_line(self.theme, self.texts, receipt.reversed_at, "label")
            self._card.body.addWidget(line)

    # ------------------------------------------------------------------------- the paper

    def _begin_paper(self, event_id: EventId) -> None:
        """Ask how it stands with the paper; print by itself if it never was and a printer waits."""
        self.paper.show_state(PaperState.PRINTING)
        printing = self.kit.services.paper.printing

        def first() -> PrintDone | PrinterView:
            last = printing.last_paper(event_id)
            if last is not None:
                return last
            settings = printing.settings()
            if settings.kind is PrinterKind.NONE or not settings.automatic:
                return PrinterView(kind=settings.kind, state=PrinterState.ABSENT)
            return printing.print(event_id)

        self._run_paper(first)

    def _print(self) -> None:
        receipt, printing = self.receipt, self.kit.services.paper.printing
        if receipt is not None and self.paper.state is not PaperState.PRINTING:
            self.clear_problem()
            self.paper.show_state(PaperState.PRINTING)
            self._run_paper(lambda: printing.print(receipt.event_id))

    def _run_paper(self, work: Callable[[], PrintDone | PrinterView]) -> None:
        shown = self.receipt

        def done(result: PrintDone | PrinterView) -> None:
            if self.receipt is not shown:
                return  # somebody else's by now
            if isinstance(result, PrintDone):
                self.paper.show_done(result)
            else:
                known = PaperState.TO_PRINT if result.is_set else PaperState.NO_PRINTER
                self.paper.show_state(known)
            self.order_tabs()
            if self.paper.state is PaperState.IN_DOUBT:
                self.scroller.ensureWidgetVisible(self.paper)  # a question, and no key answers it

        def failed(error: Exception) -> None:
            if self.receipt is shown:
                self.paper.show_state(PaperState.TO_PRINT)
                self.paper.print.hide()  # the same button stands with the problem
                self.show_problem(error, self.text("receipt-print"), key_of(Act.PRINT))

        self.kit.printing.run(work, done, failed)

    def problem_acted(self) -> None:
        self._print()

    def _said(self, yes: bool) -> None:
        """Record whether the paper came out; if not, it is printed as the first one."""
        receipt, printing = self.receipt, self.kit.services.paper.printing
        if receipt is None:
            return

        def work() -> PrintDone | PrinterView:
            printing.came_out(receipt.event_id, yes=yes)
            last = printing.last_paper(receipt.event_id)
            return last if last is not None else printing.status()

        self._run_paper(work)

    def _want_duplicate(self) -> None:
        if self.receipt is not None:
            self.duplicate_wanted.emit(self.receipt.event_id)

    def _want_reversal(self) -> None:
        if self.receipt is not None:
            self.reversal_wanted.emit(self.receipt.event_id)

    def _want_request(self) -> None:
        if self.receipt is not None:
            self.request_wanted.emit(self.receipt.event_id)

    def _save_picture(self) -> None:
        receipt = self.receipt
        if receipt is None:
            return
        self.kit.background.run(
            lambda: self.kit.services.receipts.save_picture(receipt.event_id),
            self._picture_saved,
            self.show_problem,
        )

    def _picture_saved(self, path: Path) -> None:
        words = self.text(
            "receipt-picture-saved", time=self.texts.time(self.texts.now()), file=path.name
        )
        self.paper.words.setText(words)
        announce(self.paper.words, words)

    def back(self) -> bool:
        """There is nothing behind a saved record: Atrás finishes."""
        self.finished.emit()
        return True

    def act(self, act: Act) -> bool:
        match act:
            case Act.PRINT:
                self.paper.press()
                return True
            case Act.NEW_SERVICE if self.another.isVisible():
                self.another_wanted.emit()
                return True
            case _:
                return super().act(act)

    def enter_pressed(self) -> None:
        self.finished.emit()


class _ReceiptRow(QWidget):
    """A word, its value, and a small line below."""

    def __init__(
        self, kit: Kit, word: str, value: str, role: str, below: str, widget: QWidget | None = None
    ) -> None:
        super().__init__()
        theme = kit.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(3))
        label = Text(theme, word, "body", "ink-2")
        label.setFixedWidth(theme.size("summary-label"))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(theme.size("text-gap"))
        if widget is not None:
            words.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            words.addWidget(Text(theme, value, role))
        if below:
            words.addWidget(Text(theme, below, "body", "ink-2"))
        row.addLayout(words, 1)
