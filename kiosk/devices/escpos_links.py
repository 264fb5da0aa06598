"""The ways to a thermal printer, through python-escpos: USB, network, serial line, device file.

A link is opened for one job and closed again, so that a printer that was unplugged and plugged in
is simply there the next time. python-escpos is loaded at the first job: it reads a list of printers
for a second, sets up a log of its own and leaves a file behind; all three are undone here.
"""

from __future__ import annotations

import logging
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

from kiosk.devices.ports import PrinterKind

TIMEOUT_SECONDS = 4.0
_CACHE_FOLDER = "ESCPOS_CAPABILITIES_PICKLE_DIR"


class LinkBroken(OSError):
    """The printer cannot be reached, or the link to it ended."""


class Link(Protocol):
    """An open way to a printer, as python-escpos gives it."""

    def _raw(self, msg: bytes) -> None: ...

    def _read(self) -> bytes: ...

    def cashdraw(self, pin: int) -> None:
        """Send the pulse that opens a drawer."""
        ...

    def close(self) -> None:
        """Let go of the printer."""
        ...


def link_of(
    kind: PrinterKind, address: str, timeout_seconds: float = TIMEOUT_SECONDS
) -> Callable[[], Link]:
    """Return what opens the link to an address of that kind; it raises LinkBroken."""
    match kind:
        case PrinterKind.NETWORK:
            host, _, port = address.rpartition(":")
            return lambda: _network(host, int(port), timeout_seconds)
        case PrinterKind.USB:
            vendor, product = (int(part, 16) for part in address.split(":"))
            milliseconds = round(timeout_seconds * 1000)
            return lambda: _usb(vendor, product, milliseconds)
        case PrinterKind.SERIAL:
            device, baud = _serial_address(address)
            return lambda: _serial(device, baud, timeout_seconds)
        case PrinterKind.FILE:
            return lambda: _opened("File", devfile=address)
        case _:
            raise ValueError(kind)


def _network(host: str, port: int, timeout_seconds: float) -> Link:
    """Return a link over TCP; python-escpos would leave a refused socket open."""
    with _quiet():
        from escpos import printer  # type: ignore[import-untyped]  # it has no types
    line = socket.create_connection((host, port), timeout_seconds)
    link = printer.Network(host=host, port=port, timeout=timeout_seconds)
    link.device = line
    return cast("Link", link)


def _opened(name: str, **options: Any) -> Link:
    with _quiet():
        from escpos import exceptions, printer
    try:
        link = getattr(printer, name)(**options)
        link.open()
    except (exceptions.Error, OSError, ValueError, RuntimeError) as error:
        raise LinkBroken(str(error)) from error
    return cast("Link", link)


def _usb(vendor: int, product: int, milliseconds: int) -> Link:
    """Return the first printer of that maker and model, at the endpoints that it names itself."""
    try:
        import usb.core  # type: ignore[import-untyped]  # it has no types
    except ImportError as error:
        raise LinkBroken(str(error)) from error
    try:
        found = usb.core.find(idVendor=vendor, idProduct=product)
        if found is None:
            raise LinkBroken("not plugged in")
        ends = [end for interface in found.get_active_configuration() for end in interface]
    except (usb.core.USBError, usb.core.NoBackendError, NotImplementedError) as error:
        raise LinkBroken(str(error)) from error
    inwards = [end.bEndpointAddress for end in ends if end.bEndpointAddress & 0x80]
    outwards = [end.bEndpointAddress for end in ends if not end.bEndpointAddress & 0x80]
    if not outwards:
        raise LinkBroken("no way to write")
    return _opened(
        "Usb",
        idVendor=vendor,
        idProduct=product,
        timeout=milliseconds,
        in_ep=inwards[0] if inwards else 0x82,
        out_ep=outwards[0],
    )


def _serial(device: str, baud: int, timeout_seconds: float) -> Link:
    options = {"devfile": device, "baudrate": baud, "timeout": timeout_seconds, "dsrdtr": False}
    link = _opened("Serial", **options)
    line: Any = link
    line.device.write_timeout = timeout_seconds  # a printer that holds up is not waited for
    return _SerialLink(line)


class _SerialLink:
    """A serial line that answers with what there is: python-escpos waits for sixteen bytes."""

    def __init__(self, link: Any) -> None:
        self._link = link

    def _raw(self, msg: bytes) -> None:
        self._link._raw(msg)

    def _read(self) -> bytes:
        line = self._link.device
        return bytes(line.read(max(1, line.in_waiting)))

    def cashdraw(self, pin: int) -> None:
        """Send the pulse that opens a drawer."""
        self._link.cashdraw(pin)

    def close(self) -> None:
        """Let go of the line."""
        self._link.close()


def _serial_address(address: str) -> tuple[str, int]:
    """Return device and speed of `/dev/ttyUSB0:19200`; 9,600 where none is said."""
    device, _, speed = address.rpartition(":")
    if device and speed.isdigit():
        return device, int(speed)
    return address, 9_600


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what python-escpos does while it is loaded from staying: log handlers, a cache file."""
    handlers, before = logging.root.handlers[:], os.environ.get(_CACHE_FOLDER)
    # without any handler its first word to the log would set one up again: hence an empty one
    with tempfile.TemporaryDirectory(prefix="escpos") as folder:
        os.environ[_CACHE_FOLDER] = folder
        try:
            yield
        finally:
            logging.root.handlers[:] = handlers or [logging.NullHandler()]
            if before is None:
                os.environ.pop(_CACHE_FOLDER, None)
            else:
                os.environ[_CACHE_FOLDER] = before
