"""What was planted is found by its stable name, and an honest day leaves nothing to find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from sync.central import schema
from sync.central.findings import WORDS, listed, refresh
from sync.events import (
    ApprovalMatter,
    BalanceChange,
    CashPurpose,
    ClockSample,
    Folio,
    OffsetSample,
    PaymentLine,
    PaymentMeans,
    PaymentTaken,
    Protection,
    RuleVersion,
    Settlement,
    StreamOpened,
    StreamReason,
)
from sync.ids import EventId
from sync.money import Centavos
from tests.delivery.cash_events import FLOAT, Till, a_till
from tests.delivery.central_support import (
    SUPERVISOR,
    TARIFF,
    Central,
    a_catalogue,
    a_payment,
    a_tariff,
    read_tables_of,
)

DAYS_BACK = 5


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One central for all plants: each has a device of its own."""
    made = Central(tmp_path_factory.mktemp("findings"))
    made.publish(
        a_catalogue(
            tariffs=(
                a_tariff(version=1, unit_centavos=10_000, valid_to=date(2026, 11, 17)),
                a_tariff(valid_from=date(2026, 11, 18)),
            )
        )
    )
    yield made
    made.close()


def found(central: Central, till: Till) -> dict[str, int]:
    """Return the names of the findings about a till, and how many of each."""
    till.push(central)
    refresh(central.platform)
    names: dict[str, int] = {}
    with central.database.read() as connection:
        for one in listed(connection):
            if one.device_id == till.device.device_id:
                names[one.name] = names.get(one.name, 0) + 1
    return names


def reversal_twice(till: Till) -> None:
    payment = till.pay()
    folio = Folio(series=int.from_bytes(till.device.stream[:2], "big"), number=till.device.numbers)
    till.reverse(payment, till.approval(), folio=folio)
    till.reverse(payment, till.approval(), folio=folio)


def reversal_of_a_shift(till: Till) -> None:
    till.pay()
    till.reverse(till.shift, till.approval(about=till.shift))


def reversal_of_another_shift(till: Till) -> None:
    payment = till.pay()
    till.close()
    till.open()
    till.reverse(payment, till.approval(), folio=Folio(series=1, number=1))


def reversal_of_less(till: Till) -> None:
    till.reverse(till.pay(), till.approval(), less=5_000)


def reversal_alone(till: Till) -> None:
    till.reverse(till.pay(), None)


def reversal_by_the_one_who_cashed(till: Till) -> None:
    payment = till.pay(operator=SUPERVISOR)
    till.reverse(payment, till.approval())


def forged_reversal(till: Till) -> None:
    till.reverse(till.pay(), till.approval(code="AAAA0000"))


def forged_closing(till: Till) -> None:
    till.pay()
    forged = till.approval(ApprovalMatter.CASH, code="AAAA0000")
    till.close(short=9_000, approval=forged)


def approval_for_two(till: Till) -> None:
    approval = till.approval()
    till.reverse(till.pay(), approval)
    till.reverse(till.pay(), approval)


def payment_after_the_end(till: Till) -> None:
    till.close()
    till.pay()


def closing_that_expects_less(till: Till) -> None:
    till.pay()
    till.close(expected=FLOAT)


def closed_again(till: Till) -> None:
    till.close()
    till.close()


def more_out_than_in(till: Till) -> None:
    till.move(-FLOAT - 100, CashPurpose.OTHER)


def a_number_left_out(till: Till) -> None:
    till.pay()
    till.device.folio()
    till.pay()


def a_number_used_twice(till: Till) -> None:
    till.pay()
    till.device.numbers -= 1
    till.pay()


def an_order_paid_twice(till: Till) -> None:
    order = EventId(till.device.random(16))
    till.pay(order_id=order)
    till.pay(order_id=order)


def amounts_that_do_not_add_up(till: Till) -> None:
    wrong = Settlement(
        means=PaymentMeans.CASH, tendered_centavos=Centavos(100), change_centavos=Centavos(0)
    )
    till.pay(settlement=wrong)


