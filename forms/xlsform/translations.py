"""Languages of a workbook: the default one, and texts that are absent in one (FORMS §3, §9)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from forms.report import Finding, Place, Severity
from forms.xlsform.columns import MEDIA, TRANSLATED, table_of
from forms.xlsform.workbook import Sheet, SheetRow, Sheets

_ENOUGH = 20
"""So many texts absent from a column are named one by one; the rest are counted."""


def default_language(sheets: Sheets) -> str:
    """Return the form's default language as the settings sheet names it, blank if it does not."""
    settings = sheets.get("settings")
    if settings is None or not settings.rows:
        return ""
    header = table_of("settings", settings).header("default_language")
    return settings.rows[0].cells.get(header, "")


def languages_of(sheets: Sheets) -> tuple[str, ...]:
    """Return the languages that the headers name, in order."""
    found: dict[str, None] = {}
    for name in ("survey", "choices"):
        if name in sheets:
            for column in table_of(name, sheets[name]).columns.values():
                if column.name in TRANSLATED and column.language:
                    found[column.language] = None
    return tuple(found)


def with_default_language(sheets: Sheets, findings: list[Finding]) -> Sheets:
    """Let a default language that is only a code mean the language with that code."""
    named = default_language(sheets)
    languages = languages_of(sheets)
    if not named or named in languages:
        return sheets
    meant = next((one for one in languages if _means(one, named)), None)
    if meant is None:
        return sheets
    settings = sheets["settings"]
    header = table_of("settings", settings).header("default_language")
    first = settings.rows[0]
    findings.append(
        Finding(
            severity=Severity.REPAIR,
            code="default-language",
            message=f'"{named}" means "{meant}"',
            place=Place(sheet="settings", row=first.number, column=header),
        )
    )
    rows = (replace(first, cells={**first.cells, header: meant}), *settings.rows[1:])
    return {**sheets, "settings": replace(settings, rows=rows)}


def _means(language: str, named: str) -> bool:
    return named.lower() in (
        language.lower(),
        language.partition("(")[0].strip().lower(),
        language.rpartition("(")[2].rstrip(") ").lower(),
    )


def with_translations(sheets: Sheets, findings: list[Finding]) -> Sheets:
    """Fill texts that are absent in a language from the default one; the converter writes `-`."""
    languages = languages_of(sheets)
    if not languages:
        return sheets
    main = default_language(sheets)
    order = tuple(dict.fromkeys((*([main] if main in languages else []), *languages)))
    made = dict(sheets)
    for name in ("survey", "choices"):
        if name in made:
            made[name] = _Filler(name, made[name], order).filled(findings)
    return made


@dataclass(slots=True)
class _Filler:
    """Fills the translated columns of one sheet."""

    name: str
    sheet: Sheet
    languages: tuple[str, ...]
    missing: dict[str, list[Finding]] = field(default_factory=dict)

    def filled(self, findings: list[Finding]) -> Sheet:
        """Return the sheet with every text in every language; what was absent is a warning."""
        table = table_of(self.name, self.sheet)
        headers = list(self.sheet.headers)
        wanted = self._wanted(headers)
        names = table.header("name")
        rows = tuple(self._row(row, wanted, names) for row in self.sheet.rows)
        for column in self.missing.values():
            findings.extend(column[:_ENOUGH])
            rest = len(column) - _ENOUGH
            if rest > 0:
                message = f"{rest} further texts of this column are absent, the last one here"
                findings.append(replace(column[-1], message=message))
        return replace(self.sheet, headers=tuple(headers), rows=rows)

    def _wanted(self, headers: list[str]) -> dict[str, dict[str, str]]:
        """Return column -> language -> header, adding the headers that are not there."""
        columns = table_of(self.name, self.sheet).columns
        wanted: dict[str, dict[str, str]] = {}
        for header, column in columns.items():
            if column.name in TRANSLATED and column.language:
                wanted.setdefault(column.name, {})[column.language] = header
        for header, column in columns.items():
            if column.language or column.name not in TRANSLATED:
                continue
            if column.name in wanted or column.name in MEDIA:
                wanted.setdefault(column.name, {})[""] = header
        for name, by_language in wanted.items():
            for language in self.languages:
                if language not in by_language:
                    by_language[language] = f"{name}::{language}"
                    headers.append(by_language[language])
        return wanted

    def _row(self, row: SheetRow, wanted: dict[str, dict[str, str]], names: str) -> SheetRow:
        added: dict[str, str] = {}
        for column, by_language in wanted.items():
            texts = {
                one: row.cells.get(by_language[one], "")
                for one in (*self.languages, "")
                if one in by_language
            }
            filled = next((text for text in texts.values() if text), "")
            if not filled or all(texts.values()):
                continue
            for language, text in texts.items():
                if not text:
                    header = by_language[language]
                    added[header] = filled
                    if column not in MEDIA:
                        self._absent(row, header, language, row.cells.get(names, ""))
        return replace(row, cells={**row.cells, **added}) if added else row

    def _absent(self, row: SheetRow, header: str, language: str, name: str) -> None:
        self.missing.setdefault(header, []).append(
            Finding(
                severity=Severity.WARNING,
                code="missing-translation",
                message=f"no text in {language or 'the default language'}: another is shown",
                place=Place(sheet=self.name, row=row.number, column=header),
                name=name,
            )
        )
