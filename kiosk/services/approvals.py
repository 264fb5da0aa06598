"""A second person approves what one person alone may not do (UX §3.10, PROTOCOL §6a).

A question is asked, and then either given or refused in person, or kept for later. Nothing is
recorded before one of the three: a question that nobody answered within its two minutes never was.

    asked      in memory, while both people stand at the screen; forgotten when somebody else works
    waiting    kept for later (kind 80): on the list of those who may approve
    given      a one-time code of a second person fits their list (kind 81); allows one act
    refused    a second person said no, with a reason the clerk can read (kind 82)

The code is checked here against the hashes that the office published, so that a slip is noticed at
once; the central checks it again against the list itself. A clave is never asked on another
person's session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local
from kiosk.services.permissions import ApprovalMissing, NotAllowed, standing_of
from kiosk.services.staff import named
from kiosk.services.tries import Tries, key_of_code
from kiosk.services.views import MustWait, OperatorName
from kiosk.services.views.approvals import (
    ApprovalState,
    CodeDoesNotFit,
    Given,
    Question,
)
from kiosk.store import access, pulled
from sync.catalogue import ApprovalCodesEntry, Capability
from sync.events import ApprovalAsked, ApprovalGiven, ApprovalMatter, ApprovalRefused
from sync.ids import EventId, OperatorNumber, Salt, event_id_of
from sync.journal import Transaction
from sync.money import Centavos
from sync.one_time_codes import is_on, read_code

REASON_CHARACTERS = 500


class OwnAct(KnownError):
    """Nobody approves or refuses their own act; nothing was written."""

    code: ClassVar[str] = "approval.own_act"


class QuestionGone(KnownError):
    """The question is no longer there: somebody else works now; nothing was written."""

    code: ClassVar[str] = "approval.gone"


class QuestionAnswered(KnownError):
    """The question was answered before; nothing was written."""

    code: ClassVar[str] = "approval.answered"


class NoRefusalReason(KnownError):
    """A refusal needs a reason the clerk can read; nothing was written."""

    code: ClassVar[str] = "approval.no_reason"


class NoCodeList(KnownError):
    """This device knows no one-time codes of that person; nothing was written."""

    code: ClassVar[str] = "approval.no_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """A question asked in person and not yet answered; its salts make a double press one event."""

    question: Question
    question_salt: Salt
    answer_salt: Salt


class Approvals:
    """Questions to a second person, and their answers; needs only the desk."""

    def __init__(self, desk: Desk, fits: Callable[[ApprovalCodesEntry, str], bool] = is_on) -> None:
        self._desk = desk
        self._fits = fits
        self._pending: _Pending | None = None

    # --------------------------------------------------------------------------- asking

    def ask(
        self,
        matter: ApprovalMatter,
        *,
        about: tuple[EventId, ...] = (),
        amount_centavos: Centavos | None = None,
        reason: str | None = None,
    ) -> Question:
        """Ask in the name of whoever is at work; nothing is recorded before it is answered or kept.

        A question asked before and never answered is forgotten. Raises FileClosed while locked.
        """
        asker = self._desk.operator
        return self._ask(asker, matter, about, amount_centavos, reason)

    def ask_at_door(self, asker: OperatorNumber) -> Question:
        """Ask to end the wait of somebody who stands at the locked screen; the file must be open.

        Raises FileClosed; nothing was written.
        """
        return self._ask(asker, ApprovalMatter.ACCESS, (), None, None)

    def _ask(
        self,
        asker: OperatorNumber,
        matter: ApprovalMatter,
        about: tuple[EventId, ...],
        amount_centavos: Centavos | None,
        reason: str | None,
    ) -> Question:
        salt = self._desk.new_salt()
        question = Question(
            question_id=event_id_of(salt),
            matter=matter,
            about=about,
            amount_centavos=amount_centavos,
            reason=_tidy(reason or "") or None,
            asker=self._desk.read(lambda tx: named(tx, asker)),
            asked_at=local(self._desk.now_seconds()),
        )
        self._pending = _Pending(
            question=question, question_salt=salt, answer_salt=self._desk.new_salt()
        )
        return question

    def approvers(self, question_id: EventId) -> tuple[OperatorName, ...]:
        """Return who may answer: everybody else who may approve and has codes on this device."""
        asker = self._question(question_id).asker.number

        def work(tx: Transaction) -> tuple[OperatorName, ...]:
            return tuple(
                named(tx, entry.number)
                for entry in pulled.operators(tx)
                if entry.number != asker
                and Capability.APPROVE in standing_of(tx, entry.number).capabilities
                and pulled.approval_codes(tx, entry.number) is not None
            )

        return self._desk.read(work)

    def later(self, question_id: EventId) -> Question:
        """Keep a question for later (kind 80): it waits on the list of those who may approve.

        Raises QuestionGone; nothing was written.
        """
        pending = self._pending_of(question_id)
        if pending is None:
            return self._question(question_id)
        self._desk.write(lambda tx: self._record_question(tx, pending))
        self._pending = None
        return pending.question

    # ------------------------------------------------------------------------ answering

    def give(
        self, question_id: EventId, approver: OperatorNumber, code: str
    ) -> Given | CodeDoesNotFit | MustWait:
        """Approve with a one-time code of *approver*; recorded with the question (kinds 80, 81).

        A code that does not fit is counted; after five a wait of 1, 5, 15 minutes. Raises OwnAct,
        NotAllowed, NoCodeList, QuestionGone or QuestionAnswered; nothing was written.
        """
        question = self._question(question_id)
        listed = self._desk.read(lambda tx: _list_of(tx, question, approver))
        tries, key = Tries(self._desk.database.path, self._desk.clock), key_of_code(approver)
        wait = tries.wait_seconds(key)
        if wait:
            until = self._desk.clock.now() + timedelta(seconds=wait)
            return MustWait(until=until.astimezone(), seconds=wait)
        typed = read_code(code)
        if typed is not None and self._desk.read(lambda tx: access.code_was_used(tx, typed)):
            return self._given_before(question_id, approver, typed, tries.tries_left(key))
        tries.begin(key)
        if typed is None or not self._fits(listed, typed):
            return CodeDoesNotFit(tries_left=tries.tries_left(key))
        given = self._desk.write(lambda tx: self._record_given(tx, question, approver, typed))
        tries.fitted(key)
        self._forget(question_id)
        return given

    def refuse(self, question_id: EventId, approver: OperatorNumber, reason: str) -> Question:
        """Say no, with a reason the clerk can read; recorded with the question (kinds 80, 82).

        Raises OwnAct, NotAllowed, NoRefusalReason, QuestionGone or QuestionAnswered; nothing was
        written.
        """
        question = self._question(question_id)
        words = _tidy(reason)
        if not words:
            raise NoRefusalReason

        def work(tx: Transaction) -> None:
            _check_approver(tx, question, approver)
            pending, salt = self._put_question(tx, question)
            event = ApprovalRefused(matter=question.matter, approver=approver, reason=words)
            self._append(tx, event, salt, pending, (question_id,))

        self._desk.write(work)
        self._forget(question_id)
        return self.question(question_id)

    def _given_before(
        self, question_id: EventId, approver: OperatorNumber, code: str, left: int
    ) -> Given | CodeDoesNotFit:
        """Return what a second press of *Autorizar* means, or that the code was used elsewhere."""
        row = self._desk.read(lambda tx: access.question(tx, question_id))
        if row is not None and row.approver == approver and row.code == code and row.answer_id:
            return Given(question_id=question_id, approval_id=row.answer_id)
        return CodeDoesNotFit(tries_left=left, used_before=True)

    # -------------------------------------------------------------------------- reading

    def question(self, question_id: EventId) -> Question:
        """Return a question where it stands now; raise QuestionGone."""
        return self._question(question_id)

    def waiting(self) -> tuple[Question, ...]:
        """Return the kept questions that nobody answered, the oldest first."""
        return self._desk.read(
            lambda tx: tuple(_of_row(tx, row) for row in access.waiting_questions(tx))
        )

    def about(self, event_id: EventId) -> tuple[Question, ...]:
        """Return what was asked about a record, the newest question first."""
        return self._desk.read(
            lambda tx: tuple(_of_row(tx, row) for row in access.questions_about(tx, event_id))
        )

    def granted(
        self,
        tx: Transaction,
        question_id: EventId,
        matter: ApprovalMatter,
        about: tuple[EventId, ...] | None = None,
    ) -> EventId:
        """Return the approval (kind 81) for an act; the event of the act must refer to it.

        One approval allows one act: the first event that refers to it uses it up. Raises
        ApprovalMissing where the question waits, was refused, was used, is of another matter or,
        with *about* given, about something else; OwnAct where whoever approved is at work now.
        """
        row = access.question(tx, question_id)
        if row is not None and row.approver == self._desk.operator:
            raise OwnAct
        given = access.granted_approval(tx, question_id, matter, about)
        if given is None:
            raise ApprovalMissing
        return given

    # ------------------------------------------------------------------------------ own

    def _pending_of(self, question_id: EventId) -> _Pending | None:
        """Return the question in memory, as long as its asker or nobody sits at the desk."""
        pending = self._pending
        if pending is None or pending.question.question_id != question_id:
            return None
        if self._desk.is_seated and self._desk.operator != pending.question.asker.number:
            self._pending = None
            return None
        return pending

    def _question(self, question_id: EventId) -> Question:
        pending = self._pending_of(question_id)
        if pending is not None:
            return pending.question

        def work(tx: Transaction) -> Question:
            row = access.question(tx, question_id)
            if row is None:
                raise QuestionGone
            return _of_row(tx, row)

        return self._desk.read(work)

    def _forget(self, question_id: EventId) -> None:
        if self._pending is not None and self._pending.question.question_id == question_id:
            self._pending = None

    def _record_given(
        self, tx: Transaction, question: Question, approver: OperatorNumber, code: str
    ) -> Given:
        _check_approver(tx, question, approver)
        worker, salt = self._put_question(tx, question)
        event = ApprovalGiven(matter=question.matter, approver=approver, one_time_code=code)
        refs = (question.question_id,)
        return Given(
            question_id=question.question_id,
            approval_id=self._append(tx, event, salt, worker, refs),
        )

    def _put_question(self, tx: Transaction, question: Question) -> tuple[OperatorNumber, Salt]:
        """Record the question where it is not yet; return who is at work, and the answer's salt.

        At the locked door whoever asks counts as being at work.
        """
        pending = self._pending_of(question.question_id)
        if pending is None:
            row = access.question(tx, question.question_id)
            if row is None:
                raise QuestionGone
            if row.state is not ApprovalState.WAITING:
                raise QuestionAnswered
            return self._desk.operator, self._desk.new_salt()
        self._record_question(tx, pending)
        return pending.question.asker.number, pending.answer_salt

    def _record_question(self, tx: Transaction, pending: _Pending) -> None:
        question = pending.question
        event = ApprovalAsked(
            matter=question.matter,
            amount_centavos=question.amount_centavos,
            reason=question.reason,
        )
        self._append(tx, event, pending.question_salt, question.asker.number, question.about)

    def _append(
        self,
        tx: Transaction,
        event: ApprovalAsked | ApprovalGiven | ApprovalRefused,
        salt: Salt,
        operator: OperatorNumber,
        refs: tuple[EventId, ...],
    ) -> EventId:
        recorded = self._desk.journal.append(tx, event, salt=salt, operator=operator, refs=refs)
        return recorded.event_id


def _check_approver(tx: Transaction, question: Question, approver: OperatorNumber) -> None:
    """Raise OwnAct or NotAllowed unless somebody else than the asker may approve."""
    if approver == question.asker.number:
        raise OwnAct
    listed = pulled.operator(tx, approver)
    if listed is None or Capability.APPROVE not in standing_of(tx, approver).capabilities:
        raise NotAllowed(Capability.APPROVE)


def _list_of(tx: Transaction, question: Question, approver: OperatorNumber) -> ApprovalCodesEntry:
    _check_approver(tx, question, approver)
    listed = pulled.approval_codes(tx, approver)
    if listed is None:
        raise NoCodeList
    return listed


def _of_row(tx: Transaction, row: access.QuestionRow) -> Question:
    return Question(
        question_id=row.question_id,
        matter=row.matter,
        about=row.about,
        amount_centavos=row.amount_centavos,
        reason=row.reason,
        asker=named(tx, row.asker),
        asked_at=local(row.asked_seconds),
        state=row.state,
        approver=None if row.approver is None else named(tx, row.approver),
        refusal=row.refusal,
        used=row.used_by is not None,
    )


def _tidy(words: str) -> str:
    return " ".join(words.split())[:REASON_CHARACTERS]
