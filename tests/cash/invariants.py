"""The invariants of RECEIPTS §10, asked of a real file: numbers as there.

`after_step` is cheap and asked after every step, `at_the_end` once. 8 (any order of batches gives
the same central state) is asked of the central in `tests/delivery`.
"""

from __future__ import annotations

from dataclasses import replace

from sqlcipher3.dbapi2 import IntegrityError

from sync import cbor, cose
from sync.events import CashMoved, decode_header
from sync.ids import StreamId, series_of
from sync.journal import OtherContent, Transaction, in_order, streams, verify
from sync.receipt_check import Answer
from sync.receipts import DOMAIN, RECEIPT_CAP_BYTES, payload_of, qr_text, read_payload
from tests.cash.model import Model
from tests.cash.tills import Till

Papers = dict[tuple[int, int], bytes]
"""What people hold in their hands: the anchor of every folio ever issued, of lost files too."""

_HALF_UNIT_CENTAVOS = 25
_RECEIPT_KINDS = (1, 30, 33, 40, 60, 61)
FIXED = {
    "ledger": ("DELETE FROM ledger", "UPDATE ledger SET amount_centavos = amount_centavos + 1"),
    "receipt": ("DELETE FROM receipt", "UPDATE receipt SET cose = x'00'"),
    "event": ("DELETE FROM event", "UPDATE event SET header = x'a0'"),
}
"""Invariant 5: what no hand may do to the file."""


def after_step(till: Till, model: Model, papers: Papers) -> None:
    """Ask everything that one transaction can break."""
    till.counter.database.read(lambda tx: _after_step(tx, model, papers))


def _after_step(tx: Transaction, model: Model, papers: Papers) -> None:
    def all_rows(sql: str) -> list[tuple[object, ...]]:
        return tx.execute(sql).fetchall()

    odd = all_rows("SELECT event_id FROM ledger GROUP BY event_id HAVING sum(amount_centavos) <> 0")
    assert odd == [], "1: an act that does not sum to 0"
    sums = all_rows(
        "SELECT account, sum(amount_centavos) FROM ledger GROUP BY account"
        " HAVING sum(amount_centavos) <> 0"
    )
    found = {str(name): amount for name, amount in sums}
    assert found == model.accounts(), f"2, 9: {found} is not {model.accounts()}"
    assert sum(int(str(one)) for one in found.values()) == 0, "1: the ledger does not sum to 0"
    drawers = all_rows(
        "SELECT shift, sum(amount_centavos) FROM ledger WHERE account = 'drawer' GROUP BY shift"
    )
    assert all(int(str(one)) >= 0 for _, one in drawers), "2: a drawer holds less than nothing"
    blame = all_rows(
        "SELECT operator, sum(amount_centavos) FROM ledger WHERE account = 'over_short'"
        " GROUP BY operator HAVING sum(amount_centavos) <> 0"
    )
    assert {int(str(who)): amount for who, amount in blame} == {
        who: amount for who, amount in model.over_short_centavos.items() if amount
    }, "9: a difference stands on another's account"
    numbers = all_rows(
        "SELECT series, min(number), max(number), count(*) FROM receipt GROUP BY series"
    )
    assert all((low, high) == (1, count) for _, low, high, count in numbers), "3: a gap"
    _check_papers(tx, papers)
    _check_reversals(tx, model)


def _check_papers(tx: Transaction, papers: Papers) -> None:
    """3, 14: a folio is one paper, whatever the file has been through."""
    rows = tx.execute(
        "SELECT r.series, r.number, substr(e.head, 1, 16) FROM receipt AS r JOIN event AS e"
        " ON e.stream = r.stream AND e.seq = r.seq"
    ).fetchall()
    for series, number, anchor in rows:
        known = papers.setdefault((series, number), anchor)
        assert known == anchor, f"3: folio {series}-{number} is two papers"


def _check_reversals(tx: Transaction, model: Model) -> None:
    """6: at most once, exactly, never of a reversal."""
    rows = tx.execute(
        "SELECT r.payment, r.total_centavos, p.total_centavos, count(*) FROM reversal AS r"
        " LEFT JOIN payment AS p ON p.event_id = r.payment GROUP BY r.payment"
    ).fetchall()
    reversed_ones = {event for event, paid in model.payments.items() if paid.reversed_once}
    assert {row[0] for row in rows} == reversed_ones, "6: another payment is reversed"
    assert all(row[1] == row[2] and row[3] == 1 for row in rows), "6: not exactly once"


def at_the_end(till: Till, model: Model) -> None:
    """Ask what is asked of the whole history."""
    counter = till.counter
    counter.database.read(lambda tx: _whole(tx, till))
    counter.database.read(lambda tx: _shifts_add_up(tx, model))
    counter.database.read(_approvals_are_of_others)
    _nothing_can_be_undone(till)


