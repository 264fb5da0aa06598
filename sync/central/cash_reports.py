"""The reports of the cash desks of all devices, as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sync.central.cash_facts import read_facts
from sync.central.platform import Platform
from sync.central.report_pdf import pdf_bytes
from sync.reports.files import csv_bytes
from sync.reports.sheet import Sheet, named, sheet_of
from sync.reports.tables import Report, between, make
from sync.reports.words import LANGUAGES, SHEET
from sync.reports.workbook import xlsx_bytes

FORMATS = ("csv", "xlsx", "pdf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report (None: all), of which business days, in which language."""

    report: Report | None
    first: date | None
    last: date | None
    language: str


def sheets_of(platform: Platform, asked: Asked) -> list[Sheet]:
    """Return the tables asked for, of what has been projected."""
    profile = platform.published_profile()
    with platform.database.read() as connection:
        facts = read_facts(connection, profile)
    facts = named(between(facts, asked.first, asked.last), profile.concepts.get, asked.language)
    chosen = [asked.report] if asked.report is not None else _at_the_central()
    return [
        sheet_of(make(one, facts), language=asked.language, subtitle=period(asked))
        for one in chosen
    ]


def report_bytes(platform: Platform, asked: Asked, form: str) -> bytes:
    """Return a report in one of FORMATS; csv holds one table only."""
    sheets = sheets_of(platform, asked)
    match form:
        case "csv":
            [sheet] = sheets
            return csv_bytes(sheet)
        case "xlsx":
            return xlsx_bytes(sheets)
        case _:
            place = LANGUAGES.index(asked.language)
            made = platform.clock.now().astimezone()
            footer = f"{SHEET['made'][place]} {made:%d/%m/%Y %H:%M}"
            return pdf_bytes(sheets, institution=platform.profile.name, footer=footer)


def period(asked: Asked) -> str:
    """Return the business days in words."""
    place = LANGUAGES.index(asked.language)
    if asked.first is None and asked.last is None:
        return SHEET["all"][place]
    parts = []
    if asked.first is not None:
        parts.append(f"{SHEET['from'][place]} {asked.first:%d/%m/%Y}")
    if asked.last is not None:
        parts.append(f"{SHEET['to'][place]} {asked.last:%d/%m/%Y}")
    return " ".join(parts)


def _at_the_central() -> list[Report]:
    """What a device has not delivered, the central cannot know."""
    return [one for one in Report if one is not Report.UNDELIVERED]
