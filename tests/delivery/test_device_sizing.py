"""How many events the next envelope holds: aimed at 4–8 s of airtime, halved after a cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.device.push import FEWEST_EVENTS_AFTER_CUT, MOST_EVENTS, Sizing, _end_of
from sync.device.transport import Response
from tests.support.delivery import Device
from tests.support.model_central import ModelCentral


@pytest.mark.parametrize(
    ("airtime_seconds", "events"),
    [(0.0, 400), (1.0, 400), (1.7, 352), (3.0, 200), (3.9, 153), (4.1, 100), (8.0, 100), (9.0, 75)],
)
def test_a_batch_grows_to_what_the_line_carries(airtime_seconds: float, events: int) -> None:
    """Below 4 s by a half at least, to 6 s, fourfold at most; from 8 s on it shrinks."""
    assert Sizing(events=100).after_success(100, airtime_seconds).events == events


def test_a_batch_that_was_not_full_proves_nothing() -> None:
    """A few events that went fast do not say what a full batch would take."""
    assert Sizing(events=100).after_success(3, 0.1).events == 100


@given(
    size=st.integers(1, MOST_EVENTS),
    acts=st.lists(st.one_of(st.floats(0, 60), st.just(None)), max_size=30),
)
def test_the_size_stays_within_its_bounds(size: int, acts: list[float | None]) -> None:
    """Whatever the line does: at most 500, and a cut never divides ten events or fewer."""
    sizing = Sizing(events=size)
    for airtime in acts:
        before = sizing.events
        sizing = (
            sizing.after_cut(before) if airtime is None else sizing.after_success(before, airtime)
        )
        assert 1 <= sizing.events <= MOST_EVENTS
        if airtime is None:
            assert sizing.events >= min(before, FEWEST_EVENTS_AFTER_CUT)


@given(
    first=st.integers(1, 10_000), limit=st.integers(1, MOST_EVENTS), waiting=st.integers(1, 5_000)
)
def test_a_small_rest_goes_along(first: int, limit: int, waiting: int) -> None:
    """What would be left is more than a third of a batch, or nothing; never above 500 at once."""
    last = first + waiting - 1

    end = _end_of(first, limit, last)

    assert first <= end <= last
    assert end - first + 1 <= max(limit, min(MOST_EVENTS, limit + limit // 3))
    assert end == last or last - end > limit // 3 or waiting > MOST_EVENTS


def test_the_round_trip_is_no_airtime(device: Device, central: ModelCentral) -> None:
    """A long line whose answers take 5 s of waiting alone still gets larger batches."""

    def slow(request: object) -> Response:
        answer = central.handle(request)  # type: ignore[arg-type]  # the transport's request
        assert isinstance(answer, Response)
        device.clock.pass_seconds(5.0)
        return Response(
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            round_trip_seconds=4.5,
        )

    device.wire.always = slow
    device.record(700)

    device.run(120)

    assert len(central.stored) == 701
    assert len([one for one in device.wire.sent if one.path == "/v1/push"]) == 3
