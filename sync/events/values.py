"""Values inside event bodies: the closed sets, and the small records that stand as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, TypeAlias

from sync.annotated import InArray, Place
from sync.ids import Concept, EventId, StreamId
from sync.money import Centavos
from sync.shape import Choice, Either, Flag, Many, Octets, Shape, Table, Text, Whole

Answer: TypeAlias = "str | int | tuple[Answer, ...] | None"
"""A form's answer: text, a whole number, None where not relevant, or a group of answers."""

SECONDS = Whole(0, 2**40, "s")
MILLISECONDS = Whole(0, 2**50, "ms")
AMOUNT = Whole(0, 2**53, "centavos")
CHANGE = Whole(-(2**53), 2**53, "centavos")
SERIES = Whole(0, 65_535)
NUMBER = Whole(1, 2**32 - 1)
ID16 = Octets(16)


class StreamReason(IntEnum):
    """Why a stream was opened."""

    ENROLMENT = 0
    WENT_BACK = 1
    FORK = 2
    SLOT_RESTORED = 3


class Protection(IntEnum):
    """What guards the device's signing key (PROTOCOL §5)."""

    PASSPHRASE = 0
    OS_KEYSTORE = 1
    TPM = 2


class UnlockMeans(IntEnum):
    """What opened the file."""

    PASSPHRASE = 1
    OS_KEYSTORE = 2
    RECOVERY = 4


class LockReason(IntEnum):
    """Why the screen was locked."""

    ASKED = 1
    IDLE = 2
    SUSPENDED = 3
    PROGRAM_ENDED = 4


class CheckVerdict(IntEnum):
    """What the check of an identifier said; the identifier is kept whatever it said."""

    HOLDS = 0
    WARNED = 1
    UNCHECKED = 2


class ConsentMeans(IntEnum):
    """How a person agreed."""

    TICKED = 1
    DRAWN = 2
    SPOKEN = 3
    WITNESS = 4


class PaymentMeans(IntEnum):
    """How a person paid."""

    CASH = 1
    TERMINAL = 2
    BANK = 3
    TRANSFER = 4
    BALANCE = 5


class PrintResult(IntEnum):
    """What became of a print."""

    PRINTED = 0
    FAILED = 1
    UNKNOWN = 2


class CardReason(IntEnum):
    """How a person's card came to be opened."""

    NAME_SEARCH = 1
    CURP_SEARCH = 2
    SCANNED = 3
    JUST_CREATED = 4


class SlotAct(IntEnum):
    """What happened to a key slot; ROTATED: the database key behind every slot is a new one."""

    ADDED = 1
    REMOVED = 2
    USED = 3
    CHANGED = 4
    ROTATED = 5


class SlotKind(IntEnum):
    """Who can open a key slot (DESIGN §5)."""

    OPERATOR = 1
    DEVICE = 2
    ESCROW = 3
    RECOVERY = 4


class ApprovalMatter(IntEnum):
    """What a second person is asked to approve (PROTOCOL §6a; 9 and above are ours)."""

    REVERSAL = 1
    DISCOUNT = 2
    CASH = 3
    BUSINESS_DAY = 4
    CLOCK = 5
    REPRINT = 6
    ERASURE = 7
    AMOUNT = 8
    ACCESS = 9
    PROTECTION = 10
    BLOCKED_DATA = 11
    REMOVAL = 12


class CarriedFor(IntEnum):
    """Whose records a drive brought (PROTOCOL §20)."""

    THIS_DEVICE = 1
    ANOTHER_DEVICE = 2


class ErasureReason(IntEnum):
    """Why bodies were removed."""

    PERSON_ASKED = 1
    CENTRAL_ORDERED = 2
    TERM_ENDED = 3


class NoticeMeans(IntEnum):
    """How a person came to know a privacy notice."""

    READ_ON_SCREEN = 1
    READ_ALOUD = 2
    ON_PAPER = 3


class ViewedPart(IntEnum):
    """What was looked at."""

    ANSWERS = 1
    HELD_DATA = 2
    PHOTO = 3
    BLOCKED = 4
    BALANCE = 5


class CopyMeans(IntEnum):
    """How a copy was handed over."""

    PRINTED = 1
    FILE = 2


class PersonRight(IntEnum):
    """The rights of access, rectification, cancellation and opposition (ARCO)."""

    ACCESS = 1
    RECTIFICATION = 2
    CANCELLATION = 3
    OPPOSITION = 4


