"""The services an office offers, as pulled from the platform (DESIGN §9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kiosk.domain.tariffs import FactQuestion, PricedCharge, charge_of, known, question_of
from kiosk.errors import KnownError
from kiosk.services.desk import Desk, local_day
from kiosk.services.views import ServiceCard
from kiosk.store import pulled, queries
from sync.catalogue import (
    NoticeEntry,
    NoticeText,
    ServiceEntry,
    in_language,
)
from sync.journal import Transaction
from sync.money import Centavos
from sync.tariffs import FactMissing, FactValue, TariffError, Wanted, price

_LANGUAGE = "es"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """Which service is meant."""

    service: str


class ServiceUnknown(KnownError):
    """The platform no longer publishes this service to this device; nothing was written."""

    code: ClassVar[str] = "service.unknown"

    def __init__(self, code: int) -> None:
        super().__init__(ServiceFacts(service=str(code)))


class Catalogue:
    """What V08 shows, and what other services ask of the published data."""

    def __init__(self, desk: Desk, language: Callable[[], str]) -> None:
        self._desk = desk
        self._language = language

    def services(self, language: str) -> tuple[ServiceCard, ...]:
        """Return the services in *language* ("es" or "en"), by life event, then name."""

        def work(tx: Transaction) -> tuple[ServiceCard, ...]:
            entries = pulled.services(tx)
            cards = [self._card(tx, entry, language) for entry in entries]
            return tuple(sorted(cards, key=lambda card: (card.life_event, card.name)))

        return self._desk.read(work)

    def known_entry(self, tx: Transaction, code: int) -> ServiceEntry | None:
        """Return a published service, or None."""
        return pulled.service(tx, code)

    def entry(self, tx: Transaction, code: int) -> ServiceEntry:
        """Return a published service; raise ServiceUnknown."""
        found = self.known_entry(tx, code)
        if found is None:
            raise ServiceUnknown(code)
        return found

    def name_of(self, tx: Transaction, code: int) -> str:
        """Return a service's name in the app's language, its number where none is published."""
        found = self.known_entry(tx, code)
        return str(code) if found is None else _said(found.names, self._language()) or str(code)

    def price(
        self,
        tx: Transaction,
        service: ServiceEntry,
        day: date,
        facts: Mapping[str, FactValue] | None = None,
        concepts: Sequence[tuple[int, int]] | None = None,
    ) -> PricedCharge:
        """Return what a service costs on a business day, given what `questions` asks.

        *concepts* are pairs of concept and quantity in place of the service's own, as an order
        names them. Raises KnownError `payment.no_tariff`, `payment.fact_missing`,
        `payment.fact_refused`, `payment.index_missing`, `payment.too_large`,
        `payment.rounding_rule`, `payment.two_jurisdictions`; nothing was charged.
        """
        wanted = [
            Wanted(concept=concept, quantity=quantity)
            for concept, quantity in concepts or [(one, 1) for one in service.concepts]
        ]
        book = pulled.tariff_book(tx)
        try:
            priced = price(wanted, book, day, facts)
        except TariffError as error:
            raise known(self._in_words(tx, error)) from error
        return charge_of(priced, book, self._language())

    def questions(
        self,
        tx: Transaction,
        service: ServiceEntry,
        day: date,
        concepts: Sequence[int] | None = None,
    ) -> tuple[FactQuestion, ...]:
        """Return what the tariff of a service asks on a day, in the app's language; () for nothing.

        Raises KnownError `payment.fact_missing` where a rule asks what was never published.
        """
        book = pulled.tariff_book(tx)
        try:
            asked = book.questions(concepts or service.concepts, day)
        except TariffError as error:
            raise known(error) from error
        return tuple(question_of(entry, self._language()) for entry in asked)

    def _in_words(self, tx: Transaction, error: TariffError) -> TariffError:
        """Return the error with the question of a missing fact in place of its id."""
        if not isinstance(error, FactMissing):
            return error
        entry = pulled.tariff_book(tx).fact(error.facts.fact)
        return error if entry is None else FactMissing(question_of(entry, self._language()).label)

    def concept_label(self, tx: Transaction, concept: int, tariff_id: str, version: int) -> str:
        """Return a concept's name: that of its tariff row, else the profile's, else its number."""
        for entry in pulled.tariffs(tx):
            if (entry.tariff_id, entry.version, entry.concept) == (tariff_id, version, concept):
                return _said(entry.names, self._language()) or str(concept)
        return self._desk.identity.institution.concepts.get(concept, str(concept))

    def fee(self, tx: Transaction, service: ServiceEntry, day: date) -> Centavos | None:
        """Return what a service costs; None for one without fee or without a tariff that day.

        None too where the price depends on facts: `fee_depends` says so.
        """
        if not service.concepts or self.fee_depends(tx, service, day):
            return None
        try:
            return self.price(tx, service, day).total_centavos
        except KnownError:
            return None

    def fee_depends(self, tx: Transaction, service: ServiceEntry, day: date) -> bool:
        """Say whether the price of a service is known only after its tariff asked something."""
        try:
            return bool(service.concepts and self.questions(tx, service, day))
        except KnownError:
            return True

    def today(self, tx: Transaction) -> date:
        """Return the business day of the open shift, else the date of the clock."""
        shift = queries.open_shift(tx)
        return local_day(self._desk.now_seconds()) if shift is None else shift.business_day

    def _card(self, tx: Transaction, entry: ServiceEntry, language: str) -> ServiceCard:
        notice = pulled.notice(tx, entry.notice_id)
        words = None if notice is None else notice_text(notice, language)
        day = self.today(tx)
        return ServiceCard(
            code=entry.code,
            name=_said(entry.names, language) or str(entry.code),
            description=_said(entry.descriptions, language) or "",
            life_event=entry.life_event,
            fee_centavos=self.fee(tx, entry, day),
            fee_depends=self.fee_depends(tx, entry, day),
            papers=papers_of(entry, language),
            minutes=entry.minutes,
            privacy_short="" if words is None else words.short,
            legal_basis=entry.legal_basis,
        )


def notice_text(notice: NoticeEntry, language: str) -> NoticeText | None:
    """Return a notice in a language, else in Spanish."""
    return in_language(notice.texts, language, _LANGUAGE)


def papers_of(service: ServiceEntry, language: str) -> tuple[str, ...]:
    """Return what a person must bring, in a language, else in Spanish."""
    return in_language(service.papers, language, _LANGUAGE) or ()


def _said(texts: tuple[tuple[str, str], ...], language: str) -> str | None:
    return in_language(texts, language, _LANGUAGE)
