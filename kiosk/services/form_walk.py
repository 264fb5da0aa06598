"""A live form as pages for one finger: one question each, few short ones together, *¿otra más?*.

The pages are computed anew after every answer; one is found again by its key. Relevance may so add
or take away what comes later, never what is seen (UX §3.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forms.xform.definition import Control, Element, FormDefinition, Group, QuestionKind, Repeat
from kiosk.services.form_views import LiveForm
from kiosk.services.views.runner import KioskPage, RepeatAsk

MOST_TOGETHER = 4
"""So many short questions of a `field-list` are one page (FORMS §4)."""
_SHORT_LABEL = 90
_FEW_CHOICES = 4
END = "end"
_SHORT = frozenset(
    {QuestionKind.TEXT, QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.DATE,
     QuestionKind.TIME, QuestionKind.NOTE, QuestionKind.ACKNOWLEDGE}
)  # fmt: skip
_CHOSEN = frozenset({QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """One page: the questions on it, or the repeat it asks about."""

    key: str
    kicker: str
    references: tuple[str, ...] = ()
    repeat: str = ""
    title: str = ""


class FormWalk:
    """`FormRunner` over a form in memory."""

    def __init__(
        self,
        live: LiveForm,
        *,
        named: Callable[[str, str], str],
        may_pass: Callable[[str], bool] = lambda _reference: False,
    ) -> None:
        """Walk *live* from its beginning.

        named: media type and reference -> the name a file gets. may_pass: whether a question may
        be gone past without an answer though the form wants one, because it cannot be answered
        here.
        """
        self._live, self._named, self._may_pass = live, named, may_pass
        self._certain = _is_certain(live.form.definition)
        self._at = ""
        self._index = 0
        self._listed: tuple[_Stop, ...] | None = None  # until an answer may change it

    # -------------------------------------------------------------------------------- acts

    def here(self) -> KioskPage:
        """Return the page one is at; where it has gone, what stands in its place now."""
        stops = self._now()
        index = next((n for n, one in enumerate(stops) if one.key == self._at), None)
        if index is None:
            index = min(self._index, len(stops) - 1)
        self._index, self._at = index, stops[index].key
        return self._page(stops[index], index, len(stops) - 1)

    def answer(self, path: str, text: str) -> KioskPage:
        """Take an answer as typed."""
        self._live.answer(path, text)
        self._listed = None
        return self.here()

    def attach(self, path: str, content: bytes, media_type: str) -> KioskPage:
        """Take a file as the answer."""
        self._live.attach(path, content, media_type, self._named(media_type, path))
        self._listed = None
        return self.here()

    def forward(self) -> KioskPage:
        """Go on, unless an answer of this page does not hold."""
        stop = self._stop()
        if not self._holds(stop):
            return self.here()
        return self._go(1)

    def back(self) -> KioskPage:
        """Go to the page before."""
        self._stop()
        return self._go(-1)

    def repeat(self, path: str, *, again: bool) -> KioskPage:
        """Add an instance and go to its first page, or go on."""
        self._stop()
        if not again:
            return self._go(1)
        self._live.form.add_repeat(path)
        self._listed = None
        newest = self._live.form.instances_of(path)[-1]
        for number, stop in enumerate(self._now()):
            if any(one.startswith(newest + "/") for one in (*stop.references, stop.repeat)):
                self._index, self._at = number, stop.key
                return self.here()
        return self.here()  # an instance without a question: ask again

    def set_language(self, language: str) -> KioskPage:
        """Ask on in another language."""
        self._live.form.set_language(language)
        self._live.messages.clear()
        self._listed = None
        return self.here()

    def look_again(self) -> None:
        """Take note that something was answered in another way than through this walk."""
        self._listed = None

    def _now(self) -> tuple[_Stop, ...]:
        """Return the pages as they are now."""
        if self._listed is None:
            self._listed = tuple(self._stops())
        return self._listed

    def begin_at(self, reference: str) -> None:
        """Go to the page of a question, where there is one now."""
        for number, stop in enumerate(self._now()):
            if reference in stop.references:
                self._index, self._at = number, stop.key

    def _stop(self) -> _Stop:
        self.here()
        return self._now()[self._index]

    def _go(self, by: int) -> KioskPage:
        stops = self._now()
        self._index = max(0, min(self._index + by, len(stops) - 1))
        self._at = stops[self._index].key
        return self.here()

    def _holds(self, stop: _Stop) -> bool:
        asked = tuple(
            one for one in stop.references
            if not (self._may_pass(one) and not self._live.form.value(one))
        )  # fmt: skip
        return self._live.check(asked)

    def _page(self, stop: _Stop, index: int, count: int) -> KioskPage:
        form = self._live.form
        ask = None
        if stop.repeat:
            instances = form.instances_of(stop.repeat)
            ask = RepeatAsk(path=stop.repeat, label=stop.title, count=len(instances))
        return KioskPage(
            key=stop.key,
            kicker=stop.kicker,
            items=tuple(self._live.view(one) for one in stop.references),
            ask=ask,
            ended=stop.key == END,
            first=index == 0,
            step=min(index + 1, count) if self._certain else 0,
            steps=count if self._certain else 0,
            title=stop.title,
            language=form.language,
            languages=form.definition.languages,
            right_to_left=self._live.right_to_left,
        )

    # ------------------------------------------------------------------------------- pages

    def _stops(self) -> Iterator[_Stop]:
        """Yield the pages in order; the last one says that everything was answered."""
        yield from self._inside(self._live.form.definition.elements, "", "", "")
        yield _Stop(key=END, kicker="")

    def _inside(
        self, elements: tuple[Element, ...], generic: str, around: str, kicker: str
    ) -> Iterator[_Stop]:
        """Yield the pages of some elements; *around* is the reference of the instance *generic*."""
        for element in elements:
            match element:
                case Control(path=path):
                    reference = _within(path, generic, around)
                    if self._is_asked(path, reference):
                        yield _Stop(key=reference, kicker=kicker, references=(reference,))
                case Group():
                    yield from self._group(element, generic, around, kicker)
                case Repeat():
                    yield from self._repeat(element, generic, around, "")

    def _is_asked(self, path: str, reference: str) -> bool:
        question = self._live.form.definition.questions[path]
        header = question.kind in _CHOSEN and "label" in question.appearance.split()
        return not header and self._live.form.is_relevant(reference)

    def _group(self, group: Group, generic: str, around: str, kicker: str) -> Iterator[_Stop]:
        form = self._live.form
        reference = _within(group.path, generic, around) if group.path else ""
        if reference and not form.is_relevant(reference):
            return
        label = form.label_text(group.label, reference=reference)
        only = group.elements[0] if len(group.elements) == 1 else None
        if isinstance(only, Repeat) and only.path == group.path:
            yield from self._repeat(only, generic, around, label)  # the label stands on the group
            return
        if "field-list" in group.appearance.split() and self._is_short(group, generic, around):
            asked = tuple(
                ref
                for one in group.elements
                if isinstance(one, Control)
                and self._is_asked(one.path, ref := _within(one.path, generic, around))
            )
            if asked:
                key = f"list:{_within(_path_of(group.elements[0]), generic, around)}"
                yield _Stop(key=key, kicker=kicker, references=asked, title=label)
            return
        yield from self._inside(group.elements, generic, around, label or kicker)

    def _is_short(self, group: Group, generic: str, around: str) -> bool:
        """Tell whether a list of questions can be one page; relevance does not change that."""
        if len(group.elements) > MOST_TOGETHER:
            return False
        return all(
            isinstance(one, Control) and self._is_short_question(one.path, generic, around)
            for one in group.elements
        )

    def _is_short_question(self, path: str, generic: str, around: str) -> bool:
        question = self._live.form.definition.questions[path]
        words = question.appearance.split()
        if "multiline" in words or "label" in words or "list-nolabel" in words:
            return False
        shown = self._live.form.question(_within(path, generic, around))
        if len(shown.label) + len(shown.hint) > _SHORT_LABEL or shown.media:
            return False
        few = 0 < len(shown.choices) <= _FEW_CHOICES and not any(c.media for c in shown.choices)
        return question.kind in _SHORT or (question.kind in _CHOSEN and few)

    def _repeat(self, repeat: Repeat, generic: str, around: str, label: str) -> Iterator[_Stop]:
        form = self._live.form
        reference = _within(repeat.path, generic, around)
        if not form.is_relevant(reference):
            return
        label = form.label_text(repeat.label, reference=reference) or label
        for number, instance in enumerate(form.instances_of(reference)):
            if form.is_relevant(instance):
                named = self._live.texts.text("repeat-number", what=label, n=str(number + 1))
                kicker = named if label else str(number + 1)
                yield from self._inside(repeat.elements, repeat.path, instance, kicker)
        if form.may_change_repeat(reference):
            yield _Stop(key=f"ask:{reference}", kicker="", repeat=reference, title=label)


def _within(path: str, generic: str, around: str) -> str:
    """Return the reference of a generic path inside an instance."""
    return around + path[len(generic) :] if path.startswith(generic + "/") else path


def _path_of(element: Element) -> str:
    return element.path


def _is_certain(definition: FormDefinition) -> bool:
    """Tell whether the number of pages cannot change: then *Paso 2 de 6* is true."""
    return not definition.repeats and all(
        node.relevant is None for node in definition.nodes.values()
    )
