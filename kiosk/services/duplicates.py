"""People who may be one person: found, shown side by side, decided once (UX §3.3, V05).

Nothing is merged here. What a clerk decides is an event (kind 53) and is not asked again for the
pair; the central, which sees both, merges. Then this device shows one person, and old ids lead to
them (dataset 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.citizens import display_name, phone_digits
from kiosk.domain.identity import masked_curp, tidy_curp
from kiosk.domain.likeness import ASK_FROM, Traits, score_permille
from kiosk.services.citizens import MAY_SEE_PEOPLE, Citizens
from kiosk.services.desk import Desk, local_day
from kiosk.services.permissions import Permissions
from kiosk.services.views import NewPerson, PersonRow
from kiosk.services.views.accounts import Candidate, ComparedField, Likeness
from kiosk.store import accounts, duplicates, queries, rights
from sync.catalogue import Capability
from sync.events import PersonsCompared, SamePerson
from sync.ids import Salt, SubjectId, event_id_of
from sync.journal import Transaction

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of V05."""

    traits: Traits
    phone: str


class Duplicates:
    """Finds who is like whom and keeps what was decided."""

    def __init__(self, desk: Desk, citizens: Citizens) -> None:
        self._desk = desk
        self._citizens = citizens
        self._permissions = Permissions(desk)

    def like(self, person: NewPerson) -> tuple[Candidate, ...]:
        """Return who is like a card as typed, the most alike first; writes nothing."""

        def work(tx: Transaction) -> tuple[Candidate, ...]:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            return self._candidates(tx, self._typed(tx, person), frozenset())

        return self._desk.read(work)

    def of(self, subject: SubjectId) -> tuple[Candidate, ...]:
        """Return who is like somebody and was not compared with them yet; writes nothing."""

        def work(tx: Transaction) -> tuple[Candidate, ...]:
            self._permissions.require(*MAY_SEE_PEOPLE, tx=tx)
            found = queries.person(tx, subject)
            if found is None:
                return ()
            own = frozenset(accounts.ids_of(tx, subject))
            candidates = self._candidates(tx, self._side(tx, found), own)
            return tuple(
                one
                for one in candidates
                if accounts.comparison(tx, subject, one.person.subject) is None
            )

        return self._desk.read(work)

    def begin(self) -> Salt:
        """Return the salt of a decision; drawn when V05 opens."""
        return self._desk.new_salt()

    def decide(
        self, salt: Salt, subject: SubjectId, other: SubjectId, decision: SamePerson
    ) -> PersonRow:
        """Keep whether two people are one (kind 53) and return who is gone on with.

        The same salt again changes nothing. Raises KnownError `person.unknown`,
        `access.not_allowed`; nothing was written.
        """

        def work(tx: Transaction) -> PersonRow:
            self._permissions.require(Capability.REGISTER, tx=tx)
            one, another = queries.person(tx, subject), queries.person(tx, other)
            self._citizens.row(tx, subject)
            if self._desk.journal.find(tx, event_id_of(salt)) is None:
                score = 0
                if one is not None and another is not None:
                    score = score_permille(
                        self._side(tx, one).traits, self._side(tx, another).traits
                    )
                event = PersonsCompared(other=other, decision=decision, score_permille=score)
                self._desk.append(tx, event, salt=salt, subject=subject)
            return self._citizens.row(tx, subject)

        return self._desk.write(work)

    def _candidates(
        self, tx: Transaction, side: _Side, own: frozenset[SubjectId]
    ) -> tuple[Candidate, ...]:
        traits = side.traits
        name = " ".join((traits.given, traits.first_surname, traits.second_surname))
        born = None if traits.born is None else traits.born.isoformat()
        found: list[Candidate] = []
        for person in duplicates.near(tx, name, born, traits.curp):
            if person.subject in own or accounts.is_merged(tx, person.subject):
                continue
            other = self._side(tx, person)
            score = score_permille(traits, other.traits)
            if score >= ASK_FROM:
                found.append(
                    Candidate(
                        person=self._citizens.row(tx, person.subject),
                        since=local_day(person.created_seconds),
                        score_permille=score,
                        fields=_fields(side, other),
                    )
                )
        found.sort(key=lambda one: (-one.score_permille, one.person.subject))
        return tuple(found[:_MOST_SHOWN])

    def _side(self, tx: Transaction, person: queries.PersonRow) -> _Side:
        return _Side(
            traits=Traits(
                given=person.given,
                first_surname=person.first_surname,
                second_surname=person.second_surname,
                born=None if person.born is None else date.fromisoformat(person.born),
                curp=person.curp or "",
                place=rights.identity_of(tx, person.subject, "entity"),
                sex=person.sex or "",
            ),
            phone=person.phone or "",
        )

    def _typed(self, tx: Transaction, person: NewPerson) -> _Side:
        _, verdict = self._citizens.judge(tx, person)
        return _Side(
            traits=Traits(
                given=person.given,
                first_surname=person.first_surname,
                second_surname=person.second_surname,
                born=verdict.born,
                curp=tidy_curp(person.curp) if verdict.curp is not None else "",
                place=person.entity or ("" if verdict.curp is None else verdict.curp.entity),
                sex=verdict.sex,
            ),
            phone=phone_digits(person.phone) or "",
        )


def _fields(one: _Side, other: _Side) -> tuple[ComparedField, ...]:
    pairs = (
        ("name", _name(one.traits), _name(other.traits)),
        ("born", _day(one.traits.born), _day(other.traits.born)),
        ("curp", masked_curp(one.traits.curp), masked_curp(other.traits.curp)),
        ("sex", one.traits.sex, other.traits.sex),
        ("entity", one.traits.place, other.traits.place),
        ("phone", one.phone, other.phone),
    )
    likenesses = {
        "curp": _likeness(one.traits.curp, other.traits.curp),
        "name": _likeness(_name(one.traits).casefold(), _name(other.traits).casefold()),
    }
    return tuple(
        ComparedField(
            name=name,
            left=left,
            right=right,
            likeness=likenesses.get(name, _likeness(left, right)),
        )
        for name, left, right in pairs
        if left or right
    )


def _likeness(left: str, right: str) -> Likeness:
    if not left or not right:
        return Likeness.MISSING
    return Likeness.SAME if left == right else Likeness.DIFFERENT


def _name(traits: Traits) -> str:
    return display_name(traits.given, traits.first_surname, traits.second_surname)


def _day(born: date | None) -> str:
    return "" if born is None else born.isoformat()
