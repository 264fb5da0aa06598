"""Every question about what was recorded: SQL in, frozen rows out.

Answers come from the read tables; amounts are centavos, times seconds of the device's clock.
`receipt_seconds` is None where the receipt's time was the header's (RECEIPTS §4).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiosk.domain.ledger import DRAWER
from kiosk.store.folding import identity_value, words_of
from kiosk.store.where import STANDS_FIRST
from sync.events import Concept, Folio, PaymentMeans
from sync.ids import EventId, OperatorNumber, ShiftId, SubjectId
from sync.journal import Transaction
from sync.money import Centavos

BEYOND_ANY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as entered; CURP as it is compared, without spaces."""

    subject: SubjectId
    given: str
    first_surname: str
    second_surname: str
    born: str | None
    sex: str | None
    curp: str | None
    phone: str | None
    created_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRow:
    """A registration without its answers; those stand in its event."""

    event_id: EventId
    subject: SubjectId
    service_code: int
    form_id: str
    form_version: str
    instance_name: str | None
    folio: Folio
    discreet: bool
    operator: OperatorNumber
    made_seconds: int
    receipt_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One line of a payment."""

    concept: Concept
    quantity: int
    unit_centavos: Centavos
    tariff_id: str
    tariff_version: int
    changes_centavos: int
    net_centavos: Centavos


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """A payment with its lines."""

    event_id: EventId
    subject: SubjectId | None
    registration: EventId | None
    shift: ShiftId
    folio: Folio
    total_centavos: Centavos
    rounding_centavos: int
    means: PaymentMeans
    tendered_centavos: Centavos
    change_centavos: Centavos
    payer: str | None
    discreet: bool
    operator: OperatorNumber
    taken_seconds: int
    receipt_seconds: int | None
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """A shift with what was paid in it so far."""

    shift: ShiftId
    number: int
    business_day: date
    floor_seconds: int
    float_centavos: Centavos
    folio: Folio
    operator: OperatorNumber
    opened_seconds: int
    receipt_seconds: int | None
    closed_seconds: int | None
    payments_count: int
    payments_centavos: Centavos
    last_payment_seconds: int | None


# People


def person(tx: Transaction, subject: SubjectId) -> PersonRow | None:
    """Return one person, or None."""
    row = tx.execute(
        "SELECT subject, given, first_surname, second_surname, born, sex, curp, phone,"
        " created_seconds FROM person WHERE subject = ?",
        (subject,),
    ).fetchone()
    return None if row is None else _person(row)


def people_by_curp(tx: Transaction, curp: str) -> tuple[PersonRow, ...]:
    """Return who was entered with exactly this CURP, the earliest first."""
    rows = tx.execute(
        "SELECT p.subject, given, first_surname, second_surname, born, sex, curp, phone,"
        " created_seconds FROM person_identity AS i JOIN person AS p ON p.subject = i.subject"
        " WHERE i.type = 'curp' AND i.value = ? ORDER BY created_seconds, p.subject",
        (identity_value(curp),),
    )
    return tuple(_person(row) for row in rows)


def people_by_name(tx: Transaction, typed: str, limit: int = 50) -> tuple[PersonRow, ...]:
    """Return whose name has, for every word typed, a word that begins so; by surname.

    Accents, case and the order of the words do not matter. Nothing typed finds nobody.
    """
    words = sorted(words_of(typed), key=len, reverse=True)
    if not words:
        return ()
    rows = tx.execute(
        "SELECT p.subject, given, first_surname, second_surname, born, sex, curp, phone,"
        " created_seconds FROM person AS p WHERE subject IN"
        " (SELECT subject FROM person_word WHERE word >= ? AND word < ?)"
        " AND NOT EXISTS (SELECT 1 FROM json_each(?) AS typed WHERE NOT EXISTS"
        "   (SELECT 1 FROM person_word AS w WHERE w.subject = p.subject"
        "     AND substr(w.word, 1, length(typed.value)) = typed.value))"
        " ORDER BY sort_name, created_seconds, p.subject LIMIT ?",
        (words[0], words[0] + BEYOND_ANY_LETTER, json.dumps(words[1:]), limit),
    )
    return tuple(_person(row) for row in rows)


def _person(row: tuple[Any, ...]) -> PersonRow:
    subject, given, first_surname, second_surname, born, sex, curp, phone, created = row
    return PersonRow(
        subject=SubjectId(subject),
        given=given,
        first_surname=first_surname,
        second_surname=second_surname,
        born=born,
        sex=sex,
        curp=curp,
        phone=phone,
        created_seconds=created,
    )


# Registrations


def registration(tx: Transaction, event_id: EventId) -> RegistrationRow | None:
    """Return one registration, or None."""
    row = tx.execute(
        "SELECT event_id, subject, service_code, form_id, form_version, instance_name, series,"
        " number, discreet, operator, made_seconds, receipt_seconds FROM registration"
        " WHERE event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else _registration(row)


def last_registration_of(tx: Transaction, subject: SubjectId) -> RegistrationRow | None:
    """Return a person's latest registration, or None; discreet ones are left out."""
    row = tx.execute(
        "SELECT r.event_id, subject, service_code, form_id, form_version, instance_name, r.series,"  # noqa: S608 -- own words
        " r.number, discreet, operator, made_seconds, receipt_seconds FROM registration AS r"
        " JOIN event AS e ON e.event_id = r.event_id JOIN stream AS s ON s.stream = e.stream"
        f" WHERE subject = ? AND discreet = 0 AND {STANDS_FIRST}"
        " ORDER BY s.number DESC, e.seq DESC LIMIT 1",
        (subject,),
    ).fetchone()
    return None if row is None else _registration(row)


