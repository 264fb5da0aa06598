"""What is wrong with the file of a list."""

from __future__ import annotations

from forms.errors import FormError


class FileBroken(FormError):
    """The file of a list cannot be used; nothing of it was. `code` is one of FORMS §3.

    line: 1-based where the fault stands in a text file, 0 where that cannot be said.
    """

    def __init__(self, reason: str, *, code: str = "container", line: int = 0) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason
