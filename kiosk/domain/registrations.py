"""The states of a registration and what leads from one to the next (UX §3.4, §3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from kiosk.errors import KnownError

BODY_LIMIT_BYTES = 60_000  # PROTOCOL §6a: beyond, answers travel as an attachment


class Registration(Enum):
    """Where a registration stands.

    DRAFT: answers come and go, each durable at once; nobody else sees them.

    SAVED: consent and answers are sealed events; a change is a new version (later).

    DISCARDED: the draft was thrown away; nothing was sent.
    """

    DRAFT = "draft"
    SAVED = "saved"
    DISCARDED = "discarded"


class Step(Enum):
    """What people do to a registration."""

    ANSWER = "answer"
    SAVE = "save"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """From which state which step leads nowhere."""

    state: str
    step: str


class StepNotAllowed(KnownError):
    """The step leads nowhere from this state; nothing was written."""

    code: ClassVar[str] = "registration.not_allowed"

    def __init__(self, state: Registration, step: Step) -> None:
        super().__init__(StepFacts(state=state.value, step=step.value))


def after(state: Registration, step: Step) -> Registration:
    """Return the state that *step* leads to; saving and discarding twice change nothing.

    Raises StepNotAllowed where it leads nowhere.
    """
    match state, step:
        case Registration.DRAFT, Step.ANSWER:
            return Registration.DRAFT
        case ((Registration.DRAFT | Registration.SAVED), Step.SAVE):
            return Registration.SAVED
        case ((Registration.DRAFT | Registration.DISCARDED), Step.DISCARD):
            return Registration.DISCARDED
        case _:
            raise StepNotAllowed(state, step)
