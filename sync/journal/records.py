"""Stored events: what is read back, followed, checked and erased.

Plain functions that work in a transaction the caller owns; none needs keys or a clock, so the
vault and the central's tools use them too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sync.chain import first_head
from sync.events import Recorded, decode_event, decode_header
from sync.ids import DeviceId, EventId, Salt, StreamId
from sync.journal.transaction import Erased, Refused, Transaction


class Gone(IntEnum):
    """Why an event has no body any more."""

    REDACTED = 1
    PRUNED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event's raw bytes as hashed, stored and sent; salt and body are None once gone."""

    stream: StreamId
    seq: int
    event_id: EventId
    head: bytes
    header: bytes
    digest: bytes
    salt: Salt | None
    body: bytes | None
    gone: Gone | None

    @property
    def item(self) -> list[Any]:
        """Return the array that travels: header, salt, body; or the stub (PROTOCOL §6)."""
        if self.gone is None:
            return [self.header, self.salt, self.body]
        return [self.header, self.digest, self.event_id, int(self.gone)]

    def recorded(self) -> Recorded:
        """Return the decoded event; raise Erased when its body is gone."""
        header = decode_header(self.header)
        if self.body is None:
            raise Erased(Refused(event_id=self.event_id, event_name=str(header.kind)))
        return Recorded(
            stream=self.stream,
            seq=self.seq,
            head=self.head,
            event_id=self.event_id,
            header=header,
            event=decode_event(header.kind, header.kind_version, self.body),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """The journal's newest event: its stream, its number and its head."""

    stream: StreamId
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How far a stream was found intact; `intact_to` equals `last` when all of it is."""

    stream: StreamId
    intact_to: int
    last: int

    @property
    def holds(self) -> bool:
        """Return whether every checked link holds."""
        return self.intact_to == self.last


def streams(tx: Transaction) -> tuple[StreamId, ...]:
    """Return every stream of this device, the oldest first."""
    rows = tx.execute("SELECT stream FROM stream ORDER BY number").fetchall()
    return tuple(StreamId(row[0]) for row in rows)


def newest_stream(tx: Transaction) -> StreamId | None:
    """Return the stream that events are appended to, or None before enrolment."""
    row = tx.execute("SELECT stream FROM stream ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else StreamId(row[0])


def tip(tx: Transaction) -> Tip | None:
    """Return the newest event of the newest stream, or None for an empty journal."""
    row = tx.execute(
        "SELECT stream, seq, head FROM event"
        " WHERE stream = (SELECT stream FROM stream ORDER BY number DESC LIMIT 1)"
        " ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return None if row is None else Tip(stream=StreamId(row[0]), seq=row[1], head=row[2])


def head(tx: Transaction, stream: StreamId, seq: int) -> bytes | None:
    """Return h(seq) of a stream of ours, h(0) too; None where we have no such event."""
    if seq == 0:
        row = tx.execute("SELECT device_id FROM stream WHERE stream = ?", (stream,)).fetchone()
        return None if row is None else first_head(row[0], stream)
    row = tx.execute(
        "SELECT head FROM event WHERE stream = ? AND seq = ?", (stream, seq)
    ).fetchone()
    return None if row is None else bytes(row[0])


def last_seq(tx: Transaction, stream: StreamId) -> int:
    """Return the number of a stream's last event, 0 for none."""
    row = tx.execute("SELECT max(seq) FROM event WHERE stream = ?", (stream,)).fetchone()
    return int(row[0] or 0)


def read(tx: Transaction, stream: StreamId, first: int, last: int) -> tuple[StoredEvent, ...]:
    """Return the raw events of a stream from *first* to *last*, both included."""
    rows = tx.execute(
        "SELECT stream, seq, event_id, head, header, digest, salt, body, gone FROM event"
        " WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (stream, first, last),
    )
    return tuple(_stored(row) for row in rows)


def by_id(tx: Transaction, event_id: EventId) -> StoredEvent | None:
    """Return an event where it stands now: in the newest stream that has it."""
    row = tx.execute(
        "SELECT stream, seq, event_id, head, header, digest, salt, body, gone"
        " FROM event JOIN stream USING (stream) WHERE event_id = ? ORDER BY number DESC LIMIT 1",
        (event_id,),
    ).fetchone()
    return None if row is None else _stored(row)


def history(tx: Transaction) -> Iterator[Recorded]:
    """Yield every event once, in the order it was first recorded; those without body are left out.

    An event that was moved to a newer stream appears where it stood first (PROTOCOL §10).
    """
    return (one.recorded() for one in in_order(tx) if one.body is not None)


def in_order(tx: Transaction) -> Iterator[StoredEvent]:
    """Yield every event once, in the order it was first recorded, also those whose body is gone."""
    cursor = tx.execute(
        "SELECT stream, seq, event_id, head, header, digest, salt, body, gone"
        " FROM event JOIN stream USING (stream)"
        " WHERE number = (SELECT min(number) FROM event AS first"
        "   JOIN stream AS origin USING (stream) WHERE first.event_id = event.event_id)"
        " ORDER BY number, seq"
    )
    for row in cursor:
        yield _stored(row)


def verify(tx: Transaction, stream: StreamId, last_n: int | None = None) -> Verified:
    """Return how far the links of a stream hold: all of them, or the last *last_n*.

    Checks the numbering, each head, and where salt and body are kept also event_id and digest.
    The start of a partial check is believed as it is stored.
    """
    last = last_seq(tx, stream)
    intact = 0 if last_n is None else max(0, last - last_n)
    start = head(tx, stream, intact)
    if start is None:
        return Verified(stream=stream, intact_to=intact, last=last)
    reached = follow(tx, stream, intact, start, last - intact)
    return Verified(stream=stream, intact_to=reached.seq, last=last)


def follow(tx: Transaction, stream: StreamId, after: int, previous: bytes, at_most: int) -> Tip:
    """Follow the links behind h(*after*) = *previous* for up to *at_most* events.

    Returns the last place that holds. Hashes only: nothing is decoded, so that a journal of
    millions is checked in slices that nobody waits for.
    """
    # A stream's rows lie in the order of their numbers: walking them where they lie, without the
    # index, is half the work. A row in another order is a number that does not follow.
    row = tx.execute(
        "SELECT rowid FROM event WHERE stream = ? AND seq = ?", (stream, after)
    ).fetchone()
    rows = tx.execute(
        "SELECT seq, head, event_id, header, digest, salt, body FROM event NOT INDEXED"
        " WHERE rowid > ? AND stream = ? ORDER BY rowid LIMIT ?",
        (0 if row is None else row[0], stream, at_most),
    )
    prefix, sha256, seq = b"ev1" + stream, hashlib.sha256, after
    for number, stored, event_id, header, digest, salt, body in rows:
        whole = salt is None or (
            sha256(salt + body).digest() == digest and sha256(salt).digest()[:16] == event_id
        )
        place = prefix + number.to_bytes(8, "big")
        link = sha256(place + previous + header + digest).digest()
        if number != seq + 1 or not whole or link != stored:
            break
        seq, previous = number, stored
    return Tip(stream=stream, seq=seq, head=previous)


def erase(tx: Transaction, event_ids: Iterable[EventId], why: Gone = Gone.REDACTED) -> int:
    """Forget salt and body of events in every stream; return how many rows that were.

    Header, digest, event_id and head stay, so every link still holds (PROTOCOL §6). The caller
    clears read tables, drafts and kept bytes in the same transaction. What was pruned before counts
    as redacted from now on where *why* says so.
    """
    return sum(
        tx.execute(
            "UPDATE event SET salt = NULL, body = NULL, gone = ?"
            " WHERE event_id = ? AND (body IS NOT NULL OR gone > ?)",
            (int(why), event_id, int(why)),
        ).rowcount
        for event_id in event_ids
    )


def _stored(row: tuple[Any, ...]) -> StoredEvent:
    stream, seq, event_id, head_now, header, digest, salt, body, gone = row
    return StoredEvent(
        stream=StreamId(stream),
        seq=seq,
        event_id=EventId(event_id),
        head=head_now,
        header=header,
        digest=digest,
        salt=None if salt is None else Salt(salt),
        body=body,
        gone=None if gone is None else Gone(gone),
    )


def device_of(tx: Transaction, stream: StreamId) -> DeviceId | None:
    """Return whose stream this is, or None for one that is not ours."""
    row = tx.execute("SELECT device_id FROM stream WHERE stream = ?", (stream,)).fetchone()
    return None if row is None else DeviceId(row[0])
