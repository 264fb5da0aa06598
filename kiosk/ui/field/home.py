"""V02 Inicio: search first, five tiles, what waits to be finished or paid, the shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.shifts import Shift
from kiosk.problems import problem_of
from kiosk.services.views import (
    DeliverySummary,
    DraftRow,
    OpenShift,
    PendingCharge,
    Session,
)
from kiosk.services.views.printing import Unprinted
from kiosk.ui.field.allowed import SERVING, may
from kiosk.ui.field.page import FieldScreen, Kit, first_focusable
from kiosk.ui.field.words import greeting_id, practice_strip, strip_words
from kiosk.ui.screen import Act
from kiosk.ui.shortcuts import key_of
from kiosk.ui.widgets.buttons import Button, Kind, Tile
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.fields import announce
from kiosk.ui.widgets.layouts import EvenGrid
from kiosk.ui.widgets.search import SearchEdit
from kiosk.ui.widgets.text import Icon, Text
from sync.catalogue import Capability
from sync.ids import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """Everything V02 shows, read in one go."""

    drafts: tuple[DraftRow, ...]
    pending: tuple[PendingCharge, ...]
    shift: OpenShift | None
    summary: DeliverySummary
    unprinted: tuple[Unprinted, ...]
    approvals_waiting: int = 0  # questions that whoever is at work may answer
    hand_over_due: bool = False  # the shift just closed: its money may go to a colleague
    due: int = 0  # requests over personal data that are due soon


class HomeScreen(FieldScreen):
    """What one comes back to."""

    screen_id: ClassVar[str] = "V02"
    title_id = "home-title"

    searched = Signal(str)
    draft_chosen = Signal(object)
    charge_chosen = Signal(object)
    shift_wanted = Signal()
    cash_wanted = Signal(str)
    """The id of a screen of the cash desk."""
    order_wanted = Signal()
    """Somebody shows a payment order."""
    receipt_chosen = Signal(object)
    """An event id whose receipt is wanted on V16."""
    acted = Signal(object)
    """An Act that a tile stands for."""
    device_wanted = Signal()
    """Somebody wants to know how the device stands."""
    practice_wanted = Signal()
    """Somebody wants to practise, where nothing counts."""
    preview_wanted = Signal()
    """Somebody wants to try a form from a file."""
    approvals_wanted = Signal()
    """Somebody who may approve wants to see what waits for it."""
    reprint_wanted = Signal()
    """Somebody asks for a duplicate of a paper that is not at hand (V58)."""
    estimate_wanted = Signal()
    """Somebody asks what something would cost, V45."""
    privacy_wanted = Signal()
    """The office's own view of personal data, V39."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._session: Session | None = None
        self.view: HomeView | None = None
        self.search = SearchEdit(
            theme, self.text("search-title"), self.text("search-hint"), key_of(Act.FIND_PERSON)
        )
        self.search.textEdited.connect(self._typed)
        label = Text(theme, self.text("search-title"), "label")
        label.setBuddy(self.search)
        self.notice = Notice(theme, "info-circle", tone="info")
        self.notice.hide()
        self._finding = QWidget()
        top = QVBoxLayout(self._finding)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.space(2))
        top.addWidget(label)
        top.addWidget(self.search)
        self.main_column.setSpacing(theme.size("button-pad"))
        self.main_column.addWidget(self.notice)
        self.main_column.addWidget(self._finding)
        self.main_column.addWidget(self._tiles())
        self._unprinted = _WaitingList(kit, "home-unprinted-title")
        self._unprinted.hide()
        self._pending = _WaitingList(kit, "home-pending-title")
        self._drafts = _WaitingList(kit, "home-drafts-title")
        self.main_column.addWidget(self._unprinted)
        self.main_column.addWidget(self._pending)
        self.main_column.addWidget(self._drafts)
        self._shift_card = QVBoxLayout()
        self.side_column.addLayout(self._shift_card)
        self.order = Button(theme, self.text("home-order"), Kind.LINK, icon="scan")
        self.order.clicked.connect(self.order_wanted.emit)
        self.order.hide()
        self.side_column.addWidget(self.order, 0, Qt.AlignmentFlag.AlignLeft)
        self.approvals = Button(theme, "", Kind.LINK, icon="checks")
        self.approvals.clicked.connect(self.approvals_wanted.emit)
        self.approvals.hide()
        self.side_column.addWidget(self.approvals, 0, Qt.AlignmentFlag.AlignLeft)
        self.estimate = Button(theme, self.text("estimate-open"), Kind.LINK, icon="cash")
        self.estimate.clicked.connect(self.estimate_wanted.emit)
        self.side_column.addWidget(self.estimate, 0, Qt.AlignmentFlag.AlignLeft)
        self.preview = Button(theme, self.text("preview-act"), Kind.LINK, icon="eye")
        self.preview.clicked.connect(self.preview_wanted.emit)
        self.side_column.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignLeft)
        self.practice = Button(theme, self.text("practice-wanted"), Kind.LINK, icon="pencil")
        self.practice.clicked.connect(self.practice_wanted.emit)
        self.side_column.addWidget(self.practice, 0, Qt.AlignmentFlag.AlignLeft)
        self._practice_offered = False
        self.reprint = Button(theme, self.text("reprint-wanted"), Kind.LINK, icon="printer")
        self.reprint.clicked.connect(self.reprint_wanted.emit)
        self.side_column.addWidget(self.reprint, 0, Qt.AlignmentFlag.AlignLeft)
        office = Button(theme, self.text("office-open"), Kind.LINK, icon="eye")
        office.clicked.connect(self.privacy_wanted.emit)
        self.side_column.addWidget(office, 0, Qt.AlignmentFlag.AlignLeft)
        self.due = Notice(theme, "clock-exclamation", tone="problem")
        self.due.hide()
        self.side_column.addWidget(self.due)
        self.device = Button(theme, self.text("device-wanted"), Kind.LINK, icon="device-laptop")
        self.device.clicked.connect(self.device_wanted.emit)
        self.side_column.addWidget(self.device, 0, Qt.AlignmentFlag.AlignLeft)

    def _tiles(self) -> QWidget:
        area = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        area.setSizePolicy(policy)
        grid = EvenGrid(
            self.theme.space(4), self.theme.size("tile-least"), most_columns=5, parent=area
        )
        self.tiles: dict[Act, Tile] = {}
        for act, icon, name in (
            (Act.NEW_SERVICE, "file-plus", "new-service"),
            (Act.CHARGE, "cash", "charge"),
            (Act.RECORDS, "file-text", "records"),
            (Act.VERIFY, "scan", "verify"),
            (Act.DELIVERIES, "send", "deliveries"),
        ):
            tile = Tile(
                self.theme, self.text(f"tile-{name}"), self.text(f"tile-{name}-about"),
                icon=icon, key="" if act is Act.RECORDS else key_of(act),
            )  # fmt: skip
            tile.clicked.connect(lambda _checked=False, act=act: self.acted.emit(act))
            grid.addWidget(tile)
            self.tiles[act] = tile
        return area

    def allow_practice(self, *, offered: bool) -> None:
        """Say whether a practice can be begun from here: not from within one."""
        self._practice_offered = offered
        self.practice.setVisible(False)

    def show_session(self, session: Session) -> None:
        """Greet whoever is at work; what they may not do is not there (UX §2.1)."""
        self._session = session
        self._finding.setVisible(may(session, Act.FIND_PERSON))
        for act, tile in self.tiles.items():
            tile.setVisible(may(session, act))
        self._drafts.setVisible(may(session, Act.NEW_SERVICE))
        self.approvals.setVisible(self._may(Capability.APPROVE))
        self.preview.setVisible(self._may(Capability.PREVIEW))
        self.reprint.setVisible(self._may(*SERVING))
        self.practice.setVisible(self._practice_offered and self._may(Capability.PRACTICE))

    def _may(self, *any_of: Capability) -> bool:
        return self._session is not None and bool(self._session.capabilities & set(any_of))

    def enter(self, argument: Any) -> None:
        name = self._session.operator.name.split()[0] if self._session else ""
        self.set_head(self.text(greeting_id(self.texts.now().hour), name=name))
        self.clear_problem()
        self.search.clear()
        words = argument if isinstance(argument, str) else ""
        self.notice.words.setText(words)
        self.notice.setVisible(bool(words))
        if words:
            announce(self.notice, words)
        if self._finding.isHidden():
            first = first_focusable(self.main)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Read again what waits; the old content stays until the answer is here."""
        services = self.kit.services
        charges, serves = self._may(Capability.CHARGE), self._may(*SERVING)
        registers, approves = self._may(Capability.REGISTER), self._may(Capability.APPROVE)

        def read() -> HomeView:
            return HomeView(
                drafts=services.registrations.drafts() if registers else (),
                pending=services.payments.pending() if charges else (),
                shift=services.shifts.current() if charges else None,
                summary=services.deliveries.summary(),
                unprinted=services.paper.printing.unprinted() if serves else (),
                approvals_waiting=len(services.approvals.waiting()) if approves else 0,
                hand_over_due=charges and services.cash.handover.is_due(),
                due=len(services.rights.privacy.due_soon()),
            )

        self.kit.background.run(read, self._show)

    def say(self, words: str) -> None:
        """Show one sentence above the search field."""
        self.notice.words.setText(words)
        self.notice.show()
        announce(self.notice, words)

    def _typed(self, text: str) -> None:
        if text.strip():
            self.searched.emit(text)

    def _show(self, view: HomeView) -> None:
        """Build anew only what changed: delivery moves on while somebody chooses a row."""
        before, self.view = self.view, view
        if view == before:
            return
        practising = self.kit.services.practice.practising
        strip = practice_strip(self.texts) if practising else strip_words(self.texts, view.summary)
        self.tiles[Act.DELIVERIES].set_about(strip.strong)
        unprinted = view.unprinted
        if before is None or unprinted != before.unprinted:
            count = self.text("home-unprinted-count", n=len(unprinted)) if unprinted else ""
            self._unprinted.show_rows(count, [self._unprinted_row(one) for one in unprinted])
            self._unprinted.setVisible(bool(unprinted))
        if before is None or view.pending != before.pending:
            self._pending.show_rows(
                len(view.pending) and self.text("home-pending-count", n=len(view.pending)),
                [self._pending_row(charge) for charge in view.pending],
            )
            self._pending.setVisible(bool(view.pending))
        if before is None or view.drafts != before.drafts:
            self._drafts.show_rows(
                len(view.drafts) and self.text("home-drafts-count", n=len(view.drafts)),
                [self._draft_row(draft) for draft in view.drafts],
                empty=self.text("home-drafts-none"),
            )
        if (
            before is None
            or view.shift != before.shift
            or view.hand_over_due != before.hand_over_due
        ):
            self._show_shift(view.shift)
        self.order.setVisible(view.shift is not None and self._may(Capability.CHARGE))
        self.approvals.set_words(self.text("home-approvals", n=view.approvals_waiting))
        self.due.words.setText(self.text("office-due", n=view.due))
        self.due.setVisible(view.due > 0)
        self.order_tabs()

    def _unprinted_row(self, receipt: Unprinted) -> QWidget:
        action = "home-unprinted-ask" if receipt.unknown else "home-unprinted-action"
        row = _WaitingRow(
            self.kit, "receipt", receipt.service_name, receipt.folio,
            self.texts.money(receipt.total_centavos),
            self.text(action),
            self.text(f"{action}-name", folio=receipt.folio),
        )  # fmt: skip
        row.button.clicked.connect(lambda: self.receipt_chosen.emit(receipt.event_id))
        return row

    def _pending_row(self, charge: PendingCharge) -> QWidget:
        what, money = charge.service_name, ""
        if charge.total_centavos is not None:
            money = self.texts.money(charge.total_centavos)
        elif getattr(charge.problem, "code", "") == "payment.fact_missing":
            money = self.text("home-pending-asks")
        elif charge.problem is not None:
            money = self.text("home-pending-no-price")
            what = f"{what} · {problem_of(charge.problem, self.texts).happened}"
        row = _WaitingRow(
            self.kit, "cash", charge.person_name, what, money,
            self.text("home-pending-action"),
            self.text("home-pending-name", person=charge.person_name, service=charge.service_name),
        )  # fmt: skip
        row.button.clicked.connect(lambda: self.charge_chosen.emit(charge))
        return row

    def _draft_row(self, draft: DraftRow) -> QWidget:
        where = self.text(
            "home-draft-where",
            service=draft.service_name,
            section=str(draft.section_index + 1),
            count=str(draft.section_count),
        )
        row = _WaitingRow(
            self.kit, "pencil", draft.person_name, where, self.texts.when(draft.edited_at),
            self.text("home-draft-action"),
            self.text("home-draft-name", person=draft.person_name, service=draft.service_name),
        )  # fmt: skip
        row.button.clicked.connect(lambda: self.draft_chosen.emit(draft))
        return row

    def _show_shift(self, shift: OpenShift | None) -> None:
        clear_layout(self._shift_card)
        if not self._may(Capability.CHARGE):
            if self._may(Capability.REPORTS):
                only = SideCard(self.theme, self.text("reports-card-title"))
                only.body.addWidget(self._reports_link())
                self._shift_card.addWidget(only)
            return
        card = SideCard(self.theme, self.text("shift-card-title"))
        if shift is None:
            card.body.addWidget(Text(self.theme, self.text("shift-none"), "h3"))
            card.body.addWidget(Text(self.theme, self.text("shift-none-why"), "body", "ink-2"))
            button = Button(self.theme, self.text("shift-open-wanted"))
            button.clicked.connect(self.shift_wanted.emit)
            card.body.addWidget(button)
            if self.view is not None and self.view.hand_over_due:
                card.body.addWidget(self._cash_link("V52", "shift-hand-over"))
        else:
            since = self.text("shift-since", time=self.texts.time(shift.opened_at))
            card.body.addWidget(Text(self.theme, since, "h3"))
            card.body.addWidget(Rule(self.theme))
            last = shift.last_payment_at
            for word, value in (
                ("shift-float", self.texts.money(shift.float_centavos)),
                ("shift-payments", str(shift.payments_count)),
                ("shift-last", self.texts.when(last) if last else self.text("shift-last-none")),
            ):
                card.body.addWidget(ValueRow(self.theme, self.text(word), value))
            self._add_cash_acts(card, shift)
            opening = EventId(shift.shift_id)
            slip = Button(self.theme, self.text("shift-slip"), Kind.LINK)
            slip.clicked.connect(lambda: self.receipt_chosen.emit(opening))
            card.body.addWidget(slip)
        if self._may(Capability.DEPOSITS):
            card.body.addWidget(self._cash_link("V46", "deposit-wanted"))
        if shift is not None or self._may(Capability.REPORTS):
            card.body.addWidget(self._reports_link())
        self._shift_card.addWidget(card)

    def _reports_link(self) -> Button:
        return self._cash_link("V48", "reports-wanted")

    def _cash_link(self, screen_id: str, words_id: str) -> Button:
        link = Button(self.theme, self.text(words_id), Kind.LINK)
        link.clicked.connect(lambda: self.cash_wanted.emit(screen_id))
        return link

    def _add_cash_acts(self, card: SideCard, shift: OpenShift) -> None:
        """Add what may be done with the drawer now; who may approve has also another's."""
        acts = []
        if not shift.mine and shift.cashier is not None:
            whose = self.text("shift-of", person=shift.cashier.name)
            card.body.addWidget(Text(self.theme, whose, "body", bold=True))
        if shift.state is not Shift.OPEN:
            card.body.addWidget(Text(self.theme, self.text("shift-counting"), "body", "ink-2"))
            acts.append(("V22", "shift-count-on"))
        elif shift.mine:
            acts += [("V21", "move-title"), ("V55", "check-title"), ("V22", "close-title")]
        elif self._may(Capability.APPROVE):
            acts += [("V55", "check-title"), ("V22", "close-title")]
        for screen_id, word in acts:
            card.body.addWidget(self._cash_link(screen_id, word))

    def first_pending(self) -> None:
        """Put the focus on the first charge that waits, once what is being read was shown."""
        self.kit.background.run(lambda: None, lambda _nothing: self._pending.focus_first())

    def act(self, act: Act) -> bool:
        if act is Act.FIND_PERSON:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if act is Act.CONTINUE:
            return False
        return super().act(act)

    def enter_pressed(self) -> None:
        """Enter in an empty search field does nothing."""


