"""docs/accounts.md: the central adds up what all devices say, finds what they overspent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.catalogue import (
    AccountEntry,
    DeclaredEntry,
    DeclaredOutcome,
    EntitlementEntry,
    MergeEntry,
    decode_entry,
)
from sync.central import schema
from sync.central.account_acts import (
    Finding,
    conclude_declared,
    declared_waiting,
    findings,
    import_entitlements,
    merge_people,
    read_entitlements,
    settle,
)
from sync.central.account_state import state_of
from sync.central.accounts import publish_all
from sync.central.errors import CentralError
from sync.events import (
    AccountOpened,
    BalanceChange,
    BenefitDelivered,
    BenefitMeans,
    CardReplaced,
    CardReplacement,
    IncentiveCredited,
    PaymentLine,
    PaymentMeans,
    PersonsCompared,
    RuleVersion,
    SamePerson,
    Settlement,
)
from sync.ids import Concept, EventId, SubjectId
from sync.money import Centavos
from tests.delivery.central_support import (
    UNIT_CENTAVOS,
    Central,
    Device,
    a_payment,
    a_person,
    a_shift,
    stream_opened,
)
from tests.delivery.test_central_pages import Shelf

CHECK = bytes(48)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    made = Central(tmp_path)
    made.publish()
    yield made
    made.close()


class Counter:
    """A device with a shift, which records and delivers."""

    def __init__(self, central: Central) -> None:
        self.central, self.device = central, central.enrol()
        self.device.record(stream_opened(), operator=0)
        self.shift = self.device.record(a_shift(self.device))
        self.sent = 0

    def account(self, card: bytes = b"card0001", given: str = "PRUEBA ANA") -> tuple[bytes, bytes]:
        """Open an account; return person and account."""
        subject = self.device.record(a_person(given))
        event = AccountOpened(card_number=card, card_issue=1, number_check=CHECK)
        return subject, self.device.record(event, subject=subject)

    def move(self, account_id: bytes, change: int, **changes: Any) -> EventId:
        """Record a payment that moves a balance."""
        balance = BalanceChange(account_id=EventId(account_id), change_centavos=change)
        if change < 0:
            rest = Centavos(UNIT_CENTAVOS + change)  # the balance pays a part, cash the rest
            changes["settlement"] = Settlement(
                means=PaymentMeans.CASH, tendered_centavos=rest, change_centavos=Centavos(0)
            )
        else:
            added = Centavos(change)
            line = PaymentLine(
                concept=Concept(2),
                quantity=1,
                unit_centavos=added,
                tariff=RuleVersion(rule_id="saldo", version=1),
                changes=(),
                net_centavos=added,
            )
            cash = Settlement(
                means=PaymentMeans.CASH, tendered_centavos=added, change_centavos=Centavos(0)
            )
            topped_up = {"lines": (line,), "total_centavos": added, "rounding_centavos": 0}
            changes = {"settlement": cash, **topped_up, **changes}
        return self.device.record(a_payment(self.device, self.shift, balance=balance, **changes))

    def deliver(self) -> None:
        """Send everything new and let the central follow."""
        last = len(self.device.items)
        self.central.push(self.device, self.sent + 1, last)
        self.sent = last
        self.central.platform.catch_up()


def balance(central: Central, account_id: bytes) -> int:
    with central.database.read() as connection:
        state = state_of(connection, EventId(account_id))
    assert state is not None
    return state.entry.balance_centavos


def found(central: Central) -> dict[str, Finding]:
    with central.database.read() as connection:
        return {one.kind: one for one in findings(connection)}


def pulled(central: Central, device: Device, shelf: Shelf | None = None) -> dict[str, object]:
    """Return dataset 6 as a device holds it after a pull."""
    shelf = shelf or Shelf()
    shelf.pull(central, device)
    return {
        key: decode_entry(6, key, value)
        for (dataset, key), (_, value) in shelf.held.items()
        if dataset == 6 and value is not None
    }


def test_two_devices_that_spend_the_same_money_are_found(central: Central) -> None:
    """Both payments stand, the sum is below 0, and the account is held until it is settled."""
    one, other = Counter(central), Counter(central)
    _, account_id = one.account()
    one.move(account_id, 10_000)
    one.deliver()
    one.move(account_id, -8_000)
    other.move(account_id, -7_000)

    one.deliver()
    assert found(central) == {}
    other.deliver()

    assert balance(central, account_id) == -5_000
    overspent = found(central)["overspent"]
    assert (overspent.amount_centavos, len(overspent.events)) == (-5_000, 2)
    entry = pulled(central, other.device)[f"account:{account_id.hex()}"]
    assert isinstance(entry, AccountEntry)
    assert entry.blocked
    assert len(entry.included) == 2
    with central.database.write() as connection, pytest.raises(CentralError, match="open"):
        settle(connection, EventId(account_id), waive=False, words="", now_ms=1)
    other.move(account_id, 6_000)
    other.deliver()
    assert "overspent" in found(central)  # still held: somebody decides
    with central.database.write() as connection:
        assert settle(connection, EventId(account_id), waive=False, words="pagó", now_ms=2) == 0
    assert found(central) == {}


def test_what_the_institution_waives_makes_the_balance_whole(central: Central) -> None:
    """Settled by waiving, an account shows 0 and is used again; the events stay as they are."""
    counter = Counter(central)
    _, account_id = counter.account()
    counter.move(account_id, -3_000)
    counter.deliver()

    with central.database.write() as connection:
        waived = settle(connection, EventId(account_id), waive=True, words="acta", now_ms=1)

    assert (waived, balance(central, account_id)) == (3_000, 0)
    entry = pulled(central, counter.device)[f"account:{account_id.hex()}"]
    assert isinstance(entry, AccountEntry)
    assert (entry.blocked, entry.balance_centavos) == (False, 0)


def test_any_order_of_batches_gives_the_same_accounts(tmp_path: Path) -> None:
    """Whichever device delivers first, every balance, card and line published is the same."""
    devices: list[Device] = []
    account_id = b""
    for number, order in enumerate(((0, 1, 2), (2, 1, 0), (1, 2, 0))):
        central = Central(tmp_path / str(number))
        central.publish()
        if number == 0:
            counters = [Counter(central) for _ in range(3)]
            _, account_id = counters[0].account()
            counters[0].move(account_id, 9_000)
            for counter, change in zip(counters, (-1_000, -2_000, -4_000), strict=True):
                counter.move(account_id, change)
            devices = [one.device for one in counters]
        else:
            for device in devices:
                central.enrol(device)
        for place in order:
            central.push(devices[place], 1, len(devices[place].items))
            central.platform.catch_up()
        assert balance(central, account_id) == 2_000
        with central.database.write() as connection:
            publish_all(connection, 5)
        entry = pulled(central, devices[0])[f"account:{account_id.hex()}"]
        assert isinstance(entry, AccountEntry)
        assert (entry.balance_centavos, len(entry.included)) == (2_000, 3)
        central.close()


def test_a_device_is_sent_only_what_changed_and_what_was_taken_back(central: Central) -> None:
    """After the first pull a movement is one line; a rebuild or a restart sends nothing again."""
    counter = Counter(central)
    _, account_id = counter.account()
    _, second = counter.account(b"card0002", "PRUEBA BETO")
    counter.move(account_id, 500)
    counter.deliver()
    shelf = Shelf()
    assert len(pulled(central, counter.device, shelf)) == 2
    assert shelf.pull(central, counter.device) == 1

    counter.move(account_id, 700)
    counter.deliver()
    pages = shelf.cursor
    held = pulled(central, counter.device, shelf)

    entry = held[f"account:{account_id.hex()}"]
    assert isinstance(entry, AccountEntry)
    assert entry.balance_centavos == 1_200
    assert pages != shelf.cursor
    before = central.rows(schema.account_item)
    central.platform.projections.rebuild()
    central.platform.catch_up()
    assert central.rows(schema.account_item) == before
    with central.database.write() as connection:
        connection.execute(
            schema.account_card.delete().where(schema.account_card.c.account_id == second)
        )
    central.platform.catch_up()
    items = {row["key"]: row["value"] for row in central.rows(schema.account_item)}
    assert items[f"account:{second.hex()}"] is None


def test_a_merge_shows_one_person_and_loses_nothing(central: Central) -> None:
    """The account moves to the person who is shown; a merged id leads there, also in a chain."""
    counter = Counter(central)
    first, account_id = counter.account()
    second = counter.device.record(a_person("ANA"))
    third = counter.device.record(a_person("ANITA"))
    counter.device.record(
        PersonsCompared(other=SubjectId(second), decision=SamePerson.SAME, score_permille=930),
        subject=first,
    )
    counter.deliver()
    people = len(central.rows(schema.person))

    with central.database.write() as connection:
        merge_people(connection, first, second, "misma CURP", 1)
        merge_people(connection, second, third, "", 2)
        with pytest.raises(CentralError, match="same"):
            merge_people(connection, third, first, "", 3)
        with pytest.raises(CentralError, match="unknown"):
            merge_people(connection, bytes(16), third, "", 3)

    held = pulled(central, counter.device)
    assert held[f"merge:{first.hex()}"] == MergeEntry(
        merged=SubjectId(first), into=SubjectId(third)
    )
    entry = held[f"account:{account_id.hex()}"]
    assert isinstance(entry, AccountEntry)
    assert (bytes(entry.subject), entry.name) == (bytes(third), "ANITA UNO DOS")
    assert len(central.rows(schema.person)) == people


def test_a_replaced_card_gives_way_and_two_replacements_are_listed(central: Central) -> None:
    """The end of the row of replacements counts; two ends give one card and a line to look at."""
    one, other = Counter(central), Counter(central)
    subject, account_id = one.account()
    one.deliver()
    ends = []
    for counter, card in ((one, b"card0002"), (other, b"card0003")):
        event = CardReplaced(
            card_number=card, card_issue=1, number_check=CHECK, reason=CardReplacement.LOST
        )
        ends.append(counter.device.record(event, subject=subject, refs=(account_id, account_id)))
        counter.deliver()

    entry = pulled(central, one.device)[f"account:{account_id.hex()}"]

    assert isinstance(entry, AccountEntry)
    assert entry.card_event == max(ends)
    assert set(found(central)["card-conflict"].events) == {end.hex() for end in ends}


def test_benefits_delivered_twice_are_found(central: Central, tmp_path: Path) -> None:
    """Two devices deliver the same benefit without a link: both stand, and one is too many."""
    one, other = Counter(central), Counter(central)
    subject, account_id = one.account()
    one.deliver()
    file = tmp_path / "padron.toml"
    file.write_text(
        """[[entitlements]]
