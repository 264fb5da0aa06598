"""Prices at the central: what is refused before publication, and payments priced again."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.catalogue import ServiceEntry
from sync.central.errors import CentralError
from sync.central.tariff_check import check_prices
from sync.central.tariff_rows import PriceList, price_list
from sync.events import Folio, PaymentMeans, PaymentTaken, RuleVersion, Settlement
from sync.ids import Concept, EventId, ShiftId
from sync.money import Centavos
from sync.tariffs import (
    Differs,
    FactValue,
    Priced,
    TariffBook,
    Wanted,
    book_of,
    price,
    reprice,
)
from tests.demo.processes import CATALOGUE

SERVICE = ServiceEntry(
    code=401,
    form_id="predial",
    form_version="1",
    names=(("es", "Predial"),),
    life_event="home",
    concepts=(Concept(1101),),
    papers=(),
    minutes=5,
    legal_basis="art. 1",
    retention="5 años",
    notice_id="tesoreria",
)
PATHS = {("predial", "1"): frozenset({"cobro", "cobro/valor", "cobro/meses"})}
PRICES = """
[[facts]]
id = "valor"
kind = "money"
source = "answer"
path = "cobro/valor"
names = { es = "Valor" }
[[facts]]
id = "meses"
kind = "whole"
default = 0
names = { es = "Meses" }
[[facts]]
id = "zona"
kind = "choice"
names = { es = "Zona" }
choices = [{ code = "a", names = { es = "A" } }, { code = "b", names = { es = "B" } }]
[[tariffs]]
id = "predial"
version = 1
valid_from = 2025-01-01
valid_to = 2025-12-31
legal_reference = "art. 8"
concept = 1101
measure = "valor"
rate_per_million = 2_000
names = { es = "Predial" }
[[tariffs]]
id = "predial"
version = 2
valid_from = 2026-01-01
legal_reference = "art. 8"
concept = 1101
measure = "valor"
brackets = [{ up_to = 100, flat_centavos = 5 }, { rate_per_million = 2_500 }]
names = { es = "Predial" }
[[tariffs]]
id = "zona-a"
version = 1
valid_from = 2026-01-01
legal_reference = "art. 9"
concept = 1201
unit_centavos = 100
when = ["zona = a"]
names = { es = "Agua" }
[[tariffs]]
id = "zona-b"
version = 1
valid_from = 2026-01-01
legal_reference = "art. 9"
concept = 1201
unit_centavos = 200
when = ["zona = b"]
names = { es = "Agua" }
[[rules]]
id = "recargos"
version = 1
valid_from = 2026-01-01
legal_reference = "art. 6"
kind = "surcharge"
concepts = [1101]
order = 20
rate_per_million = 11_300
per = "meses"
names = { es = "Recargos" }
[[rules]]
id = "pronto"
version = 1
valid_from = 2026-01-01
valid_to = 2026-01-31
legal_reference = "art. 7"
kind = "discount"
concepts = [1101]
order = 30
rate_per_million = 100_000
group = "g"
when = ["meses < 1"]
names = { es = "Pronto pago" }
[[rounding]]
id = "r"
version = 1
valid_from = 2025-01-01
legal_reference = "art. 4"
unit_centavos = 100
up_from_centavos = 51
"""


def read(text: str) -> PriceList:
    """Return the rows of a text, checked together."""
    prices = price_list(tomllib.loads(text))
    check_prices(prices, (SERVICE,), PATHS)
    return prices


def test_what_holds_is_read() -> None:
    """Rows, conditions and tables are read as they stand."""
    prices = read(PRICES)

    assert [rule.conditions for rule in prices.rules][1][0].values == (0,)
    assert [row.brackets for row in prices.tariffs][1][1].rate_per_million == 2_500


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('legal_reference = "art. 8"\n', "", "tariffs[1].legal_reference"),
        ('legal_reference = "art. 8"', 'legal_reference = " "', "tariffs[1].legal_reference"),
        ('legal_reference = "art. 6"\n', "", "rules[1].legal_reference"),
        ("valid_to = 2025-12-31\n", "", "tariff:predial:2:1101"),
        ("valid_to = 2025-12-31", "valid_to = 2026-01-01", "holds on 2026-01-01 too"),
        ("valid_to = 2025-12-31", "valid_to = 2025-12-30", "no tariff on 2025-12-31"),
        ('when = ["zona = b"]', 'when = ["zona = a, b"]', "tariff:zona-b:1:1201"),
        ('when = ["zona = b"]', 'when = ["zone = b"]', "the fact zone is not in [[facts]]"),
        ('when = ["zona = b"]', 'when = ["zona = c"]', "zona has no value c"),
        ('when = ["zona = b"]', 'when = ["zona >= b"]', "tariffs[4].when"),
        ('when = ["zona = b"]', 'when = ["zona b"]', "tariffs[4].when"),
        ('when = ["meses < 1"]', 'when = ["meses < uno"]', "rules[2].when"),
        ('when = ["meses < 1"]', 'when = ["meses < 1__0"]', "rules[2].when"),
        ('when = ["meses < 1"]', 'when = ["meses < ²"]', "rules[2].when"),
        ('measure = "valor"\nrate', 'measure = "value"\nrate', "the fact value is not in"),
        ('measure = "valor"\nrate', 'measure = "zona"\nrate', "the measure zona is no number"),
        ('measure = "valor"\nrate', 'measure = "meses"\nrate', "a rate is taken of money"),
        ("rate_per_million = 2_000\n", "", "either brackets or a rate"),
        ("rate_per_million = 2_000", "rate_per_million = 0.2", "tariffs[1].rate_per_million"),
        ("rate_per_million = 2_000", "rate_per_million = -1", "tariffs[1].rate_per_million"),
        ("unit_centavos = 200", "unit_centavos = 200\nminimum_centavos = 5", "need a measure"),
        ("{ rate_per_million = 2_500 }", "{ up_to = 90 }", "the last bracket"),
        ("{ up_to = 100, flat", "{ flat", "the last bracket"),
        ('per = "meses"', 'per = "zona"', "cannot be counted"),
        ('per = "meses"', "count_limit = 5", "count_limit needs per"),
        ("rate_per_million = 100_000", "rate_per_million = 1_000_001", "more than the whole"),
        ("rate_per_million = 11_300", "", "needs a rate or amount"),
        ('kind = "discount"', 'kind = "gift"', "rules[2].kind"),
        ('kind = "discount"', 'kind = "exemption"', "an exemption has neither"),
        ("concepts = [1101]\norder = 20", "concepts = [1102]\norder = 20", "1102 has no tariff"),
        ("concepts = [1101]\norder = 20", "concepts = []\norder = 20", "rules[1].concepts"),
        ("order = 20", 'order = 20\ngroup = "g"', "go opposite ways"),
        ('id = "pronto"', 'id = "recargos"', "names the same thing twice"),
        ('id = "pronto"\nversion = 1', 'id = "recargos"\nversion = 2', "rule:recargos:2"),
        ('id = "pronto"', 'id = "r"', "a rounding policy has the same id"),
        ("valid_from = 2025-01-01\nlegal_reference = \"art. 4\"",
         "valid_from = 2026-01-01\nlegal_reference = \"art. 4\"", "no rounding policy holds on"),
        ("up_from_centavos = 51", "up_from_centavos = 52", "more than half its unit"),
        ("default = 0", "default = -1", "facts[2]"),
        ("default = 0", "default = 0\nhigh = 5\nlow = 2", "the default is no value"),
        ('path = "cobro/valor"', 'path = "cobro/value"', "has cobro/value"),
        ('path = "cobro/valor"\n', "", "path belongs to the source answer"),
        ('id = "valor"\nkind', 'id = "Valor catastral"\nkind', "facts[1].id"),
        ('kind = "money"', 'kind = "choice"', "choices belong to"),
        ('names = { es = "Predial" }', 'names = { es = "Predial" }\nprice = 1', "tariffs[1].price"),
    ],
)  # fmt: skip
def test_a_price_list_that_contradicts_itself_is_refused(
    before: str, after: str, place: str
) -> None:
    """Each refusal names the row, and what is wrong with it; nothing is published."""
    assert before in PRICES

    with pytest.raises(CentralError) as refused:
        read(PRICES.replace(before, after, 1))

    assert refused.value.code == "publish.catalogue"
    assert place in refused.value.detail


def test_a_gap_that_is_meant_is_said() -> None:
    """A seasonal price says after_gap in its later row."""
    text = PRICES.replace("valid_to = 2025-12-31", "valid_to = 2025-06-30", 1)
    said = text.replace("version = 2\nvalid_from", "version = 2\nafter_gap = true\nvalid_from", 1)

    assert len(read(said).tariffs) == 4
    with pytest.raises(CentralError, match="2025-07-01"):
        read(text)


@pytest.fixture(scope="module")
def book() -> TariffBook:
    """Return the demonstration's price list."""
    text = (Path(CATALOGUE) / "catalogue.toml").read_text(encoding="utf-8")
    prices = price_list(tomllib.loads(text))
    return book_of(
        (*prices.tariffs, *prices.rules, *prices.facts, *prices.indexes, *prices.roundings)
    )


