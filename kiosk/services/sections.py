"""A draft as screens show it: the items of a page, how far each section is, the review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from forms.model.instance import QuestionView as FormQuestion
from forms.model.page import HeadingItem, Item, QuestionItem, RepeatItem
from forms.xform.definition import Media
from forms.xform.definition import QuestionKind as FormKind
from kiosk.services.attachments import HeldFile
from kiosk.services.blockers import TYPE_MESSAGES, place_of, problems_of
from kiosk.services.drafts import Draft, find, generic_of
from kiosk.services.marks import escaped
from kiosk.services.question_views import question_view
from kiosk.services.views import (
    NO_MEDIA,
    AttachmentView,
    Crumb,
    HeadingView,
    LabelMedia,
    PageItem,
    QuestionProblem,
    QuestionView,
    RepeatInstanceView,
    RepeatView,
    ReviewLine,
    ReviewSection,
    SectionMark,
    SectionState,
    WhyAsked,
)
from kiosk.texts import Texts

_PICTURES = frozenset({"image/webp", "image/png", "image/jpeg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Makes the pages of drafts; files and media are read where a page needs them.

    media: bytes of a file of the draft's form by plain name. content: of an answer's own file.
    why: reference of a question -> why it is asked.
    """

    texts: Texts
    media: Callable[[str], bytes | None]
    content: Callable[[HeldFile], bytes]
    why: Callable[[str], WhyAsked | None] = lambda _reference: None

    # ------------------------------------------------------------------------ one page

    def items(self, draft: Draft) -> tuple[PageItem, ...]:
        """Return what stands on the page where the draft is, in the order of the form."""
        content = draft.content
        wrong = self._wrong(draft)
        return tuple(
            self._item(draft, item, wrong)
            for item in draft.form.items(content.section, content.place)
        )

    def trail(self, draft: Draft) -> tuple[Crumb, ...]:
        """Return the pages around an instance, from the section down."""
        content, definition = draft.content, draft.form.definition
        if not content.place:
            return ()
        found: list[Crumb] = []
        place = place_of(definition, content.place)
        while place:
            found.append(Crumb(place=place, title=self.title_of(draft, place)))
            place = place_of(definition, place)
        found.append(Crumb(place="", title=draft.form.section_title(content.section)))
        return tuple(reversed(found))

    def title_of(self, draft: Draft, instance: str) -> str:
        """Return what an instance of a repeat is called: its label and its number."""
        repeat = instance.rpartition("[")[0]
        number = _number(instance)
        known = draft.form.definition.repeats.get(generic_of(repeat))
        label = "" if known is None else draft.form.label_text(known.label, reference=repeat)
        if not label:
            return self.texts.text("repeat-instance-plain", n=number)
        return self.texts.text("repeat-instance", label=label, n=number)

    def _wrong(self, draft: Draft) -> tuple[QuestionProblem, ...]:
        """Return the problems that the tables of this page point at; none before a check."""
        content = draft.content
        if content.section not in content.checked or not draft.form.definition.repeats:
            return ()
        return problems_of(draft, content.section, content.place)

    def _item(self, draft: Draft, item: Item, wrong: tuple[QuestionProblem, ...]) -> PageItem:
        match item:
            case QuestionItem():
                return self.question(draft, item.reference)
            case HeadingItem():
                return HeadingView(
                    path=item.reference,
                    label=item.label,
                    level=item.level,
                    appearance=item.appearance,
                )
            case RepeatItem():
                return self._repeat(draft, item, wrong)

    def _repeat(
        self, draft: Draft, item: RepeatItem, wrong: tuple[QuestionProblem, ...]
    ) -> RepeatView:
        repeat = generic_of(item.reference)
        heads = tuple(
            draft.form.label_text(draft.form.definition.questions[path].label)
            for path in item.columns
        )
        return RepeatView(
            path=item.reference,
            label=item.label,
            level=item.level,
            columns=heads,
            instances=tuple(
                RepeatInstanceView(
                    path=instance,
                    index=_number(instance),
                    cells=self._cells(draft, instance, repeat, item.columns),
                    problem=any(one.path.startswith(instance + "/") for one in wrong),
                )
                for instance in item.instances
            ),
            fixed=item.fixed,
        )

    def _cells(
        self, draft: Draft, instance: str, repeat: str, columns: tuple[str, ...]
    ) -> tuple[str, ...]:
        known = draft.lines.get(instance)
        if known is None:
            paths = [instance + column.removeprefix(repeat) for column in columns]
            known = tuple(self._cell(draft, path) for path in paths)
            draft.lines[instance] = known
        return known

    def _cell(self, draft: Draft, path: str) -> str:
        node = find(draft.form, path)
        if node is None or not node.relevant or not draft.typed_or_stored(path):
            return ""
        return self._shown_answer(draft, draft.form.question(path))

    def question(self, draft: Draft, path: str) -> QuestionView:
        """Return one question as it stands now; made anew only where something changed."""
        known = draft.shown.get(path)
        if known is None:
            known = draft.shown[path] = self._question(draft, path)
        return known

    def _question(self, draft: Draft, path: str) -> QuestionView:
        shown = draft.form.question(path)
        value = draft.typed_or_stored(path)
        code = draft.form.type_problem(path, value)
        message = None
        if code is not None:
            message = self.texts.text(
                TYPE_MESSAGES.get(code, "field-constraint"), field=shown.label
            )
        return question_view(
            shown,
            value=value,
            language=draft.form.language,
            appeared_because=draft.appeared.get(path),
            message=message,
            attachment=self._attachment(draft, value),
            media_of=self._label_media,
            why=self.why(path),
        )

    def _attachment(self, draft: Draft, value: str) -> AttachmentView | None:
        held = draft.content.file(value) if value else None
        if held is None:
            return None
        return AttachmentView(
            name=held.name,
            media_type=held.media_type,
            size_bytes=held.size_bytes,
            preview=self.content(held) if held.media_type in _PICTURES else b"",
        )

    def _label_media(self, media: Media) -> LabelMedia:
        if not media:
            return NO_MEDIA
        names = (media.image, media.big_image, media.audio)
        found = {name: self.media(name) for name in names if name}
        missing = tuple(name for name, content in found.items() if content is None)
        return LabelMedia(
            image=found.get(media.image) or b"",
            big_image=found.get(media.big_image) or b"",
            audio=found.get(media.audio) or b"",
            video_name=media.video,
            missing=missing,
        )

    # ----------------------------------------------------------------------- the review

    def review(self, draft: Draft) -> tuple[ReviewSection, ...]:
        """Return every answered or skipped question of the relevant sections, as V11 shows it."""
        form = draft.form
        found: list[ReviewSection] = []
        for index in range(draft.content.section_count):
            lines = tuple(self._lines(draft, index, "", 1))
            if any(not line.level for line in lines):
                title = form.section_title(index)
                found.append(ReviewSection(index=index, title=title, lines=lines))
        return tuple(found)

    def _lines(self, draft: Draft, index: int, place: str, level: int) -> Iterator[ReviewLine]:
        """Yield the lines of a page, and below each repeat those of its instances' pages."""
        for item in draft.form.items(index, place):
            match item:
                case QuestionItem():
                    shown = draft.form.question(item.reference)
                    if shown.kind is not FormKind.NOTE:
                        yield ReviewLine(
                            path=item.reference,
                            section_index=index,
                            label=shown.label,
                            answer=self._shown_answer(draft, shown),
                            place=place,
                        )
                case HeadingItem():
                    pass
                case RepeatItem():
                    for instance in item.instances:
                        yield ReviewLine(
                            path=instance,
                            section_index=index,
                            label=self.title_of(draft, instance),
                            answer="",
                            place=instance,
                            level=level,
                        )
                        yield from self._lines(draft, index, instance, level + 1)

    def _shown_answer(self, draft: Draft, shown: FormQuestion) -> str:
        """Return an answer as a label reads: what was typed is escaped, a choice has its marks."""
        typed = draft.content.typed.get(shown.path)
        if typed is not None:
            return escaped(typed)
        if shown.kind is FormKind.DATE and shown.value:
            try:
                return escaped(self.texts.born(date.fromisoformat(shown.value)))
            except ValueError:
                return escaped(shown.value)
        held = draft.content.file(shown.value) if shown.value else None
        if held is not None:
            words = self.texts.text("answer-file", kilobytes=max(1, held.size_bytes // 1000))
            return escaped(words)
        return shown.value_label if shown.choices else escaped(shown.value)


def _number(instance: str) -> int:
    return int(instance.removesuffix("]").rpartition("[")[2])


def marks_of(draft: Draft) -> tuple[SectionMark, ...]:
    """Return how far each relevant section is."""
    form, content = draft.form, draft.content
    return tuple(
        SectionMark(index=index, title=form.section_title(index), state=_state(draft, index))
        for index in range(content.section_count)
        if form.section_relevant(index) or index == content.section
    )


def _state(draft: Draft, index: int) -> SectionState:
    if index == draft.content.section:
        return SectionState.HERE
    if index not in draft.content.checked:
        return SectionState.NOT_STARTED
    return SectionState.PROBLEM if problems_of(draft, index) else SectionState.COMPLETE
