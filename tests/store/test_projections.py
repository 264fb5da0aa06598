"""Read tables: what follows from each event, and the same again by rebuilding."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import IntegrityError

from kiosk.store import kept, projections, queries, records
from kiosk.store.ledger_tables import Unbalanced
from kiosk.store.projections import rebuild
from sync.events import (
    EVENT_TYPES,
    PaymentMeans,
    PrintResult,
    ReceiptPrinted,
    Recorded,
    StreamReason,
)
from sync.ids import ShiftId, SubjectId
from sync.journal import Transaction, erase
from tests.support.vaults import (
    Device,
    a_consent,
    a_device,
    a_payment,
    a_person,
    a_registration,
    a_shift,
    salt_of,
)

READ_TABLES = frozenset(
    (
        *("person", "person_word", "person_identity", "consent", "consent_purpose"),
        *("registration", "shift", "payment", "payment_line", "ledger", "printed"),
        *("stream_start", "cash_piece", "cash_move", "drawer_count", "hand_over", "taken_over"),
        *("deposit", "deposit_confirmed", "reversal"),
    )
)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Return an enrolled device; close its file."""
    made = a_device(tmp_path / "vault.db")
    made.begin()
    yield made
    made.database.close()


def picture(tx: Transaction) -> dict[str, list[Any]]:
    """Return every row of every table, in a fixed order."""
    names = [
        row[0]
        for row in tx.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    tables = {}
    for name in names:
        rows = tx.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - our own names
        tables[name] = sorted(rows, key=repr)
    return tables


def a_day(device: Device) -> Recorded:
    """Record a person, a shift, a registration and its payment; return the payment."""
    person = device.record(a_person(curp="PUDU900512XNENSNA1"))
    subject = SubjectId(person.event_id)
    shift = device.record(a_shift(device.folio()))
    device.record(a_consent(), subject=subject)
    registration = device.record(a_registration(device.folio()), subject=subject)
    payment = a_payment(
        device.folio(),
        ShiftId(shift.event_id),
        nets_centavos=(10_050, 8_000),
        rounding_centavos=-50,
    )
    return device.record(payment, subject=subject, refs=(registration.event_id,))


def test_a_payment_can_be_read_back(device: Device) -> None:
    """A payment is found by its event and by the registration it pays, lines and all."""
    paid = a_day(device)

    row = device.database.read(lambda tx: queries.payment(tx, paid.event_id))

    assert row is not None
    assert row.registration is not None
    assert row.total_centavos == 18_000
    assert row.means is PaymentMeans.CASH
    assert [line.net_centavos for line in row.lines] == [10_050, 8_000]
    again = device.database.read(lambda tx: queries.payment_for(tx, paid.header.refs[0]))
    assert again == row


def test_an_unpaid_registration_is_pending_until_it_is_paid(device: Device) -> None:
    """A registration of a service with a fee waits for its payment and for no other."""
    a_day(device)
    waiting = device.record(a_registration(device.folio()), subject=SubjectId(bytes(16)))
    device.record(a_registration(device.folio(), service_code=900), subject=SubjectId(bytes(16)))

    pending = device.database.read(lambda tx: queries.unpaid_registrations(tx, {201, 202}))

    assert [row.event_id for row in pending] == [waiting.event_id]


def test_the_drawer_holds_float_and_payments(device: Device) -> None:
    """Expected cash is the ledger's sum: the float and what was charged, change given back."""
    paid = a_day(device)
    shift = device.database.read(queries.open_shift)

    assert shift is not None
    assert device.database.read(lambda tx: queries.drawer_centavos(tx, shift.shift)) == 68_000
    assert device.database.read(queries.ledger_centavos) == 0
    assert (shift.payments_count, shift.payments_centavos) == (1, 18_000)
    assert shift.last_payment_seconds == paid.header.time_seconds


def test_a_payment_that_does_not_add_up_is_not_recorded(device: Device) -> None:
    """An entry whose sides differ writes nothing: no event, no row."""
    shift = device.record(a_shift(device.folio()))
    right = a_payment(device.folio(), ShiftId(shift.event_id))
    wrong = replace(right, rounding_centavos=0)
    before = device.database.read(picture)

    with pytest.raises(Unbalanced):
        device.record(wrong)

    assert device.database.read(picture) == before


def test_ledger_entries_never_change(device: Device) -> None:
    """Neither an update nor a deletion of a ledger entry is possible."""
    a_day(device)

    with pytest.raises(IntegrityError, match="a correction is a new entry"):
        device.database.write(lambda tx: tx.execute("UPDATE ledger SET amount_centavos = 0"))
    with pytest.raises(IntegrityError, match="an entry stays"):
        device.database.write(lambda tx: tx.execute("DELETE FROM ledger"))


def test_a_receipt_without_a_print_is_listed(device: Device) -> None:
    """After a cut between commit and print the receipt is found; a failed print does not count."""
    paid = a_day(device)
    folio = 7
    device.database.write(
        lambda tx: kept.save_receipt(tx, paid.stream, paid.seq, 9, folio, b"signed")
    )

    def unprinted() -> list[int]:
        rows = device.database.read(kept.receipts_without_print)
        return [row.number for row in rows]

    assert unprinted() == [folio]
    failed = ReceiptPrinted(copy=0, printer="imagen", result=PrintResult.FAILED)
    device.record(failed, refs=(paid.event_id,))
    assert unprinted() == [folio]
    printed = ReceiptPrinted(copy=0, printer="imagen", result=PrintResult.PRINTED)
    device.record(printed, refs=(paid.event_id,))
    assert unprinted() == []


def test_the_last_verified_receipt_gives_the_floor(device: Device) -> None:
    """A receipt whose time was not verified does not lift the floor."""
    a_day(device)
    before = device.database.read(queries.last_verified_receipt_seconds)
    device.clock.pass_seconds(600)
    opened = a_shift(device.folio(), number=2)
    unverified = replace(opened, receipt_time_seconds=1_795_000_000)
    device.record(unverified)

    assert device.database.read(queries.last_verified_receipt_seconds) == before
    device.record(a_registration(device.folio()))
    after = device.database.read(queries.last_verified_receipt_seconds)
    assert after is not None
    assert before is not None
    assert after == before + 600


def test_records_are_counted_where_they_stand(device: Device) -> None:
    """Four kinds are records; an acknowledgement delivers them, a code asks for attention."""
    paid = a_day(device)

    assert device.database.read(records.record_counts).undelivered == 4

    def acknowledge(tx: Transaction) -> None:
        tx.execute(
            "INSERT INTO stream_state (stream, acknowledged) VALUES (?, ?)",
            (paid.stream, paid.seq - 1),
        )
        tx.execute(
            "INSERT INTO event_code (stream, seq, code, received_at) VALUES (?, ?, 4, 0)",
            (paid.stream, paid.seq - 1),
        )

    device.database.write(acknowledge)
    counts = device.database.read(records.record_counts)
    assert (counts.undelivered, counts.delivered, counts.attention) == (1, 2, 1)
    waiting = device.database.read(records.undelivered_records)
    assert [row.event_id for row in waiting] == [paid.event_id]
    held = device.database.read(records.attention_records)
    assert [(row.kind, row.code) for row in held] == [(40, 4)]
    assert [row.kind for row in device.database.read(records.delivered_records)] == [30, 50]


HISTORIES = 2_000 if os.environ.get("VENTANILLA_SOAK") == "1" else 20
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["person", "shift", "registration", "payment", "print", "consent", "stream"]
        ),
        st.integers(1, 5_000_000),
        st.integers(-50, 49),
        st.integers(0, 2**16),
    ),
    max_size=25,
)