id = "despensa-1"
version = 1
person = "UODA900517MOCNSN09"
programme = { es = "Despensa" }
what = { es = "Una despensa" }
means = ["kind", "balance"]
amount_centavos = 30000
quantity = 1
times = 1
valid_from = 2026-01-01
legal_reference = "Reglas de PRUEBA"
""",
        encoding="utf-8",
    )
    with central.database.write() as connection:
        entries = read_entitlements(connection, file)
        assert import_entitlements(connection, entries, 1) == 1
        assert import_entitlements(connection, entries, 2) == 0
        changed = replace(entries[0], times=3)
        with pytest.raises(CentralError, match="changed"):
            import_entitlements(connection, [changed], 3)
    assert entries[0].subject == subject

    for counter, means in ((one, BenefitMeans.IN_KIND), (other, BenefitMeans.BALANCE)):
        event = BenefitDelivered(
            entitlement=RuleVersion(rule_id="despensa-1", version=1),
            means=means,
            amount_centavos=Centavos(30_000 if means is BenefitMeans.BALANCE else 0),
            what="Una despensa",
            account_id=EventId(account_id) if means is BenefitMeans.BALANCE else None,
        )
        counter.device.record(event, subject=subject)
        counter.deliver()

    twice = found(central)["benefit-twice"]
    assert len(twice.events) == 2
    assert balance(central, account_id) == 30_000
    entry = pulled(central, one.device)["entitlement:despensa-1"]
    assert isinstance(entry, EntitlementEntry)
    assert len(entry.delivered) == 2


def test_an_incentive_counts_and_is_taken_back(central: Central) -> None:
    """What a rule credited is on the balance; taken back with the payment, it is off again."""
    counter = Counter(central)
    _, account_id = counter.account()
    paid = counter.move(account_id, 1_000)
    rule = RuleVersion(rule_id="puntual", version=1)
    for back in (False, True):
        counter.device.record(
            IncentiveCredited(
                rule=rule,
                amount_centavos=Centavos(150),
                account_id=EventId(account_id),
                taken_back=back,
            ),
            refs=(paid,),
        )
        counter.deliver()
        assert balance(central, account_id) == (1_000 if back else 1_150)


def test_a_declared_payment_is_confirmed_by_its_reference(central: Central) -> None:
    """The statement's word goes to the device; a reference used twice asks which payment."""
    counter = Counter(central)
    declared = Settlement(
        means=PaymentMeans.TRANSFER,
        tendered_centavos=Centavos(18_550),
        change_centavos=Centavos(0),
    )
    ids = [
        counter.device.record(
            a_payment(counter.device, counter.shift, settlement=declared, reference=reference)
        )
        for reference in ("SPEI-1", "SPEI-2", "SPEI-2")
    ]
    counter.deliver()

    def conclude(reference: str, payment_id: bytes | None = None) -> None:
        with central.database.write() as connection:
            conclude_declared(
                connection,
                reference,
                DeclaredOutcome.CONFIRMED,
                day=date(2026, 11, 24),
                payment_id=payment_id,
                now_ms=1,
            )

    conclude("SPEI-1")
    with pytest.raises(CentralError, match="which"):
        conclude("SPEI-2")
    with pytest.raises(CentralError, match="unknown"):
        conclude("SPEI-9")
    conclude("SPEI-2", ids[2])

    held = pulled(central, counter.device)
    outcome = held[f"declared:{ids[0].hex()}"]
    assert isinstance(outcome, DeclaredEntry)
    assert outcome.outcome is DeclaredOutcome.CONFIRMED
    with central.database.read() as connection:
        assert [row.event_id for row in declared_waiting(connection)] == [ids[1]]


def test_an_older_central_gets_the_tables_of_accounts(central: Central) -> None:
    """Opened again, a central of an earlier schema has them, filled from its journal."""
    counter = Counter(central)
    _, account_id = counter.account()
    counter.deliver()
    with central.database.write() as connection:
        connection.execute(
            schema.setting.update()
            .where(schema.setting.c.name == "schema")
            .values(value=(3).to_bytes(2, "big"))
        )

    central.restart()
    central.platform.catch_up()

    with central.database.read() as connection:
        rows = connection.execute(select(schema.account_card.c.account_id)).scalars().all()
    assert rows == [account_id]
