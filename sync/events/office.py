"""Events of the office: shifts, registrations, persons, consent, payments, paper, cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key
from sync.events.values import (
    ACCOUNT,
    AMOUNT,
    ATTACHMENTS,
    CHANGE,
    FACTS,
    FOLIO,
    ID16,
    INITIALS,
    LEFT_BEHIND,
    SECONDS,
    SMALL_FILES,
    Answer,
    Attachment,
    BalanceChange,
    CardReason,
    ConsentMeans,
    Contact,
    Folio,
    IdentityClaim,
    LeftBehind,
    OnBehalf,
    PaymentLine,
    PersonName,
    Pieces,
    PrintResult,
    PurposeConsent,
    RuleVersion,
    Settlement,
    SmallFile,
)
from sync.ids import EventId, ShiftId
from sync.money import Centavos
from sync.shape import Choice, Day, Flag, Many, Nested, Octets, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOpened:
    """A cashier opened the drawer with a counted float; its event_id is the shift's id.

    Refs name the taking over (kind 35) where there was one, then the approval (kind 81) of a
    business day that nobody may open alone.
    """

    kind: ClassVar[int] = 30
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "shift.opened"

    folio: Annotated[Folio, Key(1, FOLIO)]
    shift_number: Annotated[int, Key(2, Whole(1, 2**32 - 1))]
    business_day: Annotated[date, Key(3, Day("business day yyyymmdd"))]
    floor_seconds: Annotated[int, Key(4, SECONDS)]
    float_centavos: Annotated[Centavos, Key(5, AMOUNT)]
    pieces: Annotated[tuple[Pieces, ...] | None, Key(6, Many(InArray(Pieces)))] = None
    expected_centavos: Annotated[Centavos | None, Key(7, AMOUNT)] = None  # of the one before
    reason: Annotated[str | None, Key(8, Text(1, 500, "why the float is another"))] = None
    initials: Annotated[str | None, Key(21, INITIALS)] = None
    receipt_time_seconds: Annotated[int | None, Key(22, SECONDS)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationMade:
    """A form was filled in for a service and handed in."""

    kind: ClassVar[int] = 40
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "registration.made"

    attachments: Annotated[tuple[Attachment, ...] | None, Key(0, ATTACHMENTS)] = None
    folio: Annotated[Folio, Key(1, FOLIO)]
    form_id: Annotated[str, Key(2, Text(1, 200, "form"))]
    form_version: Annotated[str, Key(3, Text(0, 100, "form version"))]
    definition_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(definition XML)[:16]"))]
    answers: Annotated[Answer, Key(5, Nested())]
    instance_id: Annotated[bytes | None, Key(6, Octets(16, "instanceID"))] = None
    instance_name: Annotated[str | None, Key(7, Text(0, 500, "instanceName"))] = None
    submission_hash: Annotated[bytes, Key(8, Octets(4, "SHA-256(submission XML)[:4]"))]
    deprecated_instance_id: Annotated[bytes | None, Key(9, Octets(16))] = None
    service_code: Annotated[int, Key(10, Whole(0, 65_535))]
    small_files: Annotated[tuple[SmallFile, ...] | None, Key(11, SMALL_FILES)] = None
    left_behind: Annotated[tuple[LeftBehind, ...] | None, Key(13, LEFT_BEHIND)] = None
    account: Annotated[str | None, Key(18, ACCOUNT)] = None
    shift: Annotated[ShiftId | None, Key(19, ID16)] = None
    discreet: Annotated[bool, Key(20, Flag("discreet service", only_true=True))] = False
    initials: Annotated[str | None, Key(21, INITIALS)] = None
    receipt_time_seconds: Annotated[int | None, Key(22, SECONDS)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCorrected:
    """A newer version of a registration; refs name the first version, then the one it replaces.

    Files that were kept stand in key 0 as their first event lists them, sealed under its salt.
    """

    kind: ClassVar[int] = 41
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "registration.corrected"

    attachments: Annotated[tuple[Attachment, ...] | None, Key(0, ATTACHMENTS)] = None
    form_id: Annotated[str, Key(2, Text(1, 200, "form"))]
    form_version: Annotated[str, Key(3, Text(0, 100, "form version"))]
    definition_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(definition XML)[:16]"))]
    answers: Annotated[Answer, Key(5, Nested())]
    instance_id: Annotated[bytes | None, Key(6, Octets(16, "instanceID"))] = None
    instance_name: Annotated[str | None, Key(7, Text(0, 500, "instanceName"))] = None
    submission_hash: Annotated[bytes, Key(8, Octets(4, "SHA-256(submission XML)[:4]"))]
    deprecated_instance_id: Annotated[bytes, Key(9, Octets(16, "instanceID it replaces"))]
    service_code: Annotated[int, Key(10, Whole(0, 65_535))]
    small_files: Annotated[tuple[SmallFile, ...] | None, Key(11, SMALL_FILES)] = None
    reason: Annotated[str, Key(12, Text(1, 500, "why it was corrected"))]
    left_behind: Annotated[tuple[LeftBehind, ...] | None, Key(13, LEFT_BEHIND)] = None
    account: Annotated[str | None, Key(18, ACCOUNT)] = None
    discreet: Annotated[bool, Key(20, Flag("discreet service", only_true=True))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated:
    """A person was entered; its event_id is the person's `subject` from then on."""

    kind: ClassVar[int] = 50
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "person.created"

    names: Annotated[PersonName, Key(2, InArray(PersonName))]
    born: Annotated[str | None, Key(3, Text(10, 10, "YYYY-MM-DD"))] = None
    sex: Annotated[str | None, Key(4, Text(1, 1, "H / M / X"))] = None
    identities: Annotated[
        tuple[IdentityClaim, ...] | None, Key(5, Many(InArray(IdentityClaim)))
    ] = None
    contacts: Annotated[tuple[Contact, ...] | None, Key(6, Many(InArray(Contact)))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected:
    """A person's identity as it is from now on, whole; the subject says whose. The old one stays.

    Refs name the request (kind 94) where the person asked for it.
    """

    kind: ClassVar[int] = 52
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "person.corrected"

    names: Annotated[PersonName, Key(2, InArray(PersonName))]
    born: Annotated[str | None, Key(3, Text(10, 10, "YYYY-MM-DD"))] = None
    sex: Annotated[str | None, Key(4, Text(1, 1, "H / M / X"))] = None
    identities: Annotated[
        tuple[IdentityClaim, ...] | None, Key(5, Many(InArray(IdentityClaim)))
    ] = None
    contacts: Annotated[tuple[Contact, ...] | None, Key(6, Many(InArray(Contact)))] = None
    reason: Annotated[str, Key(7, Text(1, 500, "why it was corrected"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """A person read or heard a privacy notice and agreed to its purposes, or not."""

    kind: ClassVar[int] = 51
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "consent.given"

    notice_id: Annotated[str, Key(2, Text(1, 100, "notice"))]
    notice_version: Annotated[int, Key(3, Whole(0, 2**32))]
    text_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(text shown)[:16]"))]
    purposes: Annotated[tuple[PurposeConsent, ...], Key(5, Many(InArray(PurposeConsent), 1))]
    means: Annotated[ConsentMeans, Key(6, Choice(ConsentMeans))]
    signature: Annotated[bytes | None, Key(7, Octets(8192, at_most=True))] = None
    on_behalf: Annotated[OnBehalf | None, Key(8, InArray(OnBehalf))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTaken:
    """Money was accepted at the counter; total = Σ net + rounding. Never changed, only reversed.

    Paid from a balance in whole or in part: `balance` takes that much, and tendered - change is the
    rest. A top-up is a line of concept 2, and `balance` adds it. Means 3 and 4 are what the person
    declares, with their reference, until the central confirms it.
    """

    kind: ClassVar[int] = 60
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "payment.taken"

    folio: Annotated[Folio, Key(1, FOLIO)]
    total_centavos: Annotated[Centavos, Key(2, AMOUNT)]
    lines: Annotated[tuple[PaymentLine, ...], Key(3, Many(InArray(PaymentLine), 1))]
    rounding_centavos: Annotated[int, Key(4, CHANGE)]
    settlement: Annotated[Settlement, Key(5, InArray(Settlement))]
    order_id: Annotated[EventId | None, Key(6, ID16)] = None
    payer: Annotated[str | None, Key(8, Text(0, 400, "payer"))] = None
    rounding_policy: Annotated[RuleVersion, Key(9, InArray(RuleVersion))]
    facts: Annotated[tuple[tuple[str, str | int], ...] | None, Key(10, FACTS)] = None
    balance: Annotated[BalanceChange | None, Key(11, InArray(BalanceChange))] = None
    change_pieces: Annotated[tuple[Pieces, ...] | None, Key(12, Many(InArray(Pieces)))] = None
    tendered_pieces: Annotated[tuple[Pieces, ...] | None, Key(13, Many(InArray(Pieces)))] = None
    reference: Annotated[str | None, Key(14, Text(1, 100, "reference of a digital payment"))] = None
    account: Annotated[str | None, Key(18, ACCOUNT)] = None
    shift: Annotated[ShiftId, Key(19, ID16)]
    discreet: Annotated[bool, Key(20, Flag("discreet service", only_true=True))] = False
    initials: Annotated[str | None, Key(21, INITIALS)] = None
    receipt_time_seconds: Annotated[int | None, Key(22, SECONDS)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinted:
    """A receipt was printed or drawn, or that failed; the header's refs name its event."""

    kind: ClassVar[int] = 70
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "receipt.printed"

    copy: Annotated[int, Key(2, Whole(0, 65_535, "0 first"))]
    printer: Annotated[str, Key(3, Text(1, 100, "printer"))]
    result: Annotated[PrintResult, Key(4, Choice(PrintResult))]
    paper_counter: Annotated[int | None, Key(5, Whole(0, 2**40))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOpened:
    """Somebody looked at a person's card; the header's subject says whose."""

    kind: ClassVar[int] = 90
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "card.opened"

    reason: Annotated[CardReason, Key(2, Choice(CardReason))]
