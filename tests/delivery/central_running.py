"""A central that answers over real HTTP on loopback."""

from __future__ import annotations

import os
import threading

import httpx

from sync.central.api import CBOR, COSE, create_app
from sync.central.connections import Crowd
from sync.central.server import CentralServer, address_of, bind
from sync.central.watch import Watch
from sync.messages import Acknowledgement, read_ack
from sync.requests import authorization_of, build_token
from tests.delivery.central_support import Central, Device


class Running:
    """A central that answers on loopback, in a thread of the test's own process."""

    def __init__(
        self, central: Central, *, crowd: Crowd | None = None, watch: Watch | None = None
    ) -> None:
        self.central = central
        self._ready = threading.Event()
        self._listener = bind("127.0.0.1", 0)
        self.url = address_of(self._listener)
        self._server = CentralServer(create_app(central.platform, watch), self._ready.set, crowd)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))
        central.platform.worker.start()
        self._thread.start()
        assert self._ready.wait(10)
        self.http = httpx.Client(base_url=self.url)

    def stop(self) -> None:
        self.http.close()
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def ask(
        self, device: Device, path: str, body: bytes = b"", nonce: bytes | None = None
    ) -> httpx.Response:
        """Send a request with the device's token."""
        token = build_token(
            device.signer,
            method="POST",
            path=path,
            nonce=os.urandom(16) if nonce is None else nonce,
            incarnation=None,
            body=body,
        )
        headers = {"Authorization": authorization_of(token), "Content-Type": CBOR}
        return self.http.post(path, content=body, headers=headers)

    def push(self, envelope: bytes) -> httpx.Response:
        return self.http.post("/v1/push", content=envelope, headers={"Content-Type": COSE})

    def signers(self) -> dict[bytes, bytes]:
        signer = self.central.platform.keys.signer
        return {signer.kid: signer.point}

    def ack(self, response: httpx.Response) -> Acknowledgement:
        return read_ack(response.content, self.signers())
