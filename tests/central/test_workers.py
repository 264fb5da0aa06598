"""Several processes behind one door give the answers of one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

from sync.central import schema
from sync.central.api import COSE
from sync.central.backups import make_backup
from sync.central.platform import Platform, open_platform
from sync.central.replay import set_code
from sync.clock import system_random
from sync.messages import Acknowledgement, read_ack
from tests.delivery.central_support import Central, Device, an_xml, record_a_day
from tests.support.central_databases import Kind, database_kind, kinds_to_run
from tests.support.processes import are_gone, children_of, listens, wait_until

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"


@dataclass
class Service:
    """A central that serves with several workers, as a process of its own."""

    process: subprocess.Popen[str]
    url: str
    metrics: str

    def children(self) -> list[int]:
        """Return every living child: workers, follower, what multiprocessing adds."""
        return children_of(self.process.pid)

    def workers(self) -> list[int]:
        """Return the children that answer."""
        port = int(self.url.rpartition(":")[2])
        return [child for child in self.children() if listens(child, port)]


@pytest.fixture(params=kinds_to_run() if SOAK else [Kind.SQLITE])
def kind(request: pytest.FixtureRequest) -> Iterator[Kind]:
    """On a file; in `make soak` on PostgreSQL too: a service to start costs seconds."""
    with database_kind(Kind(request.param)):
        yield Kind(request.param)


@pytest.fixture
def service(central: Central) -> Iterator[Service]:
    command = [
        sys.executable, "-m", "sync.central", "serve", "--dir", str(central.folder), "--port", "0",
        "--workers", "2", "--metrics", "127.0.0.1:0",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    metrics, url = (process.stdout.readline().split()[1] for _ in range(2))
    yield Service(process=process, url=url, metrics=metrics)
    process.kill()
    process.wait()
    process.stdout.close()


def ack_of(central: Central, answer: bytes) -> Acknowledgement:
    signer = central.platform.keys.signer
    return read_ack(answer, {signer.kid: signer.point})


@pytest.mark.slow
def test_workers_share_a_door_and_come_back(central: Central, service: Service) -> None:
    """Pushes through both, a worker killed between: nothing lost, read tables follow, one count.

    A stop ends every process with status 0.
    """
    device = central.enrol()
    record_a_day(device, 4)
    last = len(device.items)
    first_worker = service.workers()[0]
    for seq in range(1, last + 1):
        if seq == last // 2:
            os.kill(first_worker, signal.SIGKILL)
        answer = push_until_answered(service.url, device.envelope(central.platform, seq, seq))
        assert ack_of(central, answer).seq == seq

    wait_until(lambda: len(service.workers()) == 2, "the worker is back")
    wait_until(lambda: len(central.rows(schema.payment)) == 4, "read tables follow")
    counted = numbers_of(httpx.get(service.metrics).text)
    everyone = service.children()
    service.process.send_signal(signal.SIGTERM)
    status = service.process.wait(20)

    assert counted["ventanilla_events_stored_total"] >= last - 1
    assert counted['ventanilla_devices{state="enrolled"}'] == 1
    assert counted["ventanilla_read_tables_behind_events"] == 0
    assert counted["ventanilla_not_durable_events"] == last
    assert status == 0
    wait_until(lambda: are_gone(everyone), "every process ended")


@pytest.mark.soak  # a second service to start
def test_no_worker_outlives_its_service(service: Service) -> None:
    """When the parent is killed, its children stop by themselves and the door is shut."""
    everyone = service.children()
    service.process.kill()
    service.process.wait()

    assert len(everyone) >= 3
    wait_until(lambda: are_gone(everyone), "every process ended")


def push_until_answered(url: str, envelope: bytes) -> bytes:
    """Push as a device does: after a cut, again."""
    for _ in range(100):
        try:
            answer = httpx.post(f"{url}/v1/push", content=envelope, headers={"Content-Type": COSE})
        except httpx.TransportError:
            continue
        return answer.content
    raise AssertionError("nobody answers")


def numbers_of(text: str) -> dict[str, float]:
    """Return the samples of a page of metrics."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.fixture
def other(central: Central) -> Iterator[Platform]:
    """A second process's view of the same central."""
    opened = open_platform(
        central.folder, clock=central.clock, random=system_random, submission_xml=an_xml
    )
    yield opened
    opened.close()


def moved_on(central: Central, other: Platform, device: Device) -> None:
    other.pushes.answer(device.envelope(central.platform, 4, 6))


def became_durable(central: Central, other: Platform, _device: Device) -> None:
    make_backup(other.database, central.folder.parent / "backup.db")


def got_a_code(central: Central, other: Platform, device: Device) -> None:
    with other.database.write() as connection:
        set_code(connection, device.device_id, device.stream, 2, 34, central.now_ms())


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (moved_on, (6, 0, ())),
        (became_durable, (3, 3, ())),
        (got_a_code, (3, 0, ((2, 34),))),
    ],
)
def test_a_repeat_is_answered_as_it_is_now(
    central: Central,
    other: Platform,
    happens: Callable[[Central, Platform, Device], None],
    expected: tuple[object, ...],
) -> None:
    """The same bytes get the same ack, until another process moved what the ack says."""
    device = central.enrol()
    record_a_day(device)
    envelope = device.envelope(central.platform, 1, 3)
    first = central.platform.pushes.answer(envelope)
    central.clock.pass_seconds(1)
    again = central.platform.pushes.answer(envelope)
    happens(central, other, device)

    later = ack_of(central, central.platform.pushes.answer(envelope).ack)

    assert again.ack == first.ack
    assert (first.new_events, again.new_events) == (3, 0)
    said = (later.seq, later.durable_seq, later.attention)
    assert said == expected


@pytest.mark.soak
@pytest.mark.slow
def test_a_follower_of_its_own_follows(central: Central) -> None:
    """`follow` builds the read tables beside a central that does not, and stops with status 0."""
    device = central.enrol()
    record_a_day(device, 2)
    command = [sys.executable, "-m", "sync.central", "follow", "--dir", str(central.folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "following\n"
        central.push(device, 1, len(device.items))
        wait_until(lambda: len(central.rows(schema.payment)) == 2, "tables follow")
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(20) == 0
