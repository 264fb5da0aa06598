"""The lists of V24: what needs attention record by record, what waits and moves in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import DeliveryRow, DeliveryWord, FilesWaiting, RowAct
from kiosk.ui.field.page import Kit
from kiosk.ui.field.words import since_words, size_words
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Rule, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.marks import WORD_IDS, Pill
from kiosk.ui.widgets.text import Icon, Text
from sync.ids import EventId

KINDS = {
    30: ("kind-shift", "clock"),
    31: ("kind-cash-moved", "cash"),
    33: ("kind-shift-closed", "clock"),
    36: ("kind-deposit", "cash"),
    40: ("kind-registration", "file-text"),
    41: ("kind-correction", "pencil"),
    50: ("kind-person", "user"),
    60: ("kind-payment", "cash"),
    61: ("kind-reversal", "cash"),
}
_GROUPS = {
    40: ("group-registrations", "file-text"),
    41: ("group-corrections", "pencil"),
    50: ("group-persons", "user"),
    60: ("group-payments", "cash"),
    61: ("group-payments", "cash"),
    30: ("group-shifts", "clock"),
    31: ("group-shifts", "clock"),
    33: ("group-shifts", "clock"),
    36: ("group-shifts", "clock"),
}
_OTHERS = ("group-others", "file-text")
_ROWS_SHOWN = 5


def reason_words(texts: Any, code: int | None, act: RowAct = RowAct.SEE) -> str:
    """Return why the platform did not take a record, in its own sentence (PROTOCOL §8).

    Where the ordinary remedy is not there for this kind of record, the sentence is another.
    """
    message_id = f"reason-{code}"
    if act is RowAct.TELL and texts.has(f"{message_id}-tell"):
        message_id = f"{message_id}-tell"
    if code is None or not texts.has(message_id):
        return str(texts.text("reason-other", code=str(code if code is not None else "")))
    return str(texts.text(message_id))


class ListCard(Card):
    """One delivery word, its count, and lines below it."""

    def __init__(self, kit: Kit, word: DeliveryWord) -> None:
        super().__init__(kit.theme, "attention" if word is DeliveryWord.ATTENTION else "plain")
        self.kit, self.texts, self.word = kit, kit.texts, word
        self._shown: object = None
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

    def begin(self, count: int, *shown: object) -> bool:
        """Show a count and nothing below it yet; False where all that is shown stands already.

        What is not drawn again keeps the focus, and what was opened in it.
        """
        if self._shown == (count, shown):
            return False
        self._shown = (count, shown)
        self._count.setText(self.texts.text("number", n=count))
        clear_layout(self._rows)
        return True

    def add(self, line: QWidget) -> None:
        """Add a line below the others."""
        if self._rows.count():
            self._rows.addWidget(Rule(self.theme))
        self._rows.addWidget(line)

    def add_words(self, words: str) -> None:
        """Add a quiet line."""
        self.add(Text(self.theme, words, "body", "ink-2"))

    def line(self, icon: str, ink: str, title: str, *below: str) -> tuple[QWidget, QBoxLayout]:
        """Return a line with an icon, a title and what stands below it, and where more fits."""
        theme = self.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        row.setSpacing(theme.space(3))
        top = Qt.AlignmentFlag.AlignTop if theme.large else Qt.AlignmentFlag(0)
        row.addWidget(Icon(theme, icon, ink, "icon-button"), 0, top)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(theme, title, "body", bold=True))
        for line in below:
            if line:
                words.addWidget(Text(theme, line, "body", "ink-2"))
        row.addLayout(words, 1)
        return holder, words if theme.large else row


@dataclass(frozen=True, slots=True)
class _Group:
    words_id: str
    icon: str
    rows: tuple[DeliveryRow, ...]

    @property
    def oldest(self) -> datetime:
        return min(row.when for row in self.rows)


class WaitingCard(ListCard):
    """What is saved here: how many of each kind, the oldest of each, and the photos."""

    def show_rows(self, rows: tuple[DeliveryRow, ...], count: int, files: FilesWaiting) -> None:
        """Show groups of records in the order of their number."""
        if not self.begin(count, rows, files):
            return
        for group in _grouped(rows):
            title = self.texts.text(group.words_id, n=len(group.rows))
            oldest = self.texts.text("deliveries-oldest-of", when=self.texts.when(group.oldest))
            self.add(self.line(group.icon, "ink-2", title, oldest)[0])
        if files.count:
            title = self.texts.text("group-files", n=files.count)
            size = size_words(self.texts, files.size_bytes)
            self.add(self.line("photo", "ink-2", title, size)[0])
        if not rows and not files.count:
            self.add_words(self.texts.text("deliveries-none"))
        if count > len(rows):
            self.add_words(self.texts.text("deliveries-more", n=count - len(rows)))


class MovingCard(ListCard):
    """What is on its way: on sticks since when, and sent without an answer yet."""

    def show_rows(self, rows: tuple[DeliveryRow, ...], count: int) -> None:
        """Show one line for each way."""
        if not self.begin(count, rows):
            return
        carried = [row for row in rows if row.on_stick_since is not None]
        sent = len(rows) - len(carried)
        if carried:
            since = min(row.on_stick_since for row in carried if row.on_stick_since is not None)
            title = self.texts.text("group-on-stick", n=len(carried))
            below = self.texts.text("deliveries-stick-since", when=since_words(self.texts, since))
            self.add(self.line("device-usb", "info", title, below)[0])
        if sent:
            title = self.texts.text("group-sent", n=sent)
            self.add(self.line("arrow-right", "info", title, self.texts.text("deliveries-ack"))[0])
        if not rows:
            self.add_words(self.texts.text("deliveries-none"))


class ArrivedCard(ListCard):
    """What arrived last, record by record."""

    def show_rows(self, rows: tuple[DeliveryRow, ...], count: int) -> None:
        """Show the latest few, the rest as a number."""
        if not self.begin(count, rows):
            return
        for row in rows[:_ROWS_SHOWN]:
            _, icon = KINDS.get(row.kind, ("", "file-text"))
            detail = self.texts.when(row.when)
            if row.folio:
                detail = f"{self.texts.text('deliveries-folio', folio=row.folio)} · {detail}"
            if row.pruned:
                detail = f"{detail} · {self.texts.text('delivery-pruned')}"
            self.add(self.line(icon, "ink-2", title_of(self.texts, row), detail)[0])
        rest = count - min(len(rows), _ROWS_SHOWN)
        if rest > 0:
            self.add_words(self.texts.text("deliveries-more", n=rest))


class AttentionCard(ListCard):
    """Every record that needs attention, why, and the one thing to do about it."""

    wanted = Signal(object)
    """A DeliveryRow whose act is to be done: shown or corrected."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit, DeliveryWord.ATTENTION)
        self.terminal = ""
        self._told: set[EventId] = set()

    def show_rows(self, rows: tuple[DeliveryRow, ...], count: int) -> None:
        """Show all of them: nobody else shows one."""
        if not self.begin(count, rows):
            return
        for row in rows:
            self.add(self._row(row))

    def _row(self, row: DeliveryRow) -> QWidget:
        title = title_of(self.texts, row)
        folio = self.texts.text("deliveries-folio", folio=row.folio) if row.folio else ""
        if folio:
            title = f"{title} · {folio}"
        holder, where = self.line(
            "alert-triangle", "warning", title, reason_words(self.texts, row.reason_code, row.act)
        )
        words = self.texts.text(f"attention-{row.act.value}")
        about = row.folio or f"{title} {self.texts.when(row.when)}"
        button = Button(self.theme, words, Kind.LINK, name=f"{words}, {about}")
        button.setMinimumWidth(self.theme.size("target-min"))
        if row.act is RowAct.TELL:
            said = Text(self.theme, "", "body")
            beside = self.theme.size("icon-button") + self.theme.space(3)
            said.setContentsMargins(beside, 0, 0, self.theme.space(2))
            said.hide()
            button.clicked.connect(lambda: announce(said, self._tell(row, said)))
            if row.event_id in self._told:
                self._tell(row, said)
            column = QVBoxLayout()
            column.setSpacing(0)
            inner = QWidget()
            inner.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(holder)
            column.addWidget(said)
            holder = inner
        else:
            button.clicked.connect(lambda: self.wanted.emit(row))
        where.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _tell(self, row: DeliveryRow, said: Text) -> str:
        """Show the words for the supervisor, who finds the record by them; nobody is named."""
        self._told.add(row.event_id)
        words = self.texts.text(
            "attention-tell-words",
            terminal=self.terminal,
            what=row.folio or self.texts.text(KINDS.get(row.kind, ("kind-other", ""))[0]),
            when=self.texts.when(row.when),
            code=str(row.reason_code if row.reason_code is not None else "—"),
        )
        said.setText(words)
        said.show()
        return words


def title_of(texts: Any, row: DeliveryRow) -> str:
    """Return what a record is called: its service or its kind, and whose it is."""
    kind_id, _ = KINDS.get(row.kind, ("kind-other", ""))
    title = row.title or str(texts.text(kind_id))
    return f"{title} · {row.person_initials}" if row.person_initials else title


def _grouped(rows: Sequence[DeliveryRow]) -> list[_Group]:
    found: dict[tuple[str, str], list[DeliveryRow]] = {}
    for row in rows:
        found.setdefault(_GROUPS.get(row.kind, _OTHERS), []).append(row)
    groups = [_Group(words, icon, tuple(them)) for (words, icon), them in found.items()]
    return sorted(groups, key=lambda group: -len(group.rows))
