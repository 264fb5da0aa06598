"""Privacy notices with their purposes, and the law of each question (docs/privacy.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sync.annotated import InMap, Key
from sync.catalogue.words import LANGUAGE, VERSION, InLanguages
from sync.shape import Flag, Many, Table, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """A privacy notice in one language: short form, lines to read, sentence to tick."""

    short: Annotated[str, Key(1, Text(1))]
    lines: Annotated[tuple[str, ...], Key(2, Many(Text(1), 1, 20))]
    sentence: Annotated[str, Key(3, Text(1))]
    full: Annotated[str, Key(4, Text(0))] = ""  # the whole notice, as the law asks for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One use of a person's data. Needed: the service cannot be given without it.

    Sensitive: it asks for express consent of its own, and may be refused alone.
    """

    purpose_id: Annotated[str, Key(1, Text(1, 100))]
    sentences: Annotated[InLanguages[str], Key(2, Table(LANGUAGE, Text(1, 1000)))]
    needed: Annotated[bool, Key(3, Flag())] = True
    sensitive: Annotated[bool, Key(4, Flag())] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """One version of a privacy notice in all its languages."""

    dataset: ClassVar[int] = 2

    notice_id: Annotated[str, Key(1, Text(1, 100))]
    version: Annotated[int, Key(2, VERSION)]
    texts: Annotated[InLanguages[NoticeText], Key(3, Table(LANGUAGE, InMap(NoticeText)))]
    purposes: Annotated[tuple[Purpose, ...], Key(4, Many(InMap(Purpose), 0, 50))] = ()

    @property
    def key(self) -> str:
        """Return `notice:ID:VERSION`."""
        return f"notice:{self.notice_id}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLaw:
    """Why one question may be asked and how long its answer is kept."""

    path: Annotated[str, Key(1, Text(1, 1000, "generic path in the form"))]
    legal_basis: Annotated[str, Key(2, Text(1, 500))]
    retention: Annotated[str, Key(3, Text(1, 500, "in words"))]
    retention_months: Annotated[int, Key(4, Whole(0, 12_000, "months after the record"))]
    purpose_id: Annotated[str, Key(5, Text(0, 100, "purpose of the notice"))] = ""
    sensitive: Annotated[bool, Key(6, Flag())] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLawEntry:
    """Legal basis and retention of every question of one form; no form is published without."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    fields: Annotated[tuple[FieldLaw, ...], Key(3, Many(InMap(FieldLaw), 0, 5_000))]

    @property
    def key(self) -> str:
        """Return `form-law:ID:VERSION`."""
        return f"form-law:{self.form_id}:{self.version}"

    def law_at(self, path: str) -> FieldLaw | None:
        """Return what holds for a generic path: its own line, else that of the nearest group."""
        by_path = {one.path: one for one in self.fields}
        while path:
            if path in by_path:
                return by_path[path]
            path = path.rpartition("/")[0]
        return None
