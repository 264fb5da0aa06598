"""A registration from the first question to its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import datetime
from enum import Enum

from kiosk.services.views.paper import ReceiptView
from kiosk.services.views.people import PersonRow
from sync.ids import EventId, Salt
from sync.money import Centavos


class QuestionKind(Enum):
    """Which widget a question needs."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    SELECT_ONE = "select_one"
    NOTE = "note"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer of a closed question."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question as it stands now."""

    path: str
    kind: QuestionKind
    label: str
    hint: str
    choices: tuple[Choice, ...]
    appearance: str
    value: str  # the stored form
    required: bool
    readonly: bool
    appeared_because: str | None  # label of the answer that made it relevant
    message: str | None  # set after a check: how to put it right


class SectionState(Enum):
    """How far a section is."""

    COMPLETE = "complete"
    HERE = "here"
    NOT_STARTED = "not_started"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMark:
    """One line of the side card."""

    index: int
    title: str
    state: SectionState


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """V09: one section with all its questions."""

    draft_id: Salt
    service_name: str
    person: PersonRow
    index: int
    count: int
    title: str
    questions: tuple[QuestionView, ...]
    sections: tuple[SectionMark, ...]
    languages: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionProblem:
    """A question that does not hold yet."""

    path: str
    section_index: int
    label: str
    message: str  # from the form where it brings one, else empty
    message_id: str  # Fluent id to use where the form brings none
    arguments: Mapping[str, str] = with_default(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """One answer on V11."""

    path: str
    section_index: int
    label: str
    answer: str  # as shown; "" = without answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSection:
    """One section on V11."""

    index: int
    title: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """V11: everything that would be saved."""

    draft_id: Salt
    service_name: str
    person: PersonRow
    sections: tuple[ReviewSection, ...]
    problems: tuple[QuestionProblem, ...]
    fee_centavos: Centavos | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """Exactly what V12 shows and what is hashed."""

    notice_id: str
    version: int
    lines: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A registration somebody can go on with."""

    draft_id: Salt
    person_name: str
    service_name: str
    section_index: int
    section_count: int
    edited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationSaved:
    """A registration is durable."""

    event_id: EventId
    receipt: ReceiptView
    fee_due: bool
