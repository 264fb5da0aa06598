"""A cheap hint of the operating system that a way to the central may have appeared (PROTOCOL §16).

It only ever triggers a probe; it decides nothing.
"""

from __future__ import annotations

import socket
from typing import Protocol
from urllib.parse import urlsplit

from sync.device.transport import is_loopback

_DOCUMENTATION_ADDRESSES = (
    (socket.AF_INET, "192.0.2.1"),  # RFC 5737: routed like any other, belongs to nobody
    (socket.AF_INET6, "2001:db8::1"),  # RFC 3849
)


class RouteHint(Protocol):
    """Tells from which address this computer would speak to the world now."""

    def source(self) -> str | None:
        """Return the address, None when there is no way out. Costs microseconds, sends nothing."""
        ...


class SystemRoute:
    """Asks the routing table, by connecting a datagram socket that never sends anything.

    Works alike on Linux, Windows and macOS, without rights and without a name look-up.
    """

    def __init__(self, base_url: str) -> None:
        self._here = is_loopback(urlsplit(base_url).hostname or "")

    def source(self) -> str | None:
        """Return the address this computer would speak from, None when there is no way out."""
        if self._here:
            return "loopback"
        for family, address in _DOCUMENTATION_ADDRESSES:
            try:
                with socket.socket(family, socket.SOCK_DGRAM) as probe:
                    probe.connect((address, 9))
                    return str(probe.getsockname()[0])
            except OSError:
                continue
        return None
