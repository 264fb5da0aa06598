"""Is this comprobante authentic? V27, from its tile and from anywhere by its key (UX §3.12)."""

from __future__ import annotations

from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Flow
from kiosk.ui.field.verify import VerifyScreen
from kiosk.ui.screen import Act


class VerifyFlow(Flow):
    """One screen that leads back, and to V16 where this device issued the comprobante."""

    @on_first_visit(VerifyScreen)
    def verify(self, verify: VerifyScreen) -> None:
        """V27."""
        verify.receipt_wanted.connect(self.counter.receipt_chosen.emit)

    def act(self, act: Act) -> bool:
        if act is not Act.VERIFY:
            return False
        if self.navigator.current_id != "V27":
            self.navigator.go("V27")
        return True
