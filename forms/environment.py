"""What a form may ask of the world, handed in by the app: clock, zone, randomness, device, files.

`forms` has none of these itself: the same environment and the same answers give the same XML.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

Row = tuple[str, ...]
"""The cells of one item, in the order of the columns; a missing cell is blank."""


class Rows(Protocol):
    """A list beside the answers as rows, in the order of its file (FORMS §8).

    Small lists stand in memory; larger ones in the app's encrypted store. Both pass one contract
    suite.
    """

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def find(self, equal: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows whose cells have exactly these texts; unknown columns read blank."""

    def scan(self) -> Iterator[Row]:
        """Yield every row."""


def _none(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The world of one form instance.

    now: the wall clock, aware. zone: the device's zone. random: a number in [0, 1).
    uuid: a new UUID v4 as text. locale: language code for names of months and days.
    device: what `property` and preloads may read (deviceid, username, email, phonenumber).
    rows: an external list by the plain name of its file (`people.csv`) or entity list; None where
    the device does not have it. media: bytes of a file of the form's package by plain name.
    last_saved: XML of the last sealed record of this form on this device, None before the first.
    position: where the device is, `lat lon alt acc`, "" where it cannot tell. verify_ed25519:
    public key (32 bytes), signature (64), message -> whether it holds; None where not available.
    elapsed: monotonic seconds, for the time limits of FORMS §14 only; results never depend on it.
    """

    now: Callable[[], datetime]
    zone: tzinfo
    random: Callable[[], float]
    uuid: Callable[[], str]
    locale: str = "es"
    device: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[str], Rows | None] = _none
    media: Callable[[str], bytes | None] = _none
    last_saved: Callable[[], bytes | None] = lambda: None
    position: Callable[[], str] = lambda: ""
    verify_ed25519: Callable[[bytes, bytes, bytes], bool] | None = None
    elapsed: Callable[[], float] = time.monotonic
