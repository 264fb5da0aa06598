"""`report`: what the central holds."""

from __future__ import annotations

import argparse
import json
import sys

from sync.central.commands.base import Commands, opened
from sync.central.report import make_report


def report(options: argparse.Namespace) -> None:
    """Bring the read tables up to date and print what the central holds."""
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


def add_to(commands: Commands) -> None:
    """Add this command to the command line."""
    commands.add("report", report).add_argument("--json", action="store_true", help="whole, JSON")
