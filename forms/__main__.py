"""Command line: `python -m forms check|convert|fill|bench FILE` (FORMS §16).

Exit status: 0 accepted, 10 refused, 11 the file cannot be read. Anything else is a fault of ours.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from forms.xlsform import child
from forms.xlsform.convert import FileUnreadable, Imported, import_form
from forms.xlsform.launch import CONVERTER_ARGUMENT

ACCEPTED, REFUSED, UNREADABLE = 0, 10, 11


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [CONVERTER_ARGUMENT]:
        return child.main(words[1:])
    options = _parser().parse_args(words)
    try:
        imported = import_form(options.file)
    except FileUnreadable as failed:
        print(f"cannot read {options.file}: {failed}", file=sys.stderr)
        return UNREADABLE
    match options.command:
        case "check":
            print("\n".join(imported.report.lines()))
            return REFUSED if imported.report.refused else ACCEPTED
        case "convert":
            return _convert(imported, options.output)
        case "fill":
            return _fill(imported, options.seed, options.output)
        case _:
            return _bench(imported, options.seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ventanilla-forms")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (
        ("check", "say whether a form can be used, and every fault of it"),
        ("convert", "write the form as XForm XML"),
        ("fill", "answer every question at random and write the submission"),
        ("bench", "measure loading and single changes"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("file", type=Path)
        if name in ("convert", "fill"):
            command.add_argument("-o", "--output", type=Path, required=True)
        if name in ("fill", "bench"):
            command.add_argument("--seed", type=int, default=1)
    return parser


def _convert(imported: Imported, output: Path) -> int:
    print("\n".join(imported.report.lines()), file=sys.stderr)
    if imported.xml is None:
        return REFUSED
    output.write_bytes(imported.xml)
    return ACCEPTED


def _fill(imported: Imported, seed: int, output: Path) -> int:
    from forms.fill import filled_submission

    print("\n".join(imported.report.lines()), file=sys.stderr)
    if imported.definition is None:
        return REFUSED
    output.write_bytes(filled_submission(imported.definition, seed))
    return ACCEPTED


def _bench(imported: Imported, seed: int) -> int:
    from forms.fill import measured

    if imported.definition is None or imported.xml is None:
        print("\n".join(imported.report.lines()), file=sys.stderr)
        return REFUSED
    for name, value, unit in measured(imported.xml, seed):
        print(f"{name} {value:.3f} {unit}")
    return ACCEPTED


if __name__ == "__main__":
    sys.exit(main())
