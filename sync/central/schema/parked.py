"""Envelopes that came out of order, on a stick: they wait for the events before them (§20)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, LargeBinary, Table

from sync.central.schema.base import metadata

parked = Table(
    "parked",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("mark", LargeBinary(16), primary_key=True),  # SHA-256(envelope)[:16]
    Column("stream", LargeBinary(16), nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Column("parked_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)
