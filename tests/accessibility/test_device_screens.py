"""The screens about the device against the list of UX §9: each state once, pairs over the looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.texts import PSEUDO_LONG
from kiosk.ui.theme import Contrast
from tests.accessibility.test_screens import SOAK, out_of_reach
from tests.support.accessibility import cut_texts, focus_is_seen, problems, repeated_names
from tests.support.desk import SIZE, SMALL, Desk
from tests.support.device_walk import (
    allowed_at_the_door,
    before_enrolment,
    in_practice,
    walk_device,
    walk_enrolment,
    walk_practice,
    walk_practice_door,
)
from tests.support.qt import Role, by_name
from tests.support.stick_walk import walk_sticks

LOOKS = [
    pytest.param("es", Contrast.LIGHT, 100, SIZE, id="es"),
    pytest.param("en", Contrast.HIGH, 200, SMALL, id="en-contrast-200"),
    pytest.param(PSEUDO_LONG, Contrast.LIGHT, 200, SMALL, id="long-200"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "contrast", "zoom_percent", "size"), LOOKS)
def test_every_page_of_the_enrolment_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """Names, unique; targets; Tab; focus in view; no cut text (A01 A03 A06 A08 A11 A15)."""
    desk = make_desk(
        language=language, contrast=contrast, zoom_percent=zoom_percent, size=size,
        services=before_enrolment,
    )  # fmt: skip

    wrong = [f"{name} — {one}" for name in walk_enrolment(desk) for one in faults(desk)]

    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"), LOOKS if SOAK else LOOKS[::2]
)
def test_the_status_of_the_device_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """V28 and the screens of its acts."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)

    wrong = [f"{name} — {one}" for name in walk_device(desk) for one in faults(desk)]

    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(("language", "contrast", "zoom_percent", "size"), LOOKS[:2])
def test_practice_is_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """V30, and the banner with its way out on door, home, task and lock."""
    looks = {
        "language": language, "contrast": contrast, "zoom_percent": zoom_percent, "size": size,
    }  # fmt: skip
    door = make_desk(**looks, services=allowed_at_the_door)
    wrong = [f"{name} — {one}" for name in walk_practice_door(door) for one in faults(door)]
    inside = make_desk(**looks, services=in_practice)
    for name in walk_practice(inside):
        wrong += [f"{name} — {one}" for one in faults(inside)]
        by_name(inside.shell, Role.Button, inside.texts.text("practice-leave"))

    assert "\n".join(wrong) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "contrast", "zoom_percent", "size"), LOOKS if SOAK else LOOKS[1:2]
)
def test_sticks_are_named_reachable_and_whole(
    make_desk: Callable[..., Desk],
    language: str,
    contrast: Contrast,
    zoom_percent: int,
    size: tuple[int, int],
) -> None:
    """V24 with all it can say, every page of V25 and V26."""
    desk = make_desk(language=language, contrast=contrast, zoom_percent=zoom_percent, size=size)

    wrong = [f"{name} — {one}" for name in walk_sticks(desk) for one in faults(desk)]

    assert "\n".join(wrong) == ""


def faults(desk: Desk) -> list[str]:
    """Return what does not hold on the screen that is seen."""
    found = list(problems(desk.shell, 44 * desk.theme.zoom_percent // 100))
    found += [f"twice: {repeated}" for repeated in repeated_names(desk.shell)]
    found += [f"cut: {text}" for text in cut_texts(desk.shell)]
    found += [focus_is_seen(desk.shell)]
    found += out_of_reach(desk)
    return [one for one in found if one]
