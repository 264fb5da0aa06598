"""A file of a list, by the ending of its name -> rows in memory."""

from __future__ import annotations

from forms.environment import Rows
from forms.itemsets.csv_file import read_csv
from forms.itemsets.errors import FileBroken
from forms.itemsets.geojson_file import read_geojson
from forms.itemsets.xml_file import read_xml
from forms.xpath.table import TableRows

EMPTY: Rows = TableRows((), ())
"""The list that a missing file reads as."""

_READERS = {
    "csv": read_csv,
    "xml": read_xml,
    "geojson": read_geojson,
}


def read_rows(file_name: str, data: bytes) -> TableRows:
    """Return the rows of a CSV, XML or GeoJSON file, whose kind the ending of its name says.

    Raises FileBroken, or XmlUnsafe for XML with a DOCTYPE, where it cannot be used; then nothing of
    it was used.
    """
    ending = file_name.rpartition(".")[2].lower()
    reader = _READERS.get(ending)
    if reader is None:
        raise FileBroken(f"lists are read from .csv, .xml and .geojson files, not from .{ending}")
    return reader(data)
