"""Every way to pay and to give back, walked against the list of UX §9."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.texts import PSEUDO_LONG
from kiosk.ui.theme import Contrast
from tests.accessibility.test_screens import out_of_reach
from tests.support.accessibility import cut_texts, focus_is_seen, problems, repeated_names
from tests.support.desk import SIZE, SMALL, Desk
from tests.support.pay_walk import walk_paying


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"),
    [("es", Contrast.LIGHT, 100, SIZE), (PSEUDO_LONG, Contrast.HIGH, 200, SMALL)],
)
def test_every_way_to_pay_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """V13 to V15, V54 and V57: names, targets, Tab, focus in view, no cut text."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)
    wrong: list[str] = []
    stops = 0

    for name in walk_paying(desk):
        stops += 1
        found = list(problems(desk.shell, 44 * zoom_percent // 100))
        found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
        found += [f"cut: {text}" for text in cut_texts(desk.shell)]
        found += [focus_is_seen(desk.shell)]
        found += out_of_reach(desk)
        wrong += [f"{name} — {one}" for one in found if one]

    assert stops == 13
    assert "\n".join(wrong) == ""
