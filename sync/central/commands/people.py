"""`codes`: a supervisor's list of one-time approval codes, printed once."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from sync.central.code_lists import PrintedList, draw_list, withdraw_lists
from sync.central.commands.base import Commands, opened
from sync.central.errors import CentralError
from sync.central.standing import settings_of
from sync.clock import now_milliseconds, system_random
from sync.one_time_codes import shown_code

COLUMNS = 2
CODES_PER_LIST = 40
_WORDS = {
    "es": (
        "Lista de códigos de autorización núm. {number}",
        "Persona: {name} (operador {operator})",
        "Fecha: {day}",
        "Cada código sirve una sola vez. Táchelo al usarlo.",
        "Esta lista reemplaza a la anterior: destruya la anterior.",
        "No la muestre ni la preste. Si la pierde, avise hoy mismo: se retira.",
    ),
    "en": (
        "List of approval codes no. {number}",
        "Person: {name} (operator {operator})",
        "Date: {day}",
        "Each code works once. Cross it out when you use it.",
        "This list replaces the one before: destroy that one.",
        "Show it to nobody, lend it to nobody. If you lose it, say so today: it is withdrawn.",
    ),
}


def codes(options: argparse.Namespace) -> None:
    """Draw a supervisor's list of one-time approval codes and print it, once."""
    with opened(options.dir) as platform:
        now_ms = now_milliseconds(platform.clock)
        if options.withdraw:
            with platform.database.write() as connection:
                unused = withdraw_lists(connection, options.operator, now_ms)
            print(f"withdrawn: {unused} unused codes of operator {options.operator}")
            return
        if options.out is not None and options.out.exists():
            raise CentralError("central.exists", str(options.out))
        drawn = draw_list(platform.database, options.operator, options.count, system_random, now_ms)
        with platform.database.read() as connection:
            language = settings_of(connection).language
        page = page_of(drawn, platform.clock.now(), platform.profile.name, language)
    if options.out is None:
        print(page)
        return
    _write_once(options.out, page)
    print(f"list {drawn.list_number}: {options.out} (print it, then delete the file)")


def page_of(drawn: PrintedList, now: datetime, institution: str, language: str) -> str:
    """Return a list as a page to print; the codes are in groups of four."""
    words = _WORDS.get(language, _WORDS["es"])
    facts = {
        "number": drawn.list_number,
        "name": drawn.operator.name,
        "operator": drawn.operator.number,
        "day": now.date().isoformat(),
    }
    title, *lines = (line.format(**facts) for line in words)
    numbered = [
        f"{place:3}.  {shown_code(code)}   [ ]" for place, code in enumerate(drawn.codes, 1)
    ]
    rows = -(-len(numbered) // COLUMNS)
    table = ["     ".join(numbered[row::rows]).rstrip() for row in range(rows)]
    return "\n".join((institution, title, "", *lines, "", *table))


def add_to(commands: Commands) -> None:
    """Add this command to the command line."""
    drawn = commands.add("codes", codes)
    drawn.add_argument("--operator", type=int, required=True, help="number of who approves")
    drawn.add_argument("--count", type=int, default=CODES_PER_LIST, help="how many, at most 200")
    drawn.add_argument("--out", type=Path, help="write the page into a new file, for a printer")
    drawn.add_argument(
        "--withdraw", action="store_true", help="let no list of this person count any more"
    )


def _write_once(path: Path, page: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            file.write(page + "\n")
    except OSError as error:
        raise CentralError("codes.file", f"{path}: {error.strerror}") from error
