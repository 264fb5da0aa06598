"""Files a form names: which they are, whether their names are safe and they are there (§14)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from forms.itemsets.errors import FileBroken
from forms.itemsets.files import read_rows
from forms.report import Finding, Place, Severity
from forms.xform.definition import MEDIA_FORMS, DataType, FormDefinition
from forms.xform.tree import XmlUnsafe

MAX_NAME = 120
ITEMSETS = "itemsets.csv"
_LISTS = (".csv", ".xml", ".geojson")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFile:
    """A file that the form names, by plain name, and the cell or line that names it first."""

    name: str
    place: Place
    question: str = ""


def name_problem(name: str) -> str:
    """Return what is wrong with the plain name of a file; blank if it is safe on every system."""
    if _FORBIDDEN.search(name) or name in (".", "..") or ".." in name:
        return "a file is named plainly: no folders, no drive, no '..'"
    if _DEVICES.fullmatch(name):
        return "this is the name of a device, not of a file"
    if len(name) > MAX_NAME:
        return f"the name is longer than {MAX_NAME} characters"
    if name != name.strip() or name.endswith("."):
        return "the name begins or ends with a space or a point"
    if unicodedata.normalize("NFC", name) != name:
        return "the name must be composed (Unicode NFC)"
    return ""


def inspect_names(files: Iterable[NeededFile]) -> list[Finding]:
    """Return an error for every name that is unsafe or differs from another by its case only."""
    findings: list[Finding] = []
    folded: dict[str, str] = {}
    for file in files:
        problem = name_problem(file.name)
        other = folded.setdefault(file.name.casefold(), file.name)
        if not problem and other != file.name:
            problem = f"this name and {other!r} are the same file on many systems"
        if problem:
            message = f"{file.name[:MAX_NAME]!r}: {problem}"
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
        if name_problem(file.name):
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


_SOURCE = re.compile(r"^jr://(?:file|file-csv|images|audio|video)/(.*)$", re.DOTALL)


def files_of(definition: FormDefinition) -> list[NeededFile]:
    """Return the files that a form's XML names, each once: lists, itemsets, then media."""
    found: dict[str, NeededFile] = {}

    def add(source: str, line: int = 0, question: str = "") -> None:
        named = _SOURCE.match(source)
        if named is not None and named[1]:
            file = NeededFile(name=named[1], place=Place(line=line), question=question)
            found.setdefault(named[1], file)

    for secondary in definition.secondary.values():
        add(secondary.source, secondary.line, secondary.name)
    if any("query" in question.parameters for question in definition.questions.values()):
        add(f"jr://file/{ITEMSETS}")
    for texts in definition.texts.values():
        for name, forms in texts.items():
            for form in MEDIA_FORMS:
                parts = forms[form].parts if form in forms else ()
                if all(isinstance(part, str) for part in parts):
                    add("".join(str(part) for part in parts), 0, name.partition(":")[0])
    for node in definition.nodes.values():
        if node.datatype is DataType.BINARY:
            add(node.default, 0, node.local)
    return list(found.values())
