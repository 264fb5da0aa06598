"""A walk over V48 in the fake office: all reports, and a clerk's own blind cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sync.reports.tables import Report
from tests.support.desk import Desk
from tests.support.fake_reports import CUT


def walk_reports(desk: Desk) -> Iterator[str]:
    """Show V48 as it opens, with a long and a short report, and as a clerk sees it."""
    reports, window = desk.office.reports, desk.window
    desk.unlock()

    def go() -> None:
        window.navigator.restart("V02", "V48", None)
        desk.settle()

    go()
    yield "V48"
    for one in (Report.SHIFT, Report.DEPOSITS):
        window.cash.reports.which.choose(one)
        window.cash.reports._ask()
        desk.settle()
        yield f"V48 {one.value}"
    reports.all_reports = False
    reports.cut = replace(CUT, blind=True, concepts=(), means=(), expected_centavos=None)
    go()
    yield "V48 blind"
