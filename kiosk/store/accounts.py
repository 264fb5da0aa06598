"""Questions about accounts: what the central published, and what was recorded here since.

A balance is what the central knows, and what this device recorded after the last of its own events
that the central names (docs/accounts.md). Without a word of the central it is what was recorded.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sync.catalogue import (
    AccountEntry,
    DeclaredEntry,
    EntitlementEntry,
    Entry,
    MergeEntry,
    decode_entry,
)
from sync.events import BenefitMeans, IncentiveCredited, SamePerson
from sync.ids import EventId, OperatorNumber, ShiftId, SubjectId
from sync.journal import Transaction, by_id
from sync.money import Centavos

DATASET = 6
T = TypeVar("T", bound=Entry)
_MOST_MERGES = 32
_PAYMENT, _INCENTIVE = 60, 103


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account with the card that opens it now."""

    account_id: EventId
    subject: SubjectId | None
    card_event: EventId
    card_number: bytes
    card_issue: int
    number_check: bytes
    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    """One change of a balance as recorded here."""

    event_id: EventId
    kind: int
    change_centavos: int
    series: int | None
    receipt_number: int | None
    what: str
    discreet: bool
    operator: OperatorNumber
    moved_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """What an account holds as far as this device can know."""

    centavos: int
    published_centavos: int | None  # None: the central knows nothing of it yet
    newer: tuple[MovementRow, ...]  # recorded here, and not in what was published


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitRow:
    """A benefit that was handed over here."""

    event_id: EventId
    entitlement_id: str
    entitlement_version: int
    means: BenefitMeans
    amount_centavos: Centavos
    what: str
    quantity: int
    account_id: EventId | None
    shift: ShiftId | None
    operator: OperatorNumber
    delivered_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What somebody decided about two people."""

    decision: SamePerson
    operator: OperatorNumber
    decided_seconds: int


# Accounts and their cards


def account(tx: Transaction, account_id: EventId) -> AccountRow | None:
    """Return an account, known here or published; None for neither.

    The card is the last one in the row of replacements that begins with what was published.
    """
    entry = _one(tx, AccountEntry, f"account:{account_id.hex()}")
    local = tx.execute(
        "SELECT event_id, previous, subject, card_number, card_issue, number_check"
        " FROM account_card WHERE account_id = ? ORDER BY number",
        (account_id,),
    ).fetchall()
    blocked = entry is not None and entry.blocked
    cards = {
        event_id: (
            previous,
            AccountRow(
                account_id=account_id,
                subject=SubjectId(subject) if subject else None,
                card_event=EventId(event_id),
                card_number=number,
                card_issue=issue,
                number_check=check,
                blocked=blocked,
            ),
        )
        for event_id, previous, subject, number, issue, check in local
    }
    # by what each replaced, never by the order of the rows: what was blocked and is shown again
    # stands last
    after = {previous: row for previous, row in cards.values() if previous is not None}
    first = next((row for previous, row in cards.values() if previous not in cards), None)
    current = first if entry is None else _published_row(entry)
    while current is not None and (later := after.pop(current.card_event, None)) is not None:
        current = later
    return current


def accounts_of(tx: Transaction, subject: SubjectId) -> tuple[AccountRow, ...]:
    """Return the accounts of a person, whichever of their ids they were opened under."""
    found: dict[bytes, AccountRow] = {}
    for one in ids_of(tx, subject):
        rows = tx.execute("SELECT account_id FROM account_card WHERE subject = ?", (one,))
        ids = [EventId(row[0]) for row in rows.fetchall()]
        ids += [entry.account_id for entry in _holding(tx, AccountEntry, one)
                if entry.subject == one]  # fmt: skip
        for account_id in ids:
            row = account(tx, account_id)
            if row is not None:
                found[account_id] = row
    return tuple(found[key] for key in sorted(found))


def account_of_card(tx: Transaction, card_number: bytes) -> AccountRow | None:
    """Return the account whose card this is or was, None for a card that nobody has yet.

    Compare `card_number` of the answer: another one means that the card was replaced.
    """
    row = tx.execute(
        "SELECT account_id FROM account_card WHERE card_number = ? ORDER BY number DESC LIMIT 1",
        (card_number,),
    ).fetchone()
    if row is not None:
        return account(tx, EventId(row[0]))
    for entry in _holding(tx, AccountEntry, card_number):
        if entry.card_number == card_number:
            return account(tx, entry.account_id)
    return None


def entry_of(tx: Transaction, account_id: EventId) -> AccountEntry | None:
    """Return what the central published about an account."""
    return _one(tx, AccountEntry, f"account:{account_id.hex()}")


def entry_of_subject(tx: Transaction, subject: SubjectId) -> AccountEntry | None:
    """Return the published account of somebody whose card is not on this device, or None."""
    found = [one for one in _holding(tx, AccountEntry, subject) if one.subject == subject]
    return found[0] if found else None


def _published_row(entry: AccountEntry) -> AccountRow:
    return AccountRow(
        account_id=entry.account_id,
        subject=entry.subject,
        card_event=entry.card_event,
        card_number=entry.card_number,
        card_issue=entry.card_issue,
        number_check=entry.number_check,
        blocked=entry.blocked,
    )


# Balances


def balance(tx: Transaction, account_id: EventId) -> BalanceRow:
    """Return what an account holds as known here: published, and what came here after that."""
    entry = entry_of(tx, account_id)
    rows = movements(tx, account_id)
    if entry is None:
        total = sum(row.change_centavos for row in rows)
        return BalanceRow(centavos=total, published_centavos=None, newer=rows)
    included = set(entry.included)
    places = [place for place, row in enumerate(rows) if row.event_id in included]
    newer = rows[places[-1] + 1 :] if places else rows
    total = entry.balance_centavos + sum(row.change_centavos for row in newer)
    return BalanceRow(centavos=total, published_centavos=entry.balance_centavos, newer=newer)


def movements(tx: Transaction, account_id: EventId) -> tuple[MovementRow, ...]:
    """Return what was recorded here for an account, the oldest first."""
    rows = tx.execute(
        "SELECT event_id, kind, change_centavos, series, receipt_number, what, discreet, operator,"
        " moved_seconds FROM movement WHERE account_id = ? ORDER BY number",
        (account_id,),
    )
    return tuple(
        MovementRow(
            event_id=EventId(event_id),
            kind=kind,
            change_centavos=change,
            series=series,
            receipt_number=number,
            what=what,
            discreet=bool(discreet),
            operator=OperatorNumber(operator),
            moved_seconds=seconds,
        )
        for event_id, kind, change, series, number, what, discreet, operator, seconds in rows
    )


def spent_centavos(tx: Transaction, account_id: EventId, business_day: date) -> Centavos:
    """Return what payments of one business day took from a balance and the central knows not yet.

    By the shift's day, not by the clock. What is given back later does not lower it: a reversal
    asks for a second person anyway.
    """
    newer = [
        row
        for row in balance(tx, account_id).newer
        if row.kind == _PAYMENT and row.change_centavos < 0
    ]
    days = dict(
        tx.execute(
            "SELECT p.event_id, s.business_day FROM payment AS p JOIN shift AS s"
            " ON s.shift = p.shift WHERE p.event_id IN (SELECT unhex(value) FROM json_each(?))",
            (json.dumps([row.event_id.hex() for row in newer]),),
        ).fetchall()
    )
    wanted = business_day.isoformat()
    return Centavos(-sum(row.change_centavos for row in newer if days.get(row.event_id) == wanted))


def incentives_for(tx: Transaction, payment_id: EventId) -> tuple[IncentiveCredited, ...]:
    """Return what was credited for a payment and not taken back, as it was recorded."""
    rows = tx.execute(
        "SELECT event_id FROM movement WHERE about = ? AND kind = ? ORDER BY number",
        (payment_id, _INCENTIVE),
    ).fetchall()
    found: list[IncentiveCredited] = []
    for (event_id,) in rows:
        stored = by_id(tx, EventId(event_id))
        if stored is None or stored.body is None:
            continue
        event = stored.recorded().event
        if isinstance(event, IncentiveCredited):
            found.append(event)
    back = {one.rule for one in found if one.taken_back}
    return tuple(one for one in found if not one.taken_back and one.rule not in back)


# Benefits


def entitlements_of(tx: Transaction, subject: SubjectId) -> tuple[EntitlementEntry, ...]:
    """Return what programmes owe a person, by id; also what was delivered whole, or is over."""
    found: dict[str, EntitlementEntry] = {}
    for one in ids_of(tx, subject):
        for entry in _holding(tx, EntitlementEntry, one):
            if entry.subject == one:
                found[entry.entitlement_id] = entry
    return tuple(found[key] for key in sorted(found))


def entitlement(tx: Transaction, entitlement_id: str) -> EntitlementEntry | None:
    """Return one entitlement as published, or None."""
    return _one(tx, EntitlementEntry, f"entitlement:{entitlement_id}")


def deliveries(tx: Transaction, entitlement_id: str) -> tuple[BenefitRow, ...]:
    """Return what was handed over here of one entitlement, the oldest first."""
    rows = tx.execute(
        "SELECT event_id, entitlement_id, entitlement_version, means, amount_centavos, what,"
        " quantity, account_id, shift, operator, delivered_seconds FROM benefit"
        " WHERE entitlement_id = ? ORDER BY number",
        (entitlement_id,),
    )
    return tuple(_benefit(row) for row in rows)


def benefit(tx: Transaction, event_id: EventId) -> BenefitRow | None:
    """Return one benefit that was handed over here, or None."""
    row = tx.execute(
        "SELECT event_id, entitlement_id, entitlement_version, means, amount_centavos, what,"
        " quantity, account_id, shift, operator, delivered_seconds FROM benefit"
        " WHERE event_id = ?",
        (event_id,),
    ).fetchone()
    return None if row is None else _benefit(row)


def delivered_times(tx: Transaction, entry: EntitlementEntry) -> int:
    """Return how often an entitlement was delivered, here or, as published, anywhere."""
    here = {bytes(row.event_id) for row in deliveries(tx, entry.entitlement_id)}
    return len(here | set(entry.delivered))


def _benefit(row: tuple[Any, ...]) -> BenefitRow:
    event_id, entitlement_id, version, means, amount, what, quantity, account_id = row[:8]
    shift, operator, seconds = row[8:]
    return BenefitRow(
        event_id=EventId(event_id),
        entitlement_id=entitlement_id,
        entitlement_version=version,
        means=BenefitMeans(means),
        amount_centavos=Centavos(amount),
        what=what,
        quantity=quantity,
        account_id=None if account_id is None else EventId(account_id),
        shift=None if shift is None else ShiftId(shift),
        operator=OperatorNumber(operator),
        delivered_seconds=seconds,
    )


# Who is who


def shown_as(tx: Transaction, subject: SubjectId) -> SubjectId:
    """Return the id under which a person is shown: old ids lead to it (merges, dataset 6)."""
    for _ in range(_MOST_MERGES):
        entry = _one(tx, MergeEntry, f"merge:{subject.hex()}")
        if entry is None:
            return subject
        subject = entry.into
    return subject


def ids_of(tx: Transaction, subject: SubjectId) -> tuple[SubjectId, ...]:
    """Return every id of a person, the one they are shown under first."""
    shown = shown_as(tx, subject)
    found = [shown]
    for one in found:
        if len(found) > _MOST_MERGES:
            break
        found += [
            entry.merged
            for entry in _holding(tx, MergeEntry, one)
            if entry.into == one and entry.merged not in found
        ]
    return tuple(found)


def here_as(tx: Transaction, subject: SubjectId) -> SubjectId:
    """Return the id under which this device can show a person: the merged one if it knows them."""
    shown = shown_as(tx, subject)
    known = tx.execute("SELECT 1 FROM person WHERE subject = ?", (shown,)).fetchone()
    return subject if known is None else shown


def is_merged(tx: Transaction, subject: SubjectId) -> bool:
    """Say whether a person is shown under another id."""
    return shown_as(tx, subject) != subject


def comparison(tx: Transaction, one: SubjectId, other: SubjectId) -> Comparison | None:
    """Return what was decided last about two people, or None where nobody was asked."""
    first, second = sorted((bytes(one), bytes(other)))
    row = tx.execute(
        "SELECT decision, operator, decided_seconds FROM compared WHERE one = ? AND other = ?"
        " ORDER BY number DESC LIMIT 1",
        (first, second),
    ).fetchone()
    if row is None:
        return None
    return Comparison(
        decision=SamePerson(row[0]), operator=OperatorNumber(row[1]), decided_seconds=row[2]
    )


# Declared payments


def declared(tx: Transaction, payment_id: EventId) -> DeclaredEntry | None:
    """Return what the office found about a declared payment, None while it has said nothing."""
    return _one(tx, DeclaredEntry, f"declared:{payment_id.hex()}")


def _one(tx: Transaction, kind: type[T], key: str) -> T | None:
    row = tx.execute(
        "SELECT value FROM reference WHERE dataset = ? AND key = ?", (DATASET, key)
    ).fetchone()
    if row is None:
        return None
    entry = decode_entry(DATASET, key, row[0])
    return entry if isinstance(entry, kind) else None


_PREFIXES: dict[type, str] = {
    AccountEntry: "account",
    EntitlementEntry: "entitlement",
    MergeEntry: "merge",
}


def _holding(tx: Transaction, kind: type[T], octets: bytes) -> list[T]:
    """Return the values of one kind that hold these bytes anywhere; the caller looks where."""
    prefix = _PREFIXES[kind]
    rows = tx.execute(
        "SELECT key, value FROM reference WHERE dataset = ? AND key >= ? AND key < ?"
        " AND instr(value, ?) > 0 ORDER BY key",
        (DATASET, f"{prefix}:", f"{prefix};", octets),
    ).fetchall()
    found = [decode_entry(DATASET, key, value) for key, value in rows]
    return [entry for entry in found if isinstance(entry, kind)]
