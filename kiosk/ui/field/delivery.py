"""V24 Entregas: what is here, what is on its way, what arrived, what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.problems import message_of
from kiosk.services.views import (
    DeliveryLists,
    DeliveryRow,
    DeliverySummary,
    DeliveryWord,
    LinkState,
)
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.words import practice_strip, size_words, stale_words, strip_words
from kiosk.ui.widgets.cards import Card, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import WORD_IDS, Pill
from kiosk.ui.widgets.pairs import PairGrid
from kiosk.ui.widgets.text import Icon, Text

KINDS = {
    30: ("kind-shift", "clock"),
    40: ("kind-registration", "file-text"),
    41: ("kind-correction", "pencil"),
    50: ("kind-person", "user"),
    60: ("kind-payment", "cash"),
}
_LINKS = {
    LinkState.UNKNOWN: ("link-unknown", "cloud-question"),
    LinkState.UP: ("link-up", "cloud-check"),
    LinkState.DOWN: ("link-down", "cloud-off"),
    LinkState.PORTAL: ("link-portal", "cloud-lock"),
    LinkState.REFUSED: ("link-refused", "ban"),
}
_ORDINARY_TROUBLES = frozenset({"", "link.no_route", "link.portal"})  # the state says it already
_ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """Everything V24 shows, read in one go."""

    summary: DeliverySummary
    lists: DeliveryLists


class DeliveryScreen(FieldScreen):
    """Delivery goes on by itself; the button only hurries it."""

    screen_id: ClassVar[str] = "V24"
    title_id = "deliveries-title"
    hurried = Signal()

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.view: DeliveryView | None = None
        self._attention = _ListCard(kit, DeliveryWord.ATTENTION)
        self._saved = _ListCard(kit, DeliveryWord.SAVED)
        self._moving = _ListCard(kit, DeliveryWord.ON_THE_WAY)
        self._arrived = _ListCard(kit, DeliveryWord.DELIVERED)
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
        back = self.add_back()
        self._first = self.primary or back

    def enter(self, argument: Any) -> None:  # noqa: ARG002 - it shows what there is
        self.clear_problem()
        self.view = None
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Read again; the old content stays until the answer is here."""
        deliveries = self.kit.services.deliveries

        def read() -> DeliveryView:
            return DeliveryView(summary=deliveries.summary(), lists=deliveries.rows())

        self.kit.background.run(read, self._show)

    def _show(self, view: DeliveryView) -> None:
        if view == self.view:
            return
        self.view = view
        summary = view.summary
        if self._practising:
            strip, below = practice_strip(self.texts), self.text("practice-strip-why")
        else:
            strip, below = strip_words(self.texts, summary), self._below(summary)
        self.set_head(strip.strong, kicker=self.text("deliveries-title"), subtitle=below)
        self._attention.show_rows(view.lists.attention, summary.attention)
        self._attention.setVisible(bool(view.lists.attention))
        self._saved.show_rows(view.lists.saved, summary.saved)
        self._moving.show_rows(view.lists.on_the_way, summary.on_the_way)
        self._arrived.show_rows(view.lists.delivered, summary.delivered)
        self._arrived.setVisible(bool(view.lists.delivered))
        if not self._practising:
            self._show_side(summary)

    def _below(self, summary: DeliverySummary) -> str:
        if summary.stale:
            return stale_words(self.texts, summary)
        if summary.attention and summary.saved:
            return self.text("delivery-saved", n=summary.saved)
        if summary.last_delivery_at is not None:
            return self.text("delivery-last", when=self.texts.when(summary.last_delivery_at))
        return self.text("deliveries-by-itself")

    def _show_side(self, summary: DeliverySummary) -> None:
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
        if summary.bytes_waiting:
            size = size_words(self.texts, summary.bytes_waiting)
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
        waiting = summary.saved + summary.on_the_way > 0
        if summary.next_try_at is not None and waiting and summary.link is not LinkState.UP:
            time = self.texts.time(summary.next_try_at)
            lines.addWidget(Text(theme, self.text("deliveries-next", time=time), "body", "ink-2"))
        lines.addWidget(Text(theme, self._why(summary, f"{words}-why"), "body", "ink-2"))
        row.addLayout(lines, 1)
        card.body.addLayout(row)
        return card

    def _why(self, summary: DeliverySummary, ordinary: str) -> str:
        """Return why delivery makes no progress, in its three sentences; else the ordinary line."""
        message = message_of(summary.trouble)
        if summary.trouble in _ORDINARY_TROUBLES or not self.texts.has(message):
            return self.text(ordinary)
        parts = ("happened", "safe", "todo")
        return " ".join(self.texts.part(message, part) for part in parts)

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


