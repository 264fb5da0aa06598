"""Words in the person's language: Fluent messages, and money, dates and times through Babel.

A message that a language lacks is taken from Spanish, the language the product is written in; one
that Spanish lacks shows its id and is logged, and a test fails on it.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, get_day_names, get_month_names
from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Resource

from sync.clock import Clock
from sync.money import Centavos

_log = logging.getLogger("ventanilla.texts")

LANGUAGES = ("es", "en")
_FALLBACK = "es"
_LOCALES = {"es": "es_MX", "en": "en_US"}
PSEUDO_LONG = "pseudo"
_MOST_MEGABYTES = 1024  # above, a size is said in GB
"""A language for tests: Spanish, stretched by two fifths, so that what cannot grow is found."""


class Texts:
    """Every word that a screen shows."""

    def __init__(self, folder: Path, language: str, clock: Clock) -> None:
        self.language = language
        self._clock = clock
        self._locale = _LOCALES.get(language, _LOCALES[_FALLBACK])
        spoken = language if language in LANGUAGES else _FALLBACK
        self._stretch = language == PSEUDO_LONG
        self._bundles = [_bundle(folder / spoken, _LOCALES[spoken])]
        if spoken != _FALLBACK:
            self._bundles.append(_bundle(folder / _FALLBACK, _LOCALES[_FALLBACK]))

    def text(self, message_id: str, /, **arguments: Any) -> str:
        """Return a message with its arguments set in; whole numbers choose plural forms."""
        return self._format(message_id, None, arguments)

    def part(self, message_id: str, attribute: str, /, **arguments: Any) -> str:
        """Return one attribute of a message (`happened`, `safe`, `todo`)."""
        return self._format(message_id, attribute, arguments)

    def has(self, message_id: str) -> bool:
        """Say whether a message exists in this language or in Spanish."""
        return any(bundle.has_message(message_id) for bundle in self._bundles)

    def _format(self, message_id: str, attribute: str | None, arguments: dict[str, Any]) -> str:
        for bundle in self._bundles:
            if not bundle.has_message(message_id):
                continue
            message = bundle.get_message(message_id)
            pattern = message.attributes.get(attribute) if attribute else message.value
            if pattern is None:
                continue
            text, errors = bundle.format_pattern(pattern, arguments)
            for error in errors:
                _log.warning("text %s: %s", message_id, error)
            return _stretched(str(text)) if self._stretch else str(text)
        _log.warning("text %s is missing in %s", message_id, self.language)
        return message_id

    # ------------------------------------------------------------------ money and numbers

    def money(self, amount_centavos: Centavos) -> str:
        """Return `$1,234.50`."""
        return str(format_currency(_pesos(amount_centavos), "MXN", "¤#,##0.00", locale="es_MX"))

    def money_short(self, amount_centavos: Centavos) -> str:
        """Return `$190` for whole pesos, `$185.50` otherwise; for buttons of notes."""
        if amount_centavos % 100:
            return self.money(amount_centavos)
        return str(
            format_currency(
                _pesos(amount_centavos), "MXN", "¤#,##0", locale="es_MX", currency_digits=False
            )
        )

    def phone(self, number: str) -> str:
        """Return ten digits as `999 123 4567`, anything else as it is."""
        if len(number) == 10 and number.isdigit():
            return f"{number[:3]} {number[3:6]} {number[6:]}"
        return number

    def number_signs(self) -> tuple[str, str]:
        """Return the sign before decimals and the one between thousands."""
        return str(get_decimal_symbol(self._locale)), str(get_group_symbol(self._locale))

    # --------------------------------------------------------------------- days and times

    def size(self, size_bytes: int) -> str:
        """Return `34 KB`, `86 MB` or `1.2 GB`."""
        if size_bytes < 1000 * 1000:
            return self.text("size-kilobytes", n=max(1, round(size_bytes / 1000)))
        megabytes = round(size_bytes / 1_000_000)
        if megabytes <= _MOST_MEGABYTES:
            return self.text("size-megabytes", n=megabytes)
        return self.text("size-gigabytes", n=round(size_bytes / 1_000_000_000, 1))

    def day(self, day: date) -> str:
        """Return `lunes 16 de noviembre`; with the year when it is not this year's."""
        if day.year != self.today().year:
            return self.day_with_year(day)
        pattern = "EEEE, MMMM d" if self._locale == "en_US" else "EEEE d 'de' MMMM"
        return str(format_date(day, pattern, locale=self._locale))

    def day_with_year(self, day: date) -> str:
        """Return `martes 3 de noviembre de 2026`."""
        pattern = "EEEE, MMMM d, y" if self._locale == "en_US" else "EEEE d 'de' MMMM 'de' y"
        return str(format_date(day, pattern, locale=self._locale))

    def born(self, day: date) -> str:
        """Return `14 de marzo de 1961`."""
        pattern = "MMMM d, y" if self._locale == "en_US" else "d 'de' MMMM 'de' y"
        return str(format_date(day, pattern, locale=self._locale))

    def time(self, when: datetime) -> str:
        """Return `10:42`, 24 hours."""
        return f"{when.hour}:{when.minute:02d}"

    def when(self, when: datetime) -> str:
        """Return `hoy 10:42`, `ayer 15:10`, or the day for what is older."""
        today = self._clock.now().astimezone(when.tzinfo).date()
        if when.date() == today:
            return self.text("when-today", time=self.time(when))
        if when.date() == today - timedelta(days=1):
            return self.text("when-yesterday", time=self.time(when))
        return self.day(when.date())

    def months(self) -> tuple[str, ...]:
        """Return the names of the twelve months."""
        names = get_month_names("wide", context="stand-alone", locale=self._locale)
        return tuple(names[number] for number in range(1, 13))

    def weekdays(self) -> tuple[str, ...]:
        """Return the seven days from Monday, in two letters."""
        names = get_day_names("short", context="stand-alone", locale=self._locale)
        return tuple(names[number] for number in range(7))

    def today(self) -> date:
        """Return the device's date, for words like *hoy* only."""
        return self.now().date()

    def now(self) -> datetime:
        """Return the device's local time, for showing only."""
        return self._clock.now().astimezone()


def _pesos(amount_centavos: int) -> Decimal:
    return Decimal(amount_centavos) / 100


def _bundle(folder: Path, locale: str) -> FluentBundle:
    bundle = FluentBundle([locale.replace("_", "-")], use_isolating=False)
    for path in sorted(folder.glob("*.ftl")):
        bundle.add_resource(_parsed(path.read_text(encoding="utf-8")))
    return bundle


@lru_cache(maxsize=256)
def _parsed(content: str) -> Resource:
    """Return what a file says; parsing all of them takes longer than building every screen."""
    return FluentResource(content)


def _stretched(text: str) -> str:
    """Return the text longer by two fifths, words kept."""
    words = text.split(" ")
    extra = len(text) * 2 // 5 + 2
    tail: list[str] = []
    length = 0
    for word in words * 2:
        if length >= extra:
            break
        tail.append(word)
        length += len(word) + 1
    return " ".join([*words, *tail])
