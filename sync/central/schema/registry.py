"""Devices, enrolments and one-time codes of enrolment; written by `enrolment` alone."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from sync.central.schema.base import metadata

device = Table(
    "device",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("terminal", String(9), nullable=False),
    Column("operator", Integer, nullable=False),
    Column("point", LargeBinary(33), nullable=False),
    Column("certificate", LargeBinary, nullable=False),
    Column("sealing_public", LargeBinary(32), nullable=False),
    Column("protection", Integer, nullable=False),
    Column("app_version", Text, nullable=False),
    Column("replaces", LargeBinary(8)),
    Column("enrolled_at_ms", BigInteger, nullable=False),
)

enrolment = Table(
    "enrolment",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("request_hash", LargeBinary(32), nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("terminal", String(9), nullable=False),
    Column("operator", Integer, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("asked_at_ms", BigInteger, nullable=False),
)

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("code_hash", LargeBinary(32), primary_key=True),
    Column("terminal", String(9), nullable=False),
    Column("operator", Integer, nullable=False),
    Column("expires_at_ms", BigInteger, nullable=False),
    Column("spent_by", LargeBinary(8)),
    Column("spent_at_ms", BigInteger),
)
