"""V24 Entregas: what is here, what is on its way, what arrived, what needs attention, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.problems import message_of
from kiosk.services.explaining import Explanation, Remedy, explain
from kiosk.services.views import (
    DeliveryLists,
    DeliveryNotice,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    LinkState,
    RowAct,
    Session,
)
from kiosk.ui.field.delivery_lists import (
    ArrivedCard,
    AttentionCard,
    MovingCard,
    WaitingCard,
    reason_words,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.words import (
    practice_strip,
    since_words,
    size_words,
    stale_words,
    strip_words,
)
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import WORD_IDS, Pill
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Icon, Text

__all__ = ["DeliveryScreen", "DeliveryView", "reason_words"]

_LINKS = {
    LinkState.UNKNOWN: ("link-unknown", "cloud-question"),
    LinkState.UP: ("link-up", "cloud-check"),
    LinkState.DOWN: ("link-down", "cloud-off"),
    LinkState.PORTAL: ("link-portal", "cloud-lock"),
    LinkState.REFUSED: ("link-refused", "ban"),
}
_REMEDIES = {Remedy.BROWSER: "deliveries-browser", Remedy.HURRY: "deliveries-spend"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """Everything V24 shows, read in one go."""

    summary: DeliverySummary
    lists: DeliveryLists
    sticks: bool


def open_in_browser(url: str) -> None:
    """Open a page in the computer's own browser; anything that is no web address stays shut."""
    page = QUrl(url)
    if page.scheme() in ("http", "https"):
        QDesktopServices.openUrl(page)


