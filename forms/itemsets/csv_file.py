"""CSV -> rows: UTF-8, comma or semicolon, quotes as RFC 4180 (FORMS §8).

A line that ends early has blank cells; cells beyond the header are left out, as in the peers.
"""

from __future__ import annotations

import csv
import io

from forms.environment import Row
from forms.itemsets.cells import (
    MAX_CELL_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    checked_size,
    cleaned,
    is_clean,
)
from forms.itemsets.errors import FileBroken
from forms.xpath.table import TableRows

_SEPARATORS = ",;"


def read_csv(data: bytes) -> TableRows:
    """Return the rows below the header. Blank lines are left out, control characters removed.

    Raises FileBroken: `container` where it is no UTF-8, has no header or an unclosed quote;
    `duplicate-header`; `too-large`.
    """
    text = _decoded(checked_size(data)).replace("\0", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    clean = is_clean(text)  # nearly every file is: then no cell is looked at again
    columns: list[str] = []
    rows: list[Row] = []
    try:
        for line in reader:
            if not any(cell.strip() for cell in line):
                continue
            if not columns:
                columns = _header(line, reader.line_num)
                continue
            rows.append(_row(line, len(columns), reader.line_num, clean=clean))
            if len(rows) > MAX_ROWS:
                raise FileBroken(f"more than {MAX_ROWS} rows", code="too-large")
    except csv.Error as broken:
        raise FileBroken(f"no readable CSV: {broken}", line=reader.line_num) from None
    if not columns:
        raise FileBroken("there is no header")
    return TableRows(columns, rows)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise FileBroken("the file is not UTF-8; save it as CSV UTF-8", line=line) from None


def separator_of(text: str) -> str:
    """Return the separator of the header: of comma and semicolon the one it has more of."""
    header = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    inside = False
    counts = dict.fromkeys(_SEPARATORS, 0)
    for character in header:
        if character == '"':
            inside = not inside
        elif not inside and character in counts:
            counts[character] += 1
    return max(_SEPARATORS, key=lambda one: counts[one])


def _header(line: list[str], number: int) -> list[str]:
    names = [cleaned(cell, number).strip() for cell in line]
    while names and not names[-1]:
        names.pop()  # a separator too many at the end of the header
    if len(names) > MAX_COLUMNS:
        raise FileBroken(f"more than {MAX_COLUMNS} columns", code="too-large", line=number)
    named = [name for name in names if name]
    for name in named:
        if named.count(name) > 1:
            message = f"the column {name!r} stands twice in the header"
            raise FileBroken(message, code="duplicate-header", line=number)
    # a column without a name cannot be asked for, but its cells keep their place
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]


def _row(line: list[str], width: int, number: int, *, clean: bool) -> Row:
    if clean and max(map(len, line)) <= MAX_CELL_BYTES // 4:
        return tuple(line[:width])
    return tuple([cleaned(cell, number) for cell in line[:width]])
