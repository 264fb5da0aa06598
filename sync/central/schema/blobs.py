"""Attachments: which are here, which events name them; large values that are pulled apart.

`blob` and `attachment` are kept: a file cannot be derived. Files stand in `blobs/` beside the
database, `value_blob` holds its bytes itself.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from sync.central.schema.base import metadata

blob = Table(  # one sealed file of one device; how much of it is here says the file itself
    "blob",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("blob_id", LargeBinary(16), primary_key=True),
    Column("length_bytes", BigInteger, nullable=False),
    Column("state", Integer, nullable=False),  # BlobState
    Column("first_seen_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

attachment = Table(  # every file that a stored event names, applied or in quarantine
    "attachment",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("blob_index", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("blob_id", LargeBinary(16), nullable=False),
    Column("length_bytes", BigInteger, nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("checked", Boolean, nullable=False),  # the file came and was held against the event
    ForeignKeyConstraint(["device_id", "stream"], ["hwm.device_id", "hwm.stream"]),
)

attachment_mark = Table(  # up to where each stream was looked through for attachments
    "attachment_mark",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

value_blob = Table(  # a published value too large for a page, sealed (PROTOCOL §14)
    "value_blob",
    metadata,
    Column("blob_id", LargeBinary(16), primary_key=True),
    Column("value_hash", LargeBinary(32), nullable=False),  # SHA-256 of the value itself
    Column("length_bytes", BigInteger, nullable=False),  # of the sealed file
    Column("key", LargeBinary(32), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

Index("value_blob_value", value_blob.c.value_hash)
Index("attachment_blob", attachment.c.device_id, attachment.c.blob_id)
Index("blob_state", blob.c.state, blob.c.first_seen_ms)
Index("attachment_answers", attachment.c.blob_index, attachment.c.device_id)
Index("attachment_event", attachment.c.device_id, attachment.c.event_id)
Index("attachment_unchecked", attachment.c.checked, attachment.c.device_id)
