"""V48: cut and reports by keyboard; who may not see all sees their own cut, blind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sync.reports.files import BYTE_ORDER_MARK
from tests.support.desk import Desk
from tests.support.fake_reports import CUT
from tests.support.qt import Role

MakeDesk = Callable[..., Desk]


def at_reports(desk: Desk) -> None:
    desk.unlock()
    desk.window.navigator.go("V48")
    desk.settle()


def test_a_report_is_shown_and_saved_in_every_format(make_desk: MakeDesk, tmp_path: Path) -> None:
    """Choose, show, save: sums on the screen, and three files that say the same."""
    desk = make_desk()
    at_reports(desk)
    screen = desk.window.cash.reports
    screen.choose = lambda: tmp_path

    desk.press("Ctrl+Enter")
    desk.settle()
    for form in ("CSV", "XLSX", "PDF"):
        desk.find(Role.Button, "reports-save", form=form).setFocus()
        desk.press("Space")
        desk.settle()

    saved = desk.office.reports.saved
    assert [(name, form) for name, form, _ in saved] == [
        ("shift", "csv"), ("shift", "xlsx"), ("shift", "pdf"),
    ]  # fmt: skip
    table, book, page = (content for _, _, content in saved)
    assert table.decode().startswith(f"{BYTE_ORDER_MARK}Día,")
    assert "371.00" in table.decode()
    assert book.startswith(b"PK")
    assert page.startswith(b"%PDF-")


def test_a_clerk_sees_their_own_cut_without_the_sums(make_desk: MakeDesk) -> None:
    """Without the right to reports there is no report, and a blind cut says why."""
    desk = make_desk()
    desk.office.reports.all_reports = False
    desk.office.reports.cut = replace(
        CUT, blind=True, concepts=(), means=(), expected_centavos=None
    )
    at_reports(desk)

    assert not desk.window.cash.reports.show_it.isVisible()
    desk.find(Role.StaticText, "cut-blind")
    desk.find(Role.Button, "cut-print").setFocus()
    desk.press("Space")
    desk.settle()
    assert len(desk.office.reports.printed) == 1
