"""How much prices rose between two months, by a published index (INPC).

The rule is that of the federal tax code (art. 17-A): the index of the month before the payment over
that of the month before the debt fell due, four decimals, the rest cut off, never below one. Where
the newer month is not published yet, the last published one is taken.
"""

from __future__ import annotations

from datetime import date

from sync.tariffs.book import TariffBook
from sync.tariffs.errors import IndexMissing
from sync.tariffs.reasons import Indexed

ONE = 10_000


def indexed(book: TariffBook, index_id: str, day: date, months: int) -> Indexed:
    """Return the factor for a debt that is *months* late on *day*, in ten-thousandths.

    Raises IndexMissing where the older month, or every month before the day, is not published.
    """
    known = {
        row.month: row.value_thousandths
        for row in book.indexes
        if row.index_id == index_id and row.published <= day
    }
    newest = _month_before(day.year, day.month, 1)
    older = _month_before(day.year, day.month, months + 1)
    newer = max((month for month in known if month <= newest), default=None)
    if months == 0:
        return Indexed(
            index=index_id, older_month=newest, newer_month=newest, factor_ten_thousandths=ONE
        )
    if newer is None or older not in known:
        raise IndexMissing(index_id, f"{older // 100}-{older % 100:02d}")
    factor = max(ONE, known[newer] * ONE // known[older])
    return Indexed(
        index=index_id, older_month=older, newer_month=newer, factor_ten_thousandths=factor
    )


def _month_before(year: int, month: int, months: int) -> int:
    """Return the month so many months before, as yyyymm; the year 1 is the first."""
    count = max(12, year * 12 + month - 1 - months)
    return count // 12 * 100 + count % 12 + 1
