"""A form as a citizen walks through it: one page at a time, over a port of seven acts.

The same pages serve the preview of a form and a visit at the kiosk; each brings its own service.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.services.views.forms import HeadingView, QuestionView


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatAsk:
    """The page between the instances of a repeat: another one? `count`: how many there are."""

    path: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPage:
    """One page: one question, a few short ones, a repeat's *¿otra?*, or the end.

    key: names the page as long as it exists. kicker: what the question belongs to, the instance of
    a repeat included. step and steps: 0 where their number could still change. ended: every
    question was gone through; there is nothing to answer on this page.
    """

    key: str
    kicker: str
    items: tuple[QuestionView | HeadingView, ...]
    ask: RepeatAsk | None
    ended: bool
    first: bool
    step: int
    steps: int
    title: str
    language: str
    languages: tuple[str, ...]
    right_to_left: bool = False

    def questions(self) -> tuple[QuestionView, ...]:
        """Return the questions of the page."""
        return tuple(item for item in self.items if isinstance(item, QuestionView))


class FormRunner(Protocol):
    """What the pages of a form ask of a service. Every act returns the page that is seen next."""

    def here(self) -> KioskPage:
        """Return the page one is at."""
        ...

    def answer(self, path: str, text: str) -> KioskPage:
        """Take an answer as typed; it is kept even where it is none of its kind yet."""
        ...

    def attach(self, path: str, content: bytes, media_type: str) -> KioskPage:
        """Take a file as the answer."""
        ...

    def forward(self) -> KioskPage:
        """Go on; where an answer of this page does not hold, the same page with messages."""
        ...

    def back(self) -> KioskPage:
        """Go to the page before; nothing is checked, nothing is lost."""
        ...

    def repeat(self, path: str, *, again: bool) -> KioskPage:
        """Answer *¿otra?*: add an instance and go to its first page, or go on."""
        ...

    def set_language(self, language: str) -> KioskPage:
        """Ask on in another language; answers stay."""
        ...
