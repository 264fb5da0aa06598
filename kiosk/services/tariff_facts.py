"""What is known already of what a tariff asks: answers of a registration, a person's age."""

from __future__ import annotations

from datetime import date

from lxml import etree

from kiosk.domain.tariffs import FactQuestion, fact_of_answer
from kiosk.errors import KnownError
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk
from kiosk.services.reading import FormShelf, submission_of
from kiosk.store import queries, versions
from sync.catalogue import FactKind, FactSource, ServiceEntry
from sync.ids import EventId, SubjectId
from sync.journal import Transaction
from sync.tariffs import FactValue


class TariffFacts:
    """Finds facts on this device; what is not found is asked at the counter."""

    def __init__(self, desk: Desk, shelf: FormShelf, catalogue: Catalogue) -> None:
        self._desk = desk
        self._shelf = shelf
        self._catalogue = catalogue

    def known(
        self, tx: Transaction, service: ServiceEntry, day: date, registration_id: EventId
    ) -> dict[str, FactValue]:
        """Return what a registration and its person answer; ages are those of the business day.

        Of a registration that was corrected the newest version counts. An answer that lies outside
        what its fact may be is left out, as if nobody had given it; so are all answers where they
        were erased or their form is not on this device. Raises KnownError `payment.fact_missing`
        where a rule asks what was never published.
        """
        questions = self._catalogue.questions(tx, service, day)
        row = queries.registration(tx, registration_id)
        if row is None or not questions:
            return {}
        found: dict[str, FactValue] = {}
        answers = self._answers(tx, registration_id, questions)
        for question in questions:
            value = fact_of_answer(question.kind, answers.get(question.path or ""))
            if value is not None and _fits(question, value):
                found[question.key] = value
        return found | self.of_person(tx, questions, row.subject, day)

    def _answers(
        self, tx: Transaction, registration_id: EventId, questions: tuple[FactQuestion, ...]
    ) -> dict[str, str]:
        if all(question.path is None for question in questions):
            return {}
        newest = versions.versions_of(tx, registration_id)[0].event_id
        try:
            raw = submission_of(tx, self._shelf, self._desk.journal, newest)
        except KnownError:
            return {}  # erased, or its form is not here: what is not known is asked
        return _leaves(raw)

    def of_person(
        self,
        tx: Transaction,
        questions: tuple[FactQuestion, ...],
        subject: SubjectId,
        day: date,
    ) -> dict[str, FactValue]:
        """Return the ages that a tariff asks, where the person's birth date is known."""
        asked = [one for one in questions if one.source is FactSource.AGE]
        person = queries.person(tx, subject) if asked else None
        age = None if person is None or person.born is None else age_on(person.born, day)
        return {one.key: age for one in asked if age is not None and _fits(one, age)}


def age_on(born: str, day: date) -> int | None:
    """Return whole years on a day; somebody born on 29 February has a birthday on 1 March.

    None for a text that is no date, or a day before the birth.
    """
    try:
        birth = date.fromisoformat(born)
    except ValueError:
        return None
    if birth > day:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _leaves(submission: bytes) -> dict[str, str]:
    """Return every answered leaf by its path below the record; of repeats the first instance."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(submission, parser)
    found: dict[str, str] = {}

    def walk(element: etree._Element, path: str) -> None:
        for child in element.iterchildren("*"):
            here = f"{path}/{etree.QName(child).localname}".lstrip("/")
            if len(child):
                walk(child, here)
            elif child.text:
                found.setdefault(here, child.text)

    walk(root, "")
    return found


def _fits(question: FactQuestion, value: FactValue) -> bool:
    if question.kind is FactKind.CHOICE:
        return value in {option.code for option in question.options}
    if question.kind is FactKind.YES_NO:
        return value in (0, 1)
    return isinstance(value, int) and question.least <= value <= question.most
