"""V48 Cortes y reportes: the X cut of the open shift, and the office's tables (issue 5, item 7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from kiosk.services.reports import FORMATS, ReportsView, ReportView
from kiosk.services.views.cash import Cut, CutLine
from kiosk.services.views.printing import PrintDone, PrintResult
from kiosk.ui.field.cash_fields import date_field, day_of
from kiosk.ui.field.page import FieldScreen, Kit
from kiosk.ui.report_pdf import cell_words, report_as_pdf
from kiosk.ui.widgets.buttons import Button
from kiosk.ui.widgets.cards import Card, Notice, Rule, SideCard, ValueRow, clear_layout
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.fields import Combo, Field, announce
from kiosk.ui.widgets.text import Text
from sync.reports.files import csv_bytes
from sync.reports.model import Cell, Value
from sync.reports.sheet import Sheet, sheet_of, total_row
from sync.reports.tables import Report

_ROWS_SHOWN = 100
"""Longer reports are read in the file: a widget for each of 5 000 rows would stop the page."""


class WhichReport(Field):
    """One of the reports."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, kit.texts.text("reports-which"), "")
        self.box = Combo(kit.theme)
        for one in Report:
            self.box.addItem(kit.texts.text(f"reports-of-{one.value}"), one)
        self.add_input(self.box)
        self.name_inputs()

    def inputs(self) -> tuple[QWidget, ...]:
        return (self.box,)

    @property
    def report(self) -> Report:
        """Return the one that is chosen."""
        return Report(self.box.currentData())

    def choose(self, report: Report) -> None:
        """Choose one."""
        self.box.setCurrentIndex(list(Report).index(report))


