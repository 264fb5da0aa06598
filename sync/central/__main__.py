"""`ventanilla-central`: the command line of the central platform; `--help` lists its commands.

Exit status: 0 done, 10 refused with the reason on the error output (nothing was changed), 2 wrong
usage. `commands.forms_engine` alone may import `forms`, and does so only when a command needs it.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import sys
from collections.abc import Sequence

from sync.central.commands import (
    accounts,
    bundles,
    devices,
    files,
    findings,
    law,
    people,
    publication,
    quarantine,
    receipts,
    recovery,
    reporting,
    running,
    safekeeping,
    serving,
    upgrading,
)
from sync.central.commands.base import Commands, Run
from sync.central.commands.forms_engine import convert_form
from sync.central.errors import CentralError
from sync.central.reasons import said

REFUSED = 10
MODULES = (
    running,
    serving,
    upgrading,
    publication,
    people,
    devices,
    recovery,
    law,
    quarantine,
    safekeeping,
    bundles,
    accounts,
    receipts,
    reporting,
    findings,
    files,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    multiprocessing.freeze_support()  # a packaged program starts its own workers
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--convert-form"]:  # a packaged program is its own converter (FORMS §1.2)
        return convert_form(words[1:])
    options = _parser().parse_args(words)
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s"
    )
    run: Run = options.run
    try:
        run(options)
    except CentralError as error:
        print(f"ventanilla-central: {said(error.code, error.detail)}", file=sys.stderr)
        return REFUSED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ventanilla-central", description="The reference central platform of Ventanilla."
    )
    commands = Commands(parser)
    for module in MODULES:
        module.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
