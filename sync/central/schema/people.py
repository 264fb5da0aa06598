"""Lists of one-time approval codes; written by `code_lists` alone (PROTOCOL §6a)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, LargeBinary, Table

from sync.central.schema.base import metadata

code_list = Table(  # every list ever drawn: a device may have acted while an older one was current
    "code_list",
    metadata,
    Column("operator", Integer, primary_key=True, autoincrement=False),
    Column("list_number", Integer, primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("drawn_at_ms", BigInteger, nullable=False),
    Column("withdrawn_at_ms", BigInteger),  # lost or seen by others: its codes approve nothing
)

approval_code = Table(
    "approval_code",
    metadata,
    Column("operator", Integer, primary_key=True, autoincrement=False),
    Column("list_number", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("hash16", LargeBinary(16), nullable=False),
    Column("used_by_device", LargeBinary(8)),
    Column("used_by_event", LargeBinary(16)),
    Column("used_at_ms", BigInteger),
    ForeignKeyConstraint(
        ["operator", "list_number"], ["code_list.operator", "code_list.list_number"]
    ),
)