def unpaid_registrations(
    tx: Transaction, service_codes: Collection[int]
) -> tuple[RegistrationRow, ...]:
    """Return registrations of these services that no standing payment refers to, oldest first."""
    rows = tx.execute(
        "SELECT event_id, subject, service_code, form_id, form_version, instance_name, series,"
        " number, discreet, operator, made_seconds, receipt_seconds FROM registration AS r"
        " WHERE service_code IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM payment AS p WHERE p.registration = r.event_id"
        "   AND NOT EXISTS (SELECT 1 FROM reversal AS v WHERE v.payment = p.event_id))"
        " ORDER BY made_seconds, number",
        (json.dumps(sorted(service_codes)),),
    )
    return tuple(_registration(row) for row in rows)


def _registration(row: tuple[Any, ...]) -> RegistrationRow:
    event_id, subject, service_code, form_id, form_version, instance_name = row[:6]
    series, number, discreet, operator, made_seconds, receipt_seconds = row[6:]
    return RegistrationRow(
        event_id=EventId(event_id),
        subject=SubjectId(subject),
        service_code=service_code,
        form_id=form_id,
        form_version=form_version,
        instance_name=instance_name,
        folio=Folio(series=series, number=number),
        discreet=bool(discreet),
        operator=OperatorNumber(operator),
        made_seconds=made_seconds,
        receipt_seconds=receipt_seconds,
    )


# Payments and the drawer


