"""The people of an office as published, and printed lists of one-time codes, for tests."""

from __future__ import annotations

from functools import cache

from sync.catalogue import ApprovalCodesEntry, Capability, OperatorEntry, Role
from sync.ids import OperatorNumber
from sync.journal import Transaction
from sync.one_time_codes import stretched
from tests.support.offices import Counter, publish
from tests.support.vaults import CLERK

SUPERVISOR, OTHER_SUPERVISOR = OperatorNumber(7), OperatorNumber(8)
TECHNICIAN, AUDITOR, OTHER_CLERK = OperatorNumber(9), OperatorNumber(11), OperatorNumber(43)
CODES = ("7KQM3D9A", "0123ABCD", "ZZZZ9999", "QRSTVWXY")

_NAMES = {
    CLERK: ("Marisol Canul", Role.CLERK),
    OTHER_CLERK: ("Josefina Tamay", Role.CLERK),
    SUPERVISOR: ("Ernesto Vidal", Role.SUPERVISOR),
    OTHER_SUPERVISOR: ("Lorenza Canto", Role.SUPERVISOR),
    TECHNICIAN: ("Raúl Canché", Role.TECHNICIAN),
    AUDITOR: ("Begoña Ñandú", Role.AUDITOR),
}


def a_member(
    number: OperatorNumber, capabilities: tuple[Capability, ...] | None = None
) -> OperatorEntry:
    """Return a person of the office."""
    name, role = _NAMES[number]
    return OperatorEntry(number=number, name=name, role=role, capabilities=capabilities)


@cache
def a_code_list(operator: OperatorNumber, *codes: str) -> ApprovalCodesEntry:
    """Return hashes of a list, stretched as in the product; each costs a fifth of a second."""
    salt = bytes([operator % 256]) * 16
    return ApprovalCodesEntry(
        operator=operator,
        list_number=1,
        salt=salt,
        hashes=tuple(stretched(code, salt) for code in codes),
    )


def publish_staff(counter: Counter, *numbers: OperatorNumber) -> None:
    """Publish the people with these numbers, all of them by default; the others are off the list.

    The first supervisor has a list of codes.
    """
    wanted = numbers or tuple(_NAMES)

    def work(tx: Transaction) -> None:
        tx.execute("DELETE FROM reference WHERE dataset = 3")
        publish(tx, *(a_member(number) for number in wanted), a_code_list(SUPERVISOR, *CODES))

    counter.database.write(work)
