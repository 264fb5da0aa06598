"""`findings`, `audit`: what an auditor must look at, and every number one by one."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from sync.central.audit import audit as make_audit
from sync.central.audit_page import audit_csv, audit_html
from sync.central.commands.base import Commands, opened, write_new
from sync.central.findings import Listed, listed, papers_of, refresh
from sync.central.findings.words import LANGUAGES, facts_said, said
from sync.clock import now_milliseconds

PAGE_NAME, TABLE_NAME = "audit.html", "audit.csv"


def findings(options: argparse.Namespace) -> None:
    """List what does not fit in the cash desks' records, papers and numbers."""
    since_ms = 0
    if options.since is not None:
        start = datetime.combine(options.since, datetime.min.time()).astimezone()
        since_ms = int(start.timestamp()) * 1000
    with opened(options.dir) as platform:
        refresh(platform)
        with platform.database.read() as connection:
            rows = listed(connection, since_ms=since_ms)
    if options.json:
        json.dump([_plain(one) for one in rows], sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for one in rows:
        when = datetime.fromtimestamp(one.since_ms / 1000, UTC).astimezone()
        place = f"{one.terminal or one.device_id.hex()} {one.stream.hex()[:8]}/{one.seq}"
        print(f"{when:%Y-%m-%d %H:%M}  {one.name}  {place}")
        print(f"    {said(one.name, options.language)}.  {facts_said(one.facts)}")
    print(f"findings {len(rows)}")


def audit(options: argparse.Namespace) -> None:
    """Write every number of every series with what stands against it: a page and a CSV."""
    with opened(options.dir) as platform:
        refresh(platform)
        now_ms = now_milliseconds(platform.clock)
        with platform.database.read() as connection:
            found = listed(connection)
            series = make_audit(connection, papers_of(connection, platform, now_ms))
        made = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
        page = audit_html(
            series,
            found,
            institution=platform.profile.name,
            made=f"{made:%d/%m/%Y %H:%M}",
            language=options.language,
        )
    options.out.mkdir(parents=True, exist_ok=True)
    write_new(options.out / PAGE_NAME, page.encode("utf-8"))
    write_new(options.out / TABLE_NAME, audit_csv(series, options.language))
    numbers = sum(len(one.numbers) for one in series)
    print(f"{options.out / PAGE_NAME} series {len(series)} numbers {numbers} findings {len(found)}")


def _plain(one: Listed) -> dict[str, object]:
    return {
        "name": one.name,
        "device_id": one.device_id.hex(),
        "terminal": one.terminal,
        "stream": one.stream.hex(),
        "seq": one.seq,
        "since_ms": one.since_ms,
        "facts": one.facts,
        "es": said(one.name, "es"),
        "en": said(one.name, "en"),
    }


def add_to(commands: Commands) -> None:
    """Add these commands to the command line."""
    added = commands.add("findings", findings)
    added.add_argument("--since", type=date.fromisoformat, help="day of arrival, YYYY-MM-DD")
    added.add_argument("--language", choices=LANGUAGES, default="es")
    added.add_argument("--json", action="store_true", help="whole, JSON")
    written = commands.add("audit", audit)
    written.add_argument("--out", type=Path, required=True, help="folder for the two new files")
    written.add_argument("--language", choices=LANGUAGES, default="es")
