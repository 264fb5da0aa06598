"""Wrong tries: five are free, then waits that no restart, clock or torn file shortens (UX §3.1)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.services.tries import Tries, key_of_clave, key_of_code
from kiosk.vault import slots, tries
from kiosk.vault.errors import DiskFull, DiskFullFacts
from kiosk.vault.tries import MOST_ENTRIES, TriesFile, TryKey, tries_path
from kiosk.vault.try_count import FREE_TRIES, WAITS_SECONDS, TryCount
from sync.ids import OperatorNumber
from tests.support.logs import ExpectedLogs
from tests.support.vaults import CLERK, KEY, HandClock

TEN_YEARS_SECONDS = 10 * 365 * 86_400
OTHER = OperatorNumber(7)
NAME = key_of_clave(CLERK)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A profile that had a key slot once: the key file stands there, with the tries beside it."""
    path = tmp_path / "ventanilla.db"
    tries.begin(tries_of(path))
    slots.slots_path(path).write_bytes(b"whatever")
    return path


def tries_of(database: Path) -> Path:
    """Return where the tries of a database stand."""
    return tries_path(slots.slots_path(database))


def miss(kept: Tries, times: int = 1, key: TryKey = NAME) -> None:
    """Try wrongly, whatever the waits."""
    for _ in range(times):
        kept.begin(key)


def test_the_waits_grow_and_end(database: Path) -> None:
    """1, 5, then 15 minutes for each further wrong one; a right one clears the count."""
    clock = HandClock()
    kept = Tries(database, clock)
    waits = []
    for _ in range(FREE_TRIES + 3):
        miss(kept)
        waits.append(kept.wait_seconds(NAME))
        clock.steady_seconds += waits[-1]

    kept.begin(NAME)
    kept.fitted(NAME)

    assert waits == [0, 0, 0, 0, 60, 300, 900, 900]
    assert kept.tries_left(NAME) == FREE_TRIES
    assert kept.wait_seconds(NAME) == 0


def test_ten_wrong_ones_in_a_row_are_told(database: Path) -> None:
    """What was typed wrong, on whose name, is there for the next event, and told once."""
    kept = Tries(database, HandClock())
    miss(kept, 10)
    miss(kept, 2, key_of_clave(OTHER))
    miss(kept, 3, key_of_code(OTHER))

    untold = Tries(database, HandClock()).untold()
    kept.told()

    assert untold.claves == {CLERK: 10, OTHER: 2}
    assert untold.codes == {OTHER: 3}
    assert not untold.counts_lost
    assert not kept.untold().claves
    assert kept.wait_seconds(NAME) == WAITS_SECONDS[-1]


@pytest.mark.parametrize("years_seconds", [TEN_YEARS_SECONDS, -TEN_YEARS_SECONDS])
def test_the_computers_clock_shortens_no_wait(database: Path, years_seconds: int) -> None:
    """Ten years forward or back during a wait change nothing, also after a new start."""
    clock = HandClock()
    miss(Tries(database, clock), FREE_TRIES)

    clock.wall_seconds += years_seconds

    assert Tries(database, clock).wait_seconds(NAME) == 60


def test_a_new_start_of_the_computer_credits_no_more_than_it_ran(database: Path) -> None:
    """The monotonic clock begins anew; what it shows has surely gone by, not a second more."""
    clock = HandClock(steady_seconds=5_000.0)
    miss(Tries(database, clock), FREE_TRIES + 1)

    clock.steady_seconds = 20.0

    assert Tries(database, clock).wait_seconds(NAME) == 280


@pytest.mark.parametrize("content", [None, b"", b"not it", bytes(16_384)])
def test_a_lost_file_gives_no_free_try(
    database: Path, content: bytes | None, expected_logs: ExpectedLogs
) -> None:
    """Deleted, emptied or overwritten beside key slots: a minute for everybody, then one try."""
    expected_logs.expect("ventanilla.tries", "nobody has a free try")
    path = tries_of(database)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    clock = HandClock()

    first = Tries(database, clock).wait_seconds(NAME)
    clock.steady_seconds += 60
    kept = Tries(database, clock)
    after = kept.wait_seconds(NAME)
    miss(kept)

    assert (first, after) == (60, 0)
    assert kept.wait_seconds(NAME) == 300
    assert kept.untold().counts_lost
    assert kept.untold().claves == {CLERK: 1}
    kept.told()
    assert not kept.untold().counts_lost
    assert kept.tries_left(key_of_clave(OTHER)) == FREE_TRIES


def test_before_the_first_slot_there_is_nothing_to_count(tmp_path: Path) -> None:
    """A profile without key slots has no file and no wait."""
    kept = Tries(tmp_path / "ventanilla.db", HandClock())

    assert kept.wait_seconds(NAME) == 0
    assert not tries_of(tmp_path / "ventanilla.db").exists()


def test_the_first_slot_makes_the_file(tmp_path: Path) -> None:
    """So a missing file beside slots is nobody's first start."""
    path = slots.slots_path(tmp_path / "ventanilla.db")

    slots.create_operator_slot(path, CLERK, "Marisol", "lapiz nube cantera sol", KEY)

    assert TriesFile(tries_path(path)).read() == {}


