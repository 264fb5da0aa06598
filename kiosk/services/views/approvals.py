"""Questions to a second person, and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.services.views.access import OperatorName
from kiosk.store.access import ApprovalState
from sync.events import ApprovalMatter
from sync.ids import EventId
from sync.money import Centavos

__all__ = (
    "ApprovalMatter",
    "ApprovalRequest",
    "ApprovalState",
    "CodeDoesNotFit",
    "Given",
    "Question",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asks a second person to approve, and where it stands."""

    question_id: EventId
    matter: ApprovalMatter
    about: tuple[EventId, ...]
    amount_centavos: Centavos | None
    reason: str | None
    asker: OperatorName
    asked_at: datetime
    state: ApprovalState = ApprovalState.WAITING
    approver: OperatorName | None = None
    refusal: str | None = None  # why not, for the clerk to read
    used: bool = False  # something already rests on the approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A second person approved; it is recorded (kind 81)."""

    question_id: EventId
    approval_id: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDoesNotFit:
    """The code is not on that person's list, or was used before; nothing was recorded."""

    tries_left: int
    used_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """What V20 is entered with. *granted* is called with the question's id once it was given.

    *may_wait*: the question can be kept for later (*Después*); then *kept* is called with its id.
    """

    matter: ApprovalMatter
    granted: Callable[[EventId], None]
    about: tuple[EventId, ...] = ()
    amount_centavos: Centavos | None = None
    reason: str | None = None
    may_wait: bool = True
    kept: Callable[[EventId], None] | None = None
