"""The wire: one request in, one answer or one named failure out (PROTOCOL §15, §16).

Nothing here decides anything: what an answer means is the engine's business, because every decision
rests on a signed message, never on a status or a host name (PROTOCOL §1).

    Transport        the port; a scripted one drives the tests
    HttpTransport    the adapter over httpx: 10 s to connect, 25 s without progress, no total limit,
                     no redirect followed, no more read than the caller allows

httpx is imported when the first request is sent, on the delivery thread: it is a third of what the
program would load before a clerk can unlock (DESIGN §10), and unlocking needs no network.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from sync.device.line_bytes import LineBytes
from sync.errors import SyncError

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 10.0
NO_PROGRESS_SECONDS = 25.0
KEEP_ALIVE_SECONDS = 30.0
RETRY_AFTER_LIMIT_SECONDS = 3_600  # unsigned: anybody on the way may have written it
COSE_TYPE = 'application/cose; cose-type="cose-sign1"'
CBOR_TYPE = "application/cbor"


class Failure(Enum):
    """Why there is no answer.

    NO_ROUTE: no connection came about, so nothing was sent: no interface, name, route or listener.

    CUT: the connection broke after something may have arrived; the central may have stored it.

    TIMEOUT: 25 s passed without a byte either way; as with CUT, the central may have stored it.

    TLS: the other side is not who the address says, as behind a captive portal; nothing was sent.

    TOO_LARGE: more came than a message of this kind may have; it was not read to its end.
    """

    NO_ROUTE = "no-route"
    CUT = "cut"
    TIMEOUT = "timeout"
    TLS = "tls"
    TOO_LARGE = "too-large"


class UploadStopped(SyncError):
    """Whoever gives a body away gives no more of it; the request on the line is ended."""

    code = "link.stopped"


@dataclass(slots=True, kw_only=True)
class Upload:
    """A body that is given away piece by piece, so that it never stands in memory whole.

    `handed_bytes` counts what the system took. That says nothing of what arrived: only the central
    knows (PROTOCOL §26). *pieces* may raise UploadStopped.
    """

    length_bytes: int
    pieces: Callable[[], Iterator[bytes]]
    handed_bytes: int = 0

    def stream(self) -> Iterator[bytes]:
        """Yield the pieces, counting each one once it was taken."""
        for piece in self.pieces():
            yield piece
            self.handed_bytes += len(piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `path` begins with / and is what a token signs. With *upload* no *body*."""

    method: str
    path: str
    answer_limit_bytes: int
    body: bytes = b""
    content_type: str = CBOR_TYPE
    authorization: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    upload: Upload | None = None

    @property
    def body_bytes(self) -> int:
        """Return how many bytes its body has."""
        return len(self.body) if self.upload is None else self.upload.length_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer: its status, the headers in lower case, and at most the bytes allowed.

    `wire_bytes` is what the exchange cost, both ways, as far as the transport can tell, and
    `round_trip_seconds` what the shortest answer takes on this line, 0 where that is not known.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    wire_bytes: int = field(default=0, compare=False)
    round_trip_seconds: float = field(default=0.0, compare=False)

    @property
    def media_type(self) -> str:
        """Return the media type without parameters, in lower case; empty when none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def retry_after_seconds(self) -> int | None:
        """Return `Retry-After` in seconds (at most an hour), None when absent or not a number.

        The form with a date is ignored: no decision uses a device clock (PROTOCOL §17).
        """
        text = self.headers.get("retry-after", "").strip()
        if not text.isascii() or not text.isdigit():
            return None
        return min(int(text[:9]), RETRY_AFTER_LIMIT_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """There was no whole answer. `status` is known where the head of one had arrived.

    `wire_bytes` is what was sent and received in vain, as far as the transport can tell.
    `partial` is what had come of it, for a body that can be continued (`Range`).
    """

    failure: Failure
    detail: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    partial: bytes = b""
    wire_bytes: int = field(default=0, compare=False)


class Transport(Protocol):
    """Sends one request and waits for its answer; never raises for what a network does."""

    def send(self, request: Request) -> Response | NoAnswer:
        """Return the answer, or why there is none. Nothing is tried twice."""
        ...


class AddressRefused(SyncError):
    """The central's address is neither https nor http to this computer; nothing was opened."""

    code = "link.address"


