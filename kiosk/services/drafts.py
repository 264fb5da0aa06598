"""A registration that is being filled in: its row, and the live form on top.

The row holds everything; the live form is only a cache. The version of the form is fixed when the
draft is born. Each answer is in the row before it is confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar

from forms.audit import AuditLog
from forms.errors import AnswerRefused
from forms.model.changes import Changes
from forms.model.instance import FormInstance
from forms.xpath.nodes import Node
from kiosk.errors import KnownError
from kiosk.services.attachments import HeldFile
from kiosk.services.views import QuestionView, WhyAsked
from sync import cbor
from sync.blobs import ANSWERS_INDEX
from sync.ids import EventId, Salt, SubjectId

KIND = "registration"
FIRST_FILE_INDEX = ANSWERS_INDEX + 1
NO_SALT = Salt(b"")
"""Stands in a draft for a salt that is not drawn yet."""

_INDEX = re.compile(r"\[\d+\]")


def generic_of(reference: str) -> str:
    """Return the path of a node in the definition: the reference without its indices."""
    return _INDEX.sub("", reference)


class DraftUnknown(KnownError):
    """There is no such draft: it was saved or thrown away."""

    code: ClassVar[str] = "draft.unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFacts:
    """Which form, and which version of it."""

    form: str
    version: str


class FormMissing(KnownError):
    """The form of a service is not on this device; nothing was written."""

    code: ClassVar[str] = "form.missing"

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(FormFacts(form=form_id, version=version))


class FormIncomplete(KnownError):
    """Pictures, sounds or lists of the form are still on their way; nothing was written."""

    code: ClassVar[str] = "form.incomplete"

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(FormFacts(form=form_id, version=version))


class FormUnusable(KnownError):
    """The form asks for what this version cannot do; nothing was written."""

    code: ClassVar[str] = "forms.refused"


class NoticeNotShown(KnownError):
    """No answer is taken before the privacy notice was read; nothing was written."""

    code: ClassVar[str] = "notice.not_shown"


class PlaceGone(KnownError):
    """A part of the form that is not there, or may not be added to or taken from."""

    code: ClassVar[str] = "draft.place"


class DraftDamaged(KnownError):
    """The draft cannot be restored; its row is kept as it is."""

    code: ClassVar[str] = "forms.draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """What V12 showed: consent is to these words and no others.

    sensitive_hash: of the sensitive purposes, b"" where none was shown.
    """

    notice_id: str
    version: int
    text_hash: bytes
    sensitive_hash: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenNotice:
    """The privacy notice that was read before the first question."""

    notice_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """What a draft's row holds beside its salt and its person.

    place: the repeat instance whose page was shown last. files: every file put into it, also those
    replaced since. next_index: of the next file; an index is never used twice. corrects: the
    record of which this is a newer version, with the reason. left_behind: answers to an older
    version of the form that have no place in this one. answers_blob: the file that was written
    for answers too large for an event, should saving have been cut off. seen: the notice that was
    read before the first answer; notice_salt: of the event that says so, sensitive_salt: of the
    consent to sensitive purposes. decisions: purpose -> what the person said. left_out: generic
    paths of the questions that may not be asked. agreed: what was said for the record it corrects.
    """

    dump: str
    service_code: int
    definition_hash: bytes
    section: int
    section_count: int
    consent_salt: Salt
    checked: tuple[int, ...] = ()
    typed: dict[str, str] = field(default_factory=dict)  # answers that could not be stored
    notice: ShownNotice | None = None
    touched: bool = False  # something was answered
    place: str = ""
    files: tuple[HeldFile, ...] = ()
    next_index: int = FIRST_FILE_INDEX
    corrects: EventId | None = None
    reason: str = ""
    left_behind: tuple[tuple[str, str], ...] = ()
    audit: str = ""
    answers_blob: bytes = b""
    seen: SeenNotice | None = None
    notice_salt: Salt = NO_SALT
    sensitive_salt: Salt = NO_SALT
    decisions: tuple[tuple[str, bool], ...] = ()
    left_out: tuple[str, ...] = ()
    agreed: tuple[tuple[str, bool], ...] = ()

    def encode(self) -> bytes:
        """Return the bytes of the row."""
        notice, seen = self.notice, self.seen
        return cbor.encode(
            {
                1: self.dump,
                2: self.service_code,
                3: self.definition_hash,
                4: self.section,
                5: self.section_count,
                6: self.consent_salt,
                7: list(self.checked),
                8: [[path, text] for path, text in sorted(self.typed.items())],
                9: None
                if notice is None
                else [notice.notice_id, notice.version, notice.text_hash, notice.sensitive_hash],
                10: self.touched,
                11: self.place,
                12: [
                    [one.name, one.index, one.media_type, one.size_bytes, one.blob_id, one.salt]
                    for one in self.files
                ],
                13: self.next_index,
                14: self.corrects,
                15: self.reason,
                16: [list(pair) for pair in self.left_behind],
                17: self.audit,
                18: self.answers_blob,
                19: None if seen is None else [seen.notice_id, seen.version],
                20: self.notice_salt,
                21: self.sensitive_salt,
                22: [list(pair) for pair in self.decisions],
                23: list(self.left_out),
                24: [list(pair) for pair in self.agreed],
            }
        )

    @classmethod
    def decode(cls, raw: bytes) -> DraftContent:
        """Return what a row holds; one written before there were files and repeats has neither.

        Nor has an older one seen a notice: it is shown before the next answer.
        """
        held = cbor.decode(raw)
        notice, seen = held[9], held.get(19)
        corrects = held.get(14)
        return cls(
            dump=held[1],
            service_code=held[2],
            definition_hash=held[3],
            section=held[4],
            section_count=held[5],
            consent_salt=Salt(held[6]),
            checked=tuple(held[7]),
            typed=dict(held[8]),
            notice=None
            if notice is None
            else ShownNotice(
                notice_id=notice[0],
                version=notice[1],
                text_hash=notice[2],
                sensitive_hash=notice[3] if len(notice) > 3 else b"",
            ),
            touched=held[10],
            place=held.get(11, ""),
            files=tuple(
                HeldFile(
                    name=one[0],
                    index=one[1],
                    media_type=one[2],
                    size_bytes=one[3],
                    blob_id=one[4],
                    salt=one[5],
                )
                for one in held.get(12, [])
            ),
            next_index=held.get(13, FIRST_FILE_INDEX),
            corrects=None if corrects is None else EventId(corrects),
            reason=held.get(15, ""),
            left_behind=tuple((path, text) for path, text in held.get(16, [])),
            audit=held.get(17, ""),
            answers_blob=held.get(18, b""),
            seen=None if seen is None else SeenNotice(notice_id=seen[0], version=seen[1]),
            notice_salt=Salt(held.get(20, NO_SALT)),
            sensitive_salt=Salt(held.get(21, NO_SALT)),
            decisions=tuple((purpose, yes) for purpose, yes in held.get(22, [])),
            left_out=tuple(held.get(23, [])),
            agreed=tuple((purpose, yes) for purpose, yes in held.get(24, [])),
        )

    def file(self, name: str) -> HeldFile | None:
        """Return the file with a name that stands in an answer, or None."""
        return next((one for one in self.files if one.name == name), None)


@dataclass(slots=True)
class Draft:
    """A draft in hand: its row, and the live form that the row's dump restores.

    appeared: reference -> label of the answer that made the question appear. shown: what was last
    made of each question and line, so that only what changed is made anew.
    """

    salt: Salt
    subject: SubjectId
    content: DraftContent
    form: FormInstance
    appeared: dict[str, str] = field(default_factory=dict)
    shown: dict[str, QuestionView] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    why: dict[str, WhyAsked | None] = field(default_factory=dict)  # by generic path
    newer: str | None = None  # version of its form that came since; None while nobody looked
    log: AuditLog | None = None  # where the form wants one

    def typed_or_stored(self, path: str) -> str:
        """Return what stands in a field: as typed where it could not be stored."""
        return self.content.typed.get(path, self.form.value(path))

    def answer(self, path: str, text: str) -> Changes:
        """Put an answer into the form; what is none of its type is kept as typed."""
        typed = {other: kept for other, kept in self.content.typed.items() if other != path}
        if self.form.type_problem(path, text) is not None:
            typed[path] = text
        changes = self.form.set_answer(path, text)
        self.content = replace(self.content, typed=typed, dump=self.form.dump(), touched=True)
        self._note(changes, path)
        return changes

    def add(self, repeat: str) -> str:
        """Add an instance at the end of a repeat and return its reference; raises PlaceGone."""
        try:
            changes = self.form.add_repeat(repeat)
        except AnswerRefused as error:
            raise PlaceGone from error
        self._changed_shape()
        return changes.added[0] if changes.added else self.form.instances_of(repeat)[-1]

    def remove(self, instance: str) -> None:
        """Take an instance out; what was typed in those after it moves up with them."""
        try:
            self.form.remove_repeat(instance)
        except AnswerRefused as error:
            raise PlaceGone from error
        self.content = replace(
            self.content, typed=moved(self.content.typed, instance, removed=True)
        )
        self._changed_shape()

    def became(self, form: FormInstance) -> None:
        """Go on with another state of the form: an undo, or a newer version."""
        self.form = form
        form.leave_out(frozenset(self.content.left_out))
        self._changed_shape()

    def leave_out(self, paths: frozenset[str]) -> None:
        """Do not ask these questions (generic paths), and ask again what is no longer among them.

        Their answers stay in the draft, for whoever changes their mind, and out of the record.
        """
        self.content = replace(self.content, left_out=tuple(sorted(paths)))
        self.form.leave_out(paths)
        self.content = replace(self.content, dump=self.form.dump())
        self.appeared = {}
        self.forget_views()

    def forget_views(self) -> None:
        """Let everything that is shown be made anew."""
        self.shown, self.lines, self.why = {}, {}, {}

    def _changed_shape(self) -> None:
        self.content = replace(self.content, dump=self.form.dump(), touched=True)
        self.appeared = {}
        self.forget_views()

    def _note(self, changes: Changes, answered: str) -> None:
        """Forget what is shown of everything that changed, and say why a question appeared."""
        touched = changes.paths | {answered}
        for path in touched:
            self.shown.pop(path, None)
        self.lines = {
            instance: cells
            for instance, cells in self.lines.items()
            if not any(path.startswith(instance) for path in touched)
        }
        if changes.added or changes.removed:
            self.forget_views()
        if not changes.relevance:
            return
        question = self.form.question(answered)
        label = question.value_label if question.choices else question.label
        for other in changes.relevance:
            node = find(self.form, other)
            if node is not None and node.relevant and node.path in self.form.definition.questions:
                self.appeared[other] = label


def find(form: FormInstance, reference: str) -> Node | None:
    """Return a node of the form, or None where there is none now."""
    try:
        return form.node(reference)
    except AnswerRefused:
        return None


def moved(typed: dict[str, str], instance: str, *, removed: bool) -> dict[str, str]:
    """Return what is kept by reference after *instance* was taken out, or put in again."""
    repeat, _, number = instance.removesuffix("]").rpartition("[")
    found: dict[str, str] = {}
    for path, text in typed.items():
        if not path.startswith(f"{repeat}["):
            found[path] = text
            continue
        at, _, rest = path[len(repeat) + 1 :].partition("]")
        here = int(at)
        if removed and here == int(number):
            continue
        if removed and here > int(number):
            here -= 1
        elif not removed and here >= int(number):
            here += 1
        found[f"{repeat}[{here}]{rest}"] = text
    return found
