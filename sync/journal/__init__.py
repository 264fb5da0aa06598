"""The append-only journal: every user action is one event, chained to all before it.

DESIGN §4, PROTOCOL §6. All of it works inside a transaction that the caller owns; a raised error
means that the caller rolls back and nothing was written. Order is `seq`, never the clock.
"""

from sync.journal.journal import NOBODY, Journal, Started
from sync.journal.records import (
    Gone,
    StoredEvent,
    Tip,
    Verified,
    by_id,
    device_of,
    erase,
    follow,
    head,
    history,
    in_order,
    last_seq,
    newest_stream,
    read,
    streams,
    tip,
    verify,
)
from sync.journal.schema import JOURNAL_MIGRATIONS
from sync.journal.transaction import (
    Erased,
    EventMalformed,
    Left,
    Migration,
    NoStream,
    NoSuchPlace,
    OtherContent,
    Refused,
    Rows,
    Transaction,
)

__all__ = [
    "JOURNAL_MIGRATIONS",
    "NOBODY",
    "Erased",
    "EventMalformed",
    "Gone",
    "Journal",
    "Left",
    "Migration",
    "NoStream",
    "NoSuchPlace",
    "OtherContent",
    "Refused",
    "Rows",
    "Started",
    "StoredEvent",
    "Tip",
    "Transaction",
    "Verified",
    "by_id",
    "device_of",
    "erase",
    "follow",
    "head",
    "history",
    "in_order",
    "last_seq",
    "newest_stream",
    "read",
    "streams",
    "tip",
    "verify",
]
