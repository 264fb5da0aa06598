"""GeoJSON -> rows: each feature is an item with `geometry`, `id` and its properties (FORMS §8).

An id of the feature itself comes before a property called `id`. Points are `lat lon alt accuracy`,
lines and outlines points joined by `; `.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from forms.itemsets.cells import MAX_COLUMNS, MAX_ROWS, checked_size, cleaned
from forms.itemsets.errors import FileBroken
from forms.xpath.items import ABSENT
from forms.xpath.table import TableRows

GEOMETRY = "geometry"
ID = "id"
MAX_DIGITS = 100


def read_geojson(data: bytes) -> TableRows:
    """Return one row per feature, in the order of the file; a property it lacks is `ABSENT`.

    Raises FileBroken where the file is no FeatureCollection of points, lines and polygons.
    """
    whole = _decoded(checked_size(data))
    if not isinstance(whole, dict) or whole.get("type") != "FeatureCollection":
        raise FileBroken("the file holds no FeatureCollection")
    features = whole.get("features")
    if not isinstance(features, list):
        raise FileBroken("the FeatureCollection has no list of features")
    if len(features) > MAX_ROWS:
        raise FileBroken(f"more than {MAX_ROWS} features", code="too-large")
    found = [_cells(one, place) for place, one in enumerate(features, start=1)]
    names = tuple(dict.fromkeys((GEOMETRY, ID, *(name for cells in found for name in cells))))
    if len(names) > MAX_COLUMNS:
        raise FileBroken(f"more than {MAX_COLUMNS} properties", code="too-large")
    return TableRows(names, (tuple(cells.get(one, ABSENT) for one in names) for cells in found))


def _decoded(data: bytes) -> Any:
    try:
        # decimals, so that a position keeps the digits it was written with
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refused)
    except (ValueError, ArithmeticError, RecursionError):
        raise FileBroken("no readable JSON") from None


def _refused(constant: str) -> Any:
    raise ValueError(constant)  # NaN and Infinity are no JSON


def _number(value: int | Decimal) -> str:
    if isinstance(value, Decimal):
        if abs(value.adjusted()) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
            raise FileBroken("a number is too long")
        return format(value, "f")
    return str(value)


def _cells(feature: Any, place: int) -> dict[str, str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise FileBroken(f"feature {place} is no Feature")
    properties = feature.get("properties")
    if properties is None:
        properties = {}
    if not isinstance(properties, dict):
        raise FileBroken(f"the properties of feature {place} are no object")
    cells = {GEOMETRY: _geometry(feature.get("geometry"), place)}
    for name, value in properties.items():
        if name != GEOMETRY:
            cells[cleaned(name).strip()] = _cell(value)
    if feature.get(ID) is not None:
        cells[ID] = _cell(feature[ID])
    return cells


def _cell(value: Any) -> str:
    """Return a property as text: numbers as they were written where that is exact, null blank."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return cleaned(value)
        case int() | Decimal():
            return _number(value)
        case _:
            made = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)
            return cleaned(made)


def _geometry(geometry: Any, place: int) -> str:
    if not isinstance(geometry, dict):
        raise FileBroken(f"feature {place} has no geometry")
    coordinates: Any = geometry.get("coordinates")
    points: Any
    match geometry.get("type"):
        case "Point":
            points = [coordinates]
        case "LineString":
            points = coordinates
        case "Polygon":
            # the outline; a form's shapes have no holes
            points = coordinates[0] if isinstance(coordinates, list) and coordinates else None
        case other:
            raise FileBroken(f"feature {place}: geometries of type {other!r} are not supported")
    if not isinstance(points, list) or not points:
        raise FileBroken(f"feature {place} has no coordinates")
    return "; ".join(_point(one, place) for one in points)


def _point(position: Any, place: int) -> str:
    if (
        not isinstance(position, list)
        or not 2 <= len(position) <= 4
        or not all(isinstance(one, int | Decimal) and not isinstance(one, bool) for one in position)
    ):
        raise FileBroken(f"feature {place}: a position is two or three numbers")
    longitude, latitude, *rest = (_number(one) for one in position)
    altitude = rest[0] if rest else "0"
    return f"{latitude} {longitude} {altitude} 0"
