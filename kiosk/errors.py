"""The error tree of the app.

    KioskError                an error with a stable code and typed facts, never prose
    ├── KnownError            the world's fault (disk, key, clock, printer), shown in place
    └── UserCancelled         a person went back; unwinds silently, is no error

Everything else that is raised is a defect of ours: logged with its traceback and a folio.
"""

from __future__ import annotations

from typing import ClassVar


class KioskError(Exception):
    """Root of every error the app raises on purpose."""

    code: ClassVar[str] = "app.fault"

    def __init__(self, facts: object | None = None) -> None:
        super().__init__(facts)
        self.facts = facts


class KnownError(KioskError):
    """The world's fault; its code names the Fluent message `problem-a-b_c` that a person reads."""


class UserCancelled(KioskError):
    """A person chose to go back; nothing was written."""

    code: ClassVar[str] = "app.cancelled"
