"""What stands where the central should be: a line to the real one that can be made to lie."""

from __future__ import annotations

import http.client
import socket

from tests.support.loopback import Behaviour, LoopbackServer, Received, answering

HTML = b"<!doctype html><html><body>Acepte las condiciones de la red</body></html>"
LIES: dict[str, Behaviour] = {
    "html": answering("200 OK", HTML, "Content-Type: text/html; charset=utf-8"),
    "html-as-cose": answering("200 OK", HTML, "Content-Type: application/cose"),
    "500": answering("500 Internal Server Error", b"oops", "Content-Type: text/plain"),
    "401": answering("401 Unauthorized", b"", "Content-Type: application/cbor"),
}


class Wire:
    """Listens at the central's address and does as it is told, from any thread."""

    def __init__(self, port: int, central_port: int) -> None:
        self._central_port = central_port
        self._lie: Behaviour | None = None
        self.spoil_acks = False
        self.pushed = 0
        self._server = LoopbackServer(self._behave, port=port)

    def __enter__(self) -> Wire:
        self._server.__enter__()
        return self

    def __exit__(self, *_about: object) -> None:
        self._server.__exit__(None, None, None)

    def tell(self, lie: str) -> None:
        """Answer every request with this lie from now on."""
        self._lie = LIES[lie]

    def be_honest(self) -> None:
        """Hand every request to the central and its answers back from now on."""
        self._lie, self.spoil_acks = None, False

    def _behave(self, line: socket.socket, request: Received) -> None:
        if self._lie is not None:
            self._lie(line, request)
            return
        status, kind, body = self._asked(request)
        if request.first_line.split()[1] == "/v1/push":
            self.pushed += 1
            if self.spoil_acks:
                body = body[:-1] + bytes([body[-1] ^ 1])  # the signature stands at the end
        answering(f"{status} X", body, f"Content-Type: {kind}")(line, request)

    def _asked(self, request: Received) -> tuple[int, str, bytes]:
        method, path, _version = request.first_line.split()
        connection = http.client.HTTPConnection("127.0.0.1", self._central_port, timeout=30)
        headers = {
            name: value
            for name in ("Content-Type", "Authorization")
            if (value := request.header(name)) is not None
        }
        try:
            connection.request(method, path, request.body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()
