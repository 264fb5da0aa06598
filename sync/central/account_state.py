"""Accounts as all devices' events say: balance, card, holder, whether something is to be settled.

Reading only. A balance is the sum of every applied movement, whichever device recorded it and in
whatever order it arrived; each event counts once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from sync.catalogue import AccountEntry
from sync.central import schema
from sync.ids import EventId, SubjectId

EVERYWHERE = ""
MUNICIPALITY_DIGITS = 5
_MOST_MERGES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account as all devices' events say."""

    entry: AccountEntry
    municipality: str
    waived_centavos: int


def state_of(connection: Connection, account_id: EventId) -> AccountState | None:
    """Return an account as all devices' events say, None for one without a card that is shown."""
    card = _card_of(connection, account_id)
    if card is None:
        return None
    subject = shown_as(connection, card.subject or account_id)
    who = _person(connection, subject) or _person(connection, card.subject or account_id)
    waived = _waived(connection, account_id)
    entry = AccountEntry(
        account_id=account_id,
        subject=SubjectId(subject),
        name="" if who is None else " ".join(filter(None, who[:3])),
        birth_year=None if who is None or not who[3] else int(who[3][:4]),
        curp_masked="" if who is None or not who[4] else "*" * (len(who[4]) - 4) + who[4][-4:],
        card_event=card.event_id,
        card_number=card.card_number,
        card_issue=card.card_issue,
        number_check=card.number_check,
        balance_centavos=balance_of(connection, account_id) + waived,
        included=_included(connection, account_id),
    )
    return AccountState(
        entry=entry,
        municipality=municipality_of(connection, card.device_id),
        waived_centavos=waived,
    )


def balance_of(connection: Connection, account_id: bytes) -> int:
    """Return the sum of everything that moved a balance, each event once."""
    return sum(row.change_centavos for row in movements_of(connection, account_id))


def movements_of(connection: Connection, account_id: bytes) -> list[Any]:
    """Return what moved a balance, by device and in each device's order; each event once."""
    table = schema.movement
    rows = connection.execute(
        select(table)
        .where(table.c.account_id == account_id)
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    ).all()
    return list({row.event_id: row for row in rows}.values())


def _included(connection: Connection, account_id: bytes) -> tuple[bytes, ...]:
    """Return for each stream its last event that is in the balance."""
    table = schema.movement
    rows = connection.execute(
        select(table.c.device_id, table.c.stream, table.c.event_id)
        .where(table.c.account_id == account_id)
        .order_by(table.c.device_id, table.c.stream, table.c.seq)
    ).all()
    last = {(row.device_id, row.stream): row.event_id for row in rows}
    return tuple(sorted(set(last.values())))


def _card_of(connection: Connection, account_id: bytes) -> Any:
    """Return the card that counts: the end of the row of replacements.

    Two devices that replaced the same card without a link give two ends. The higher id counts, so
    that every central says the same whatever came first; `conflicts` lists it.
    """
    ends = card_ends(connection, account_id)
    return ends[-1] if ends else None


def card_ends(connection: Connection, account_id: bytes) -> list[Any]:
    """Return the cards of an account that no other replaced, by event id; more than one clash."""
    table = schema.account_card
    rows = connection.execute(select(table).where(table.c.account_id == account_id)).all()
    replaced = {row.previous for row in rows if row.previous is not None}
    ends = {row.event_id: row for row in rows if row.event_id not in replaced}
    return [ends[key] for key in sorted(ends)]


def _person(connection: Connection, subject: bytes) -> tuple[Any, ...] | None:
    """Return names, birth date and CURP of a person as last corrected."""
    corrected, entered = schema.person_correction, schema.person
    row = connection.execute(
        select(
            corrected.c.given,
            corrected.c.first_surname,
            corrected.c.second_surname,
            corrected.c.born,
            corrected.c.curp,
        )
        .where(corrected.c.subject == subject)
        .order_by(corrected.c.device_time_seconds.desc(), corrected.c.event_id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        row = connection.execute(
            select(
                entered.c.given,
                entered.c.first_surname,
                entered.c.second_surname,
                entered.c.born,
                entered.c.curp,
            ).where(entered.c.subject == subject)
        ).first()
    return None if row is None else tuple(row)


def municipality_of(connection: Connection, device_id: bytes) -> str:
    """Return the municipality of a device; everywhere for one that is not known."""
    table = schema.device
    terminal = connection.execute(
        select(table.c.terminal).where(table.c.device_id == device_id)
    ).scalar_one_or_none()
    return EVERYWHERE if terminal is None else str(terminal)[:MUNICIPALITY_DIGITS]


# Holds


def is_held(connection: Connection, account_id: bytes) -> bool:
    """Say whether an account waits to be settled."""
    table = schema.account_hold
    found = connection.execute(
        select(table.c.number).where(
            table.c.account_id == account_id, table.c.settled_at_ms.is_(None)
        )
    ).first()
    return found is not None


def _waived(connection: Connection, account_id: bytes) -> int:
    table = schema.account_hold
    total = connection.execute(
        select(func.sum(table.c.waived_centavos)).where(table.c.account_id == account_id)
    ).scalar_one()
    return int(total or 0)


# Who is who


def shown_as(connection: Connection, subject: bytes) -> bytes:
    """Return the id under which a person is shown, after every merge."""
    table = schema.person_merge
    for _ in range(_MOST_MERGES):
        into = connection.execute(
            select(table.c.merged_into).where(table.c.merged == subject)
        ).scalar_one_or_none()
        if into is None:
            break
        subject = into
    return subject


def ids_of(connection: Connection, subject: bytes) -> tuple[bytes, ...]:
    """Return every id of a person, the one they are shown under first."""
    table = schema.person_merge
    found = [shown_as(connection, subject)]
    for one in found:
        found += [
            merged
            for merged in connection.execute(
                select(table.c.merged).where(table.c.merged_into == one)
            ).scalars()
            if merged not in found
        ]
    return tuple(found)


def accounts_of(connection: Connection, subjects: Iterable[bytes]) -> set[bytes]:
    """Return the accounts that were opened under any of these ids."""
    table = schema.account_card
    found: set[bytes] = set()
    for subject in subjects:
        found.update(
            connection.execute(
                select(table.c.account_id).where(table.c.subject == subject)
            ).scalars()
        )
    return found
