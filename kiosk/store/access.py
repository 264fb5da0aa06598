"""What is asked about approvals: questions, where each stands, codes that were used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sync.events import ApprovalMatter
from sync.ids import EventId, OperatorNumber
from sync.journal import Transaction
from sync.money import Centavos


class ApprovalState(Enum):
    """Where a question stands: the second axis beside delivery (UX §4.1)."""

    NONE = "none"
    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question with its first answer, if there is one."""

    question_id: EventId
    matter: ApprovalMatter
    about: tuple[EventId, ...]
    amount_centavos: Centavos | None
    reason: str | None
    asker: OperatorNumber
    asked_seconds: int
    state: ApprovalState
    answer_id: EventId | None
    approver: OperatorNumber | None
    code: str | None
    refusal: str | None
    used_by: EventId | None


def question(tx: Transaction, question_id: EventId) -> QuestionRow | None:
    """Return one question, or None for an id that is none."""
    row = tx.execute("SELECT * FROM approval WHERE question = ?", (question_id,)).fetchone()
    return None if row is None else _question(tx, row)


def waiting_questions(tx: Transaction) -> tuple[QuestionRow, ...]:
    """Return the questions that nobody answered, the oldest first."""
    rows = tx.execute("SELECT * FROM approval WHERE answer IS NULL ORDER BY place").fetchall()
    return tuple(_question(tx, row) for row in rows)


def questions_about(tx: Transaction, about: EventId) -> tuple[QuestionRow, ...]:
    """Return the questions about an event, the newest first."""
    rows = tx.execute(
        "SELECT * FROM approval WHERE question IN"
        " (SELECT question FROM approval_about WHERE about = ?) ORDER BY place DESC",
        (about,),
    ).fetchall()
    return tuple(_question(tx, row) for row in rows)


def approval_states(tx: Transaction, event_ids: Sequence[EventId]) -> dict[EventId, ApprovalState]:
    """Return where the newest question about each event stands; events without one are left out."""
    found: dict[EventId, ApprovalState] = {}
    for event_id in event_ids:
        row = tx.execute(
            "SELECT given FROM approval WHERE question IN"
            " (SELECT question FROM approval_about WHERE about = ?) ORDER BY place DESC LIMIT 1",
            (event_id,),
        ).fetchone()
        if row is not None:
            found[event_id] = _state(row[0])
    return found


def granted_approval(
    tx: Transaction,
    question_id: EventId,
    matter: ApprovalMatter,
    about: tuple[EventId, ...] | None = None,
) -> EventId | None:
    """Return the approval (kind 81) of a question that was given and that nothing rests on yet.

    None where it was refused, waits, is of another matter, is about something else than *about*,
    or was used.
    """
    row = question(tx, question_id)
    if row is None or row.state is not ApprovalState.GIVEN or row.used_by is not None:
        return None
    if row.matter is not matter or (about is not None and row.about != about):
        return None
    return row.answer_id


def code_was_used(tx: Transaction, code: str) -> bool:
    """Say whether a one-time code stands in an approval of this journal, whoever's it is."""
    row = tx.execute("SELECT 1 FROM approval_answer WHERE code = ? LIMIT 1", (code,)).fetchone()
    return row is not None


def _question(tx: Transaction, row: tuple[Any, ...]) -> QuestionRow:
    (_, question_id, matter, amount, reason, asker, seconds, answer, given, who, code, refusal,
     used) = row  # fmt: skip
    about = tx.execute(
        "SELECT about FROM approval_about WHERE question = ? ORDER BY position", (question_id,)
    ).fetchall()
    return QuestionRow(
        question_id=EventId(question_id),
        matter=ApprovalMatter(matter),
        about=tuple(EventId(one) for (one,) in about),
        amount_centavos=None if amount is None else Centavos(amount),
        reason=reason,
        asker=OperatorNumber(asker),
        asked_seconds=seconds,
        state=_state(given),
        answer_id=None if answer is None else EventId(answer),
        approver=None if who is None else OperatorNumber(who),
        code=code,
        refusal=refusal,
        used_by=None if used is None else EventId(used),
    )


def _state(given: object) -> ApprovalState:
    if given is None:
        return ApprovalState.WAITING
    return ApprovalState.GIVEN if given else ApprovalState.REFUSED
