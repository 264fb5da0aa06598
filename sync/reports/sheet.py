"""A table with its words: what every format writes, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sync.reports.model import CashFacts, Cell, Table, Value
from sync.reports.words import (
    CODED_COLUMNS,
    COLUMNS,
    LANGUAGES,
    RESERVED,
    SHEET,
    TITLES,
    VALUES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A titled table in one language, ready to be written; amounts are still centavos."""

    title: str
    subtitle: str
    headings: tuple[str, ...]
    kinds: tuple[Cell, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] | None
    total_word: str


def named(facts: CashFacts, names: Callable[[int], str | None], language: str) -> CashFacts:
    """Return the facts with the names of their concepts; reserved codes have names of their own."""
    place = LANGUAGES.index(language)
    used = {concept for one in facts.payments for concept, _ in one.lines} | set(RESERVED)
    known = [
        (code, RESERVED[code][place] if code in RESERVED else names(code) or "")
        for code in sorted(used)
    ]
    return replace(facts, concepts=tuple(known))


def sheet_of(table: Table, *, language: str, subtitle: str = "") -> Sheet:
    """Return a table in the words of *language*."""
    place = LANGUAGES.index(language)
    coded = [key in CODED_COLUMNS for key, _ in table.columns]
    rows = tuple(
        tuple(
            VALUES[value][place]
            if is_coded and isinstance(value, str) and value in VALUES
            else value
            for value, is_coded in zip(row, coded, strict=True)
        )
        for row in table.rows
    )
    return Sheet(
        title=TITLES[table.name][place],
        subtitle=subtitle,
        headings=tuple(COLUMNS[key][place] for key, _ in table.columns),
        kinds=tuple(kind for _, kind in table.columns),
        rows=rows,
        totals=table.totals,
        total_word=SHEET["total"][place],
    )


def total_row(sheet: Sheet) -> tuple[Value, ...] | None:
    """Return the row of sums with its word in the first cell that holds none."""
    if sheet.totals is None:
        return None
    first, *rest = sheet.totals
    return (sheet.total_word if first is None else first, *rest)
