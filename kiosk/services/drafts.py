"""A registration that is being filled in: what is kept of it, and the live form on top.

The draft's row holds everything; the live form is only a cache. The version of the form is fixed
when the draft is born, and its definition is kept with the device, so that a newer edition pulled
meanwhile changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import ClassVar

from forms.environment import Environment
from forms.errors import DraftRefused
from forms.model.changes import Changes
from forms.model.instance import FormInstance
from forms.report import FormRefused
from forms.submission import instance_id_of
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from kiosk.errors import KnownError
from kiosk.services.desk import Desk
from kiosk.store import kept
from sync import cbor
from sync.clock import RandomBytes
from sync.ids import Salt, SubjectId, event_id_of
from sync.journal import Transaction

KIND = "registration"
_FORM_SETTING = "form:"


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


class FormUnusable(KnownError):
    """The form asks for what this version cannot do; nothing was written."""

    code: ClassVar[str] = "forms.refused"


class DraftDamaged(KnownError):
    """The draft cannot be restored; its row is kept as it is."""

    code: ClassVar[str] = "forms.draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    """The privacy notice as it was shown: consent is to these words and no others."""

    notice_id: str
    version: int
    text_hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftContent:
    """What a draft's row holds beside its salt and its person."""

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

    def encode(self) -> bytes:
        """Return the bytes of the row."""
        notice = self.notice
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
                9: None if notice is None else [notice.notice_id, notice.version, notice.text_hash],
                10: self.touched,
            }
        )

    @classmethod
    def decode(cls, raw: bytes) -> DraftContent:
        """Return what a row holds."""
        held = cbor.decode(raw)
        notice = held[9]
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
            else ShownNotice(notice_id=notice[0], version=notice[1], text_hash=notice[2]),
            touched=held[10],
        )


@dataclass(slots=True)
class Draft:
    """A draft in hand: its row, and the live form that the row's dump restores."""

    salt: Salt
    subject: SubjectId
    content: DraftContent
    form: FormInstance
    appeared: dict[str, str] = field(default_factory=dict)  # question -> label of what made it

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
        question = self.form.question(path)
        label = question.value_label if question.choices else question.label
        for other in changes.relevance:
            if other in self.form.definition.questions and self.form.is_relevant(other):
                self.appeared[other] = label
        return changes


class DraftShelf:
    """Keeps drafts and the forms they were born with."""

    def __init__(
        self, desk: Desk, random: RandomBytes, device: Callable[[], dict[str, str]]
    ) -> None:
        self._desk = desk
        self._random = random
        self._device = device
        self._definitions: dict[bytes, FormDefinition] = {}
        self._held: Draft | None = None

    def new(
        self, tx: Transaction, *, subject: SubjectId, service_code: int, xml: bytes, language: str
    ) -> Draft:
        """Return a new draft with defaults and first calculations; not kept yet.

        Raises FormUnusable where the definition must not be used.
        """
        definition = _parsed(xml)
        salt = Salt(self._random(16))
        form = FormInstance.create(
            definition,
            self._environment(),
            language=language,
            instance_id=instance_id_of(event_id_of(salt)),
        )
        definition_hash = definition.sha256[:16]
        self._definitions[definition_hash] = definition
        kept.put_setting(tx, _FORM_SETTING + definition_hash.hex(), xml)
        return Draft(
            salt=salt,
            subject=subject,
            form=form,
            content=DraftContent(
                dump=form.dump(),
                service_code=service_code,
                definition_hash=definition_hash,
                section=next(
                    (i for i in range(len(definition.sections())) if form.section_relevant(i)), 0
                ),
                section_count=len(definition.sections()),
                consent_salt=Salt(self._random(16)),
            ),
        )

    def keep(self, tx: Transaction, draft: Draft) -> None:
        """Write the row of a draft as it is now."""
        kept.save_draft(
            tx,
            salt=draft.salt,
            kind=KIND,
            subject=draft.subject,
            content=draft.content.encode(),
            now_seconds=self._desk.now_seconds(),
        )
        self._held = draft

    def take(self, tx: Transaction, salt: Salt) -> Draft:
        """Return a draft: the one in hand, or restored from its row.

        Raises DraftUnknown, FormMissing, FormUnusable or DraftDamaged; the row stays as it is.
        """
        row = kept.draft(tx, salt)
        if row is None or row.kind != KIND or row.subject is None:
            raise DraftUnknown
        content = DraftContent.decode(row.content)
        held = self._held
        if held is not None and held.salt == salt and held.content == content:
            return held
        definition = self._definition(tx, content.definition_hash)
        try:
            form = FormInstance.restore(definition, content.dump, self._environment())
        except DraftRefused as error:
            raise DraftDamaged from error
        self._held = Draft(salt=salt, subject=row.subject, content=content, form=form)
        return self._held

    def drop(self, tx: Transaction, salt: Salt) -> bool:
        """Forget a draft's row; say whether there was one."""
        self.let_go()
        return kept.discard_draft(tx, salt)

    def let_go(self) -> None:
        """Forget the live form: the row is what counts. Called whenever a write failed."""
        self._held = None

    def _definition(self, tx: Transaction, definition_hash: bytes) -> FormDefinition:
        known = self._definitions.get(definition_hash)
        if known is None:
            xml = kept.setting(tx, _FORM_SETTING + definition_hash.hex())
            if xml is None:
                raise FormMissing(definition_hash.hex(), "")
            known = self._definitions[definition_hash] = _parsed(xml)
        return known

    def _environment(self) -> Environment:
        zone = self._desk.clock.now().astimezone().tzinfo
        return Environment(
            now=lambda: self._desk.clock.now().astimezone(),
            zone=zone or UTC,
            random=lambda: int.from_bytes(self._random(7), "big") / 2**56,
            uuid=lambda: instance_id_of(self._random(16)).removeprefix("uuid:"),
            device=self._device(),
        )


def _parsed(xml: bytes) -> FormDefinition:
    try:
        return parse_definition(xml)
    except FormRefused as error:
        raise FormUnusable from error
