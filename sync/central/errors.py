"""What the central platform raises on purpose.

SyncError
├── CodedError
│   └── CentralError      a folder, a file, a catalogue; the command line shows it
└── Refused               no signed answer: an HTTP status and a code of PROTOCOL §23
"""

from __future__ import annotations

from sync.errors import CodedError, SyncError


class CentralError(CodedError):
    """A command cannot be carried out; nothing was changed."""


class Refused(SyncError):
    """A request is answered with a bare error; nothing was stored (PROTOCOL §15)."""

    def __init__(
        self, status: int, code: str, detail: str = "", retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_seconds = retry_after_seconds

    def __str__(self) -> str:
        return f"{self.status} {self.code} {self.detail}".rstrip()
