"""Reports of the central: every grouping is the ledger's sum, in every format, without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from sync.central import schema
from sync.central.__main__ import main
from sync.central.cash_facts import read_facts
from sync.central.cash_reports import Asked, report_bytes
from sync.ledger import DRAWER, INCOME, ROUNDING
from sync.reports.files import BYTE_ORDER_MARK
from sync.reports.model import CashFacts
from sync.reports.tables import Report, between, make
from tests.delivery.cash_events import Till, a_till
from tests.delivery.central_support import Central


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """Two devices, three shifts on two days, a reversal, a deposit, a duplicate, $5 missing."""
    made = Central(tmp_path_factory.mktemp("reports"))
    first, second = a_till(made), a_till(made)
    _a_day(first)
    first.open(date(2026, 11, 21))
    first.pay(3)
    second.pay()
    second.close(short=500)
    for till in (first, second):
        till.push(made)
    made.platform.catch_up()
    yield made
    made.close()


def _a_day(till: Till) -> None:
    kept = till.pay(2)
    till.reprint(kept)
    till.reverse(till.pay(), till.approval())
    till.move(-20_000)
    till.close()
    till.deposit(20_000)


def facts_of(central: Central) -> CashFacts:
    with central.database.read() as connection:
        return read_facts(connection, central.platform.profile)


def ledger_sum(central: Central, *accounts: str) -> int:
    table = schema.ledger
    with central.database.read() as connection:
        summed = connection.execute(
            select(func.sum(table.c.amount_centavos)).where(table.c.account.in_(accounts))
        ).scalar_one()
    return int(summed or 0)


@pytest.mark.parametrize(
    "report", [Report.SHIFT, Report.CLERK, Report.CONCEPT, Report.OFFICE, Report.DAY]
)
def test_every_grouping_adds_up_to_the_ledger(central: Central, report: Report) -> None:
    """By shift, clerk, concept, office or day: the sum is income and rounding of the ledger."""
    table = make(report, facts_of(central))

    total = sum(value for value in table.column("total") if isinstance(value, int))

    assert total == -ledger_sum(central, INCOME, ROUNDING)
    assert total > 0
    assert table.totals is not None
    assert table.totals[[key for key, _ in table.columns].index("total")] == total


def test_cash_of_the_shifts_is_what_the_drawers_took(central: Central) -> None:
    """Float + cash + moves − counted and missing = what the drawers still hold (invariant 9)."""
    facts = facts_of(central)
    cash = make(Report.SHIFT, facts).totals

    assert cash is not None
    floats = sum(one.float_centavos for one in facts.shifts)
    moved = sum(one.change_centavos for one in facts.moves)
    ended = sum(one.expected_centavos or 0 for one in facts.shifts)
    held = floats + _summed(make(Report.SHIFT, facts).column("cash")) + moved - ended
    assert held == ledger_sum(central, DRAWER)


def _summed(values: tuple[object, ...]) -> int:
    return sum(value for value in values if isinstance(value, int))


def test_a_period_is_of_business_days(central: Central) -> None:
    """Only what belongs to shifts of that day, whatever a device's clock said."""
    table = make(Report.DAY, between(facts_of(central), date(2026, 11, 21), date(2026, 11, 21)))

    assert table.column("day") == (date(2026, 11, 21),)
    assert table.column("payments") == (1,)


def test_lists_name_what_an_auditor_counts(central: Central) -> None:
    """Differences, deposits on their way, reversals and duplicates stand one by one."""
    facts = facts_of(central)

    assert make(Report.DIFFERENCES, facts).column("difference") == (-500,)
    assert make(Report.DEPOSITS, facts).column("state") == ("in_transit",)
    [back] = make(Report.REVERSALS, facts).column("total")
    assert isinstance(back, int)
    assert back < 0
    assert make(Report.REPRINTS, facts).column("copy") == (1,)


def test_csv_and_xlsx_hold_the_same_amounts(central: Central) -> None:
    """CSV with its byte order mark and XLSX with numbers of two decimals say the same."""
    asked = Asked(report=Report.SHIFT, first=None, last=None, language="es")
    text = report_bytes(central.platform, asked, "csv").decode("utf-8")
    book = load_workbook(io.BytesIO(report_bytes(central.platform, asked, "xlsx")))

    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))
    page = book.active
    totals = [row[rows[0].index("Total")] for row in rows[1:]]
    column = [cell.value for cell in page[4]].index("Total") + 1
    cells = [page.cell(row=5 + number, column=column) for number in range(len(totals))]
    assert [Decimal(one) for one in totals] == [
        Decimal(str(cell.value)).quantize(Decimal("0.01")) for cell in cells
    ]
    assert {cell.data_type for cell in cells} == {"n"}


def test_the_command_writes_each_format(central: Central, tmp_path: Path) -> None:
    """`report cash` writes a new file, and never over an old one."""
    central.platform.database.close()
    words = ["report", "cash", "--dir", str(central.folder), "--by"]
    try:
        for form, by, begins in (("csv", "day", b"\xef\xbb\xbf"), ("pdf", "all", b"%PDF-")):
            out = tmp_path / f"out.{form}"
            assert main([*words, by, "--format", form, "--out", str(out)]) == 0
            assert out.read_bytes().startswith(begins)
            assert main([*words, by, "--format", form, "--out", str(out)]) == 10
    finally:
        central.restart()
