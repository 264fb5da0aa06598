"""Paper: duplicates (V58), the printer of this device (V59), the drawer by key."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest
from kiosk.services.views.printing import ReprintView
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.printer import PrinterScreen
from kiosk.ui.field.reprint import ReprintScreen
from kiosk.ui.screen import Act
from sync.ids import EventId

_DRAWER_SCREENS = frozenset({"V03", "V15", "V21", "V22", "V52", "V55"})
"""Where money is counted or handed back; elsewhere the drawer stays shut."""


class PaperFlow(Flow):
    """What prints beside V16."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        counter.duplicate_wanted.connect(self._duplicate)
        counter.act_done.connect(self._print_act)
        home.reprint_wanted.connect(lambda: self.navigator.go("V58"))

    @on_first_visit(ReprintScreen)
    def reprint(self, reprint: ReprintScreen) -> None:
        """V58."""
        reprint.approval_wanted.connect(self._ask)

    @on_first_visit(PrinterScreen)
    def printer(self, printer: PrinterScreen) -> None:
        """V59: it leads nowhere but back."""

    def act(self, act: Act) -> bool:
        if act is not Act.DRAWER or self.navigator.current_id not in _DRAWER_SCREENS:
            return False
        self.kit.printing.run(
            self.kit.services.paper.printing.open_drawer,
            lambda _opened: None,
            self.counter.show_known,
        )
        return True

    def _print_act(self, event_id: EventId) -> None:
        """Print the slip of an act beside what goes on; a problem is said where somebody is."""
        printing = self.kit.services.paper.printing
        self.kit.printing.run(
            lambda: printing.print_act(event_id), lambda _done: None, self.counter.show_known
        )

    def _duplicate(self, event_id: EventId) -> None:
        def found(view: ReprintView) -> None:
            self.navigator.go("V58", view)

        self.kit.background.run(
            lambda: self.kit.services.paper.reprints.view(event_id), found, self.counter.show_known
        )

    def _ask(self, about: EventId, go_on: Callable[[EventId], None]) -> None:
        """Ask a second person; once they approved, V58 goes on with what stands on it."""

        def granted(question: EventId) -> None:
            if self.navigator.current_id != "V58":
                self.navigator.back_to("V58")
            go_on(question)

        request = ApprovalRequest(
            matter=ApprovalMatter.REPRINT, granted=granted, about=(about,), may_wait=False
        )
        self.navigator.go("V20", request)
