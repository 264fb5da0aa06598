"""Places as they are typed and as they are stored (FORMS §4): `lat lon alt acc`; no screen here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,15})?")
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in degrees; height and accuracy in metres, 0 where nobody knows."""

    latitude: float
    longitude: float
    altitude: float = 0.0
    accuracy: float = 0.0

    def text(self) -> str:
        """Return the stored form."""
        parts = (self.latitude, self.longitude, self.altitude, self.accuracy)
        return " ".join(_figure(part) for part in parts)

    def degrees(self) -> tuple[str, str]:
        """Return latitude and longitude as they are shown and typed."""
        return _figure(self.latitude), _figure(self.longitude)


def _figure(number: float) -> str:
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def degrees_of(typed: str, most: int) -> float | None:
    """Return degrees between -most and most; None for anything else."""
    text = typed.strip()
    if _NUMBER.fullmatch(text) is None:
        return None
    number = float(text.replace(",", "."))
    return number if -most <= number <= most else None


def pair_of(typed: str) -> tuple[str, str] | None:
    """Return both parts of `20.97, -89.62` as somebody pastes it; None where it is not that."""
    found = _PAIR.fullmatch(typed)
    return (found.group(1), found.group(2)) if found else None


def spot_of(stored: str) -> Spot | None:
    """Return a stored place; None for blank or nonsense."""
    parts = stored.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        latitude, longitude, *rest = (float(part) for part in parts)
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Spot(latitude, longitude, *rest)


def spots_of(stored: str, *, closed: bool) -> list[Spot]:
    """Return the points of a line, or of a shape without the last one that closes it."""
    found = [spot for spot in map(spot_of, stored.split(";")) if spot is not None]
    return found[:-1] if closed and len(found) > 3 and found[0] == found[-1] else found


def stored_line(spots: list[Spot], *, closed: bool) -> str:
    """Return a line of two points or more, a shape of three or more; blank for fewer."""
    if len(spots) < (3 if closed else 2):
        return ""
    points = [*spots, spots[0]] if closed else spots
    return "; ".join(spot.text() for spot in points)
