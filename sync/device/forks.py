"""What a device does once the central holds another history of a stream (PROTOCOL §10).

It asks nobody. The stream ends where the central last confirmed it, and everything behind that
goes on in the device's own current stream, unchanged. Only heads that disagree lead here, never a
mere error: a device that took a new name whenever something failed would count things twice.
"""

from __future__ import annotations

import logging

from sync.device.ports import Desk
from sync.ids import StreamId
from sync.journal import Transaction

_log = logging.getLogger("delivery")


def go_on(desk: Desk, tx: Transaction, stream: StreamId) -> None:
    """Leave *stream* at what is acknowledged of it, in the caller's transaction: all or nothing.

    The current stream is closed, and a new one begins with what was not confirmed. One that was
    left before is shortened, and what lay between follows in the current stream. Nothing happens
    where a left stream is confirmed up to its end: nothing of it is outstanding.
    """
    row = desk.outbox.row(tx, stream)
    if row is None or (row.base is not None and row.acknowledged >= row.base):
        return
    base, last = row.acknowledged, row.last_to_send
    desk.outbox.close(tx, stream, base, desk.clock.now())
    if row.base is None:
        _log.warning("the central holds another history: going on in a new stream from %d", base)
        desk.new_stream(tx, base)
    else:
        _log.warning("a stream that was left ends earlier now: at %d instead of %d", base, last)
        desk.journal.shorten(tx, stream, base, last)
