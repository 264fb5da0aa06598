"""A test announces the warnings it provokes; any other one fails it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable


class ExpectedLogs:
    """The log lines at WARNING or above that this test provokes on purpose."""

    def __init__(self) -> None:
        self._patterns: list[tuple[str, re.Pattern[str]]] = []

    def expect(self, logger: str, text: str) -> None:
        """Announce lines of *logger* (a name, with its children) in which *text* is found."""
        self._patterns.append((logger, re.compile(text)))

    def unexpected(self, records: Iterable[logging.LogRecord]) -> list[str]:
        """Return the lines at WARNING or above that nobody announced, as they would be printed."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in records
            if record.levelno >= logging.WARNING and not self._announced(record)
        ]

    def _announced(self, record: logging.LogRecord) -> bool:
        return any(
            (record.name == name or record.name.startswith(f"{name}."))
            and pattern.search(record.getMessage())
            for name, pattern in self._patterns
        )
