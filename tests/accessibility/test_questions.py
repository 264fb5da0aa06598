"""Every question of the gallery against the list of UX §9, at each size and contrast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget

from kiosk.services.views import QuestionView
from kiosk.texts import PSEUDO_LONG
from kiosk.ui.questions.question import NO_TOOLS, Tools
from kiosk.ui.theme import Contrast, load_theme
from tests.support.accessibility import (
    cut_texts,
    focus_is_seen,
    problems,
    reachable_by_tab,
    repeated_names,
)
from tests.support.qt import OPERABLE, RESOURCES, nodes
from tests.support.question_samples import every_tool, samples
from tests.support.sheet import NARROW, WIDTH, ZOOMED, Sheet

PAGES = samples()
LOOKS = {
    "plain": (Contrast.LIGHT, 100, WIDTH, "es", NO_TOOLS),
    "narrow-tools": (Contrast.LIGHT, 100, NARROW, "es", every_tool()),
    "contrast-long": (Contrast.HIGH, 100, WIDTH, PSEUDO_LONG, NO_TOOLS),
    "large": (Contrast.LIGHT, 200, ZOOMED, "es", every_tool()),
}


def overlapping(root: QWidget) -> Iterator[str]:
    """Name pairs of operable widgets that lie upon each other."""
    boxes: list[tuple[str, QRect]] = []
    for node in nodes(root):
        widget = node.object()
        if node.role() in OPERABLE and isinstance(widget, QWidget) and widget.isVisible():
            box = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
            boxes.append((widget.accessibleName(), box))
    for number, (name, box) in enumerate(boxes):
        for other, place in boxes[number + 1 :]:
            if box.intersects(place):
                yield f"{name} lies upon {other}"


def unreached(root: QWidget) -> Iterator[str]:
    """Name operable widgets that Tab never comes to; one answer of a group stands for it."""
    reached = reachable_by_tab(root)
    for node in nodes(root):
        widget, state = node.object(), node.state()
        if node.role() not in OPERABLE or not isinstance(widget, QWidget):
            continue
        if not widget.isVisible() or state.disabled or state.readOnly or widget in reached:
            continue
        group = widget.group() if isinstance(widget, QRadioButton) else None
        if group is None or group.checkedButton() not in reached:
            yield f"Tab never comes to {widget.accessibleName()}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_question_is_named_reachable_and_whole(
    application: QApplication, page: str, look: str
) -> None:
    """A01 A03 A06 A07 A08 A11 A15: names, targets, Tab, nothing cut, no scrolling sideways."""
    assert application is not None
    contrast, zoom, width, language, tools = LOOKS[look]
    theme = load_theme(RESOURCES, contrast=contrast, zoom_percent=zoom)
    views: list[QuestionView] = PAGES[page]
    used: Tools = tools
    sheet = Sheet(*views, theme=theme, width_px=width, language=language, tools=used)

    wrong = list(problems(sheet, 44 * zoom // 100))
    wrong += [f"twice: {name}" for name in repeated_names(sheet)]
    wrong += [f"cut: {text}" for text in cut_texts(sheet)]
    wrong += [*overlapping(sheet), *unreached(sheet)]
    inputs = (one for question in sheet.questions for one in question.field.inputs())
    first = next((one for one in inputs if one.isEnabled()), None)
    if first is not None and first.focusPolicy() & Qt.FocusPolicy.TabFocus:
        first.setFocus()
        wrong += [focus_is_seen(sheet)]
    sheet.end()

    assert "\n".join(one for one in wrong if one) == ""
