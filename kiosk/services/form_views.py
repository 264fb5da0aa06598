"""A live form as widgets see it, for forms held in memory: no draft, no store, no person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from forms.model.instance import FormInstance
from forms.model.page import HeadingItem, Item, QuestionItem, RepeatItem
from forms.xform.definition import Media
from kiosk.services.blockers import TYPE_MESSAGES
from kiosk.services.question_views import question_view, reads_from_right
from kiosk.services.views import (
    AttachmentView,
    HeadingView,
    LabelMedia,
    PageItem,
    QuestionKind,
    QuestionView,
    RepeatInstanceView,
    RepeatView,
    WhyAsked,
)
from kiosk.services.views.forms import NO_MEDIA
from kiosk.texts import Texts

_CLOSED = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE, QuestionKind.RANK})


@dataclass(slots=True)
class LiveForm:
    """A form instance, with what it cannot hold itself.

    typed: answers that are none of their kind, by reference. files: those that answer a question.
    appeared: question -> words of the answer that made it relevant. messages: what a check said.
    why: generic path -> what the author says of a question.
    """

    form: FormInstance
    texts: Texts
    media: Callable[[str], bytes | None]
    typed: dict[str, str] = field(default_factory=dict)
    files: dict[str, AttachmentView] = field(default_factory=dict)
    appeared: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    why: Mapping[str, WhyAsked] = field(default_factory=dict)

    # --------------------------------------------------------------------------- answering

    def answer(self, reference: str, text: str) -> None:
        """Put an answer in; what is none of its kind is kept as typed beside the form."""
        self.typed.pop(reference, None)
        self.messages.pop(reference, None)
        if self.form.type_problem(reference, text) is not None:
            self.typed[reference] = text
        changes = self.form.set_answer(reference, text)
        asked = self.form.question(reference)
        because = asked.value_label if asked.choices and asked.value else asked.label
        for other in changes.relevance:
            self.appeared[other] = because

    def attach(self, reference: str, content: bytes, media_type: str, name: str) -> None:
        """Take a file as the answer of a question."""
        preview = content if media_type.startswith("image/") else b""
        self.files[name] = AttachmentView(
            name=name, media_type=media_type, size_bytes=len(content), preview=preview
        )
        self.answer(reference, name)

    # ---------------------------------------------------------------------------- checking

    def check(self, references: tuple[str, ...]) -> bool:
        """Note what does not hold among these questions; return whether all of them do."""
        found: dict[str, str] = {}
        for reference in references:
            code = self.form.type_problem(reference, self.typed.get(reference, ""))
            if reference in self.typed and code is not None:
                found[reference] = self._said(reference, TYPE_MESSAGES.get(code, ""))
        wanted = set(references)
        for problem in self.form.problems():
            if problem.path not in wanted or problem.path in found:
                continue
            words = "field-constraint"
            if problem.code == "required":
                closed = self.view(problem.path).kind in _CLOSED
                words = "field-empty-choice" if closed else "field-empty-text"
            found[problem.path] = problem.message or self._said(problem.path, words)
        for reference in references:
            self.messages.pop(reference, None)
        self.messages |= found
        return not found

    def _said(self, reference: str, message_id: str) -> str:
        label = self.form.question(reference).label
        return self.texts.text(message_id or "field-constraint", field=label)

    # ----------------------------------------------------------------------------- looking

    @property
    def right_to_left(self) -> bool:
        """Whether the language that is asked in is read from the right."""
        return reads_from_right(self.form.language)

    def view(self, reference: str) -> QuestionView:
        """Return a question as it stands now."""
        shown = self.form.question(reference)
        value = self.typed.get(reference, shown.value)
        return question_view(
            shown,
            value=value,
            language=self.form.language,
            appeared_because=self.appeared.get(reference),
            message=self.messages.get(reference),
            attachment=self.files.get(value),
            media_of=self._files_of,
            why=self.why.get(_generic(reference)),
        )

    def items(self, section: int, place: str = "") -> tuple[PageItem, ...]:
        """Return what stands on a section, or on the page of a repeat's instance."""
        return tuple(self._item(item) for item in self.form.items(section, place))

    def _item(self, item: Item) -> PageItem:
        match item:
            case QuestionItem(reference=reference):
                return self.view(reference)
            case HeadingItem():
                return HeadingView(
                    path=item.reference,
                    label=item.label,
                    level=item.level,
                    appearance=item.appearance,
                )
            case RepeatItem():
                return self._repeat(item)

    def _repeat(self, item: RepeatItem) -> RepeatView:
        questions = self.form.definition.questions
        generic = _generic(item.reference)
        return RepeatView(
            path=item.reference,
            label=item.label,
            level=item.level,
            columns=tuple(self.form.label_text(questions[one].label) for one in item.columns),
            instances=tuple(
                RepeatInstanceView(
                    path=one,
                    index=number + 1,
                    cells=tuple(
                        self.form.question(one + path[len(generic) :]).value_label
                        for path in item.columns
                    ),
                )
                for number, one in enumerate(item.instances)
            ),
            fixed=item.fixed,
        )

    def _files_of(self, media: Media) -> LabelMedia:
        if not media:
            return NO_MEDIA
        found: Mapping[str, bytes | None] = {
            name: self.media(name) for name in (media.image, media.big_image, media.audio) if name
        }
        return LabelMedia(
            image=found.get(media.image) or b"",
            big_image=found.get(media.big_image) or b"",
            audio=found.get(media.audio) or b"",
            video_name=media.video,
            missing=tuple(name for name, content in found.items() if content is None),
        )


_INDEX = re.compile(r"\[\d+\]")


def _generic(reference: str) -> str:
    """Return the path of a node's definition: its reference without the indices."""
    return _INDEX.sub("", reference)
