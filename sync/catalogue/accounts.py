"""Accounts of the municipality: cards, balances, benefits, merges, transfers (PROTOCOL §14).

Dataset 6. What stands here is what the central knows; what a device recorded since then is added
by the device itself (docs/accounts.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.catalogue.words import LANGUAGE, VERSION, InLanguages
from sync.events.accounts import CARD_NUMBER, ISSUE, NUMBER_CHECK
from sync.events.values import AMOUNT, CHANGE, ID16, BenefitMeans
from sync.ids import EventId, SubjectId
from sync.money import Centavos
from sync.shape import Choice, Day, Flag, Many, OrNull, Table, Text, Whole


class DeclaredOutcome(IntEnum):
    """What the office found about a payment that was declared by its reference."""

    CONFIRMED = 1
    REJECTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """One account with the card that opens it and its balance as the central knows it.

    *included*: for each stream that ever moved this balance, its last event that is in it. What a
    device recorded after the last of its own events named here is not in the balance yet.
    """

    dataset: ClassVar[int] = 6

    account_id: Annotated[EventId, Key(1, ID16)]
    subject: Annotated[SubjectId, Key(2, ID16)]
    name: Annotated[str, Key(3, Text(0, 700))]
    birth_year: Annotated[int | None, Key(4, OrNull(Whole(1800, 2200)))]
    curp_masked: Annotated[str, Key(5, Text(0, 18))]
    card_event: Annotated[EventId, Key(6, ID16)]  # kind 100 or 101 that gave the card
    card_number: Annotated[bytes, Key(7, CARD_NUMBER)]
    card_issue: Annotated[int, Key(8, ISSUE)]
    number_check: Annotated[bytes, Key(9, NUMBER_CHECK)]
    balance_centavos: Annotated[int, Key(10, CHANGE)]  # < 0 where two devices overspent
    included: Annotated[tuple[bytes, ...], Key(11, Many(ID16, 0, 5_000))] = ()
    blocked: Annotated[bool, Key(12, Flag())] = False

    @property
    def key(self) -> str:
        """Return `account:ID` in hexadecimal."""
        return f"account:{self.account_id.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitlementEntry:
    """What a programme owes one person: what, how often, between which days (both included).

    *delivered*: the deliveries (kind 102) that the central knows, of every device.
    """

    dataset: ClassVar[int] = 6

    entitlement_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    subject: Annotated[SubjectId, Key(3, ID16)]
    programmes: Annotated[InLanguages[str], Key(4, Table(LANGUAGE, Text(1, 200)))]
    what: Annotated[InLanguages[str], Key(5, Table(LANGUAGE, Text(1, 300)))]
    means: Annotated[tuple[BenefitMeans, ...], Key(6, Many(Choice(BenefitMeans), 1, 3))]
    amount_centavos: Annotated[Centavos, Key(7, AMOUNT)]  # 0: in kind only
    quantity: Annotated[int, Key(8, Whole(1, 2**32))]
    times: Annotated[int, Key(9, Whole(1, 1_000, "how often"))]
    valid_from: Annotated[date, Key(10, Day())]
    valid_to: Annotated[date | None, Key(11, OrNull(Day()))]
    legal_reference: Annotated[str, Key(12, Text(1, 500))]
    delivered: Annotated[tuple[bytes, ...], Key(13, Many(ID16, 0, 2_000))] = ()

    @property
    def key(self) -> str:
        """Return `entitlement:ID`: a new version takes the place of the old one."""
        return f"entitlement:{self.entitlement_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntry:
    """Two people were found to be one: whoever asks for the first id is shown the second."""

    dataset: ClassVar[int] = 6

    merged: Annotated[SubjectId, Key(1, ID16)]
    into: Annotated[SubjectId, Key(2, ID16)]

    @property
    def key(self) -> str:
        """Return `merge:ID` of who is no longer shown alone."""
        return f"merge:{self.merged.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredEntry:
    """What the office found about a declared payment (means bank or transfer)."""

    dataset: ClassVar[int] = 6

    payment_id: Annotated[EventId, Key(1, ID16)]
    outcome: Annotated[DeclaredOutcome, Key(2, Choice(DeclaredOutcome))]
    on: Annotated[date, Key(3, Day())]
    words: Annotated[str, Key(4, Text(0, 300))] = ""

    @property
    def key(self) -> str:
        """Return `declared:ID` of the payment."""
        return f"declared:{self.payment_id.hex()}"
