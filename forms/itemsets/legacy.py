"""`itemsets.csv`: one file with every list of `select_one_external` (FORMS §8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.environment import Row, Rows

FILE_NAME = "itemsets.csv"
_LABEL = "label"


class Labelled:
    """Rows whose labels stand per language only (`label::English`): the first is also `label`."""

    def __init__(self, rows: Rows, place: int) -> None:
        self._rows = rows
        self._place = place

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, `label` last."""
        return (*self._rows.columns, _LABEL)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows whose cells have exactly these texts; unknown columns read blank."""
        own = dict(equal)
        if _LABEL in own:
            label = own.pop(_LABEL)
            if own.setdefault(self._rows.columns[self._place], label) != label:
                return
        for row in self._rows.find(own):
            yield (*row, row[self._place])

    def scan(self) -> Iterator[Row]:
        """Yield every row."""
        for row in self._rows.scan():
            yield (*row, row[self._place])


def labelled(rows: Rows) -> Rows:
    """Return the rows of an `itemsets.csv` with a column `label` where it has any label."""
    if _LABEL in rows.columns:
        return rows
    translated = (at for at, one in enumerate(rows.columns) if one.startswith(f"{_LABEL}::"))
    place = next(translated, None)
    return rows if place is None else Labelled(rows, place)
