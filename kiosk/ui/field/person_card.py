"""V06 Ficha de la persona: who this is, what this office did with them, and on to a service."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.views import PersonRow
from kiosk.services.views.accounts import AccountState, Candidate
from kiosk.services.views.rights import PersonSheet, SheetPayment, SheetRecord
from kiosk.ui.field.cancelled import cancelled_line
from kiosk.ui.field.duplicates import Comparing
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.field.person_account import AccountSide, LikeNotice
from kiosk.ui.widgets.buttons import Button, Kind
from kiosk.ui.widgets.cards import Card, Notice, PersonCard, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.text import Text
from sync.ids import SubjectId


class PersonCardScreen(FieldScreen):
    """V06. Opening it was recorded by whoever led here; Enter starts a service at once."""

    screen_id: ClassVar[str] = "V06"
    title_id = "sheet-title"
    service_wanted = Signal(object)
    """The PersonRow for whom a service is to be started."""
    rights_wanted = Signal(object)
    """The PersonRow whose data are wanted on V31."""
    record_wanted = Signal(object)
    """The event id of the registration that is wanted on V18."""
    receipt_wanted = Signal(object)
    """The event id whose receipt is wanted on V16."""
    account_wanted = Signal(str, object, object)
    """A screen of accounts, the PersonRow, their AccountState."""
    comparing_wanted = Signal(object)
    """A Comparing of this person with who is like them."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self.row: PersonRow | None = None
        self._state: AccountState | None = None
        self._alike: tuple[Candidate, ...] = ()
        self.opposed = Notice(theme, "ban", tone="problem")
        self.main_column.addWidget(self.opposed)
        self.done = Notice(theme, "check", tone="success")
        self.main_column.addWidget(self.done)
        self.like = LikeNotice(theme, self.texts)
        self.like.wanted.connect(self._compare)
        self.main_column.addWidget(self.like)
        self._records = self._list_card("sheet-records")
        self._payments = self._list_card("sheet-payments")
        self.person = PersonCard(theme)
        self.side_column.addWidget(self.person)
        side = SideCard(theme, self.text("sheet-identity"))
        self._identity = QVBoxLayout()
        self._identity.setSpacing(0)
        side.body.addLayout(self._identity)
        self.side_column.addWidget(side)
        self.account = AccountSide(theme, self.texts)
        self.account.wanted.connect(self._account)
        self.side_column.addWidget(self.account)
        self.notes = Notice(theme, "info-circle", tone="neutral")
        self.side_column.addWidget(self.notes)
        self.add_primary(self.text("sheet-new"), icon="file-plus").clicked.connect(self._start)
        self.rights = self.add_action(self.text("sheet-rights"), icon="eye")
        self.rights.clicked.connect(self._open_rights)
        self.add_back()

    def _list_card(self, title_id: str) -> QVBoxLayout:
        card = Card(self.theme)
        card.body.addWidget(Text(self.theme, self.text(title_id), "label"))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        card.body.addLayout(rows)
        self.main_column.addWidget(card)
        return rows

    def enter(self, argument: Any) -> None:
        if not isinstance(argument, PersonRow):
            return
        self.clear_problem()
        self.row = argument
        self.set_head(argument.display_name, kicker=self.text("sheet-title"))
        tail = argument.curp_masked
        detail = self.text("person-curp-tail", tail=tail) if tail else ""
        self.person.show_person(argument.display_name, argument.initials, detail)
        for layout in (self._records, self._payments, self._identity):
            clear_layout(layout)
        self._state, self._alike = None, ()
        for widget in (
            self.opposed, self.notes, self.rights, self.done, self.like, self.account,
        ):  # fmt: skip
            widget.hide()
        if self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)
        privacy, subject = self.kit.services.rights.privacy, argument.subject
        self.kit.background.run(lambda: privacy.sheet(subject), self._show, self.show_problem)
        desk = self.kit.services.accounts
        self.kit.background.run(
            lambda: (subject, desk.cards.state(subject), desk.duplicates.of(subject)),
            self._show_account,
            self.show_problem,
        )

    def show_done(self, words: str) -> None:
        """Say what was done for the person just now."""
        self.done.words.setText(words)
        self.done.show()

    def _show_account(self, found: tuple[SubjectId, AccountState, tuple[Candidate, ...]]) -> None:
        subject, state, candidates = found
        if self.row is None or subject != self.row.subject:
            return
        self._state, self._alike = state, candidates
        self.account.show_state(state)
        self.like.show_candidates(candidates)
        self.order_tabs()

    def _account(self, screen_id: str) -> None:
        if self.row is not None and self._state is not None:
            self.account_wanted.emit(screen_id, self.row, self._state)

    def _compare(self) -> None:
        if self.row is not None and self._alike:
            self.comparing_wanted.emit(Comparing(candidates=self._alike, person=self.row))

    def _show(self, sheet: PersonSheet) -> None:
        if self.row is None or sheet.person.subject != self.row.subject:
            return
        self.row = sheet.person
        self._show_identity(sheet)
        clear_layout(self._records)
        clear_layout(self._payments)
        self._fill(self._records, [self._record(one) for one in sheet.records], "sheet-no-records")
        paid = [self._payment(one) for one in sheet.payments]
        self._fill(self._payments, paid, "sheet-no-payments")
        uses = "; ".join(sheet.opposed)
        self.opposed.words.setText(self.text("sheet-opposed", uses=uses))
        self.opposed.setVisible(bool(sheet.opposed))
        notes = []
        if sheet.drafts:
            notes.append(self.text("sheet-drafts", n=sheet.drafts))
        if sheet.requests:
            notes.append(self.text("sheet-requests", n=sheet.requests))
        self.notes.words.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        self.rights.setVisible(sheet.may_use_rights)
        self.order_tabs()

    def _show_identity(self, sheet: PersonSheet) -> None:
        clear_layout(self._identity)
        person, without = sheet.person, self.text("person-without")
        born = self.texts.born(person.born) if person.born else without
        sex = self.text(f"sex-{person.sex.lower()}") if person.sex else without
        phone = self.texts.phone(sheet.phone) if sheet.phone else without
        rows = (
            ("person-curp", person.curp_masked or without),
            ("person-born", born),
            ("person-sex", sex),
            ("person-phone", phone),
        )
        for word, value in rows:
            self._identity.addWidget(ValueRow(self.theme, self.text(word), value))

    def _fill(self, layout: QVBoxLayout, rows: list[QWidget], none_id: str) -> None:
        for number, row in enumerate(rows):
            if number:
                layout.addWidget(Rule(self.theme))
            layout.addWidget(row)
        if not rows:
            layout.addWidget(Text(self.theme, self.text(none_id), "body", "ink-2"))

    def _record(self, one: SheetRecord) -> QWidget:
        below = f"{one.folio} · {self.texts.when(one.saved_at)}"
        if one.corrections:
            below += f" · {self.text('records-corrected', n=one.corrections)}"
        if one.unpaid_centavos is not None:
            amount = self.texts.money(one.unpaid_centavos)
            below += f" · {self.text('sheet-unpaid', amount=amount)}"
        name = self.text("sheet-open-record", service=one.service_name, folio=one.folio)
        row, button = self._line(one.service_name, below, name)
        button.clicked.connect(lambda: self.record_wanted.emit(one.event_id))
        return row

    def _payment(self, one: SheetPayment) -> QWidget:
        below = f"{one.folio} · {self.texts.when(one.paid_at)}"
        if one.declared:
            below += f" · {self.text(f'declared-{one.declared}')}"
        name = self.text("sheet-open-receipt", folio=one.folio)
        row, button = self._line(
            self.texts.money(one.total_centavos), below, name, cancelled=one.reversed_at
        )
        button.clicked.connect(lambda: self.receipt_wanted.emit(one.event_id))
        return row

    def _line(
        self, title: str, below: str, name: str, *, cancelled: datetime | None = None
    ) -> tuple[QWidget, Button]:
        theme = self.theme
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, theme.space(2), 0, theme.space(2))
        row.setSpacing(theme.space(4))
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        words.addWidget(Text(theme, title, "body", bold=True))
        words.addWidget(Text(theme, below, "body", "ink-2"))
        if cancelled is not None:
            words.addWidget(cancelled_line(theme, self.texts, cancelled))
        row.addLayout(words, 1)
        button = Button(
            theme, self.text("sheet-open"), Kind.LINK, icon="chevron-right", trailing=True,
            name=name,
        )  # fmt: skip
        row.addWidget(button)
        return holder, button

    def _start(self) -> None:
        if self.row is not None:
            self.service_wanted.emit(self.row)

    def _open_rights(self) -> None:
        if self.row is not None:
            self.rights_wanted.emit(self.row)

    def enter_pressed(self) -> None:
        self._start()
