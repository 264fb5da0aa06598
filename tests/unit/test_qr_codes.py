"""Our codes are those of `qrcode`, module by module, and read back (RECEIPTS §7)."""

from __future__ import annotations

import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import util

from kiosk.devices.media import LETTER, ROLL_58, ROLL_80, SCREEN, Medium
from kiosk.devices.qr_codes import (
    MASKS,
    Level,
    TextTooLong,
    _penalty,
    code_of,
    picture_of,
    read_code,
)
from sync.receipts import RECEIPT_CAP_BYTES
from tests.support.papers import a_code, some_bytes

TEXTS = (
    "1",
    "VENTANILLA 123",
    "https://demo.invalid/v#",
    "Página: ñandú · ¿cómo?",
    "abc" + "7" * 40 + "DEFGHIJKLMNOP",
    a_code(96, "card"),
    a_code(284),
    a_code(RECEIPT_CAP_BYTES),
)


def theirs(text: str, level: Level, mask: int) -> list[list[bool | None]]:
    """Return what `qrcode` makes of it."""
    made = qrcode.QRCode(error_correction=level.value, border=0, box_size=1, mask_pattern=mask)
    made.add_data(text, optimize=8)
    made.make(fit=True)
    return [[bool(module) for module in row] for row in made.modules]


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("text", TEXTS)
def test_every_module_is_the_same(text: str, level: Level) -> None:
    """Digits, letters, bytes and mixtures of them, under a mask that the text draws."""
    mask = len(text) % len(MASKS)

    assert code_of(text, level, mask=mask).matrix() == theirs(text, level, mask)


@pytest.mark.parametrize("mask", MASKS)
def test_every_mask_is_the_same(mask: int) -> None:
    """A receipt under each of the eight masks, and what each costs by the rules."""
    ours = code_of(TEXTS[-2], Level.M, mask=mask)

    known = theirs(TEXTS[-2], Level.M, mask)
    assert ours.matrix() == known
    assert _penalty(ours.rows) == util.lost_point(known)


def test_the_best_mask_is_chosen() -> None:
    """No other mask would cost less."""
    costs = [_penalty(code_of(TEXTS[-1], Level.Q, mask=mask).rows) for mask in MASKS]

    assert _penalty(code_of(TEXTS[-1], Level.Q).rows) == min(costs)


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=1, max_size=RECEIPT_CAP_BYTES), st.sampled_from(Level))
def test_whatever_is_signed_reads_back(content: bytes, level: Level) -> None:
    """Any bytes up to the budget, as the text of a receipt."""
    from sync.receipts import qr_text

    text = qr_text("https://demo.invalid/v#", content)

    assert read_code(picture_of(code_of(text, level), 4, 4)) == text


@pytest.mark.parametrize(
    ("medium", "version", "dots"),
    [(ROLL_58, 14, 365), (ROLL_80, 17, 510), (LETTER, 17, 510), (SCREEN, 14, 438)],
    ids=["58", "80", "letter", "screen"],
)
def test_the_largest_receipt_fits_every_medium(medium: Medium, version: int, dots: int) -> None:
    """332 bytes: v14 M × 5 = 365 dots, v17 Q × 6 = 510 dots; one byte more is one version more."""
    code = code_of(a_code(RECEIPT_CAP_BYTES), medium.level, medium.most_version)

    assert code.version == version
    assert code.side * medium.module == dots
    assert dots + 2 * medium.quiet_side_modules * medium.module <= medium.width
    beyond = "https://demo.invalid/v#" + "9" * (len(a_code(RECEIPT_CAP_BYTES)) + 40)
    with pytest.raises(TextTooLong):
        code_of(beyond, medium.level, medium.most_version)


def test_a_text_beyond_every_code_is_refused() -> None:
    """Larger than version 40."""
    with pytest.raises(TextTooLong):
        code_of(some_bytes(4_000).hex(), Level.Q)
