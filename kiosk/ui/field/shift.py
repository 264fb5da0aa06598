"""V03 Abrir turno: state the float as one total."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.services.views import OpenShift, ReceiptView, ShiftOpening
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.amount import AmountInput
from kiosk.ui.widgets.cards import Card, Notice, SideCard
from kiosk.ui.widgets.fields import Field, announce
from kiosk.ui.widgets.text import Text


class ShiftScreen(FieldScreen):
    """One field; Enter opens the shift with that amount."""

    screen_id: ClassVar[str] = "V03"
    title_id = "shift-title"
    opened = Signal(object, object)
    """An OpenShift, and what stood as argument: where to go on."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._opening: ShiftOpening | None = None
        self._then: Any = None
        self._saving = False
        self.set_head(self.text("shift-title"), subtitle=self.text("shift-subtitle"))
        self.warning = Notice(theme, "clock-exclamation", tone="problem")
        self.warning.hide()
        card = Card(theme)
        self.field = AmountField(kit, self.text("shift-float"), self.text("amount-hint"))
        self.amount = self.field.amount
        self.amount.edited.connect(self._edited)
        card.body.addWidget(self.field)
        self.main_column.addWidget(self.warning)
        self.main_column.addWidget(card)
        side = SideCard(theme, self.text("shift-day"))
        self._day = Text(theme, "", "h3")
        side.body.addWidget(self._day)
        side.body.addWidget(Text(theme, self.text("shift-day-why"), "body", "ink-2"))
        self.side_column.addWidget(side)
        self.add_primary(self.text("shift-open-empty")).clicked.connect(self._open)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self._then = argument
        self.clear_problem()
        self._opening = None
        self._saving = False
        self.amount.set_amount(None)
        self.field.set_message(None)
        self._edited()
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.kit.background.run(self.kit.services.shifts.begin, self._begun, self._failed)

    def _begun(self, opening: ShiftOpening) -> None:
        self._opening = opening
        self._day.setText(self.texts.day_with_year(opening.business_day))
        if opening.clock_warning:
            day = self.texts.day_with_year(opening.business_day)
            self.warning.words.setText(self.text("shift-clock-warning", day=day))
        self.warning.setVisible(opening.clock_warning)

    def _edited(self) -> None:
        amount = self.amount.amount()
        if amount is not None:
            self.field.set_message(None)
        if self.primary is not None:
            self.primary.set_words(
                self.text("shift-open-empty")
                if amount is None
                else self.text("shift-open", amount=self.texts.money(amount))
            )

    def _open(self) -> None:
        amount, opening = self.amount.amount(), self._opening
        if amount is None:
            self.field.set_message(self.text("shift-float-empty"))
            announce(self.amount, self.text("shift-float-empty"), at_once=True)
            self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if opening is None or self._saving:
            return
        self._saving = True
        self.field.set_message(None)
        self.kit.background.run(
            lambda: self.kit.services.shifts.open(opening.salt, amount, opening.business_day),
            self._opened,
            self._failed,
        )

    def _opened(self, result: tuple[OpenShift, ReceiptView]) -> None:
        self._saving = False
        self.opened.emit(result[0], self._then)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)


class AmountField(Field):
    """The large cash field with its label, hint and message."""

    def __init__(self, kit: Kit, label: str, hint: str) -> None:
        super().__init__(kit.theme, label, hint)
        self.amount = AmountInput(kit.theme, label)
        self.add_input(self.amount)
        self.name_inputs()

    def inputs(self) -> tuple[Any, ...]:
        return (self.amount.edit,)

    def set_message(self, words: str | None) -> None:
        super().set_message(words)
        self.amount.set_wrong(bool(words))
