"""Where the journal of a reported device stops counting: code 9 of PROTOCOL §8, pure.

The revocation list cuts by folio (PROTOCOL §19). An event with a folio lies after the cut where its
number is above the last good one of its series. An event without one lies after it where it stands
behind the receipt with that last number in its stream: that receipt's anchor pins what came before
it, and nothing pins what came later.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sync.events import Folio, StreamOpened
from sync.ids import StreamId, series_of

START_RECEIPT_NUMBER = 1  # kind 1, seq 1 of its stream, gives receipt 1 of its series


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """What the list says of one device, and where that stands in its streams as far as known."""

    last_good: Mapping[int, int]  # series -> number
    cut_seq: Mapping[bytes, int] = field(default_factory=dict)  # stream -> last good position
    released: frozenset[tuple[bytes, int]] = frozenset()  # (stream, seq) an administrator released


class Cut:
    """Says which events of a device lie after its cut, in the order of its journal."""

    def __init__(self, revocation: Revocation) -> None:
        self._revocation = revocation
        self._cut_seq = dict(revocation.cut_seq)

    def is_after(self, stream: StreamId, seq: int, kind: int, folio: Folio | None) -> bool:
        """Say whether an event lies after the cut and was not released."""
        if (stream, seq) in self._revocation.released:
            return False
        series = series_of(stream)
        good = self._revocation.last_good.get(series, 0)
        if kind == StreamOpened.kind:
            folio = Folio(series=series, number=START_RECEIPT_NUMBER)
        if folio is not None:
            if folio.series == series and folio.number >= good:
                at = seq if folio.number == good else seq - 1
                self._cut_seq[stream] = min(at, self._cut_seq.get(stream, at))
            return folio.number > self._revocation.last_good.get(folio.series, 0)
        known = self._cut_seq.get(stream)
        if known is None and good <= START_RECEIPT_NUMBER:
            known = good
        return known is not None and seq > known


def last_good_of(text: Collection[tuple[int, int]]) -> dict[int, int]:
    """Return series and numbers as the list holds them; of a series said twice the lower counts."""
    found: dict[int, int] = {}
    for series, number in text:
        found[series] = min(number, found.get(series, number))
    return found
