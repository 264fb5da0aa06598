"""Every screen, walked once by keyboard, against the list of UX §9."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QRadioButton, QWidget

from kiosk.texts import PSEUDO_LONG
from kiosk.ui.theme import Contrast
from tests.support.accessibility import (
    cut_texts,
    focus_is_seen,
    problems,
    reachable_by_tab,
    repeated_names,
)
from tests.support.account_walk import walk_accounts
from tests.support.desk import SIZE, SMALL, Desk, walk, walk_rights
from tests.support.estimate_walk import walk_estimate
from tests.support.qt import OPERABLE, nodes
from tests.support.report_walk import walk_reports

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
LANGUAGES = ("es", "en", PSEUDO_LONG)
SIZES = ((100, SIZE), (100, SMALL), (200, SMALL))
EVERY = [
    (language, contrast, zoom, size)
    for language in LANGUAGES
    for contrast in Contrast
    for zoom, size in SIZES
] + [("es", Contrast.LIGHT, zoom, SMALL) for zoom in (125, 150)]
FEW = [  # each language, each size, each contrast; the longest words where they are tightest
    ("es", Contrast.LIGHT, 100, SIZE),
    ("en", Contrast.HIGH, 100, SMALL),
    (PSEUDO_LONG, Contrast.LIGHT, 200, SMALL),
]
SETTINGS = [
    pytest.param(*one, id=f"{one[0]}-{one[1].value}-{one[2]}-{one[3][0]}")
    for one in (EVERY if SOAK else FEW)
]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "contrast", "zoom_percent", "size"), SETTINGS)
def test_every_screen_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """Names, unique; targets; Tab; focus in view; no cut text (A01 A03 A06 A08 A11 A15)."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    target_px = 44 * zoom_percent // 100
    wrong: list[str] = []
    stops = 0

    for name in walk(desk):
        desk.settle()  # what scrolls into view does so after the last change of the layout
        stops += 1
        found = list(problems(desk.shell, target_px))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == 50
    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"),
    [
        ("es", Contrast.LIGHT, 100, SIZE),
        ("en", Contrast.HIGH, 100, SMALL),
        (PSEUDO_LONG, Contrast.LIGHT, 200, SMALL),
    ],
)
def test_a_persons_rights_are_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """The same list for V31, V35 to V40, V51."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    wrong: list[str] = []
    stops = 0

    for name in walk_rights(desk):
        stops += 1
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == 9
    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"),
    [
        ("es", Contrast.LIGHT, 100, SIZE),
        ("en", Contrast.HIGH, 100, SMALL),
        (PSEUDO_LONG, Contrast.LIGHT, 200, SMALL),
    ],
)
def test_accounts_and_duplicates_are_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """The same list for V05, V06 with its account, V47, V49, V53, V56."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    wrong: list[str] = []
    stops = 0

    for name in walk_accounts(desk):
        stops += 1
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == 12
    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "contrast", "zoom_percent", "size"), SETTINGS)
def test_reports_are_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """The same list for V48."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    wrong: list[str] = []

    for name in walk_reports(desk):
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent"),
    [("es", Contrast.LIGHT, 100), (PSEUDO_LONG, Contrast.HIGH, 200)],
)
def test_what_it_would_cost_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk], language: str, contrast: Contrast, zoom_percent: int
) -> None:
    """The same list for V45."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=SMALL)
    wrong: list[str] = []
    stops = 0

    for name in walk_estimate(desk):
        stops += 1
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == 4
    assert "\n".join(wrong) == ""


def out_of_reach(desk: Desk) -> list[str]:
    """Return operable widgets that Tab never comes to; one answer of a group stands for it."""
    reached = reachable_by_tab(desk.shell)
    missing = []
    for node in nodes(desk.shell):
        widget = node.object()
        if node.role() not in OPERABLE or not isinstance(widget, QWidget):
            continue
        state = node.state()
        if not widget.isVisible() or state.disabled or widget in reached or state.readOnly:
            continue
        group = widget.group() if isinstance(widget, QRadioButton) else None
        if group is not None and any(answer in reached for answer in group.buttons()):
            continue  # Tab comes to the chosen answer, or the first; the arrow keys to the others
        missing.append(f"Tab never comes to {widget.accessibleName()}")
    return missing
