"""V22 Cerrar turno: conteo, and V55 Arqueo: the drawer is counted blind (UX §3.8)."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal

from kiosk.domain.shifts import Shift
from kiosk.services.cash_rules import WitnessMissing
from kiosk.services.counting import CellFacts, CellUnreadable
from kiosk.services.views.cash import CheckDone, ClosingView, CountView
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.widgets.cards import Notice, SideCard, ValueRow
from kiosk.ui.widgets.count_grid import CountGrid
from kiosk.ui.widgets.fields import LineField, announce
from kiosk.ui.widgets.text import Rule, Text


class CountScreen(FieldScreen):
    """Twelve cells and a total; nothing here knows what is expected."""

    screen_id: ClassVar[str] = "V22"
    title_id = "count-title"
    finished = Signal(object)
    """A ClosingView: the count stands. Or a CheckDone: a surprise count ended."""
    stopped = Signal()
    """The count was given up: cash may be taken again."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._view: CountView | None = None
        self._ending = False
        self.again = Notice(theme, "alert-circle", tone="problem")
        self.again.hide()
        self.grid = CountGrid(theme, kit.texts)
        self.grid.edited.connect(lambda _cell: self._edited())
        self.grid.ended.connect(self._end_of_grid)
        self.main_column.addWidget(self.again)
        self.main_column.addWidget(self.grid)
        side = SideCard(theme)
        self._what = Text(theme, "", "body", "gold-text", bold=True)
        self._who = Text(theme, "", "h3")
        self._opened = ValueRow(theme, self.text("count-opened"), "")
        self._payments = ValueRow(theme, self.text("shift-payments"), "")
        self._total = Text(theme, "", "amount", wrap=False)
        self._cells = Text(theme, "", "body", "ink-2")
        for part in (
            self._what, self._who, Rule(theme), self._opened, self._payments, Rule(theme),
            Text(theme, self.text("count-total"), "body", bold=True), self._total, self._cells,
        ):  # fmt: skip
            side.body.addWidget(part)
        self.side_column.addWidget(side)
        self.side_column.addWidget(Notice(theme, "info-circle", self.text("count-blind")))
        self.add_primary(self.text("count-end"), key="Ctrl+Enter").clicked.connect(self._finish)
        self.stop = self.add_action(self.text("count-stop"))
        self.stop.clicked.connect(self._stop)
        self.add_back()

    def enter(self, argument: Any) -> None:
        self.clear_problem()
        self._ending = False
        if isinstance(argument, CountView):
            self._show(argument)
            return
        closing = self.kit.services.cash.closing
        self.kit.background.run(closing.begin, self._counted, self.show_problem)

    def leave(self) -> None:
        self._keep()

    def _show(self, view: CountView) -> None:
        self._view = view
        again = view.state is Shift.RECOUNTING
        checking = view.state is Shift.CHECKING
        self.set_head(
            self.text("count-title-again" if again else "count-title"),
            subtitle=self.text("count-subtitle"),
        )
        self.again.words.setText(self.text("shift-recount"))
        self.again.setVisible(again)
        self.stop.setVisible(not again)
        self._what.setText(self.text("check-title" if checking else "close-title"))
        self._who.setText(view.cashier.name)
        self._opened.value.setText(self.texts.time(view.opened_at))
        self._payments.value.setText(str(view.payments_count))
        self.grid.show_cells(view.denominations, view.cells, view.cell)
        self._tell()
        self.order_tabs()
        if again:
            announce(self.again, self.text("shift-recount"), at_once=True)

    def _edited(self) -> None:
        self._tell()
        self._keep()

    def _tell(self) -> None:
        self._total.setText(self.texts.money(self.grid.total()))
        self._cells.setText(self.text("count-cells", n=self.grid.filled(), of=len(self.grid.cells)))

    def _keep(self) -> None:
        """Keep what is typed at once: a power cut resumes in the same cell."""
        if self._view is None or self._ending:
            return
        cells, cell = self.grid.texts_typed(), self.grid.current()
        closing = self.kit.services.cash.closing
        self.kit.background.run(
            lambda: closing.keep(cells, cell), lambda _kept: None, lambda _gone: None
        )

    def _end_of_grid(self) -> None:
        """Enter in the last cell moves to the button; the next Enter ends the count."""
        if self.primary is not None:
            self.primary.setFocus()

    def enter_pressed(self) -> None:
        if self.primary is not None:
            self.primary.click()

    def _finish(self) -> None:
        if self._view is None or self._ending:
            return
        self._ending = True
        cells, closing = self.grid.texts_typed(), self.kit.services.cash.closing
        self.clear_problem()
        self.kit.background.run(lambda: closing.finish(cells), self._counted, self._failed)

    def _counted(self, result: CountView | ClosingView | CheckDone) -> None:
        self._ending = False
        if isinstance(result, CountView):
            self._show(result)
            return
        self._view = None
        self.finished.emit(result)

    def _failed(self, error: Exception) -> None:
        self._ending = False
        self.show_problem(error)
        if isinstance(error, CellUnreadable) and isinstance(error.facts, CellFacts):
            self.grid.set_wrong(error.facts.number)

    def _stop(self) -> None:
        if self._view is None or self._ending:
            return
        self._ending = True
        self.kit.background.run(
            self.kit.services.cash.closing.stop, lambda _none: self._stopped(), self._failed
        )

    def _stopped(self) -> None:
        self._view = None
        self._ending = False
        self.stopped.emit()


class CheckScreen(FieldScreen):
    """V55: who asked for the surprise count; then the grid."""

    screen_id: ClassVar[str] = "V55"
    title_id = "check-title"
    begun = Signal(object)
    """A CountView or ClosingView."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.set_head(self.text("check-title"), subtitle=self.text("check-subtitle"))
        self.without_side()
        self.witness = LineField(
            kit.theme, self.text("check-witness"), self.text("check-witness-hint")
        )
        self.main_column.addWidget(self.witness)
        self.add_primary(self.text("check-begin")).clicked.connect(self._begin)
        self.add_back()

    def enter(self, argument: Any) -> None:
        del argument
        self.clear_problem()
        self.witness.set_value("")
        self.witness.set_message(None)
        self.witness.take_focus()

    def _begin(self) -> None:
        words = self.witness.value()
        closing = self.kit.services.cash.closing
        self.kit.background.run(lambda: closing.check(words), self.begun.emit, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WitnessMissing):
            self.witness.set_message(self.text("cash-witness-empty"))
            self.witness.take_focus()
            return
        self.show_problem(error)