def check_address(url: str) -> str:
    """Return a base URL without its final slash.

    Raises AddressRefused unless it is `https://`, or `http://` to a loopback address (§5a).
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise AddressRefused(url) from None
    plain = parts.scheme == "http" and is_loopback(host)
    if not host or not (parts.scheme == "https" or plain) or parts.query or parts.fragment:
        raise AddressRefused(url)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(url)
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Return whether a host name can only mean this computer."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HttpTransport:
    """Transport over HTTP/1.1 with one connection that is kept while it works.

    `send` is called from one thread; `abort` and `close` from any.
    """

    def __init__(
        self,
        base_url: str,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        no_progress_seconds: float = NO_PROGRESS_SECONDS,
    ) -> None:
        self._base_url = check_address(base_url)
        self._connect_seconds = connect_seconds
        self._no_progress_seconds = no_progress_seconds
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._line_bytes = LineBytes()
        self._trust: ssl.SSLContext | None = None  # read once: it is most of what a try costs
        self._stopped = False

    def send(self, request: Request) -> Response | NoAnswer:
        """Return the answer, or why there is none; a connection that failed is not used again."""
        if self._stopped:
            return NoAnswer(failure=Failure.NO_ROUTE, detail="stopped")
        import httpx

        try:
            answer = self._exchange(request)
        except httpx.TransportError as error:
            answer = NoAnswer(failure=_failure_of(error), detail=type(error).__name__)
        except UploadStopped:
            answer = NoAnswer(failure=Failure.CUT, detail=UploadStopped.code)
        sent = len(request.body) if request.upload is None else request.upload.handed_bytes
        came = len(answer.body) if isinstance(answer, Response) else len(answer.partial)
        answer = replace(answer, wire_bytes=self._line_bytes.taken(sent, came))
        if isinstance(answer, Response):
            shortest = self._line_bytes.round_trip_seconds()
            answer = replace(answer, round_trip_seconds=shortest)
        if isinstance(answer, NoAnswer):
            self._drop_client()
            if answer.failure is Failure.TLS:
                self._trust = None  # somebody may install what is missing before the next try
        return answer

    def abort(self) -> None:
        """End the request on the line, if there is one; every later one fails at once.

        The thread inside `send` returns with a failure. Connecting is not interrupted: it ends by
        itself after at most 10 s.
        """
        self._stopped = True
        with self._lock:
            line = self._socket
        if line is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; call it after the thread that sends has ended."""
        self._stopped = True
        self._drop_client()

    def _exchange(self, request: Request) -> Response | NoAnswer:
        import httpx

        client = self._client or self._open_client()
        headers = {"Accept-Encoding": "identity", "User-Agent": "ventanilla", **request.headers}
        if request.body or request.upload is not None:
            headers["Content-Type"] = request.content_type
            headers["Content-Length"] = str(request.body_bytes)
        if request.authorization is not None:
            headers["Authorization"] = request.authorization
        with client.stream(
            request.method,
            self._base_url + request.path,
            content=(request.body or None) if request.upload is None else request.upload.stream(),
            headers=headers,
            extensions={"trace": self._watch},
        ) as response:
            status = response.status_code
            came = {name.lower(): value for name, value in response.headers.items()}
            body = bytearray()
            try:
                whole = _read_limited(response, request.answer_limit_bytes, body)
            except httpx.TransportError as error:
                return NoAnswer(
                    failure=_failure_of(error),
                    detail=type(error).__name__,
                    status=status,
                    headers=came,
                    partial=bytes(body),
                )
            if not whole:
                return NoAnswer(failure=Failure.TOO_LARGE, status=status)
            return Response(status=status, headers=came, body=bytes(body))

    def _open_client(self) -> httpx.Client:
        import httpx

        here = is_loopback(urlsplit(self._base_url).hostname or "")
        client = httpx.Client(
            verify=self._trusted() if self._base_url.startswith("https:") else False,
            trust_env=not here,  # an office's proxy is used, but never for this computer itself
            follow_redirects=False,
            timeout=httpx.Timeout(self._no_progress_seconds, connect=self._connect_seconds),
            limits=httpx.Limits(max_connections=1, keepalive_expiry=KEEP_ALIVE_SECONDS),
        )
        self._client = client
        return client

    def _trusted(self) -> ssl.SSLContext:
        if self._trust is None:
            self._trust = _trust()
        return self._trust

    def _watch(self, event_name: str, facts: Mapping[str, object]) -> None:
        if event_name.endswith(("connect_tcp.complete", "start_tls.complete")):
            stream = facts.get("return_value")
            line = getattr(stream, "get_extra_info", lambda _name: None)("socket")
            with self._lock:
                self._socket = line
            if line is not None and event_name.endswith("connect_tcp.complete"):
                self._line_bytes.watch(line)
            if self._stopped and line is not None:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        with self._lock:
            self._socket = None
        self._line_bytes.forget()
        if client is not None:
            client.close()


def _trust() -> ssl.SSLContext:
    """Return the trust of the operating system together with the bundled one; TLS 1.2 at least."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _read_limited(response: httpx.Response, limit_bytes: int, body: bytearray) -> bool:
    """Read into *body*; say whether the answer was no larger than allowed."""
    stated = response.headers.get("content-length", "")
    if response.request.method != "HEAD" and stated.isdigit() and int(stated) > limit_bytes:
        return False
    for piece in response.iter_raw():
        body += piece
        if len(body) > limit_bytes:
            return False
    return True


def _failure_of(error: httpx.TransportError) -> Failure:
    import httpx

    match error:
        case httpx.ConnectError():
            return Failure.TLS if _is_stranger(error) else Failure.NO_ROUTE
        case httpx.ConnectTimeout() | httpx.PoolTimeout() | httpx.ProxyError():
            return Failure.NO_ROUTE
        case httpx.UnsupportedProtocol():
            return Failure.NO_ROUTE
        case httpx.TimeoutException():
            return Failure.TIMEOUT
        case _:
            return Failure.CUT


def _is_stranger(error: BaseException) -> bool:
    """Say whether somebody else answered in TLS's place: a wrong name, or no TLS at all.

    A connection that ended in the middle of the handshake is a bad line, not a portal.
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)):
            return False
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