class ReportsScreen(FieldScreen):
    """What whoever is at work may see of the money; what they may not is not on it."""

    screen_id: ClassVar[str] = "V48"
    title_id = "reports-title"

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        theme = kit.theme
        self._view: ReportsView | None = None
        self._report: ReportView | None = None
        self._sheet: Sheet | None = None
        self._going = False
        self.choose: Callable[[], Path | None] = self._ask_folder
        self.set_head(self.text("reports-title"), subtitle=self.text("reports-subtitle"))
        self.done = Notice(theme, "check", tone="success")
        self.main_column.addWidget(self.done)
        self.which = WhichReport(kit)
        self.first = date_field(kit, self.text("reports-first"), self.text("reports-days-hint"))
        self.last = date_field(kit, self.text("reports-last"))
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(theme.space(4))
        for field in (self.which, self.first, self.last):
            asking.addWidget(field)
        self.main_column.addWidget(self._asking)
        self._card = Card(theme)
        self.main_column.addWidget(self._card)
        self._cut_card = SideCard(theme, self.text("cut-title"))
        self._cut = QVBoxLayout()
        self._cut_card.body.addLayout(self._cut)
        self.side_column.addWidget(self._cut_card)
        self.show_it = self.add_primary(self.text("reports-show"), key="Ctrl+Enter")
        self.show_it.clicked.connect(self._ask)
        self.add_back()
        self.files: dict[str, Button] = {}
        for form in FORMATS:
            button = self.add_action(self.text("reports-save", form=form.upper()))
            button.clicked.connect(lambda _on=False, to=form: self._save(to))
            self.files[form] = button

    def enter(self, argument: Any) -> None:
        del argument
        self.clear_problem()
        self._view = self._report = self._sheet = None
        self._going = False
        for part in (self.done, self._asking, self._card, self._cut_card, self.show_it):
            part.hide()
        self._offer_files(offered=False)
        reports = self.kit.services.reports
        self.kit.background.run(reports.begin, self._begun, self.show_problem)

    def leave(self) -> None:
        self._report = self._sheet = None

    def _begun(self, view: ReportsView) -> None:
        self._view = view
        self._asking.setVisible(view.all_reports)
        self.show_it.setVisible(view.all_reports)
        if view.today is not None:
            self.first.set_value(view.today.isoformat())  # and on: no last day
        clear_layout(self._cut)
        if view.cut is not None:
            self._show_cut(view.cut)
        else:
            none = Text(self.theme, self.text("cut-none"), "body", "ink-2")
            self._cut.addWidget(none)
        self._cut_card.show()
        self.order_tabs()
        if view.all_reports:
            self.which.take_focus()

    # -------------------------------------------------------------------------------- X cut

    def _show_cut(self, cut: Cut) -> None:
        add = self._cut.addWidget
        title = self.text("cut-of", number=str(cut.number), person=cut.cashier.name)
        add(Text(self.theme, title, "body", bold=True))
        add(Rule(self.theme))
        money = self.texts.money
        for word, value in (
            ("cut-since", self.texts.when(cut.opened_at)),
            ("cut-payments", str(cut.payments_count)),
            ("cut-reversals", str(cut.reversals_count)),
            ("cut-float", money(cut.float_centavos)),
        ):
            add(ValueRow(self.theme, self.text(word), value))
        if cut.blind:
            add(Text(self.theme, self.text("cut-blind"), "body", "ink-2"))
        else:
            self._show_lines("cut-concepts", [(one.label, one) for one in cut.concepts])
            means = [(self.text(f"cut-means-{one.label}"), one) for one in cut.means]
            self._show_lines("cut-means", means)
            if cut.expected_centavos is not None:
                expected = cell_words(cut.expected_centavos, Cell.MONEY, self.texts)
                add(Rule(self.theme))
                add(ValueRow(self.theme, self.text("cut-expected"), expected))
        button = Button(self.theme, self.text("cut-print"))
        button.clicked.connect(lambda: self._print(cut))
        add(button)

    def _show_lines(self, title_id: str, lines: list[tuple[str, CutLine]]) -> None:
        if not lines:
            return
        self._cut.addWidget(Text(self.theme, self.text(title_id), "label"))
        for label, one in lines:
            words = cell_words(one.amount_centavos, Cell.MONEY, self.texts)
            self._cut.addWidget(ValueRow(self.theme, label, words))

    def _print(self, cut: Cut) -> None:
        if self._going:
            return
        self._going = True
        self.clear_problem()
        self.done.hide()
        reports = self.kit.services.reports
        self.kit.printing.run(lambda: reports.print_cut(cut), self._printed, self._failed)

    def _printed(self, done: PrintDone) -> None:
        self._going = False
        printed = done.result is PrintResult.PRINTED
        self._say(self.text("cut-printed" if printed else "cut-print-unknown"))

    # ------------------------------------------------------------------------------ reports

    def _ask(self) -> None:
        if self._going or not self._days_fit():
            return
        self._going = True
        self.clear_problem()
        self.done.hide()
        reports, which = self.kit.services.reports, self.which.report
        first, last = day_of(self.first), day_of(self.last)
        self.kit.background.run(
            lambda: reports.report(which, first, last), self._show, self._failed
        )

    def _days_fit(self) -> bool:
        """Say whether both days are whole or empty, and in order; mark the one that is not."""
        wrong: DateField | None = None
        for field in (self.first, self.last):
            missing = bool(field.value()) and day_of(field) is None
            field.set_message(self.text("reports-day-whole") if missing else None)
            wrong = wrong or (field if missing else None)
        first, last = day_of(self.first), day_of(self.last)
        if wrong is None and first is not None and last is not None and last < first:
            self.last.set_message(self.text("reports-days-order"))
            wrong = self.last
        if wrong is not None:
            wrong.take_focus()
        return wrong is None

    def _show(self, view: ReportView) -> None:
        self._going = False
        self._report = view
        language = self.kit.services.reports.language
        self._sheet = sheet_of(view.table, language=language, subtitle=self._period(view))
        self._draw(self._sheet)
        self._card.show()
        self._offer_files(offered=True)
        self.order_tabs()
        announce(self._card, f"{self._sheet.title}. {self._sheet.subtitle}")

    def _draw(self, sheet: Sheet) -> None:
        body = self._card.body
        clear_layout(body)
        body.addWidget(Text(self.theme, sheet.title, "h3"))
        body.addWidget(Text(self.theme, sheet.subtitle, "body", "ink-2"))
        if not sheet.rows:
            body.addWidget(Text(self.theme, self.text("reports-nothing"), "body", "ink-2"))
            return
        keys = _keys_of(sheet)
        for row in sheet.rows[:_ROWS_SHOWN]:
            body.addWidget(Rule(self.theme))
            self._add_row(sheet, row, keys)
        totals = total_row(sheet)
        if totals is not None:
            body.addWidget(Rule(self.theme))
            self._add_row(sheet, totals, keys)
        left = len(sheet.rows) - _ROWS_SHOWN
        if left > 0:
            more = self.text("reports-more", count=left)
            body.addWidget(Text(self.theme, more, "caption", "ink-2"))

    def _add_row(self, sheet: Sheet, row: tuple[Value, ...], keys: int) -> None:
        """Add a row: what it is about, then every figure with its word."""
        words = [
            cell_words(value, kind, self.texts) if kind is not Cell.COUNT or value is None
            else f"{head} {value}"
            for value, kind, head in zip(row, sheet.kinds, sheet.headings, strict=True)
        ]  # fmt: skip
        title = " · ".join(word for word in words[:keys] if word)
        self._card.body.addWidget(Text(self.theme, title, "body", bold=True))
        figures = [
            f"{head}: {cell_words(value, kind, self.texts)}"
            for value, kind, head in list(
                zip(row, sheet.kinds, sheet.headings, strict=True)
            )[keys:]
            if value not in (None, 0, "")
        ]  # fmt: skip
        if figures:
            self._card.body.addWidget(Text(self.theme, " · ".join(figures), "body", "ink-2"))

    def _period(self, view: ReportView) -> str:
        def said(day: date | None) -> str:
            return "" if day is None else self.texts.day_with_year(day)

        if view.first is None and view.last is None:
            return self.text("reports-all-days")
        if view.first == view.last:
            return said(view.first)
        if view.last is None:
            return self.text("reports-from", first=said(view.first))
        if view.first is None:
            return self.text("reports-to", last=said(view.last))
        return self.text("reports-between", first=said(view.first), last=said(view.last))

    # -------------------------------------------------------------------------------- files

    def _offer_files(self, *, offered: bool) -> None:
        for button in self.files.values():
            button.setVisible(offered)

    def _save(self, form: str) -> None:
        view, sheet = self._report, self._sheet
        if view is None or sheet is None or self._going:
            return
        folder = self.choose()
        if folder is None:
            return
        self._going = True
        self.clear_problem()
        match form:
            case "csv":
                content = csv_bytes(sheet)
            case "xlsx":
                from sync.reports.workbook import xlsx_bytes  # slow to import, seldom needed

                content = xlsx_bytes([sheet])
            case _:
                content = report_as_pdf(sheet, self.texts, head=view.issued_by)
        reports = self.kit.services.reports
        self.kit.background.run(
            lambda: reports.save(view, form, content, folder), self._saved, self._failed
        )

    def _saved(self, name: str) -> None:
        self._going = False
        self._say(self.text("reports-saved", file=name))

    def _say(self, words: str) -> None:
        self.done.words.setText(words)
        self.done.show()
        announce(self.done, words)

    def _failed(self, error: Exception) -> None:
        self._going = False
        self.show_problem(error)

    def _ask_folder(self) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self, self.text("reports-folder"))
        return Path(chosen) if chosen else None


def _keys_of(sheet: Sheet) -> int:
    """Return how many first columns say what a row is about: those that are not summed."""
    if sheet.totals is None:
        return 2
    return next(
        (place for place, value in enumerate(sheet.totals) if value is not None), len(sheet.kinds)
    )