def test_every_torn_write_leaves_the_count_before(database: Path) -> None:
    """The two halves are written in turn: whatever is lost of the newer one, the older counts."""
    kept = Tries(database, HandClock())
    miss(kept, 3)
    path = tries_of(database)
    before = path.read_bytes()
    miss(kept)
    after = path.read_bytes()
    changed = [place for place in range(len(after)) if before[place] != after[place]]

    for cut in changed:
        path.write_bytes(after[:cut] + before[cut:])
        assert Tries(database, HandClock()).count(NAME).wrong in (3, 4)


def test_every_flipped_byte_is_noticed_or_harmless(database: Path) -> None:
    """No flip of one byte makes another count out of a half."""
    miss(Tries(database, HandClock()), 4)
    content = tries_of(database).read_bytes()
    told = [place for place, byte in enumerate(content) if byte]

    for place in told:
        flipped = bytearray(content)
        flipped[place] ^= 0xFF
        tries_of(database).write_bytes(bytes(flipped))
        counts = TriesFile(tries_of(database)).read()
        assert counts is not None
        assert counts[NAME].wrong in (3, 4)


def test_more_names_than_fit_keep_those_that_missed_most(database: Path) -> None:
    """The file has its size for good; what says least goes."""
    counts = {
        key_of_clave(OperatorNumber(number)): TryCount(wrong=number)
        for number in range(1, MOST_ENTRIES + 20)
    }

    TriesFile(tries_of(database)).write(counts)

    held = TriesFile(tries_of(database)).read()
    assert held is not None
    assert len(held) == MOST_ENTRIES
    assert min(count.wrong for count in held.values()) == 20


def test_a_disk_that_refuses_is_counted_in_memory(
    database: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    """The person can go on; this start of the program still counts."""
    expected_logs.expect("ventanilla.tries", "in memory alone")
    kept = Tries(database, HandClock())

    def full(self: TriesFile, counts: tries.Counts) -> None:
        del self, counts
        raise DiskFull(DiskFullFacts(free_bytes=0))

    monkeypatch.setattr(TriesFile, "write", full)
    miss(kept, FREE_TRIES)

    assert kept.wait_seconds(NAME) == 60


class Guesser(RuleBasedStateMachine):
    """Somebody who guesses claves, restarts, sets clocks and takes the file away.

    The machine keeps the time that really passed. However they go about it, they may begin a try
    only when the waits of all tries before it have really gone by.
    """

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.clock = HandClock()
        self.true_seconds = 0.0
        self.made: list[float] = []
        self.kept: Tries
        self.lost_at: float | None = None

    @initialize(uptime_seconds=st.sampled_from([0, 50, 500, 5_000, 100_000]))
    def start(self, uptime_seconds: int) -> None:
        self.database = self.folder / "ventanilla.db"
        slots.slots_path(self.database).write_bytes(b"whatever")
        TriesFile(tries_of(self.database)).create({})
        self.clock.steady_seconds = float(uptime_seconds)
        self.kept = Tries(self.database, self.clock)

    @rule()
    def guess(self) -> None:
        """Try once, if the program lets one."""
        if self.kept.wait_seconds(NAME) == 0:
            self.kept.begin(NAME)
            self.made.append(self.true_seconds)

    @rule()
    def guess_until_one_must_wait(self) -> None:
        while self.kept.wait_seconds(NAME) == 0:
            self.guess()

    @rule(seconds=st.sampled_from([0.4, 1.0, 29.0, 59.0, 61.0, 240.0, 301.0, 899.0, 1000.0]))
    def wait(self, seconds: float) -> None:
        self.clock.pass_seconds(seconds)
        self.true_seconds += seconds

    @rule()
    def restart_the_program(self) -> None:
        self.kept = Tries(self.database, self.clock)

    @rule(down_seconds=st.sampled_from([1, 20, 600]), up_seconds=st.sampled_from([0, 10, 50, 400]))
    def restart_the_computer(self, down_seconds: int, up_seconds: int) -> None:
        """Its monotonic clock starts again; the computer was off for a while and is up for one."""
        self.clock.steady_seconds = float(up_seconds)
        self.true_seconds += down_seconds + up_seconds
        self.kept = Tries(self.database, self.clock)

    @rule(years=st.integers(-10, 10))
    def set_the_clock(self, years: int) -> None:
        self.clock.wall_seconds += years * 365 * 86_400

    @precondition(lambda self: self.lost_at is None)
    @rule()
    def take_the_file_away(self) -> None:
        """From here on the counts of before are unknown, and nothing is free."""
        tries_of(self.database).unlink()
        self.lost_at = self.true_seconds
        self.made = []

    @invariant()
    def no_try_came_too_early(self) -> None:
        """After the free ones each further try is a minute, five, fifteen after the one before."""
        moments = list(self.made)
        if self.lost_at is not None:  # as if the last free try was made when the file went
            moments = [self.lost_at] * FREE_TRIES + moments
        for place in range(FREE_TRIES, len(moments)):
            wait = WAITS_SECONDS[min(place - FREE_TRIES, len(WAITS_SECONDS) - 1)]
            assert moments[place] - moments[place - 1] >= wait - 0.001


@pytest.mark.slow
def test_no_way_of_guessing_shortens_a_wait(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    """Restarts, clocks ten years off and a deleted file: the waits really go by (Hypothesis)."""
    expected_logs.expect("ventanilla.tries", "nobody has a free try")
    Guesser.folder = tmp_path

    run_state_machine_as_test(
        Guesser,
        settings=settings(
            max_examples=2_000 if os.environ.get("VENTANILLA_SOAK") == "1" else 30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