def play(device: Device, acts: list[tuple[str, int, int, int]]) -> None:
    """Record a made-up history on a device."""
    people: list[Recorded] = []
    shifts: list[Recorded] = []
    made: list[Recorded] = []
    for act, amount, rounding, choice in acts:
        device.clock.pass_seconds(amount % 97)
        subject = SubjectId(people[choice % len(people)].event_id) if people else None
        match act:
            case "person":
                name = f"NIÑO{amount % 7} ÁVILA"
                people.append(device.record(a_person(given=name, curp=f"CURP{amount}")))
            case "shift":
                opened = a_shift(device.folio(), number=len(shifts) + 1, float_centavos=amount)
                shifts.append(device.record(opened))
            case "registration":
                made.append(device.record(a_registration(device.folio()), subject=subject))
            case "payment" if shifts:
                payment = a_payment(
                    device.folio(),
                    ShiftId(shifts[-1].event_id),
                    nets_centavos=(amount + 100, amount),
                    rounding_centavos=rounding,
                )
                refs = (made[choice % len(made)].event_id,) if made else ()
                device.record(payment, subject=subject, refs=refs)
            case "print" if made:
                printed = ReceiptPrinted(copy=0, printer="imagen", result=PrintResult.PRINTED)
                device.record(printed, refs=(made[choice % len(made)].event_id,))
            case "consent":
                device.record(a_consent(), subject=subject)
            case "stream":
                device.begin(StreamReason.FORK)
            case _:
                pass


@pytest.mark.slow
@settings(max_examples=HISTORIES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_rebuilding_gives_identical_rows(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int, int]]
) -> None:
    """Whatever was recorded, rebuilding the read tables changes no row of any table."""
    device = a_device(tmp_path_factory.mktemp("rebuild") / "vault.db")
    try:
        device.begin()
        play(device, acts)
        before = device.database.read(picture)

        device.database.write(rebuild)

        assert device.database.read(picture) == before
        assert device.database.read(queries.ledger_centavos) == 0
    finally:
        device.database.close()


def test_rebuilding_mends_read_tables_and_touches_nothing_else(device: Device) -> None:
    """Rows that were lost or invented are put right; every other table keeps its rows."""
    paid = a_day(device)
    device.database.write(lambda tx: kept.save_receipt(tx, paid.stream, paid.seq, 9, 1, b"signed"))
    device.database.write(
        lambda tx: kept.save_draft(
            tx, salt=salt_of(1), kind="person", content=b"half", now_seconds=1
        )
    )
    right = device.database.read(picture)
    device.database.write(lambda tx: tx.execute("UPDATE payment SET total_centavos = 1"))
    device.database.write(lambda tx: tx.execute("DELETE FROM person_word"))
    device.database.write(lambda tx: tx.execute("DROP TABLE consent"))

    device.database.write(rebuild)

    now = device.database.read(picture)
    assert now == right
    assert now.keys() >= READ_TABLES


def test_a_rebuild_leaves_out_what_was_erased(device: Device) -> None:
    """Once an event's content is gone, rebuilding does not bring its rows back."""
    person = device.record(a_person())
    device.record(a_person(given="DOS"))
    device.database.write(lambda tx: erase(tx, [person.event_id]))

    device.database.write(rebuild)

    assert [row[0] for row in device.rows("SELECT given FROM person")] == ["DOS"]


def test_projections_know_every_event_type() -> None:
    """Each event type of the contract has its branch; none falls through unseen."""
    source = Path(projections.__file__).read_text(encoding="utf-8")
    missing = [kind.__name__ for kind in EVENT_TYPES if f"{kind.__name__}()" not in source]

    assert missing == []
