"""What people at the central decide about accounts: merges, entitlements, transfers, settling.

Each decision is kept here, published to the devices (dataset 6), and undoes nothing that a device
recorded: events stay as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from sync.catalogue import DeclaredOutcome, EntitlementEntry, decode_entry, encode_entry
from sync.central import schema
from sync.central.account_state import (
    accounts_of,
    balance_of,
    card_ends,
    ids_of,
    movements_of,
    shown_as,
    state_of,
)
from sync.central.accounts import (
    publish_account,
    publish_declared,
    publish_entitlement,
    publish_merge,
)
from sync.central.database import upsert
from sync.central.errors import CentralError
from sync.central.event_rows import whole_day
from sync.central.toml_rows import Row, rows_of
from sync.events import BenefitMeans
from sync.ids import EventId, SubjectId
from sync.money import Centavos

_MEANS = {
    "kind": BenefitMeans.IN_KIND,
    "cash": BenefitMeans.CASH,
    "balance": BenefitMeans.BALANCE,
}

# Two people are one


def merge_people(
    connection: Connection, merged: bytes, into: bytes, words: str, now_ms: int
) -> int:
    """Let *merged* be shown as *into*; records stay under the ids they were made with.

    Raises CentralError `people.unknown`, `people.same` (they are one already); nothing changed.
    """
    for one in (merged, into):
        if not _is_known(connection, one):
            raise CentralError("people.unknown", one.hex())
    target = shown_as(connection, into)
    if shown_as(connection, merged) == target:
        raise CentralError("people.same", merged.hex())
    source = shown_as(connection, merged)
    connection.execute(
        insert(schema.person_merge).values(
            merged=source, merged_into=target, words=words, at_ms=now_ms
        )
    )
    changed = 0
    for one in ids_of(connection, target):
        if one != target:
            changed += publish_merge(connection, one, now_ms)
    return changed


def compared(connection: Connection) -> list[Any]:
    """Return what clerks decided about pairs that are not merged; who said *the same* first."""
    table = schema.person_compared
    rows = connection.execute(
        select(table).order_by(table.c.decision.desc(), table.c.score_permille.desc())
    ).all()
    return [
        row
        for row in rows
        if row.subject is not None
        and shown_as(connection, row.subject) != shown_as(connection, row.other)
    ]


def _is_known(connection: Connection, subject: bytes) -> bool:
    table = schema.about
    return (
        connection.execute(select(table.c.seq).where(table.c.subject == subject).limit(1)).first()
        is not None
    )


# What programmes owe


def read_entitlements(connection: Connection, path: Path) -> tuple[EntitlementEntry, ...]:
    """Return the entitlements in a TOML file; CentralError("publish.catalogue") names the field.

    A person is named by their id, or by a CURP that exactly one person of the register has.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CentralError("publish.catalogue", f"{path}: cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CentralError("publish.catalogue", f"{path}: {error}") from error
    return tuple(_entitlement(connection, row) for row in rows_of(document, "entitlements"))


def _entitlement(connection: Connection, row: Row) -> EntitlementEntry:
    means = row.optional("means")
    if not isinstance(means, list) or not means or not set(means) <= set(_MEANS):
        raise row.refuse("means", f"must be a list of {', '.join(_MEANS)}")
    person = row.text("person")
    subject = _person_of(connection, person)
    if subject is None:
        raise row.refuse("person", "must be a person's id, or the CURP of exactly one person")
    amount = row.number("amount_centavos", 0, 2**40)
    if amount == 0 and set(means) != {"kind"}:
        raise row.refuse("amount_centavos", "must say how much for cash or balance")
    entry = EntitlementEntry(
        entitlement_id=row.text("id"),
        version=row.number("version", 1, 2**32),
        subject=SubjectId(subject),
        programmes=row.languages("programme"),
        what=row.languages("what"),
        means=tuple(_MEANS[one] for one in means),
        amount_centavos=Centavos(amount),
        quantity=row.number("quantity", 1, 2**32),
        times=row.number("times", 1, 1_000),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
    )
    row.end()
    return entry


def _person_of(connection: Connection, named: str) -> bytes | None:
    if len(named) == 32:
        try:
            return bytes.fromhex(named)
        except ValueError:
            return None
    found: set[bytes] = set()
    for table in (schema.person, schema.person_correction):
        found.update(
            shown_as(connection, subject)
            for subject in connection.execute(
                select(table.c.subject).where(table.c.curp == named.strip().upper())
            ).scalars()
        )
    return found.pop() if len(found) == 1 else None


def import_entitlements(
    connection: Connection, entries: Iterable[EntitlementEntry], now_ms: int
) -> int:
    """Keep and publish entitlements; a version that was published never changes.

    Raises CentralError("publish.changed"), CentralError("people.unknown"); the caller's transaction
    must then be rolled back.
    """
    table, changed = schema.entitlement, 0
    for entry in entries:
        if not _is_known(connection, entry.subject):
            raise CentralError("people.unknown", entry.subject.hex())
        value = encode_entry(entry)
        held = connection.execute(
            select(table.c.value).where(table.c.entitlement_id == entry.entitlement_id)
        ).scalar_one_or_none()
        if held == value:
            continue
        if held is not None and _version_in(entry.key, held) >= entry.version:
            raise CentralError("publish.changed", f"{entry.key} needs a new version")
        values = {
            "subject": entry.subject,
            "times": entry.times,
            "value": value,
            "at_ms": now_ms,
        }
        connection.execute(
            upsert(table)
            .values(entitlement_id=entry.entitlement_id, **values)
            .on_conflict_do_update(index_elements=["entitlement_id"], set_=values)
        )
        changed += publish_entitlement(connection, entry.entitlement_id)
    return changed


def _version_in(key: str, value: bytes) -> int:
    entry = decode_entry(EntitlementEntry.dataset, key, value)
    return entry.version if isinstance(entry, EntitlementEntry) else 0


# Declared payments


def declared_waiting(connection: Connection) -> list[Any]:
    """Return the payments by reference that nobody confirmed or rejected, the oldest first."""
    table, outcome = schema.declared_payment, schema.declared_outcome
    return list(
        connection.execute(
            select(table)
            .outerjoin(outcome, outcome.c.payment_id == table.c.event_id)
            .where(outcome.c.payment_id.is_(None))
            .order_by(table.c.device_time_seconds)
        ).all()
    )


def conclude_declared(
    connection: Connection,
    reference: str,
    outcome: DeclaredOutcome,
    *,
    day: date,
    words: str = "",
    payment_id: bytes | None = None,
    now_ms: int,
) -> Any:
    """Keep and publish what the bank's statement says of a declared payment; return the payment.

    A later word replaces an earlier one. Raises CentralError `payments.unknown`, or
    `payments.which` where two payments name the same reference and *payment_id* does not say which.
    """
    table = schema.declared_payment
    rows = connection.execute(select(table).where(table.c.reference == reference)).all()
    found = list({row.event_id: row for row in rows}.values())
    if payment_id is not None:
        found = [row for row in found if row.event_id == payment_id]
    if not found:
        raise CentralError("payments.unknown", reference)
    if len(found) > 1:
        raise CentralError("payments.which", " ".join(row.event_id.hex() for row in found))
    values = {"outcome": int(outcome), "day": whole_day(day), "words": words, "at_ms": now_ms}
    connection.execute(
        upsert(schema.declared_outcome)
        .values(payment_id=found[0].event_id, **values)
        .on_conflict_do_update(index_elements=["payment_id"], set_=values)
    )
    publish_declared(connection, found[0].event_id)
    return found[0]


# Overspent accounts


def settle(
    connection: Connection, account_id: EventId, *, waive: bool, words: str, now_ms: int
) -> int:
    """End the hold of an account whose balance is no longer below 0; return what was waived.

    *waive*: the institution bears what is missing. Raises CentralError `accounts.unknown`,
    `accounts.open` (still below 0); nothing changed.
    """
    table = schema.account_hold
    state = state_of(connection, account_id)
    if state is None:
        raise CentralError("accounts.unknown", account_id.hex())
    missing = max(0, -state.entry.balance_centavos)
    if missing and not waive:
        raise CentralError("accounts.open", f"{missing} centavos are missing")
    connection.execute(
        update(table)
        .where(table.c.account_id == account_id, table.c.settled_at_ms.is_(None))
        .values(settled_at_ms=now_ms, waived_centavos=missing, words=words)
    )
    publish_account(connection, account_id, now_ms)
    return missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about accounts that somebody should look at."""

    kind: str  # overspent, card-twice, card-conflict, benefit-twice, benefit-unknown, several
    about: str
    amount_centavos: int = 0
    events: tuple[str, ...] = ()


def findings(connection: Connection) -> tuple[Finding, ...]:
    """Return what does not fit together between devices, in a fixed order; nothing was lost."""
    found = (
        *_overspent(connection),
        *_cards(connection),
        *_benefits(connection),
        *_several_accounts(connection),
    )
    return tuple(sorted(found, key=lambda one: (one.kind, one.about)))


def _overspent(connection: Connection) -> list[Finding]:
    table = schema.account_hold
    rows = connection.execute(select(table).where(table.c.settled_at_ms.is_(None))).all()
    return [
        Finding(
            kind="overspent",
            about=row.account_id.hex(),
            amount_centavos=balance_of(connection, row.account_id),
            events=tuple(
                one.event_id.hex()
                for one in movements_of(connection, row.account_id)
                if one.change_centavos < 0
            ),
        )
        for row in rows
    ]


def _cards(connection: Connection) -> list[Finding]:
    table = schema.account_card
    rows = connection.execute(select(table)).all()
    by_card: dict[bytes, set[bytes]] = {}
    for row in rows:
        by_card.setdefault(row.card_number, set()).add(row.account_id)
    twice = [
        Finding(
            kind="card-twice", about=number.hex(), events=tuple(sorted(o.hex() for o in owners))
        )
        for number, owners in by_card.items()
        if len(owners) > 1
    ]
    for account_id in sorted({row.account_id for row in rows}):
        ends = card_ends(connection, account_id)
        if len(ends) > 1:
            events = tuple(one.event_id.hex() for one in ends)
            twice.append(Finding(kind="card-conflict", about=account_id.hex(), events=events))
    return twice


def _benefits(connection: Connection) -> list[Finding]:
    owed, given = schema.entitlement, schema.benefit
    times = {
        row.entitlement_id: row.times
        for row in connection.execute(select(owed.c.entitlement_id, owed.c.times))
    }
    by_name: dict[str, dict[bytes, Any]] = {}
    for row in connection.execute(select(given)).all():
        by_name.setdefault(row.entitlement_id, {})[row.event_id] = row
    found = []
    for name, rows in by_name.items():
        events = tuple(sorted(event_id.hex() for event_id in rows))
        amount = sum(row.amount_centavos for row in rows.values())
        if name not in times:
            kind = "benefit-unknown"
        elif len(rows) > times[name]:
            kind = "benefit-twice"
        else:
            continue
        found.append(Finding(kind=kind, about=name, amount_centavos=amount, events=events))
    return found


def _several_accounts(connection: Connection) -> list[Finding]:
    table = schema.account_card
    subjects = {
        shown_as(connection, one)
        for one in connection.execute(select(table.c.subject).distinct()).scalars()
        if one is not None
    }
    found = []
    for subject in sorted(subjects):
        held = accounts_of(connection, ids_of(connection, subject))
        if len(held) > 1:
            events = tuple(sorted(one.hex() for one in held))
            found.append(Finding(kind="several", about=subject.hex(), events=events))
    return found
