"""What services hand to screens: frozen values, nothing that can change behind a screen's back.

Money is in centavos, instants are local and aware, days are business or calendar days. No text in
here is prose of ours: labels come from the catalogue or the form, problems are Fluent ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date, datetime
from enum import Enum

from sync.ids import EventId, OperatorNumber, Salt, ShiftId, SubjectId
from sync.money import Centavos

# ------------------------------------------------------------------------------ sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorName:
    """A person who may work at this device."""

    number: OperatorNumber
    name: str
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is at work, and where; nothing of a citizen."""

    operator: OperatorName
    institution: str
    office: str
    terminal: str
    protection: int  # level of the keys in the certificate: 0 passphrase, 1 os, 2 tpm
    clock_wrong: bool  # the clock is before the build date or the last server time (PROTOCOL §17)
    lock_after_seconds: int = 180  # idle time after which the screen locks itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The clave fits and the file is open."""

    session: Session
    went_back: bool = False  # the file was older than its witness: work goes on in a new series


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPassphrase:
    """The clave does not fit."""

    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MustWait:
    """Too many wrong tries; nothing was tried this time."""

    until: datetime  # for showing as a clock time; measured with the monotonic clock
    seconds: int


# -------------------------------------------------------------------------------- shifts


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """The shift that takes cash now."""

    shift_id: ShiftId
    number: int
    business_day: date
    opened_at: datetime
    float_centavos: Centavos
    payments_count: int
    last_payment_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpening:
    """What V03 starts from; the salt makes a double press one shift."""

    salt: Salt
    business_day: date
    clock_warning: bool


# ------------------------------------------------------------------------------ citizens


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


# ----------------------------------------------------------------------------- catalogue


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


# ------------------------------------------------------------------------- registrations


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


# ----------------------------------------------------------------------------- deliveries


class DeliveryWord(Enum):
    """The four words people see (UX §4.1)."""

    SAVED = "saved"
    ON_THE_WAY = "on_the_way"
    DELIVERED = "delivered"
    ATTENTION = "attention"


class LinkState(Enum):
    """What the last attempt to reach the platform met."""

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"
    PORTAL = "portal"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySummary:
    """The strip at the foot of every screen."""

    saved: int
    on_the_way: int
    delivered: int
    attention: int
    last_delivery_at: datetime | None
    next_try_at: datetime | None
    link: LinkState
    stale: bool
    bytes_waiting: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One record on V24."""

    event_id: EventId
    kind: int
    title: str  # service name, or "" where the kind itself is the title
    folio: str
    person_initials: str
    when: datetime
    word: DeliveryWord
    reason_code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLists:
    """The lists of V24."""

    attention: tuple[DeliveryRow, ...]
    saved: tuple[DeliveryRow, ...]
    on_the_way: tuple[DeliveryRow, ...]
    delivered: tuple[DeliveryRow, ...]  # the latest 50


# ------------------------------------------------------------------------------- receipts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One line of the comprobante."""

    label: str
    amount_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """All text beside the code (RECEIPTS §8), and the code."""

    event_id: EventId
    kind: int
    folio: str
    typed_code: str  # "" together with qr_text: comprobante provisional, sin código
    qr_text: str
    issued_at: datetime
    time_verified: bool
    institution: str
    office: str
    terminal: str
    lines: tuple[ReceiptLine, ...]
    total_centavos: Centavos
    total_words: str
    tendered_centavos: Centavos | None
    change_centavos: Centavos | None
    cashier: int
    initials: str | None
    service_name: str
    account_masked: str | None
    domain_words: str
    phone: str
    place: str
    legal_line: str
    delivery: DeliveryWord
    bring: tuple[str, ...] = ()  # a registration: the papers to come back with
    previous_folio: str = ""  # a shift slip: the last folio before it


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationSaved:
    """A registration is durable."""

    event_id: EventId
    receipt: ReceiptView
    fee_due: bool


# ------------------------------------------------------------------------------- payments


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeLine:
    """One concept of V13."""

    label: str
    quantity: int
    unit_centavos: Centavos
    net_centavos: Centavos
    legal_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """V13: what is due; the id stays the same until it is paid."""

    charge_id: Salt
    service_name: str
    person_name: str
    registration_id: EventId
    lines: tuple[ChargeLine, ...]
    rounding_centavos: Centavos
    total_centavos: Centavos
    quick_tenders: tuple[Centavos, ...]
    price_list_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """Not enough was received."""

    missing_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class Enough:
    """The payment can be taken."""

    change_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDone:
    """A payment is durable; pressing again gives the same."""

    event_id: EventId
    change_centavos: Centavos
    receipt: ReceiptView


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCharge:
    """A registration whose fee is not paid yet."""

    registration_id: EventId
    service_name: str
    person_name: str
    total_centavos: Centavos
    registered_at: datetime
