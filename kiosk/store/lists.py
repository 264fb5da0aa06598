"""Lists beside a form's answers that are too long for memory, in the encrypted file (FORMS §8).

Same results as `forms.itemsets.table.TableRows`; both pass one contract suite.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from forms.environment import Row
from forms.xpath.items import ABSENT
from sync.journal import Transaction

LONGEST_IN_MEMORY = 20_000
_ROWS_AT_A_TIME = 1_000


class StoredRows:
    """The rows of one file, read in the transaction that *now* gives."""

    def __init__(
        self,
        content_hash: bytes,
        columns: Sequence[str],
        length: int,
        now: Callable[[], Transaction],
    ) -> None:
        self._hash = content_hash
        self._columns = tuple(columns)
        self._length = length
        self._now = now
        self._places = {name: place for place, name in enumerate(self._columns)}

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._columns

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._length

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows whose cells have exactly these texts; unknown columns read blank."""
        known: dict[int, str] = {}
        for column, text in equal.items():
            place = self._places.get(column)
            if place is not None:
                known[place] = text
            elif text != "":
                return iter(())
        if not known:
            return self.scan()
        first = next(iter(known))
        found = (
            self._now()
            .execute(
                "SELECT r.cells FROM form_cell AS c JOIN form_row AS r"
                " ON r.content_hash = c.content_hash AND r.number = c.number"
                " WHERE c.content_hash = ? AND c.place = ? AND c.text = ? ORDER BY c.number",
                (self._hash, first, known[first]),
            )
            .fetchall()
        )
        rows = (_row(cells) for (cells,) in found)
        return (row for row in rows if all(row[at] == text for at, text in known.items()))

    def scan(self) -> Iterator[Row]:
        """Yield every row."""
        after = -1
        while True:
            found = (
                self._now()
                .execute(
                    "SELECT number, cells FROM form_row WHERE content_hash = ? AND number > ?"
                    " ORDER BY number LIMIT ?",
                    (self._hash, after, _ROWS_AT_A_TIME),
                )
                .fetchall()
            )
            for after, cells in found:  # noqa: B007 -- where the next rows begin
                yield _row(cells)
            if len(found) < _ROWS_AT_A_TIME:
                return


def keep_rows(
    tx: Transaction, content_hash: bytes, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Keep the rows of a file under its hash; those that are there already stay."""
    if tx.execute("SELECT 1 FROM form_list WHERE content_hash = ?", (content_hash,)).fetchone():
        return
    tx.execute(
        "INSERT INTO form_list (content_hash, columns, length) VALUES (?, ?, ?)",
        (content_hash, json.dumps(list(columns), ensure_ascii=False), len(rows)),
    )
    tx.executemany(
        "INSERT INTO form_row (content_hash, number, cells) VALUES (?, ?, ?)",
        ((content_hash, number, _cells(row)) for number, row in enumerate(rows)),
    )
    tx.executemany(
        "INSERT INTO form_cell (content_hash, place, text, number) VALUES (?, ?, ?, ?)",
        (
            (content_hash, place, text, number)
            for number, row in enumerate(rows)
            for place, text in enumerate(row)
        ),
    )


def stored_rows(
    tx: Transaction, content_hash: bytes, now: Callable[[], Transaction]
) -> StoredRows | None:
    """Return the rows kept under a hash, or None; *now* gives the transaction of each question."""
    found = tx.execute(
        "SELECT columns, length FROM form_list WHERE content_hash = ?", (content_hash,)
    ).fetchone()
    if found is None:
        return None
    return StoredRows(content_hash, json.loads(found[0]), int(found[1]), now)


def forget_lists(tx: Transaction) -> None:
    """Forget the rows of files that no form has any more."""
    gone = tx.execute(
        "SELECT content_hash FROM form_list"
        " WHERE content_hash NOT IN (SELECT content_hash FROM form_file)"
    ).fetchall()
    for (content_hash,) in gone:
        tx.execute("DELETE FROM form_cell WHERE content_hash = ?", (content_hash,))
        tx.execute("DELETE FROM form_row WHERE content_hash = ?", (content_hash,))
        tx.execute("DELETE FROM form_list WHERE content_hash = ?", (content_hash,))


def _cells(row: Row) -> str:
    """Return a row as text; a cell that its item lacks is null, which a blank one is not."""
    return json.dumps([None if cell is ABSENT else cell for cell in row], ensure_ascii=False)


def _row(cells: str) -> Row:
    return tuple([ABSENT if cell is None else cell for cell in json.loads(cells)])
