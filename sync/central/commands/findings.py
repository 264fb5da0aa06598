"""`findings`: what an auditor must look at."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime

from sync.central.commands.base import Commands, opened
from sync.central.findings import Listed, listed, refresh
from sync.central.findings.words import LANGUAGES, facts_said, said


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
    """Add this command to the command line."""
    added = commands.add("findings", findings)
    added.add_argument("--since", type=date.fromisoformat, help="day of arrival, YYYY-MM-DD")
    added.add_argument("--language", choices=LANGUAGES, default="es")
    added.add_argument("--json", action="store_true", help="whole, JSON")
