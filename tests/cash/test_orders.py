"""Payment orders: made without a drawer, priced and paid at a counter (RECEIPTS §2a)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.services.charging import AlreadyPaid, NothingDue
from kiosk.services.order_reading import (
    OrderExpired,
    OrderForeign,
    OrderPaid,
    OrderPaidFacts,
    OrderUnreadable,
)
from kiosk.services.payment_orders import GOOD_FOR
from kiosk.store.projections import rebuild
from sync.events import OrderItem, OrderMade, PaymentTaken
from sync.ids import Concept, EventId
from sync.journal import history
from sync.money import Centavos
from sync.payment_orders import order_payload, order_text, read_order, sign_order
from tests.support.counters import a_registration_at
from tests.support.institution import TERMINAL, a_signer
from tests.support.offices import (
    ACTA,
    APOYO,
    DISCREET,
    FEE_CENTAVOS,
    NOON_SECONDS,
    a_tariff,
    publish,
)
from tests.support.paying import MoneyCounter, a_money_counter

ELSEWHERE = EventId(b"another device's")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MoneyCounter]:
    """One open file with a clerk at work and an open shift."""
    made = a_money_counter(tmp_path_factory.mktemp("orders"))
    yield made
    made.counter.opening.close()


@pytest.fixture
def money(opened: MoneyCounter) -> MoneyCounter:
    """The same file; what one test records is not what another looks at."""
    return opened


def code_of_elsewhere(money: MoneyCounter, **changes: object) -> str:
    """Return the code of an order that another device of the institution made."""
    body = {2: ACTA, 3: [[1001, 1, ""]], 4: NOON_SECONDS + 86_400}
    body.update({int(name.removeprefix("k")): value for name, value in changes.items()})
    order = EventId(bytes(money.counter.desk.random(16)))
    payload = order_payload({3: NOON_SECONDS}, body, order_id=order, account_key=None)
    identity = money.counter.desk.identity
    signed = sign_order(identity.signer, identity.certificate.encoded, payload)
    return order_text(identity.institution, signed)


def recorded(money: MoneyCounter, kind: type) -> list[object]:
    """Return the events of a kind, in order."""
    events = money.counter.database.read(lambda tx: [one.event for one in history(tx)])
    return [event for event in events if isinstance(event, kind)]


def test_an_order_needs_no_shift_and_says_no_amount(money: MoneyCounter) -> None:
    """Event 62 about the registration; its code is read here and names neither sum nor person."""
    registration = a_registration_at(money.counter)

    (order,) = money.orders.make(registration)

    read = read_order(order.qr_text, money.counter.desk.identity.institution).order
    assert read.order_id == order.order_id
    assert read.items == (OrderItem(concept=Concept(1001), quantity=1, base=""),)
    assert read.good_until_seconds - read.made_seconds == GOOD_FOR.total_seconds()
    assert (order.concepts, order.expected_centavos) == (("Copia certificada",), FEE_CENTAVOS)
    event = recorded(money, OrderMade)[-1]
    assert isinstance(event, OrderMade)
    assert event.service_code == ACTA
    assert money.orders.show(order.order_id).qr_text == order.qr_text


def test_pressing_twice_makes_one_order(money: MoneyCounter) -> None:
    """The same registration shows the same order as long as it is good."""
    registration = a_registration_at(money.counter)
    first = money.orders.make(registration)
    before = money.count_events()

    again = money.orders.make(registration)

    assert again == first
    assert money.count_events() == before


def test_what_costs_nothing_has_no_order(money: MoneyCounter) -> None:
    """A free service, and a registration whose fee is paid."""
    free = a_registration_at(money.counter, APOYO)
    paid = money.charge()
    money.payments.take(paid.charge_id, Centavos(20_000))
    assert paid.registration_id is not None

    with pytest.raises(NothingDue):
        money.orders.make(free)
    with pytest.raises(AlreadyPaid):
        money.orders.make(paid.registration_id)


def test_a_discreet_service_is_not_on_the_slip(money: MoneyCounter) -> None:
    """Whoever sees the slip learns neither service nor concept in words."""
    (order,) = money.orders.make(a_registration_at(money.counter, DISCREET))

    assert (order.service_name, order.concepts) == ("", ())


def test_the_counter_prices_an_order_of_another_device(money: MoneyCounter) -> None:
    """With its own tariff; the payment names the order, and who made it is shown."""
    text = code_of_elsewhere(money, k3=[[1001, 2, ""]])

    first = money.payments.begin_order(text)
    charge = money.payments.begin_order(f" {text[:40]}\n{text[40:]} ")
    done = money.payments.take(charge.charge_id, charge.total_centavos)

    assert charge.charge_id == first.charge_id
    assert TERMINAL in charge.order_made_at
    assert charge.registration_id is None
    event = recorded(money, PaymentTaken)[-1]
    assert isinstance(event, PaymentTaken)
    profile = money.counter.desk.identity.institution
    assert event.order_id == read_order(text, profile).order.order_id
    assert done.receipt.total_centavos == charge.total_centavos
    with pytest.raises(OrderPaid) as again:
        money.payments.begin_order(text)
    assert isinstance(again.value.facts, OrderPaidFacts)
    assert again.value.facts.folio == done.receipt.folio


def test_an_own_order_pays_its_registration(money: MoneyCounter) -> None:
    """Paid by its order the registration is off the list; paid by itself the order is refused."""
    by_order = a_registration_at(money.counter)
    (order,) = money.orders.make(by_order)
    charge = money.payments.begin_order(order.qr_text)
    money.payments.take(charge.charge_id, charge.total_centavos)
    by_itself = money.charge()
    assert by_itself.registration_id is not None
    (other,) = money.orders.make(by_itself.registration_id)
    money.payments.take(by_itself.charge_id, Centavos(20_000))

    assert charge.registration_id == by_order
    with pytest.raises(AlreadyPaid):
        money.payments.begin(by_order)
    assert by_order not in {one.registration_id for one in money.payments.pending()}
    with pytest.raises(OrderPaid):
        money.payments.begin_order(other.qr_text)


def test_clear_answers_to_what_cannot_be_paid(money: MoneyCounter) -> None:
    """Too old, changed, of somebody else, no order at all: each has its own answer."""
    old = code_of_elsewhere(money, k4=NOON_SECONDS - 1)
    text = code_of_elsewhere(money)
    changed = text[:-1] + str((int(text[-1]) + 1) % 10)
    payload = order_payload(
        {3: NOON_SECONDS}, {2: ACTA, 3: [[1001, 1, ""]], 4: NOON_SECONDS + 9}, order_id=ELSEWHERE,
        account_key=None,
    )  # fmt: skip
    stranger = a_signer("a stranger")
    forged = sign_order(stranger, money.counter.desk.identity.certificate.encoded, payload)
    profile = money.counter.desk.identity.institution
    before = money.count_events()

    for shown, error in (
        (old, OrderExpired),
        (changed, OrderUnreadable),
        (order_text(profile, forged), OrderUnreadable),
        (text.replace("/o#", "/v#"), OrderForeign),
        (text.replace("https://", "https://x"), OrderForeign),
        ("hola", OrderForeign),
        ("", OrderForeign),
        (profile.receipt_prefix.replace("v#", "o#") + "123", OrderUnreadable),
    ):
        with pytest.raises(error):
            money.payments.begin_order(shown)

    assert money.count_events() == before


def test_an_order_that_was_good_when_it_was_shown_is_still_paid(money: MoneyCounter) -> None:
    """Its last minute may pass while the person looks for coins."""
    text = code_of_elsewhere(money, k4=NOON_SECONDS + 60)
    charge = money.payments.begin_order(text)
    money.counter.clock.pass_seconds(3_600)

    done = money.payments.take(charge.charge_id, charge.total_centavos)

    assert done.receipt.total_centavos == charge.total_centavos
    money.counter.clock.pass_seconds(-3_600)


def test_a_price_that_changed_after_the_order_was_made_is_the_price(money: MoneyCounter) -> None:
    """The counter's tariff decides; the order holds no amount to argue with."""
    (order,) = money.orders.make(a_registration_at(money.counter))
    money.counter.database.write(lambda tx: publish(tx, a_tariff(19_000, version=2)))

    charge = money.payments.begin_order(order.qr_text)

    assert (order.expected_centavos, charge.total_centavos) == (FEE_CENTAVOS, 19_000)
    key = "tariff:derechos:2:1001"
    money.counter.database.write(
        lambda tx: tx.execute("DELETE FROM reference WHERE key = ?", (key,))
    )


def test_orders_are_derived_from_the_journal(money: MoneyCounter) -> None:
    """Rebuilt, the tables of orders are what they were."""
    (order,) = money.orders.make(a_registration_at(money.counter))
    charge = money.payments.begin_order(order.qr_text)
    money.payments.take(charge.charge_id, charge.total_centavos)
    made, paid = "SELECT * FROM order_made ORDER BY 1", "SELECT * FROM order_payment ORDER BY 1"
    before = [money.counter.rows(made), money.counter.rows(paid)]

    money.counter.database.write(rebuild)

    assert [money.counter.rows(made), money.counter.rows(paid)] == before
    assert all(before)
