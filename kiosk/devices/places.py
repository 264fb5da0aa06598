"""Where the device is: a receiver that has a fix, else the office's own place, else nowhere."""

from __future__ import annotations

import re

from kiosk.devices.ports import Position, PositionSource, PositionUnavailable

_NUMBERS = re.compile(
    r"-?[0-9]{1,5}(?:\.[0-9]{1,12})?(?:[\s,]+-?[0-9]{1,5}(?:\.[0-9]{1,12})?){1,3}"
)


class OfficePosition:
    """The place of the office, as the settings say it."""

    fixed = True

    def __init__(self, place: Position) -> None:
        self._place = place

    def position(self) -> Position:
        """Return the place of the office."""
        return self._place


class ReceiverOrOffice:
    """What a receiver says while it has a fix, the office's place while it has none."""

    def __init__(self, receiver: PositionSource, office: PositionSource) -> None:
        self._receiver = receiver
        self._office = office

    @property
    def fixed(self) -> bool:
        """Tell whether the office is all that is known now."""
        try:
            self._receiver.position()
        except PositionUnavailable:
            return True
        return False

    def position(self) -> Position:
        """Return where the receiver is, else where the office is."""
        try:
            return self._receiver.position()
        except PositionUnavailable:
            return self._office.position()


def source_of(
    receiver: PositionSource | None, office: PositionSource | None
) -> PositionSource | None:
    """Return what asks the receiver first and the office then; None where there is neither."""
    if receiver is not None and office is not None:
        return ReceiverOrOffice(receiver, office)
    return receiver or office


def place_of_office(text: str) -> OfficePosition | None:
    """Return the place that *text* names, `lat lon [alt [acc]]`; None for what is no place."""
    if not _NUMBERS.fullmatch(text.strip()):
        return None
    numbers = [float(part) for part in re.split(r"[\s,]+", text.strip())]
    latitude, longitude, altitude_m, accuracy_m = (*numbers, 0.0, 0.0)[:4]
    if abs(latitude) > 90 or abs(longitude) > 180 or accuracy_m < 0:
        return None
    return OfficePosition(
        Position(
            latitude_degrees=latitude,
            longitude_degrees=longitude,
            altitude_m=altitude_m,
            accuracy_m=accuracy_m,
        )
    )


def geopoint_of(source: PositionSource | None) -> str:
    """Return a position as forms store it, `lat lon alt acc`; "" where there is none."""
    if source is None:
        return ""
    try:
        here = source.position()
    except PositionUnavailable:
        return ""
    parts = (here.latitude_degrees, here.longitude_degrees, here.altitude_m, here.accuracy_m)
    # 0.0 is added so that no zero is written as -0
    return " ".join(f"{round(part, 7) + 0.0:.7f}".rstrip("0").rstrip(".") for part in parts)
