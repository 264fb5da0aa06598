"""What a form may ask of the world, handed in by the app: clock, zone, randomness, device.

`forms` has none of these itself: the same environment and the same answers give the same XML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The world of one form instance.

    now: the wall clock, aware. zone: the device's zone. random: a number in [0, 1).
    uuid: a new UUID v4 as text. locale: language code for names of months and days.
    device: what `property` and preloads may read (deviceid, username, email, phonenumber).
    """

    now: Callable[[], datetime]
    zone: tzinfo
    random: Callable[[], float]
    uuid: Callable[[], str]
    locale: str = "es"
    device: Mapping[str, str] = field(default_factory=dict)
