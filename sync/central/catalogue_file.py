"""`catalogue.toml` and the workbooks beside it: what an institution publishes, read and checked.

Reading changes nothing. Every refusal is a CentralError("publish.catalogue") that names the table,
the row and the field, so that the person who wrote the file can mend it.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sync.annotated import entries_of
from sync.catalogue import (
    FILES_PER_FORM,
    Capability,
    FormEntry,
    FormFile,
    FormFileEntry,
    FormLawEntry,
    InLanguages,
    NoticeEntry,
    NoticeText,
    OperatorEntry,
    Purpose,
    Role,
    RoundingEntry,
    ServiceEntry,
    SettingsEntry,
    TariffEntry,
    pieces_of,
)
from sync.central.errors import CentralError
from sync.central.law import Use, form_law
from sync.central.ports import ImportedForm, ImportForm
from sync.errors import MessageInvalid
from sync.events import Concept
from sync.ids import OperatorNumber
from sync.money import Centavos

T = TypeVar("T")
LOWEST_CODE, HIGHEST_CODE = 16, 65_535  # 0–15 are reserved in receipts (RECEIPTS §2, label 7)
PACKAGE_LIMIT_BYTES = 4 * 2**20
"""A form with its files travels inside the pages of the catalogue; what is larger would block a
thin line for hours, and waits until files have a way of their own (PROTOCOL §13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything one folder publishes."""

    operators: tuple[OperatorEntry, ...]
    services: tuple[ServiceEntry, ...]
    forms: tuple[FormEntry, ...]
    form_laws: tuple[FormLawEntry, ...]  # one for each form
    form_files: tuple[FormFileEntry, ...]
    tariffs: tuple[TariffEntry, ...]
    roundings: tuple[RoundingEntry, ...]
    notices: tuple[NoticeEntry, ...]
    concepts: Mapping[int, str]  # names for the institution profile, key 12
    offices: Mapping[str, str]  # terminal -> office, key 11
    settings: SettingsEntry = field(default_factory=SettingsEntry)


class _Row:
    """One table row that says where it stands when something is wrong with it."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self.place = place
        self._values = values
        self._read: set[str] = set()

    def refuse(self, name: str, why: str) -> CentralError:
        return CentralError("publish.catalogue", f"{self.place}.{name}: {why}")

    def optional(self, name: str) -> Any:
        self._read.add(name)
        return self._values.get(name)

    def needed(self, name: str) -> Any:
        value = self.optional(name)
        if value is None:
            raise self.refuse(name, "is missing")
        return value

    def text(self, name: str) -> str:
        value = self.needed(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(name, "must be a text")
        return value

    def number(self, name: str, low: int = 0, high: int = 2**32 - 1) -> int:
        value = self.needed(name)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.refuse(name, f"must be a whole number from {low} to {high}")
        return value

    def day(self, name: str) -> date:
        value = self.needed(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError as error:
                raise self.refuse(name, "must be a date YYYY-MM-DD") from error
        if type(value) is not date:
            raise self.refuse(name, "must be a date YYYY-MM-DD")
        return value

    def optional_day(self, name: str) -> date | None:
        return None if self.optional(name) is None else self.day(name)

    def languages(self, name: str) -> InLanguages[str]:
        value = self.needed(name)
        if (
            not isinstance(value, dict)
            or not value
            or not all(isinstance(text, str) and text for text in value.values())
        ):
            raise self.refuse(name, "must hold a text per language")
        return _in_order(value)

    def optional_languages(self, name: str) -> InLanguages[str]:
        return () if self.optional(name) is None else self.languages(name)

    def lists(self, name: str) -> InLanguages[tuple[str, ...]]:
        value = self.optional(name)
        if value is None:
            return ()
        if not isinstance(value, dict) or not all(
            isinstance(lines, list) and all(isinstance(line, str) for line in lines)
            for lines in value.values()
        ):
            raise self.refuse(name, "must hold a list of texts per language")
        return _in_order({language: tuple(lines) for language, lines in value.items()})

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.optional(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(name, "must be true or false")
        return value

    def rows(self, name: str) -> list[_Row]:
        values = self.optional(name) or []
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.refuse(name, "must be a list of tables")
        return [
            _Row(f"{self.place}.{name}[{number}]", one)
            for number, one in enumerate(values, start=1)
        ]

    def end(self) -> None:
        """Refuse what nobody asked for: a misspelt field is not silently lost."""
        unknown = sorted(set(self._values) - self._read)
        if unknown:
            raise self.refuse(unknown[0], "is not known here")


def _in_order(texts: Mapping[str, T]) -> InLanguages[T]:
    """Return the pairs in the order of canonical CBOR, so that equal content is equal."""
    return tuple(sorted(texts.items(), key=lambda pair: (len(pair[0]), pair[0])))


def read_catalogue(folder: Path, import_form: ImportForm) -> Catalogue:
    """Return what *folder* publishes. Raises CentralError; nothing was published."""
    path = folder / "catalogue.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CentralError("publish.catalogue", f"{path}: cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CentralError("publish.catalogue", f"{path}: {error}") from error
    tables = {
        "operators",
        "services",
        "tariffs",
        "rounding",
        "notices",
        "concepts",
        "terminals",
    }
    for name in document:
        if name not in tables and name != "settings":
            raise CentralError("publish.catalogue", f"[[{name}]] is not known here")

    imported: dict[str, ImportedForm] = {}
    uses = [_service(row, folder, imported, import_form) for row in _rows(document, "services")]
    notices = tuple(_notice(row) for row in _rows(document, "notices"))
    catalogue = Catalogue(
        operators=tuple(_operator(row) for row in _rows(document, "operators")),
        services=tuple(use.service for use in uses),
        forms=tuple(_form(form) for form in imported.values()),
        form_laws=tuple(_form_law(one, name, uses, notices) for name, one in imported.items()),
        form_files=tuple(piece for form in imported.values() for piece in _files(form)),
        tariffs=tuple(_tariff(row) for row in _rows(document, "tariffs")),
        roundings=tuple(_rounding(row) for row in _rows(document, "rounding")),
        notices=notices,
        concepts=dict(_concept(row) for row in _rows(document, "concepts")),
        offices=dict(_terminal(row) for row in _rows(document, "terminals")),
        settings=_settings(document.get("settings", {})),
    )
    _check_together(catalogue)
    return catalogue


def _rows(document: Mapping[str, Any], name: str) -> list[_Row]:
    values = document.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise CentralError("publish.catalogue", f"[[{name}]] must be a list of tables")
    return [_Row(f"{name}[{number}]", value) for number, value in enumerate(values, start=1)]


def _operator(row: _Row) -> OperatorEntry:
    entry = OperatorEntry(
        number=OperatorNumber(row.number("number", 1, 65_535)),
        name=row.text("name"),
        role=Role(row.number("role", min(Role), max(Role))),
        capabilities=_capabilities(row),
    )
    row.end()
    return entry


def _capabilities(row: _Row) -> tuple[Capability, ...] | None:
    """Return what stands in place of the role's own, in order; None where the role's is meant."""
    names = row.optional("capabilities")
    if names is None:
        return None
    known = {one.name.lower(): one for one in Capability}
    if not isinstance(names, list) or not all(
        isinstance(name, str) and name in known for name in names
    ):
        raise row.refuse("capabilities", f"must be a list of {', '.join(known)}")
    return tuple(sorted({known[name] for name in names}))


def _service(
    row: _Row, folder: Path, imported: dict[str, ImportedForm], import_form: ImportForm
) -> Use:
    file_name = row.text("form")
    workbook = folder / file_name
    if Path(file_name).name != file_name or not workbook.is_file():
        raise row.refuse("form", f"{file_name} is no file beside catalogue.toml")
    if file_name not in imported:
        imported[file_name] = import_form(workbook)
    form = imported[file_name]
    concepts = row.optional("concepts") or []
    if not all(type(code) is int and LOWEST_CODE <= code <= HIGHEST_CODE for code in concepts):
        raise row.refuse("concepts", f"must be codes from {LOWEST_CODE} to {HIGHEST_CODE}")
    discreet = row.optional("discreet")
    speaks = row.optional("law")
    if speaks not in (None, "service"):
        raise row.refuse("law", 'is "service" or left out')
    months = row.number("retention_months", 0, 12_000) if speaks else None
    entry = ServiceEntry(
        code=row.number("code", LOWEST_CODE, HIGHEST_CODE),
        form_id=form.form_id,
        form_version=form.version,
        names=row.languages("names"),
        descriptions=row.optional_languages("descriptions"),
        life_event=row.text("life_event"),
        concepts=tuple(Concept(code) for code in concepts),
        papers=row.lists("papers"),
        minutes=row.number("minutes", 0, 24 * 60),
        legal_basis=row.text("legal_basis"),
        retention=row.text("retention"),
        notice_id=row.text("notice"),
        discreet=bool(discreet),
    )
    row.end()
    return Use(service=entry, default_months=months)


def _form(form: ImportedForm) -> FormEntry:
    size_bytes = len(form.definition) + sum(len(content) for content in form.files.values())
    if size_bytes > PACKAGE_LIMIT_BYTES:
        largest = sorted(form.files, key=lambda name: len(form.files[name]), reverse=True)[:3]
        raise CentralError(
            "publish.form_too_large",
            f"{form.form_id}: definition and files are {size_bytes} bytes, at most"
            f" {PACKAGE_LIMIT_BYTES}; the largest files: {', '.join(largest) or 'none'}",
        )
    if len(form.files) > FILES_PER_FORM:
        raise CentralError(
            "publish.form_too_large",
            f"{form.form_id}: it names {len(form.files)} files, at most {FILES_PER_FORM}",
        )
    return FormEntry(
        form_id=form.form_id,
        version=form.version,
        xml=form.definition,
        definition_hash=hashlib.sha256(form.definition).digest()[:16],
        title=form.title,
        files=tuple(
            FormFile(name=name, content_hash=hashlib.sha256(content).digest())
            for name, content in sorted(form.files.items())
        ),
    )


def _form_law(
    form: ImportedForm, file_name: str, uses: list[Use], notices: tuple[NoticeEntry, ...]
) -> FormLawEntry:
    mine = (form.form_id, form.version)
    asking = [use for use in uses if (use.service.form_id, use.service.form_version) == mine]
    return form_law(form, file_name, tuple(asking), notices)


def _files(form: ImportedForm) -> Iterator[FormFileEntry]:
    for name, content in sorted(form.files.items()):
        yield from pieces_of(form.form_id, form.version, name, content)


def _tariff(row: _Row) -> TariffEntry:
    entry = TariffEntry(
        tariff_id=row.text("id"),
        version=row.number("version", 1),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
        concept=Concept(row.number("concept", LOWEST_CODE, HIGHEST_CODE)),
        unit_centavos=Centavos(row.number("unit_centavos")),
        names=row.languages("names"),
    )
    row.end()
    return entry


def _rounding(row: _Row) -> RoundingEntry:
    entry = RoundingEntry(
        rounding_id=row.text("id"),
        version=row.number("version", 1),
        valid_from=row.day("valid_from"),
        valid_to=row.optional_day("valid_to"),
        legal_reference=row.text("legal_reference"),
        unit_centavos=Centavos(row.number("unit_centavos", 1)),
        up_from_centavos=Centavos(row.number("up_from_centavos")),
    )
    row.end()
    return entry


def _notice(row: _Row) -> NoticeEntry:
    short = dict(row.languages("short"))
    sentence = dict(row.languages("sentence"))
    lines = dict(row.lists("lines"))
    full = dict(row.optional_languages("full"))
    if not set(short) == set(sentence) == set(lines):
        raise row.refuse("lines", "short, lines and sentence need the same languages")
    if full and set(full) != set(short):
        raise row.refuse("full", "needs the same languages as short")
    entry = NoticeEntry(
        notice_id=row.text("id"),
        version=row.number("version", 1),
        texts=_in_order(
            {
                language: NoticeText(
                    short=short[language],
                    lines=lines[language],
                    sentence=sentence[language],
                    full=full.get(language, ""),
                )
                for language in short
            }
        ),
        purposes=tuple(_purpose(one, set(short)) for one in row.rows("purposes")),
    )
    if len({one.purpose_id for one in entry.purposes}) != len(entry.purposes):
        raise row.refuse("purposes", "names the same purpose twice")
    row.end()
    return entry


def _purpose(row: _Row, languages: set[str]) -> Purpose:
    sentences = row.languages("sentences")
    if set(dict(sentences)) != languages:
        raise row.refuse("sentences", "needs the same languages as the notice")
    needed = row.flag("needed", default=True)
    sensitive = row.flag("sensitive", default=False)
    if needed and sensitive:
        raise row.refuse("needed", "a sensitive purpose can be refused: needed = false")
    entry = Purpose(
        purpose_id=row.text("id"), sentences=sentences, needed=needed, sensitive=sensitive
    )
    row.end()
    return entry


def _concept(row: _Row) -> tuple[int, str]:
    pair = (row.number("code", LOWEST_CODE, HIGHEST_CODE), row.text("name"))
    row.end()
    return pair


def _terminal(row: _Row) -> tuple[str, str]:
    pair = (row.text("terminal"), row.text("office"))
    row.end()
    return pair


def _settings(values: object) -> SettingsEntry:
    """Return the settings of `[settings]`; a field that is left out keeps its default."""
    fields = {entry.name: entry for entry in entries_of(SettingsEntry)}
    if not isinstance(values, dict) or not set(values) <= set(fields):
        raise CentralError("publish.catalogue", f"[settings] knows {', '.join(sorted(fields))}")
    for name, value in values.items():
        try:
            fields[name].shape.write(value)
        except MessageInvalid as error:
            raise CentralError("publish.catalogue", f"settings.{name}: {error.detail}") from error
    return SettingsEntry(**values)


def _check_together(catalogue: Catalogue) -> None:
    """Refuse a catalogue whose parts do not fit each other."""

    def refuse(why: str) -> CentralError:
        return CentralError("publish.catalogue", why)

    for name, keys in (
        ("operators", [entry.number for entry in catalogue.operators]),
        ("services", [entry.code for entry in catalogue.services]),
        ("tariffs", [entry.key for entry in catalogue.tariffs]),
        ("rounding", [(entry.rounding_id, entry.version) for entry in catalogue.roundings]),
        ("notices", [(entry.notice_id, entry.version) for entry in catalogue.notices]),
        ("forms", [(entry.form_id, entry.version) for entry in catalogue.forms]),
    ):
        if len(set(keys)) != len(keys):
            raise refuse(f"[[{name}]] names the same thing twice")
    supervisors = [entry for entry in catalogue.operators if entry.role is Role.SUPERVISOR]
    if not supervisors:
        raise refuse("[[operators]] needs at least one supervisor (role 2)")
    if not any(entry.may_approve for entry in supervisors):
        raise refuse("[[operators]] needs a supervisor who may approve")
    notices = {entry.notice_id for entry in catalogue.notices}
    charged = {entry.concept for entry in catalogue.tariffs}
    for service in catalogue.services:
        if service.notice_id not in notices:
            raise refuse(f"service {service.code}: notice {service.notice_id} is not here")
        for concept in service.concepts:
            if concept not in charged:
                raise refuse(f"service {service.code}: concept {concept} has no tariff")
    if any(service.concepts for service in catalogue.services) and not catalogue.roundings:
        raise refuse("[[rounding]] is missing: fees need a rounding policy")
    dated: tuple[TariffEntry | RoundingEntry, ...] = (*catalogue.tariffs, *catalogue.roundings)
    for row in dated:
        if row.valid_to is not None and row.valid_to < row.valid_from:
            raise refuse(f"{row.key}: valid_to lies before valid_from")
