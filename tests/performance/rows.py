"""The rows of bench-output/bench.json and how they are printed."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure; *goal* is the most or the least it may be, None where the value alone counts."""

    name: str
    value: float
    unit: str
    goal: float | None
    held: bool


def at_most(name: str, value: float, unit: str, goal: float | None) -> Row:
    """Return a row that holds while *value* does not pass *goal*."""
    return Row(
        name=name,
        value=round(value, 3),
        unit=unit,
        goal=goal,
        held=goal is None or value <= goal,
    )


def at_least(name: str, value: float, unit: str, goal: float | None) -> Row:
    """Return a row that holds while *value* reaches *goal*."""
    return Row(
        name=name,
        value=round(value, 3),
        unit=unit,
        goal=goal,
        held=goal is None or value >= goal,
    )


def exactly(name: str, value: float, unit: str, goal: float) -> Row:
    """Return a row for something counted, which must be exactly *goal*."""
    return Row(name=name, value=value, unit=unit, goal=goal, held=value == goal)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which *share* of all lie (nearest rank)."""
    rank = math.ceil(share * len(values) - 1e-9)  # 0.95 × 100 is a hair above 95 in binary
    return sorted(values)[max(rank, 1) - 1]


def write_rows(rows: Sequence[Row], file: Path) -> None:
    """Write the rows as JSON, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    draft.replace(file)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as people read them."""
    width = max(len(row.name) for row in rows)
    lines = []
    for row in rows:
        goal = "–" if row.goal is None else f"{row.goal:g}"
        word = "held" if row.held else "NOT HELD"
        lines.append(f"{row.name:<{width}}  {row.value:>10g} {row.unit:<10} goal {goal:>6}  {word}")
    return "\n".join(lines)
