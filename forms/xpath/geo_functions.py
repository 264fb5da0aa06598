"""Functions on places: `lat lon [alt acc]`, joined by `;` (FORMS §5.12)."""

from __future__ import annotations

import itertools
import math

from forms.errors import EvaluationFailed
from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry
from forms.xpath.number_functions import round_half_up
from forms.xpath.text_functions import texts_of
from forms.xpath.values import NAN, Value, text_number, to_text

RADIUS_METRES = 6_378_100.0

Point = tuple[float, float]


def _point(context: Context, text: str) -> Point | None:
    numbers = [text_number(part, context.zone) for part in text.split()]
    if not 2 <= len(numbers) <= 4 or any(number != number for number in numbers):
        return None
    latitude, longitude = numbers[:2]
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _points(context: Context, values: tuple[Value, ...]) -> list[Point] | None:
    """Return the points of traces, shapes or several points; None if one is malformed."""
    found: list[Point] = []
    for value in values:
        for text in texts_of(value):
            for part in text.split(";"):
                if part.strip() == "":
                    continue
                point = _point(context, part)
                if point is None:
                    return None
                found.append(point)
    return found


def _area(context: Context, *values: Value) -> Value:
    points = _points(context, values)
    if points is None or len(points) < 3:
        return 0.0
    total = 0.0
    for (lat, lon), (next_lat, next_lon) in zip(points, [*points[1:], points[0]], strict=True):
        total += math.radians(next_lon - lon) * (
            2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat))
        )
    return round_half_up(abs(total * RADIUS_METRES * RADIUS_METRES / 2), 2)


def _apart(one: Point, other: Point) -> float:
    lat, next_lat = math.radians(one[0]), math.radians(other[0])
    half_lat = (next_lat - lat) / 2
    half_lon = math.radians(other[1] - one[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat) * math.cos(next_lat) * math.sin(half_lon) ** 2
    return 2 * RADIUS_METRES * math.asin(min(1.0, math.sqrt(chord)))


def _distance(context: Context, *values: Value) -> Value:
    points = _points(context, values)
    if not points:
        return NAN
    total = sum(_apart(one, other) for one, other in itertools.pairwise(points))
    return round_half_up(total, 2)


def _geofence(context: Context, point: Value, area: Value) -> Value:
    if type(point) is list and to_text(point) == "":
        return False
    place = _point(context, to_text(point))
    corners = _points(context, (area,))
    if place is None or not corners:
        raise EvaluationFailed("geofence() needs a point and an area")
    if corners[0] != corners[-1]:
        corners.append(corners[0])
    inside = False
    latitude, longitude = place
    for (lat, lon), (next_lat, next_lon) in itertools.pairwise(corners):
        if (lon > longitude) != (next_lon > longitude):
            crossing = (next_lat - lat) * (longitude - lon) / (next_lon - lon) + lat
            if latitude < crossing:
                inside = not inside
    return inside


def register_all(registry: FunctionRegistry) -> None:
    """Add the functions on places."""
    registry.register("area", 1, None, _area)
    registry.register("enclosed-area", 1, None, _area)
    registry.register("distance", 1, None, _distance)
    registry.register("geofence", 2, 2, _geofence)
