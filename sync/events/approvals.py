"""Events of approvals: a second person allows what one person alone may not do (PROTOCOL §6a)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sync.annotated import Key
from sync.events.values import AMOUNT, ApprovalMatter
from sync.ids import OperatorNumber
from sync.money import Centavos
from sync.shape import Choice, Text, Whole

OPERATOR = Whole(1, 65_535, "operator number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAsked:
    """Somebody asks for another person's approval; the header's refs name what it is about."""

    kind: ClassVar[int] = 80
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "approval.asked"

    matter: Annotated[ApprovalMatter, Key(2, Choice(ApprovalMatter))]
    amount_centavos: Annotated[Centavos | None, Key(3, AMOUNT)] = None
    reason: Annotated[str | None, Key(4, Text(1, 500, "why it is asked"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalGiven:
    """A second person approved with a one-time code; refs name the question (kind 80).

    The header's operator is who was at work; who approves is another person. The central checks
    the code against that person's list and marks it used.
    """

    kind: ClassVar[int] = 81
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "approval.given"

    matter: Annotated[ApprovalMatter, Key(2, Choice(ApprovalMatter))]
    approver: Annotated[OperatorNumber, Key(3, OPERATOR)]
    one_time_code: Annotated[str, Key(4, Text(8, 8, "one-time code"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRefused:
    """A second person said no, or nobody answered in time; refs name the question (kind 80)."""

    kind: ClassVar[int] = 82
    kind_version: ClassVar[int] = 1
    name: ClassVar[str] = "approval.refused"

    matter: Annotated[ApprovalMatter, Key(2, Choice(ApprovalMatter))]
    approver: Annotated[OperatorNumber, Key(3, OPERATOR)]
    reason: Annotated[str | None, Key(4, Text(1, 500, "a reason the clerk can read"))] = None
