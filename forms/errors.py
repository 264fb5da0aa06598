"""The error tree of `forms`.

FormError                     an error with a stable code (FORMS §3) and typed facts
├── ExpressionInvalid         an expression that does not parse; nothing of it is used
├── EvaluationFailed          one expression failed while it ran; its value is blank, the rest lives
├── FormRefused               a form was not accepted; `report` lists every finding (forms.report)
├── AnswerRefused             an answer for a place the form does not have; nothing changed
└── DraftRefused              a draft that does not belong to this definition; nothing was restored
"""

from __future__ import annotations

from dataclasses import dataclass


class FormError(Exception):
    """Root of every error that `forms` raises on purpose."""

    code: str = "forms.fault"

    def __init__(self, facts: object | None = None) -> None:
        super().__init__(facts)
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionFacts:
    """Where in an expression it went wrong: a 0-based position, and what was expected."""

    expression: str
    position: int
    reason: str


class ExpressionInvalid(FormError):
    """An expression does not parse; nothing of it is used. `code` is one of FORMS §3."""

    def __init__(self, reason: str, expression: str, position: int = 0) -> None:
        super().__init__(ExpressionFacts(expression=expression, position=position, reason=reason))
        self.code = "xpath-syntax"
        self.reason = reason
        self.expression = expression
        self.position = position

    def __str__(self) -> str:
        return f'"{self.expression}": {self.reason}'


class EvaluationFailed(FormError):
    """An expression met an argument of the wrong kind while it ran; its value is blank."""

    code = "run-time"

    def __str__(self) -> str:
        return str(self.facts)


class AnswerRefused(FormError):
    """The form has no question at that path; nothing was changed."""

    code = "forms.unknown_path"


class DraftRefused(FormError):
    """The draft was written for another definition or is damaged; nothing was restored."""

    code = "forms.draft"
