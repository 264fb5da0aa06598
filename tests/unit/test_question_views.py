"""Languages of forms: their codes, and which are read from the right."""

from __future__ import annotations

import pytest

from kiosk.services.question_views import language_code, reads_from_right


@pytest.mark.parametrize(
    ("language", "code", "from_right"),
    [
        ("Español (es)", "es", False),
        ("English (EN)", "en", False),
        ("العربية (ar)", "ar", True),
        ("Árabe (ar-EG)", "ar-eg", True),
        ("he", "he", True),
        ("", "", False),
    ],
)
def test_a_language_has_a_code_and_a_direction(language: str, code: str, from_right: bool) -> None:
    """The code stands behind the name or alone; a region changes no direction."""
    assert language_code(language) == code
    assert reads_from_right(language) is from_right
