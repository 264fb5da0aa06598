"""The accepted forms of the shared manifest as screens meet them: at random, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import cache

from forms.environment import Environment
from forms.fill import files_in, fill
from forms.guesses import FILL_INSTANT
from forms.xform.parse import parse_definition
from kiosk.services.form_views import LiveForm
from kiosk.services.views import PageItem, QuestionView, RepeatView
from kiosk.texts import Texts
from tests.support.converted import Converted
from tests.support.fake_values import a_clock
from tests.support.qt import RESOURCES
from tests.support.shared import shared_file, shared_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A section, or the page of an instance of a repeat in it."""

    title: str
    items: tuple[PageItem, ...]

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        """Return the questions among the items."""
        return tuple(item for item in self.items if isinstance(item, QuestionView))


def accepted_forms() -> list[str]:
    """Return the files that must load; one line in their place where nothing is shared."""
    folder = shared_folder()
    if folder is None:
        return ["no shared forms"]
    manifest = json.loads((folder / "conformance/forms/MANIFEST.json").read_text("utf-8"))
    return [form["file"] for form in manifest["forms"] if form["expected"] == "loads"]


@cache
def _texts() -> Texts:
    return Texts(RESOURCES / "translations", "es", a_clock())


def live_form(file: str, converted: Converted, seed: int = 1) -> LiveForm:
    """Return a form of the manifest with random answers, so that most of it is relevant."""
    source = shared_file(f"conformance/forms/{file}")
    form = converted.form(source)
    media = files_in(source.parent / "media", form.files)
    world = Environment(
        now=lambda: FILL_INSTANT,
        zone=UTC,
        random=lambda: seed / 1_000,
        uuid=lambda: "8d6a9a3c-2f54-4f7e-9a65-0d4c6b3a1e01",
        media=media,
        position=lambda: "17.06 -96.72 1550 4.5",
    )
    instance = fill(parse_definition(form.xml), seed, world).instance
    return LiveForm(form=instance, texts=_texts(), media=media)


def pages_of(live: LiveForm) -> Iterator[Page]:
    """Yield every relevant section, and the page of the first instance of every repeat."""
    form = live.form
    for index in range(len(form.definition.sections())):
        if not form.section_relevant(index):
            continue
        places = [""]
        while places:
            place = places.pop(0)
            items = live.items(index, place)
            yield Page(title=f"{form.section_title(index)} {place}".strip(), items=items)
            places.extend(
                item.instances[0].path
                for item in items
                if isinstance(item, RepeatView) and item.instances
            )
