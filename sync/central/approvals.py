"""Whether a second person's approval holds: code 8 of PROTOCOL §8, pure.

An approval (kind 81) holds if its one-time code stands on a list of the person it names that was
not withdrawn, was not used by another event, and if that person did not ask the question: a kept
one is approved at the approver's own desk. Where nobody knows who asked, who was at work counts as
having asked. What rests on an approval that does not hold — an event whose refs name it — gets the
same code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sync.central.code_lists import CodeList, Spent, Stretch, find_code
from sync.events import ApprovalGiven, Header
from sync.ids import OperatorNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownApprovals:
    """What the central holds of what a batch's approvals need."""

    lists: Mapping[int, tuple[CodeList, ...]] = field(default_factory=dict)  # by approver
    askers: Mapping[bytes, OperatorNumber] = field(default_factory=dict)  # question -> who asked
    refused: frozenset[bytes] = frozenset()  # approvals of this device that did not hold


class ApprovalBook:
    """Judges approvals in order and remembers which codes the batch spent."""

    def __init__(self, known: KnownApprovals, stretch: Stretch) -> None:
        self._lists = known.lists
        self._askers = dict(known.askers)
        self._refused = set(known.refused)
        self._stretch = stretch
        self._spent: dict[tuple[int, int, int], Spent] = {}

    @property
    def spent(self) -> tuple[Spent, ...]:
        """The codes that approvals of this batch used."""
        return tuple(self._spent.values())

    def asked(self, question: bytes, operator: OperatorNumber) -> None:
        """Note who asked a question of this batch."""
        self._askers[question] = operator

    def holds(self, event_id: bytes, header: Header, approval: ApprovalGiven) -> bool:
        """Say whether an approval holds; if so its code is spent, if not it is remembered."""
        spent = self._code_of(event_id, header, approval)
        if spent is None:
            self._refused.add(event_id)
            return False
        self._spent[spent.operator, spent.list_number, spent.position] = spent
        return True

    def rests_on_refused(self, header: Header) -> bool:
        """Say whether an event names an approval that did not hold."""
        return not self._refused.isdisjoint(header.refs)

    def _code_of(self, event_id: bytes, header: Header, approval: ApprovalGiven) -> Spent | None:
        askers = {self._askers[ref] for ref in header.refs if ref in self._askers}
        if approval.approver in (askers or {header.operator}):
            return None
        lists = self._lists.get(approval.approver, ())
        found = find_code(lists, approval.one_time_code, self._stretch)
        if found is None:
            return None
        on, position = found
        place = (on.operator, on.list_number, position)
        used_by = on.used.get(position)
        if place in self._spent or (used_by is not None and used_by[1] != event_id):
            return None
        return Spent(
            operator=on.operator,
            list_number=on.list_number,
            position=position,
            event_id=event_id,
        )
