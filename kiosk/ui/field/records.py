"""V17 Registros, V18 Detalle, V19 Corregir: what was saved here, and a newer version of it."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import RecordDetail, RecordLine, RecordVersion, SectionView
from kiosk.services.views.approvals import ApprovalState
from kiosk.ui.field.cancelled import cancelled_line
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.review import answer_line
from kiosk.ui.questions.markdown import plain
from kiosk.ui.screen import Act
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, Rule, SideCard, clear_layout
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.marks import WORD_IDS, Pill
from kiosk.ui.widgets.search import SearchEdit
from kiosk.ui.widgets.text import Text
from sync.money import Centavos

_DEBOUNCE_MS = 120


class RecordsScreen(FieldScreen):
    """V17: registrations and payments of this device, the latest first; typing narrows the list."""

    screen_id: ClassVar[str] = "V17"
    title_id = "records-title"
    opened = Signal(object)
    """The event id of the record that is wanted on V18."""
    receipt_wanted = Signal(object)
    """The event id of the payment that is wanted on V16."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.without_side()
        self.set_head(self.text("records-title"), subtitle=self.text("records-subtitle"))
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._debounce.timeout.connect(self._search)
        self.field = SearchEdit(theme, self.text("records-search"), self.text("records-hint"))
        self.field.textEdited.connect(lambda _text: self._debounce.start())
        self.main_column.addWidget(self.field)
        card = Card(theme)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        card.body.addLayout(self._rows)
        self.main_column.addWidget(card)
        self.buttons: tuple[Button, ...] = ()
        self._asked: str | None = None
        self._answered: str | None = None
        self._go_on_when_answered = False
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._answered, self._go_on_when_answered = None, False
        if isinstance(argument, str):
            self.field.setText(argument)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search()

    def leave(self) -> None:
        self._debounce.stop()

    def _search(self) -> None:
        text = self.field.text().strip()
        self._asked = text
        records = self.kit.services.records
        self.kit.background.run(
            lambda: records.rows(text), lambda lines: self._show(text, lines), self.show_problem
        )

    def _show(self, text: str, lines: tuple[RecordLine, ...]) -> None:
        if text != self._asked:
            return  # a later search is under way
        clear_layout(self._rows)
        buttons: list[Button] = []
        for number, line in enumerate(lines):
            if number:
                self._rows.addWidget(Rule(self.theme))
            row, button = self._row(line)
            self._rows.addWidget(row)
            buttons.append(button)
        self.buttons = tuple(buttons)
        if not lines:
            words = self.text("records-none-found" if text else "records-none", text=text)
            self._rows.addWidget(Text(self.theme, words, "body", "ink-2"))
        if text:
            announce(self.field, self.text("records-count", n=len(lines)))
        self.order_tabs()
        self._answered = text
        if self._go_on_when_answered:
            self._go_on_when_answered = False
            self.enter_pressed()

    def _row(self, line: RecordLine) -> tuple[QWidget, Button]:
        theme, paid = self.theme, line.paid_centavos is not None
        holder = QWidget()
        holder.setMinimumHeight(theme.size("draft-row"))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(4))
        words = QVBoxLayout()  # one below the other: at 200 % a row has no room for more
        words.setSpacing(theme.space(1))
        who = line.person_name or self.text("paper-discreet")
        words.addWidget(Text(theme, who, "body", bold=True))
        what = f"{self._what(line)} · {line.folio} · {self.texts.when(line.saved_at)}"
        if line.corrections:
            what += f" · {self.text('records-corrected', n=line.corrections)}"
        if line.pruned:
            what += f" · {self.text('delivery-pruned')}"
        words.addWidget(Text(theme, what, "body", "ink-2"))
        pill = Pill(theme, line.word, self.text(WORD_IDS[line.word]))
        words.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        if line.approval in (ApprovalState.WAITING, ApprovalState.REFUSED):
            beside = self.text(f"approval-state-{line.approval.value}")
            words.addWidget(Text(theme, beside, "caption", "ink-2"))
        if line.reversed_at is not None:
            words.addWidget(cancelled_line(theme, self.texts, line.reversed_at))
        row.addLayout(words, 1)
        button = Button(
            theme, self.text("records-open"), Kind.LINK, icon="chevron-right", trailing=True,
            name=self.text("sheet-open-receipt", folio=line.folio) if paid
            else self.text("records-open-name", person=who, service=line.service_name),
        )  # fmt: skip
        wanted = self.receipt_wanted if paid else self.opened
        button.clicked.connect(lambda: wanted.emit(line.event_id))
        row.addWidget(button)
        return holder, button

    def _what(self, line: RecordLine) -> str:
        """Return what a line is about: the service, of a payment its amount as well."""
        if line.paid_centavos is None:
            return line.service_name
        paid = self.text("records-paid", amount=self.texts.money(line.paid_centavos))
        return f"{paid} · {line.service_name}" if line.service_name else paid

    def enter_pressed(self) -> None:
        """Enter in the search field opens the only line found, else goes to the first."""
        if self.field.text().strip() != self._answered:
            self._debounce.stop()
            self._go_on_when_answered = True  # the hurried end with Enter before the answer is here
            self._search()
            return
        if len(self.buttons) == 1:
            self.buttons[0].click()
        elif self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)


