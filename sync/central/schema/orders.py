"""What people at the institution ordered or decided about devices and data; never derivable."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from sync.central.schema.base import metadata, of_event

contact = Table(  # when a device was last heard, by this central's clock
    "contact",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("last_at_ms", BigInteger, nullable=False),
)

revoked_device = Table(  # PROTOCOL §19
    "revoked_device",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("why", Integer, nullable=False),
    Column("last_good", LargeBinary, nullable=False),  # CBOR {series: last good number}
    Column("statement", LargeBinary),
    Column("revoked_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

verdict = Table(  # an administrator released or refused an event of a revoked device
    "verdict",
    metadata,
    *of_event(),
    Column("released", Boolean, nullable=False),
    Column("administrator", Text, nullable=False),
    Column("decided_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["device_id", "stream", "seq"], ["event.device_id", "event.stream", "event.seq"]
    ),
)

wipe_order = Table(
    "wipe_order",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("signed", LargeBinary, nullable=False),  # the administrator's own bytes
    Column("administrator", Text, nullable=False),
    Column("ordered_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

recovery_code = Table(  # PROTOCOL §18: R, sealed to the key that the recovery tool alone reads
    "recovery_code",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("drawn_at_ms", BigInteger, nullable=False),
    Column("ended_at_ms", BigInteger),  # the device said: used or removed
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

recovery_request = Table(  # one administrator asks, another one grants
    "recovery_request",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("slot", Integer, nullable=False),
    Column("asked_by", LargeBinary(8), nullable=False),  # kid of the administrator's key
    Column("asked_by_name", Text, nullable=False),
    Column("asked_at_ms", BigInteger, nullable=False),
    Column("granted_by", LargeBinary(8)),
    Column("granted_by_name", Text),
    Column("granted_at_ms", BigInteger),
    ForeignKeyConstraint(["device_id", "slot"], ["recovery_code.device_id", "recovery_code.slot"]),
)

erasure = Table(  # what stands about one event: erased, blocked, or free again (PROTOCOL §6, §14)
    "erasure",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("event_id", LargeBinary(16), primary_key=True),
    Column("number", BigInteger, nullable=False),  # grows with every order of this central
    Column("act", Integer, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("until", Integer),  # yyyymmdd
    Column("ordered_at_ms", BigInteger, nullable=False),
)
