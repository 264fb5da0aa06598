"""V16 in every state of its paper, V58 and V59, against the list of UX §9."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.texts import PSEUDO_LONG
from kiosk.ui.theme import Contrast
from tests.accessibility.test_screens import out_of_reach
from tests.support.accessibility import cut_texts, focus_is_seen, problems, repeated_names
from tests.support.desk import SIZE, SMALL, Desk
from tests.support.paper_walk import STOPS, walk_paper


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"),
    [
        ("es", Contrast.LIGHT, 100, SIZE),
        (PSEUDO_LONG, Contrast.HIGH, 200, SMALL),
    ],
)
def test_paper_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """Names, unique; targets; Tab; focus in view; no cut text (A01 A03 A06 A08 A11 A15)."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    wrong: list[str] = []
    stops = 0

    for name in walk_paper(desk):
        stops += 1
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == STOPS
    assert "\n".join(wrong) == ""
