"""Every accepted form of the shared manifest has a widget for each question, in both modes."""

from __future__ import annotations

import os

import pytest

from kiosk.services.views import QuestionKind, QuestionView
from kiosk.texts import Texts
from kiosk.ui.questions.notes import UnsupportedQuestion
from kiosk.ui.questions.question import NO_TOOLS, Mode
from kiosk.ui.questions.registry import maker_of, question_widget
from kiosk.ui.questions.touch.say import TouchUnsupported
from kiosk.ui.theme import load_kiosk_theme, load_theme
from tests.support.converted import Converted, shared_by_workers
from tests.support.fake_values import a_clock
from tests.support.qt import RESOURCES
from tests.support.real_forms import accepted_forms, live_form, pages_of

FIRST_PRIORITY = frozenset(QuestionKind) - {
    QuestionKind.RANK,
    QuestionKind.RANGE,
    QuestionKind.AUDIO,
    QuestionKind.VIDEO,
    QuestionKind.FILE,
    QuestionKind.GEOPOINT,
    QuestionKind.GEOTRACE,
    QuestionKind.GEOSHAPE,
    QuestionKind.UNSUPPORTED,
}
"""What the first usable form needs (FORMS §4)."""
SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
FORMS = accepted_forms() if SOAK else accepted_forms()[::3]
BUILT = 12
"""Widgets really made per form and mode, each of another kind or look; the rest is chosen only."""


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """Return what converts each workbook once per run."""
    return Converted(shared_by_workers(tmp_path_factory))


@pytest.mark.slow
@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("file", FORMS)
def test_no_question_of_a_real_form_is_left_without_a_widget(
    file: str, converted: Converted
) -> None:
    """A question of the first priority is never the box that says what is missing."""
    live = live_form(file, converted)
    views = [view for page in pages_of(live) for view in page.questions]
    assert views
    texts = Texts(RESOURCES / "translations", "es", a_clock())

    left = [
        f"{mode.value} {view.path} {view.kind.value} {view.appearance}"
        for mode in Mode
        for view in views
        if view.kind in FIRST_PRIORITY
        and maker_of(view, mode) in (UnsupportedQuestion, TouchUnsupported)
    ]

    assert not left
    for mode in Mode:
        theme = (
            load_theme(RESOURCES)
            if mode is Mode.FIELD
            else load_kiosk_theme(RESOURCES, px_per_mm=4.0)
        )
        for view in _of_each_look(views):
            widget = question_widget(theme, texts, view, NO_TOOLS, mode)
            assert widget.sizeHint().isValid()
            widget.deleteLater()


def _of_each_look(views: list[QuestionView]) -> list[QuestionView]:
    looks = {(view.kind, view.appearance): view for view in views}
    return list(looks.values())[:BUILT]
