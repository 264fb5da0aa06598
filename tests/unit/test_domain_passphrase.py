"""A chosen clave is long enough and not what a guesser tries first; a proposed one always is."""

from __future__ import annotations

import math
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.passphrase import PassphraseCommon, PassphraseShort, core_of, folded
from kiosk.services.claves import accept, is_common, propose, proposed_words
from kiosk.vault.passphrase import normalised
from tests.support.vaults import Draws


def test_a_short_clave_is_refused() -> None:
    """Twelve characters at least, spaces around not counted."""
    assert accept("  lápiz  nube  sol ") == "lápiz nube sol"
    with pytest.raises(PassphraseShort):
        accept("corta       ")


@pytest.mark.parametrize(
    "clave",
    [
        *("1q2w3e4r5t6y", "qwerty123456", "QwertyQwerty", "leavemealone", "unbelievable"),
        *("mexico2026!!", "México 123456", "contraseña99", "..barcelona.."),
        *("aaaaaaaaaaaa", "abababababab", "solsolsolsol", "111122223333"),
        *("asdfghjkl123", "abcdefghijkl", "098765432109", "qwertyuiopasdf"),
    ],
)
def test_what_is_guessed_first_is_refused(clave: str) -> None:
    """Common passwords, with digits around them too, repetitions and walks over the keys."""
    with pytest.raises(PassphraseCommon):
        accept(clave)


@pytest.mark.parametrize(
    "clave", ["rosu midi furo ñandú", "el burro come alfalfa", "Tr3s-tristes-t!"]
)
def test_what_is_not_common_is_taken(clave: str) -> None:
    """The list refuses what is on it, not what merely looks simple."""
    assert accept(clave) == clave


def test_the_commonest_hundred_thousand_are_known() -> None:
    """Places all over the list that the file is made of, each with its case and accents folded."""
    for one in (
        "password",
        "123456789",
        "iloveyou",
        "superman",
        "liverpool",
        "mustang",
        "PASSWORD",
    ):
        assert is_common(folded(one)), one
    for number in range(2_000):
        assert not is_common(f"no está {number} en la lista"), number


@given(st.text(max_size=30))
def test_whatever_is_typed_is_judged(clave: str) -> None:
    """No text upsets the judge; what is taken has single spaces and twelve characters or more."""
    try:
        taken = accept(clave)
    except (PassphraseShort, PassphraseCommon):
        return
    assert len(taken) >= 12
    assert taken == " ".join(clave.split())
    assert core_of(folded(taken)) in folded(taken)


def test_four_different_words_are_proposed() -> None:
    """They are of the list, are typed back as they are shown, and are never refused."""
    draws, words = Draws(), set(proposed_words())

    for _ in range(200):
        proposed = propose(draws)
        drawn = proposed.split(" ")
        assert len(set(drawn)) == 4
        assert set(drawn) <= words
        assert accept(proposed) == normalised(proposed) == proposed
    assert propose(os.urandom) != propose(os.urandom)


def test_proposed_words_hold_48_bits() -> None:
    """4,096 different words of four to seven letters without accents, each sounding differently."""
    words = proposed_words()

    assert len(set(words)) == len(words) == 4_096
    assert all(re.fullmatch("[a-z]{4,7}", word) for word in words)
    assert math.log2(math.perm(len(words), 4)) > 47.99
    assert len({sound_of(word) for word in words}) == len(words)


def sound_of(word: str) -> str:
    """Return how a word sounds in Mexico: b as v, s as c and z, ll as y, no h."""
    for written, heard in (
        *(("ch", "C"), ("ll", "y"), ("qu", "k"), ("gue", "Ge"), ("gui", "Gi"), ("ge", "je")),
        *(("gi", "ji"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("z", "s"), ("v", "b"), ("h", "")),
    ):
        word = word.replace(written, heard)
    return word.replace("G", "g")
