"""V31 Datos de la persona: what is held, field by field; who saw it; what is asked, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.privacy import Answer
from kiosk.services.views import PersonRow
from kiosk.services.views.rights import (
    AccessLine,
    HeldData,
    HeldField,
    HeldGroup,
    RequestLine,
)
from kiosk.texts import Texts
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, Rule, SideCard, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.text import Text
from sync.events import PersonRight, RequestOutcome

_ACCESSES_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsEntry:
    """What V31 and its pages are entered with; *words* is what was just done."""

    person: PersonRow
    request: RequestLine | None = None
    words: str = ""


class RightsScreen(FieldScreen):
    """V31. Looking is recorded; every act leads to a page of its own."""

    screen_id: ClassVar[str] = "V31"
    title_id = "rights-title"
    copy_wanted = Signal(object)
    correct_wanted = Signal(object)
    oppose_wanted = Signal(object)
    erase_wanted = Signal(object)
    request_wanted = Signal(object)
    answer_wanted = Signal(object)
    """Each: a RightsEntry, with the open request of that right where there is one."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._person: PersonRow | None = None
        self._requests: tuple[RequestLine, ...] = ()
        self.held: HeldData | None = None
        law = kit.services.rights.privacy.pack.law
        self.set_head(self.text("rights-title"), subtitle=self.text("rights-subtitle", law=law))
        self.done = Notice(theme, "check", tone="success")
        self.same = Notice(theme, "alert-triangle", tone="problem")
        self.main_column.addWidget(self.done)
        self.main_column.addWidget(self.same)
        self._groups = QVBoxLayout()
        self._groups.setSpacing(theme.space(3))
        self.main_column.addLayout(self._groups)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self._asked = self._side("rights-requests")
        self._accesses = self._side("rights-accesses")
        note = Notice(theme, "eye", self.text("rights-recorded"), "neutral")
        self.side_column.addWidget(note)
        self.add_primary(self.text("rights-copy"), icon="file-text").clicked.connect(
            lambda: self._go(self.copy_wanted, PersonRight.ACCESS)
        )
        for words, signal, right in (
            ("rights-request", self.request_wanted, None),
            ("rights-correct", self.correct_wanted, PersonRight.RECTIFICATION),
            ("rights-oppose", self.oppose_wanted, PersonRight.OPPOSITION),
            ("rights-erase", self.erase_wanted, PersonRight.CANCELLATION),
        ):
            self._act(words, signal, right)
        self.add_back()

    def _act(self, words: str, signal: Any, right: PersonRight | None) -> None:
        button = self.add_action(self.text(words))
        button.clicked.connect(lambda: self._go(signal, right))

    def _side(self, title_id: str) -> QVBoxLayout:
        card = SideCard(self.theme, self.text(title_id))
        rows = QVBoxLayout()
        rows.setSpacing(self.theme.space(2))
        card.body.addLayout(rows)
        self.side_column.addWidget(card)
        return rows

    def _go(self, signal: Any, right: PersonRight | None) -> None:
        if self._person is None:
            return
        asked = [one for one in self._requests if one.right is right and one.is_open]
        signal.emit(RightsEntry(person=self._person, request=asked[0] if asked else None))

    def enter(self, argument: Any) -> None:
        entry = argument
        if isinstance(argument, PersonRow):
            entry = RightsEntry(person=argument)
        if not isinstance(entry, RightsEntry):
            return
        self.clear_problem()
        person = self._person = entry.person
        self.held, self._requests = None, ()
        self.person.show_person(person.display_name, person.initials, "")
        for layout in (self._groups, self._asked, self._accesses):
            clear_layout(layout)
        self.same.hide()
        self.done.words.setText(entry.words)
        self.done.setVisible(bool(entry.words))
        if entry.words:
            announce(self.done, entry.words)
        privacy, subject = self.kit.services.rights.privacy, person.subject

        def look() -> tuple[HeldData, tuple[RequestLine, ...]]:
            return privacy.held(subject), privacy.requests(subject)

        self.kit.background.run(look, self._show, self.show_problem)

    def _show(self, found: tuple[HeldData, tuple[RequestLine, ...]]) -> None:
        held, self._requests = found
        if self._person is None or held.subject != self._person.subject:
            return
        self.held = held
        clear_layout(self._groups)
        for group in held.groups:
            self._groups.addWidget(group_card(self.kit, group))
        self.same.words.setText(self.text("rights-same-curp", n=held.same_curp))
        self.same.setVisible(held.same_curp > 0)
        self._show_requests()
        clear_layout(self._accesses)
        for line in held.accesses[:_ACCESSES_SHOWN]:
            self._accesses.addWidget(Text(self.theme, access_words(self.texts, line)))
        if not held.accesses:
            self._accesses.addWidget(Text(self.theme, self.text("rights-no-accesses")))
        self.order_tabs()
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_requests(self) -> None:
        theme = self.theme
        clear_layout(self._asked)
        for number, line in enumerate(self._requests):
            if number:
                self._asked.addWidget(Rule(theme))
            self._asked.addWidget(Text(theme, right_words(self.texts, line), "body", bold=True))
            self._asked.addWidget(Text(theme, clock_words(self.texts, line)))
            if line.words:
                self._asked.addWidget(Text(theme, line.words, "body", "ink-2"))
            if line.outcome is None:
                for link in self._answers(line):
                    self._asked.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._requests:
            self._asked.addWidget(Text(theme, self.text("rights-no-requests")))
        self._asked.addWidget(Text(theme, self.text("rights-to-confirm"), "body", "ink-2"))

    def _answers(self, line: RequestLine) -> tuple[Button, ...]:
        """Return what may be answered here; a cancellation is granted by carrying it out (V38)."""
        words, person = right_words(self.texts, line), self._person
        other = Button(
            self.theme, self.text("reply-open-short"), Kind.LINK, icon="x",
            name=self.text("reply-open", request=words),
        )  # fmt: skip
        if person is not None:
            entry = RightsEntry(person=person, request=line)
            other.clicked.connect(lambda: self.answer_wanted.emit(entry))
        if line.right is PersonRight.CANCELLATION:
            return (other,)
        grant = Button(
            self.theme, self.text("rights-grant-short"), Kind.LINK, icon="check",
            name=f"{self.text('rights-grant-short')}: {words}",
        )  # fmt: skip
        grant.clicked.connect(lambda: self._answer(line))
        return (grant, other)

    def _answer(self, line: RequestLine) -> None:
        privacy, person = self.kit.services.rights.privacy, self._person

        def answer() -> RequestLine:
            granted = Answer(outcome=RequestOutcome.GRANTED)
            return privacy.answer(privacy.begin(), line.event_id, granted)

        self.kit.background.run(answer, lambda _line: self.enter(person), self.show_problem)


