"""Functions on dates and times (FORMS §5.5, §5.10, §6)."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time

from forms.xpath import dates
from forms.xpath.context import Context
from forms.xpath.functions import FunctionRegistry
from forms.xpath.values import NAN, Moment, Value, to_number, to_text

_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
    "pt": ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
}
_DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "pt": ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
}
_CODE = re.compile(r"\(([A-Za-z]{2})[^)]*\)\s*$|^([A-Za-z]{2})(?:-|$)")
_TIME_ONLY = re.compile(r"\d{2}:\d{2}.*")


def _today(context: Context) -> Value:
    return Moment(context.scope.now.astimezone(context.zone).date().isoformat())


def _now(context: Context) -> Value:
    return Moment(dates.text_of_moment(context.scope.now.astimezone(context.zone)))


def _date(context: Context, value: Value) -> Value:
    if type(value) is bool:
        return ""
    if type(value) is float:
        return Moment(dates.date_of_number(value))
    text = to_text(value)
    day = dates.parse_date(text, loose=True)
    if day is not None:
        return Moment(day.isoformat())
    if dates.parse_date_time(text, context.zone) is not None:
        return Moment(text)
    number = to_number(text, context.zone)
    return "" if number != number else Moment(dates.date_of_number(number))


def _date_time(context: Context, value: Value) -> Value:
    moment = _moment(context, value)
    return "" if moment is None else Moment(dates.text_of_moment(moment.astimezone(context.zone)))


def _moment(context: Context, value: Value) -> datetime | None:
    """Return the instant of a date, a date-time or a number of days; None if it is none."""
    if type(value) is bool:
        return None
    if type(value) is not float:
        text = to_text(value)
        day = dates.parse_date(text, loose=True)
        if day is not None:
            return datetime.combine(day, time(), context.zone)
        moment = dates.parse_date_time(text, context.zone)
        if moment is not None:
            return moment
    return dates.moment_of_number(to_number(value, context.zone), context.zone)


def _decimal_date_time(context: Context, value: Value) -> Value:
    if type(value) is float:
        return value
    moment = _moment(context, value)
    return NAN if moment is None else dates.number_of_moment(moment)


def _decimal_time(context: Context, value: Value) -> Value:
    text = to_text(value)
    moment = dates.parse_date_time(text, context.zone)
    if moment is None and _TIME_ONLY.fullmatch(text):
        parsed = dates.parse_time(text)
        if parsed is not None:
            today = context.scope.now.astimezone(context.zone).date()
            moment = datetime.combine(today, parsed[0], parsed[1] or context.zone)
    if moment is None:
        return NAN
    local = moment.astimezone(context.zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
    return seconds / 86_400


def language_code(language: str, otherwise: str) -> str:
    """Return the two-letter code inside a form's language name, as in `Español (es)`."""
    found = _CODE.search(language)
    code = (found[1] or found[2]).lower() if found else ""
    for candidate in (code, otherwise[:2].lower()):
        if candidate in _MONTHS:
            return candidate
    return "en"


def _format(context: Context, value: Value, pattern: Value) -> Value:
    moment = _moment(context, value)
    if moment is None:
        return ""
    return _formatted(
        moment.astimezone(context.zone),
        to_text(pattern),
        language_code(context.scope.language, context.scope.environment.locale),
    )


def _formatted(moment: datetime, pattern: str, code: str) -> str:
    made: list[str] = []
    characters = iter(pattern)
    for character in characters:
        if character != "%":
            made.append(character)
            continue
        letter = next(characters, "")
        made.append(_part(moment, letter, code))
    return "".join(made)


def _part(moment: datetime, letter: str, code: str) -> str:
    day: date = moment.date()
    parts = {
        "Y": f"{day.year:04d}",
        "y": f"{day.year % 100:02d}",
        "m": f"{day.month:02d}",
        "n": str(day.month),
        "b": _MONTHS[code][day.month - 1],
        "d": f"{day.day:02d}",
        "e": str(day.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{math.floor(moment.microsecond / 1000):03d}",
        "a": _DAYS[code][day.weekday()],
        "%": "%",
    }
    return parts.get(letter, "%" + letter)


def register_all(registry: FunctionRegistry) -> None:
    """Add the date functions."""
    registry.register("today", 0, 0, _today, volatile=True)
    registry.register("now", 0, 0, _now, volatile=True)
    registry.register("date", 1, 1, _date)
    registry.register("date-time", 1, 1, _date_time)
    registry.register("decimal-date-time", 1, 1, _decimal_date_time)
    registry.register("decimal-time", 1, 1, _decimal_time)
    registry.register("format-date", 2, 2, _format)
    registry.register("format-date-time", 2, 2, _format)
