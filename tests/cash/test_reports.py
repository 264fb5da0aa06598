"""Reports of the device: every grouping is the ledger's sum, and what leaves is written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.permissions import NotAllowed
from kiosk.services.reports import ReportNotWritten, Reports
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from sync.events import ApprovalMatter, ReportExported, ReversalReason
from sync.journal import history
from sync.ledger import INCOME, ROUNDING
from sync.reports.files import csv_bytes, csv_cell, plain_text
from sync.reports.model import CashFacts, Cell, PaymentFact, ShiftFact
from sync.reports.sheet import sheet_of
from sync.reports.tables import Report, make
from tests.cash.tills import Till
from tests.support.staff import SUPERVISOR
from tests.support.vaults import CLERK

GROUPINGS = (Report.SHIFT, Report.CLERK, Report.CONCEPT, Report.OFFICE, Report.DAY)


def reports_of(till: Till) -> Reports:
    counter = till.counter
    texts = Texts(resources_folder() / "translations", "es", counter.clock)
    return Reports(
        counter.desk, counter.catalogue, counter.cash.drawer, counter.paper.printing, lambda: texts
    )


@pytest.fixture
def worked(till: Till) -> Till:
    """A till after three payments, one given back, and a closing with $5 missing."""
    till.open()
    last = [till.pay() for _ in range(3)][-1]
    question = till.approve(ApprovalMatter.REVERSAL, [last])
    counter = till.counter
    counter.reversing.reverse(
        counter.desk.new_salt(),
        last,
        question_id=question,
        reason=ReversalReason.WRONG_SERVICE,
        scanned=None,
    )
    return till


def total_of(reports: Reports, report: Report) -> int:
    found = reports.report(report, None, None).table.column("total")
    return sum(value for value in found if isinstance(value, int))


def test_every_grouping_is_the_sum_of_the_ledger(worked: Till) -> None:
    """Three payments, one given back: each grouping says what income and rounding say."""
    worked.sit(SUPERVISOR)
    reports = reports_of(worked)

    sums = {report: total_of(reports, report) for report in GROUPINGS}

    [[ledger]] = worked.counter.rows(
        "SELECT -sum(amount_centavos) FROM ledger WHERE account IN (?, ?)", INCOME, ROUNDING
    )
    assert set(sums.values()) == {ledger}
    [row] = reports.report(Report.SHIFT, None, None).table.rows
    assert row[4:6] == (3, 1)
    assert len(reports.report(Report.REVERSALS, None, None).table.rows) == 1
    assert len(reports.report(Report.UNDELIVERED, None, None).table.rows) == 4


def test_a_clerk_reads_the_own_cut_alone_and_blind(worked: Till) -> None:
    """Who charges sees how many payments there were; the sums wait for the count."""
    worked.sit(CLERK)
    reports = reports_of(worked)

    view = reports.begin()

    assert not view.all_reports
    assert view.cut is not None
    assert view.cut.blind
    assert view.cut.expected_centavos is None
    assert view.cut.concepts == view.cut.means == ()
    with pytest.raises(NotAllowed):
        reports.report(Report.SHIFT, None, None)


def test_what_leaves_is_written_down(worked: Till, tmp_path: Path) -> None:
    """A saved report is one event; one that a folder did not take is none."""
    worked.sit(SUPERVISOR)
    reports = reports_of(worked)
    view = reports.report(Report.DAY, None, None)
    content = csv_bytes(sheet_of(view.table, language="es"))

    with pytest.raises(ReportNotWritten):
        reports.save(view, "csv", content, tmp_path / "missing")
    name = reports.save(view, "csv", content, tmp_path)

    assert (tmp_path / name).read_bytes() == content
    told = [
        recorded.event
        for recorded in worked.counter.database.read(lambda tx: tuple(history(tx)))
        if isinstance(recorded.event, ReportExported)
    ]
    assert [(one.report, one.form) for one in told] == [("day", "csv")]


MEANS = st.integers(1, 4)


@st.composite
def payments(draw: st.DrawFn) -> tuple[PaymentFact, ...]:
    """Draw payments that add up, and reversals of some of them."""
    made = []
    for number in range(draw(st.integers(0, 6))):
        nets = draw(st.lists(st.integers(0, 10**7), min_size=1, max_size=3))
        rounding = draw(st.integers(-25, 25))
        total = max(0, sum(nets) + rounding)
        rounding = total - sum(nets)
        used = draw(st.integers(0, total))
        paid = PaymentFact(
            shift=draw(st.sampled_from([b"a", b"b", b"?"])),
            folio=str(number),
            operator=draw(st.integers(1, 3)),
            total_centavos=total,
            rounding_centavos=rounding,
            means=draw(MEANS),
            received_centavos=total - used,
            balance_centavos=used,
            lines=tuple((draw(st.sampled_from([1001, 1002, 2])), net) for net in nets),
            discreet=draw(st.booleans()),
        )
        made.append(paid)
        if draw(st.booleans()):
            made.append(_back(paid))
    return tuple(made)


def _back(paid: PaymentFact) -> PaymentFact:
    return PaymentFact(
        shift=paid.shift,
        folio=f"-{paid.folio}",
        operator=paid.operator,
        total_centavos=-paid.total_centavos,
        rounding_centavos=-paid.rounding_centavos,
        means=paid.means,
        received_centavos=-paid.received_centavos,
        balance_centavos=-paid.balance_centavos,
        lines=tuple((concept, -net) for concept, net in paid.lines),
        discreet=paid.discreet,
        reverses=paid.folio,
    )


@given(payments())
def test_no_grouping_loses_a_centavo(taken: tuple[PaymentFact, ...]) -> None:
    """Whatever was paid and given back, in shifts known or not: each grouping has the same sum."""
    facts = CashFacts(shifts=(_shift(b"a", 1), _shift(b"b", 2)), payments=taken)
    whole = sum(one.total_centavos for one in taken)

    for report in GROUPINGS:
        table = make(report, facts)
        assert table.totals is not None
        named = dict(zip((key for key, _ in table.columns), table.totals, strict=True))
        assert named["total"] == whole, report
        if report is not Report.CONCEPT:
            parts = [named[key] for key in ("cash", "card", "declared", "balance")]
            assert sum(part for part in parts if isinstance(part, int)) == whole
    concepts = make(Report.CONCEPT, facts).column("concept")
    assert 0 in concepts or not any(one.discreet for one in taken)


def _shift(shift: bytes, number: int) -> ShiftFact:
    return ShiftFact(
        shift=shift,
        terminal="20067-007",
        office="PRUEBA",
        number=number,
        business_day=date(2026, 11, number),
        cashier=number,
        float_centavos=0,
        closed=False,
    )


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    """Whatever somebody typed as a bank or a slip: no cell of a CSV begins as a formula does."""
    assert not plain_text(text).lstrip().startswith(("=", "+", "-", "@"))


@given(st.integers(-(10**15), 10**15))
def test_amounts_keep_every_centavo(centavos: int) -> None:
    """An amount as text reads back as the same whole centavos."""
    whole, _, cents = csv_cell(centavos, Cell.MONEY).partition(".")
    sign = -1 if whole.startswith("-") else 1

    assert len(cents) == 2
    assert int(whole.lstrip("-")) * 100 + int(cents) == sign * centavos