def more_on_a_balance_than_was_paid(till: Till) -> None:
    account = EventId(till.device.random(16))
    till.pay(balance=BalanceChange(account_id=account, change_centavos=1_000_000))


def a_deposit_that_differs(till: Till) -> None:
    till.confirm(till.deposit(20_000), 19_000)


def a_deposit_nobody_made(till: Till) -> None:
    till.confirm(bytes(16), 19_000)


def a_duplicate(till: Till) -> None:
    till.reprint(till.pay())


def papers_nobody_tells_of(till: Till) -> None:
    payment = till.pay()
    till.reprint(payment, counter=100)
    till.reprint(payment, counter=103)


def a_file_that_went_back(till: Till) -> None:
    till.device.record(
        StreamOpened(
            reason=StreamReason.WENT_BACK,
            old=None,
            certificate_hash=bytes(16),
            app_version="1.0.0",
            protection=Protection.PASSPHRASE,
        ),
        operator=0,
    )


def money_missing(till: Till) -> None:
    till.close(short=500)


def a_shift_of_nobody(till: Till) -> None:
    till.shift = EventId(till.device.random(16))
    till.pay()


def a_colleague_at_the_drawer(till: Till) -> None:
    till.pay(operator=SUPERVISOR)


PLANTS: list[tuple[Callable[[Till], None], set[str]]] = [
    (reversal_twice, {"reversal.twice"}),
    (reversal_of_a_shift, {"reversal.no_payment"}),
    (reversal_of_another_shift, {"reversal.other_shift", "reversal.other_folio"}),
    (reversal_of_less, {"reversal.other_amount"}),
    (reversal_alone, {"reversal.not_approved"}),
    (reversal_by_the_one_who_cashed, {"reversal.same_person", "shift.other_clerk"}),
    (forged_reversal, {"approval.forged", "approval.rests_on_forged"}),
    (forged_closing, {"approval.forged", "approval.rests_on_forged"}),
    (approval_for_two, {"approval.used_twice", "reversal.other_approval"}),
    (payment_after_the_end, {"shift.entry_after_closing", "shift.numbers_differ"}),
    (closing_that_expects_less, {"shift.expected_differs"}),
    (closed_again, {"shift.closed_twice", "shift.entry_after_closing"}),
    (more_out_than_in, {"shift.drawer_negative", "move.not_approved"}),
    (a_number_left_out, {"folio.missing"}),
    (a_number_used_twice, {"folio.twice"}),
    (an_order_paid_twice, {"order.paid_twice"}),
    (amounts_that_do_not_add_up, {"money.unbalanced"}),
    (more_on_a_balance_than_was_paid, {"money.unbalanced"}),
    (a_deposit_that_differs, {"deposit.differs"}),
    (a_deposit_nobody_made, {"deposit.unknown"}),
    (a_duplicate, {"receipt.reprinted"}),
    (papers_nobody_tells_of, {"receipt.reprinted", "paper.counter_moves"}),
    (a_file_that_went_back, {"device.went_back"}),
    (money_missing, {"shift.difference"}),
    (a_shift_of_nobody, {"shift.unknown"}),
    (a_colleague_at_the_drawer, {"shift.other_clerk"}),
]


def test_an_honest_day_leaves_nothing_to_find(central: Central) -> None:
    """Payments, an approved reversal, cash to the safe, a closing and a deposit: no finding."""
    till = a_till(central)
    till.pay(2)
    till.reverse(till.pay(), till.approval())
    till.move(-20_000)
    till.close()
    till.confirm(till.deposit(20_000), 20_000)

    assert found(central, till) == {}


def test_an_order_that_was_given_back_may_be_paid_again(central: Central) -> None:
    """Charged, cancelled with a second person, charged anew: one payment stands, no finding."""
    till = a_till(central)
    order = EventId(till.device.random(16))
    till.reverse(till.pay(order_id=order), till.approval())
    till.pay(order_id=order)
    at_once = [code for _, code in till.push(central).codes]
    central.platform.catch_up()
    elsewhere = a_till(central)
    elsewhere.pay(order_id=order)
    too_much = [code for _, code in elsewhere.push(central).codes]
    central.platform.catch_up()

    assert (at_once, too_much) == ([], [37])
    assert found(central, till) == {}
    assert found(central, elsewhere) == {"order.paid_twice": 1}