class IdentityProof(IntEnum):
    """How a person showed who they are when using a right."""

    OFFICIAL_DOCUMENT = 1
    KNOWN_IN_PERSON = 2
    REPRESENTATIVE_LETTER = 3


class RequestOutcome(IntEnum):
    """How a request was answered."""

    GRANTED = 1
    PARTLY = 2
    REFUSED = 3


class BackupAct(IntEnum):
    """What happened to a backup."""

    MADE = 1
    RESTORED = 2
    REMOVED = 3
    DID_NOT_HOLD = 4


class BackupPlace(IntEnum):
    """Where a backup lies."""

    FOLDER = 1
    REMOVABLE = 2


class WipeStep(IntEnum):
    """How far a wipe order was followed."""

    SHOWN = 1
    CAPTURE_STOPPED = 2
    DELIVERED = 3
    DESTROYING = 4


class CashPurpose(IntEnum):
    """What cash entered or left the drawer for."""

    FLOAT = 1
    SAFE = 2
    BANK = 3
    OTHER = 4


class CountReason(IntEnum):
    """Why the drawer was counted."""

    SURPRISE = 0
    CLOSING = 1


class ReversalReason(IntEnum):
    """Why a payment was given back."""

    WRONG_SERVICE = 1
    WRONG_PERSON = 2
    PAID_TWICE = 3
    PERSON_DESISTED = 4
    OTHER = 5


class BenefitMeans(IntEnum):
    """How a benefit was delivered."""

    IN_KIND = 1
    CASH = 2
    BALANCE = 3


class CardReplacement(IntEnum):
    """Why a card or its number was replaced."""

    LOST = 1
    DAMAGED = 2
    NUMBER_FORGOTTEN = 3


class SamePerson(IntEnum):
    """Whether two people are one."""

    OTHER = 0
    SAME = 1


