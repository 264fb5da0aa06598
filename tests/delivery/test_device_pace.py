"""Whatever fails, a timer is armed: delivery never waits for the next save."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from sync.device.link import Backoff, ErrorCode, LinkState, Obstacle, Trouble
from sync.device.pace import LOOK_AGAIN_SECONDS, Lane, Pace
from sync.messages import Standing

LINE = Trouble(obstacle=Obstacle.LINE, code=ErrorCode.CUT)
PORTAL = Trouble(obstacle=Obstacle.PORTAL, code=ErrorCode.PORTAL, status=200)
SERVER = Trouble(obstacle=Obstacle.SERVER, code=ErrorCode.SERVER, status=500)
BUSY = Trouble(obstacle=Obstacle.SERVER, code=ErrorCode.BUSY, status=503, retry_after_seconds=3_600)
REFUSED = Trouble(obstacle=Obstacle.REFUSED, code=ErrorCode.REFUSED, status=401)
LONGEST_SECONDS = 3_600 + 1 + 900

acts = st.one_of(
    st.tuples(
        st.just("failed"),
        st.sampled_from(Lane),
        st.sampled_from([LINE, PORTAL, SERVER, BUSY, REFUSED]),
    ),
    st.tuples(st.just("answered"), st.sampled_from(Lane), st.booleans()),
    st.tuples(
        st.sampled_from(["idle", "ask", "certificates", "hurry", "up", "down", "new"]),
        st.none(),
        st.none(),
    ),
)


@given(history=st.lists(st.tuples(acts, st.floats(0, 2_000)), max_size=40), seed=st.integers())
def test_some_lane_is_always_due_soon(
    history: list[tuple[tuple[str, Lane | None, object], float]], seed: int
) -> None:
    """After any history the next try has a time, and it is not far."""
    pace = Pace(random.Random(seed).random)
    now = 0.0
    for (act, lane, detail), passed in history:
        now += passed
        if act == "failed" and lane is not None and isinstance(detail, Trouble):
            pace.failed(lane, detail, now)
        elif act == "answered" and lane is not None:
            pace.answered(lane, now, again=bool(detail), standing=None)
        else:
            one_act(pace, act, now)

        assert pace.wait_seconds(now) <= LONGEST_SECONDS
        assert pace.due_at(Lane.PROBE) is not None
        assert pace.link in LinkState
        if pace.link is LinkState.PORTAL:
            assert pace.due_at(Lane.PUSH) is None
            assert pace.due_at(Lane.PULL) is None


def one_act(pace: Pace, act: str, now: float) -> None:
    """Do one act that concerns no lane."""
    match act:
        case "idle":
            pace.idle(now, None)
        case "ask":
            pace.ask_first(now)
        case "certificates":
            pace.want_certificates()
        case "hurry":
            pace.hurry(now)
        case "up":
            pace.way_out_changed(now, is_up=True)
        case "down":
            pace.way_out_changed(now, is_up=False)
        case _:
            pace.something_new()


@given(uniform=st.floats(0, 1, exclude_max=True), failures=st.integers(1, 200))
def test_backoff_has_full_jitter_under_its_cap(uniform: float, failures: int) -> None:
    """The wait is U(0, min(cap, 2^k s)), however often it fails."""
    backoff = Backoff()
    for number in range(failures):
        backoff.failed(100.0, uniform, cap_seconds=15.0)
        assert backoff.ready_at == 100.0 + uniform * min(15.0, 2.0**number)
    assert backoff.failures == failures


def test_a_save_does_not_shorten_a_wait_after_failure() -> None:
    """Every save at a busy window must not become a try of its own."""
    pace = Pace(lambda: 0.5)
    pace.answered(Lane.PROBE, 0.0, again=False, standing=None)
    pace.failed(Lane.PUSH, SERVER, 0.0)
    waiting_until = pace.due_at(Lane.PUSH)

    pace.something_new()

    assert pace.due_at(Lane.PUSH) == waiting_until == 0.5


def test_idle_push_looks_again_within_a_minute() -> None:
    """Nothing to send now says nothing about the next minute."""
    pace = Pace(lambda: 0.5)
    pace.answered(Lane.PROBE, 0.0, again=False, standing=None)
    pace.idle(0.0, None)

    assert pace.due_at(Lane.PUSH) == LOOK_AGAIN_SECONDS


def test_the_central_spreads_its_fleet() -> None:
    """The time it asks for is spread by up to a tenth, and never beyond a day."""
    pace = Pace(lambda: 0.5)
    pace.answered(Lane.PROBE, 0.0, again=False, standing=None)
    pace.answered(Lane.PULL, 0.0, again=False, standing=Standing(next_contact_seconds=10**9))

    assert pace.due_at(Lane.PULL) == 86_400 * 1.05


def test_mtu_holes_do_not_make_a_hot_loop() -> None:
    """Probes pass and every push breaks: the tries still become rarer."""
    pace = Pace(lambda: 0.999)
    now, tries = 0.0, 0
    while now < 600:
        now += pace.wait_seconds(now)
        if Lane.PUSH in pace.due(now):
            tries += 1
            pace.failed(Lane.PUSH, LINE, now)
        elif Lane.PROBE in pace.due(now):
            pace.answered(Lane.PROBE, now, again=False, standing=None)
        else:
            pace.answered(Lane.PULL, now, again=False, standing=None)
    assert tries < 600 / 15 + 10
