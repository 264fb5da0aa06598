"""Events of persons' rights over their data: notices, requests, copies, blocking, erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from sync.annotated import InArray, Key
from sync.events.values import (
    ID16,
    CopyMeans,
    ErasureReason,
    IdentityProof,
    NoticeMeans,
    PersonRight,
    PurposeConsent,
    RequestOutcome,
    ViewedPart,
)
from sync.ids import EventId
from sync.shape import Choice, Day, Flag, Many, Octets, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """Salt and body of these events were removed here; headers and hashes stay (PROTOCOL §6)."""

    kind: ClassVar[int] = 4
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "erased"

    event_ids: Annotated[tuple[EventId, ...], Key(1, Many(ID16, 1, 3_500))]
    reason: Annotated[ErasureReason, Key(2, Choice(ErasureReason))]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeShown:
    """A privacy notice was shown or read before the first field; the subject says to whom."""

    kind: ClassVar[int] = 54
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "notice.shown"

    notice_id: Annotated[str, Key(2, Text(1, 100, "notice"))]
    notice_version: Annotated[int, Key(3, Whole(0, 2**32))]
    text_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(text shown)[:16]"))]
    means: Annotated[NoticeMeans, Key(5, Choice(NoticeMeans))]
    full: Annotated[bool, Key(6, Flag("the full notice was opened", only_true=True))] = False
    language: Annotated[str, Key(7, Text(2, 12, "language"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViewed:
    """Somebody looked at a record of a person, or at what is held of them (access log)."""

    kind: ClassVar[int] = 97
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "record.viewed"

    part: Annotated[ViewedPart, Key(2, Choice(ViewedPart))]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyHandedOver:
    """A person got a copy of what is held of them; the subject says who."""

    kind: ClassVar[int] = 91
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "copy.handed_over"

    means: Annotated[CopyMeans, Key(2, Choice(CopyMeans))]
    content_hash: Annotated[bytes, Key(3, Octets(16, "SHA-256(signed JSON)[:16]"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataBlocked:
    """What the list names is out of every view until the day; the law keeps it.

    Lifted: it is in view again. Refs name the request (kind 94) and the approval, if there are any.
    """

    kind: ClassVar[int] = 92
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "data.blocked"

    event_ids: Annotated[tuple[EventId, ...], Key(2, Many(ID16, 1, 3_500))]
    legal_basis: Annotated[str, Key(3, Text(1, 500))]
    until: Annotated[date | None, Key(4, Day())] = None
    lifted: Annotated[bool, Key(5, Flag("the block is lifted", only_true=True))] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCancelled:
    """A person's cancellation was carried out; refs name the request and the approval."""

    kind: ClassVar[int] = 93
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "data.cancelled"

    erased: Annotated[int, Key(2, Whole(0, 2**32, "events erased"))]
    blocked: Annotated[int, Key(3, Whole(0, 2**32, "events kept blocked"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRequested:
    """A person uses a right over their data; the legal clocks start on the day received."""

    kind: ClassVar[int] = 94
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "rights.requested"

    right: Annotated[PersonRight, Key(2, Choice(PersonRight))]
    received_on: Annotated[date, Key(3, Day())]
    proof: Annotated[IdentityProof, Key(4, Choice(IdentityProof))]
    representative: Annotated[bool, Key(5, Flag("by a representative", only_true=True))] = False
    words: Annotated[str | None, Key(6, Text(1, 1000, "what is asked"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsAnswered:
    """A request was answered; refs name it (kind 94)."""

    kind: ClassVar[int] = 95
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "rights.answered"

    outcome: Annotated[RequestOutcome, Key(2, Choice(RequestOutcome))]
    basis: Annotated[str | None, Key(3, Text(1, 500, "legal basis of a refusal"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOpposed:
    """A person objects to uses of their data, or withdraws a consent; False = no longer."""

    kind: ClassVar[int] = 96
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "use.opposed"

    purposes: Annotated[tuple[PurposeConsent, ...], Key(2, Many(InArray(PurposeConsent), 1))]
    words: Annotated[str | None, Key(3, Text(1, 1000, "why"))] = None
