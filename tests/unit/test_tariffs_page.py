"""The worked examples of `docs/tariffs.md`, run against the price list of the demonstration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sync.catalogue import FactKind
from sync.tariffs import FactValue, TariffError, Wanted, price, rounding_of
from tests.support.fake_estimates import demo_prices
from tests.support.tariffs import a_policy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tariffs.md").read_text(encoding="utf-8")
BOOK = demo_prices()
Row = dict[str, str]
OWN = {"day", "quantity", "unit", "rounding", "total", "concept"}


def tables() -> Iterator[tuple[str, list[Row]]]:
    """Yield the heading and the rows of every table of the page."""
    for section in re.split(r"^#+ ", PAGE, flags=re.MULTILINE):
        lines = [line for line in section.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if cells:
            heading = section.splitlines()[0]
            yield heading, [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def examples() -> list[Row]:
    """Return every example with a total, each with its concept."""
    found = []
    for heading, rows in tables():
        concept = re.search(r"\(concept (\d+)\)", heading)
        found += [row | {"concept": concept[1]} for row in rows if concept is not None]
    return found


def with_column(name: str) -> list[Row]:
    """Return the rows of the tables that have a column."""
    return [row for _, rows in tables() for row in rows if name in row]


def centavos(text: str) -> int:
    """Return pesos as centavos; an empty cell is none."""
    return int(Decimal(text or "0") * 100)


def given(facts: dict[str, str]) -> dict[str, FactValue]:
    """Return what stands in the columns of facts; an empty cell was not answered."""
    found: dict[str, FactValue] = {}
    for name, text in facts.items():
        fact = BOOK.fact(name)
        assert fact is not None
        if not text:
            continue
        match fact.kind:
            case FactKind.MONEY:
                found[name] = centavos(text)
            case FactKind.YES_NO:
                found[name] = int(text == "yes")
            case FactKind.WHOLE:
                found[name] = int(text)
            case FactKind.CHOICE:
                found[name] = text
    return found


@pytest.mark.parametrize("row", examples(), ids=lambda row: " ".join(row.values()))
def test_the_page_tells_the_truth(row: Row) -> None:
    """Unit, each change, rounding and total are those of the page; no other rule is applied."""
    rules = {rule.rule_id for rule in BOOK.rules}
    facts = given({name: text for name, text in row.items() if name not in OWN | rules})
    day = date.fromisoformat(row["day"])

    charge = price([Wanted(concept=int(row["concept"]))], BOOK, day, facts)

    (line,) = charge.lines
    assert line.quantity == int(row.get("quantity", "1"))
    assert line.unit_centavos == centavos(row["unit"])
    assert {one.rule_id: one.change_centavos for one in line.changes} == {
        name: centavos(text) for name, text in row.items() if name in rules and text
    }
    assert charge.rounding_centavos == centavos(row["rounding"])
    assert charge.total_centavos == centavos(row["total"])


@pytest.mark.parametrize("row", with_column("refused"), ids=lambda row: " ".join(row.values()))
def test_what_has_no_price_is_refused(row: Row) -> None:
    """The page names the code of every refusal."""
    pairs = [pair.strip().split("=") for pair in row["facts"].split(",") if pair]

    with pytest.raises(TariffError) as refused:
        price(
            [Wanted(concept=int(row["concept"]))],
            BOOK,
            date.fromisoformat(row["day"]),
            given({pair[0]: pair[1] for pair in pairs}),
        )

    assert refused.value.code == row["refused"]


@pytest.mark.parametrize("row", with_column("rounded"), ids=lambda row: " ".join(row.values()))
def test_sums_are_rounded_as_the_page_says(row: Row) -> None:
    """Each example of a policy, to the centavo."""
    policy = a_policy(centavos(row["unit"]), centavos(row["up from"]))
    exact = centavos(row["sum"])

    assert exact + rounding_of(exact, policy) == centavos(row["rounded"])


def test_the_page_has_its_examples() -> None:
    """A table that the reader no longer finds would make every test above pass."""
    assert len(examples()) >= 38
    assert {row["concept"] for row in examples()} == {"1001", "1101", "1201", "1301", "1401"}
    assert len(with_column("refused")) == len(with_column("rounded")) == 8
