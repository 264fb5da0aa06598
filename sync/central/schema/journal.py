"""What devices sent, raw and for ever; written by `ingest`, `moved`, `replay` and `erasures`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
)

from sync.central.schema.base import metadata

hwm = Table(
    "hwm",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("durable", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

event = Table(
    "event",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("h", LargeBinary(32), nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("body", LargeBinary),
    Column("kind", Integer),  # read from the header where it can be; NULL where it cannot
    Column("applied", Boolean, nullable=False),
    Column("code", Integer),  # PROTOCOL §8: below 32 not applied, from 32 a notice
    Column("received_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id", "stream"], ["hwm.device_id", "hwm.stream"]),
)

event_id = Table(
    "event_id",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("event_id", LargeBinary(16), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id", "stream"], ["hwm.device_id", "hwm.stream"]),
)

anchor = Table(
    "anchor",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("anchor16", LargeBinary(16), primary_key=True),
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
)

stream_left = Table(  # where a device says it left a stream: the five values, and if they hold
    "stream_left",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("old", LargeBinary(16), nullable=False),
    Column("base", BigInteger, nullable=False),
    Column("base_head", LargeBinary(32), nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("last_head", LargeBinary(32), nullable=False),
    Column("proof", Integer, nullable=False),  # 0 waits, 1 holds, 2 wrong (notice 35)
    ForeignKeyConstraint(
        ["device_id", "stream", "seq"], ["event.device_id", "event.stream", "event.seq"]
    ),
)

folio = Table(
    "folio",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("series", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
)

order_paid = Table(  # the first payment of each order that arrived (notice 37)
    "order_paid",
    metadata,
    Column("order_id", LargeBinary(16), primary_key=True),
    Column("event_id", LargeBinary(16), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Integer, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["device_id", "stream", "seq"], ["event.device_id", "event.stream", "event.seq"]
    ),
)

later_code = Table(  # what became of an event after its ack: pull dataset 8; 0 = applied after all
    "later_code",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, … per device
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("code", Integer, nullable=False),
)

Index("event_kind", event.c.device_id, event.c.kind)
