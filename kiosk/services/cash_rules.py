"""Rules that every act of the cash desk shares: reasons, witnesses, signatures, approvals."""

from __future__ import annotations

from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.approvals import Approvals
from kiosk.services.permissions import ApprovalMissing
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.store import access
from sync.ids import EventId
from sync.journal import Transaction
from sync.money import Centavos

WORDS = 500
"""Most characters of a reason."""


class ReasonMissing(KnownError):
    """What differs needs a reason; nothing was written."""

    code: ClassVar[str] = "cash.no_reason"


class WitnessMissing(KnownError):
    """Somebody must have seen it; nothing was written."""

    code: ClassVar[str] = "cash.no_witness"


class SignatureMissing(KnownError):
    """Whoever answers for the money signs; nothing was written."""

    code: ClassVar[str] = "cash.no_signature"


def approved(
    tx: Transaction,
    approvals: Approvals,
    question: EventId | None,
    about: tuple[EventId, ...],
    amount_centavos: Centavos,
    matter: ApprovalMatter = ApprovalMatter.CASH,
) -> EventId:
    """Return the approval (kind 81) of exactly this amount about exactly these.

    Raises ApprovalMissing, or OwnAct.
    """
    if question is None:
        raise ApprovalMissing
    given = approvals.granted(tx, question, matter, about)
    row = access.question(tx, question)
    if row is None or row.amount_centavos != amount_centavos:
        raise ApprovalMissing
    return given


def tidy(words: str) -> str:
    """Return words as they are recorded: single spaces, at most 500 characters."""
    return " ".join(words.split())[:WORDS]
