"""The httpx adapter against a real server on loopback that misbehaves."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.device import transport as transport_module
from sync.device.transport import (
    COSE_TYPE,
    AddressRefused,
    Failure,
    HttpTransport,
    NoAnswer,
    Request,
    Response,
    Upload,
    UploadStopped,
    check_address,
)
from tests.support.loopback import Behaviour, LoopbackServer, Received, TlsStranger, answering, raw


def a_request(*, limit_bytes: int = 4096, body: bytes = b"abc") -> Request:
    return Request(
        method="POST",
        path="/v1/push",
        body=body,
        content_type=COSE_TYPE,
        authorization="Ventanilla abc",
        answer_limit_bytes=limit_bytes,
    )


def exchange(
    behaviour: Behaviour, *, limit_bytes: int = 4096, no_progress_seconds: float = 5.0
) -> tuple[Response | NoAnswer, list[Received]]:
    with LoopbackServer(behaviour) as server:
        transport = HttpTransport(server.url, no_progress_seconds=no_progress_seconds)
        try:
            return transport.send(a_request(limit_bytes=limit_bytes)), server.received
        finally:
            transport.close()


def test_a_good_answer_comes_back_whole() -> None:
    """Status, type and exact bytes arrive, and the request carried what was asked."""
    answer, received = exchange(answering("200 OK", b"\x84\x00\xff", f"Content-Type: {COSE_TYPE}"))

    assert isinstance(answer, Response)
    assert (answer.status, answer.media_type, answer.body) == (
        200,
        "application/cose",
        b"\x84\0\xff",
    )
    assert received[0].first_line == "POST /v1/push HTTP/1.1"
    assert received[0].body == b"abc"
    assert received[0].header("content-type") == COSE_TYPE
    assert received[0].header("authorization") == "Ventanilla abc"


@pytest.mark.parametrize(
    ("status", "kind"),
    [("200 OK", "text/html"), ("500 Oops", "text/plain"), ("401 No", "application/cbor")],
)
def test_every_status_is_an_answer(status: str, kind: str) -> None:
    """HTML with 200, 500 and 401 come back as they are: the engine judges them."""
    answer, _ = exchange(answering(status, b"<html>", f"Content-Type: {kind}; charset=x"))

    assert isinstance(answer, Response)
    assert (answer.status, answer.media_type) == (int(status[:3]), kind)


def test_a_redirect_is_not_followed() -> None:
    """A 302 comes back as 302 and exactly one request was made."""
    answer, received = exchange(answering("302 Found", b"", "Location: http://127.0.0.1:1/login"))

    assert isinstance(answer, Response)
    assert answer.status == 302
    assert len(received) == 1


def test_a_cut_in_the_middle_is_a_cut() -> None:
    """Half an answer is no answer."""
    answer, _ = exchange(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))

    assert isinstance(answer, NoAnswer)
    assert (answer.failure, answer.detail) == (Failure.CUT, "RemoteProtocolError")
    assert (answer.status, answer.partial) == (200, b"half")


def test_a_connection_closed_without_a_word_is_a_cut() -> None:
    """The central may have stored what was sent, so it is not called 'no route'."""
    answer, _ = exchange(raw(b""))

    assert isinstance(answer, NoAnswer)
    assert answer.failure is Failure.CUT


def test_no_progress_is_a_timeout() -> None:
    """A server that falls silent in the middle of its answer is left after the set time."""

    def half_then_silence(line: socket.socket, _request: Received) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        line.recv(1)  # until the other side gives up

    answer, _ = exchange(half_then_silence, no_progress_seconds=0.05)

    assert isinstance(answer, NoAnswer)
    assert answer.failure is Failure.TIMEOUT


def test_a_slow_answer_that_progresses_is_read_to_its_end() -> None:
    """There is no total limit: many small pieces, each in time, are one answer."""

    def drop_by_drop(line: socket.socket, _request: Received) -> None:
        gap = threading.Event()
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n")
        for byte in b"abcdef":
            gap.wait(0.05)
            line.sendall(bytes([byte]))

    answer, _ = exchange(drop_by_drop, no_progress_seconds=0.2)

    assert isinstance(answer, Response)
    assert answer.body == b"abcdef"


@pytest.mark.parametrize("announced", [True, False])
def test_an_oversized_answer_is_not_swallowed(announced: bool) -> None:
    """More than the caller allows is refused, whether the length is stated or not."""
    big = b"x" * 100_000
    head = b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 100000\r\n" if announced else b"")
    answer, _ = exchange(raw(head + b"\r\n" + big), limit_bytes=4096)

    assert answer == NoAnswer(failure=Failure.TOO_LARGE, status=200)


def test_nobody_listening_is_no_route() -> None:
    """A refused connection says that nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transport = HttpTransport(f"http://127.0.0.1:{port}")

    answer = transport.send(a_request())
    transport.close()

    assert isinstance(answer, NoAnswer)
    assert answer.failure is Failure.NO_ROUTE


