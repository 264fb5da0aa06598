"""From a complete draft to what an event holds: answers, their hash, and the files that count.

Saving never fails for size (FORMS §11): answers that would make the body too large travel as
attachment 0. Files that were replaced or whose question is not relevant are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from forms.submission import answers_of, check8, instance_id_of, instance_name, submission_xml
from forms.xpath.nodes import Node
from kiosk.domain.registrations import BODY_LIMIT_BYTES
from kiosk.services.attachments import HeldFile
from kiosk.services.drafts import Draft
from sync import cbor
from sync.blobs import ANSWERS_INDEX, ANSWERS_MEDIA_TYPE, blob_id_of, seal_blob
from sync.events import (
    Answer,
    Attachment,
    LeftBehind,
    RegistrationCorrected,
    RegistrationMade,
    SmallFile,
)
from sync.ids import event_id_of

SMALL_FILE_BYTES = 8 * 1024
LEFT_BEHIND_FILE = "left_behind"
"""Begins the name of the file of answers that a newer version of the form had no place for."""

_NAME_CHARACTERS = 500
_BODY_ROOM_BYTES = 400  # folio, shift, flags and the keys around what is counted here
_FORM_BYTES = 16 + 4 + 16
_ATTACHMENT_BYTES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What the event of a registration or correction holds of its form.

    written: files that must be on the disk before the event is, by blob_id.
    """

    answers: Answer
    instance_name: str | None
    submission_hash: bytes
    attachments: tuple[Attachment, ...] | None
    small_files: tuple[SmallFile, ...] | None
    left_behind: tuple[LeftBehind, ...] | None
    written: tuple[tuple[bytes, bytes], ...]


def seal(
    draft: Draft, content_of: Callable[[HeldFile], bytes], deprecated_id: str | None = None
) -> Sealed:
    """Return what a complete draft becomes; nothing is written.

    deprecated_id: the instanceID it replaces. content_of: bytes of a file, b"" where it is gone;
    such a file stays listed, for another copy of it may be on its way.
    """
    form = draft.form
    answers = answers_of(form)
    name = instance_name(form)
    name = None if name is None else name[:_NAME_CHARACTERS]
    instance_id = instance_id_of(event_id_of(draft.salt))
    xml = submission_xml(form.definition, answers, instance_id, name, deprecated_id)
    files = tuple(_files_that_count(draft))
    left = _left_behind(draft)
    written: tuple[tuple[bytes, bytes], ...] = ()
    encoded = cbor.encode(answers)
    room = BODY_LIMIT_BYTES - _BODY_ROOM_BYTES - len((name or "").encode()) - _FORM_BYTES
    room -= len(form.definition.form_id.encode()) + len(form.definition.version.encode())
    room -= len(draft.content.reason.encode()) + _size_of(left)
    room -= _ATTACHMENT_BYTES * (len(files) + 1)
    attachments: list[Attachment] = []
    too_large = len(encoded) > room
    if too_large:
        sealed = seal_blob(draft.salt, ANSWERS_INDEX, encoded)
        written = ((blob_id_of(sealed), sealed),)
        attachments.append(_attachment(ANSWERS_INDEX, ANSWERS_MEDIA_TYPE, sealed))
    else:
        room -= len(encoded)
    small: list[SmallFile] = []
    for held in files:
        inside = _inside(held, content_of, room)
        if inside is None:
            attachments.append(
                Attachment(
                    index=held.index,
                    media_type=held.media_type,
                    length_bytes=held.sealed_bytes,
                    blob_id=held.blob_id,
                )
            )
        else:
            small.append(inside)
            room -= len(inside.content) + _ATTACHMENT_BYTES
    return Sealed(
        answers=None if too_large else frozen(answers),
        instance_name=name,
        submission_hash=check8(xml),
        attachments=tuple(attachments) or None,
        small_files=tuple(small) or None,
        left_behind=left or None,
        written=written,
    )


def instance_of(event_id: bytes) -> str:
    """Return the instanceID of the record that an event holds."""
    return instance_id_of(event_id)


def frozen(answers: Any) -> Answer:
    """Return nested lists as the tuples that an event holds."""
    if isinstance(answers, list):
        return tuple(frozen(one) for one in answers)
    if answers is None or isinstance(answers, str | int):
        return answers
    raise TypeError("an answer is text, a whole number, nothing, or a list of these")


def thawed(answers: Answer) -> Any:
    """Return the tuples of an event as nested lists."""
    return [thawed(one) for one in answers] if isinstance(answers, tuple) else answers


def _files_that_count(draft: Draft) -> Iterator[HeldFile]:
    """Yield the files that relevant answers name, in the order of the record, each once."""
    seen: set[str] = set()
    for node in _relevant_leaves(draft.form.element()):
        held = draft.content.file(node.value or "") if node.value else None
        if held is not None and held.name not in seen:
            seen.add(held.name)
            yield held
    for held in draft.content.files:
        if held.name.startswith(LEFT_BEHIND_FILE):
            yield held


def _relevant_leaves(node: Node) -> Iterator[Node]:
    if not node.relevant:
        return
    if node.value is not None:
        yield node
    for child in node.children:
        yield from _relevant_leaves(child)


def _inside(held: HeldFile, content_of: Callable[[HeldFile], bytes], room: int) -> SmallFile | None:
    """Return a drawing for the body; None where it is larger, there is no room, or it is gone."""
    if not held.drawn or held.size_bytes > SMALL_FILE_BYTES:
        return None
    if held.size_bytes + _ATTACHMENT_BYTES > room:
        return None
    content = content_of(held)
    if not content:
        return None
    return SmallFile(name=held.name, media_type=held.media_type, content=content)


def _attachment(index: int, media_type: str, sealed: bytes) -> Attachment:
    return Attachment(
        index=index, media_type=media_type, length_bytes=len(sealed), blob_id=blob_id_of(sealed)
    )


def _left_behind(draft: Draft) -> tuple[LeftBehind, ...]:
    """Return what a newer version had no place for, unless it is so much that it is a file."""
    content = draft.content
    if any(held.name.startswith(LEFT_BEHIND_FILE) for held in content.files):
        return ()
    return tuple(LeftBehind(path=path[:1000], value=value) for path, value in content.left_behind)


def _size_of(left: tuple[LeftBehind, ...]) -> int:
    return sum(len(one.path.encode()) + len(one.value.encode()) + 8 for one in left)


Registration = RegistrationMade | RegistrationCorrected
"""The events that hold a filled form."""
