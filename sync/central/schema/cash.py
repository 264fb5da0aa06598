"""Read tables of the cash desk: the ledger, shifts that ended, cash, deposits, reversals, paper.

Derived from the journal, disposable. `finding` is worked out from the others and the raw events.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, Text

from sync.central.schema.base import metadata, of_event


def _said() -> list[Column[object]]:
    """Return what every act says: its event, who was at work, and the device's clock."""
    return [
        Column("event_id", LargeBinary(16), nullable=False),
        Column("operator", Integer, nullable=False),
        Column("device_time_seconds", BigInteger, nullable=False),
    ]


ledger = Table(  # double entry: the entries of one act sum to 0
    "ledger",
    metadata,
    *of_event(),
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("event_id", LargeBinary(16), nullable=False),
    Column("shift", LargeBinary(16)),
    Column("account", String(20), nullable=False),
    Column("amount_centavos", BigInteger, nullable=False),
    Column("concept", Integer),
    Column("operator", Integer),
    Column("account_id", LargeBinary(16)),
)

payment_detail = Table(  # of kind 60: what the table `payment` of the first issue lacks
    "payment_detail",
    metadata,
    *of_event(),
    *_said(),
    Column("balance_account", LargeBinary(16)),
    Column("balance_change_centavos", BigInteger, nullable=False),
    Column("reference", Text),
    Column("order_id", LargeBinary(16)),
    Column("discreet", Boolean, nullable=False),
    Column("receipt_seconds", BigInteger),
)

shift_closed = Table(  # kind 33
    "shift_closed",
    metadata,
    *of_event(),
    *_said(),
    Column("shift", LargeBinary(16), nullable=False),
    Column("counted_centavos", BigInteger, nullable=False),
    Column("expected_centavos", BigInteger, nullable=False),
    Column("difference_centavos", BigInteger, nullable=False),
    Column("first_number", BigInteger, nullable=False),
    Column("last_number", BigInteger, nullable=False),
    Column("paper_counter", BigInteger),
    Column("reason", Text),
    Column("folio_series", Integer, nullable=False),
    Column("folio_number", BigInteger, nullable=False),
)

cash_move = Table(  # kind 31
    "cash_move",
    metadata,
    *of_event(),
    *_said(),
    Column("shift", LargeBinary(16), nullable=False),
    Column("change_centavos", BigInteger, nullable=False),
    Column("purpose", Integer, nullable=False),
    Column("slip", Text),
    Column("reason", Text),
)

drawer_count = Table(  # kind 32
    "drawer_count",
    metadata,
    *of_event(),
    *_said(),
    Column("shift", LargeBinary(16), nullable=False),
    Column("counted_centavos", BigInteger, nullable=False),
    Column("reason", Integer, nullable=False),
    Column("round", Integer, nullable=False),
)

hand_over = Table(  # kinds 34 and 35: given (of a shift), taken (of a hand-over)
    "hand_over",
    metadata,
    *of_event(),
    *_said(),
    Column("taken", Boolean, nullable=False),
    Column("about", LargeBinary(16)),  # the closed shift; taken: the hand-over's event
    Column("counted_centavos", BigInteger, nullable=False),
    Column("to_operator", Integer),
)

deposit = Table(  # kind 36, and kind 31 out of the drawer to the bank
    "deposit",
    metadata,
    *of_event(),
    *_said(),
    Column("shift", LargeBinary(16)),
    Column("amount_centavos", BigInteger, nullable=False),
    Column("bank", Text, nullable=False),
    Column("slip", Text, nullable=False),
    Column("day", Integer),
)

deposit_confirmed = Table(  # kind 37
    "deposit_confirmed",
    metadata,
    *of_event(),
    *_said(),
    Column("deposit", LargeBinary(16)),
    Column("amount_centavos", BigInteger, nullable=False),
    Column("bank_reference", Text, nullable=False),
    Column("day", Integer, nullable=False),
)

reversal = Table(  # kind 61
    "reversal",
    metadata,
    *of_event(),
    *_said(),
    Column("payment", LargeBinary(16)),
    Column("refs", LargeBinary, nullable=False),
    Column("shift", LargeBinary(16), nullable=False),
    Column("total_centavos", BigInteger, nullable=False),
    Column("given_centavos", BigInteger, nullable=False),
    Column("means", Integer, nullable=False),
    Column("reason", Integer, nullable=False),
    Column("scanned", Boolean, nullable=False),
    Column("folio_series", Integer, nullable=False),
    Column("folio_number", BigInteger, nullable=False),
    Column("original_series", Integer, nullable=False),
    Column("original_number", BigInteger, nullable=False),
)

order_made = Table(  # kind 62
    "order_made",
    metadata,
    *of_event(),
    *_said(),
    Column("service_code", Integer, nullable=False),
    Column("good_until_seconds", BigInteger, nullable=False),
)

printed = Table(  # kinds 70 printed, 71 again, 72 provisional
    "printed",
    metadata,
    *of_event(),
    *_said(),
    Column("kind", Integer, nullable=False),
    Column("about", LargeBinary(16)),
    Column("copy", Integer, nullable=False),
    Column("result", Integer, nullable=False),
    Column("paper_counter", BigInteger),
    Column("reason", Text),
)

finding = Table(  # what an auditor must look at; `sync.central.findings`
    "finding",
    metadata,
    *of_event(),
    Column("name", String(40), primary_key=True),
    Column("since_ms", BigInteger, nullable=False),  # when the event arrived here
    Column("facts", LargeBinary, nullable=False),  # canonical CBOR, text keys
)

CASH_TABLES: tuple[Table, ...] = (
    ledger,
    payment_detail,
    shift_closed,
    cash_move,
    drawer_count,
    hand_over,
    deposit,
    deposit_confirmed,
    reversal,
    order_made,
    printed,
    finding,
)

Index("ledger_event", ledger.c.device_id, ledger.c.event_id)
Index("ledger_shift", ledger.c.shift)