def test_a_certificate_for_nobody_we_know_is_a_tls_failure(tmp_path: Path) -> None:
    """A portal that answers https with its own certificate is named; nothing is sent."""
    with TlsStranger(tmp_path) as server:
        transport = HttpTransport(server.url)
        answer = transport.send(a_request())
        transport.close()

    assert answer == NoAnswer(failure=Failure.TLS, detail="ConnectError")
    assert server.received == []


def in_place_of_tls(said: bytes) -> Response | NoAnswer:
    """Return what becomes of a request over TLS to somebody who says that and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        transport = HttpTransport(f"https://127.0.0.1:{listener.getsockname()[1]}")

        def answer_once() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(65_536)
                line.sendall(said)

        thread = threading.Thread(target=answer_once)
        thread.start()
        answer = transport.send(a_request())
        thread.join(5)
        transport.close()
    return answer


def test_a_cut_in_the_handshake_is_no_portal() -> None:
    """A bad line that dies while TLS begins must not send people to a browser."""
    answer = in_place_of_tls(b"")

    assert isinstance(answer, NoAnswer)
    assert answer.failure is Failure.NO_ROUTE


def test_plain_http_in_place_of_tls_is_a_portal() -> None:
    """Something that does not even speak TLS on that port is somebody else."""
    answer = in_place_of_tls(b"HTTP/1.1 302 Found\r\n\r\n")

    assert isinstance(answer, NoAnswer)
    assert answer.failure is Failure.TLS


def test_the_cost_of_an_exchange_is_counted() -> None:
    """Body, headers and packets of both ways, each exchange by itself, a failed one too."""
    good = answering("200 OK", b"y" * 2_000)
    with LoopbackServer(good, good, raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) as server:
        transport = HttpTransport(server.url)
        costs = [transport.send(a_request(body=bytes(10_000))).wire_bytes for _ in range(3)]
        transport.close()

    assert all(12_000 < cost < 14_500 for cost in costs[:2])
    assert 10_000 < costs[2] < 12_500


def test_systems_that_do_not_count_get_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the kernel's figures the bodies, headers and a handshake are reckoned."""
    monkeypatch.setattr("sync.device.line_bytes._counted_by_system", lambda _line: None)
    with LoopbackServer(answering("200 OK", b"y" * 2_000), answering("200 OK", b"")) as server:
        transport = HttpTransport(server.url)
        costs = [transport.send(a_request(body=bytes(10_000))).wire_bytes for _ in range(2)]
        transport.close()

    assert costs == [12_400 + 620 + 5_000, 10_400 + 520]


def test_one_connection_serves_many_requests() -> None:
    """The connection is kept while it works and replaced after it failed."""
    good = answering("200 OK", b"ok")
    with LoopbackServer(good, good, raw(b""), good) as server:
        transport = HttpTransport(server.url)
        statuses = [transport.send(a_request()) for _ in range(4)]
        transport.close()

    assert [isinstance(answer, Response) for answer in statuses] == [True, True, False, True]
    assert server.connections == 2


@pytest.fixture
def silent_server() -> Iterator[LoopbackServer]:
    """Give a server that reads a request and never answers until the test ends."""

    def never_answer(line: socket.socket, _request: Received) -> None:
        line.recv(1)  # until the other side gives up

    with LoopbackServer(never_answer) as server:
        yield server


def test_abort_ends_the_request_on_the_line(silent_server: LoopbackServer) -> None:
    """A person who closes the app does not wait 25 s for a silent server."""
    transport = HttpTransport(silent_server.url)
    answers: list[Response | NoAnswer] = []
    thread = threading.Thread(target=lambda: answers.append(transport.send(a_request())))
    thread.start()
    assert silent_server.got_request.wait(10)

    transport.abort()
    thread.join(5)
    transport.close()

    assert not thread.is_alive()
    assert isinstance(answers[0], NoAnswer)
    assert isinstance(transport.send(a_request()), NoAnswer)


