"""V03 Abrir turno: count the float by denomination; what is expected stands beside it (UX §3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.domain.shifts import DayNotToday, DayTooFar
from kiosk.services.cash_rules import ReasonMissing, SignatureMissing
from kiosk.services.counting import pieces_of_cells
from kiosk.services.views import OpenShift, ReceiptView, Session, ShiftOpening
from kiosk.services.views.approvals import ApprovalRequest
from kiosk.ui.field.cash_fields import AmountField as AmountField
from kiosk.ui.field.cash_fields import OwnSignature, date_field, day_of
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Notice, SideCard, ValueRow
from kiosk.ui.widgets.count_grid import CountGrid
from kiosk.ui.widgets.fields import Field, LineField
from kiosk.ui.widgets.text import Rule, Text
from sync.ids import EventId


class ShiftScreen(FieldScreen):
    """The grid of the float; Enter in the last cell, or Ctrl+Enter, opens the shift."""

    screen_id: ClassVar[str] = "V03"
    title_id = "shift-title"
    opened = Signal(object, object)
    """An OpenShift, and what stood as argument: where to go on."""
    approval_wanted = Signal(object)
    """An ApprovalRequest for a business day that nobody opens alone."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._opening: ShiftOpening | None = None
        self._then: Any = None
        self._approval: EventId | None = None
        self._saving = self._asking = False
        self.set_head(self.text("shift-title"), subtitle=self.text("count-subtitle"))
        self.warning = Notice(theme, "clock-exclamation", tone="problem")
        self.warning.hide()
        self.handed = Notice(theme, "cash", tone="info")
        self.grid = CountGrid(theme, kit.texts)
        self.grid.edited.connect(lambda _cell: self._edited())
        self.grid.ended.connect(self._after_grid)
        self.day = date_field(kit, self.text("shift-day"), self.text("shift-day-hint"))
        self.reason = LineField(theme, self.text("cash-reason"), self.text("shift-reason-hint"))
        self.ink = OwnSignature(kit)
        for part in (self.warning, self.handed, self.grid, self.day, self.reason, self.ink):
            self.main_column.addWidget(part)
        self._build_side()
        self.add_primary(self.text("shift-open-empty"), key="Ctrl+Enter").clicked.connect(
            self._open
        )
        self.add_back()

    def _build_side(self) -> None:
        theme = self.theme
        side = SideCard(theme, self.text("shift-day"))
        self._day = Text(theme, "", "h3")
        side.body.addWidget(self._day)
        side.body.addWidget(Text(theme, self.text("shift-day-why"), "body", "ink-2"))
        self.other_day = Button(theme, self.text("shift-day-other"), Kind.LINK)
        self.other_day.clicked.connect(self._other_day)
        side.body.addWidget(self.other_day)
        side.body.addWidget(Rule(theme))
        self._expected = ValueRow(theme, self.text("shift-expected"), "")
        side.body.addWidget(self._expected)
        side.body.addWidget(Text(theme, self.text("count-total"), "body", bold=True))
        self._total = Text(theme, "", "amount", wrap=False)
        side.body.addWidget(self._total)
        self.side_column.addWidget(side)

    def show_session(self, session: Session) -> None:
        self.ink.name = session.operator.name

    def enter(self, argument: Any) -> None:
        if self._asking:  # back from V20: what was counted stays
            self._asking = False
            self.grid.show_cells(self.grid.shown, self.grid.texts_typed())
            return
        self._then = argument
        self.clear_problem()
        self._opening, self._approval, self._saving = None, None, False
        self.reason.set_value("")
        self.ink.forget()
        for part in (self.handed, self.day, self.reason, self.ink):
            part.hide()
            if isinstance(part, Field):
                part.set_message(None)
        self.grid.show_cells(self.kit.services.cash.denominations.today(), [""] * self._cells())
        self._edited()
        self.kit.background.run(self.kit.services.shifts.begin, self._begun, self._failed)

    def _cells(self) -> int:
        return len(self.kit.services.cash.denominations.today())

    def _begun(self, opening: ShiftOpening) -> None:
        self._opening = opening
        self._show_day(opening.business_day)
        if opening.clock_warning:
            day = self.texts.day_with_year(opening.business_day)
            self.warning.words.setText(self.text("shift-clock-warning", day=day))
        self.warning.setVisible(opening.clock_warning)
        waiting = opening.handover
        if waiting is not None:
            word = "shift-handed" if waiting.mine else "shift-handed-other"
            self.handed.words.setText(
                self.text(word, giver=waiting.giver.name, taker=waiting.taker.name)
            )
        self.handed.setVisible(waiting is not None)
        self.ink.setVisible(waiting is not None)
        self._expected.setVisible(opening.expected_centavos is not None)
        if opening.expected_centavos is not None:
            self._expected.value.setText(self.texts.money(opening.expected_centavos))
        self._edited()
        self.order_tabs()

    def _show_day(self, day: date) -> None:
        self._day.setText(self.texts.day_with_year(day))
        self.day.set_value(day.isoformat())

    def _other_day(self) -> None:
        """Let another business day be typed: a second person approves it where one may not."""
        self.day.show()
        self.order_tabs()
        self.day.take_focus()

    def _edited(self) -> None:
        total = self.grid.total()
        self._total.setText(self.texts.money(total))
        opening = self._opening
        expected = None if opening is None else opening.expected_centavos
        waiting = None if opening is None else opening.handover
        differs = expected is not None and total != expected
        self.reason.setVisible(differs or (waiting is not None and not waiting.mine))
        if self.primary is not None:
            self.primary.set_words(self.text("shift-open", amount=self.texts.money(total)))

    def _after_grid(self) -> None:
        """Go where something is still to be said; else open."""
        for field in (self.reason, self.ink):
            if field.isVisible():
                field.take_focus()
                return
        self._open()

    def _open(self) -> None:
        opening = self._opening
        if opening is None or self._saving:
            return
        day = self._typed_day(opening)
        if day is None:
            return
        self._saving = True
        self.clear_problem()
        cells, reason, signature = self.grid.texts_typed(), self.reason.value(), self.ink.png()
        services, total, approval = self.kit.services, self.grid.total(), self._approval
        self.kit.background.run(
            lambda: services.shifts.open(
                opening.salt,
                total,
                day,
                pieces=pieces_of_cells(opening.denominations, cells),
                reason=reason,
                signature=signature or None,
                approval=approval,
            ),
            self._opened,
            self._failed,
        )

    def _typed_day(self, opening: ShiftOpening) -> date | None:
        if self.day.isHidden():
            return opening.business_day
        day = day_of(self.day)
        self.day.set_message(None if day is not None else self.text("cash-day-wrong"))
        if day is None:
            self.day.take_focus()
        return day

    def _opened(self, result: tuple[OpenShift, ReceiptView]) -> None:
        self._saving = False
        self.opened.emit(result[0], self._then)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        opening = self._opening
        if isinstance(error, DayNotToday | DayTooFar) and opening is not None:
            day = self._typed_day(opening)
            if day is not None:
                self.show_problem(error, self.text("shift-ask-day"))
                return
        self.show_problem(error)
        if isinstance(error, ReasonMissing):
            self.reason.show()
            self.reason.take_focus()
        elif isinstance(error, SignatureMissing):
            self.ink.take_focus()

    def problem_acted(self) -> None:
        opening = self._opening
        day = None if opening is None else self._typed_day(opening)
        if opening is None or day is None:
            return
        request: ApprovalRequest = self.kit.services.shifts.approval_of_day(opening.salt, day)
        self._asking = True
        self.approval_wanted.emit(replace(request, granted=self._granted))

    def _granted(self, question: EventId) -> None:
        self._approval = question
        self._open()
