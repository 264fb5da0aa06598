"""Who saw, changed, printed or handed over whose data: the access log of this device.

Everything in it is an event of its own; nobody can look without leaving a line, and no line can be
taken out. Nothing of what was seen stands in it.
"""

from __future__ import annotations

from kiosk.domain.citizens import display_name
from kiosk.services.desk import Desk, local
from kiosk.services.permissions import Permissions
from kiosk.services.views.access import OperatorName
from kiosk.services.views.rights import AccessKind, AccessLine
from kiosk.store import pulled, queries, rights
from sync.catalogue import Capability
from sync.events import RecordViewed, ViewedPart
from sync.ids import EventId, OperatorNumber, SubjectId
from sync.journal import Transaction

_BY_KIND = {
    41: AccessKind.CHANGED,
    52: AccessKind.CHANGED,
    70: AccessKind.PRINTED,
    71: AccessKind.PRINTED,
    90: AccessKind.OPENED,
    91: AccessKind.COPIED,
}
_BY_PART = {
    ViewedPart.ANSWERS: AccessKind.ANSWERS,
    ViewedPart.HELD_DATA: AccessKind.HELD,
    ViewedPart.PHOTO: AccessKind.PHOTO,
    ViewedPart.BLOCKED: AccessKind.BLOCKED,
    ViewedPart.BALANCE: AccessKind.BALANCE,
}


class AccessLog:
    """The lines of the log, for a person's own copy and for who may look at everybody's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._permissions = Permissions(desk)

    def viewed(
        self,
        tx: Transaction,
        part: ViewedPart,
        subject: SubjectId | None,
        refs: tuple[EventId, ...] = (),
    ) -> None:
        """Record that whoever is at work looked at something (kind 97), in the same transaction."""
        event = RecordViewed(part=part)
        salt = self._desk.new_salt()
        self._desk.append(tx, event, salt=salt, subject=subject, refs=refs)

    def of_person(self, subject: SubjectId) -> tuple[AccessLine, ...]:
        """Return a person's lines, the latest first; needs RIGHTS or ACCESS_LOG."""

        def work(tx: Transaction) -> tuple[AccessLine, ...]:
            self._permissions.require(Capability.RIGHTS, Capability.ACCESS_LOG, tx=tx)
            return self.lines_of(tx, subject)

        return self._desk.read(work)

    def of_operator(self, operator: OperatorNumber) -> tuple[AccessLine, ...]:
        """Return whose data one operator touched, the latest first; needs ACCESS_LOG."""

        def work(tx: Transaction) -> tuple[AccessLine, ...]:
            self._permissions.require(Capability.ACCESS_LOG, tx=tx)
            return tuple(self._line(tx, row) for row in rights.log_of_operator(tx, operator))

        return self._desk.read(work)

    def operators(self) -> tuple[OperatorName, ...]:
        """Return who ever touched a person's data here; needs ACCESS_LOG."""

        def work(tx: Transaction) -> tuple[OperatorName, ...]:
            self._permissions.require(Capability.ACCESS_LOG, tx=tx)
            return tuple(
                OperatorName(number=number, name=name_of(tx, number), initials="")
                for number in rights.operators_in_log(tx)
                if number
            )

        return self._desk.read(work)

    def lines_of(self, tx: Transaction, subject: SubjectId) -> tuple[AccessLine, ...]:
        """Return a person's lines inside a transaction."""
        return tuple(self._line(tx, row) for row in rights.log_of_person(tx, subject))

    def _line(self, tx: Transaction, row: rights.TraceRow) -> AccessLine:
        kind = _BY_KIND.get(row.kind)
        if kind is None:
            kind = _BY_PART[ViewedPart(row.detail)]
        person = None if row.subject is None else queries.person(tx, row.subject)
        return AccessLine(
            when=local(row.happened_seconds),
            kind=kind,
            operator=row.operator,
            operator_name=name_of(tx, row.operator),
            subject=row.subject,
            person_name=""
            if person is None
            else display_name(person.given, person.first_surname, person.second_surname),
        )


def name_of(tx: Transaction, number: OperatorNumber) -> str:
    """Return an operator's published name, else the number."""
    entry = pulled.operator(tx, number)
    return str(number) if entry is None else entry.name
