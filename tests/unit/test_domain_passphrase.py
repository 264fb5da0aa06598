"""The proposed clave: enough words, drawn evenly; a chosen one is long enough."""

from __future__ import annotations

import os

import pytest

from kiosk.domain.passphrase import PassphraseShort, accept, propose, tidy_passphrase
from kiosk.settings import resources_folder


def test_four_words_of_many_are_proposed() -> None:
    """More than 2^10 words, none twice, typed without accents: over 40 bits."""
    words = (resources_folder() / "words" / "es.txt").read_text(encoding="utf-8").split()

    assert len(words) == len(set(words)) > 1024
    assert all(word.isascii() and word.islower() and len(word) >= 3 for word in words)
    assert len(propose(words, os.urandom).split()) == 4


def test_a_draw_favours_no_word() -> None:
    """What a remainder would favour is drawn again."""
    draws = iter((b"\xff\xff\xff\xff", b"\x00\x00\x00\x01", *[b"\x00" * 4] * 3))

    assert propose(["uno", "dos", "tres"], lambda _: next(draws)) == "dos uno uno uno"


def test_a_short_clave_is_refused() -> None:
    """Twelve characters at least, spaces around not counted."""
    assert accept("  lápiz  nube  sol ") == "lápiz nube sol"
    assert tidy_passphrase(" a  b ") == "a b"
    with pytest.raises(PassphraseShort):
        accept("corta       ")
