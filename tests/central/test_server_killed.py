"""PostgreSQL killed at the worst moments: no ack without a commit, nothing lost, nothing twice.

A server of its own, killed with SIGKILL in every process as a power cut would. The central stays up
and finds the server again by itself.
"""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from httpx import ASGITransport, AsyncClient, Response

from sync.central import schema
from sync.central.api import COSE, create_app
from sync.central.engines import UNAVAILABLE
from sync.central.memory import Rate
from sync.central.platform import Limits
from sync.central.pushes import PushAnswer
from sync.messages import AckResult, read_ack
from tests.delivery.central_support import Central, Device, record_a_day
from tests.delivery.test_central_http import quiet
from tests.support.central_databases import Server

ROUNDS = 40
KILLS = 30 if os.environ.get("VENTANILLA_SOAK") else 2
PATIENCE_SECONDS = 20
NO_LIMITS = Limits(address=Rate(burst=1e9, per_second=1e9), device=Rate(burst=1e9, per_second=1e9))


@pytest.fixture
def own() -> Iterator[Server]:
    """Give a server that only this test kills."""
    made = Server()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def central(own: Server, tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path, database_url=own.new_database(), limits=NO_LIMITS)
    yield made
    made.close()


@pytest.fixture
def device(central: Central) -> Device:
    enrolled = central.enrol()
    record_a_day(enrolled, 5)
    return enrolled


def until(holds: Callable[[], bool]) -> None:
    """Wait for something another process does."""
    pause = threading.Event()
    for _ in range(PATIENCE_SECONDS * 100):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it never came to that")


def waiting(own: Server, event: str) -> bool:
    """Say whether a session of the central waits for this."""
    found = own.run(
        "SELECT wait_event FROM pg_stat_activity WHERE application_name = 'ventanilla-central'"
    )
    return (event,) in found


def acknowledged(central: Central, answer: PushAnswer) -> int:
    signer = central.platform.keys.signer
    ack = read_ack(answer.ack, {signer.kid: signer.point})
    assert ack.result is AckResult.STORED
    return ack.seq


def stored(central: Central) -> list[int]:
    assert len(central.rows(schema.event)) == len(central.rows(schema.event_id))
    return [row["seq"] for row in central.rows(schema.event)]


def in_mid_push(central: Central, device: Device, own: Server, event: str) -> Future[PushAnswer]:
    """Begin a push of everything and come back when the server holds it up."""
    envelope = device.envelope(central.platform, 4, len(device.items))
    with ThreadPoolExecutor(1) as pool:
        pushing = pool.submit(central.platform.pushes.answer, envelope)
        until(lambda: waiting(own, event))
        own.kill()
    return pushing


def test_killed_within_the_commit(central: Central, device: Device, own: Server) -> None:
    """The commit is on the disk and was never confirmed: no ack; the repeat finds it, once."""
    assert acknowledged(
        central, central.platform.pushes.answer(device.envelope(central.platform, 1, 3))
    )
    own.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")  # a commit waits for ever
    own.run("SELECT pg_reload_conf()")

    pushing = in_mid_push(central, device, own, "SyncRep")

    assert isinstance(pushing.exception(), UNAVAILABLE)
    own.start()
    own.run("ALTER SYSTEM RESET synchronous_standby_names")
    own.run("SELECT pg_reload_conf()")
    assert stored(central) == list(range(1, len(device.items) + 1))
    again = central.platform.pushes.answer(device.envelope(central.platform, 1, len(device.items)))
    assert acknowledged(central, again) == len(device.items)
    assert again.new_events == 0


@pytest.mark.soak
def test_killed_before_the_commit(central: Central, device: Device, own: Server) -> None:
    """Rows were on their way, the commit was not: nothing of the batch is there, nor an ack."""
    central.platform.pushes.answer(device.envelope(central.platform, 1, 3))
    address = central.database.address
    with psycopg.connect(address.render_as_string(hide_password=False)) as held:  # type: ignore[union-attr]
        held.execute("LOCK TABLE anchor IN EXCLUSIVE MODE")

        pushing = in_mid_push(central, device, own, "relation")

        held.close()
    assert isinstance(pushing.exception(), UNAVAILABLE)
    own.start()
    assert stored(central) == [1, 2, 3]
    again = central.platform.pushes.answer(device.envelope(central.platform, 1, len(device.items)))
    assert acknowledged(central, again) == len(device.items)
    assert stored(central) == list(range(1, len(device.items) + 1))


def asked(central: Central, envelope: bytes) -> tuple[int, Response]:
    """Return what the central says of its health, and to a push."""

    async def ask() -> tuple[int, Response]:
        transport = ASGITransport(create_app(central.platform))
        async with AsyncClient(transport=transport, base_url="http://central") as client:
            health = await client.get("/v1/health")
            headers = {"content-type": COSE}
            return health.status_code, await client.post(
                "/v1/push", content=envelope, headers=headers
            )

    return asyncio.run(ask())


def test_a_server_that_is_gone_is_busy_and_is_found_again(
    central: Central, device: Device, own: Server
) -> None:
    """Devices are told to come again; nobody restarts the central when the server is back."""
    envelope = device.envelope(central.platform, 1, len(device.items))
    with quiet("sync.central.api"):
        own.kill()
        gone = asked(central, envelope)
        own.start()
        back = asked(central, envelope)

    assert (gone[0], gone[1].status_code) == (503, 503)
    assert int(gone[1].headers["retry-after"]) > 0
    assert (back[0], back[1].status_code) == (204, 200)
    assert stored(central) == list(range(1, len(device.items) + 1))


@pytest.mark.soak
@pytest.mark.slow
def test_killed_at_any_moment(central: Central, own: Server) -> None:
    """Devices push on while the server is killed again and again: each event is there once."""
    draw = random.Random(20_261_127)
    devices = [central.enrol() for _ in range(3)]
    for one in devices:
        record_a_day(one, ROUNDS)
    promised = dict.fromkeys((one.device_id for one in devices), 0)
    kills = 0

    def push_on(one: Device) -> None:
        """Deliver until everything is acknowledged, as a device does."""
        pause = threading.Event()
        while promised[one.device_id] < len(one.items):
            first = promised[one.device_id] + 1
            last = min(first + 6, len(one.items))
            try:
                answer = central.platform.pushes.answer(one.envelope(central.platform, first, last))
            except UNAVAILABLE:
                pause.wait(0.02)
                continue
            promised[one.device_id] = acknowledged(central, answer)

    with ThreadPoolExecutor(len(devices)) as pool:
        pushing = [pool.submit(push_on, one) for one in devices]
        while kills < KILLS:
            threading.Event().wait(draw.uniform(0.05, 0.4))
            before = dict(promised)
            own.kill()
            kills += 1
            own.start()
            for one in devices:
                rows = own_rows(central, one)
                assert rows[: before[one.device_id]] == list(range(1, before[one.device_id] + 1))
        for done in pushing:
            done.result()

    for one in devices:
        assert own_rows(central, one) == list(range(1, len(one.items) + 1))


def own_rows(central: Central, device: Device) -> list[int]:
    """Return the positions stored of one device."""
    rows = central.rows(schema.event)
    return [row["seq"] for row in rows if row["device_id"] == device.device_id]
