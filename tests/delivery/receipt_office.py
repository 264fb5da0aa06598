"""A central on loopback that people ask about receipts, and a device whose papers they hold."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from sync import cbor, receipts
from sync.central.administrators import (
    Administrator,
    make_administrator,
    read_administrator,
)
from sync.central.api import create_app
from sync.central.institution import Institution
from sync.central.keys import read_signer
from sync.central.server import CentralServer, address_of, bind
from sync.certificates import issue_device_certificate
from sync.cose import SoftwareSigner
from tests.delivery.central_support import (
    NOW_SECONDS,
    TERMINAL,
    Central,
    Device,
    a_payment,
    a_shift,
    an_institution,
    stream_opened,
)

YEAR_SECONDS = 366 * 86_400


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the central's socket saw it."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class RequestLog:
    """Writes down every request; the promise that nothing is sent is read off it."""

    app: ASGIApp
    asked: list[Asked] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bodies: list[bytes] = []

        async def listening() -> Any:
            message = await receive()
            bodies.append(message.get("body", b""))
            return message

        try:
            await self.app(scope, listening, send)
        finally:
            if scope["type"] == "http":
                headers = {name.decode(): value.decode() for name, value in scope["headers"]}
                query = scope["query_string"].decode()
                self.asked.append(
                    Asked(scope["method"], scope["path"], query, headers, b"".join(bodies))
                )

    def lines(self) -> list[str]:
        """Return what was asked as `GET /v`, with its query."""
        return [
            f"{one.method} {one.path}" + (f"?{one.query}" if one.query else "")
            for one in self.asked
        ]


class Paper(Device):
    """A device that also signs the receipts of what it records."""

    certificate: bytes = b""

    def certified_by(self, root: SoftwareSigner, terminal: str = TERMINAL) -> Paper:
        """Let a root certify this device without any central."""
        self.certificate = issue_device_certificate(
            root,
            terminal=terminal,
            point=self.signer.point,
            protection=0,
            not_before_seconds=NOW_SECONDS - YEAR_SECONDS,
            expires_seconds=NOW_SECONDS + YEAR_SECONDS,
        )
        return self

    def receipt(self, seq: int, account_key: bytes | None = None, **changes: Any) -> bytes:
        """Return the signed receipt of event *seq*; labels changed as `l5=…`."""
        item = self.items[seq - 1]
        payload = receipts.payload_of(
            cbor.decode(item.header),
            cbor.decode(item.body),  # type: ignore[union-attr]
            head=self.heads[seq],
            stream=self.stream,
            account_key=account_key,
        )
        says = cbor.decode(payload)
        says.update({int(name[1:]): value for name, value in changes.items()})
        return receipts.sign_receipt(self.signer, self.certificate, cbor.encode(says))


class ReceiptOffice:
    """A central that answers on loopback, its request log, one enrolled device with a day."""

    def __init__(self, folder: Path, **institution: Any) -> None:
        self._listener = bind("127.0.0.1", 0)
        self.url = address_of(self._listener)
        said: Institution = replace(an_institution(), base_url=self.url, **institution)
        self.central = Central(folder, institution=said)
        self.log = RequestLog(create_app(self.central.platform))
        ready = threading.Event()
        self._server = CentralServer(self.log, ready.set)  # type: ignore[arg-type]
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))
        self._thread.start()
        assert ready.wait(10)
        self.http = httpx.Client(base_url=self.url)
        self.prefix = self.central.platform.profile.receipt_prefix

    @property
    def root(self) -> SoftwareSigner:
        return read_signer(self.central.root_key)

    def administrator(self) -> Administrator:
        """Return a person who decides about what a reported device sent."""
        path = self.central.folder.parent / "ana.pem"
        make_administrator(self.root, "Ana PRUEBA", path, NOW_SECONDS)
        return read_administrator(path, self.central.platform.profile.roots, NOW_SECONDS)

    def device(self) -> Paper:
        """Return an enrolled device that opened its stream and a shift, and took two payments."""
        device = Paper()
        self.central.enrol(device)
        device.certified_by(self.root)
        device.record(stream_opened(), operator=0)
        shift = device.record(a_shift(device))
        for quantity in (1, 2):
            device.record(a_payment(device, shift, quantity))
        return device

    def push(self, device: Device, first: int = 1) -> None:
        """Let the device's journal arrive."""
        self.central.push(device, first, len(device.items))

    def report(self, signed: bytes) -> httpx.Response:
        """Report a receipt as the page does."""
        return self.http.post(
            "/v1/receipts/seen",
            content=receipts.digits_of(signed),
            headers={"Content-Type": "text/plain"},
        )

    def text(self, signed: bytes) -> str:
        return receipts.qr_text(self.prefix, signed)

    def close(self) -> None:
        self.http.close()
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
        self.central.close()
