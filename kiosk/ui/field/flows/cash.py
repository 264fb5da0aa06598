"""The drawer's day: V21, V22, V23, V46, V48, V52, V55 (UX §3.2, §3.8; V03: the payments' flow)."""

from __future__ import annotations

from kiosk.services.views.access import HandOverView
from kiosk.services.views.cash import CheckDone, ClosingView, CountView, Moved, ShiftDone
from kiosk.ui.field.closing import ClosingScreen
from kiosk.ui.field.count import CheckScreen, CountScreen
from kiosk.ui.field.deposits import DepositsScreen
from kiosk.ui.field.first_visit import on_first_visit
from kiosk.ui.field.flow import Counter, Flow
from kiosk.ui.field.handover import HandOverScreen
from kiosk.ui.field.home import HomeScreen
from kiosk.ui.field.movement import MovementScreen
from kiosk.ui.field.reports import ReportsScreen
from sync.ids import EventId
from sync.money import Centavos


class CashFlow(Flow):
    """Cash in and out, counts, the end of the shift, hand-over, deposits."""

    def __init__(self, counter: Counter, home: HomeScreen) -> None:
        super().__init__(counter)
        self._closing: EventId | None = None
        home.cash_wanted.connect(self._open)

    @on_first_visit(MovementScreen)
    def movement(self, movement: MovementScreen) -> None:
        """V21."""
        movement.moved.connect(self._moved)
        movement.approval_wanted.connect(self._ask)

    @on_first_visit(CheckScreen)
    def check(self, check: CheckScreen) -> None:
        """V55."""
        check.begun.connect(self._counting)

    @on_first_visit(CountScreen)
    def count(self, count: CountScreen) -> None:
        """V22."""
        count.finished.connect(self._counted)
        count.stopped.connect(lambda: self.counter.go_home(self._text("count-stopped")))

    @on_first_visit(ClosingScreen)
    def closing(self, closing: ClosingScreen) -> None:
        """V23."""
        closing.closed.connect(self._closed)
        closing.approval_wanted.connect(self._ask)

    @on_first_visit(HandOverScreen)
    def handover(self, handover: HandOverScreen) -> None:
        """V52."""
        handover.kept.connect(lambda: self._show_slip())
        handover.handed.connect(self._handed)

    @on_first_visit(DepositsScreen)
    def deposits(self, deposits: DepositsScreen) -> None:
        """V46."""
        deposits.saved.connect(lambda words: self.counter.go_home(words))
        deposits.made.connect(self.counter.act_done.emit)

    @on_first_visit(ReportsScreen)
    def reports(self, reports: ReportsScreen) -> None:
        """V48: it leads nowhere but back."""

    def _text(self, message_id: str, /, **arguments: object) -> str:
        return self.kit.texts.text(message_id, **arguments)

    def _open(self, screen_id: str) -> None:
        """Go where the shift's card leads; a count goes on where it was left."""
        if screen_id != "V22":
            self.navigator.go(screen_id)
            return
        closing = self.kit.services.cash.closing
        self.kit.background.run(closing.begin, self._counting, self.counter.show_known)

    def _counting(self, view: CountView | ClosingView) -> None:
        screen_id = "V23" if isinstance(view, ClosingView) else "V22"
        self.navigator.restart("V02", screen_id, view)
        self.counter.refresh()

    def _counted(self, result: ClosingView | CheckDone) -> None:
        if isinstance(result, ClosingView):
            self._counting(result)
            return
        money = self.kit.texts.money
        if result.difference_centavos is None:
            words = self._text("check-done", amount=money(result.counted_centavos))
        else:
            words = self._text(
                "check-done-seen",
                amount=money(result.counted_centavos),
                expected=money(Centavos(result.expected_centavos or 0)),
                difference=self._signed(result.difference_centavos),
            )
        self.counter.go_home(words)

    def _signed(self, difference_centavos: int) -> str:
        money = self.kit.texts.money(Centavos(abs(difference_centavos)))
        return f"−{money}" if difference_centavos < 0 else money

    def _ask(self, request: object) -> None:
        self.navigator.go("V20", request)

    def _moved(self, moved: Moved) -> None:
        money = self.kit.texts.money(Centavos(abs(moved.change_centavos)))
        word = "move-done-in" if moved.change_centavos > 0 else "move-done-out"
        self.counter.go_home(self._text(word, amount=money))
        self.counter.act_done.emit(moved.event_id)

    def _closed(self, done: ShiftDone) -> None:
        self._closing = done.closing_id
        self.counter.status.show_shift(None)
        self.navigator.restart("V02", "V52")
        self.counter.refresh()

    def _handed(self, handed: HandOverView) -> None:
        self._show_slip()
        self.counter.act_done.emit(handed.event_id)

    def _show_slip(self) -> None:
        """Show the slip of the shift just closed; without one, go home."""
        closing, self._closing = self._closing, None
        if closing is None:
            self.counter.go_home()
        else:
            self.counter.receipt_chosen.emit(closing)
