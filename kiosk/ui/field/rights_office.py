"""V39 Privacidad de la oficina: open requests, who saw what, what is blocked, terms that ended.

And, for a supervisor, what the central ordered to erase or block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.orders import Orders
from kiosk.services.permissions import NotAllowed
from kiosk.services.rights_desk import RightsDesk
from kiosk.services.views import OperatorName
from kiosk.services.views.approvals import ApprovalRequest
from kiosk.services.views.orders import OrderedErasure
from kiosk.services.views.rights import (
    AccessLine,
    BlockedLine,
    Cancelled,
    EndedTerm,
    HeldData,
    RequestLine,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.rights import clock_words, group_card, right_words
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, clear_layout
from kiosk.ui.widgets.fields import Combo, Field, announce
from kiosk.ui.widgets.text import Text
from sync.events import ApprovalMatter
from sync.ids import EventId, OperatorNumber

_LINES_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """What whoever is at work may see of it; None: not theirs, and not on the screen."""

    requests: tuple[RequestLine, ...]
    operators: tuple[OperatorName, ...] | None
    blocked: tuple[BlockedLine, ...] | None
    ended: tuple[EndedTerm, ...] | None
    ordered: tuple[OrderedErasure, ...] | None


class WhoField(Field):
    """One of the people who work here."""

    def __init__(self, kit: Kit, label: str) -> None:
        super().__init__(kit.theme, label, "")
        self.box = Combo(kit.theme)
        self.add_input(self.box)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.box,)

    def show_people(self, people: tuple[OperatorName, ...]) -> None:
        """Offer these people."""
        self.box.clear()
        self.box.addItem("", 0)
        for one in people:
            self.box.addItem(one.name, int(one.number))


class OfficeScreen(FieldScreen):
    """V39. What a person may not see is not on it."""

    screen_id: ClassVar[str] = "V39"
    title_id = "office-title"
    request_opened = Signal(object)
    """A RequestLine."""
    approval_wanted = Signal(object)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self.view: OfficeView | None = None
        self.set_head(self.text("office-title"), subtitle=self.text("office-subtitle"))
        self.done = Notice(theme, "check", tone="success")
        self.main_column.addWidget(self.done)
        self._requests_card, self._requests = self._card("office-requests")
        self._log_card, self._log = self._card("office-log")
        self.who = WhoField(kit, self.text("office-who"))
        self.who.box.activated.connect(lambda _index: self._ask_log())
        self._log.addWidget(self.who)
        self._lines = QVBoxLayout()
        self._log.addLayout(self._lines)
        self._blocked_card, self._blocked = self._card("office-blocked")
        self._ended_card, self._ended = self._card("office-ended")
        self._ordered_card, self._ordered = self._card("ordered-title")
        self.add_back()

    def _card(self, title_id: str) -> tuple[Card, QVBoxLayout]:
        card = Card(self.theme)
        card.body.addWidget(Text(self.theme, self.text(title_id), "label"))
        rows = QVBoxLayout()
        rows.setSpacing(self.theme.space(2))
        card.body.addLayout(rows)
        self.main_column.addWidget(card)
        return card, rows

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        words = argument if isinstance(argument, str) else ""
        self.done.words.setText(words)
        self.done.setVisible(bool(words))
        if words:
            announce(self.done, words)
        for card in (
            self._requests_card, self._log_card, self._blocked_card, self._ended_card,
            self._ordered_card,
        ):  # fmt: skip
            card.hide()
        clear_layout(self._lines)
        rights, orders = self.kit.services.rights, self.kit.services.orders
        self.kit.background.run(lambda: office_view(rights, orders), self._show, self.show_problem)

    def _show(self, view: OfficeView) -> None:
        self.view = view
        self._show_requests(view.requests)
        self._requests_card.show()
        if view.operators is not None:
            self.who.show_people(view.operators)
            self._log_card.show()
        if view.blocked is not None:
            self._show_blocked(view.blocked)
            self._blocked_card.show()
        if view.ended is not None:
            self._show_ended(view.ended)
            self._ended_card.show()
        if view.ordered is not None:
            self._show_ordered(view.ordered)
            self._ordered_card.show()
        self.order_tabs()

    def _show_requests(self, lines: tuple[RequestLine, ...]) -> None:
        clear_layout(self._requests)
        for number, line in enumerate(lines, start=1):
            words = right_words(self.texts, line)
            who = line.person_name or self.text("rights-nobody")
            row = self._row(
                f"{who} · {words}",
                clock_words(self.texts, line),
                self.text("sheet-open"),
                self.text("office-request-open", number=str(number)),
            )
            row.button.clicked.connect(lambda _on=False, one=line: self.request_opened.emit(one))
            self._requests.addWidget(row.widget)
        if not lines:
            self._requests.addWidget(Text(self.theme, self.text("office-no-requests")))

    def _ask_log(self) -> None:
        number = OperatorNumber(int(self.who.box.currentData() or 0))
        log = self.kit.services.rights.log
        if number:
            self.kit.background.run(
                lambda: log.of_operator(number), self._show_log, self.show_problem
            )

    def _show_log(self, lines: tuple[AccessLine, ...]) -> None:
        clear_layout(self._lines)
        for line in lines[:_LINES_SHOWN]:
            what = self.text(f"access-{line.kind.value}")
            who = line.person_name or self.text("rights-nobody")
            words = self.text(
                "rights-access-line-person", when=self.texts.when(line.when), what=what, person=who
            )
            self._lines.addWidget(Text(self.theme, words))
        if not lines:
            self._lines.addWidget(Text(self.theme, self.text("office-no-log")))

    def _show_blocked(self, lines: tuple[BlockedLine, ...]) -> None:
        clear_layout(self._blocked)
        for number, line in enumerate(lines, start=1):
            until = self.text("office-until-erased")
            if line.until is not None:
                until = self.texts.day_with_year(line.until)
            since = self.texts.day_with_year(line.since.date())
            words = self.text("office-blocked-line", n=line.events, since=since, until=until)
            row = self._row(
                words,
                line.legal_basis,
                self.text("office-see-short"),
                self.text("office-see-blocked", number=str(number)),
            )
            row.button.clicked.connect(lambda _on=False, one=line: self._ask_blocked(one))
            self._blocked.addWidget(row.widget)
        if not lines:
            self._blocked.addWidget(Text(self.theme, self.text("office-no-blocked")))

    def _ask_blocked(self, line: BlockedLine) -> None:
        cancelling, subject = self.kit.services.rights.cancelling, line.subject

        def granted(question: EventId) -> None:
            self.kit.background.run(
                lambda: cancelling.open_blocked(subject, question),
                self._show_held,
                self.show_problem,
            )

        self.approval_wanted.emit(
            ApprovalRequest(
                may_wait=False,
                matter=ApprovalMatter.BLOCKED_DATA,
                about=(),
                reason=self.text("office-blocked"),
                granted=granted,
            )
        )

    def _show_held(self, held: HeldData) -> None:
        """Show what is blocked of one person, in place of the list; Back leaves it."""
        clear_layout(self._blocked)
        self._blocked.addWidget(Text(self.theme, held.person_name, "h3"))
        for group in held.groups:
            self._blocked.addWidget(group_card(self.kit, group))
        self._blocked_card.show()

    def _show_ended(self, lines: tuple[EndedTerm, ...]) -> None:
        clear_layout(self._ended)
        for line in lines:
            day = self.texts.day_with_year(line.ended_on)
            words = self.text(
                "office-ended-line", service=line.service_name, folio=line.folio, day=day
            )
            self._ended.addWidget(Text(self.theme, words))
            if not line.may_go:
                note = self.text("office-not-yet")
                self._ended.addWidget(Text(self.theme, note, "body", "ink-2"))
        ready = tuple(line.event_id for line in lines if line.may_go)
        if ready:
            words = self.text("office-erase-ended", n=len(ready))
            button = Button(self.theme, words, Kind.SECONDARY, icon="eraser")
            button.clicked.connect(lambda: self._ask_ended(ready))
            self._ended.addWidget(button)
        if not lines:
            self._ended.addWidget(Text(self.theme, self.text("office-no-ended")))

    def _ask_ended(self, ready: tuple[EventId, ...]) -> None:
        cancelling = self.kit.services.rights.cancelling

        def granted(question: EventId) -> None:
            self.kit.background.run(
                lambda: cancelling.erase_ended(ready, question), self._gone, self.show_problem
            )

        self.approval_wanted.emit(
            ApprovalRequest(
                may_wait=False,
                matter=ApprovalMatter.ERASURE,
                about=ready[:8],
                reason=self.text("office-ended-reason", n=len(ready)),
                granted=granted,
            )
        )

    def _gone(self, done: Cancelled) -> None:
        self.enter(self.text("rights-erased" if done.cleaned else "rights-erased-later"))

    def _show_ordered(self, lines: tuple[OrderedErasure, ...]) -> None:
        clear_layout(self._ordered)
        for line in lines[:_LINES_SHOWN]:
            what = self.text(
                f"ordered-{line.act.name.lower()}", record=line.folio or line.reference
            )
            self._ordered.addWidget(Text(self.theme, what, "body", bold=True))
            became = self.text(f"ordered-{line.outcome.value}")
            self._ordered.addWidget(Text(self.theme, became, "body", "ink-2"))
            if line.legal_basis:
                basis = self.text("rights-basis", basis=line.legal_basis)
                self._ordered.addWidget(Text(self.theme, basis, "caption", "ink-2"))
        if not lines:
            self._ordered.addWidget(Text(self.theme, self.text("ordered-none")))

    def _row(self, title: str, below: str, words: str, name: str) -> _Row:
        theme = self.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(4))
        column = QVBoxLayout()
        column.addWidget(Text(theme, title, "body", bold=True))
        column.addWidget(Text(theme, below, "body", "ink-2"))
        row.addLayout(column, 1)
        button = Button(theme, words, Kind.LINK, icon="chevron-right", trailing=True, name=name)
        row.addWidget(button)
        return _Row(widget=holder, button=button)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    widget: QWidget
    button: Button


def office_view(rights: RightsDesk, orders: Orders) -> OfficeView:
    """Return what whoever is at work may see; runs on the worker."""
    return OfficeView(
        requests=rights.privacy.open_requests(),
        operators=_or_none(rights.log.operators),
        blocked=_or_none(rights.cancelling.blocked),
        ended=_or_none(rights.cancelling.ended),
        ordered=_or_none(orders.erasures),
    )


def _or_none(question: Any) -> Any:
    try:
        return question()
    except NotAllowed:
        return None