DAY = date(2026, 11, 20)
FACTS: dict[str, FactValue] = {"valor": 85_000_000, "meses": 5, "benef": "inapam"}


def paid(charge: Priced, **changes: Any) -> PaymentTaken:
    """Return the payment that a device writes for a charge."""
    event = PaymentTaken(
        folio=Folio(series=1, number=2),
        total_centavos=charge.total_centavos,
        lines=tuple(line.payment_line for line in charge.lines),
        rounding_centavos=charge.rounding_centavos,
        settlement=Settlement(
            means=PaymentMeans.CASH,
            tendered_centavos=charge.total_centavos,
            change_centavos=Centavos(0),
        ),
        rounding_policy=RuleVersion(
            rule_id=charge.policy.rounding_id, version=charge.policy.version
        ),
        facts=charge.facts,
        shift=ShiftId(EventId(bytes(16))),
    )
    return replace(event, **changes)


def test_the_central_comes_to_the_same_price(book: TariffBook) -> None:
    """With the facts of the event the central finds every amount again."""
    wanted = [Wanted(concept=1101)], [Wanted(concept=1401, quantity=2)], [Wanted(concept=1001)]
    facts = FACTS | {"metros": 3, "dias": 2, "local": 1}

    assert [reprice(paid(price(one, book, DAY, facts)), book, DAY) for one in wanted] == [None] * 3


