"""People, and the services an office offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date
from enum import Enum

from sync.ids import SubjectId
from sync.money import Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as lists show them: no address, the CURP masked."""

    subject: SubjectId
    display_name: str
    given: str
    first_surname: str
    second_surname: str
    born: date | None
    sex: str  # H, M, X or ""
    curp_masked: str
    initials: str
    last_service: str | None


class SearchedBy(Enum):
    """What the typed text was taken for."""

    CURP = "curp"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The people a text finds, nearest first."""

    text: str
    by: SearchedBy
    rows: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """V07 as typed; nothing is corrected or lost on the way."""

    given: str
    first_surname: str
    second_surname: str = ""
    born: str = ""  # YYYY-MM-DD, or whatever was typed
    sex: str = ""  # H, M, X or ""
    curp: str = ""
    entity: str = ""  # the two letters of a CURP
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One field and the Fluent message that says how to put it right."""

    field: str  # attribute name of NewPerson
    message_id: str
    arguments: Mapping[str, str] = with_default(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurpSays:
    """What a CURP that holds reveals, to be shown back in words."""

    born: date
    sex: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCheck:
    """The verdict on V07: problems block saving, warnings never do."""

    problems: tuple[FieldProblem, ...]
    warnings: tuple[FieldProblem, ...]
    curp_says: CurpSays | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """A service as V08 shows it."""

    code: int
    name: str
    description: str
    life_event: str
    fee_centavos: Centavos | None  # None: no fee
    papers: tuple[str, ...]
    minutes: int
    privacy_short: str
    legal_basis: str
    fee_depends: bool = False  # its price is known only after its tariff asked something
