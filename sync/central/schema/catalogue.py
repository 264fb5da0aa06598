"""What is published, and how far each device is in pulling it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
)

from sync.central.schema.base import metadata

edition = (
    Table(  # one frozen state of one dataset; what is on its way to a device is finished first
        "edition",
        metadata,
        Column("edition", LargeBinary(16), primary_key=True),
        Column("dataset", Integer, nullable=False),
        Column("published_at_ms", BigInteger, nullable=False),
    )
)

reference = Table(
    "reference",
    metadata,
    Column("edition", LargeBinary(16), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", String(200), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("value", LargeBinary, nullable=False),
    ForeignKeyConstraint(["edition"], ["edition.edition"]),
)

current_edition = Table(
    "current_edition",
    metadata,
    Column("dataset", Integer, primary_key=True, autoincrement=False),
    Column("edition", LargeBinary(16), nullable=False),
    ForeignKeyConstraint(["edition"], ["edition.edition"]),
)

form_definition = (
    Table(  # every form version ever published: an event keeps the one it was made with
        "form_definition",
        metadata,
        Column("form", String(200), primary_key=True),
        Column("version", String(200), primary_key=True),
        Column("definition_hash16", LargeBinary(16), nullable=False),
        Column("xml", LargeBinary, nullable=False),
    )
)

tariff_version = Table(  # every tariff and rounding row ever published, for codes 7 and 38
    "tariff_version",
    metadata,
    Column("tariff", String(200), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("concept", Integer, primary_key=True, autoincrement=False),  # 0 for a rounding policy
    Column("value", LargeBinary, nullable=False),
)

operator_seen = Table(  # every operator number ever published, for code 8
    "operator_seen",
    metadata,
    Column("operator", Integer, primary_key=True, autoincrement=False),
)

pull_cursor = Table(
    "pull_cursor",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("cursor", LargeBinary(16), primary_key=True),
    Column("incarnation", LargeBinary(16), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("made_at_ms", BigInteger, nullable=False),
)
