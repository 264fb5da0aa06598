"""What a tariff asks, from the question at the counter to key 10, and inside a payment order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.order_base import read_base, write_base
from kiosk.domain.tariffs import FactMissing, FactRefused
from kiosk.services.payment_orders import BaseTooLong
from sync.catalogue import Comparison, Condition, RuleKind
from sync.events import PaymentTaken
from sync.ids import Concept
from sync.journal import history
from sync.money import Centavos
from sync.payment_orders import read_order
from tests.support.counters import a_registration_at
from tests.support.offices import FEE_CENTAVOS, publish
from tests.support.paying import MoneyCounter, a_money_counter
from tests.support.tariffs import a_choice, a_fact, a_rule

FACTS: dict[str, str | int] = {"months": 3, "zone": "B"}


@pytest.fixture(scope="module")
def money(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCounter]:
    """An office whose fee has a surcharge of 10 % a month late, and a discount in one zone."""
    made = a_money_counter(tmp_path_factory.mktemp("facts"))
    made.set(undelivered_cash_limit_centavos=0, drawer_limit_centavos=0)
    concepts = (Concept(1001),)
    late = a_rule("mora", concepts=concepts, rate_per_million=100_000, per="months")
    zone = a_rule(
        "zona",
        RuleKind.DISCOUNT,
        concepts=concepts,
        order=20,
        amount_centavos=Centavos(1_000),
        conditions=(Condition(fact="zone", comparison=Comparison.ONE_OF, values=("B",)),),
    )
    rows = (late, zone, a_fact("months", high=120), a_choice("zone", "A", "B"))
    made.counter.database.write(lambda tx: publish(tx, *rows))
    yield made
    made.counter.opening.close()


def last_payment(money: MoneyCounter) -> PaymentTaken:
    """Return the payment that was recorded last."""
    events = money.counter.database.read(lambda tx: [one.event for one in history(tx)])
    return next(one for one in reversed(events) if isinstance(one, PaymentTaken))


def test_the_price_waits_for_its_facts_and_the_event_keeps_them(money: MoneyCounter) -> None:
    """Asked, answered, kept on the way back, and recorded with every change and its rule."""
    registration = a_registration_at(money.counter)
    with pytest.raises(FactMissing):
        money.payments.begin(registration)
    with pytest.raises(FactRefused):
        money.payments.begin(registration, {"months": 121, "zone": "B"})
    asked = [one.question.key for one in money.payments.questions(registration)]

    first = money.payments.begin(registration, FACTS)
    charge = money.payments.begin(registration)
    done = money.payments.take(charge.charge_id, charge.total_centavos)

    event = last_payment(money)
    due = FEE_CENTAVOS + round(FEE_CENTAVOS * 0.3) - 1_000
    assert asked == ["months", "zone"]
    assert first == charge
    assert {one.question.key: one.value for one in charge.questions} == FACTS
    assert [change.change_centavos for change in charge.lines[0].changes] == [5_565, -1_000]
    assert event.lines[0].net_centavos == due
    assert [change.rule_id for change in event.lines[0].changes] == ["mora", "zona"]
    assert dict(event.facts or ()) == FACTS
    assert done.receipt.total_centavos == charge.total_centavos


def test_an_order_carries_what_the_tariff_asks(money: MoneyCounter) -> None:
    """In its base, by short names; the counter prices with it and asks nothing."""
    registration = a_registration_at(money.counter)
    with pytest.raises(FactMissing):
        money.orders.make(registration)

    (order,) = money.orders.make(registration, FACTS)
    charge = money.payments.begin_order(order.qr_text)
    money.payments.take(charge.charge_id, charge.total_centavos)

    read = read_order(order.qr_text, money.counter.desk.identity.institution).order
    assert [item.base for item in read.items] == ["zone=B;months=3"]
    assert order.expected_centavos == charge.total_centavos
    assert dict(last_payment(money).facts or ()) == FACTS


def test_other_answers_make_another_order(money: MoneyCounter) -> None:
    """The same registration with other facts is not the slip that was made before."""
    registration = a_registration_at(money.counter)

    (first,) = money.orders.make(registration, FACTS)
    (second,) = money.orders.make(registration, {"months": 4, "zone": "B"})

    assert first.order_id != second.order_id


def test_what_does_not_fit_the_base_is_paid_with_the_folio(money: MoneyCounter) -> None:
    """24 characters: more is refused with nothing written, never cut."""
    rows = (
        a_choice("district", "a-long-name-of-a-district", default="a-long-name-of-a-district"),
        a_rule(
            "lejos",
            concepts=(Concept(1001),),
            order=30,
            conditions=(Condition(fact="district", comparison=Comparison.ONE_OF, values=("x",)),),
        ),
    )
    money.counter.database.write(lambda tx: publish(tx, *rows))
    registration = a_registration_at(money.counter)
    before = money.count_events()

    with pytest.raises(BaseTooLong):
        money.orders.make(registration, FACTS)

    assert money.count_events() == before
    money.counter.database.write(
        lambda tx: tx.execute("DELETE FROM reference WHERE key LIKE 'rule:lejos%'")
    )


@pytest.mark.parametrize("facts", [{}, {"m": 0}, {"zone": "B", "m": 12}, {"n": -1}])
def test_a_base_says_what_was_written(facts: dict[str, str | int]) -> None:
    """Written and read again it is the same; what cannot be told apart is not written."""
    base = write_base(facts)

    assert base is not None
    assert read_base(base, {"zone"}) == facts
    assert write_base({"a": "x;y"}) is None
    assert write_base({"a": "x=y"}) is None
    with pytest.raises(ValueError, match="invalid literal"):
        read_base("m=tres", ())
