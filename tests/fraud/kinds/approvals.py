"""Approvals that nobody gave: a code made up, one's own, used twice, meant for something else."""

from __future__ import annotations

from kiosk.errors import KnownError
from kiosk.services.views.approvals import CodeDoesNotFit
from sync.events import ApprovalAsked, ApprovalGiven, ApprovalMatter
from sync.ids import EventId
from sync.one_time_codes import read_code
from tests.fraud import finders
from tests.fraud.kind import Kind
from tests.fraud.kinds.reversals import reverse
from tests.fraud.office import BOSS, Day
from tests.fraud.thief import Thief

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _forged(thief: Thief, payment: EventId, code: str) -> EventId:
    """Record an approval of a reversal with a code; return it."""
    asked = ApprovalAsked(matter=ApprovalMatter.REVERSAL)
    question = thief.append(asked, refs=(payment,)).event_id
    typed = read_code(code)
    assert typed is not None
    given = ApprovalGiven(matter=ApprovalMatter.REVERSAL, approver=BOSS, one_time_code=typed)
    return thief.append(given, refs=(question,)).event_id


def _made_up(day: Day) -> None:
    """A code is made up, and the program changed to take it."""
    thief, paper = Thief(day.post), day.serve()
    code = "".join(CROCKFORD[day.number(0, 31)] for _ in range(8))
    reverse(thief, paper.payment, _forged(thief, paper.payment, code))
    day.end()


def _own_code(day: Day) -> None:
    """A supervisor works at the window and approves their own reversal."""
    boss = day.office.other_post(int(BOSS))
    day.office.print_codes(1)
    boss.pull_codes()
    shift = boss.open()
    paper = day.serve(post=boss)
    code = day.office.code()
    try:
        boss.reverse(paper, code)
    except KnownError as error:
        day.said.append(finders.refusal(error))
    thief = Thief(boss)
    reverse(thief, paper.payment, _forged(thief, paper.payment, code))
    boss.close_shift(boss.expected(shift))
    day.end()


def _used_twice(day: Day) -> None:
    """A code that was given for one payment serves for another."""
    day.get_codes(1)
    first, second = day.serve(), day.serve()
    code = day.office.code()
    day.post.reverse(first, code)
    day.post.papers.remove(first)  # it was collected
    asked = day.post.services.approvals.ask(ApprovalMatter.REVERSAL, about=(second.payment,))
    again = day.post.services.approvals.give(asked.question_id, BOSS, code)
    if isinstance(again, CodeDoesNotFit):
        day.said.append("refused:approval.code")
    thief = Thief(day.post)
    reverse(thief, second.payment, _forged(thief, second.payment, code))
    day.end()


def _for_another(day: Day) -> None:
    """An approval for a payment of one citizen is used for that of another."""
    day.get_codes(1)
    first, second = day.serve(), day.serve()
    question = day.post.approve(ApprovalMatter.REVERSAL, (first.payment,), day.office.code())
    given = day.post.read(
        lambda tx: day.post.services.approvals.granted(
            tx, question, ApprovalMatter.REVERSAL, (first.payment,)
        )
    )
    reverse(Thief(day.post), second.payment, given)
    day.end()


def _one_for_two(day: Day) -> None:
    """One approval serves for two reversals."""
    day.get_codes(1)
    first, second = day.serve(), day.serve()
    question = day.post.approve(ApprovalMatter.REVERSAL, (first.payment,), day.office.code())
    given = day.post.read(
        lambda tx: day.post.services.approvals.granted(
            tx, question, ApprovalMatter.REVERSAL, (first.payment,)
        )
    )
    thief = Thief(day.post)
    reverse(thief, first.payment, given)
    reverse(thief, second.payment, given)
    day.end()


def _none_at_all(day: Day) -> None:
    """A payment is given back without asking anybody."""
    paper = day.serve()
    reverse(Thief(day.post), paper.payment)
    day.end()


FORGED = ("finding:approval.forged", "code:8")

KINDS = (
    Kind(
        name="code-made-up",
        says="a one-time code was made up",
        found_by=FORGED,
        plant=_made_up,
    ),
    Kind(
        name="own-code",
        says="a supervisor at the window approved their own reversal",
        found_by=(*FORGED, "finding:reversal.same_person"),
        plant=_own_code,
    ),
    Kind(
        name="code-used-twice",
        says="a one-time code was used for two approvals",
        found_by=FORGED,
        plant=_used_twice,
    ),
    Kind(
        name="approval-of-another",
        says="an approval for one payment was used for another",
        found_by=("finding:reversal.other_approval",),
        plant=_for_another,
    ),
    Kind(
        name="approval-for-two",
        says="one approval was used for two reversals",
        found_by=("finding:approval.used_twice",),
        plant=_one_for_two,
    ),
    Kind(
        name="not-approved",
        says="a payment was given back and nobody was asked",
        found_by=("finding:reversal.not_approved",),
        plant=_none_at_all,
    ),
)
