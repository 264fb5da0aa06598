"""What random tills share: file, clock, model, papers; restarts, old copies, cuts and refusals."""

from __future__ import annotations

import copy
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kiosk.errors import KnownError
from kiosk.services.approvals import OwnAct
from kiosk.services.counting import pieces_of_cells
from kiosk.services.views.approvals import ApprovalMatter
from sync.catalogue import SettingsEntry
from sync.ids import EventId, OperatorNumber
from sync.money import Centavos
from tests.cash.invariants import Papers, after_step, at_the_end
from tests.cash.model import Model, Open
from tests.cash.tills import Till, a_till, cells_of, till_again
from tests.support.counters import a_person_at
from tests.support.cuts import PowerCut, cut_after
from tests.support.offices import publish
from tests.support.staff import OTHER_CLERK, SUPERVISOR
from tests.support.vaults import CLERK, HandClock

T = TypeVar("T")

LIMIT_CENTAVOS = 5_000
MOST_STARTS = 4
"""Of one till: each costs as much as ten acts."""
PEOPLE = st.sampled_from((CLERK, CLERK, OTHER_CLERK, SUPERVISOR))
NO_LIMITS = SettingsEntry(
    undelivered_cash_limit_centavos=Centavos(0),
    drawer_limit_centavos=Centavos(0),
    difference_limit_centavos=Centavos(LIMIT_CENTAVOS),
    reversal_without_paper_limit_centavos=Centavos(0),
)
_ROWS = (
    "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM receipt),"
    " (SELECT count(*) FROM ledger), (SELECT count(*) FROM shift), (SELECT count(*) FROM payment),"
    " (SELECT count(*) FROM reversal), (SELECT count(*) FROM cash_move),"
    " (SELECT count(*) FROM draft)"
)


class TillBase(RuleBasedStateMachine):
    """One till, its people, its papers, and the model it must agree with."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="till", dir=_quick_folder()))
        self.clock = HandClock()
        self.till: Till = a_till(self.template, self.folder / "till", self.clock)
        self.model = Model()
        self.papers: Papers = {}
        self.starts = 0
        self.who: OperatorNumber = CLERK
        self.moved_clock = False
        self.kept: Model | None = None
        self.subject = a_person_at(self.till.counter)
        self.till.counter.database.write(lambda tx: publish(tx, NO_LIMITS))

    def teardown(self) -> None:
        """Ask what is asked of a whole history, then let the file go."""
        try:
            at_the_end(self.till, self.model)
        finally:
            self.till.counter.opening.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    @invariant()
    def holds(self) -> None:
        """Ask everything that one transaction can break."""
        after_step(self.till, self.model, self.papers)

    # ---------------------------------------------------------------------- around the till

    @rule(who=PEOPLE)
    def sit(self, who: OperatorNumber) -> None:
        """Somebody else works, under their own clave."""
        self.who = who
        self.till.sit(who)

    @rule(seconds=st.sampled_from((60, 3_600, 86_400, -60, -7_200, -172_800)))
    def move_clock(self, seconds: int) -> None:
        """Let time pass, or set the clock back."""
        self.clock.wall_seconds += seconds
        self.clock.steady_seconds += max(0, seconds)
        self.moved_clock = self.moved_clock or seconds < 0

    @precondition(lambda self: self.starts < MOST_STARTS)
    @rule()
    def start_again(self) -> None:
        """Cut the power and start the program on the same file; whoever worked comes back."""
        self.till = self.again()

    @precondition(lambda self: self.kept is None and self.starts < MOST_STARTS)
    @rule()
    def keep_a_copy(self) -> None:
        """Copy the file as it is now, for somebody to put back."""
        counter = self.till.counter
        counter.database.close()
        shutil.copy(counter.database.path, self.folder / "copy.db")
        self.till = self.again()
        self.kept = copy.deepcopy(self.model)

    @precondition(lambda self: self.kept is not None)
    @rule()
    def put_the_copy_back(self) -> None:
        """The file is what it was: work goes on in a new series, and no folio comes twice."""
        if self.kept is None:
            return
        counter = self.till.counter
        series = {one for one, _ in self.papers}
        counter.database.close()
        path = counter.database.path
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        shutil.copy(self.folder / "copy.db", path)
        self.till = self.again()
        self.model = self.kept
        self.kept = None
        folio = self.till.counter.database.read(self.till.counter.issuing.next_folio)
        assert folio.series not in series, "3: the series of the file from before goes on"

    # ------------------------------------------------------------------------------- helpers

    @property
    def operator(self) -> OperatorNumber:
        """Who is at work."""
        return self.till.counter.desk.operator

    @property
    def shift(self) -> Open:
        """The open shift of the model."""
        assert self.model.shift is not None
        return self.model.shift

    @property
    def counting(self) -> str:
        """Which count goes on."""
        return "" if self.model.shift is None else self.model.shift.counting

    @property
    def counts(self) -> bool:
        """Whether cells are being typed."""
        return self.counting in ("check", "count", "recount")

    @property
    def may_count(self) -> bool:
        """Whether whoever is at work may count the open drawer."""
        return self.shift.owner == self.operator or self.operator == SUPERVISOR

    def again(self) -> Till:
        """Return the till after a start on the same file; whoever worked comes back."""
        self.starts += 1
        who, codes = self.who, self.till.codes
        again = till_again(self.till, b"start" + self.starts.to_bytes(4, "big"))
        again.codes = codes
        again.sit(who)
        return again

    def pieces_of(self, amount: int) -> Any:
        """Return pieces worth an amount."""
        return pieces_of_cells(self.till.counter.cash.denominations.today(), cells_of(amount))

    def approval(
        self, matter: ApprovalMatter, about: tuple[EventId, ...], amount: int
    ) -> EventId | None:
        """Let the supervisor approve; their own act they cannot (invariant 17): then None."""
        if self.operator == SUPERVISOR:
            self.refused(OwnAct, lambda: self.till.approve(matter, about, amount))
            return None
        return self.till.approve(matter, about, amount)

    def refused(self, error: type[KnownError], act: Callable[[], object]) -> None:
        """Ask for something that must be refused, and see that nothing was written."""
        before = self.fingerprint()
        try:
            act()
        except error:
            assert self.fingerprint() == before, "refused, and yet something was written"
            return
        raise AssertionError(f"{error.__name__} was expected")

    def do(self, cut: int | None, act: Callable[[], T]) -> T:
        """Do it; with *cut*, the power fails after so many statements first, and leaves nothing."""
        if cut is None:
            return act()
        before = self.fingerprint()
        mend = cut_after(self.till.counter, cut)
        try:
            return act()
        except PowerCut:
            assert self.fingerprint() == before, "11: a cut left something"
        finally:
            mend()
        return act()

    def fingerprint(self) -> tuple[int, ...]:
        """Return how many rows there are of everything an act writes."""

        return self.till.counter.database.read(lambda tx: tuple(tx.execute(_ROWS).fetchone()))


def _quick_folder() -> str | None:
    """Return a folder in memory where the system has one: thousands of syncs cost nothing there."""
    memory = Path("/dev/shm")  # noqa: S108 -- each till makes its own folder in it
    return str(memory) if memory.is_dir() else None
