"""Do the read tables still say what the journal says? Compared with a rebuild on a copy."""

from __future__ import annotations

from kiosk.store.projections import rebuild
from kiosk.store.read_tables import drop_read_tables
from sync.journal import Transaction


def differing_tables(original: Transaction, copy: Transaction) -> tuple[str, ...]:
    """Return the names of read tables whose rows are not those of a rebuild; *copy* is changed."""
    before = _tables(copy)
    drop_read_tables(copy)
    read_tables = sorted(before - _tables(copy))
    rebuild(copy)
    return tuple(name for name in read_tables if not _same(original, copy, name))


def _tables(tx: Transaction) -> set[str]:
    rows = tx.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {row[0] for row in rows}


def _same(original: Transaction, copy: Transaction, name: str) -> bool:
    """Compare row by row, in the order of all columns; neither side is held in memory."""
    if name not in _tables(original) or name not in _tables(copy):
        return False
    columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{name}")')]
    order = ", ".join(str(number + 1) for number in range(len(columns)))
    question = f'SELECT * FROM "{name}" ORDER BY {order}'  # noqa: S608 -- a name of the schema
    one, other = iter(original.execute(question)), iter(copy.execute(question))
    nothing = object()
    while True:
        left, right = next(one, nothing), next(other, nothing)
        if left != right:
            return False
        if left is nothing:
            return True
