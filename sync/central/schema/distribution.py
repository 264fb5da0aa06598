"""How the tables would lie on several machines (Citus; DESIGN §8, docs/scaling.md).

A table is distributed by device_id unless it stands here. Its primary key, unique constraints,
unique indexes and foreign keys begin with the column it is distributed by; a foreign key may name
a reference table whole, because every machine holds a copy of that.
"""

from __future__ import annotations

REFERENCE_TABLES = frozenset(
    {
        "setting",
        "enrol_code",
        "edition",
        "reference",
        "current_edition",
        "form_definition",
        "tariff_version",
        "operator_seen",
        "code_list",
        "approval_code",
        "value_blob",
    }
)
"""Small, of the institution, the same for every device."""

DISTRIBUTED_OTHERWISE = {
    "account_hold": "account_id",
    "account_item": "key",
    "declared_outcome": "payment_id",
    "entitlement": "entitlement_id",
    "order_paid": "order_id",
    "person_merge": "merged",
}
"""About an account, an order or a person, whichever device they come to."""

DEVICE = "device_id"


def distribution_column(table: str) -> str | None:
    """Return the column a table is distributed by; None for one that every machine holds."""
    if table in REFERENCE_TABLES:
        return None
    return DISTRIBUTED_OTHERWISE.get(table, DEVICE)
