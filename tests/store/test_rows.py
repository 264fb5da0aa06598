"""Everything that the store hands out is frozen (STYLE rule 11)."""

from __future__ import annotations

import dataclasses
from types import ModuleType
from typing import Any

import pytest

from kiosk.store import kept, queries, records
from kiosk.vault import database, errors, migrations, witness
from kiosk.vault.slots import records as slot_records


@pytest.mark.parametrize(
    "module", [kept, queries, records, database, errors, migrations, slot_records, witness]
)
def test_rows_are_frozen(module: ModuleType) -> None:
    """Each record of the module is frozen, has slots, and is built by keyword."""
    classes: list[Any] = [
        one
        for one in vars(module).values()
        if dataclasses.is_dataclass(one) and getattr(one, "__module__", "") == module.__name__
    ]

    assert classes
    for one in classes:
        assert one.__dataclass_params__.frozen, one
        assert "__slots__" in vars(one), one
        assert all(field.kw_only for field in dataclasses.fields(one)), one
