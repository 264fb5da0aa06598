"""What stands beside the work: deliveries, V24; keys, F1; a file that went back, X01 (UX §3.9)."""

from __future__ import annotations

from kiosk.ui.field.delivery import DeliveryScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Flow
from kiosk.ui.field.pages import HelpScreen, WentBackScreen
from kiosk.ui.screen import Act


class BesideFlow(Flow):
    """Pages that are reached from anywhere and lead back to where one was, or home."""

    @on_first_visit(DeliveryScreen)
    def delivery(self, delivery: DeliveryScreen) -> None:
        """V24."""
        delivery.hurried.connect(self.counter.refresh)

    @on_first_visit(HelpScreen)
    def help(self, keys: HelpScreen) -> None:
        """F1: it leads nowhere but back."""

    @on_first_visit(WentBackScreen)
    def went_back(self, went_back: WentBackScreen) -> None:
        """X01."""
        went_back.passed.connect(lambda: self.counter.go_home())

    def act(self, act: Act) -> bool:
        match act:
            case Act.HELP:
                screen_id = "F1"
            case Act.DELIVERIES:
                screen_id = "V24"
            case _:
                return False
        if self.navigator.current_id != screen_id:
            self.navigator.go(screen_id)
        return True
