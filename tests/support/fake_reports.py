"""Reports in memory: one shift's figures, real tables, and files that are remembered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from kiosk.services import reports
from kiosk.services.reports import ReportsView, ReportView
from kiosk.services.views.cash import Cut, CutLine
from kiosk.services.views.printing import PrintDone, PrinterState, PrintResult
from sync.ids import EventId, ShiftId
from sync.money import Centavos
from sync.reports.model import CashFacts, PaymentFact, ShiftFact
from sync.reports.sheet import named
from sync.reports.tables import Report, make
from tests.support.fake_cash import MARISOL, SINCE

DAY = date(2026, 11, 16)
SHIFT = ShiftId(b"s" * 16)
CUT = Cut(
    shift_id=SHIFT,
    number=14,
    business_day=DAY,
    cashier=MARISOL,
    opened_at=SINCE,
    closed_at=None,
    first_folio="20067-007-1PGE-340",
    last_folio="20067-007-1PGE-371",
    payments_count=31,
    reversals_count=1,
    moves=(),
    blind=False,
    float_centavos=Centavos(50_000),
    concepts=(CutLine(label="Copia certificada", count=31, amount_centavos=556_500),),
    means=(CutLine(label="cash", count=31, amount_centavos=556_500),),
    expected_centavos=606_500,
)


def _payment(number: int, total: int, *, back: bool = False) -> PaymentFact:
    sign = -1 if back else 1
    return PaymentFact(
        shift=SHIFT,
        folio=f"20067-007-1PGE-{number}",
        operator=42,
        total_centavos=sign * total,
        rounding_centavos=0,
        means=1,
        received_centavos=sign * total,
        balance_centavos=0,
        lines=((1001, sign * total),),
        discreet=False,
        reverses="20067-007-1PGE-341" if back else None,
        reason=1 if back else None,
    )


FACTS = CashFacts(
    shifts=(
        ShiftFact(
            shift=SHIFT,
            terminal="20067-007",
            office="Villa de PRUEBA",
            number=14,
            business_day=DAY,
            cashier=42,
            float_centavos=50_000,
            closed=True,
            counted_centavos=104_750,
            expected_centavos=105_650,
            difference_centavos=-900,
        ),
    ),
    payments=(_payment(341, 18_550), _payment(342, 37_100), _payment(343, 18_550, back=True)),
)


class FakeReports(reports.Reports):
    """The cut and every report of one fixed shift."""

    def __init__(self) -> None:
        self.cut: Cut | None = CUT
        self.all_reports = True
        self.saved: list[tuple[str, str, bytes]] = []
        self.printed: list[Cut] = []

    @property
    def language(self) -> str:
        return "es"

    def begin(self) -> ReportsView:
        return ReportsView(cut=self.cut, all_reports=self.all_reports, today=DAY)

    def report(self, report: Report, first: date | None, last: date | None) -> ReportView:
        facts = named(FACTS, {1001: "Copia certificada"}.get, "es")
        return ReportView(report=report, first=first, last=last, table=make(report, facts))

    def save(self, view: ReportView, form: str, content: bytes, folder: Path) -> str:
        self.saved.append((view.table.name, form, content))
        return f"{folder.name}-{view.table.name}.{form}"

    def print_cut(self, cut: Cut) -> PrintDone:
        self.printed.append(cut)
        return PrintDone(
            about=EventId(cut.shift_id),
            result=PrintResult.PRINTED,
            copy=0,
            at=datetime(2026, 11, 16, 12, 0, tzinfo=UTC),
            state=PrinterState.READY,
        )
