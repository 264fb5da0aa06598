"""What every conformance runner reports: one result per vector, one last line, one exit code."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

EXIT_ALL_PASSED = 0
EXIT_SOME_FAILED = 10
EXIT_FILE_UNREADABLE = 11


class Mismatch(Exception):
    """A vector and our code disagree; the text says how."""


def expect(what: str, got: object, wanted: object) -> None:
    """Raise Mismatch where the two differ."""
    if got != wanted:
        raise Mismatch(f"{what} is {_short(got)}, wanted {_short(wanted)}")


@dataclass
class Results:
    """Counts, and the failures in the order they came."""

    passed: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)

    def run(self, name: str, check: Callable[[], None]) -> None:
        """Run one vector's check; a Mismatch or any other exception is a failure of that vector."""
        try:
            check()
        except Mismatch as mismatch:
            self.failures.append((name, str(mismatch)))
        except Exception as error:  # a defect in one vector must not hide the others
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
            self.failures.append((name, f"{type(error).__name__}: {error} ({where})"))
        else:
            self.passed += 1

    def fail(self, name: str, why: str, count: int = 1) -> None:
        """Count results that cannot be had, because the part is not built."""
        self.failures += [(name, why)] * count

    def report(self, *, show_failures: bool) -> int:
        """Print the outcome, the counts on the last line; return the exit code."""
        if show_failures:
            for name, why in self.failures:
                print(f"FAIL {name}: {why}")
        print(f"{self.passed} passed, {len(self.failures)} failed")
        return EXIT_SOME_FAILED if self.failures else EXIT_ALL_PASSED


def _short(value: object) -> str:
    text = value.hex() if isinstance(value, bytes) else repr(value)
    return text if len(text) <= 100 else f"{text[:97]}…"
