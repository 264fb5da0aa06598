"""Command line: `python -m forms check|convert|fill|bench FILE` (FORMS §16).

Exit status: 0 accepted, 10 refused, 11 the file cannot be read. Anything else is a fault of ours.
Other packages add commands through the entry-point group `ventanilla_forms.commands`: a function
that takes the words after the command's name and returns the exit status (`preview`, of kiosk).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

from forms.report import report_of
from forms.xlsform import child
from forms.xlsform.convert import FileUnreadable, Imported, import_form
from forms.xlsform.files import ITEMSETS, NOTHING_GIVEN, given_in
from forms.xlsform.launch import CONVERTER_ARGUMENT

ACCEPTED, REFUSED, UNREADABLE = 0, 10, 11
COMMANDS_GROUP = "ventanilla_forms.commands"

Command = Callable[[Sequence[str]], int]


def contributed() -> Mapping[str, Callable[[], Command]]:
    """Return how to load the commands that other installed packages add, by name."""
    return {found.name: found.load for found in entry_points(group=COMMANDS_GROUP)}


def main(
    arguments: Sequence[str] | None = None,
    others: Callable[[], Mapping[str, Callable[[], Command]]] = contributed,
) -> int:
    """Run one command; return its exit status. *others* gives the commands of other packages."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [CONVERTER_ARGUMENT]:
        return child.main(words[1:])
    if words and words[0] not in _OWN and not words[0].startswith("-"):
        load = others().get(words[0])
        if load is not None:
            return load()(words[1:])
    options = _parser(others).parse_args(words)
    given = NOTHING_GIVEN if options.media is None else given_in(options.media)
    try:
        imported = import_form(options.file, given=given)
    except FileUnreadable as failed:
        print(f"cannot read {options.file}: {failed}", file=sys.stderr)
        return UNREADABLE
    match options.command:
        case "check":
            return _check(imported, with_law=options.law)
        case "convert":
            return _convert(imported, options.output)
        case "fill":
            return _fill(imported, options)
        case _:
            return _bench(imported, options.seed)


_OWN = {
    "check": "say whether a form can be used, and every fault of it",
    "convert": "write the form as XForm XML",
    "fill": "answer every question at random and write the submission",
    "bench": "measure loading and single changes",
}


def _parser(others: Callable[[], Mapping[str, object]]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ventanilla-forms")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in _OWN.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("file", type=Path, help="workbook (.xlsx .xls .csv .md) or XForm XML")
        command.add_argument("--media", type=Path, help="folder with the files the form names")
        if name == "check":
            command.add_argument(
                "--law",
                action="store_true",
                help="refuse also what cannot be published: no legal basis, no retention",
            )
        if name in ("convert", "fill"):
            command.add_argument("-o", "--output", type=Path, required=True)
        if name in ("fill", "bench"):
            command.add_argument("--seed", type=int, default=1)
    for name in set(others()).difference(_OWN):
        commands.add_parser(name, help="of another package", add_help=False)
    return parser


def _check(imported: Imported, *, with_law: bool) -> int:
    report = imported.report
    if with_law:
        report = report_of((*report.findings, *imported.law.findings()))
    print("\n".join(report.lines()))
    return REFUSED if report.refused else ACCEPTED


def _convert(imported: Imported, output: Path) -> int:
    print("\n".join(imported.report.lines()), file=sys.stderr)
    if imported.xml is None:
        return REFUSED
    output.write_bytes(imported.xml)
    if imported.itemsets is not None:
        (output.parent / ITEMSETS).write_bytes(imported.itemsets.encode("utf-8"))
    return ACCEPTED


def _fill(imported: Imported, options: argparse.Namespace) -> int:
    from forms.fill import files_in, filled_submission, seeded_environment

    print("\n".join(imported.report.lines()), file=sys.stderr)
    if imported.definition is None:
        return REFUSED
    own = {} if imported.itemsets is None else {ITEMSETS: imported.itemsets.encode("utf-8")}
    world = seeded_environment(options.seed, files_in(options.media, own))
    options.output.write_bytes(filled_submission(imported.definition, options.seed, world))
    return ACCEPTED


def _bench(imported: Imported, seed: int) -> int:
    from forms.measure import measured

    if imported.definition is None or imported.xml is None:
        print("\n".join(imported.report.lines()), file=sys.stderr)
        return REFUSED
    for figure in measured(imported.xml, seed):
        print(f"{figure.name} {figure.value:.3f} {figure.unit}")
    return ACCEPTED


if __name__ == "__main__":
    sys.exit(main())
