"""What every `Rows` promises, to be run against each implementation.

A test class inherits `RowsContract` and says how a table is made:

    class TestTableRows(RowsContract):
        def made(self, columns, rows):
            return TableRows(columns, rows)
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from forms.environment import Row, Rows

COLUMNS = ("name", "label", "state", "county")
PLACES: tuple[Row, ...] = (
    ("dumont", "Dumont", "a1", "b3"),
    ("finney", "Finney", "a1", "b3"),
    ("seattle", "Seattle", "a2", "b3"),
    ("tacoma", "Tacoma", "a2", ""),
    ("tacoma", "Tacoma la otra", "a1", ""),
    ("ÁÑ'ü\"", "comillas, coma; y\nlínea", "A1", " b3"),
)


class RowsContract:
    """The promises. `made` gives the implementation filled with these rows."""

    def made(self, columns: Sequence[str], rows: Sequence[Row]) -> Rows:
        raise NotImplementedError

    @pytest.fixture
    def places(self) -> Rows:
        return self.made(COLUMNS, PLACES)

    def test_it_has_its_columns_and_its_length(self, places: Rows) -> None:
        """Columns keep their order; len() counts the rows."""
        assert places.columns == COLUMNS
        assert len(places) == len(PLACES)

    def test_scanning_gives_every_row_in_order(self, places: Rows) -> None:
        """The order of the file is kept, twice the same."""
        assert tuple(places.scan()) == PLACES
        assert tuple(places.scan()) == PLACES

    @pytest.mark.parametrize(
        "equal",
        [
            {"name": "seattle"},
            {"name": "tacoma"},
            {"state": "a1"},
            {"state": "a1", "county": "b3"},
            {"county": "b3", "state": "a1"},
            {"county": ""},
            {"label": "comillas, coma; y\nlínea"},
            {"name": "ÁÑ'ü\""},
            {"state": "a1 "},
            {"county": "b3 "},
            {"name": "nada"},
            {"name": "tacoma", "state": "a1", "county": "", "label": "Tacoma la otra"},
        ],
    )
    def test_finding_is_scanning_with_the_same_texts(
        self, places: Rows, equal: dict[str, str]
    ) -> None:
        """Exactly these texts: case, spaces and accents count; the order of the file is kept."""
        wanted = [
            row
            for row in PLACES
            if all(row[COLUMNS.index(column)] == text for column, text in equal.items())
        ]

        assert list(places.find(equal)) == wanted
        assert list(places.find(equal)) == wanted

    def test_finding_nothing_in_particular_gives_everything(self, places: Rows) -> None:
        """No condition leaves no row out."""
        assert tuple(places.find({})) == PLACES

    def test_a_column_that_does_not_exist_reads_blank(self, places: Rows) -> None:
        """It is blank in every row, and never anything else."""
        assert tuple(places.find({"nada": ""})) == PLACES
        assert tuple(places.find({"nada": "x"})) == ()
        assert tuple(places.find({"nada": "", "state": "a2"})) == PLACES[2:4]

    def test_several_can_be_read_at_once(self, places: Rows) -> None:
        """An iterator that was begun goes on where it was, whatever others ask meanwhile."""
        first = places.find({"state": "a1"})
        head = next(first)
        others = list(places.find({"state": "a2"}))
        whole = list(places.scan())

        assert [head, *first] == [PLACES[0], PLACES[1], PLACES[4]]
        assert others == list(PLACES[2:4])
        assert tuple(whole) == PLACES

    def test_a_list_without_rows_is_a_list(self) -> None:
        """Nothing is found in it, and nothing fails."""
        empty = self.made(COLUMNS, ())

        assert len(empty) == 0
        assert empty.columns == COLUMNS
        assert list(empty.scan()) == list(empty.find({"name": "x"})) == []

    def test_the_same_row_twice_stands_twice(self) -> None:
        """Rows are not merged."""
        doubled = self.made(("a", "b"), [("1", "x"), ("1", "x"), ("1", "y")])

        assert list(doubled.find({"a": "1"})) == [("1", "x"), ("1", "x"), ("1", "y")]
        assert list(doubled.find({"a": "1", "b": "x"})) == [("1", "x"), ("1", "x")]

    def test_many_rows_are_found_one_by_one(self) -> None:
        """Each of 3,000 keys leads to its own row."""
        many = self.made(("id", "group"), [(f"k{n}", f"g{n % 7}") for n in range(3_000)])

        assert [next(many.find({"id": f"k{n}"}))[1] for n in (0, 1, 1_499, 2_999)] == [
            "g0",
            "g1",
            "g1",
            "g3",
        ]
        assert sum(1 for _ in many.find({"group": "g0"})) == 429
