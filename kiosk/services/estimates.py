"""What would it cost? Prices without a charge: nothing is written, nobody is asked for (V45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.tariffs import FactQuestion
from kiosk.services.catalogue import Catalogue
from kiosk.services.desk import Desk
from kiosk.services.tariff_words import Explained, explained
from kiosk.services.views import ServiceCard
from kiosk.texts import Texts
from sync.journal import Transaction
from sync.tariffs import FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateChoices:
    """The services with a fee, and the business day on which they would be paid now."""

    services: tuple[ServiceCard, ...]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a service would cost on a day, in words."""

    service_name: str
    day: date
    explained: Explained
    legal_references: tuple[str, ...]  # each once, in the order in which they come


class Estimates:
    """Reads the price list; every call is a reading and leaves no trace."""

    def __init__(self, desk: Desk, catalogue: Catalogue, texts: Callable[[], Texts]) -> None:
        self._desk = desk
        self._catalogue = catalogue
        self._texts = texts

    def choices(self) -> EstimateChoices:
        """Return the services that have a fee, by life event and name, and the business day."""
        language = self._texts().language
        cards = self._catalogue.services(language)

        def work(tx: Transaction) -> EstimateChoices:
            charged = [one for one in cards if self._catalogue.entry(tx, one.code).concepts]
            return EstimateChoices(services=tuple(charged), today=self._catalogue.today(tx))

        return self._desk.read(work)

    def questions(self, service_code: int, day: date) -> tuple[FactQuestion, ...]:
        """Return what the tariff of a service asks on a day; () for nothing.

        Raises KnownError `service.unknown`, `payment.fact_missing`.
        """

        def work(tx: Transaction) -> tuple[FactQuestion, ...]:
            service = self._catalogue.entry(tx, service_code)
            return self._catalogue.questions(tx, service, day)

        return self._desk.read(work)

    def cost(self, service_code: int, day: date, facts: Mapping[str, FactValue]) -> Estimate:
        """Return what a service would cost on a day; nothing is charged and nothing is written.

        Raises KnownError `service.unknown` and what `Catalogue.price` raises.
        """

        def work(tx: Transaction) -> Estimate:
            service = self._catalogue.entry(tx, service_code)
            questions = self._catalogue.questions(tx, service, day)
            charge = self._catalogue.price(tx, service, day, facts)
            words = explained(charge, questions, self._texts())
            amounts = [one for line in words.lines for one in line.amounts]
            if words.rounding is not None:
                amounts.append(words.rounding)
            return Estimate(
                service_name=self._catalogue.name_of(tx, service_code),
                day=day,
                explained=words,
                legal_references=tuple(dict.fromkeys(one.legal_reference for one in amounts)),
            )

        return self._desk.read(work)
