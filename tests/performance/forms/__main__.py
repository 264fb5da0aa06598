"""Only the figures of forms: `python -m tests.performance.forms [--page FILE]`.

With --page the two tables of that file are written anew, between their marks.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.demo.processes import ROOT
from tests.performance.forms import engine, peer
from tests.performance.forms.recording import recordings
from tests.performance.rows import Row, table, write_rows

OUTPUT = ROOT / "bench-output"
_TABLE = "(<!-- {name} -->\\n).*?(<!-- end -->)"


def forms(folder: Path, page: Path | None = None) -> list[Row]:
    """Measure everything about forms, print the comparison, and write it into *page*."""
    played = recordings(folder)
    if not played:
        print("forms: the shared forms are not beside this repository, only made ones are measured")
    rows = engine.figures(folder, played)
    why = peer.install(OUTPUT / "web-forms")
    comparison = [] if why else peer.compared(played, OUTPUT / "web-forms")
    print(why or peer.table(comparison))
    if page is not None and comparison:
        write_page(page, rows, comparison)
    return [*rows, *peer.rows_of(comparison)]


def write_page(page: Path, rows: Sequence[Row], comparison: Sequence[peer.Compared]) -> None:
    """Put both tables between their marks in *page*."""
    text = page.read_text(encoding="utf-8")
    for name, made in (("figures", _figures(rows)), ("compared", peer.table(comparison))):
        place = re.search(_TABLE.format(name=name), text, re.DOTALL)
        if place is None:
            raise RuntimeError(f"{page.name} has no place for the table of {name}")
        text = f"{text[: place.start()]}{place[1]}{made}\n{place[2]}{text[place.end() :]}"
    page.write_text(text, encoding="utf-8")


def _figures(rows: Sequence[Row]) -> str:
    lines = ["| what | part of the goal | measured | goal |", "|---|---|---|---|"]
    for row in rows:
        share = "–" if not row.goal else f"{row.value / row.goal:.0%}"
        goal = "–" if row.goal is None else f"{row.goal:g} {row.unit}"
        lines.append(f"| {row.name} | {share} | {row.value:g} {row.unit} | {goal} |")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; return 0, for times depend on the computer."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.forms")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    OUTPUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUTPUT, prefix="forms-") as name:
        rows = forms(Path(name), options.page)
    write_rows(rows, OUTPUT / "forms.json")
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
