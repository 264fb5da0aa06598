"""The error tree of `sync`.

SyncError                 an error with a stable code (PROTOCOL §23) and typed facts
├── CodedError            one of several things: a code and a detail
│   └── MessageInvalid    bytes from outside that do not hold; `code` says which check failed first
├── JournalError          an event could not be appended; nothing was written
└── LinkError             no answer that counts; everything is kept and tried again
"""

from __future__ import annotations


class SyncError(Exception):
    """Root of every error that `sync` raises on purpose."""

    code: str = "sync.fault"

    def __init__(self, facts: object | None = None) -> None:
        super().__init__(facts)
        self.facts = facts


class CodedError(SyncError):
    """An error whose code says which of several things it was, with a word for the log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class MessageInvalid(CodedError):
    """A message from outside does not hold; nothing of it was used. Codes: PROTOCOL §23."""


class JournalError(SyncError):
    """An event could not be appended; nothing was written."""

    code = "journal.refused"


class LinkError(SyncError):
    """No answer that counts; everything is kept and will be tried again."""

    code = "link.down"
