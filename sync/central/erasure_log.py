"""The log of erasures: a file beside the database, because a backup brings back what was erased.

Each order is one line of JSON, on the disk before the database forgets. After a restore every line
is applied again before the first push is answered (PROTOCOL §10). The log names events by their
random ids and holds nothing of what they said.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sync.catalogue import ErasureAct
from sync.central.errors import CentralError
from sync.ids import DeviceId, EventId

LOG_NAME = "erasures.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureOrder:
    """What is to be true of one event from now on; of two orders the higher number counts."""

    device_id: DeviceId
    event_id: EventId
    act: ErasureAct
    legal_basis: str
    until: int | None  # yyyymmdd
    number: int
    ordered_at_ms: int


class ErasureLog:
    """Appends orders and reads them all."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, orders: Iterable[ErasureOrder]) -> None:
        """Write orders and sync them; what this raises undoes the transaction around it."""
        lines = "".join(_line(order) for order in orders)
        if not lines:
            return
        whole = self._whole_bytes()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(whole)  # a line that a crash cut short belongs to no transaction
            file.seek(whole)
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> tuple[ErasureOrder, ...]:
        """Return every order in the order it was given.

        Raises CentralError("central.erasures") for a line that cannot be read: erased persons must
        not come back because a log was damaged.
        """
        content = self._content()[: self._whole_bytes()]
        return tuple(self._order(line) for line in content.decode("utf-8", "replace").splitlines())

    def _whole_bytes(self) -> int:
        return self._content().rfind(b"\n") + 1

    def _content(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise CentralError("central.erasures", str(self.path)) from error

    def _order(self, line: str) -> ErasureOrder:
        try:
            held = json.loads(line)
            return ErasureOrder(
                device_id=DeviceId(bytes.fromhex(held["device"])),
                event_id=EventId(bytes.fromhex(held["event"])),
                act=ErasureAct(held["act"]),
                legal_basis=held["basis"],
                until=held["until"],
                number=held["number"],
                ordered_at_ms=held["at_ms"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise CentralError("central.erasures", f"{self.path}: {line[:40]}") from error


def _line(order: ErasureOrder) -> str:
    held = {
        "number": order.number,
        "device": order.device_id.hex(),
        "event": order.event_id.hex(),
        "act": int(order.act),
        "basis": order.legal_basis,
        "until": order.until,
        "at_ms": order.ordered_at_ms,
    }
    return json.dumps(held, ensure_ascii=False) + "\n"
