"""What is typed at a reprint is read without ever breaking."""

from __future__ import annotations

import pytest

from kiosk.services.reprints import _amount, _folio_in, _parts


@pytest.mark.parametrize("typed", ["\u00b2", "1.\u00b2", "9" * 5_000])
def test_what_only_looks_like_a_number_is_none(typed: str) -> None:
    """No amount, no part of a day, no folio; and no crash of int()."""
    assert _amount(typed) is None
    assert _parts(typed) in ([], ["1"])
    assert _folio_in(f"1PGE-{typed}") is None


def test_numbers_are_read() -> None:
    """Amounts with signs and commas, days with any separator, folios of two parts."""
    assert _amount("$1,284.5") == 128_450
    assert _parts("26-11.2026") == ["26", "11", "2026"]
    assert _folio_in("1pge-342") is not None
