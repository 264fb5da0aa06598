"""Receipts that citizens reported by themselves (RECEIPTS §9); kept, never derivable.

These five columns and no other: no time finer than the day, no address, no program, no cookie.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table

from sync.central.schema.base import metadata

seen_receipt = Table(
    "seen_receipt",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("anchor16", LargeBinary(16), primary_key=True),
    Column("receipt", LargeBinary, nullable=False),  # the signed bytes, as they were on the paper
    Column("first_day", Integer, nullable=False),  # yyyymmdd
    Column("days", Integer, nullable=False),  # distinct days on which it was reported
)
