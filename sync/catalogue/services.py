"""Services and the forms they ask, with the files that forms need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sync.annotated import InMap, Key
from sync.catalogue.words import CODE, LANGUAGE, InLanguages
from sync.ids import Concept
from sync.shape import Flag, Many, Octets, Table, Text, Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """A service (trámite): its form, its fee concepts and what a person must bring."""

    dataset: ClassVar[int] = 4

    code: Annotated[int, Key(1, CODE)]
    form_id: Annotated[str, Key(2, Text(1, 200))]
    form_version: Annotated[str, Key(3, Text(0, 100))]
    names: Annotated[InLanguages[str], Key(4, Table(LANGUAGE, Text(1, 200)))]
    life_event: Annotated[str, Key(5, Text(1, 100))]
    concepts: Annotated[tuple[Concept, ...], Key(6, Many(CODE))]
    papers: Annotated[InLanguages[tuple[str, ...]], Key(7, Table(LANGUAGE, Many(Text(1, 300))))]
    minutes: Annotated[int, Key(8, Whole(0, 10_000, "min"))]
    legal_basis: Annotated[str, Key(9, Text(0, 500))]
    retention: Annotated[str, Key(10, Text(0, 500))]
    notice_id: Annotated[str, Key(11, Text(1, 100))]
    discreet: Annotated[bool, Key(12, Flag())] = False
    descriptions: Annotated[InLanguages[str], Key(13, Table(LANGUAGE, Text(0, 1000)))] = ()

    @property
    def key(self) -> str:
        """Return `service:CODE`."""
        return f"service:{self.code}"


FILES_PER_FORM = 400
"""Their names and hashes stand in the form's own value, which is no larger than a page allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFile:
    """A file that a form needs, as it was published; its content travels in pieces."""

    name: Annotated[str, Key(1, Text(1, 120, "plain file name"))]
    content_hash: Annotated[bytes, Key(2, Octets(32, "SHA-256(content)"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormEntry:
    """A form's definition, exactly as it was checked at publication, and which files it needs."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    xml: Annotated[bytes, Key(3, Octets(16 * 2**20, "XForm XML", at_most=True))]
    definition_hash: Annotated[bytes, Key(4, Octets(16, "SHA-256(XML)[:16]"))]
    title: Annotated[str, Key(5, Text(0, 300))]
    files: Annotated[tuple[FormFile, ...], Key(6, Many(InMap(FormFile), 0, FILES_PER_FORM))] = ()

    @property
    def key(self) -> str:
        """Return `form:ID:VERSION`."""
        return f"form:{self.form_id}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFileEntry:
    """A piece of a file of a form: a picture or sound of a label, a list, or its definition."""

    dataset: ClassVar[int] = 4

    form_id: Annotated[str, Key(1, Text(1, 200))]
    version: Annotated[str, Key(2, Text(0, 100))]
    name: Annotated[str, Key(3, Text(1, 120, "plain file name"))]
    content: Annotated[bytes, Key(4, Octets(64 * 1024, "content of this piece", at_most=True))]
    part: Annotated[int, Key(5, Whole(0, 1_000, "from 0"))]
    parts: Annotated[int, Key(6, Whole(1, 1_000, "how many pieces"))]

    @property
    def key(self) -> str:
        """Return `form-file:ID:VERSION:PART:NAME`."""
        return f"{form_file_keys(self.form_id, self.version)}{self.part}:{self.name}"


DEFINITION_FILE = ":definition"
"""Name of a form's XML where it travels in pieces; no file of a form can be called so."""

PIECE_BYTES = 60_000
"""Larger content travels in pieces: each is one value of a page (PROTOCOL §14)."""


def form_file_keys(form_id: str, version: str) -> str:
    """Return what the keys of a form's files begin with."""
    return f"form-file:{form_id}:{version}:"


def pieces_of(form_id: str, version: str, name: str, content: bytes) -> tuple[FormFileEntry, ...]:
    """Return the pieces in which a file travels; an empty file is one empty piece."""
    cuts = range(0, max(1, len(content)), PIECE_BYTES)
    return tuple(
        FormFileEntry(
            form_id=form_id,
            version=version,
            name=name,
            content=content[at : at + PIECE_BYTES],
            part=part,
            parts=len(cuts),
        )
        for part, at in enumerate(cuts)
    )


def joined(pieces: Iterable[FormFileEntry]) -> dict[str, bytes]:
    """Return every file whose pieces are all there, by name."""
    by_name: dict[str, dict[int, FormFileEntry]] = {}
    for piece in pieces:
        by_name.setdefault(piece.name, {})[piece.part] = piece
    return {
        name: b"".join(held[part].content for part in sorted(held))
        for name, held in by_name.items()
        if len(held) == max(piece.parts for piece in held.values())
    }
