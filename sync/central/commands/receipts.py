"""`receipts seen|gaps|slips`, `page`: papers against the journal; the verify page in a folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sync.central.commands.base import Commands, opened, write_new
from sync.central.institution import renew_profile
from sync.central.platform import Platform
from sync.central.receipt_report import (
    ALARMING,
    FolioGap,
    PaperRow,
    folio_gaps,
    seen_rows,
    slip_rows,
)
from sync.central.verify_page import VerifyPage
from sync.clock import now_milliseconds
from sync.ids import crockford_number

PAGE_NAME, WORKER_NAME = "v", "v-worker.js"


def seen(options: argparse.Namespace) -> None:
    """List the receipts that citizens reported and whose events are missing or say otherwise."""
    with opened(options.dir) as platform:
        rows = _seen(platform)
    _print([_paper(one) for one in rows if options.all or one.standing in ALARMING], options.json)


def slips(options: argparse.Namespace) -> None:
    """List the shift slips that were scanned and whose head the journal does not hold."""
    with opened(options.dir) as platform:
        rows = _slips(platform)
    _print([_paper(one) for one in rows if options.all or one.standing in ALARMING], options.json)


def gaps(options: argparse.Namespace) -> None:
    """List the missing numbers of every series, also those that only a paper proves."""
    with opened(options.dir) as platform:
        papers = [one for one in (*_seen(platform), *_slips(platform)) if one.says is not None]
        with platform.database.read() as connection:
            found = folio_gaps(connection, papers)
    _print([_gap(one) for one in found], options.json)


def page(options: argparse.Namespace) -> None:
    """Show SHA-256 of the verify page and its worker; write them for another body to serve."""
    with opened(options.dir) as platform:
        if options.root_key is not None:
            renew_profile(options.dir, platform.database, options.root_key, platform.clock)
        profile = platform.published_profile()
    made = VerifyPage(profile)
    for name, digest in zip((PAGE_NAME, WORKER_NAME), made.hashes, strict=True):
        stated = "stated in the profile" if digest in profile.page_hashes else "NOT in the profile"
        print(f"{name} sha256 {digest.hex()} {stated}")
    if made.hashes != profile.page_hashes:
        print("sign the profile again: page --root-key FILE")
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        write_new(options.out / PAGE_NAME, made.html)
        write_new(options.out / WORKER_NAME, made.worker)
        print(f"serve {PAGE_NAME} as text/html with Content-Security-Policy: {made.policy}")


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    group = commands.group("receipts", "Papers against the journal.")
    for name, run in (("seen", seen), ("slips", slips)):
        added = group.add(name, run)
        added.add_argument("--all", action="store_true", help="also those that agree")
        added.add_argument("--json", action="store_true", help="whole, JSON")
    group.add("gaps", gaps).add_argument("--json", action="store_true", help="whole, JSON")
    shown = commands.add("page", page)
    shown.add_argument("--out", type=Path, help="new folder for the two files")
    shown.add_argument("--root-key", type=Path, help="signs their hashes into the profile")


def _seen(platform: Platform) -> list[PaperRow]:
    with platform.database.read() as connection:
        return seen_rows(connection, platform.keys, now_milliseconds(platform.clock))


def _slips(platform: Platform) -> list[PaperRow]:
    with platform.database.read() as connection:
        return slip_rows(connection, platform.keys, platform.profile.roots)


def _print(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for row in rows:
        print(" ".join(f"{name} {value}" for name, value in row.items() if value is not None))
    print(f"{len(rows)} found")


def _paper(row: PaperRow) -> dict[str, Any]:
    return {
        "standing": row.standing.value,
        "folio": row.folio,
        "code": row.code,
        "kind": None if row.says is None else row.says.kind.name.lower(),
        "total_centavos": None if row.says is None else row.says.total_centavos,
        "device_id": row.device_id.hex(),
        "first_day": row.first_day,
        "days": row.days,
        "seen_by": None if row.seen_by is None else row.seen_by.hex(),
        "stream": None if row.seen_at is None else row.seen_at[0].hex(),
        "seq": None if row.seen_at is None else row.seen_at[1],
    }


def _gap(gap: FolioGap) -> dict[str, Any]:
    return {
        "terminal": gap.terminal,
        "series": crockford_number(gap.series, 4),
        "first": gap.first,
        "last": gap.last,
        "missing": gap.count,
        "known_from": "paper" if gap.next_is_paper else "journal",
        "device_id": gap.device_id.hex(),
    }