class _WaitingList(QWidget):
    """A heading with its count, and a card of rows."""

    def __init__(self, kit: Kit, title_id: str) -> None:
        super().__init__()
        self._kit = kit
        theme = kit.theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space(2), 0, 0)
        column.setSpacing(theme.space(2))
        head = QHBoxLayout()
        head.setSpacing(theme.space(3))
        head.addWidget(Text(theme, kit.texts.text(title_id), "h3", wrap=False))
        self._count = Text(theme, "", "body", "ink-2")
        head.addWidget(self._count, 1)
        column.addLayout(head)
        self._card = Card(theme)
        self._card.body.setContentsMargins(
            theme.size("button-pad"), theme.space(1), theme.size("button-pad"), theme.space(1)
        )
        self._card.body.setSpacing(0)
        column.addWidget(self._card)
        self._rows: list[QWidget] = []

    def show_rows(self, count: object, rows: list[QWidget], *, empty: str = "") -> None:
        """Show rows, or the one sentence for none."""
        clear_layout(self._card.body)
        self._count.setText(str(count or ""))
        self._rows = rows
        for number, row in enumerate(rows):
            if number:
                self._card.body.addWidget(Rule(self._kit.theme))
            self._card.body.addWidget(row)
        if not rows and empty:
            words = Text(self._kit.theme, empty, "body", "ink-2")
            words.setMinimumHeight(self._kit.theme.size("input-search"))
            words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self._card.body.addWidget(words)

    def focus_first(self) -> None:
        """Put the focus on the first row's button."""
        for row in self._rows:
            if isinstance(row, _WaitingRow):
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)
                return


class _WaitingRow(QWidget):
    """One thing to go on with: who, what, when or how much, and the way there."""

    def __init__(
        self, kit: Kit, icon: str, who: str, what: str, detail: str, action: str, name: str
    ) -> None:
        super().__init__()
        theme = kit.theme
        self.setMinimumHeight(theme.size("draft-row"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.space(1), 0, theme.space(1))
        row.setSpacing(theme.space(4))
        row.addWidget(Icon(theme, icon, "ink-2", "icon-button"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Text(theme, who, "body", bold=True))
        words.addWidget(Text(theme, what, "body", "ink-2"))
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(Text(theme, detail, "body", "ink-2", wrap=False).align_right())
        self.button = Button(
            theme, action, Kind.LINK, icon="chevron-right", name=name, trailing=True
        )
        row.addWidget(self.button)
