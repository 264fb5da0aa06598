"""The program's log and what it makes of faults: never the words that somebody typed."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

_log = logging.getLogger("ventanilla.app")
_LOG_BYTES = 1_000_000
_LOG_FILES = 3


class LogFormatter(logging.Formatter):
    """Writes tracebacks without the words of the exceptions: those may quote what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what another handler made of the exception is not taken over."""
        record.exc_text = None
        written = super().format(record)
        record.exc_text = None
        return written

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is of logging
        """Return where it happened and of which kind each error was; a code where it has one."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines += [line.rstrip("\n") for line in traceback.format_tb(error.__traceback__)]
            code = getattr(error, "code", None)
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            lines.append(f"{kind} {code}" if isinstance(code, str) else kind)
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def open_log(folder: Path) -> logging.Handler:
    """Begin the log of this profile: names, codes and tracebacks, never a person's data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "ventanilla.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(LogFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for chatty in ("httpx", "httpcore", "PIL"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return handler


def close_log(handler: logging.Handler) -> None:
    """End the log."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def log_unforeseen(
    words: str, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Write a defect of ours to the log and to standard error, without what was typed."""
    _log.critical(words, exc_info=(kind, error, trace))
    print(LogFormatter().formatException((kind, error, trace)), file=sys.stderr)
