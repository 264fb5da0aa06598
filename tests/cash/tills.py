"""A till for tests: an office with its people, copied from one template file.

One file is made, enrolled and filled per run; each test gets a copy and opens it with its key, so
that no passphrase is stretched. Codes of a second person fit by a rule instead of a hash.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.views import OpenShift
from kiosk.services.views.approvals import ApprovalMatter, ApprovalRequest, Given
from kiosk.services.views.cash import CheckDone, ClosingView, CountView, ShiftDone
from kiosk.vault import slots, tries
from sync.catalogue import ApprovalCodesEntry
from sync.ids import EventId, OperatorNumber
from sync.money import Centavos
from tests.support.counters import a_registration_at
from tests.support.offices import Counter, a_counter
from tests.support.staff import SUPERVISOR, publish_staff
from tests.support.vaults import HandClock

SIGNATURE = b"\x89PNG drawn"
GRID = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 2_000, 1_000, 500, 200, 100, 50)
"""What the cells of a counting grid are worth: six notes, then six coins."""


def fits(listed: ApprovalCodesEntry, code: str) -> bool:
    """Look a code up without stretching it: every code of the supervisor that begins with 0000."""
    return listed.operator == SUPERVISOR and code.startswith("0000")


def cells_of(amount_centavos: int) -> tuple[str, ...]:
    """Return cells that count an amount with the fewest pieces; centavos below 50 are lost."""
    cells = []
    for each in GRID:
        count, amount_centavos = divmod(amount_centavos, each)
        cells.append(str(count) if count else "")
    return tuple(cells)


@dataclass(slots=True)
class Till:
    """One counter, its people, and the shortest way to each act."""

    counter: Counter
    codes: int = 0

    def sit(self, operator: OperatorNumber) -> None:
        """Let somebody work, as if they had unlocked with their own clave."""
        self.counter.desk.seat(operator)

    def open(self, float_centavos: int = 50_000, reason: str = "") -> OpenShift:
        """Open a shift with a counted float."""
        begun = self.counter.shifts.begin()
        opened, _ = self.counter.shifts.open(
            begun.salt, Centavos(float_centavos), begun.business_day, reason=reason
        )
        return opened

    def pay(self) -> EventId:
        """Take one payment of $185.50 with $200."""
        charge = self.counter.payments.begin(a_registration_at(self.counter))
        return self.counter.payments.take(charge.charge_id, Centavos(20_000)).event_id

    def count(self, amount_centavos: int) -> CountView | ClosingView | CheckDone:
        """Count an amount and end the count."""
        return self.counter.cash.closing.finish(cells_of(amount_centavos))

    def close(self, counted_centavos: int, reason: str = "") -> ShiftDone:
        """Count as often as it asks and close."""
        closing = self.counter.cash.closing
        closing.begin()
        view = self.count(counted_centavos)
        if isinstance(view, CountView):
            view = self.count(counted_centavos)
        assert isinstance(view, ClosingView)
        return closing.close(reason=reason, signature=SIGNATURE)

    def approve(
        self,
        matter: ApprovalMatter,
        about: Sequence[EventId],
        amount_centavos: int | None = None,
        reason: str | None = None,
    ) -> EventId:
        """Let the supervisor approve in person; return the question."""
        asked = self.counter.approvals.ask(
            matter,
            about=tuple(about),
            amount_centavos=None if amount_centavos is None else Centavos(amount_centavos),
            reason=reason,
        )
        self.codes += 1
        given = self.counter.approvals.give(asked.question_id, SUPERVISOR, f"0000{self.codes:04d}")
        assert isinstance(given, Given)
        return asked.question_id

    def approve_request(self, request: ApprovalRequest) -> EventId:
        """Let the supervisor approve what V20 would ask."""
        return self.approve(request.matter, request.about, request.amount_centavos, request.reason)


def make_template(folder: Path) -> Path:
    """Make the file that every till begins from; return its folder, closed."""
    counter = a_counter(folder)
    publish_staff(counter)
    tries.begin(tries.tries_path(slots.slots_path(counter.database.path)))
    counter.opening.close()
    return folder


def a_till(
    template: Path, folder: Path, clock: HandClock | None = None, seed: bytes = b"till"
) -> Till:
    """Return a till on a copy of the template; the caller closes `counter.opening`."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return Till(counter=a_counter(folder, clock=clock, seed=seed, create=False, fits=fits))


def till_again(till: Till, seed: bytes = b"again") -> Till:
    """Return a till on the same file after a power cut: nothing said goodbye."""
    counter = till.counter
    counter.database.close()
    folder, clock = counter.folder, counter.clock
    return Till(counter=a_counter(folder, clock=clock, seed=seed, create=False, fits=fits))
