"""Read tables about persons' rights, who looked at what, and who approved what."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from sync.central.schema.base import metadata, of_event


def _said() -> list[Column[object]]:
    return [
        *of_event(),
        Column("event_id", LargeBinary(16), nullable=False),
        Column("subject", LargeBinary(16)),
        Column("operator", Integer, nullable=False),
        Column("device_time_seconds", BigInteger, nullable=False),
    ]


about = Table(  # every applied event that is about a person: what there is of them
    "about",
    metadata,
    *of_event(),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("subject", LargeBinary(16), nullable=False),
    Column("kind", Integer, nullable=False),
)

person_correction = Table(  # a person as they are from then on; `person` stays as it was entered
    "person_correction",
    metadata,
    *_said(),
    Column("given", Text, nullable=False),
    Column("first_surname", Text, nullable=False),
    Column("second_surname", Text, nullable=False),
    Column("born", Text),
    Column("sex", Text),
    Column("curp", Text),
    Column("phone", Text),
    Column("reason", Text, nullable=False),
)

notice = Table(  # kind 54
    "notice",
    metadata,
    *_said(),
    Column("notice", Text, nullable=False),
    Column("notice_version", BigInteger, nullable=False),
    Column("text_hash16", LargeBinary(16), nullable=False),
    Column("means", Integer, nullable=False),
    Column("in_full", Boolean, nullable=False),
    Column("language", Text, nullable=False),
)

approval = Table(  # kinds 80–82
    "approval",
    metadata,
    *_said(),
    Column("kind", Integer, nullable=False),
    Column("question", LargeBinary(16)),  # event_id of kind 80, for an answer
    Column("matter", Integer, nullable=False),
    Column("approver", Integer),
    Column("amount_centavos", BigInteger),
    Column("reason", Text),
)

access = Table(  # kinds 90, 91, 97: who saw or handed over whose data
    "access",
    metadata,
    *_said(),
    Column("kind", Integer, nullable=False),
    Column("how", Integer, nullable=False),  # reason of 90, means of 91, part of 97
)

rights_request = Table(  # kind 94
    "rights_request",
    metadata,
    *_said(),
    Column("right", Integer, nullable=False),
    Column("received_on", Integer, nullable=False),  # yyyymmdd
    Column("proof", Integer, nullable=False),
    Column("representative", Boolean, nullable=False),
    Column("words", Text),
)

rights_answer = Table(  # kind 95
    "rights_answer",
    metadata,
    *_said(),
    Column("request", LargeBinary(16)),  # event_id of kind 94
    Column("outcome", Integer, nullable=False),
    Column("basis", Text),
)

rights_act = Table(  # kinds 92, 93, 96: blocked, cancelled, opposed
    "rights_act",
    metadata,
    *_said(),
    Column("kind", Integer, nullable=False),
    Column("request", LargeBinary(16)),
    Column("erased", Integer),
    Column("blocked", Integer),
    Column("basis", Text),
    Column("until", Integer),
    Column("purposes", LargeBinary),  # CBOR [[purpose, accepted]]
    Column("words", Text),
)

Index("about_subject", about.c.subject)