class RecordScreen(FieldScreen):
    """V18: what a record says now, read only, and how it came to that."""

    screen_id: ClassVar[str] = "V18"
    title_id = "record-title"
    correct_wanted = Signal(object)
    """The RecordDetail to be corrected."""
    receipt_wanted = Signal(object)
    """The event id whose receipt is wanted on V16."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.detail: RecordDetail | None = None
        self.notice = Notice(theme, "lock", self.text("record-read-only"), "neutral")
        self.main_column.addWidget(self.notice)
        self._card = Card(theme)
        self._card.body.setSpacing(0)
        self.main_column.addWidget(self._card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self._history = SideCard(theme, self.text("record-history"))
        self._versions = QVBoxLayout()
        self._versions.setSpacing(theme.space(2))
        self._history.body.addLayout(self._versions)
        self.side_column.addWidget(self._history)
        self._paid = SideCard(theme, self.text("sheet-payments"))
        self._payments = QVBoxLayout()
        self._payments.setSpacing(theme.space(2))
        self._paid.body.addLayout(self._payments)
        self.side_column.addWidget(self._paid)
        self.correct = self.add_action(self.text("record-correct"), icon="pencil")
        self.correct.clicked.connect(self._correct)
        self.receipt = self.add_action(self.text("record-receipt"), icon="receipt")
        self.receipt.clicked.connect(self._open_receipt)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self.detail = None
        self._card.hide()
        self._paid.hide()
        self.correct.hide()
        self.receipt.hide()
        records = self.kit.services.records
        self.kit.background.run(lambda: records.detail(argument), self._show, self.show_problem)

    def _show(self, detail: RecordDetail) -> None:
        self.detail = detail
        theme = self.theme
        self.set_head(detail.service_name, kicker=detail.folio)
        person = detail.person
        tail = person.curp_masked
        self.person.show_person(
            person.display_name,
            person.initials,
            self.text("person-curp-tail", tail=tail) if tail else "",
        )
        clear_layout(self._card.body)
        for number, section in enumerate(detail.sections):
            if number:
                self._card.body.addSpacing(theme.space(4))
            self._card.body.addWidget(Text(theme, plain(section.title), "label"))
            for line in section.lines:
                self._card.body.addWidget(answer_line(self.kit, line))
        self._card.show()
        clear_layout(self._versions)
        for version in detail.versions:
            self._versions.addWidget(self._version(version))
        clear_layout(self._payments)
        for paid in detail.payments:
            self._payments.addWidget(self._payment(paid))
        self._paid.setVisible(bool(detail.payments))
        self.correct.setVisible(detail.may_correct)
        self.receipt.setVisible(detail.has_receipt)
        self.order_tabs()
        first = self.correct if detail.may_correct else self.receipt
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _version(self, version: RecordVersion) -> QWidget:
        theme = self.theme
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        what = "record-corrected" if version.reason else "record-made"
        words = self.text(what, when=self.texts.when(version.saved_at), who=version.operator)
        column.addWidget(Text(theme, words))
        if version.reason:
            reason = self.text("record-reason", reason=version.reason)
            column.addWidget(Text(theme, reason, "body", "ink-2"))
        column.addWidget(
            Pill(theme, version.word, self.text(WORD_IDS[version.word])),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        column.addWidget(Rule(theme))
        return holder

    def _payment(self, line: RecordLine) -> QWidget:
        theme, paid = self.theme, Centavos(line.paid_centavos or 0)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(Text(theme, self.texts.money(paid), "body", bold=True))
        below = f"{line.folio} · {self.texts.when(line.saved_at)}"
        column.addWidget(Text(theme, below, "body", "ink-2"))
        if line.reversed_at is not None:
            column.addWidget(cancelled_line(theme, self.texts, line.reversed_at))
        link = Button(
            theme, self.text("records-open"), Kind.LINK, icon="chevron-right", trailing=True,
            name=self.text("sheet-open-receipt", folio=line.folio),
        )  # fmt: skip
        link.clicked.connect(lambda: self.receipt_wanted.emit(line.event_id))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _correct(self) -> None:
        if self.detail is not None:
            self.correct_wanted.emit(self.detail)

    def _open_receipt(self) -> None:
        if self.detail is not None:
            self.receipt_wanted.emit(self.detail.event_id)

    def act(self, act: Act) -> bool:
        if act is Act.PRINT and self.detail is not None and self.detail.has_receipt:
            self._open_receipt()  # V16 knows whether it is the first paper or a duplicate
            return True
        return super().act(act)


class CorrectScreen(FieldScreen):
    """V19 Corregir: the reason comes first, then the form as it was saved."""

    screen_id: ClassVar[str] = "V19"
    title_id = "correct-title"
    started = Signal(object)
    """The SectionView of the draft in which the record is corrected."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._detail: RecordDetail | None = None
        self._going = False
        self.set_head(self.text("correct-title"), subtitle=self.text("correct-subtitle"))
        self.summary = self.add_summary()
        card = Card(theme)
        self.reason = LineField(theme, self.text("correct-reason"), self.text("correct-hint"))
        self.reason.edit.setMaxLength(500)
        card.body.addWidget(self.reason)
        self.main_column.addWidget(card)
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        self.add_primary(self.text("correct-start")).clicked.connect(self._start)
        self.add_back()

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, RecordDetail):
            return
        self.clear_problem()
        self._going = False
        self._detail = argument
        self.summary.show_messages([])
        self.reason.set_message(None)
        self.reason.set_value("")
        self.set_head(
            self.text("correct-title"),
            kicker=f"{argument.service_name} · {argument.folio}",
            subtitle=self.text("correct-subtitle"),
        )
        person = argument.person
        self.person.show_person(person.display_name, person.initials, "")
        self.order_tabs()
        self.reason.take_focus()

    def _start(self) -> None:
        detail, reason = self._detail, self.reason.value().strip()
        if detail is None or self._going:
            return
        if not reason:
            words = self.text("correct-no-reason")
            self.reason.set_message(words)
            self.summary.show_messages([(words, self.reason)])
            self.order_tabs()
            return
        self._going = True
        services, language = self.kit.services, self.texts.language
        event_id = detail.event_id

        def begin() -> SectionView:
            draft = services.records.correct(event_id, reason, language)
            return services.registrations.resume(draft)

        self.kit.background.run(begin, self._started, self._failed)

    def _started(self, view: SectionView) -> None:
        self._going = False
        self.started.emit(view)

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def window_words(self) -> str:
        words = super().window_words()
        return self.text("title-problem", title=words) if self.summary.messages else words