def test_retry_after_is_read_as_seconds_only() -> None:
    """A number of seconds is obeyed up to an hour; a date is not, because clocks lie."""

    def waiting(text: str) -> int | None:
        return Response(status=503, headers={"retry-after": text}).retry_after_seconds

    assert waiting("17") == 17
    assert waiting("99999999999999") == 3_600
    assert waiting("Fri, 31 Dec 1999 23:59:59 GMT") is None
    assert waiting("-3") is None
    assert Response(status=503).retry_after_seconds is None


@pytest.mark.parametrize(
    "address",
    [
        "http://central.gob.mx",
        "http://10.0.0.1:8000",
        "ftp://127.0.0.1",
        "https://",
        "https://user:word@central.gob.mx",
        "https://central.gob.mx/?a=1",
        "http://127.0.0.1.evil.mx",
        "http://[::1",
        "https://central.gob.mx:port",
    ],
)
def test_only_https_or_loopback(address: str) -> None:
    """Any other address is refused before a socket exists."""
    with pytest.raises(AddressRefused) as refused:
        HttpTransport(address)
    assert refused.value.code == "link.address"


@pytest.mark.parametrize(
    "address",
    ["https://central.gob.mx/", "http://127.0.0.1:8000", "http://[::1]:80", "http://localhost:1"],
)
def test_https_and_loopback_are_accepted(address: str) -> None:
    """https anywhere and http to this computer are allowed, without a final slash."""
    assert check_address(address) == address.rstrip("/")


def an_upload(pieces: list[bytes], *, stops: bool = False, length: int | None = None) -> Request:
    def given() -> Iterator[bytes]:
        yield from pieces
        if stops:
            raise UploadStopped

    total = sum(len(one) for one in pieces) if length is None else length
    return Request(
        method="PATCH",
        path="/v1/blobs/x",
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "7"},
        upload=Upload(length_bytes=total, pieces=given),
        answer_limit_bytes=4096,
    )


def test_a_body_is_given_away_piece_by_piece() -> None:
    """The server sees one body of the stated length, and the headers; handed bytes are counted."""
    request = an_upload([b"a" * 70_000, b"b" * 5])
    with LoopbackServer(answering("204 No Content", b"", "Upload-Offset: 70012")) as server:
        transport = HttpTransport(server.url)
        answer = transport.send(request)
        transport.close()

    assert isinstance(answer, Response)
    assert answer.headers["upload-offset"] == "70012"
    (received,) = server.received
    assert received.body == b"a" * 70_000 + b"b" * 5
    assert received.header("content-length") == "70005"
    assert received.header("transfer-encoding") is None
    assert received.header("upload-offset") == "7"
    assert request.upload is not None
    assert request.upload.handed_bytes == 70_005


def test_a_body_that_is_ended_is_a_cut() -> None:
    """Whoever gives the body ends it: no answer, and the next request has its own connection."""
    with LoopbackServer(answering("200 OK", b"fine")) as server:
        transport = HttpTransport(server.url)
        ended = transport.send(an_upload([b"a" * 10], stops=True, length=20))
        after = transport.send(a_request())
        transport.close()

    assert isinstance(ended, NoAnswer)
    assert (ended.failure, ended.detail) == (Failure.CUT, "link.stopped")
    assert isinstance(after, Response)
    assert server.connections == 2


def test_what_came_of_an_answer_that_was_cut_is_given() -> None:
    """A body that can be continued is not thrown away: head and bytes come with the failure."""
    head = b"HTTP/1.1 206 x\r\nContent-Length: 100\r\nContent-Range: bytes 5-104/200\r\n\r\n"
    answer, _ = exchange(raw(head + b"z" * 40))

    assert isinstance(answer, NoAnswer)
    assert (answer.failure, answer.status, answer.partial) == (Failure.CUT, 206, b"z" * 40)
    assert answer.headers["content-range"] == "bytes 5-104/200"


def test_trust_is_read_once_and_again_after_a_stranger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tries on a dead link cost little; what an office installs counts without a restart."""
    read: list[int] = []
    real = transport_module._trust

    def counted() -> ssl.SSLContext:
        read.append(1)
        return real()

    monkeypatch.setattr(transport_module, "_trust", counted)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    dead = HttpTransport(f"https://127.0.0.1:{port}")
    for _ in range(3):
        dead.send(a_request())
    dead.close()
    assert len(read) == 1

    with TlsStranger(tmp_path) as server:
        strange = HttpTransport(server.url)
        strange.send(a_request())
        strange.close()
        assert strange._trust is None
