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

MAX_CROSSING_POINTS = 1_000
"""Every segment is compared with every other: half a second at most."""

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


def _turn(one: Point, other: Point, third: Point) -> int:
    """Return on which side of the line through two points the third one lies; 0 = on it."""
    side = (other[0] - one[0]) * (third[1] - one[1]) - (other[1] - one[1]) * (third[0] - one[0])
    return (side > 0) - (side < 0)


def _between(one: Point, other: Point, third: Point) -> bool:
    """Tell whether a third point of the same line lies on the segment."""
    return all(min(a, b) <= c <= max(a, b) for a, b, c in zip(one, other, third, strict=True))


def _cross(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = first, second
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    sides = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _between(*side) for turn, side in zip(turns, sides, strict=True))


def _folds_back(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Tell whether a segment runs back over the one before it."""
    (a, b), (_, c) = first, second
    return _turn(a, b, c) == 0 and (_between(a, b, c) or _between(b, c, a))


def _intersects(context: Context, *values: Value) -> Value:
    points = _points(context, values)
    if points is None:
        return False
    points = [one for at, one in enumerate(points) if at == 0 or one != points[at - 1]]
    if len(points) > MAX_CROSSING_POINTS:
        raise EvaluationFailed(f"intersects() looks at {MAX_CROSSING_POINTS} points at most")
    segments = list(itertools.pairwise(points))
    closed = len(points) > 1 and points[0] == points[-1]
    for at, segment in enumerate(segments):
        for beyond in range(at + 1, len(segments)):
            other = segments[beyond]
            if beyond == at + 1:
                if _folds_back(segment, other):
                    return True
            elif closed and at == 0 and beyond == len(segments) - 1:
                if _folds_back(other, segment):
                    return True
            elif _cross(segment, other):
                return True
    return False


def register_all(registry: FunctionRegistry) -> None:
    """Add the functions on places."""
    registry.register("area", 1, None, _area)
    registry.register("enclosed-area", 1, None, _area)
    registry.register("distance", 1, None, _distance)
    registry.register("geofence", 2, 2, _geofence)
    registry.register("intersects", 1, 1, _intersects)
