"""From the form's answers to the price, the event, and the central's own price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from kiosk.domain.tariffs import FactMissing, NoTariff
from kiosk.services.estimates import Estimates
from kiosk.services.tariff_facts import TariffFacts
from kiosk.settings import resources_folder
from kiosk.store import pulled
from kiosk.texts import Texts
from kiosk.vault.blobs import BlobFolder
from sync.catalogue import Comparison, Condition, Entry, FactSource, RuleKind
from sync.events import PaymentTaken, RegistrationCorrected, RegistrationMade
from sync.ids import Concept, EventId
from sync.journal import Transaction
from sync.money import Centavos
from sync.tariffs import FactValue, reprice
from tests.support.counters import a_person_at, open_a_shift
from tests.support.offices import ACTA, Counter, a_counter, a_form, a_service, publish
from tests.support.tariffs import a_fact, a_fee, a_rule

FEW = (Condition(fact="copies", comparison=Comparison.AT_LEAST, values=(3,)),)
PRICES: tuple[Entry, ...] = (
    a_fee(
        1001, 10_000, tariff_id="copies", valid_from=date(2026, 1, 1), quantity_facts=("copies",)
    ),
    a_rule(
        "many",
        RuleKind.DISCOUNT,
        concepts=(Concept(1001),),
        rate_per_million=100_000,
        conditions=FEW,
    ),
    a_fact("copies", low=1, high=9, source=FactSource.ANSWER, path="a/copies"),
)


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """Give a counter with an open shift whose fee depends on how many copies are wanted."""
    made = a_counter(tmp_path_factory.mktemp("office"))
    made.desk.write(lambda tx: _published(tx))
    open_a_shift(made)
    yield made
    made.opening.close()


def _published(tx: Transaction) -> None:
    tx.execute("DELETE FROM reference WHERE dataset = 5")
    publish(tx, *PRICES)


class Shelf:
    """The form of the office, and no files."""

    def __init__(self, folder: Path) -> None:
        self._files = BlobFolder(folder / "profile.db")

    @property
    def files(self) -> BlobFolder:
        return self._files

    def definition(self, tx: Transaction, definition_hash: bytes) -> FormDefinition:  # noqa: ARG002
        assert definition_hash == a_form().definition_hash
        return parse_definition(a_form().xml)


def registered(counter: Counter, copies: int, definition: bytes = b"") -> EventId:
    """Record a registration that asks for some copies."""

    def work(tx: Transaction) -> EventId:
        event = RegistrationMade(
            folio=counter.issuing.next_folio(tx),
            form_id="acta",
            form_version="1",
            definition_hash=definition or a_form().definition_hash,
            answers=(("PRUEBA", copies, "me", ""), (None,), ("", "")),
            submission_hash=bytes(4),
            service_code=ACTA,
        )
        salt = counter.desk.new_salt()
        recorded = counter.desk.append(tx, event, salt=salt, subject=subject)
        counter.issuing.seal(tx, recorded)
        return recorded.event_id

    subject = a_person_at(counter)
    return counter.desk.write(work)


def corrected(counter: Counter, registration: EventId, copies: int) -> None:
    """Record a newer version of a registration."""

    def work(tx: Transaction) -> None:
        event = RegistrationCorrected(
            form_id="acta",
            form_version="1",
            definition_hash=a_form().definition_hash,
            answers=(("PRUEBA", copies, "me", ""), (None,), ("", "")),
            submission_hash=bytes(4),
            deprecated_instance_id=bytes(16),
            service_code=ACTA,
            reason="PRUEBA",
        )
        refs = (registration, registration)
        counter.desk.append(tx, event, salt=counter.desk.new_salt(), refs=refs)

    counter.desk.write(work)


def known(counter: Counter, registration: EventId) -> dict[str, FactValue]:
    """Return what the registration answers."""
    facts = TariffFacts(counter.desk, Shelf(counter.folder), counter.catalogue)
    return counter.desk.read(
        lambda tx: facts.known(tx, a_service(), counter.catalogue.today(tx), registration)
    )


def test_the_answers_of_the_form_are_the_facts(counter: Counter) -> None:
    """The clerk does not type again what the form asked; of a corrected one the newest counts."""
    registration = registered(counter, 4)
    before = known(counter, registration)

    corrected(counter, registration, 2)

    assert before == {"copies": 4}
    assert known(counter, registration) == {"copies": 2}


def test_an_answer_beyond_the_limits_is_asked_again(counter: Counter) -> None:
    """What the tariff cannot take is as if nobody had said it."""
    assert known(counter, registered(counter, 10)) == {}


def test_the_event_holds_changes_and_facts_and_the_central_agrees(counter: Counter) -> None:
    """Line, discount and facts stand in the event, and pricing it again finds no difference."""
    registration = registered(counter, 3)
    charge = counter.payments.begin(registration, {"copies": 3})

    done = counter.payments.take(charge.charge_id, Centavos(50_000))

    recorded = counter.desk.read(lambda tx: counter.desk.journal.find(tx, done.event_id))
    assert recorded is not None
    event = recorded.event
    assert isinstance(event, PaymentTaken)
    assert (event.total_centavos, event.facts) == (27_000, (("copies", 3),))
    assert [one.change_centavos for one in event.lines[0].changes] == [-3_000]
    book = counter.desk.read(pulled.tariff_book)
    assert reprice(event, book, date(2026, 11, 20)) is None


def test_without_its_fact_nothing_is_charged(counter: Counter) -> None:
    """A charge whose tariff still asks something has no price, and no event is written."""
    registration = registered(counter, 3)
    before = counter.count("event")

    with pytest.raises(FactMissing):
        counter.desk.read(
            lambda tx: counter.catalogue.price(tx, a_service(), counter.catalogue.today(tx), {})
        )

    assert registration
    assert counter.count("event") == before


def test_a_price_that_depends_is_not_shown_as_free(counter: Counter) -> None:
    """V08 shows no amount for a service whose tariff asks something, and says that it depends."""
    cards = {card.code: card for card in counter.catalogue.services("es")}

    assert (cards[ACTA].fee_centavos, cards[ACTA].fee_depends) == (None, True)
    assert [card.code for card in cards.values() if not card.fee_depends] == [
        card.code for card in cards.values() if not fee_of(counter, card.code)
    ]


def fee_of(counter: Counter, code: int) -> bool:
    """Say whether a service has a fee at all."""
    return counter.desk.read(lambda tx: bool(counter.catalogue.entry(tx, code).concepts))


def test_what_it_would_cost_leaves_no_trace(counter: Counter) -> None:
    """V45 reads: lines, words and law, and the file has not one row more."""
    texts = Texts(resources_folder() / "translations", "es", counter.clock)
    estimates = Estimates(counter.desk, counter.catalogue, lambda: texts)
    events, drafts = counter.count("event"), counter.count("draft")

    found = estimates.cost(ACTA, date(2026, 11, 20), {"copies": 3})

    assert [one.code for one in estimates.choices().services][:1] == [ACTA]
    assert [one.key for one in estimates.questions(ACTA, date(2026, 11, 20))] == ["copies"]
    assert found.explained.total_centavos == 27_000
    assert found.legal_references == ("Art. 1", "Art. 2")
    with pytest.raises(NoTariff):
        estimates.cost(ACTA, date(2025, 12, 31), {"copies": 3})
    assert (counter.count("event"), counter.count("draft")) == (events, drafts)
