"""What is remembered of who asked, by one process or by several: one contract for both."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.central.errors import Refused
from sync.central.gate import RateLimit
from sync.central.memory import Levels, Memory, Once, OwnLevels, OwnOnce, Rate, SharedOnce
from sync.central.memory import SharedLevels as Shared
from tests.delivery.central_support import SetClock

NewOnce = Callable[[int], Once]
NewLevels = Callable[[int], Levels]


@pytest.fixture(params=["own", "shared"])
def once(request: pytest.FixtureRequest, tmp_path: Path) -> NewOnce:
    if request.param == "own":
        return OwnOnce
    return lambda most: SharedOnce(tmp_path / "once", most)


@pytest.fixture(params=["own", "shared"])
def levels(request: pytest.FixtureRequest, tmp_path: Path) -> NewLevels:
    if request.param == "own":
        return OwnLevels
    return lambda most: Shared(tmp_path / "levels", most)


def test_a_key_is_new_once(once: NewOnce) -> None:
    """The last so many keys are known, every one of them; long after, a key may be new again."""
    held = once(300)
    keys = [(b"device", number) for number in range(300)]

    first = [held.is_new(key) for key in keys]
    again = [held.is_new(key) for key in keys]
    for number in range(5_000):
        held.is_new(number)

    assert all(first)
    assert not any(again)
    assert sum(held.is_new(key) for key in keys) > 270


def test_each_bucket_has_its_own_level(levels: NewLevels) -> None:
    """A burst, then nothing, then one again after its time; another key is not touched."""
    clock = SetClock()
    limit = RateLimit(Rate(burst=2, per_second=0.1), clock, levels(100))
    limit.take("a")
    limit.take("a")

    with pytest.raises(Refused):
        limit.take("a")
    limit.take(("b", 1))
    clock.pass_seconds(10)
    limit.take("a")

    with pytest.raises(Refused) as refused:
        limit.take("a")
    assert refused.value.retry_after_seconds == 10


def test_a_flood_of_keys_is_held_in_a_fixed_room(tmp_path: Path) -> None:
    """A hundred thousand addresses make no file larger."""
    held = Shared(tmp_path / "levels", 1000)
    before = (tmp_path / "levels").stat().st_size

    for number in range(2_000):
        held.spend(f"10.0.{number}", Rate(burst=1, per_second=1), float(number))

    assert (tmp_path / "levels").stat().st_size == before < 200_000


@pytest.mark.slow
def test_processes_remember_together(tmp_path: Path) -> None:
    """What one process has seen or spent, another one on the same folder knows."""
    code = (
        "import sys, pathlib; from sync.central.memory import Memory, Rate;"
        "held = Memory.shared(pathlib.Path(sys.argv[1]));"
        "assert held.nonces.is_new((b'd', b'n'));"
        "assert held.levels('device').spend(b'd', Rate(burst=1, per_second=0), 5.0) == 1"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)

    here = Memory.shared(tmp_path)

    assert not here.nonces.is_new((b"d", b"n"))
    assert here.counted.is_new((b"d", b"n"))
    assert here.levels("device").spend(b"d", Rate(burst=1, per_second=0), 5.0) == 0
    assert here.levels("address").spend(b"d", Rate(burst=1, per_second=0), 5.0) == 1
