"""`report`: what the central holds; `report cash`: the cash desks, as CSV, XLSX or PDF."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from sync.central.cash_reports import FORMATS, Asked, report_bytes
from sync.central.commands.base import Commands, opened, write_new
from sync.central.report import make_report
from sync.reports.tables import Report
from sync.reports.words import LANGUAGES

CASH = "cash"
ALL = "all"
WRONG_USE = 2


def report(options: argparse.Namespace) -> None:
    """Bring the read tables up to date and print what the central holds; `cash`: its reports."""
    if options.what == CASH:
        cash(options)
        return
    with opened(options.dir) as platform:
        platform.catch_up()
        made = make_report(platform.database)
    if options.json:
        json.dump(made, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    for name in ("devices", "people", "registrations", "payments", "shifts", "consents"):
        print(f"{name} {len(made[name])}")
    print(f"payments_centavos {made['totals']['payments_centavos']}")
    waiting = [one["answer_by"] for one in made["rights_requests"] if one["outcome"] is None]
    first = f", the first to be answered by {min(waiting)}" if waiting else ""
    print(f"rights_requests {len(made['rights_requests'])}, open {len(waiting)}{first}")
    print(f"approvals {len(made['approvals'])}")
    print(f"accesses {len(made['accesses'])}")
    print(f"quarantine {len(made['quarantine'])}")
    print(f"events {made['events']}")


def cash(options: argparse.Namespace) -> None:
    """Write one report of the cash desks, or all of them, to a new file or to the output."""
    one = None if options.by == ALL else Report(options.by)
    if one is None and options.format == "csv":
        print("csv holds one report: say which with --by", file=sys.stderr)
        raise SystemExit(WRONG_USE)
    asked = Asked(report=one, first=options.first, last=options.last, language=options.language)
    with opened(options.dir) as platform:
        platform.catch_up()
        made = report_bytes(platform, asked, options.format)
    if options.out is None:
        sys.stdout.buffer.write(made)
    else:
        write_new(options.out, made)
        print(f"{options.out} {len(made)}")


def add_to(commands: Commands) -> None:
    """Add this command to the command line."""
    added = commands.add("report", report)
    added.add_argument("what", nargs="?", choices=(CASH,), help="the cash desks' reports")
    added.add_argument("--json", action="store_true", help="whole, JSON")
    named = [one.value for one in Report if one is not Report.UNDELIVERED]
    added.add_argument("--by", choices=(*named, ALL), default=Report.SHIFT.value)
    added.add_argument(
        "--from", dest="first", type=date.fromisoformat, help="first business day, YYYY-MM-DD"
    )
    added.add_argument("--to", dest="last", type=date.fromisoformat, help="last business day")
    added.add_argument("--format", choices=FORMATS, default="csv")
    added.add_argument("--language", choices=LANGUAGES, default="es")
    added.add_argument("--out", type=Path, help="new file; without it, the output")
