"""Deliveries and comprobantes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sync.events import PaymentMeans
from sync.ids import EventId
from sync.money import Centavos


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


class Mender(Enum):
    """Who can end a trouble of delivery."""

    ITSELF = "itself"  # time, or a network that comes back
    YOU = "you"  # whoever reads it, at this device
    SUPERVISOR = "supervisor"
    OFFICE = "office"  # the central office; nothing can be done here


class RowAct(Enum):
    """The one thing to do about a record that needs attention (UX §3.9)."""

    SEE = "see"
    CORRECT = "correct"
    TELL = "tell"


class NoticeKind(Enum):
    """What delivery met that a person should know, though it goes on by itself."""

    FORKED = "forked"  # another copy of this device wrote under its name
    WENT_BACK = "went-back"  # the file is an earlier copy: a new series since then
    CENTRAL_RESTORED = "central-restored"  # the central told of its restore
    CENTRAL_LOST = "central-lost"  # it has less than it had confirmed, and did not say why


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNotice:
    """One such thing, since when, and how many events go again for it."""

    kind: NoticeKind
    since: datetime
    again: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesWaiting:
    """Photos and other files that the central has not confirmed. *code* of sync.device, or ""."""

    count: int = 0
    size_bytes: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCost:
    """What this link may carry; `budget_bytes` 0: as much as there is."""

    metered: bool = False
    budget_bytes: int = 0
    spent_bytes: int = 0
    is_spent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySummary:
    """The strip at the foot of every screen, and the top of V24."""

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
    trouble: str = ""  # code of why delivery makes no progress; "" while there is nothing to say
    held_until: datetime | None = None  # the central asked not to be spoken to before
    portal_url: str = ""  # where the page is that the network wants accepted
    cost: LinkCost = LinkCost()
    files: FilesWaiting = FilesWaiting()
    clock_wrong: bool = False
    notices: tuple[DeliveryNotice, ...] = ()


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
    pruned: bool = False  # delivered, and its content is no longer on this device
    on_stick_since: datetime | None = None  # in a copy that was read back, without an answer yet
    act: RowAct = RowAct.SEE  # of a record that needs attention
    record_id: EventId | None = None  # what opens: the first version of a registration


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLists:
    """The lists of V24."""

    attention: tuple[DeliveryRow, ...]
    saved: tuple[DeliveryRow, ...]
    on_the_way: tuple[DeliveryRow, ...]
    delivered: tuple[DeliveryRow, ...]  # the latest 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """One line of the comprobante. *detail*: how often and at what price, `2 × $46.25`."""

    label: str
    amount_centavos: Centavos
    detail: str = ""


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
    practice: bool = False  # of no value, and says so (kind 6)
    means: PaymentMeans = PaymentMeans.CASH
    reference: str = ""  # of a terminal, a bank or a transfer, as declared
    balance_centavos: int = 0  # > 0 went to the person's balance, < 0 was paid from it
    original_folio: str = ""  # a reversal: of the payment it gives back
    closing: ShiftResult | None = None  # the slip that closes a shift
    reversed_at: datetime | None = None  # a payment that was given back, and by which receipt
    reversal_id: EventId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftResult:
    """What the slip of a closed shift says beside what was counted."""

    shift_number: int
    expected_centavos: int
    difference_centavos: int
    first_number: int
    last_number: int
    paper_counter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """That a paper is the n-th one beyond the first, and since when."""

    copy: int
    at: datetime
