"""Find a person, or write a new card (UX §3.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.domain.citizens import (
    Card,
    CardFault,
    CardProblem,
    CardVerdict,
    badge_initials,
    check_card,
    display_name,
    phone_digits,
    tidy_name,
)
from kiosk.domain.identity import LENGTH, CurpDifference, CurpFault, masked_curp, tidy_curp
from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local_day
from kiosk.services.issuing import Issuing
from kiosk.services.permissions import Permissions
from kiosk.services.views import (
    CurpSays,
    FieldProblem,
    NewPerson,
    PersonCheck,
    PersonRow,
    SearchedBy,
    SearchResult,
)
from kiosk.store import accounts, queries
from sync.catalogue import Capability
from sync.events import (
    CardOpened,
    CardReason,
    CheckVerdict,
    Contact,
    IdentityClaim,
    PersonCorrected,
    PersonCreated,
    PersonName,
)
from sync.ids import Salt, SubjectId, event_id_of
from sync.journal import Transaction

_MOST_FOUND = 20
MAY_SEE_PEOPLE = (
    Capability.REGISTER,
    Capability.RIGHTS,
    Capability.CORRECT,
    Capability.CHARGE,
)
"""Any one of these: an auditor sees who saw whom, and nobody's card."""

_PROBLEM_IDS = {
    CardFault.TOO_LONG: "field-name-long",
    CardFault.DATE: "field-date-form",
    CardFault.DATE_FUTURE: "field-date-future",
    CardFault.DATE_OLD: "field-date-old",
    CardFault.SEX: "field-sex-choose",
    CardFault.ENTITY: "field-entity-choose",
    CardFault.PHONE: "field-phone-digits",
}
_EMPTY_IDS = {"given": "field-given-empty", "first_surname": "field-first-surname-empty"}
_WARNINGS = {
    CurpDifference.NAME: ("curp", "warn-curp-name"),
    CurpDifference.BORN: ("born", "warn-curp-born"),
    CurpDifference.SEX: ("sex", "warn-curp-sex"),
    CurpDifference.ENTITY: ("entity", "warn-curp-entity"),
}


class PersonUnknown(KnownError):
    """There is no such person on this device; nothing was written."""

    code: ClassVar[str] = "person.unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProblemsFacts:
    """How many fields have to be put right."""

    count: int


class PersonProblems(KnownError):
    """The card cannot be saved as it is; nothing was written."""

    code: ClassVar[str] = "person.problems"

    def __init__(self, count: int) -> None:
        super().__init__(PersonProblemsFacts(count=count))


class Citizens:
    """The people this device knows."""

    def __init__(
        self, desk: Desk, issuing: Issuing, service_name: Callable[[Transaction, int], str]
    ) -> None:
        self._desk = desk
        self._issuing = issuing
        self._service_name = service_name
        self._permissions = Permissions(desk)
        self._reason = CardReason.NAME_SEARCH  # how the list came about that a card is opened from

    def search(self, text: str) -> SearchResult:
        """Find by an exact CURP, or by the beginnings of names without regard to accents."""
        curp = tidy_curp(text)
        by = SearchedBy.CURP if looks_like_curp(curp) else SearchedBy.NAME
        is_curp = by is SearchedBy.CURP
        self._reason = CardReason.CURP_SEARCH if is_curp else CardReason.NAME_SEARCH

        def work(tx: Transaction) -> tuple[PersonRow, ...]:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            if by is SearchedBy.CURP:
                found = queries.people_by_curp(tx, curp)
            else:
                found = queries.people_by_name(tx, text, _MOST_FOUND)
            ids = dict.fromkeys(accounts.here_as(tx, person.subject) for person in found)
            return tuple(self.row(tx, subject) for subject in list(ids)[:_MOST_FOUND])

        return SearchResult(text=text, by=by, rows=self._desk.read(work))

    def card(self, subject: SubjectId) -> PersonRow:
        """Open a person's card; that it was opened is recorded (kind 90).

        Raises KnownError `person.unknown`; nothing was written.
        """
        salt = self._desk.new_salt()

        def work(tx: Transaction) -> PersonRow:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            row = self.row(tx, subject)
            event = CardOpened(reason=self._reason)
            self._desk.append(tx, event, salt=salt, subject=row.subject)
            return row

        return self._desk.write(work)

    def begin(self) -> Salt:
        """Return the salt of a new card: drawn when V07 opens, kept on Back."""
        return self._desk.new_salt()

    def check(self, person: NewPerson) -> PersonCheck:
        """Judge a card as typed; writes nothing."""
        return self._desk.read(lambda tx: self.judge(tx, person)[0])

    def create(self, salt: Salt, person: NewPerson) -> PersonRow:
        """Save a card (kind 50); the same salt again returns the same person.

        Raises KnownError `person.problems` when `check` finds problems; nothing was written.
        """
        subject = SubjectId(event_id_of(salt))

        def work(tx: Transaction) -> PersonRow:
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                check, verdict = self.judge(tx, person)
                if check.problems:
                    raise PersonProblems(len(check.problems))
                self._desk.append(tx, _created(person, verdict), salt=salt)
            return self.row(tx, subject)

        return self._desk.write(work)

    def row(self, tx: Transaction, subject: SubjectId) -> PersonRow:
        """Return a person inside a transaction; raises PersonUnknown.

        An id that the central merged into another leads to the one person it is now.
        """
        found = queries.person(tx, accounts.here_as(tx, subject))
        if found is None:
            raise PersonUnknown
        return self._row(tx, found)

    def _row(self, tx: Transaction, person: queries.PersonRow) -> PersonRow:
        last = queries.last_registration_of(tx, person.subject)
        names = (person.given, person.first_surname, person.second_surname)
        return PersonRow(
            subject=person.subject,
            display_name=display_name(*names),
            given=person.given,
            first_surname=person.first_surname,
            second_surname=person.second_surname,
            born=None if person.born is None else date.fromisoformat(person.born),
            sex=person.sex or "",
            curp_masked=masked_curp(person.curp or ""),
            initials=badge_initials(person.given, person.first_surname),
            last_service=None if last is None else self._service_name(tx, last.service_code),
        )

    def judge(self, tx: Transaction, person: NewPerson) -> tuple[PersonCheck, CardVerdict]:
        """Judge with the latest day that is believed: a clock in 1970 makes nobody unborn."""
        verdict = check_card(_card(person), local_day(self._issuing.time(tx).seconds))
        warnings = [
            FieldProblem(field=field, message_id=message_id)
            for field, message_id in (_WARNINGS[one] for one in verdict.differences)
        ]
        if verdict.curp is not None and queries.people_by_curp(tx, verdict.curp.text):
            warnings.append(FieldProblem(field="curp", message_id="warn-curp-known"))
        says = verdict.curp
        check = PersonCheck(
            problems=tuple(_problem(one) for one in verdict.problems),
            warnings=tuple(warnings),
            curp_says=None
            if says is None
            else CurpSays(born=says.born, sex=says.sex, entity=says.entity),
        )
        return check, verdict


