"""PROTOCOL §15 over a real server on loopback: limits first, signed answers, statuses as hints."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sync import cbor, cose
from sync.central import schema
from sync.central.administrators import make_administrator, read_administrator
from sync.central.api import CBOR, COSE
from sync.central.institution import create_central
from sync.central.keys import read_signer
from sync.central.memory import Rate
from sync.central.platform import Limits
from sync.central.revocation import Report, revoke
from sync.central.server import bind
from sync.central.wipes import publish_order, sign_order
from sync.certificates import read_central_certificate
from sync.clock import SystemClock, system_random
from sync.ids import kid_of
from sync.messages import (
    AckResult,
    envelope_mark,
    read_page,
    read_probe_answer,
)
from sync.requests import authorization_of, build_token
from sync.revocations import REVOCATIONS_KEY, Reported
from sync.wipe import wipe_key
from tests.delivery.central_running import Running
from tests.delivery.central_support import (
    CLERK,
    TERMINAL,
    Central,
    Device,
    an_institution,
    read_tables_of,
    record_a_day,
)
from tests.support.central_databases import allow_rows, new_database_url, refuse_rows


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    central = Central(tmp_path)
    central.publish()
    server = Running(central)
    yield server
    server.stop()
    central.close()


@pytest.fixture
def device(running: Running) -> Device:
    return running.central.enrol()


def code_of(response: httpx.Response) -> str:
    """Return the code of an unsigned error."""
    assert response.headers["content-type"] == CBOR
    return str(cbor.decode(response.content)[1])


def test_whole_road_from_code_to_acknowledged_events(running: Running) -> None:
    """Over HTTP: enrol with a code, probe, push, repeat, pull; every answer is signed."""
    central, device = running.central, Device()
    request = central.request(device, central.platform.enrolment.create_code(TERMINAL, CLERK))
    enrolled = running.http.post("/v1/enrol", content=request, headers={"Content-Type": COSE})
    assert enrolled.status_code == 200
    record_a_day(device)
    last = len(device.items)
    envelope = device.envelope(central.platform, 1, last)

    pushed = running.push(envelope)
    again = running.push(envelope)
    nonce = bytes(range(16))
    probed = running.ask(device, "/v1/probe", nonce=nonce)
    pulled = running.ask(device, "/v1/pull", cbor.encode({1: b"", 2: 65_536}))

    ack = running.ack(pushed)
    assert (pushed.status_code, ack.result, ack.seq, ack.head) == (
        200,
        AckResult.STORED,
        last,
        device.heads[last],
    )
    assert ack.answers == envelope_mark(envelope)
    assert ack.attention == ()
    assert again.content == pushed.content
    probe = read_probe_answer(probed.content, running.signers())
    assert (probe.nonce, probe.device_id) == (nonce, device.device_id)
    assert [(mark.stream, mark.seq) for mark in probe.streams] == [(device.stream, last)]
    page = read_page(
        pulled.content,
        running.signers(),
        device_id=device.device_id,
        seal_keys={kid_of(device.seal[1]): device.seal[0]},
    )
    assert page.entries != ()


def test_gap_and_fork_are_signed_answers_with_409(running: Running, device: Device) -> None:
    """What does not fit the history is a valid ack with result 1 or 2, not a bare error."""
    record_a_day(device)
    clone = device.fork(2)
    record_a_day(clone)
    running.push(device.envelope(running.central.platform, 1, 4))

    gap = running.push(device.envelope(running.central.platform, 6, 8))
    fork = running.push(clone.envelope(running.central.platform, 2, 5))

    assert [gap.status_code, fork.status_code] == [409, 409]
    assert [running.ack(gap).result, running.ack(fork).result] == [AckResult.GAP, AckResult.FORK]
    assert running.ack(fork).seq == 4


def test_events_are_stored_before_the_ack_exists(running: Running, device: Device) -> None:
    """When no commit can be made there is no ack: 503, nothing stored, and a repeat is fine."""
    record_a_day(device)
    last = len(device.items)
    envelope = device.envelope(running.central.platform, 1, last)
    with running.central.database.write() as connection:
        refuse_rows(connection, "hwm", act="UPDATE")
    with quiet("sync.central.api"):
        refused = running.push(envelope)
    assert refused.status_code == 500
    assert code_of(refused) == "fault"
    assert running.central.rows(schema.event) == []
    with running.central.database.write() as connection:
        allow_rows(connection, "hwm")

    assert running.ack(running.push(envelope)).seq == last


@contextlib.contextmanager
def quiet(name: str) -> Iterator[None]:
    """Expect a logger's error: it is what this test provokes."""
    logger = logging.getLogger(name)
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def test_read_tables_follow_a_push(running: Running, device: Device) -> None:
    """Soon after the ack, people, registrations, payments and shifts are there, by themselves."""
    record_a_day(device, 2)
    running.push(device.envelope(running.central.platform, 1, len(device.items)))

    running.central.platform.worker.stop()
    running.central.platform.catch_up()

    found = {name: len(rows) for name, rows in read_tables_of(running.central).items()}
    assert found["person"] == found["registration"] == found["payment"] == found["consent"] == 2
    assert found["shift"] == 1


