"""Every reason why delivery makes no progress has its three sentences in every language."""

from __future__ import annotations

import pytest

from kiosk.problems import message_of
from kiosk.settings import resources_folder
from kiosk.texts import LANGUAGES, Texts
from sync.clock import SystemClock
from sync.device.link import ErrorCode


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", list(ErrorCode))
def test_a_trouble_says_three_things(code: ErrorCode, language: str) -> None:
    """What happened, whether the work is safe, what to do: none is missing or borrowed."""
    texts = Texts(resources_folder() / "translations", language, SystemClock())
    spanish = Texts(resources_folder() / "translations", "es", SystemClock())
    message = message_of(code.value)

    assert texts.has(message)
    for part in ("happened", "safe", "todo"):
        words = texts.part(message, part)
        assert words.endswith(".")
        assert language == "es" or words != spanish.part(message, part)
