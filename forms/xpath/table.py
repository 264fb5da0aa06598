"""Rows in memory, with a hash index per set of columns that anybody asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from forms.environment import Row


class TableRows:
    """Rows in memory in the order given (the `Rows` of `forms.environment`).

    An index is built when its columns are first asked for and kept as long as the table. Cells a
    row lacks at its end read blank; the rows must not be changed afterwards.
    """

    def __init__(self, columns: Sequence[str], rows: Iterable[Row]) -> None:
        self._columns = tuple(columns)
        width = len(self._columns)
        self._rows = [row if len(row) == width else _filled(row, width) for row in rows]
        self._places = {name: place for place, name in enumerate(self._columns)}
        self._indices: dict[tuple[int, ...], dict[object, Row | list[Row]]] = {}

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._columns

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows whose cells have exactly these texts; unknown columns read blank."""
        known: dict[int, str] = {}
        for column, text in equal.items():
            place = self._places.get(column)
            if place is not None:
                known[place] = text
            elif text != "":
                return iter(())
        if not known:
            return iter(self._rows)
        places = tuple(sorted(known))
        key = known[places[0]] if len(places) == 1 else tuple(known[one] for one in places)
        found = self._index(places).get(key)
        if found is None:
            return iter(())
        return iter(found) if type(found) is list else iter((found,))  # type: ignore[arg-type]  # a row is a tuple of text

    def scan(self) -> Iterator[Row]:
        """Yield every row."""
        return iter(self._rows)

    def _index(self, places: tuple[int, ...]) -> dict[object, Row | list[Row]]:
        index = self._indices.get(places)
        if index is None:
            index = {}
            key_of = itemgetter(*places)
            for row in self._rows:
                key = key_of(row)
                found = index.get(key)
                if found is None:
                    index[key] = row  # most keys have one row: no list for it
                elif type(found) is list:
                    found.append(row)
                else:
                    index[key] = [found, row]  # type: ignore[list-item]  # only a row is left
            self._indices[places] = index
        return index


def _filled(row: Row, width: int) -> Row:
    return row[:width] + ("",) * (width - len(row))
