"""A second person approves: V20, and the list of what waits, V34 (UX §3.10)."""

from __future__ import annotations

from kiosk.services.views.approvals import ApprovalRequest, Question
from kiosk.ui.field.approval import ApprovalScreen
from kiosk.ui.field.approval_list import ApprovalListScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.home import HomeScreen
from sync.ids import EventId


class ApprovalsFlow(Flow):
    """From any screen to V20 and back to it; what rests on the approval is that screen's business.

    A screen asks with `navigator.go("V20", ApprovalRequest(…))`. Once given, V20 is left first and
    *granted* is called then, on the screen that asked.
    """

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        home.approvals_wanted.connect(lambda: self.navigator.go("V34"))

    @on_first_visit(ApprovalScreen)
    def approval(self, approval: ApprovalScreen) -> None:
        """V20."""
        approval.given.connect(self._given)
        approval.kept.connect(self._kept)
        approval.passed.connect(self._passed)

    @on_first_visit(ApprovalListScreen)
    def waiting(self, waiting: ApprovalListScreen) -> None:
        """V34."""
        waiting.chosen.connect(self._answer)

    def _answer(self, question: Question) -> None:
        self.navigator.go("V20", question)

    def _given(self, request: ApprovalRequest, question_id: EventId) -> None:
        self.navigator.back()
        request.granted(question_id)

    def _kept(self, request: ApprovalRequest, question_id: EventId) -> None:
        if request.kept is not None:
            request.kept(question_id)

    def _passed(self) -> None:
        if self.navigator.trail()[-1:] == ("V20",):
            self.navigator.back()
