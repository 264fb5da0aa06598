"""`itemsets.csv`: one file with every list of `select_one_external` (FORMS §8)."""

from __future__ import annotations

from collections.abc import Mapping

from forms.environment import Row, Rows
from forms.itemsets.table import TableRows

FILE_NAME = "itemsets.csv"
_LIST = "list_name"
_LABEL = "label"


def lists_of(rows: Rows) -> Mapping[str, TableRows]:
    """Return the lists in the rows of an `itemsets.csv`, by name; none where it has no list_name.

    Where labels stand per language only (`label::English`), the first of them is also `label`.
    """
    columns = rows.columns
    if _LIST not in columns:
        return {}
    place = columns.index(_LIST)
    translated = next((at for at, one in enumerate(columns) if one.startswith(f"{_LABEL}::")), None)
    added = translated is not None and _LABEL not in columns
    found: dict[str, list[Row]] = {}
    for row in rows.scan():
        made = (*row, row[translated]) if added and translated is not None else row
        found.setdefault(row[place], []).append(made)
    names = (*columns, _LABEL) if added else columns
    return {name: TableRows(names, made) for name, made in found.items()}