def payment(tx: Transaction, event_id: EventId) -> PaymentRow | None:
    """Return one payment with its lines, or None."""
    row = tx.execute(
        "SELECT event_id, subject, registration, shift, series, number, total_centavos,"
        " rounding_centavos, means, tendered_centavos, change_centavos, payer, discreet, operator,"
        " taken_seconds, receipt_seconds FROM payment WHERE event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else _payment(tx, row)


def payment_for(tx: Transaction, registration_id: EventId) -> PaymentRow | None:
    """Return the first payment of a registration that was not given back, or None."""
    row = tx.execute(
        "SELECT event_id, subject, registration, shift, series, number, total_centavos,"
        " rounding_centavos, means, tendered_centavos, change_centavos, payer, discreet, operator,"
        " taken_seconds, receipt_seconds FROM payment AS p WHERE registration = ?"
        " AND NOT EXISTS (SELECT 1 FROM reversal AS v WHERE v.payment = p.event_id)"
        " ORDER BY taken_seconds, number LIMIT 1",
        (registration_id,),
    ).fetchone()
    return None if row is None else _payment(tx, row)


def payments_of(tx: Transaction, subject: SubjectId) -> tuple[PaymentRow, ...]:
    """Return a person's payments, the latest first."""
    rows = tx.execute(
        "SELECT event_id, subject, registration, shift, series, number, total_centavos,"
        " rounding_centavos, means, tendered_centavos, change_centavos, payer, discreet, operator,"
        " taken_seconds, receipt_seconds FROM payment WHERE subject = ?"
        " ORDER BY taken_seconds DESC, number DESC",
        (subject,),
    ).fetchall()
    return tuple(_payment(tx, row) for row in rows)


def _payment(tx: Transaction, row: tuple[Any, ...]) -> PaymentRow:
    event_id, subject, paid_for, shift, series, number, total, rounding = row[:8]
    means, tendered, change, payer, discreet, operator, taken_seconds, receipt_seconds = row[8:]
    lines = tx.execute(
        "SELECT concept, quantity, unit_centavos, tariff_id, tariff_version, changes_centavos,"
        " net_centavos FROM payment_line WHERE event_id = ? ORDER BY position",
        (event_id,),
    )
    return PaymentRow(
        event_id=EventId(event_id),
        subject=None if subject is None else SubjectId(subject),
        registration=None if paid_for is None else EventId(paid_for),
        shift=ShiftId(shift),
        folio=Folio(series=series, number=number),
        total_centavos=Centavos(total),
        rounding_centavos=rounding,
        means=PaymentMeans(means),
        tendered_centavos=Centavos(tendered),
        change_centavos=Centavos(change),
        payer=payer,
        discreet=bool(discreet),
        operator=OperatorNumber(operator),
        taken_seconds=taken_seconds,
        receipt_seconds=receipt_seconds,
        lines=tuple(
            LineRow(
                concept=Concept(concept),
                quantity=quantity,
                unit_centavos=Centavos(unit),
                tariff_id=tariff_id,
                tariff_version=tariff_version,
                changes_centavos=changes,
                net_centavos=Centavos(net),
            )
            for concept, quantity, unit, tariff_id, tariff_version, changes, net in lines
        ),
    )


def drawer_centavos(tx: Transaction, shift: ShiftId) -> Centavos:
    """Return what must be in the drawer of a shift, 0 once it is closed: the ledger's sum."""
    row = tx.execute(
        "SELECT sum(amount_centavos) FROM ledger WHERE shift = ? AND account = ?", (shift, DRAWER)
    ).fetchone()
    return Centavos(int(row[0] or 0))


def ledger_centavos(tx: Transaction) -> int:
    """Return the sum of every entry ever made, which is 0."""
    return int(tx.execute("SELECT sum(amount_centavos) FROM ledger").fetchone()[0] or 0)


# Shifts


def open_shift(tx: Transaction) -> ShiftRow | None:
    """Return the shift that is open, or None."""
    row = tx.execute(
        "SELECT s.shift, s.number, business_day, floor_seconds, float_centavos, s.series,"
        " receipt_number, s.operator, opened_seconds, s.receipt_seconds, closed_seconds,"
        " count(p.event_id), coalesce(sum(total_centavos), 0), max(taken_seconds)"
        " FROM shift AS s LEFT JOIN payment AS p ON p.shift = s.shift"
        " WHERE closed_seconds IS NULL GROUP BY s.shift ORDER BY s.number DESC LIMIT 1"
    ).fetchone()
    return None if row is None else _shift(row)


def shift(tx: Transaction, shift_id: ShiftId) -> ShiftRow | None:
    """Return one shift, or None."""
    row = tx.execute(
        "SELECT s.shift, s.number, business_day, floor_seconds, float_centavos, s.series,"
        " receipt_number, s.operator, opened_seconds, s.receipt_seconds, closed_seconds,"
        " count(p.event_id), coalesce(sum(total_centavos), 0), max(taken_seconds)"
        " FROM shift AS s LEFT JOIN payment AS p ON p.shift = s.shift"
        " WHERE s.shift = ? GROUP BY s.shift",
        (shift_id,),
    ).fetchone()
    return None if row is None else _shift(row)


def next_shift_number(tx: Transaction) -> int:
    """Return the number that the next shift of this device will have."""
    return int(tx.execute("SELECT max(number) FROM shift").fetchone()[0] or 0) + 1


def last_business_day(tx: Transaction) -> date | None:
    """Return the latest business day that was opened here, or None."""
    row = tx.execute("SELECT max(business_day) FROM shift").fetchone()
    return None if row[0] is None else date.fromisoformat(row[0])


def _shift(row: tuple[Any, ...]) -> ShiftRow:
    shift_id, number, business_day, floor_seconds, float_centavos, series, receipt_number = row[:7]
    operator, opened, receipt_seconds, closed, count, total, last_payment = row[7:]
    return ShiftRow(
        shift=ShiftId(shift_id),
        number=number,
        business_day=date.fromisoformat(business_day),
        floor_seconds=floor_seconds,
        float_centavos=Centavos(float_centavos),
        folio=Folio(series=series, number=receipt_number),
        operator=OperatorNumber(operator),
        opened_seconds=opened,
        receipt_seconds=receipt_seconds,
        closed_seconds=closed,
        payments_count=count,
        payments_centavos=Centavos(total),
        last_payment_seconds=last_payment,
    )


def last_verified_receipt_seconds(tx: Transaction) -> int | None:
    """Return the time of the last receipt whose time was verified (RECEIPTS §4), or None."""
    row = tx.execute(
        "SELECT seconds FROM ("  # noqa: S608 -- own words
        " SELECT event_id, made_seconds AS seconds FROM registration WHERE receipt_seconds IS NULL"
        " UNION ALL SELECT event_id, taken_seconds FROM payment WHERE receipt_seconds IS NULL"
        " UNION ALL SELECT shift, opened_seconds FROM shift WHERE receipt_seconds IS NULL"
        " UNION ALL SELECT closing, closed_seconds FROM shift"
        "  WHERE closing IS NOT NULL AND closing_receipt_seconds IS NULL"
        " UNION ALL SELECT event_id, reversed_seconds FROM reversal WHERE receipt_seconds IS NULL"
        " UNION ALL SELECT event_id, opened_seconds FROM stream_start) AS r"
        " JOIN event AS e ON e.event_id = r.event_id JOIN stream AS s ON s.stream = e.stream"
        f" WHERE {STANDS_FIRST} ORDER BY s.number DESC, e.seq DESC LIMIT 1"
    ).fetchone()
    return None if row is None else int(row[0])
