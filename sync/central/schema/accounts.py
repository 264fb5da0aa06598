"""Accounts: what devices recorded of them (disposable), and what was decided here (kept)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
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


account_card = Table(  # kinds 100, 101
    "account_card",
    metadata,
    *_said(),
    Column("account_id", LargeBinary(16), nullable=False),
    Column("previous", LargeBinary(16)),  # event whose card this one replaced
    Column("card_number", LargeBinary(8), nullable=False),
    Column("card_issue", BigInteger, nullable=False),
    Column("number_check", LargeBinary(48), nullable=False),
    Column("reason", Integer),
)

movement = Table(  # what moved a balance: parts of 60 and 61, 102 onto the balance, 103
    "account_movement",
    metadata,
    *_said(),
    Column("account_id", LargeBinary(16), nullable=False),
    Column("kind", Integer, nullable=False),
    Column("change_centavos", BigInteger, nullable=False),
    Column("folio_series", Integer),
    Column("folio_number", BigInteger),
)

benefit = Table(  # kind 102
    "benefit",
    metadata,
    *_said(),
    Column("entitlement_id", Text, nullable=False),
    Column("entitlement_version", BigInteger, nullable=False),
    Column("means", Integer, nullable=False),
    Column("amount_centavos", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("account_id", LargeBinary(16)),
    Column("shift", LargeBinary(16)),
    Column("on_behalf", Text),
    Column("signed", Boolean, nullable=False),
)

person_compared = Table(  # kind 53
    "person_compared",
    metadata,
    *_said(),
    Column("other", LargeBinary(16), nullable=False),
    Column("decision", Integer, nullable=False),
    Column("score_permille", Integer, nullable=False),
)

declared_payment = Table(  # kind 60 by bank or transfer: what the person says
    "declared_payment",
    metadata,
    *_said(),
    Column("means", Integer, nullable=False),
    Column("reference", Text),
    Column("total_centavos", BigInteger, nullable=False),
    Column("folio_series", Integer),
    Column("folio_number", BigInteger),
)

person_merge = Table(
    "person_merge",
    metadata,
    Column("merged", LargeBinary(16), primary_key=True),
    Column("merged_into", LargeBinary(16), nullable=False),
    Column("words", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

entitlement = Table(  # as imported; what was delivered stands in `benefit`
    "entitlement",
    metadata,
    Column("entitlement_id", String(100), primary_key=True),
    Column("subject", LargeBinary(16), nullable=False),
    Column("times", Integer, nullable=False),
    Column("value", LargeBinary, nullable=False),  # the entry with nothing delivered
    Column("at_ms", BigInteger, nullable=False),
)

declared_outcome = Table(
    "declared_outcome",
    metadata,
    Column("payment_id", LargeBinary(16), primary_key=True),
    Column("outcome", Integer, nullable=False),
    Column("day", Integer, nullable=False),  # yyyymmdd
    Column("words", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

account_hold = Table(  # a balance was overspent: not used without a link until it is settled
    "account_hold",
    metadata,
    Column("account_id", LargeBinary(16), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("least_centavos", BigInteger, nullable=False),  # the lowest balance seen, below 0
    Column("settled_at_ms", BigInteger),
    Column("waived_centavos", BigInteger, nullable=False),  # what the institution bears
    Column("words", Text, nullable=False),
)

account_item = Table(  # dataset 6 as published: each change of a key has a higher number
    "account_item",
    metadata,
    Column("key", String(140), primary_key=True),
    Column("municipality", String(5), nullable=False),  # "" = every device
    Column("number", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("value", LargeBinary),  # null: taken back
)

account_mark = Table(  # up to which event the published accounts have followed each stream
    "account_mark",
    metadata,
    Column("device_id", LargeBinary(8), primary_key=True),
    Column("stream", LargeBinary(16), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

ACCOUNT_READ_TABLES = (account_card, movement, benefit, person_compared, declared_payment)

Index("account_card_account", account_card.c.account_id)
Index("account_card_subject", account_card.c.subject)
Index("account_movement_account", movement.c.account_id)
Index("benefit_entitlement", benefit.c.entitlement_id)
Index("declared_payment_reference", declared_payment.c.reference)
Index("account_item_number", account_item.c.number)
