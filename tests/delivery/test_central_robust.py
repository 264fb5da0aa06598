"""Whatever bytes come, and whenever the process dies: a code, never a fault, never a loss."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import cbor
from sync.central import schema
from sync.central.api import COSE
from sync.central.checks import is_quarantine
from sync.central.errors import Refused
from sync.central.ingest import ingest
from sync.central.platform import open_platform
from sync.clock import SystemClock, system_random
from sync.errors import MessageInvalid
from sync.messages import AckResult, read_ack
from tests.delivery.central_support import (
    Central,
    Device,
    a_payment,
    an_xml,
    record_a_day,
    stream_opened,
)

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"

KINDS = st.sampled_from(
    [1, 2, 4, 5, 6, 20, 30, 31, 33, 40, 50, 51, 60, 61, 62, 70, 80, 90, 112, 199]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.binary(max_size=40)
    | st.text(max_size=20).filter(lambda text: text.isprintable())
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5), max_leaves=12)
BODIES = st.dictionaries(st.integers(0, 23), VALUES, max_size=12).map(cbor.encode)
RAW = st.binary(max_size=80)


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    made = Central(tmp_path_factory.mktemp("robust"))
    yield made
    made.close()


@settings(
    max_examples=1_000 if SOAK else 50, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(events=st.lists(st.tuples(KINDS, BODIES | RAW, st.booleans()), min_size=1, max_size=12))
def test_any_body_is_stored_with_a_verdict(
    central: Central, caplog: pytest.LogCaptureFixture, events: list[tuple[int, bytes, bool]]
) -> None:
    """Random bodies of every kind: all is stored, nothing raises, no fault is logged."""
    caplog.clear()
    device = central.enrol()
    for kind, body, damaged in events:
        header = device.header(kind)
        device.raw(header[:-1] if damaged else header, body)
    last = len(device.items)

    outcome = ingest(central.database, device.batch(1, last), central.now_ms())
    central.platform.catch_up()

    assert (outcome.result, outcome.seq) == (AckResult.STORED, last)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    codes = dict(outcome.codes)
    for seq, (_, _, damaged) in enumerate(events, start=1):
        assert not damaged or is_quarantine(codes[seq])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amounts=st.lists(st.integers(-(2**62), 2**62), min_size=6, max_size=6),
    what=st.sampled_from([30, 33, 60, 61]),
)
def test_any_amounts_are_judged(central: Central, amounts: list[int], what: int) -> None:
    """However absurd the money, it is stored with a verdict and never overflows a table."""
    one, two, three, four, five, six = amounts
    bodies = {
        30: {1: [1, 2], 2: 1, 3: 20261120, 4: 0, 5: abs(one), 6: [[abs(two), 1, 1]]},
        33: {1: [1, 2], 2: abs(one), 3: two, 4: three, 5: [1, 2], 19: bytes(16)},
        60: {
            1: [1, 2],
            2: abs(one),
            3: [[1001, 1, abs(two), ["derechos", 2], [], abs(three)]],
            4: four,
            5: [1, abs(five), abs(six)],
            9: ["cincuenta-centavos", 1],
            19: bytes(16),
        },
        61: {1: [1, 2], 2: abs(one), 3: [[1001, two]], 5: [1, abs(three), 0], 19: bytes(16)},
    }
    device = central.enrol()
    device.raw(device.header(what), cbor.encode(bodies[what]))

    outcome = ingest(central.database, device.batch(1, 1), central.now_ms())
    central.platform.catch_up()

    assert outcome.seq == 1


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300) | VALUES.map(cbor.encode))
def test_bytes_that_are_no_message_are_refused(central: Central, data: bytes) -> None:
    """Push and enrolment answer anything that is none with a code of §23."""
    for take in (central.platform.pushes.answer, central.platform.enrolment.answer):
        with pytest.raises((MessageInvalid, Refused)):
            take(data)


def _server(folder: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "sync.central", "serve", "--dir", str(folder), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().split()[1]


@pytest.mark.slow
def test_a_killed_server_keeps_every_event_it_acknowledged(tmp_path: Path) -> None:
    """SIGKILL while events pour in: what was acknowledged is there, the rest can come."""
    made = Central(tmp_path)
    device = made.enrol()
    shift = record_a_long_day(device)
    last = len(device.items)
    assert shift
    envelopes = {
        first: device.envelope(made.platform, first, min(first + 9, last))
        for first in range(1, last + 1, 10)
    }
    signer = made.platform.keys.signer
    folder = made.folder
    made.close()
    acknowledged = 0
    for kill_after in (3, 7, 12):
        process, url = _server(folder)
        try:
            with httpx.Client(base_url=url) as http:
                for count, first in enumerate(sorted(envelopes)):
                    if count == kill_after:
                        threading.Timer(0.002, os.kill, (process.pid, signal.SIGKILL)).start()
                    response = http.post(
                        "/v1/push", content=envelopes[first], headers={"Content-Type": COSE}
                    )
                    ack = read_ack(response.content, {signer.kid: signer.point})
                    acknowledged = max(acknowledged, ack.seq)
        except httpx.TransportError:
            pass
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        with closing(sqlite3.connect(folder / "central.db")) as check:
            assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            [[seq, head]] = check.execute("SELECT seq, head FROM hwm").fetchall()
            stored = check.execute("SELECT count(*), max(seq) FROM event").fetchone()
        assert seq >= acknowledged
        assert (stored, head) == ((seq, seq), device.heads[seq])
    platform = open_platform(
        folder, clock=SystemClock(), random=system_random, submission_xml=an_xml
    )
    with closing(platform):
        for envelope in envelopes.values():
            platform.pushes.answer(envelope)
        platform.catch_up()
        with platform.database.read() as connection:
            found = connection.execute(schema.event.select()).all()
            payments = connection.execute(schema.payment.select()).all()
    assert [row.seq for row in found] == list(range(1, last + 1))
    assert len(payments) == 60


def record_a_long_day(device: Device) -> bytes:
    """Record a day of sixty payments and return its shift."""
    record_a_day(device, 50)
    shift = device.items[1].event_id
    for _ in range(10):
        device.record(a_payment(device, shift))
    device.record(stream_opened(), operator=0)
    return shift
