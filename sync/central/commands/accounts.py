"""`cards`, `people`, `payments`, `accounts`: what is decided about accounts at the central."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from sqlalchemy import select

from sync.catalogue import DeclaredOutcome
from sync.central import schema
from sync.central.account_acts import (
    compared,
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
from sync.central.commands.base import Commands, opened, write_new
from sync.central.errors import CentralError
from sync.central.standing import settings_of
from sync.clock import now_milliseconds, system_random
from sync.events import SamePerson
from sync.ids import EventId

CARDS_PER_RUN = 8


def cards(options: argparse.Namespace) -> None:
    """Make new account cards and write them as a PDF to print; they are nobody's yet."""
    from sync.central.card_sheet import MOST_CARDS, draw_cards, sheet_of

    if not 1 <= options.count <= MOST_CARDS:
        raise CentralError("cards.count", f"{options.count}, at most {MOST_CARDS}")
    with opened(options.dir) as platform:
        profile = platform.profile
        with platform.database.read() as connection:
            language = settings_of(connection).language
        made = draw_cards(
            options.count,
            options.issue,
            platform.keys.signer,
            profile.receipt_prefix,
            system_random,
        )
        write_new(options.out, sheet_of(made, profile.name, language))
    print(f"{len(made)} cards: {options.out}")


def merge(options: argparse.Namespace) -> None:
    """Let one person be shown as another: two records of one person become one on every device."""
    with opened(options.dir) as platform:
        platform.catch_up()
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            merged, into = _id(options.merged), _id(options.into)
            merge_people(connection, merged, into, options.words, now_ms)
    print(f"{options.merged} is now shown as {options.into}")


def compared_people(options: argparse.Namespace) -> None:
    """List the pairs that clerks compared and that are not merged."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            rows = compared(connection)
    for row in rows:
        said = SamePerson(row.decision).name.lower()
        print(f"{said} {row.score_permille} {row.subject.hex()} {row.other.hex()}")
    print(f"pairs {len(rows)}")


def declared(options: argparse.Namespace) -> None:
    """List the payments by reference that nobody confirmed or rejected yet."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            rows = declared_waiting(connection)
    for row in rows:
        print(f"{row.reference or '-'} {row.total_centavos} {row.event_id.hex()}")
    print(f"declared {len(rows)}")


def confirm(options: argparse.Namespace) -> None:
    """Confirm a declared payment: the bank's statement shows it."""
    _conclude(options, DeclaredOutcome.CONFIRMED)


def reject(options: argparse.Namespace) -> None:
    """Reject a declared payment: the bank's statement does not show it."""
    _conclude(options, DeclaredOutcome.REJECTED)


def _conclude(options: argparse.Namespace, outcome: DeclaredOutcome) -> None:
    with opened(options.dir) as platform:
        platform.catch_up()
        now_ms = now_milliseconds(platform.clock)
        day = options.day or platform.clock.now().date()
        with platform.database.write() as connection:
            row = conclude_declared(
                connection,
                options.reference,
                outcome,
                day=day,
                words=options.words,
                payment_id=None if options.payment is None else _id(options.payment),
                now_ms=now_ms,
            )
    print(f"{outcome.name.lower()}: {options.reference}, {row.total_centavos} centavos")


def entitlements(options: argparse.Namespace) -> None:
    """Publish what programmes owe to persons, from a TOML file."""
    with opened(options.dir) as platform:
        platform.catch_up()
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            entries = read_entitlements(connection, options.file)
            changed = import_entitlements(connection, entries, now_ms)
    print(f"entitlements {len(entries)}, changed {changed}")


def check(options: argparse.Namespace) -> None:
    """List what does not fit together: overspent balances, cards or benefits given twice."""
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            found = findings(connection)
    for one in found:
        print(f"{one.kind} {one.about} {one.amount_centavos} {' '.join(one.events)}".rstrip())
    print(f"findings {len(found)}")


def settle_account(options: argparse.Namespace) -> None:
    """Let an account be used again once its balance is whole, or the institution bears the rest."""
    with opened(options.dir) as platform:
        platform.catch_up()
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            account_id = EventId(_id(options.account))
            waived = settle(
                connection, account_id, waive=options.waive, words=options.words, now_ms=now_ms
            )
    print(f"settled: {options.account}, waived {waived} centavos")


def balances(options: argparse.Namespace) -> None:
    """List every account with its balance as all devices' events say; nobody is named."""
    table = schema.account_card
    with opened(options.dir) as platform:
        platform.catch_up()
        with platform.database.read() as connection:
            ids = connection.execute(select(table.c.account_id).distinct()).scalars()
            states = [state_of(connection, EventId(one)) for one in sorted(ids)]
    for state in states:
        if state is not None:
            print(f"{state.entry.account_id.hex()} {state.entry.balance_centavos}")
    print(f"accounts {len(states)}")


def publish(options: argparse.Namespace) -> None:
    """Look at every account again and publish what differs from what devices were sent."""
    with opened(options.dir) as platform:
        platform.catch_up()
        now_ms = now_milliseconds(platform.clock)
        with platform.database.write() as connection:
            changed = publish_all(connection, now_ms)
    print(f"changed {changed}")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    made = commands.add("cards", cards)
    made.add_argument("--count", type=int, default=CARDS_PER_RUN, help="how many cards")
    made.add_argument("--issue", type=int, default=1, help="issue of the cards")
    made.add_argument("--out", type=Path, required=True, help="new PDF file")

    people = commands.group("people", "Two records of one person.")
    merged = people.add("merge", merge)
    merged.add_argument("merged", help="id of the record that is no longer shown alone")
    merged.add_argument("into", help="id of the person it is shown as")
    merged.add_argument("--words", default="", help="why")
    people.add("compared", compared_people)

    payments = commands.group("payments", "Payments that a person declares by their reference.")
    payments.add("declared", declared)
    for name, run in (("confirm", confirm), ("reject", reject)):
        concluded = payments.add(name, run)
        concluded.add_argument("reference", help="reference as it was declared")
        concluded.add_argument("--payment", help="id of the payment, where two name the reference")
        concluded.add_argument("--day", type=date.fromisoformat, help="day on the statement")
        concluded.add_argument("--words", default="", help="what the device shows beside it")

    accounts = commands.group("accounts", "Accounts, balances and benefits of persons.")
    accounts.add("balances", balances)
    accounts.add("check", check)
    accounts.add("publish", publish)
    accounts.add("entitlements", entitlements).add_argument("file", type=Path, help="TOML file")
    settled = accounts.add("settle", settle_account)
    settled.add_argument("account", help="id of the account")
    settled.add_argument("--waive", action="store_true", help="the institution bears the rest")
    settled.add_argument("--words", default="", help="how it was settled")


def _id(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 16:
        raise CentralError("people.unknown", text)
    return found