def right_words(texts: Texts, line: RequestLine) -> str:
    """Return which right is used and since when."""
    right = texts.text(f"right-{line.right.name.lower()}")
    return texts.text("rights-right", right=right, day=texts.day_with_year(line.received_on))


def clock_words(texts: Texts, line: RequestLine) -> str:
    """Return what is to be done next for a request, and until when."""
    if line.outcome is RequestOutcome.REFUSED:
        return texts.text("rights-refused")
    if line.carried_out:
        return texts.text("rights-done")
    step, day, left = "answer", line.answer_by, line.days_left
    if line.carry_out_by is not None and line.carry_out_days_left is not None:
        step, day, left = "carry", line.carry_out_by, line.carry_out_days_left
    words = texts.day_with_year(day)
    if left < 0:
        return texts.text(f"rights-{step}-late", day=words)
    return texts.text(f"rights-{step}-by", day=words, n=left)


def access_words(texts: Texts, line: AccessLine) -> str:
    """Return one line of a person's access log."""
    what = texts.text(f"access-{line.kind.value}")
    when = texts.when(line.when)
    return texts.text("rights-access-line", when=when, who=line.operator_name, what=what)


def group_card(kit: Kit, group: HeldGroup) -> QWidget:
    """Return a card with everything of one group."""
    theme, texts = kit.theme, kit.texts
    card = Card(theme)
    card.body.setSpacing(theme.space(2))
    kind = texts.text(f"held-kind-{group.kind.value}")
    title = kind if group.title in ("", kind) else f"{kind} · {group.title}"
    card.body.addWidget(Text(theme, title, "label"))
    head = [texts.when(group.when)]
    if group.folio:
        head.append(group.folio)
    card.body.addWidget(Text(theme, " · ".join(head), "body", "ink-2"))
    if group.reserved:
        card.body.addWidget(Text(theme, texts.text("rights-reserved")))
    for field in group.fields:
        card.body.addWidget(_field(kit, field))
    return card


def _field(kit: Kit, field: HeldField) -> QWidget:
    theme, texts = kit.theme, kit.texts
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.space(1), 0, theme.space(1))
    column.setSpacing(theme.size("text-gap"))
    value = field.value or texts.text("held-empty")
    column.addWidget(Text(theme, field.label, "body", "ink-2"))
    column.addWidget(Text(theme, value, "body", bold=True))
    why = why_words(texts, field)
    if why:
        column.addWidget(Text(theme, why, "caption", "ink-2"))
    return holder


def why_words(texts: Texts, field: HeldField) -> str:
    """Return purpose, legal basis and term of a field in one line; "" where none is known."""
    parts = []
    if field.purpose:
        parts.append(texts.text("rights-for", purpose=field.purpose))
    if field.legal_basis:
        parts.append(texts.text("rights-basis", basis=field.legal_basis))
    if field.term:
        parts.append(texts.text("rights-term", term=field.term))
    return " ".join(parts)
