"""A program that invents money on a balance is found: the central works every gift out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from sync.catalogue import EntitlementEntry, RuleEntry, RuleKind
from sync.central.account_acts import import_entitlements
from sync.central.findings import listed, refresh
from sync.events import (
    BalanceChange,
    BenefitDelivered,
    BenefitMeans,
    IncentiveCredited,
    PaymentLine,
    PaymentMeans,
    RuleVersion,
    Settlement,
)
from sync.ids import Concept, EventId, SubjectId
from sync.money import Centavos
from tests.delivery.cash_events import Till, a_till
from tests.delivery.central_support import CONCEPT, Central, a_catalogue, a_person

PUNCTUAL = RuleVersion(rule_id="puntual", version=1)
GIFT_CENTAVOS = 150


@pytest.fixture
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """A central whose price list gives $1.50 back for each payment."""
    made = Central(tmp_path_factory.mktemp("given"))
    rule = RuleEntry(
        rule_id=PUNCTUAL.rule_id,
        version=PUNCTUAL.version,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Art. 1",
        kind=RuleKind.INCENTIVE,
        names=(("es", "Pago puntual"),),
        concepts=(Concept(CONCEPT),),
        order=1,
        amount_centavos=Centavos(GIFT_CENTAVOS),
    )
    made.publish(replace(a_catalogue(), rules=(rule,)))
    yield made
    made.close()


def found(central: Central, till: Till) -> list[str]:
    """Deliver and return the names of the findings."""
    till.push(central)
    refresh(central.platform)
    with central.database.read() as connection:
        return [one.name for one in listed(connection)]


def credit(
    till: Till, payment: EventId, amount: int = GIFT_CENTAVOS, *, back: bool = False
) -> None:
    """Record an incentive for a payment."""
    event = IncentiveCredited(
        rule=PUNCTUAL,
        amount_centavos=Centavos(amount),
        account_id=EventId(bytes(16)),
        taken_back=back,
    )
    till.device.record(event, refs=(payment,))


def test_an_incentive_is_what_its_rule_gives_once(central: Central) -> None:
    """The rule's amount and a smaller one taken back are nothing to tell; others each are."""
    till = a_till(central)
    honest = till.pay()
    credit(till, honest)
    credit(till, honest, GIFT_CENTAVOS - 50, back=True)
    before = found(central, till)

    credit(till, honest)  # a second time
    credit(till, till.pay(), 1_000_000)
    credit(till, EventId(b"x" * 16))  # for a payment that nobody took

    assert before == []
    assert found(central, till) == ["incentive.differs"] * 3


def test_a_reversal_takes_the_balance_back_with_it(central: Central) -> None:
    """Cash for a top-up handed back while the balance keeps the money."""
    till = a_till(central)
    added = Centavos(18_550)
    line = PaymentLine(
        concept=Concept(2),
        quantity=1,
        unit_centavos=added,
        tariff=RuleVersion(rule_id="saldo", version=1),
        changes=(),
        net_centavos=added,
    )
    payment = till.pay(
        lines=(line,),
        rounding_centavos=0,
        total_centavos=added,
        settlement=Settlement(
            means=PaymentMeans.CASH, tendered_centavos=added, change_centavos=Centavos(0)
        ),
        balance=BalanceChange(account_id=EventId(bytes(16)), change_centavos=added),
    )
    till.reverse(payment, till.approval())

    assert found(central, till) == ["reversal.other_balance"]


def test_a_benefit_is_the_one_that_was_published(central: Central) -> None:
    """The published amount on the balance is nothing to tell; ten times as much is."""
    till = a_till(central)
    subject = SubjectId(till.device.record(a_person("PRUEBA ANA")))
    till.push(central)
    central.platform.catch_up()
    entry = EntitlementEntry(
        entitlement_id="beca-1",
        version=1,
        subject=subject,
        programmes=(("es", "Beca"),),
        what=(("es", "Beca de enero"),),
        means=(BenefitMeans.BALANCE,),
        amount_centavos=Centavos(30_000),
        quantity=1,
        times=2,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Reglas, art. 7",
    )
    with central.database.write() as connection:
        import_entitlements(connection, [entry], 1)

    def deliver(amount: int) -> None:
        event = BenefitDelivered(
            entitlement=RuleVersion(rule_id="beca-1", version=1),
            means=BenefitMeans.BALANCE,
            amount_centavos=Centavos(amount),
            what="Beca de enero",
            quantity=1,
            account_id=EventId(bytes(16)),
        )
        till.device.record(event, subject=subject)

    deliver(30_000)
    before = found(central, till)
    deliver(300_000)

    assert before == []
    assert found(central, till) == ["benefit.differs"]
