"""The real stack over bad links: kernel TCP, TLS, the engine and vault, the real central.

Two cells on every change, all of them in the soak (PROTOCOL §25). Where no link can be made between
network namespaces (Linux, root and /dev/net/tun), the cells are left out and say so.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.performance.link.line import ShapedLink
from tests.performance.link.runs import OURS, PHOTO, Run, run, staged
from tests.performance.link.shape import Shape
from tests.performance.link.tunnel import is_possible

RECORDS = 40
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_possible(), reason="kernel: no network namespaces or no TUN here"),
]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for prepared stages, shared by the cells."""
    return tmp_path_factory.mktemp("stages")


def delivered(stages: Path, shape: Shape, most_seconds: float, count: int = RECORDS) -> Run:
    """Return the run that delivers *count* records; it ended with every one acknowledged."""
    made = run(OURS, shape, staged(stages, count, 77), count, 7, most_seconds)
    assert made.seconds is not None, "not all was acknowledged in time"
    return made


def test_a_slow_line_that_loses_packets(stages: Path) -> None:
    """64 kbit/s, 800 ms, one packet in twenty lost: everything arrives, in few requests."""
    made = delivered(stages, Shape(), 60)

    assert made.requests <= 4


def test_a_line_that_is_reset_in_the_middle_of_tls(stages: Path) -> None:
    """Two resets while the envelope is on its way: sent again, acknowledged, no fault found."""
    shape = Shape(
        rate_bits=2_000_000, round_trip_seconds=0.04, loss=0.0, reset_after_bytes=1_500, resets=2
    )

    made = delivered(stages, shape, 60)

    assert made.connections == 3


@pytest.mark.soak
@pytest.mark.parametrize(
    ("shape", "most_seconds"),
    [
        (Shape(loss=0.0), 60),
        (Shape(loss=0.15), 400),
        (Shape(rate_bits=9_600), 400),
        (Shape(rate_bits=9_600, loss=0.15), 900),
        (Shape(up_seconds=40, down_seconds=80), 400),
        (Shape(up_seconds=5, down_seconds=20, loss=0.0), 600),
        (Shape(reset_after_bytes=2_000, resets=5), 400),
    ],
    ids=lambda value: value.words() if isinstance(value, Shape) else "",
)
def test_every_cell(stages: Path, shape: Shape, most_seconds: float) -> None:
    """Whatever the line does, all records are acknowledged and none is found fault with."""
    delivered(stages, shape, most_seconds, 200)


@pytest.mark.soak
def test_a_hole_for_large_packets_loses_nothing(stages: Path) -> None:
    """Probes pass and every envelope vanishes: nothing is acknowledged, the device goes on."""
    shape = Shape(rate_bits=2_000_000, round_trip_seconds=0.04, loss=0.0, hole_bytes=900)

    made = run(OURS, shape, staged(stages, RECORDS, 77), RECORDS, 7, 90)

    assert made.seconds is None
    assert 2 <= made.connections < 30


@pytest.mark.soak
def test_a_photo_on_a_link_that_is_up_a_third_of_the_time(stages: Path) -> None:
    """400 KB, 40 s up and 80 s down: byte by byte, within three windows."""
    shape = Shape(loss=0.0, up_seconds=40, down_seconds=80)

    made = run(PHOTO, shape, staged(stages, 2, 77, 400_000), 2, 7, 600)

    assert made.seconds is not None
    assert made.seconds < 2 * 120 + 40


def test_nothing_is_left_of_a_link_that_was_killed() -> None:
    """SIGKILL of the process in the middle takes both ends and their devices with it."""
    with ShapedLink(Shape()) as link:
        ends = (link.device_pid, link.central_pid)
        os.kill(link.process.pid, signal.SIGKILL)
        link.process.wait(10)
        watched = [os.pidfd_open(pid) for pid in ends if _lives(pid)]
        for one in watched:
            _wait_for(one)

    assert not any(_lives(pid) for pid in ends)


def _lives(pid: int) -> bool:
    try:
        text = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def _wait_for(pidfd: int) -> None:
    import select

    try:
        select.select([pidfd], [], [], 10)
    finally:
        os.close(pidfd)
