"""A person's card and a person's rights: what is held, who saw it, what is asked and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from kiosk.services.views.people import PersonRow
from sync.events import IdentityProof, PersonRight, RequestOutcome
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.money import Centavos


class AccessKind(Enum):
    """What somebody did with a person's data; the value ends the Fluent id `access-…`."""

    OPENED = "opened"
    ANSWERS = "answers"
    HELD = "held"
    PHOTO = "photo"
    BLOCKED = "blocked"
    BALANCE = "balance"
    CHANGED = "changed"
    PRINTED = "printed"
    COPIED = "copied"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One line of the access log. subject: None once nothing of the person is here any more."""

    when: datetime
    kind: AccessKind
    operator: OperatorNumber
    operator_name: str
    subject: SubjectId | None
    person_name: str  # "" where the person is erased or blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """A registration on V06."""

    event_id: EventId
    service_name: str
    folio: str
    saved_at: datetime
    corrections: int
    unpaid_centavos: Centavos | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPayment:
    """A payment on V06."""

    event_id: EventId
    folio: str
    paid_at: datetime
    total_centavos: Centavos
    declared: str = ""
    """waiting, confirmed or rejected, for a payment by its reference."""
    reversed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """V06: who this is and what this office did with them, as far as this clerk may see it.

    opposed: purposes that the person objects to, in words. requests: how many are open.
    """

    person: PersonRow
    phone: str
    records: tuple[SheetRecord, ...]
    payments: tuple[SheetPayment, ...]
    drafts: int
    opposed: tuple[str, ...]
    requests: int
    may_use_rights: bool


class HeldKind(Enum):
    """What a group of held data is; the value ends the Fluent id `held-kind-…`."""

    IDENTITY = "identity"
    REGISTRATION = "registration"
    CORRECTION = "correction"
    CONSENT = "consent"
    NOTICE = "notice"
    OBJECTION = "objection"
    PAYMENT = "payment"
    REQUEST = "request"
    DRAFT = "draft"
    CHARGE = "charge"
    CARD = "card"
    BENEFIT = "benefit"
    INCENTIVE = "incentive"
    COMPARED = "compared"
    ACCOUNT = "account"
    ENTITLEMENT = "entitlement"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldField:
    """One thing that is held, with why it may be and how long."""

    label: str
    value: str
    purpose: str = ""
    legal_basis: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGroup:
    """Things that came together. reserved: of a discreet service that another clerk took."""

    kind: HeldKind
    title: str
    when: datetime
    fields: tuple[HeldField, ...]
    event_id: EventId | None = None
    folio: str = ""
    receipt_code: str = ""
    reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """Everything this device holds about one person."""

    subject: SubjectId
    person_name: str
    institution: str
    office: str
    law: str
    collected_at: datetime
    groups: tuple[HeldGroup, ...]
    accesses: tuple[AccessLine, ...]
    same_curp: int = 0  # other cards with the same CURP, to be looked at too
    blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """A request as it was handed in."""

    right: PersonRight
    received_on: date
    proof: IdentityProof
    representative: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request with its legal clocks; days are working days, below 0 once the term is over."""

    event_id: EventId
    subject: SubjectId | None
    person_name: str
    right: PersonRight
    received_on: date
    words: str
    answer_by: date
    days_left: int
    outcome: RequestOutcome | None = None
    carry_out_by: date | None = None
    carry_out_days_left: int | None = None
    carried_out: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether something is still to be done for it."""
        return self.outcome is None or (self.carry_out_by is not None and not self.carried_out)

    @property
    def due_in_days(self) -> int:
        """Return how many working days are left for the next step."""
        if self.outcome is None or self.carry_out_days_left is None:
            return self.days_left
        return self.carry_out_days_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One purpose of a notice and whether the person agrees to it now."""

    purpose_id: str
    words: str
    needed: bool
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPlan:
    """What a cancellation would do. undelivered: events that the central has not confirmed yet."""

    subject: SubjectId
    erased_records: int
    erased_events: int
    files: int
    drafts: int
    kept_events: int
    kept_until: date | None
    kept_basis: str
    undelivered: int
    blocked_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A cancellation was carried out; cleaned: nothing is left in the file itself."""

    erased: int
    kept: int
    cleaned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedLine:
    """A person of whom something is blocked; no name: it is out of every view."""

    subject: SubjectId
    events: int
    since: datetime
    until: date | None
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedTerm:
    """A record whose term of keeping has ended for every answer in it."""

    event_id: EventId
    service_name: str
    folio: str
    saved_at: datetime
    ended_on: date
    may_go: bool  # the central has it for good
