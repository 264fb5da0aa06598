"""V38 Borrar: what goes, what stays by law until when; blocked at once, erased with approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from kiosk.services.views.approvals import ApprovalRequest
from kiosk.services.views.rights import Cancelled, CancelPlan, RequestLine
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.rights import RightsEntry, clock_words, right_words
from kiosk.ui.widgets.cards import Card, Notice, SideCard, clear_layout
from kiosk.ui.widgets.choices import TickCard
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from sync.events import ApprovalMatter
from sync.ids import EventId, SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseEntry:
    """Whose data, at whose request. No card: once blocked there is none to be shown."""

    subject: SubjectId
    request: RequestLine | None


class EraseScreen(FieldScreen):
    """V38."""

    screen_id: ClassVar[str] = "V38"
    title_id = "erase-title"
    approval_wanted = Signal(object)
    """An ApprovalRequest for V20."""
    erased = Signal(str)
    """What to say at home: nobody is left whose card could be shown."""
    request_wanted = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._entry: EraseEntry | None = None
        self._plan: CancelPlan | None = None
        self._going = False
        self.set_head(self.text("erase-title"), subtitle=self.text("erase-subtitle"))
        self.missing = Notice(theme, "info-circle", self.text("erase-no-request"), "neutral")
        self.state = Notice(theme, "lock", tone="success")
        self.waiting = Notice(theme, "clock-exclamation", tone="problem")
        for notice in (self.missing, self.state):
            self.main_column.addWidget(notice)
        self._goes = self._card("erase-goes")
        self._stays = self._card("erase-stays")
        self.main_column.addWidget(self.waiting)
        self.even = TickCard(theme)
        self.even.set_words(self.text("erase-even"))
        self.even.setAccessibleName(self.text("erase-even"))
        self.main_column.addWidget(self.even)
        asked = SideCard(theme, self.text("rights-requests"))
        self._right, self._clock = Text(theme, "", "body", bold=True), Text(theme, "")
        asked.body.addWidget(self._right)
        asked.body.addWidget(self._clock)
        asked.body.addWidget(Text(theme, self.text("rights-to-confirm"), "body", "ink-2"))
        self.side_column.addWidget(asked)
        self.asked = asked
        self.add_primary(self.text("erase-ask"), icon="eraser").clicked.connect(self._ask)
        self.block = self.add_action(self.text("erase-block"), icon="lock")
        self.block.clicked.connect(self._block)
        self.add_back()

    def _card(self, title_id: str) -> QVBoxLayout:
        card = Card(self.theme)
        card.body.addWidget(Text(self.theme, self.text(title_id), "label"))
        rows = QVBoxLayout()
        rows.setSpacing(self.theme.space(2))
        card.body.addLayout(rows)
        self.main_column.addWidget(card)
        return rows

    def enter(self, argument: Any) -> None:
        if isinstance(argument, RightsEntry):
            argument = EraseEntry(subject=argument.person.subject, request=argument.request)
        if not isinstance(argument, EraseEntry):
            return
        self.clear_problem()
        self._entry, self._plan, self._going = argument, None, False
        request = argument.request
        self.missing.setVisible(request is None)
        self.asked.setVisible(request is not None)
        if request is not None:
            self._right.setText(right_words(self.texts, request))
            self._clock.setText(clock_words(self.texts, request))
        for widget in (self.state, self.waiting, self.even, self.block):
            widget.hide()
        if self.primary is not None:
            self.primary.hide()
        self.even.setChecked(False)
        clear_layout(self._goes)
        clear_layout(self._stays)
        cancelling, subject = self.kit.services.rights.cancelling, argument.subject
        self.kit.background.run(lambda: cancelling.plan(subject), self._show, self.show_problem)

    def _show(self, plan: CancelPlan) -> None:
        self._plan, self._going = plan, False
        clear_layout(self._goes)
        clear_layout(self._stays)
        goes = [self.text("erase-identity")]
        if plan.erased_records:
            goes.append(self.text("erase-records", n=plan.erased_records))
        if plan.files:
            goes.append(self.text("erase-files", n=plan.files))
        if plan.drafts:
            goes.append(self.text("erase-drafts", n=plan.drafts))
        stays = []
        if plan.kept_until is not None:
            day = self.texts.day_with_year(plan.kept_until)
            basis = plan.kept_basis
            stays.append(self.text("erase-money", n=plan.kept_events, day=day, basis=basis))
        stays += [self.text("erase-chain"), self.text("erase-receipts")]
        for layout, lines in ((self._goes, goes), (self._stays, stays)):
            for line in lines:
                layout.addWidget(Text(self.theme, line))
        self.waiting.words.setText(self.text("erase-undelivered", n=plan.undelivered))
        self.waiting.setVisible(plan.undelivered > 0)
        self.even.setVisible(plan.undelivered > 0)
        since = plan.blocked_since
        if since is not None:
            self.state.words.setText(self.text("erase-since", when=self.texts.when(since)))
        self.state.setVisible(since is not None)
        may = self._entry is not None and self._entry.request is not None
        self.block.setVisible(may and since is None)
        if self.primary is not None:
            self.primary.setVisible(may)
        self.order_tabs()
        first = self.block if self.block.isVisibleTo(self) else self.primary
        if first is not None and may:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _block(self) -> None:
        entry = self._entry
        if entry is None or entry.request is None or self._going:
            return
        self._going = True
        cancelling, subject, request = (
            self.kit.services.rights.cancelling, entry.subject, entry.request.event_id,
        )  # fmt: skip
        self.kit.background.run(
            lambda: cancelling.block(subject, request), self._blocked, self._failed
        )

    def _blocked(self, plan: CancelPlan) -> None:
        self._show(plan)
        announce(self.state, self.text("rights-blocked-done"))

    def _ask(self) -> None:
        entry = self._entry
        if entry is None or entry.request is None or self._going:
            return
        day = self.texts.day_with_year(entry.request.received_on)
        even = self.even.isChecked()  # coming back from V20 shows the page anew, unticked
        self.approval_wanted.emit(
            ApprovalRequest(
                may_wait=False,
                matter=ApprovalMatter.ERASURE,
                about=(entry.request.event_id,),
                reason=self.text("erase-reason", day=day),
                granted=lambda question: self._erase(entry, question, even),
            )
        )

    def _erase(self, entry: EraseEntry, question: EventId, even: bool) -> None:
        if entry.request is None:
            return
        self._going = True
        request = entry.request.event_id
        cancelling, subject = self.kit.services.rights.cancelling, entry.subject
        self.state.words.setText(self.text("erase-slow"))
        self.state.show()
        announce(self.state, self.text("erase-slow"))
        self.kit.background.run(
            lambda: cancelling.cancel(subject, request, question, even_undelivered=even),
            self._erased,
            self._failed,
        )

    def _erased(self, done: Cancelled) -> None:
        self._going = False
        self.erased.emit(self.text("rights-erased" if done.cleaned else "rights-erased-later"))

    def _failed(self, error: Exception) -> None:
        self._going = False
        if self._plan is not None:
            self._show(self._plan)
        self.show_problem(error)
