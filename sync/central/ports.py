"""What `__main__` hands in: the two things the central needs from the form engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question and what its form says of it; blank or None where it says nothing.

    path: generic path. where: its row, for the author. retention: in words.
    """

    path: str
    where: str = "-"
    legal_basis: str = ""
    retention: str = ""
    retention_months: int | None = None
    purpose: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedForm:
    """An accepted workbook as the definition that devices and central share.

    questions: everything that holds an answer of somebody.
    """

    form_id: str
    version: str
    title: str
    definition: bytes  # the XML, byte for byte as it is published and hashed
    questions: tuple[AskedQuestion, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)  # what devices need beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAnswers:
    """What `X` needs from a registration beside its definition (FORMS §11)."""

    answers: list[Any]  # nested arrays in definition order
    instance_id: str
    instance_name: str | None
    deprecated_id: str | None


ImportForm = Callable[[Path], ImportedForm]
"""Workbook → definition; CentralError("publish.form_refused") with every finding."""

SubmissionXml = Callable[[bytes, RegistrationAnswers], bytes]
"""`X(definition, answers)`: the submission XML, byte for byte as on the device. Raises ValueError
where
the answers do not fit the definition."""
