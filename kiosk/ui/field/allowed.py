"""Which keys and tiles are there for whom: what is not allowed is absent, not grey (UX §2.1).

Services refuse by themselves; here it is decided only what is shown.
"""

from __future__ import annotations

from kiosk.services.views import OperatorName, Session
from kiosk.ui.screen import Act
from kiosk.ui.widgets.people_choice import PersonToChoose
from sync.catalogue import Capability

SERVING = frozenset({Capability.REGISTER, Capability.CHARGE, Capability.CORRECT, Capability.RIGHTS})
"""Who has to do with the citizen at the counter at all."""

_NEEDED: dict[Act, frozenset[Capability]] = {
    Act.FIND_PERSON: SERVING,
    Act.NEW_SERVICE: frozenset({Capability.REGISTER}),
    Act.CHARGE: frozenset({Capability.CHARGE}),
    Act.CONFIRM_PAYMENT: frozenset({Capability.CHARGE}),
    Act.RECORDS: SERVING,
    Act.DELIVERIES: frozenset({Capability.DELIVER}),
    Act.PRINT: SERVING,
    Act.DRAWER: frozenset({Capability.CHARGE}),
    Act.SAVE_AND_EXIT: frozenset({Capability.REGISTER, Capability.CORRECT}),
    Act.PREVIOUS_SECTION: frozenset({Capability.REGISTER, Capability.CORRECT}),
    Act.NEXT_SECTION: frozenset({Capability.REGISTER, Capability.CORRECT}),
    Act.SECTION_MAP: frozenset({Capability.REGISTER, Capability.CORRECT}),
}


def may(session: Session | None, act: Act) -> bool:
    """Say whether an act is there for whoever is at work; acts of no privilege are for all."""
    needed = _NEEDED.get(act)
    return needed is None or (session is not None and bool(needed & session.capabilities))


def to_choose(person: OperatorName) -> PersonToChoose:
    """Return a person of the office as a name to choose."""
    return PersonToChoose(number=person.number, name=person.name, initials=person.initials)