@pytest.mark.parametrize(
    ("path", "limit"), [("/v1/push", 2**20), ("/v1/enrol", 16 * 1024), ("/v1/pull", 4096)]
)
def test_a_body_above_its_limit_is_413_unread(running: Running, path: str, limit: int) -> None:
    """One byte too many is `size`, whether the length is stated or not."""
    kind = CBOR if path == "/v1/pull" else COSE
    stated = running.http.post(path, content=b"\x00" * (limit + 1), headers={"Content-Type": kind})

    def pieces() -> Iterator[bytes]:
        yield b"\x00" * limit
        yield b"\x00"

    streamed = running.http.post(path, content=pieces(), headers={"Content-Type": kind})

    assert [stated.status_code, streamed.status_code] == [413, 413]
    assert code_of(stated) == code_of(streamed) == "size"


def test_wrong_content_type_is_415(running: Running) -> None:
    """A signed body must say that it is one."""
    response = running.http.post("/v1/push", content=b"x", headers={"Content-Type": "text/html"})

    assert response.status_code == 415


def test_another_protocol_version_is_426(running: Running, device: Device) -> None:
    """An envelope of a later protocol is refused as such, so that the device can say so."""
    payload = cbor.encode({1: 2, 2: bytes(16), 3: 1, 4: 1, 5: bytes(8), 6: b""})
    envelope = cose.sign(device.signer, "push", {cose.KID_LABEL: device.signer.kid}, payload)

    response = running.push(envelope)

    assert (response.status_code, code_of(response)) == (426, "version")


def test_a_stranger_is_401(running: Running) -> None:
    """Envelopes and tokens of a key that is not enrolled here are `kid-unknown`."""
    stranger = Device()
    record_a_day(stranger)

    pushed = running.push(stranger.envelope(running.central.platform, 1, 3))
    asked = running.ask(stranger, "/v1/probe")

    assert [pushed.status_code, asked.status_code] == [401, 401]
    assert code_of(pushed) == code_of(asked) == "kid-unknown"


def test_a_damaged_envelope_is_refused_and_stores_nothing(running: Running, device: Device) -> None:
    """One flipped byte anywhere: an error of §23, never an ack, nothing stored."""
    record_a_day(device, 1)
    envelope = device.envelope(running.central.platform, 1, 4)
    for place in range(0, len(envelope), 37):
        damaged = bytearray(envelope)
        damaged[place] ^= 1
        response = running.push(bytes(damaged))
        assert response.status_code in {400, 401, 413, 426}, place
        assert code_of(response)
    assert running.central.rows(schema.event) == []


def test_a_token_is_for_one_request_once(running: Running, device: Device) -> None:
    """The same nonce again is `replay`; another body or path, or no token, is `token`."""
    body = cbor.encode({1: b"", 2: 4096})
    token = build_token(
        device.signer,
        method="POST",
        path="/v1/pull",
        nonce=os.urandom(16),
        incarnation=None,
        body=body,
    )
    headers = {"Authorization": authorization_of(token), "Content-Type": CBOR}
    other_body = running.http.post(
        "/v1/pull", content=cbor.encode({1: b"", 2: 4097}), headers=headers
    )
    other_path = running.http.post("/v1/probe", content=body, headers=headers)
    with_query = running.http.post("/v1/pull?x=1", content=body, headers=headers)
    none = running.http.post("/v1/pull", content=body, headers={"Content-Type": CBOR})

    right = running.http.post("/v1/pull", content=body, headers=headers)
    again = running.http.post("/v1/pull", content=body, headers=headers)

    assert right.status_code == 200
    refused = [other_body, other_path, with_query, none, again]
    assert [one.status_code for one in refused] == [401] * 5
    assert [code_of(one) for one in refused] == ["token"] * 4 + ["replay"]


def test_enrolment_errors_have_their_statuses(running: Running, device: Device) -> None:
    """403 for a wrong code, 409 for a key in use; both say why."""
    central = running.central
    wrong = central.request(Device(), "0" * 12)
    taken = central.request(device, central.platform.enrolment.create_code(TERMINAL, CLERK))
    headers = {"Content-Type": COSE}

    answers = [
        running.http.post("/v1/enrol", content=one, headers=headers) for one in (wrong, taken)
    ]

    assert [one.status_code for one in answers] == [403, 409]
    assert [code_of(one) for one in answers] == ["code", "kid-taken"]


def test_health_and_certificates_are_public(running: Running) -> None:
    """Machines see 204; anybody gets the certificates, readable under the root."""
    health = running.http.get("/v1/health")
    public = running.http.get("/v1/central")

    assert (health.status_code, public.status_code) == (204, 200)
    assert "max-age=3600" in public.headers["cache-control"]
    content = cbor.decode(public.content)
    assert content[2] is None
    certificate = read_central_certificate(content[1][0], running.central.platform.profile.roots)
    assert certificate.point == running.central.platform.keys.signer.point