class CoinOrNote(IntEnum):
    """A $20 coin and a $20 note are two rows."""

    COIN = 0
    NOTE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Folio:
    """A receipt's place: series of the stream and number within it (RECEIPTS §4)."""

    series: Annotated[int, Place(0, SERIES)]
    number: Annotated[int, Place(1, NUMBER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldStream:
    """Where an old stream was left, and its last own event (PROTOCOL §6)."""

    stream: Annotated[StreamId, Place(0, ID16)]
    base: Annotated[int, Place(1, Whole(0))]
    base_head: Annotated[bytes, Place(2, Octets(32, "h(base)"))]
    last: Annotated[int, Place(3, Whole(0))]
    last_head: Annotated[bytes, Place(4, Octets(32, "h(last)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of an event; its blob_id is the UUID in the answer's file name (PROTOCOL §13)."""

    index: Annotated[int, Place(0, Whole(0, 65_535))]
    media_type: Annotated[str, Place(1, Text(1, 100, "media type"))]
    length_bytes: Annotated[int, Place(2, Whole(0, 2**24))]
    blob_id: Annotated[bytes, Place(3, ID16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallFile:
    """A drawing or signature of at most 8 KiB, inside the body, under its name in the answers."""

    name: Annotated[str, Place(0, Text(1, 120, "name"))]
    media_type: Annotated[str, Place(1, Text(1, 100, "media type"))]
    content: Annotated[bytes, Place(2, Octets(8192, at_most=True))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """An answer to an older version of the form that has no place in the one it was moved to."""

    path: Annotated[str, Place(0, Text(1, 1000, "path in the older form"))]
    value: Annotated[str, Place(1, Text(1, 65_536, "value"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongTries:
    """How often a wrong clave or code was typed on a person's name."""

    operator: Annotated[int, Place(0, Whole(0, 65_535, "operator number"))]
    tries: Annotated[int, Place(1, Whole(1, 65_535))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """How many coins or notes of one value."""

    each_centavos: Annotated[Centavos, Place(0, AMOUNT)]
    count: Annotated[int, Place(1, Whole(0, 2**32))]
    form: Annotated[CoinOrNote, Place(2, Choice(CoinOrNote))]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetSample:
    """The device's clock against the central's at one contact (PROTOCOL §17)."""

    device_time_milliseconds: Annotated[int, Place(0, MILLISECONDS)]
    drift_seconds: Annotated[int, Place(1, Whole(-(2**40), 2**40, "s"))]
    server_time_milliseconds: Annotated[int, Place(2, MILLISECONDS)]
    round_trip_milliseconds: Annotated[int, Place(3, MILLISECONDS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name in three parts; the second surname may be empty."""

    given: Annotated[str, Place(0, Text(0, 200, "given"))]
    first_surname: Annotated[str, Place(1, Text(0, 200, "first surname"))]
    second_surname: Annotated[str, Place(2, Text(0, 200, "second"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityClaim:
    """An identifier as typed, with what its check said."""

    type: Annotated[str, Place(0, Text(1, 40, "type"))]
    value: Annotated[str, Place(1, Text(1, 200, "value"))]
    verdict: Annotated[CheckVerdict, Place(2, Choice(CheckVerdict))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach a person, such as `phone`."""

    type: Annotated[str, Place(0, Text(1, 40, "type"))]
    value: Annotated[str, Place(1, Text(1, 200, "value"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeConsent:
    """One purpose of a privacy notice and whether the person agreed to it."""

    purpose: Annotated[str, Place(0, Text(1, 100, "purpose"))]
    accepted: Annotated[bool, Place(1, Flag())]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """Who consented for the person, and what they are to them."""

    who: Annotated[str, Place(0, Text(1, 200, "who"))]
    relation: Annotated[str, Place(1, Text(1, 100, "relation"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """A dated rule or tariff and the version of it that was applied."""

    rule_id: Annotated[str, Place(0, Text(1, 100, "rule"))]
    version: Annotated[int, Place(1, Whole(0, 2**32))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A discount (< 0) or surcharge (> 0) on one line, with the rule that gave it."""

    rule_id: Annotated[str, Place(0, Text(1, 100, "rule"))]
    version: Annotated[int, Place(1, Whole(0, 2**32))]
    change_centavos: Annotated[int, Place(2, CHANGE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentLine:
    """One line of a charge; net = quantity × unit + changes (PROTOCOL §6a)."""

    concept: Annotated[Concept, Place(0, Whole(0, 65_535))]
    quantity: Annotated[int, Place(1, Whole(0, 2**32))]
    unit_centavos: Annotated[Centavos, Place(2, AMOUNT)]
    tariff: Annotated[RuleVersion, Place(3, InArray(RuleVersion))]
    changes: Annotated[tuple[LineChange, ...], Place(4, Many(InArray(LineChange)))]
    net_centavos: Annotated[Centavos, Place(5, AMOUNT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How the total was paid: what was handed over and what was handed back."""

    means: Annotated[PaymentMeans, Place(0, Choice(PaymentMeans))]
    tendered_centavos: Annotated[Centavos, Place(1, AMOUNT)]
    change_centavos: Annotated[Centavos, Place(2, AMOUNT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The first and the last receipt number of a shift."""

    first: Annotated[int, Place(0, NUMBER)]
    last: Annotated[int, Place(1, NUMBER)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptConcept:
    """One entry of a receipt's label 7 (RECEIPTS §2)."""

    code: Annotated[int, Place(0, Whole(0, 65_535))]
    net_centavos: Annotated[Centavos, Place(1, AMOUNT)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceChange:
    """What an act adds to a citizen's balance (> 0) or takes from it (< 0); never 0."""

    account_id: Annotated[EventId, Place(0, ID16)]
    change_centavos: Annotated[int, Place(1, CHANGE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """What is to be paid: a concept, how often, and what the tariff asks (metres, zone, months)."""

    concept: Annotated[Concept, Place(0, Whole(0, 65_535))]
    quantity: Annotated[int, Place(1, Whole(1, 2**32 - 1))]
    base: Annotated[str, Place(2, Text(0, 24, "base"))]


SIGNATURE: Shape = Octets(8192, "drawn signature", at_most=True)
ATTACHMENTS: Shape = Many(InArray(Attachment), 1)
SMALL_FILES: Shape = Many(InArray(SmallFile), 1)
LEFT_BEHIND: Shape = Many(InArray(LeftBehind), 1)
FOLIO: Shape = InArray(Folio)
FACTS: Shape = Table(Text(1, 100), Either((Text(), Whole(-(2**63) + 1))))
INITIALS: Shape = Text(1, 12, "initials as printed")
ACCOUNT: Shape = Text(1, 200, "account type:id")