@pytest.mark.parametrize(("plant", "names"), PLANTS, ids=[one[0].__name__ for one in PLANTS])
def test_what_was_planted_is_found(
    central: Central, plant: Callable[[Till], None], names: set[str]
) -> None:
    """Each plant gives its names and no other."""
    till = a_till(central)

    plant(till)

    assert set(found(central, till)) == names


def test_a_day_chosen_for_its_price_is_found(central: Central) -> None:
    """Clock and business day set back to a cheaper price: the last contact says what day it was."""
    till = a_till(central)
    real = int(central.clock.now().timestamp())
    till.device.record(
        ClockSample(
            samples=(
                OffsetSample(
                    device_time_milliseconds=(real - 7_200) * 1000,
                    drift_seconds=0,
                    server_time_milliseconds=(real - 7_200) * 1000,
                    round_trip_milliseconds=100,
                ),
            )
        ),
        operator=0,
    )
    till.close()
    false = real - DAYS_BACK * 86_400
    till.open(date(2026, 11, 15), time_seconds=false)
    cheaper = a_cheaper_payment(till)
    till.device.record(cheaper, time_seconds=false)

    names = found(central, till)

    assert names == {"shift.day_against_clock": 1, "shift.day_went_back": 1, "price.day_chosen": 1}


def a_cheaper_payment(till: Till) -> PaymentTaken:
    """Return a payment by the older, lower price."""
    made = a_payment(till.device, till.shift)
    line = PaymentLine(
        concept=made.lines[0].concept,
        quantity=1,
        unit_centavos=Centavos(10_000),
        tariff=RuleVersion(rule_id=TARIFF, version=1),
        changes=(),
        net_centavos=Centavos(10_000),
    )
    return replace(
        made,
        lines=(line,),
        rounding_centavos=0,
        total_centavos=Centavos(10_000),
        settlement=Settlement(
            means=PaymentMeans.CASH,
            tendered_centavos=Centavos(10_000),
            change_centavos=Centavos(0),
        ),
    )


def test_findings_and_ledger_are_rebuilt_identically(central: Central) -> None:
    """Whatever was planted: read tables dropped and filled again give the same rows."""
    till = a_till(central)
    till.pay()
    till.push(central)
    refresh(central.platform)
    before = read_tables_of(central)

    central.platform.projections.rebuild()
    refresh(central.platform)

    after = read_tables_of(central)
    for table in after:
        assert after[table] == before[table], table
    assert before["ledger"]


def test_the_ledger_sums_to_nothing_act_by_act(central: Central) -> None:
    """Double entry: the entries of every act, and so of everything, sum to 0."""
    till = a_till(central)
    till.reverse(till.pay(), till.approval())
    till.close()
    till.push(central)
    refresh(central.platform)
    sums: dict[tuple[bytes, bytes, int], int] = {}
    with central.database.read() as connection:
        for row in connection.execute(select(schema.ledger)):
            key = (row.device_id, row.stream, row.seq)
            sums[key] = sums.get(key, 0) + row.amount_centavos

    assert sums
    assert set(sums.values()) == {0}


def test_every_finding_has_words_in_both_languages() -> None:
    """A name without words would be silence on the auditor's list."""
    assert all(len(pair) == 2 and all(pair) for pair in WORDS.values())


def test_a_second_payment_of_an_order_stands_and_is_told(central: Central) -> None:
    """On whichever device: applied with notice 37; the first has none,"""
    first, second = a_till(central), a_till(central)
    order = EventId(first.device.random(16))
    first.pay(order_id=order)
    second.pay(order_id=order)

    told = [[code for _, code in till.push(central).codes] for till in (first, second)]

    central.platform.catch_up()
    assert told == [[], [37]]
    assert found(central, first) == {}
    assert found(central, second) == {"order.paid_twice": 1}
