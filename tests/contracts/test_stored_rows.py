"""Rows in the encrypted file pass the same suite as rows in memory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from forms.environment import Row, Rows
from forms.xpath.items import ABSENT
from kiosk.store.lists import forget_lists, keep_rows, stored_rows
from kiosk.store.migrations import STORE_SETS
from kiosk.vault.database import Database
from sync.journal import Transaction
from tests.contracts.rows import RowsContract
from tests.support.vaults import KEY


class _Now:
    """Asks each question in a transaction of its own, as the engine does in the work at hand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> object:
        """Run one question."""
        rows = self._database.read(lambda tx: tx.execute(sql, parameters).fetchall())

        class Answer:
            def fetchall(self) -> list[tuple[object, ...]]:
                return rows

        return Answer()


class TestStoredRows(RowsContract):
    """The promises of every `Rows`, on SQL."""

    @pytest.fixture(autouse=True)
    def _file(self, tmp_path: Path) -> Iterator[None]:
        self.database = Database(tmp_path / "rows.db", sets=STORE_SETS)
        self.database.create(KEY)
        self._hashes = itertools.count(1)
        yield
        self.database.close()

    def made(self, columns: Sequence[str], rows: Sequence[Row]) -> Rows:
        """Return the rows as the file holds them."""
        content_hash = next(self._hashes).to_bytes(32, "big")
        self.database.write(lambda tx: keep_rows(tx, content_hash, columns, rows))
        now: Transaction = _Now(self.database)  # type: ignore[assignment]  # asks, never writes
        found = self.database.read(lambda tx: stored_rows(tx, content_hash, lambda: now))
        assert found is not None
        return found

    def test_rows_that_no_form_has_are_forgotten(self) -> None:
        """Nothing of them stays in the file."""
        self.made(("a",), [("1",)])

        self.database.write(forget_lists)

        for table in ("form_list", "form_row", "form_cell"):
            sql = f"SELECT count(*) FROM {table}"  # noqa: S608 -- names of our own
            assert self._one(sql) == (0,)

    def test_a_cell_that_an_item_lacks_is_none(self) -> None:
        """It reads blank, but is no node: as in memory, where lists of XML and GeoJSON say so."""
        rows = self.made(("a", "b"), [("1", ABSENT), ("2", "")])

        lacking, blank = rows.scan()

        assert lacking[1] is ABSENT
        assert (blank[1], blank[1] is ABSENT) == ("", False)
        assert [row[0] for row in rows.find({"b": ""})] == ["1", "2"]

    def test_many_rows_are_read_in_their_order(self) -> None:
        """Few are held at a time; none is left out or comes twice."""
        many = [(str(number),) for number in range(2_500)]

        assert list(self.made(("a",), many).scan()) == many

    def _one(self, sql: str) -> object:
        return self.database.read(lambda tx: tx.execute(sql).fetchone())
