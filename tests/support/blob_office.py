"""A central on loopback and a device that sends it sealed files, whole or cut at any byte."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from sync.blobs import blob_id_of, seal_blob
from sync.central.api import create_app
from sync.central.blobs import Here
from sync.central.server import CentralServer, address_of, bind
from sync.events import Attachment
from sync.ids import DeviceId
from sync.messages import BlobConfirmation, read_blob_confirmation
from sync.requests import authorization_of, build_token
from tests.delivery.central_support import Central, Device, a_registration, stream_opened

OFFSET_TYPE = "application/offset+octet-stream"
PATIENCE_SECONDS = 20


class BlobOffice:
    """A central that answers on loopback, in a thread of the test's own process."""

    def __init__(self, central: Central, device: Device) -> None:
        self.central = central
        self.device = device
        ready = threading.Event()
        self._listener = bind("127.0.0.1", 0)
        self.url = address_of(self._listener)
        self._server = CentralServer(create_app(central.platform), ready.set)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))
        self._thread.start()
        assert ready.wait(PATIENCE_SECONDS)
        self.http = httpx.Client(base_url=self.url, timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        """Answer nothing more."""
        self.http.close()
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def token(self, method: str, path: str, device: Device | None = None) -> str:
        """Return the Authorization of one request."""
        token = build_token(
            (device or self.device).signer,
            method=method,
            path=path,
            nonce=os.urandom(16),
            incarnation=None,
        )
        return authorization_of(token)

    def ask(
        self,
        method: str,
        blob_id: bytes,
        *,
        offset: int | None = None,
        length: int | None = None,
        body: bytes = b"",
        query: str = "",
        device: Device | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Send one request about a file."""
        path = f"/v1/blobs/{blob_id.hex()}{query}"
        sent = {"Authorization": self.token(method, path, device), **headers}
        if method == "PATCH":
            sent = {"Content-Type": OFFSET_TYPE, **sent}
        if offset is not None:
            sent["Upload-Offset"] = str(offset)
        if length is not None:
            sent["Upload-Length"] = str(length)
        return self.http.request(method, path, content=body or None, headers=sent)

    def patch(self, sealed: bytes, offset: int = 0, upto: int | None = None) -> httpx.Response:
        """Send the bytes of a file from *offset* on."""
        return self.ask(
            "PATCH",
            blob_id_of(sealed),
            offset=offset,
            length=len(sealed),
            body=sealed[offset:upto],
        )

    def confirmation(self, response: httpx.Response) -> BlobConfirmation:
        """Return the confirmation in an answer."""
        signer = self.central.platform.keys.signer
        return read_blob_confirmation(response.content, {signer.kid: signer.point})

    @contextlib.contextmanager
    def line(self, sealed: bytes, offset: int = 0) -> Iterator[socket.socket]:
        """Begin a PATCH of the whole remainder by hand; the body is the caller's to send."""
        path = f"/v1/blobs/{blob_id_of(sealed).hex()}"
        head = [
            f"PATCH {path} HTTP/1.1",
            "Host: central",
            f"Authorization: {self.token('PATCH', path)}",
            f"Content-Type: {OFFSET_TYPE}",
            f"Upload-Offset: {offset}",
            f"Upload-Length: {len(sealed)}",
            f"Content-Length: {len(sealed) - offset}",
        ]
        place = urlsplit(self.url)
        with socket.create_connection((place.hostname, place.port)) as line:
            line.settimeout(PATIENCE_SECONDS)
            line.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
            yield line

    def cut(self, sealed: bytes, offset: int, sent: int) -> None:
        """Send so many bytes of the remainder, then break the connection."""
        with self.line(sealed, offset) as line:
            line.sendall(sealed[offset : offset + sent])
            self.until(sealed, offset + sent)

    def until(self, sealed: bytes, received: int) -> None:
        """Wait until so much of a file is on the central's disk."""
        self._wait(lambda: self.on_disk(sealed) >= received, f"{received} bytes")

    def until_begun(self, sealed: bytes) -> None:
        """Wait until the central has begun to take a file."""
        storage = self.central.platform.blobs.storage
        part = storage.path(self.device.device_id, blob_id_of(sealed)).name + ".part"
        self._wait(lambda: any(storage.folder.rglob(part)), "begun")

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        pause = threading.Event()
        for _ in range(PATIENCE_SECONDS * 100):
            if holds():
                return
            pause.wait(0.01)
        raise AssertionError(f"never: {what}")

    def on_disk(self, sealed: bytes) -> int:
        """Return how much of a file the central's disk holds."""
        storage = self.central.platform.blobs.storage
        return storage.received(self.device.device_id, blob_id_of(sealed))

    def here(self, sealed: bytes) -> Here | None:
        """Return what the central would say to HEAD."""
        return self.central.platform.blobs.here(DeviceId(self.device.device_id), blob_id_of(sealed))


def register_with(
    central: Central,
    device: Device,
    *contents: bytes,
    media_type: str = "image/webp",
    wrong: bool = False,
    **changes: Any,
) -> list[bytes]:
    """Push a registration that names sealed files; return the sealed bytes.

    *wrong*: sealed under another event's salt, so that it never opens.
    """
    if not device.items:
        device.record(stream_opened(), operator=0)
    salt = os.urandom(16)
    sealed = [
        seal_blob(os.urandom(16) if wrong else salt, index, content)
        for index, content in enumerate(contents, start=1)
    ]
    named = tuple(
        Attachment(
            index=index, media_type=media_type, length_bytes=len(one), blob_id=blob_id_of(one)
        )
        for index, one in enumerate(sealed, start=1)
    )
    registration = a_registration(device, salt, attachments=named, **changes)
    device.record(registration, salt=salt)
    central.push(device, 1, len(device.items))
    return sealed
