"""Play one day: honest, or with one kind of fraud in it; and look who finds it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fraud import finders
from tests.fraud.kind import Kind
from tests.fraud.office import Day, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was planted, everything that was seen, and what of it finds the fraud."""

    kind: Kind | None  # None: an honest day
    seen: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Say whether the fraud was found; of an honest day, whether nothing was seen."""
        return not self.seen if self.kind is None else bool(self.found)


def play(kind: Kind | None, seed: int, folder: Path) -> Outcome:
    """Play a day in a folder of its own."""
    office = Office(folder)
    day = Day(office, Random(seed).randint)
    try:
        day.begin()
        if kind is None:
            honest(day)
        else:
            kind.plant(day)
        if kind is None or kind.delivers:
            day.deliver()
        seen = _look(day)
    finally:
        office.close()
    found = () if kind is None else tuple(one for one in seen if kind.finds(one))
    return Outcome(kind=kind, seen=seen, found=found)


def honest(day: Day) -> None:
    """Play the rest of a day on which everything is as it should be."""
    day.get_codes(1)
    back = day.serve()
    day.post.reverse(back, day.office.code())
    day.post.papers.remove(back)  # it was scanned and collected
    day.serve(day.number(1, 2))
    day.end()


def _look(day: Day) -> tuple[str, ...]:
    """Have everybody look; return what was seen, each once, in the order it was seen."""
    office, seen = day.office, list(day.said)
    papers = [paper for post in office.posts for paper in post.papers]
    seen += finders.ask_about(office, papers)
    seen += finders.at_the_central(office)
    for post in office.posts:
        if post.services.sessions.file_open:
            seen += finders.on_device(post)
            post.shut()
            seen += finders.examine(post)
    return tuple(dict.fromkeys(seen))
