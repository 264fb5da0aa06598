"""The central's tables (PROTOCOL §9, DESIGN §8), the same on SQLite now and PostgreSQL later.

Every table that grows with devices has a primary key, unique constraints and foreign keys that
begin with `device_id`, so that it can be distributed by device. Small tables of the institution
(codes, catalogue, settings) are the same everywhere and carry no device. Four classes, as on the
device:

* journal: `hwm event event_id anchor folio quarantine later_code` — only grows; written by `ingest`
  alone
* registry: `device enrolment enrol_code` — written by `enrolment` alone
* catalogue: `edition reference current_edition pull_cursor` — written by `publishing` and `pages`
* read tables: `projected person registration correction registration_file payment payment_line
  shift consent` — disposable
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
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 2
"""Stored in `setting`; a database with a higher number is refused, never touched. One with a lower
number gets the tables it lacks when it is opened: so far every step only added tables.

2: `correction` and `registration_file`.
"""

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# --- registry ------------------------------------------------------------------------------------

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
    Column("app_version", String(40), nullable=False),
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

# --- journal -------------------------------------------------------------------------------------

hwm = Table(
    "hwm",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    Column("durable", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id"], ["device.device_id"]),
)

event = Table(
    "event",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("h", LargeBinary(32), nullable=False),
    Column("header", LargeBinary, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("body", LargeBinary),
    Column("kind", Integer),  # read from the header where it can be; NULL where it cannot
    Column("applied", Boolean, nullable=False),
    Column("code", Integer),  # PROTOCOL §8: below 32 not applied, from 32 a notice
    Column("received_at_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id", "stream"], ["hwm.device_id", "hwm.stream"]),
)

event_id = Table(
    "event_id",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("event_id", LargeBinary(16), primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    ForeignKeyConstraint(["device_id", "stream"], ["hwm.device_id", "hwm.stream"]),
)

anchor = Table(
    "anchor",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("anchor16", LargeBinary(16), primary_key=True),
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
)

folio = Table(
    "folio",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("series", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Integer, nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["device_id", "stream", "seq"], ["event.device_id", "event.stream", "event.seq"]
    ),
)

later_code = Table(  # what became of an event after its ack: pull dataset 8; 0 = applied after all
    "later_code",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, … per device
    Column("stream", LargeBinary(16), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("code", Integer, nullable=False),
)

# --- catalogue -----------------------------------------------------------------------------------

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

# --- read tables ---------------------------------------------------------------------------------

projected = Table(
    "projected",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)


def _of_event() -> list[Column[object]]:
    return [
        Column("device_id", LargeBinary(8), primary_key=True),
        Column("stream", LargeBinary(16), primary_key=True),
        Column("seq", BigInteger, primary_key=True, autoincrement=False),
    ]


person = Table(
    "person",
    metadata,
    *_of_event(),
    Column("subject", LargeBinary(16), nullable=False),
    Column("given", Text, nullable=False),
    Column("first_surname", Text, nullable=False),
    Column("second_surname", Text, nullable=False),
    Column("born", String(10)),
    Column("sex", String(4)),
    Column("curp", String(18)),
    Column("phone", Text),
    Column("device_time_seconds", BigInteger, nullable=False),
)

registration = Table(
    "registration",
    metadata,
    *_of_event(),
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
    *_of_event(),
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
    *_of_event(),
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
    *_of_event(),
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
    *_of_event(),
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
    *_of_event(),
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
    *_of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("subject", LargeBinary(16)),
    Column("notice", Text, nullable=False),
    Column("notice_version", BigInteger, nullable=False),
    Column("text_hash16", LargeBinary(16), nullable=False),
    Column("purposes", LargeBinary, nullable=False),
    Column("device_time_seconds", BigInteger, nullable=False),
)

READ_TABLES: tuple[Table, ...] = (
    projected,
    person,
    registration,
    correction,
    registration_file,
    payment,
    payment_line,
    shift,
    consent,
)
"""Disposable: emptied by `rebuild` and filled again from `event`; nothing else is ever dropped."""

Index("event_kind", event.c.device_id, event.c.kind)
Index("person_subject", person.c.device_id, person.c.subject)
