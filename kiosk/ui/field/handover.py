"""V52 Entrega de caja: where the money of the closed shift goes; the giver signs (RECEIPTS §10)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.services.cash_rules import SignatureMissing
from kiosk.services.views import Session
from kiosk.services.views.cash import HandOverOpening
from kiosk.ui.field.cash_fields import OwnSignature
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import SideCard
from kiosk.ui.widgets.choices import ChoiceField
from kiosk.ui.widgets.text import Text
from sync.ids import OperatorNumber

_SAFE = "safe"


class HandOverScreen(FieldScreen):
    """Into the safe, or to the next cashier; they sign when they open their own shift."""

    screen_id: ClassVar[str] = "V52"
    title_id = "hand-title"
    handed = Signal(object)
    """A HandOverView."""
    kept = Signal()
    """The money stays in the safe: nothing is recorded, closing said so."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._opening: HandOverOpening | None = None
        self._saving = False
        self.set_head(self.text("hand-title"), subtitle=self.text("hand-subtitle"))
        self.to = ChoiceField(theme, self.text("hand-to"))
        self.to.chosen.connect(lambda _name: self._show_parts())
        self.ink = OwnSignature(kit, "hand-sign-hint")
        self.main_column.addWidget(self.to)
        self.main_column.addWidget(self.ink)
        side = SideCard(theme, self.text("close-counted"))
        self._amount = Text(theme, "", "amount", wrap=False)
        side.body.addWidget(self._amount)
        side.body.addWidget(Text(theme, self.text("hand-why"), "body", "ink-2"))
        self.side_column.addWidget(side)
        self.add_primary(self.text("hand-keep"), key="Ctrl+Enter").clicked.connect(self._give)
        self.add_back()

    def show_session(self, session: Session) -> None:
        self.ink.name = session.operator.name

    def enter(self, argument: Any) -> None:
        del argument
        self.clear_problem()
        self._opening, self._saving = None, False
        self.ink.forget()
        self.ink.set_message(None)
        handover = self.kit.services.cash.handover
        self.kit.background.run(handover.begin, self._begun, self.show_problem)

    def _begun(self, opening: HandOverOpening) -> None:
        self._opening = opening
        self._amount.setText(self.texts.money(opening.counted_centavos))
        self.to.set_choices(
            [
                (_SAFE, self.text("hand-safe")),
                *((str(one.number), one.name) for one in opening.colleagues),
            ]
        )
        self.to.set_value(_SAFE)
        self._show_parts()
        self.to.take_focus()

    def _show_parts(self) -> None:
        gives = self.to.value() not in ("", _SAFE)
        self.ink.setVisible(gives)
        if self.primary is not None:
            self.primary.set_words(self.text("hand-act" if gives else "hand-keep"))
        self.order_tabs()

    def _give(self) -> None:
        opening, to = self._opening, self.to.value()
        if opening is None or self._saving:
            return
        if to in ("", _SAFE):
            self.kept.emit()
            return
        signature = self.ink.png()
        if not signature:
            self.ink.set_message(self.text("cash-sign-empty"))
            self.ink.take_focus()
            return
        self._saving = True
        handover = self.kit.services.cash.handover
        self.kit.background.run(
            lambda: handover.give(opening.salt, OperatorNumber(int(to)), signature),
            self.handed.emit,
            self._failed,
        )

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self.show_problem(error)
        if isinstance(error, SignatureMissing):
            self.ink.take_focus()