def test_every_difference_is_found(book: TariffBook) -> None:
    """A discount not due, an expired price, a fact left out, a rounding in one's own favour."""
    charge = price([Wanted(concept=1101)], book, DAY, FACTS)
    (line,) = [one.payment_line for one in charge.lines]
    discounted = replace(line, changes=(*line.changes, line.changes[0]))
    older = price([Wanted(concept=1001)], book, date(2025, 12, 31))
    market = price([Wanted(concept=1401)], book, DAY, {"metros": 3, "dias": 2, "local": 0})
    (stall,) = [one.payment_line for one in market.lines]
    cases = {
        Differs.CHANGES: paid(charge, lines=(discounted,)),
        Differs.UNIT: paid(charge, lines=(replace(line, unit_centavos=Centavos(1)),)),
        Differs.NET: paid(charge, lines=(replace(line, net_centavos=Centavos(1)),)),
        Differs.QUANTITY: paid(market, lines=(replace(stall, quantity=5),)),
        Differs.TARIFF: paid(older),
        Differs.NO_PRICE: paid(charge, facts=None),
        Differs.ROUNDING: paid(charge, rounding_centavos=charge.rounding_centavos - 1),
        Differs.TOTAL: paid(charge, total_centavos=Centavos(1)),
    }

    for differs, event in cases.items():
        found = reprice(event, book, DAY)
        assert found is not None
        assert found.differs is differs


def test_a_fact_that_is_no_fact_raises_nothing(book: TariffBook) -> None:
    """Whatever a device wrote is a difference, never a fault of the central."""
    charge = price([Wanted(concept=1101)], book, DAY, FACTS)

    for facts in ((("valor", "mucho"),), (("valor", -1),), (("benef", 3),), ()):
        found = reprice(paid(charge, facts=facts or None), book, DAY)
        assert found is not None
        assert found.differs is Differs.NO_PRICE


def test_on_another_day_the_price_differs(book: TariffBook) -> None:
    """Another business day chosen for its discount is seen: the central knows the shift's day."""
    january = price([Wanted(concept=1101)], book, date(2026, 1, 31), {"valor": 85_000_000})

    assert reprice(paid(january), book, date(2026, 1, 31)) is None
    assert reprice(paid(january), book, date(2026, 2, 1)) is not None


def test_a_top_up_has_no_price(book: TariffBook) -> None:
    """Money put on a balance is the person's choice."""
    charge = price([Wanted(concept=1001)], book, DAY)
    line = replace(
        charge.lines[0].payment_line,
        concept=Concept(2),
        tariff=RuleVersion(rule_id="saldo", version=1),
    )

    assert reprice(paid(charge, lines=(line,)), book, DAY) is None
