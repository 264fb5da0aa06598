"""`catalogue.toml` and the workbooks beside it: what an institution publishes, read and checked.

Reading changes nothing. Every refusal is a CentralError("publish.catalogue") that names the table,
the row and the field, so that the person who wrote the file can mend it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sync.annotated import entries_of
from sync.catalogue import (
    FILES_PER_FORM,
    Capability,
    FactEntry,
    FormEntry,
    FormFile,
    FormFileEntry,
    FormLawEntry,
    IndexEntry,
    NoticeEntry,
    OperatorEntry,
    Role,
    RoundingEntry,
    RuleEntry,
    ServiceEntry,
    SettingsEntry,
    TariffEntry,
    pieces_of,
)
from sync.central.errors import CentralError
from sync.central.law import Use, form_law
from sync.central.notice_rows import notice_of
from sync.central.ports import ImportedForm, ImportForm
from sync.central.tariff_check import check_prices
from sync.central.tariff_rows import HIGHEST_CODE, LOWEST_CODE, TABLES, price_list
from sync.central.toml_rows import Row, rows_of
from sync.errors import MessageInvalid
from sync.events import Concept
from sync.ids import OperatorNumber

T = TypeVar("T")
_NODESET = re.compile(rb'nodeset="/[^/"]+/([^"]+)"')
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
    rules: tuple[RuleEntry, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    indexes: tuple[IndexEntry, ...] = ()


def read_catalogue(folder: Path, import_form: ImportForm) -> Catalogue:
    """Return what *folder* publishes. Raises CentralError; nothing was published."""
    path = folder / "catalogue.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CentralError("publish.catalogue", f"{path}: cannot be read") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CentralError("publish.catalogue", f"{path}: {error}") from error
    tables = {"operators", "services", "notices", "concepts", "terminals", *TABLES}
    for name in document:
        if name not in tables and name != "settings":
            raise CentralError("publish.catalogue", f"[[{name}]] is not known here")

    imported: dict[str, ImportedForm] = {}
    uses = [_service(row, folder, imported, import_form) for row in rows_of(document, "services")]
    notices = tuple(notice_of(row) for row in rows_of(document, "notices"))
    prices = price_list(document)
    catalogue = Catalogue(
        operators=tuple(_operator(row) for row in rows_of(document, "operators")),
        services=tuple(use.service for use in uses),
        forms=tuple(_form(form) for form in imported.values()),
        form_laws=tuple(_form_law(one, name, uses, notices) for name, one in imported.items()),
        form_files=tuple(piece for form in imported.values() for piece in _files(form)),
        tariffs=prices.tariffs,
        roundings=prices.roundings,
        rules=prices.rules,
        facts=prices.facts,
        indexes=prices.indexes,
        notices=notices,
        concepts=dict(_concept(row) for row in rows_of(document, "concepts")),
        offices=dict(_terminal(row) for row in rows_of(document, "terminals")),
        settings=_settings(document.get("settings", {})),
    )
    _check_together(catalogue)
    check_prices(prices, catalogue.services, _paths(imported))
    return catalogue


def _operator(row: Row) -> OperatorEntry:
    entry = OperatorEntry(
        number=OperatorNumber(row.number("number", 1, 65_535)),
        name=row.text("name"),
        role=Role(row.number("role", min(Role), max(Role))),
        capabilities=_capabilities(row),
    )
    row.end()
    return entry


def _capabilities(row: Row) -> tuple[Capability, ...] | None:
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
    row: Row, folder: Path, imported: dict[str, ImportedForm], import_form: ImportForm
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


def _concept(row: Row) -> tuple[int, str]:
    pair = (row.number("code", LOWEST_CODE, HIGHEST_CODE), row.text("name"))
    row.end()
    return pair


def _terminal(row: Row) -> tuple[str, str]:
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


def _paths(imported: Mapping[str, ImportedForm]) -> dict[tuple[str, str], frozenset[str]]:
    """Return the places of every form's questions, without the name of its outermost group."""
    return {
        (form.form_id, form.version): frozenset(
            place.decode() for place in _NODESET.findall(form.definition)
        )
        for form in imported.values()
    }
