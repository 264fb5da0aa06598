"""What would it cost? V45, from home and from the list of services."""

from __future__ import annotations

from kiosk.ui.field.estimate import EstimateScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen


class EstimatesFlow(Flow):
    """V45; it leads nowhere but back."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        home.estimate_wanted.connect(lambda: self.navigator.go("V45"))
        counter.estimate_wanted.connect(lambda code: self.navigator.go("V45", code))

    @on_first_visit(EstimateScreen)
    def estimate(self, estimate: EstimateScreen) -> None:
        """V45."""
