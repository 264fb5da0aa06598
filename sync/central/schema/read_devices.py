"""Read tables about the devices themselves: their key slots, backups and checks."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table

from sync.central.schema.base import metadata, of_event

key_slot = Table(  # kind 112
    "key_slot",
    metadata,
    *of_event(),
    Column("act", Integer, nullable=False),
    Column("slot_kind", Integer, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

device_care = Table(  # kinds 1, 111, 113, 115, 116, 117, with their body as it came
    "device_care",
    metadata,
    *of_event(),
    Column("kind", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)
