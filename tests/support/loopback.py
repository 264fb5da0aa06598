"""A tiny HTTP server on loopback that misbehaves exactly as a test asks."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the server read of one request."""

    head: bytes
    body: bytes

    @property
    def first_line(self) -> str:
        """Return method, path and version."""
        return self.head.split(b"\r\n", 1)[0].decode("ascii")

    def header(self, name: str) -> str | None:
        """Return a header's value, None when absent."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.decode("ascii").lower() == name.lower():
                return value.strip().decode("ascii")
        return None


Behaviour = Callable[[socket.socket, Received], None]


def answering(status: str, body: bytes, *headers: str) -> Behaviour:
    """Return a behaviour that sends one whole answer."""

    def behave(line: socket.socket, _request: Received) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        line.sendall("\r\n".join(head).encode("ascii") + b"\r\n\r\n" + body)

    return behave


def raw(data: bytes) -> Behaviour:
    """Return a behaviour that sends these bytes and closes the connection."""

    def behave(line: socket.socket, _request: Received) -> None:
        line.sendall(data)
        line.shutdown(socket.SHUT_RDWR)

    return behave


class LoopbackServer:
    """Answers each request with the next behaviour; the last one stays."""

    def __init__(self, *behaviours: Behaviour, port: int = 0) -> None:
        self._behaviours = list(behaviours)
        self._listener = socket.create_server(("127.0.0.1", port))
        self._lines: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.connections = 0
        self.received: list[Received] = []
        self.got_request = threading.Event()
        self.closing = threading.Event()

    def prepare(self, line: socket.socket) -> socket.socket:
        """Return the line to speak on, once a connection is there."""
        return line

    @property
    def url(self) -> str:
        """Return the base URL."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> LoopbackServer:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for line in self._lines:
            line.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            self.connections += 1
            self._start(lambda line=line: self._serve(line))  # type: ignore[misc]  # bound now

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line = self.prepare(line)
            while (request := _read_request(line)) is not None:
                self.received.append(request)
                self.got_request.set()
                behave = self._behaviours[0]
                if len(self._behaviours) > 1:
                    self._behaviours.pop(0)
                behave(line, request)


class TlsStranger(LoopbackServer):
    """Speaks TLS with a certificate that nobody vouches for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(answering("200 OK", b"<html>"))
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.invalid")])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
            .sign(key, hashes.SHA256())
        )
        path = folder / "portal.pem"
        encoding = serialization.Encoding.PEM
        path.write_bytes(
            key.private_bytes(
                encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(encoding)
        )
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(path)

    @property
    def url(self) -> str:
        """Return the base URL, over https."""
        return super().url.replace("http:", "https:")

    def prepare(self, line: socket.socket) -> socket.socket:
        """Return the line under TLS; raises OSError when the other side goes away."""
        secured = self._context.wrap_socket(line, server_side=True)
        self._lines.append(secured)
        return secured


def _read_request(line: socket.socket) -> Received | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = Received(head=head, body=b"").header("content-length")
    wanted = int(length) if length else 0
    while len(body) < wanted:
        piece = line.recv(65536)
        if not piece:
            return None
        body += piece
    return Received(head=head, body=body)
