"""A push, an ack, a probe or a page that a proxy cut anywhere: nothing is believed, nothing half.

The line itself cuts in `test_cut_lines`. Here somebody on the way passes on what is left of a body
as if it were the whole, at every byte of it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.device.ports import Stopwatch
from sync.device.probe import ProbeLane
from sync.device.pull import PullLane, pull_state
from sync.device.push import PushLane
from sync.device.transport import Response
from tests.reliability.scene import Scene, beginnings


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Give a machine with a few acts of work."""
    return Scene()


def test_a_push_cut_at_every_byte_stores_nothing(scene: Scene) -> None:
    """The central refuses each beginning of an envelope and is as it was; the whole one counts."""
    scene.save(4)
    lane = PushLane(scene.machine.desk)
    batch = lane.prepare()
    assert batch is not None
    request = lane.request_of(batch)
    before = scene.stored()
    for body in beginnings(request.body, 1):
        answer = scene.central.handle(replace(request, body=body))
        assert answer is not None
        assert answer.status in {400, 401}
    assert scene.stored() == before

    whole = scene.central.handle(request)

    assert whole is not None
    assert whole.status == 200


def test_an_ack_cut_at_every_byte_delivers_nothing(scene: Scene) -> None:
    """No beginning of an acknowledgement confirms anything; the whole one confirms its batch."""
    scene.save()
    desk = scene.machine.desk
    lane = PushLane(desk)
    batch = lane.prepare()
    assert batch is not None
    answer = scene.central.handle(lane.request_of(batch))
    assert answer is not None
    before = scene.acknowledged()
    for body in beginnings(answer.body, 1):
        watch = Stopwatch.begin(desk)
        outcome = PushLane(desk).conclude(batch, replace(answer, body=body), watch)
        assert not outcome.delivered
    assert scene.acknowledged() == before

    outcome = lane.conclude(batch, answer, Stopwatch.begin(desk))

    assert outcome.delivered
    assert scene.acknowledged() == batch.last


def test_a_probe_answer_cut_at_every_byte_is_no_sign_of_life(scene: Scene) -> None:
    """Only the whole answer opens the way."""
    desk = scene.machine.desk
    lane = ProbeLane(desk)
    asked = lane.prepare()
    answer = scene.central.handle(asked.request)
    assert answer is not None
    for body in beginnings(answer.body, 1):
        watch = Stopwatch.begin(desk)
        assert lane.conclude(asked, replace(answer, body=body), watch).trouble is not None

    assert lane.conclude(asked, answer, Stopwatch.begin(desk)).trouble is None


def test_a_page_cut_at_every_byte_changes_nothing(scene: Scene) -> None:
    """Reference data and cursor stay as they are until the whole page is there."""
    desk = scene.machine.desk
    lane = PullLane(desk, lambda _datasets: None)
    while True:
        asked = lane.prepare()
        answer = scene.central.handle(asked.request)
        assert answer is not None
        before = desk.store.read(pull_state)
        for body in beginnings(answer.body, 1):
            assert lane.conclude(replace(answer, body=body)).trouble is not None
        assert desk.store.read(pull_state) == before
        outcome = lane.conclude(answer)
        assert outcome.trouble is None
        assert desk.store.read(pull_state) != before
        if not outcome.again:
            break


def test_a_token_cut_at_every_byte_lets_nobody_in(scene: Scene) -> None:
    """A beginning of a token is refused."""
    request = ProbeLane(scene.machine.desk).prepare().request
    token = request.authorization
    assert token is not None
    for length in range(len(token)):
        answer = scene.central.handle(replace(request, authorization=token[:length]))
        assert isinstance(answer, Response)
        assert answer.status in {400, 401}
