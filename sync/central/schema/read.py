"""Read tables: derived from the journal, disposable, filled by `projections`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from sync.central.schema.base import metadata, of_event

projected = Table(
    "projected",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

person = Table(
    "person",
    metadata,
    *of_event(),
    Column("subject", LargeBinary(16), nullable=False),
    Column("given", Text, nullable=False),
    Column("first_surname", Text, nullable=False),
    Column("second_surname", Text, nullable=False),
    Column("born", Text),
    Column("sex", Text),
    Column("curp", Text),
    Column("phone", Text),
    Column("device_time_seconds", BigInteger, nullable=False),
)

registration = Table(
    "registration",
    metadata,
    *of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("subject", LargeBinary(16), nullable=False),
    Column("service_code", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("submission_xml", LargeBinary),
    Column("folio_series", Integer),
    Column("folio_number", BigInteger),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

correction = Table(  # a registration's newer versions; the registration stays as it was made
    "correction",
    metadata,
    *of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("registration", LargeBinary(16), nullable=False),  # event_id of the first version
    Column("replaces", LargeBinary(16), nullable=False),  # event_id of the version before
    Column("subject", LargeBinary(16)),
    Column("service_code", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("form_version", Text, nullable=False),
    Column("answers", LargeBinary, nullable=False),
    Column("submission_xml", LargeBinary),
    Column("reason", Text, nullable=False),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

registration_file = Table(  # files of registrations and corrections, sealed elsewhere or inside
    "registration_file",
    metadata,
    *of_event(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("name", Text, nullable=False),  # of a sealed one: the UUID in its answer
    Column("media_type", Text, nullable=False),
    Column("length_bytes", BigInteger, nullable=False),
    Column("blob_index", Integer),
    Column("blob_id", LargeBinary(16)),
    Column("content", LargeBinary),  # of a small one, which came inside the body
)

payment = Table(
    "payment",
    metadata,
    *of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("subject", LargeBinary(16)),
    Column("shift", LargeBinary(16)),
    Column("total_centavos", BigInteger, nullable=False),
    Column("rounding_centavos", BigInteger, nullable=False),
    Column("means", Integer, nullable=False),
    Column("tendered_centavos", BigInteger, nullable=False),
    Column("change_centavos", BigInteger, nullable=False),
    Column("folio_series", Integer),
    Column("folio_number", BigInteger),
    Column("refs", LargeBinary, nullable=False),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

payment_line = Table(
    "payment_line",
    metadata,
    *of_event(),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("concept", Integer, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("unit_centavos", BigInteger, nullable=False),
    Column("net_centavos", BigInteger, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("tariff_version", BigInteger, nullable=False),
)

shift = Table(
    "shift",
    metadata,
    *of_event(),
    Column("shift", LargeBinary(16), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("business_day", Integer, nullable=False),
    Column("float_centavos", BigInteger, nullable=False),
    Column("folio_series", Integer),
    Column("folio_number", BigInteger),
    Column("operator", Integer, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

consent = Table(
    "consent",
    metadata,
    *of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("subject", LargeBinary(16)),
    Column("notice", Text, nullable=False),
    Column("notice_version", BigInteger, nullable=False),
    Column("text_hash16", LargeBinary(16), nullable=False),
    Column("purposes", LargeBinary, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

Index("person_subject", person.c.device_id, person.c.subject)
