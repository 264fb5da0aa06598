"""Asks whether whoever is at work may do something; the list is what the office last published.

Every service that acts for a person asks here first. Beneath it `Desk.append` asks once more, so
that no way around a screen or a service records what a person may not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kiosk.domain.permissions import capabilities_of, needed_for
from kiosk.errors import KnownError
from kiosk.store import pulled
from kiosk.store.access import granted_approval
from sync.catalogue import Capability, Role
from sync.events import ApprovalMatter, Event
from sync.ids import EventId, OperatorNumber
from sync.journal import Transaction

if TYPE_CHECKING:
    from kiosk.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowedFacts:
    """Which capability is missing, by its name in the catalogue."""

    capability: str


class NotAllowed(KnownError):
    """Whoever is at work may not do this; nothing was written."""

    code: ClassVar[str] = "access.not_allowed"

    def __init__(self, capability: Capability) -> None:
        super().__init__(NotAllowedFacts(capability=capability.name.lower()))


class NotListed(KnownError):
    """The office took this person off the list of this device; nothing was written."""

    code: ClassVar[str] = "access.not_listed"


class ApprovalMissing(KnownError):
    """A second person's approval is needed for this and is not there; nothing was written."""

    code: ClassVar[str] = "approval.missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is at the office, and what follows from it."""

    role: Role
    capabilities: frozenset[Capability]


def standing_of(tx: Transaction, number: OperatorNumber) -> Standing:
    """Return role and capabilities as last published; a number never published counts as a clerk.

    Only a file that holds no list at all lets such a number work (`Sessions`).
    """
    entry = pulled.operator(tx, number)
    role = Role.CLERK if entry is None else entry.role
    override = None if entry is None else entry.capabilities
    return Standing(role=role, capabilities=capabilities_of(role, override))


def is_listed(tx: Transaction, number: OperatorNumber) -> bool:
    """Say whether a person may work here: on the list as last pulled, or no list came yet."""
    return pulled.operator(tx, number) is not None or not pulled.operators(tx)


def require_listed(tx: Transaction, number: OperatorNumber) -> None:
    """Raise NotListed for a person whom the office took off the list."""
    if not is_listed(tx, number):
        raise NotListed


def check_may_record(tx: Transaction, operator: OperatorNumber, event: Event) -> None:
    """Raise NotAllowed when an event asks for what its operator may not do."""
    needed = needed_for(event)
    if needed and not needed & standing_of(tx, operator).capabilities:
        raise NotAllowed(min(needed))


class Permissions:
    """What whoever is at work may do; needs only the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def standing(self, tx: Transaction | None = None) -> Standing:
        """Return role and capabilities of whoever is at work; raise FileClosed while locked."""
        operator = self._desk.operator
        if tx is not None:
            return standing_of(tx, operator)
        return self._desk.read(lambda inner: standing_of(inner, operator))

    def may(self, capability: Capability, tx: Transaction | None = None) -> bool:
        """Say whether whoever is at work may do something; nobody may anything while locked.

        Pass *tx* inside a transaction.
        """
        return self._desk.is_seated and capability in self.standing(tx).capabilities

    def require(self, *any_of: Capability, tx: Transaction | None = None) -> None:
        """Raise NotAllowed unless whoever is at work holds at least one of these."""
        if not self.standing(tx).capabilities & set(any_of):
            raise NotAllowed(any_of[0])

    def for_people(self, tx: Transaction, approval: EventId | None) -> tuple[EventId, ...]:
        """Return what an event about a person's key slot must refer to (kind 112).

        Who may approve needs nobody else; who holds KEYS alone, a technician, names a question of
        matter ACCESS that a supervisor approved. Raises NotAllowed or ApprovalMissing.
        """
        held = self.standing(tx).capabilities
        if Capability.KEYS not in held:
            raise NotAllowed(Capability.KEYS)
        if Capability.APPROVE in held:
            return ()
        given = granted_approval(tx, approval, ApprovalMatter.ACCESS) if approval else None
        if given is None:
            raise ApprovalMissing
        return (given,)
