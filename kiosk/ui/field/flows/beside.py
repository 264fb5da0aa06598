"""What stands beside the work: deliveries, V24; sticks, V25, V26; keys, F1; X01 (UX §3.9)."""

from __future__ import annotations

from kiosk.services.views import RecordDetail
from kiosk.ui.field.carry import CarryScreen
from kiosk.ui.field.delivery import DeliveryScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Flow
from kiosk.ui.field.pages import HelpScreen, WentBackScreen
from kiosk.ui.field.receive import ReceiveScreen
from kiosk.ui.screen import Act
from sync.ids import EventId


class BesideFlow(Flow):
    """Pages that are reached from anywhere and lead back to where one was, or home."""

    @on_first_visit(DeliveryScreen)
    def delivery(self, delivery: DeliveryScreen) -> None:
        """V24."""
        delivery.hurried.connect(self.counter.refresh)
        delivery.carry_wanted.connect(lambda: self.navigator.go("V25"))
        delivery.receive_wanted.connect(lambda: self.navigator.go("V26"))
        delivery.record_wanted.connect(lambda event_id: self.navigator.go("V18", event_id))
        delivery.correct_wanted.connect(self._correct)
        delivery.slip_wanted.connect(self.counter.receipt_chosen.emit)

    def _correct(self, event_id: EventId) -> None:
        """Go on to the reason of a correction; to the record where it cannot be corrected here."""

        def found(detail: RecordDetail) -> None:
            if detail.may_correct:
                self.navigator.go("V19", detail)
            else:
                self.navigator.go("V18", event_id)

        records = self.kit.services.records
        self.kit.background.run(lambda: records.detail(event_id), found, self.delivery.show_problem)

    @on_first_visit(CarryScreen)
    def carry(self, carry: CarryScreen) -> None:
        """V25."""
        carry.copied.connect(self.counter.refresh)
        carry.finished.connect(self._deliveries_again)

    @on_first_visit(ReceiveScreen)
    def receive(self, receive: ReceiveScreen) -> None:
        """V26."""
        receive.received.connect(self.counter.refresh)
        receive.finished.connect(self._deliveries_again)

    def _deliveries_again(self) -> None:
        self.navigator.back_to("V24")
        self.counter.refresh()

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