def looks_like_curp(tidied: str) -> bool:
    """Say whether a text is meant as a CURP: 18 characters, digits where the date stands."""
    return len(tidied) == LENGTH and tidied.isalnum() and tidied[4:10].isdigit()


def _card(person: NewPerson) -> Card:
    return Card(
        given=person.given,
        first_surname=person.first_surname,
        second_surname=person.second_surname,
        born=person.born,
        sex=person.sex,
        curp=person.curp,
        entity=person.entity,
        phone=person.phone,
    )


def _problem(problem: CardProblem) -> FieldProblem:
    if problem.curp is not None:
        refused = problem.curp
        arguments: dict[str, str] = {}
        if refused.fault is CurpFault.LENGTH:
            arguments["n"] = str(refused.length)
        if refused.position is not None:
            arguments["position"] = str(refused.position)
        return FieldProblem(
            field=problem.field,
            message_id=f"field-curp-{refused.fault.value}",
            arguments=arguments,
        )
    message_id = _EMPTY_IDS.get(problem.field, "")
    if problem.fault is not CardFault.EMPTY:
        message_id = _PROBLEM_IDS[problem.fault]
    return FieldProblem(field=problem.field, message_id=message_id)


def corrected(person: NewPerson, verdict: CardVerdict, reason: str) -> PersonCorrected:
    """Return the event of a card put right: the whole identity as it is from now on."""
    whole = _created(person, verdict)
    return PersonCorrected(
        names=whole.names,
        born=whole.born,
        sex=whole.sex,
        identities=whole.identities,
        contacts=whole.contacts,
        reason=reason,
    )


def _created(person: NewPerson, verdict: CardVerdict) -> PersonCreated:
    """Return the event of a card; what was typed is stored with the verdict of its check."""
    claims = []
    if verdict.curp is not None:
        checked = CheckVerdict.WARNED if verdict.differences else CheckVerdict.HOLDS
        claims.append(IdentityClaim(type="curp", value=verdict.curp.text, verdict=checked))
    if person.entity:
        unchecked = CheckVerdict.UNCHECKED
        claims.append(IdentityClaim(type="entity", value=person.entity, verdict=unchecked))
    phone = phone_digits(person.phone)
    return PersonCreated(
        names=PersonName(
            given=tidy_name(person.given),
            first_surname=tidy_name(person.first_surname),
            second_surname=tidy_name(person.second_surname),
        ),
        born=None if verdict.born is None else verdict.born.isoformat(),
        sex=verdict.sex or None,
        identities=tuple(claims) or None,
        contacts=None if phone is None else (Contact(type="phone", value=phone),),
    )