def _whole(tx: Transaction, till: Till) -> None:
    institution = till.counter.desk.identity.institution
    series = []
    for stream in streams(tx):
        assert verify(tx, StreamId(stream)).holds, "13: the chain of a stream is broken"
        series.append(series_of(StreamId(stream)))
    assert len(set(series)) == len(series), "14: two streams share a series"
    receipts = {
        (stream, seq): (number_series, number, signed)
        for stream, seq, number_series, number, signed in tx.execute(
            "SELECT stream, seq, series, number, cose FROM receipt"
        ).fetchall()
    }
    due = 0
    for stored in in_order(tx):
        header = decode_header(stored.header)
        if header.kind not in _RECEIPT_KINDS:
            assert (stored.stream, stored.seq) not in receipts, "11: a receipt of nothing"
            continue
        due += 1
        held = receipts.get((stored.stream, stored.seq))
        assert held is not None, "11: an event without its receipt"
        number_series, number, signed = held
        assert stored.body is not None
        body = cbor.decode(stored.body)
        if header.kind != 1:
            assert tuple(body[1]) == (number_series, number), "4: another folio"
        payload = payload_of(
            cbor.decode(stored.header),
            body,
            head=stored.head,
            stream=stored.stream,
            account_key=till.counter.desk.identity.account_key,
        )
        said = cose.open_shape(signed, DOMAIN, RECEIPT_CAP_BYTES, (13,)).payload
        assert _without_initials(said) == _without_initials(payload), "15: R(event, h) differs"
        read = read_payload(said)
        assert read.anchor == stored.head[:16], "4: another anchor"
        verdict = till.counter.receipts.verify(qr_text(institution.receipt_prefix, signed))
        assert verdict.answer is Answer.AUTHENTIC, "13: a receipt that does not verify"
    assert due == len(receipts), "11: as many receipts as events that give one"


def _without_initials(payload: bytes) -> dict[int, object]:
    content = dict(cbor.decode(payload))
    content.pop(10, None)
    return content


def _shifts_add_up(tx: Transaction, model: Model) -> None:
    del model
    rows = tx.execute(
        "SELECT shift, float_centavos, counted_centavos, expected_centavos, difference_centavos"
        " FROM shift WHERE closing IS NOT NULL"
    ).fetchall()
    for shift, float_centavos, counted, expected, difference in rows:
        paid = _one(
            tx, "SELECT coalesce(sum(total_centavos), 0) FROM payment WHERE shift = ?", shift
        )
        back = _one(
            tx, "SELECT coalesce(sum(total_centavos), 0) FROM reversal WHERE shift = ?", shift
        )
        moved = _one(
            tx, "SELECT coalesce(sum(change_centavos), 0) FROM cash_move WHERE shift = ?", shift
        )
        assert paid - back == counted - moved - float_centavos - difference, "9: does not add up"
        assert counted - expected == difference, "9: another difference"
        assert _one(
            tx, "SELECT coalesce(sum(amount_centavos), 0) FROM ledger WHERE shift = ?"
            " AND account = 'drawer'", shift,
        ) == 0, "12: a closed drawer holds something"  # fmt: skip
    counts = tx.execute(
        "SELECT c.counted_centavos, coalesce(sum(p.each_centavos * p.pieces), 0)"
        " FROM drawer_count AS c LEFT JOIN cash_piece AS p ON p.event_id = c.event_id"
        " GROUP BY c.event_id"
    ).fetchall()
    assert all(counted == pieces for counted, pieces in counts), "10: pieces are another sum"
    lines = tx.execute(
        "SELECT p.total_centavos, p.rounding_centavos, sum(l.net_centavos) FROM payment AS p"
        " JOIN payment_line AS l ON l.event_id = p.event_id GROUP BY p.event_id"
    ).fetchall()
    for total, rounding, nets in lines:
        assert total == nets + rounding, "16: rounding is not what is missing"
        assert abs(rounding) <= _HALF_UNIT_CENTAVOS, "16: more than half a unit"


def _approvals_are_of_others(tx: Transaction) -> None:
    rows = tx.execute(
        "SELECT a.approver, e.header FROM approval_use AS u JOIN approval_answer AS a"
        " ON a.event_id = u.approval JOIN event AS e ON e.event_id = u.used_by"
    ).fetchall()
    for approver, header in rows:
        assert decode_header(header).operator != approver, "17: who authorised also cashed"


def _nothing_can_be_undone(till: Till) -> None:
    """5, 12: neither rows of money nor a closed shift can be touched by any statement."""
    counter = till.counter
    for table, statements in FIXED.items():
        if counter.count(table):
            for statement in statements:
                _refused(till, statement)
    closed = counter.rows("SELECT shift FROM shift WHERE closing IS NOT NULL LIMIT 1")
    if closed:
        entry = "INSERT INTO ledger VALUES (x'00', 0, ?, 'drawer', NULL, NULL, NULL, 1)"
        _refused(till, entry, *closed[0])
    _same_id_other_body(till)


def _refused(till: Till, statement: str, *parameters: object) -> None:
    try:
        till.counter.database.write(lambda tx: tx.execute(statement, parameters))
    except IntegrityError:
        return
    raise AssertionError(f"5, 12: the file let {statement} through")


def _same_id_other_body(till: Till) -> None:
    """7: the id of an event with another body is an error, and writes nothing."""
    counter = till.counter
    before = counter.count("event")
    stored = counter.database.read(
        lambda tx: next((one for one in in_order(tx) if decode_header(one.header).kind == 31), None)
    )
    event = None if stored is None else stored.recorded().event
    if stored is None or stored.salt is None or not isinstance(event, CashMoved):
        return
    other, salt = replace(event, change_centavos=event.change_centavos + 1), stored.salt
    try:
        counter.desk.write(lambda tx: counter.desk.append(tx, other, salt=salt))
    except OtherContent:
        assert counter.count("event") == before
        return
    raise AssertionError("7: an id was used for another body")


def _one(tx: Transaction, sql: str, *parameters: object) -> int:
    return int(tx.execute(sql, parameters).fetchone()[0])
