"""Lists in memory keep the promises that a list in the app's store keeps too."""

from __future__ import annotations

from collections.abc import Sequence

from forms.entities import EntityRows
from forms.environment import Row, Rows
from forms.xpath.table import TableRows
from tests.contracts.rows import RowsContract


class TestTableRows(RowsContract):
    """Rows in memory."""

    def made(self, columns: Sequence[str], rows: Sequence[Row]) -> Rows:
        return TableRows(columns, rows)


class TestEntityRows(RowsContract):
    """An entity list to which this device added nothing."""

    def made(self, columns: Sequence[str], rows: Sequence[Row]) -> Rows:
        return EntityRows(TableRows(columns, rows), {})