class DeliveryScreen(FieldScreen):
    """Delivery goes on by itself; the button only hurries it."""

    screen_id: ClassVar[str] = "V24"
    title_id = "deliveries-title"
    hurried = Signal()
    carry_wanted = Signal()
    receive_wanted = Signal()
    record_wanted = Signal(object)
    """The EventId of a registration to be shown."""
    correct_wanted = Signal(object)
    """The EventId of a registration to be corrected."""
    slip_wanted = Signal(object)
    """The EventId of anything else that has a comprobante to be shown."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.view: DeliveryView | None = None
        self.browse: Callable[[str], None] = open_in_browser
        self._attention = AttentionCard(kit)
        self._attention.wanted.connect(self._act_on)
        self._saved = WaitingCard(kit, DeliveryWord.SAVED)
        self._moving = MovingCard(kit, DeliveryWord.ON_THE_WAY)
        self._arrived = ArrivedCard(kit, DeliveryWord.DELIVERED)
        self._noticed: tuple[DeliveryNotice, ...] = ()
        self._beside: DeliverySummary | None = None
        self._next: Text | None = None
        self._notices = QVBoxLayout()
        self._notices.setSpacing(theme.space(3))
        self.main_column.addLayout(self._notices)
        self.main_column.addWidget(self._attention)
        pair = PairGrid(theme)
        pair.add(self._saved)
        pair.add(self._moving)
        self.main_column.addWidget(pair)
        self.main_column.addWidget(self._arrived)
        self._side = QVBoxLayout()
        self._side.setSpacing(theme.space(4))
        self.side_column.addLayout(self._side)
        self._practising = kit.services.practice.practising
        if self._practising:  # there is nothing to hurry, and no link
            self.without_side()
        else:
            self.add_primary(self.text("deliveries-now"), key="", icon="send").clicked.connect(
                self._hurry
            )
        self.carry = self.add_action(self.text("carry-title"), icon="device-usb")
        self.carry.clicked.connect(self.carry_wanted.emit)
        self.receive = self.add_action(self.text("receive-title"))
        self.receive.clicked.connect(self.receive_wanted.emit)
        for button in (self.carry, self.receive):
            button.hide()
        self.action_bar.flow.mark_right()
        back = self.add_back()
        self._first = self.primary or back

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what there is
        self.clear_problem()
        self.view = None
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Read again; the old content stays until the answer is here."""
        deliveries, drives = self.kit.services.deliveries, self.kit.services.drives

        def read() -> DeliveryView:
            return DeliveryView(
                summary=deliveries.summary(), lists=deliveries.rows(), sticks=drives.offered()
            )

        self.kit.background.run(read, self._show)

    def _show(self, view: DeliveryView) -> None:
        if view == self.view:
            return
        self.view = view
        summary = view.summary
        for button in (self.carry, self.receive):
            button.setVisible(view.sticks)
        if self._practising:
            strip, below = practice_strip(self.texts), self.text("practice-strip-why")
        else:
            strip, below = strip_words(self.texts, summary), self._below(summary)
        self.set_head(strip.strong, kicker=self.text("deliveries-title"), subtitle=below)
        self._attention.show_rows(view.lists.attention, summary.attention)
        self._attention.setVisible(bool(view.lists.attention))
        self._saved.show_rows(view.lists.saved, summary.saved, summary.files)
        self._moving.show_rows(view.lists.on_the_way, summary.on_the_way)
        self._arrived.show_rows(view.lists.delivered, summary.delivered)
        self._arrived.setVisible(bool(view.lists.delivered))
        self._show_notices(summary.notices)
        if not self._practising:
            self._show_side(summary)
        self.order_tabs()

    def _below(self, summary: DeliverySummary) -> str:
        """Return what waits, why it does not move, who mends it, and when it is tried again."""
        said = []
        if summary.stale:
            said.append(stale_words(self.texts, summary))
        elif summary.attention and summary.saved:
            said.append(self.text("delivery-saved", n=summary.saved) + ".")
        why = explain(summary)
        if why is not None:
            said += [self._part(why, "happened"), self._mender(why)]
        elif summary.last_delivery_at is not None and not said:
            when = self.texts.when(summary.last_delivery_at)
            said.append(self.text("delivery-last", when=when))
        return " ".join(said) or self.text("deliveries-by-itself")

    def _mender(self, why: Explanation) -> str:
        if why.until is not None:
            return self.text("mender-until", time=self.texts.time(why.until))
        return self.text(f"mender-{why.mender.value}")

    def _part(self, why: Explanation, part: str) -> str:
        message = message_of(why.code)
        known = message if self.texts.has(message) else message_of("link.defect")
        return self.texts.part(known, part)

    def _show_notices(self, notices: tuple[DeliveryNotice, ...]) -> None:
        if notices == self._noticed:
            return
        self._noticed = notices
        clear_layout(self._notices)
        for notice in notices:
            words = self.text(
                f"delivery-{notice.kind.value}",
                when=since_words(self.texts, notice.since),
                n=notice.again,
            )
            self._notices.addWidget(Notice(self.theme, "info-circle", words))

    def _show_side(self, summary: DeliverySummary) -> None:
        """Draw the side anew, but not for another next try: that comes with every try."""
        before, self._beside = self._beside, summary
        if before is not None and replace(before, next_try_at=summary.next_try_at) == summary:
            if self._next is not None:
                self._next.setText(self._next_words(summary))
                self._next.setVisible(bool(self._next.text()))
            return
        clear_layout(self._side)
        theme = self.theme
        card = SideCard(theme)
        word = DeliveryWord.DELIVERED
        card.body.addWidget(Pill(theme, word, self.text(WORD_IDS[word])))
        card.body.addWidget(Text(theme, self.text("number", n=summary.delivered), "amount"))
        card.body.addWidget(Rule(theme))
        last = summary.last_delivery_at
        when = self.texts.when(last) if last else self.text("deliveries-never")
        card.body.addWidget(ValueRow(theme, self.text("deliveries-last"), when))
        if summary.oldest_at is not None:
            oldest = self.texts.when(summary.oldest_at)
            card.body.addWidget(ValueRow(theme, self.text("deliveries-oldest"), oldest))
        if summary.bytes_waiting or summary.files.size_bytes:
            size = size_words(self.texts, summary.bytes_waiting + summary.files.size_bytes)
            card.body.addWidget(ValueRow(theme, self.text("deliveries-size"), size))
        self._side.addWidget(card)
        self._side.addWidget(self._link_card(summary))

    def _link_card(self, summary: DeliverySummary) -> QWidget:
        theme = self.theme
        words, icon = _LINKS[summary.link]
        card = Card(theme, "neutral", tight=True)
        row = QHBoxLayout()
        row.setSpacing(theme.space(3))
        row.addWidget(Icon(theme, icon, "ink-2", "icon-button"), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(theme.size("text-gap"))
        lines.addWidget(Text(theme, self.text(words), "body", bold=True))
        self._next = Text(theme, self._next_words(summary), "body", "ink-2")
        lines.addWidget(self._next)
        if not self._next.text():
            self._next.hide()
        for words_line in self._advice(summary, f"{words}-why"):
            lines.addWidget(Text(theme, words_line, "body", "ink-2"))
        why = explain(summary)
        if why is not None and why.remedy in _REMEDIES:
            button = Button(theme, self.text(_REMEDIES[why.remedy]), Kind.SECONDARY)
            url = summary.portal_url
            if why.remedy is Remedy.BROWSER:
                button.clicked.connect(lambda: self.browse(url))
            else:
                button.clicked.connect(self._hurry)
            lines.addSpacing(theme.space(1))
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(lines, 1)
        card.body.addLayout(row)
        return card

    def _next_words(self, summary: DeliverySummary) -> str:
        waiting = summary.saved + summary.on_the_way + summary.files.count > 0
        if summary.next_try_at is None or not waiting or summary.link is LinkState.UP:
            return ""
        return self.text("deliveries-next", time=self.texts.time(summary.next_try_at))

    def _advice(self, summary: DeliverySummary, ordinary: str) -> list[str]:
        """Return that the work is safe and what to do; what the link costs, where it does."""
        why = explain(summary)
        found = [self.text(ordinary)]
        if why is not None:
            found = [self._part(why, "safe"), self._part(why, "todo")]
        cost = summary.cost
        if cost.metered and cost.budget_bytes:
            spent, most = (size_words(self.texts, n) for n in (cost.spent_bytes, cost.budget_bytes))
            found.append(self.text("deliveries-spent", spent=spent, most=most))
        return found

    def _act_on(self, row: DeliveryRow) -> None:
        opened = row.record_id or row.event_id
        if row.act is RowAct.CORRECT:
            self.correct_wanted.emit(opened)
        elif row.kind in (40, 41):
            self.record_wanted.emit(opened)
        else:
            self.slip_wanted.emit(row.event_id)

    def show_session(self, session: Session) -> None:
        self._attention.terminal = session.terminal

    def _hurry(self) -> None:
        deliveries = self.kit.services.deliveries

        def hurried(_nothing: None) -> None:
            announce(self, self.text("deliveries-hurried"))
            self.hurried.emit()
            self.refresh()

        self.kit.background.run(deliveries.deliver_now, hurried)

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.TabFocusReason)