class _ListCard(Card):
    """One delivery word, its count, and its records."""

    def __init__(self, kit: Kit, word: DeliveryWord) -> None:
        super().__init__(kit.theme, "attention" if word is DeliveryWord.ATTENTION else "plain")
        self._kit, self._word = kit, word
        self.body.setContentsMargins(
            kit.theme.space(5), kit.theme.space(4), kit.theme.space(5), kit.theme.space(3)
        )
        head = QHBoxLayout()
        head.setSpacing(kit.theme.space(3))
        head.addWidget(Pill(kit.theme, word, kit.texts.text(WORD_IDS[word])))
        self._count = Text(kit.theme, "", "label")
        head.addWidget(self._count, 1)
        self.body.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def show_rows(self, rows: tuple[DeliveryRow, ...], count: int) -> None:
        """Show the records of this word, the latest first, the rest as a number."""
        texts, theme = self._kit.texts, self._kit.theme
        self._count.setText(texts.text("number", n=count))
        clear_layout(self._rows)
        most = len(rows) if self._word is DeliveryWord.ATTENTION else _ROWS_SHOWN
        for number, row in enumerate(rows[:most]):
            if number:
                self._rows.addWidget(Rule(theme))
            self._rows.addWidget(self._row(row))
        if not rows:
            self._rows.addWidget(Text(theme, texts.text("deliveries-none"), "body", "ink-2"))
        rest = count - min(len(rows), most)
        if rest > 0:
            self._rows.addWidget(Rule(theme))
            self._rows.addWidget(
                Text(theme, texts.text("deliveries-more", n=rest), "body", "ink-2")
            )

    def _row(self, row: DeliveryRow) -> QWidget:
        texts, theme = self._kit.texts, self._kit.theme
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        line.setSpacing(theme.space(3))
        kind_id, icon = KINDS.get(row.kind, ("kind-other", "file-text"))
        attention = self._word is DeliveryWord.ATTENTION
        if attention:
            icon = "alert-triangle"
        line.addWidget(Icon(theme, icon, "warning" if attention else "ink-2", "icon-button"))
        words = QVBoxLayout()
        words.setSpacing(0)
        title = row.title or texts.text(kind_id)
        if row.person_initials:
            title = f"{title} · {row.person_initials}"
        words.addWidget(Text(theme, title, "body", bold=True))
        detail = texts.when(row.when)
        if row.folio:
            detail = f"{texts.text('deliveries-folio', folio=row.folio)} · {detail}"
        if row.pruned:
            detail = f"{detail} · {texts.text('delivery-pruned')}"
        if attention:
            detail = reason_words(texts, row.reason_code)
        words.addWidget(Text(theme, detail, "body", "ink-2"))
        if attention and row.folio:
            folio = texts.text("deliveries-folio", folio=row.folio)
            words.addWidget(Text(theme, folio, "caption", "ink-2"))
        line.addLayout(words, 1)
        return holder


def reason_words(texts: Any, code: int | None) -> str:
    """Return why the platform did not take a record, in its own sentence (PROTOCOL §8)."""
    message_id = f"reason-{code}"
    if code is None or not texts.has(message_id):
        return str(texts.text("reason-other", code=str(code if code is not None else "")))
    return str(texts.text(message_id))
