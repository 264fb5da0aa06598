"""The one error of patterns."""

from __future__ import annotations

from forms.errors import EvaluationFailed


class PatternRefused(EvaluationFailed):
    """A pattern that is broken or may run for ever."""

    def __init__(self, reason: str, *, risky: bool) -> None:
        super().__init__(reason)
        self.risky = risky
