"""Promises of the demonstration as rows: what was expected, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One promise; both sides are texts so that a table can show them."""

    what: str
    expected: str
    found: str

    @property
    def held(self) -> bool:
        """Say whether what was found is what was expected."""
        return self.expected == self.found


def equal(what: str, expected: object, found: object) -> Check:
    """Return a check that holds when both sides read the same."""
    return Check(what=what, expected=str(expected), found=str(found))


def table(checks: Sequence[Check]) -> str:
    """Return the checks as people read them; a broken one shows both sides."""
    width = max(len(check.what) for check in checks)
    lines = []
    for check in checks:
        if check.held:
            lines.append(f"  {check.what:<{width}}  {_short(check.found):<34}  held")
        else:
            lines.append(
                f"  {check.what:<{width}}  {check.found}  NOT HELD, expected: {check.expected}"
            )
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= 34 else text[:33] + "…"
