"""Privacy notices, what a person may refuse, and how they agreed (UX §3.4–3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.services.views.people import PersonRow
from sync.events import ConsentMeans
from sync.ids import Salt


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAsked:
    """Why a question may be asked, how long the answer is kept; purpose: its sentence, or ""."""

    legal_basis: str
    retention: str
    purpose: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeChoice:
    """A use of the person's data that they may refuse alone. accepted: None before they said.

    labels: of the questions that are asked for it alone, and left out where it is refused.
    """

    purpose_id: str
    sentence: str
    accepted: bool | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """V33: the notice before the first question, and the sensitive purposes to decide.

    due: it has to be shown before an answer is taken. full: the whole notice, "" where none is
    published.
    """

    draft_id: Salt
    service_name: str
    person: PersonRow
    short: str
    full: str
    due: bool
    choices: tuple[PurposeChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How a person agreed on V12. purposes: those that are not needed, each with its own tick.

    signature: PNG of a signature, a mark drawn by hand, or what the witness signed.
    """

    purposes: tuple[tuple[str, bool], ...] = ()
    means: ConsentMeans = ConsentMeans.TICKED
    signature: bytes = b""
    witness: str = ""
    relation: str = ""


TICKED = Agreement()
"""The sentence was ticked, and no purpose beside it."""
