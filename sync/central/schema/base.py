"""What every table shares, and the version of them all."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table

SCHEMA_VERSION = 5
"""Stored in `setting`; a database with a higher number is refused, never touched. One with a lower
number is brought up to date when it is opened (`database`).

2: `correction` and `registration_file`.
3: people, orders and the law: code lists, revocations, wipes, recovery, erasures, and their read
   tables.
4: the cash desk, receipts that citizens reported, accounts and dataset 6.
5: revisions (`sync.central.revisions`) count from here on; this number stays.
"""

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)


def of_event() -> list[Column[object]]:
    """Return the columns by which a row belongs to one event of one device."""
    return [
        Column("device_id", LargeBinary(8), primary_key=True),
        Column("stream", LargeBinary(16), primary_key=True),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
    ]
