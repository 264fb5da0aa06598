"""Files a form names: which they are, whether their names are safe and they are there (§14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from forms.filenames import MAX_NAME, is_plain_name
from forms.itemsets.errors import FileBroken
from forms.itemsets.files import read_rows
from forms.report import Finding, Place, Severity
from forms.xform.definition import BoundExpression, DataType, FormDefinition
from forms.xform.tree import XmlUnsafe
from forms.xlsform.remarks import expressions_of
from forms.xpath.syntax import Call, Literal, walk

ITEMSETS = "itemsets.csv"
_LISTS = (".csv", ".xml", ".geojson")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFile:
    """A file that the form names, by plain name, and the cell or line that names it first."""

    name: str
    place: Place
    question: str = ""


def inspect_names(files: Iterable[NeededFile]) -> list[Finding]:
    """Return an error for every name that is unsafe or differs from another by its case only."""
    findings: list[Finding] = []
    folded: dict[str, str] = {}
    for file in files:
        other = folded.setdefault(file.name.casefold(), file.name)
        if not is_plain_name(file.name):
            message = f"{file.name[:MAX_NAME]!r} is no plain file name: no folders, no drive"
            findings.append(_about(file, Severity.ERROR, "unsafe-path", message))
        elif other != file.name:
            message = f"{file.name!r} and {other!r} are the same file on many systems"
            findings.append(_about(file, Severity.ERROR, "unsafe-path", message))
    return findings


MAX_LIST_BYTES = 64 * 1024 * 1024


def _no_content(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The files that come with a form, by plain name; content: None where one cannot be read."""

    names: frozenset[str] = frozenset()
    content: Callable[[str], bytes | None] = _no_content


NOTHING_GIVEN = Given()


def given_in(folder: Path) -> Given:
    """Return the files in *folder*, links left out; nothing if it is no folder."""
    try:
        names = frozenset(
            one.name for one in folder.iterdir() if one.is_file() and not one.is_symlink()
        )
    except OSError:
        return NOTHING_GIVEN

    def content(name: str) -> bytes | None:
        if name not in names:
            return None
        try:
            with (folder / name).open("rb") as file:
                return file.read(MAX_LIST_BYTES + 1)
        except OSError:
            return None

    return Given(names=names, content=content)


def inspect_files(files: Iterable[NeededFile], given: Given) -> list[Finding]:
    """Return what is wrong with the files a form names: absent (warning), or lists not to be used.

    A list that cannot be used refuses the form: its questions would offer nothing.
    """
    findings: list[Finding] = []
    for file in files:
        if not is_plain_name(file.name):
            continue  # said by inspect_names
        if file.name not in given.names:
            message = f"{file.name} is named here but was not given"
            findings.append(_about(file, Severity.WARNING, "missing-file", message))
        elif file.name.lower().endswith(_LISTS):
            findings.extend(_broken(file, given.content(file.name)))
    return findings


def _broken(file: NeededFile, data: bytes | None) -> Iterator[Finding]:
    if data is None:
        return  # only its name is known
    try:
        read_rows(file.name, data)
    except FileBroken as broken:
        yield _about(file, Severity.ERROR, broken.code, f"{file.name}, {broken}")
    except XmlUnsafe as unsafe:
        yield _about(file, Severity.ERROR, unsafe.code, f"{file.name}: {unsafe.facts}")


def _about(file: NeededFile, severity: Severity, code: str, message: str) -> Finding:
    return Finding(
        severity=severity, code=code, message=message, place=file.place, name=file.question
    )


_PICTURE = re.compile(r"jr://images/([^/]+)")


def files_of(definition: FormDefinition) -> list[NeededFile]:
    """Return the files that a form's XML names, each once: lists, itemsets, then media."""
    found: dict[str, NeededFile] = {}

    def add(name: str, line: int = 0, question: str = "") -> None:
        if name:
            place = Place(line=line)
            found.setdefault(name, NeededFile(name=name, place=place, question=question))

    for secondary in definition.secondary.values():
        add(secondary.file_name, secondary.line, secondary.name)
    for node in definition.nodes.values():
        for expression in expressions_of(node):
            for name in _pulled(expression):
                if name not in definition.secondary:
                    add(
                        name if name.endswith(".csv") else f"{name}.csv",
                        expression.line,
                        node.local,
                    )
        picture = _PICTURE.fullmatch(node.default) if node.datatype is DataType.BINARY else None
        add(picture[1] if picture is not None else "")
    for name in sorted(definition.media):
        add(name)
    return list(found.values())


def _pulled(expression: BoundExpression) -> Iterator[str]:
    """Yield what the calls of `pulldata` in an expression name."""
    for part in walk(expression.compiled.tree):
        match part:
            case Call(name="pulldata", arguments=(Literal(value=name), *_)):
                yield name
            case _:
                continue