def test_an_unknown_path_is_an_error_in_cbor(running: Running) -> None:
    """No HTML anywhere: a device must never take us for a captive portal."""
    response = running.http.get("/index.html")

    assert response.status_code == 404
    assert code_of(response) == "path"


def test_too_many_requests_are_told_when_to_come_back(tmp_path: Path) -> None:
    """429 `busy` with Retry-After once the burst is used up; time heals it."""
    limits = Limits(address=Rate(burst=3, per_second=0.5), device=Rate(burst=100, per_second=1))
    central = Central(tmp_path, limits=limits)
    server = Running(central)
    try:
        statuses = [server.http.get("/v1/central").status_code for _ in range(4)]
        refused = server.http.get("/v1/central")
        central.clock.pass_seconds(2)
        healed = server.http.get("/v1/central")
    finally:
        server.stop()
        central.close()

    assert statuses == [200, 200, 200, 429]
    assert (refused.status_code, code_of(refused)) == (429, "busy")
    assert int(refused.headers["retry-after"]) == 2
    assert healed.status_code == 200


def central_command(folder: Path, *arguments: str) -> list[str]:
    command, *rest = arguments
    return [sys.executable, "-m", "sync.central", command, "--dir", str(folder), *rest]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_process_says_where_and_stops_when_told(
    tmp_path: Path, number: signal.Signals
) -> None:
    """The command prints its real address and ends with status 0 on SIGTERM and SIGINT."""
    folder = tmp_path / "central"
    _made(folder)
    with subprocess.Popen(
        central_command(folder, "serve", "--port", "0"), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("serving http://127.0.0.1:")
        url = line.split()[1]
        port = int(url.rpartition(":")[2])
        assert httpx.get(f"{url}/v1/health").status_code == 204
        with socket.create_connection(("127.0.0.1", port)):  # a dead connection does not hold it
            process.send_signal(number)
            status = process.wait(30)

    assert status == 0


def _made(folder: Path) -> None:
    create_central(folder, an_institution(), SystemClock(), system_random, new_database_url())


def test_port_in_use_is_a_refusal(tmp_path: Path) -> None:
    """A taken port is said in one line with exit status 10."""
    _made(tmp_path / "central")
    with contextlib.closing(bind("127.0.0.1", 0)) as taken:
        taken.listen()
        port = taken.getsockname()[1]

        done = subprocess.run(
            central_command(tmp_path / "central", "serve", "--port", str(port)),
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 10
    assert "serve.address" in done.stderr


def test_hash_of_the_answered_envelope_is_in_the_ack(running: Running, device: Device) -> None:
    """Key 14 binds an ack to the very bytes it answers."""
    record_a_day(device)
    one = device.envelope(running.central.platform, 1, 3)
    two = device.envelope(running.central.platform, 1, 3)
    assert one != two

    answers = [running.ack(running.push(envelope)).answers for envelope in (one, two)]

    assert answers == [hashlib.sha256(envelope).digest()[:16] for envelope in (one, two)]


def test_a_lost_device_learns_it_at_its_next_contact(
    running: Running, device: Device, tmp_path: Path
) -> None:
    """Over HTTP: probe and ack name the list and the lease, the first page brings list and wipe."""
    central, key = running.central, tmp_path / "ana.pem"
    now_seconds, roots = central.now_ms() // 1000, central.platform.profile.roots
    make_administrator(read_signer(central.root_key), "Ana", key, now_seconds)
    signed = sign_order(
        read_administrator(key, roots, now_seconds),
        device.device_id,
        why=Reported.LOST,
        number=1,
        not_before_seconds=now_seconds,
    )
    with central.database.write() as connection:
        report = Report(device_id=device.device_id, why=Reported.LOST)
        revoke(connection, report, central.platform.keys, roots, central.now_ms())
        publish_order(connection, signed, roots, central.now_ms())
    record_a_day(device, 1)

    public = cbor.decode(running.http.get("/v1/central").content)
    probed = read_probe_answer(running.ask(device, "/v1/probe").content, running.signers())
    ack = running.ack(running.push(device.envelope(central.platform, 1, len(device.items))))
    pulled = running.ask(device, "/v1/pull", cbor.encode({1: b"", 2: 65_536}))
    page = read_page(
        pulled.content,
        running.signers(),
        device_id=device.device_id,
        seal_keys={kid_of(device.seal[1]): device.seal[0]},
    )

    for standing in (probed.standing, ack.standing):
        assert (standing.newest_revocations, standing.lease) == (1, {1: 180, 2: 1})
    assert (ack.result, {code for _, code in ack.attention}) == (AckResult.STORED, {9})
    assert [line.dataset for line in page.entries][:3] == [1, 1, 1]
    held = {line.key: line.value for line in page.entries[:2]}
    assert held == {REVOCATIONS_KEY: public[2], wipe_key(device.device_id): signed}
    assert len(pulled.content) <= 4096
    assert [row["device_id"] for row in central.rows(schema.contact)] == [device.device_id]
