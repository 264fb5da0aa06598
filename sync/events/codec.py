"""Headers, bodies and their bytes; what the journal hands on once an event is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from sync import cbor
from sync.annotated import Key, read_map, write_map
from sync.errors import MessageInvalid
from sync.events.accounts import (
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    IncentiveCredited,
    PersonsCompared,
)
from sync.events.approvals import ApprovalAsked, ApprovalGiven, ApprovalRefused
from sync.events.care import (
    BackupChanged,
    BundleTaken,
    BundleWritten,
    JournalChecked,
    ProtectionDecided,
    ReportExported,
    SettingsApplied,
    WipeFollowed,
)
from sync.events.cash import (
    CashMoved,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    OrderMade,
    PaymentReversed,
    ProvisionalPrinted,
    ReceiptReprinted,
    ShiftClosed,
    SlipSeen,
)
from sync.events.device import (
    AppStarted,
    ClockJumped,
    ClockSample,
    KeySlotChanged,
    OperatorLocked,
    OperatorUnlocked,
    StreamMoved,
    StreamOpened,
)
from sync.events.office import (
    CardOpened,
    ConsentGiven,
    PaymentTaken,
    PersonCorrected,
    PersonCreated,
    ReceiptPrinted,
    RegistrationCorrected,
    RegistrationMade,
    ShiftOpened,
)
from sync.events.rights import (
    CopyHandedOver,
    DataBlocked,
    DataCancelled,
    Erased,
    NoticeShown,
    RecordViewed,
    RightsAnswered,
    RightsRequested,
    UseOpposed,
)
from sync.events.values import ID16, SECONDS
from sync.ids import BootId, EventId, OperatorNumber, StreamId, SubjectId
from sync.shape import Many, Octets, Whole

HEADER_LIMIT_BYTES = 512
BODY_LIMIT_BYTES = 65_536

Event: TypeAlias = (
    StreamOpened
    | StreamMoved
    | AppStarted
    | ClockJumped
    | ClockSample
    | OperatorUnlocked
    | OperatorLocked
    | ShiftOpened
    | RegistrationMade
    | RegistrationCorrected
    | PersonCreated
    | PersonCorrected
    | ConsentGiven
    | PaymentTaken
    | ReceiptPrinted
    | CardOpened
    | KeySlotChanged
    | Erased
    | NoticeShown
    | RecordViewed
    | CopyHandedOver
    | DataBlocked
    | DataCancelled
    | RightsRequested
    | RightsAnswered
    | UseOpposed
    | ApprovalAsked
    | ApprovalGiven
    | ApprovalRefused
    | BackupChanged
    | SettingsApplied
    | ProtectionDecided
    | JournalChecked
    | WipeFollowed
    | ReportExported
    | BundleWritten
    | BundleTaken
    | CashMoved
    | DepositConfirmed
    | DepositMade
    | DrawerCounted
    | DrawerHandedOver
    | DrawerTakenOver
    | OrderMade
    | PaymentReversed
    | ProvisionalPrinted
    | ReceiptReprinted
    | ShiftClosed
    | SlipSeen
    | AccountOpened
    | BenefitDelivered
    | CardReplaced
    | IncentiveCredited
    | PersonsCompared
)

EVENT_TYPES: tuple[type[Event], ...] = (
    StreamOpened,
    StreamMoved,
    AppStarted,
    ClockJumped,
    ClockSample,
    OperatorUnlocked,
    OperatorLocked,
    ShiftOpened,
    RegistrationMade,
    RegistrationCorrected,
    PersonCreated,
    PersonCorrected,
    ConsentGiven,
    PaymentTaken,
    ReceiptPrinted,
    CardOpened,
    KeySlotChanged,
    Erased,
    NoticeShown,
    RecordViewed,
    CopyHandedOver,
    DataBlocked,
    DataCancelled,
    RightsRequested,
    RightsAnswered,
    UseOpposed,
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    BackupChanged,
    SettingsApplied,
    ProtectionDecided,
    JournalChecked,
    WipeFollowed,
    ReportExported,
    BundleWritten,
    BundleTaken,
    CashMoved,
    DepositConfirmed,
    DepositMade,
    DrawerCounted,
    DrawerHandedOver,
    DrawerTakenOver,
    OrderMade,
    PaymentReversed,
    ProvisionalPrinted,
    ReceiptReprinted,
    ShiftClosed,
    SlipSeen,
    AccountOpened,
    BenefitDelivered,
    CardReplaced,
    IncentiveCredited,
    PersonsCompared,
)
_BY_KIND = {event_type.kind: event_type for event_type in EVENT_TYPES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is kept of an event for ever; names nobody (PROTOCOL §6)."""

    kind: Annotated[int, Key(1, Whole(1, 65_535))]
    kind_version: Annotated[int, Key(2, Whole(1, 65_535))]
    time_seconds: Annotated[int, Key(3, SECONDS)]
    drift_seconds: Annotated[int, Key(4, Whole(-(2**40), 2**40, "s"))] = 0
    boot: Annotated[BootId, Key(5, Octets(8))]
    operator: Annotated[OperatorNumber, Key(6, Whole(0, 65_535, "0 = nobody"))]
    subject: Annotated[SubjectId | None, Key(7, ID16)] = None
    refs: Annotated[tuple[EventId, ...], Key(8, Many(ID16, 1, 8))] = ()

    def encode(self) -> bytes:
        """Return the canonical bytes; raise MessageInvalid("shape") for what does not fit."""
        return cbor.encode(write_map(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event where it stands in the journal: what projections receive."""

    stream: StreamId
    seq: int
    head: bytes
    event_id: EventId
    header: Header
    event: Event


class KindUnknown(MessageInvalid):
    """The event's kind, or this version of it, is not known here: a newer app made it."""


def decode_header(raw: bytes) -> Header:
    """Return a header; raise MessageInvalid ("size", "cbor", "shape") for what is none."""
    if len(raw) > HEADER_LIMIT_BYTES:
        raise MessageInvalid("size", "header")
    return read_map(Header, cbor.decode(raw))


def encode_body(event: Event) -> bytes:
    """Return the canonical body; raise MessageInvalid ("shape", "size") for what does not fit."""
    raw = cbor.encode(write_map(event))
    if len(raw) > BODY_LIMIT_BYTES:
        raise MessageInvalid("size", "body")
    return raw


def decode_event(kind: int, kind_version: int, raw: bytes, held: object = None) -> Event:
    """Return the event that a body holds; *held* is its decoded CBOR where the caller has it.

    Raises KindUnknown (code "kind" or "kind-version") for one that only a newer app knows, else
    MessageInvalid ("size", "cbor", "shape") for a body that does not hold (PROTOCOL §8, code 3).
    """
    event_type = _BY_KIND.get(kind)
    if event_type is None:
        raise KindUnknown("kind", str(kind))
    if event_type.kind_version != kind_version:
        raise KindUnknown("kind-version", f"{kind} version {kind_version}")
    if len(raw) > BODY_LIMIT_BYTES:
        raise MessageInvalid("size", "body")
    return read_map(event_type, cbor.decode(raw) if held is None else held)
