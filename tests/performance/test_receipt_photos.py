"""The benchmark of photos itself: plain ones are read, hopeless ones are never read wrongly."""

from __future__ import annotations

import random

import pytest

from kiosk.devices.media import ROLL_58, ROLL_80, Medium
from kiosk.devices.qr_codes import read_codes
from tests.performance.photos import DAMAGES, photo
from tests.support.papers import a_code


@pytest.mark.slow
@pytest.mark.parametrize("medium", [ROLL_58, ROLL_80], ids=["58", "80"])
def test_a_plain_photo_is_read(medium: Medium) -> None:
    """The largest receipt on either paper, photographed cleanly and from further away."""
    draw = random.Random(1)
    text = a_code(332)

    assert read_codes(photo(text, medium, "clean", draw)) == (text,)
    assert read_codes(photo(text, medium, "low", draw)) == (text,)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [*DAMAGES, "stain_60", "fade_90"])
def test_damage_never_gives_another_text(damage: str) -> None:
    """A code is read as what it says, or not at all."""
    text = a_code(332)

    assert read_codes(photo(text, ROLL_58, damage, random.Random(2))) in ((text,), ())


def test_a_run_can_be_repeated() -> None:
    """The same seed gives the same photo, another seed another one."""
    text = a_code(96)

    first, same, other = (
        photo(text, ROLL_58, "stain_7", random.Random(seed)).convert("L").tobytes()
        for seed in (3, 3, 4)
    )

    assert len(first) == len(same)
    assert first != other
