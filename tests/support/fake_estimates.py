"""V45's service over the demonstration's price list: the real engine and words, no file behind."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from datetime import date

from kiosk.domain.tariffs import FactQuestion, charge_of, known, question_of
from kiosk.services.estimates import Estimate, EstimateChoices, Estimates
from kiosk.services.tariff_words import explained
from kiosk.services.views import ServiceCard
from kiosk.settings import resources_folder
from kiosk.texts import Texts
from sync.central.tariff_rows import price_list
from sync.tariffs import FactValue, TariffBook, TariffError, Wanted, book_of, price
from tests.support.vaults import HandClock

CONCEPTS = {201: 1001, 401: 1101, 402: 1201, 404: 1401}
NAMES = {
    201: "Acta de nacimiento, copia certificada",
    401: "Impuesto predial",
    402: "Agua potable, pago del mes",
    404: "Mercado, derecho de piso",
}
TODAY = date(2026, 11, 20)


@functools.cache
def demo_prices() -> TariffBook:
    """Return the price list of `resources/catalogue/demo`."""
    path = resources_folder() / "catalogue" / "demo" / "catalogue.toml"
    rows = price_list(tomllib.loads(path.read_text(encoding="utf-8")))
    return book_of((*rows.tariffs, *rows.rules, *rows.facts, *rows.indexes, *rows.roundings))


class FakeEstimates(Estimates):
    """Four services: fixed, with a late surcharge, a table, per metre and day."""

    def __init__(self) -> None:
        """Keep nothing: the price list is read when it is asked for."""

    def choices(self) -> EstimateChoices:
        return EstimateChoices(
            services=tuple(
                ServiceCard(
                    code=code,
                    name=name,
                    description="",
                    life_event="home",
                    fee_centavos=None,
                    papers=(),
                    minutes=5,
                    privacy_short="",
                    legal_basis="",
                    fee_depends=True,
                )
                for code, name in NAMES.items()
            ),
            today=TODAY,
        )

    def questions(self, service_code: int, day: date) -> tuple[FactQuestion, ...]:
        asked = demo_prices().questions([CONCEPTS[service_code]], day)
        return tuple(question_of(entry, "es") for entry in asked)

    def cost(self, service_code: int, day: date, facts: Mapping[str, FactValue]) -> Estimate:
        book = demo_prices()
        try:
            found = price([Wanted(concept=CONCEPTS[service_code])], book, day, facts)
        except TariffError as error:
            raise known(error) from error
        charge = charge_of(found, book, "es")
        texts = Texts(resources_folder() / "translations", "es", HandClock())
        words = explained(charge, self.questions(service_code, day), texts)
        amounts = [one for line in words.lines for one in line.amounts]
        return Estimate(
            service_name=NAMES[service_code],
            day=day,
            explained=words,
            legal_references=tuple(dict.fromkeys(one.legal_reference for one in amounts)),
        )
