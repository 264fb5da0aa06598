"""Reference values: codec, keys, languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import cbor
from sync.catalogue import (
    ENTRY_TYPES,
    Entry,
    OperatorEntry,
    Role,
    SettingsEntry,
    TariffEntry,
    decode_entry,
    encode_entry,
    in_language,
)
from sync.errors import MessageInvalid
from sync.events import Concept
from sync.ids import OperatorNumber
from sync.money import Centavos
from tests.support.event_values import built

CLERK = OperatorEntry(number=OperatorNumber(42), name="PRUEBA UNO", role=Role.CLERK)


@given(entry=st.one_of([built(kind) for kind in ENTRY_TYPES]))
def test_every_entry_comes_back_as_it_was(entry: Entry) -> None:
    """What is published under a key is read again, equal."""
    assert decode_entry(entry.dataset, entry.key, encode_entry(entry)) == entry


def test_keys_name_what_they_hold() -> None:
    """Keys are those of the team's plan; one tariff version prices several concepts."""
    tariff = TariffEntry(
        tariff_id="LI-2026",
        version=3,
        valid_from=date(2026, 1, 1),
        valid_to=None,
        legal_reference="Ley de Ingresos 2026, art. 12",
        concept=Concept(1701),
        unit_centavos=Centavos(18_550),
        names=(("es", "Copia certificada"),),
    )

    assert (CLERK.key, tariff.key, SettingsEntry().key) == (
        "operator:42",
        "tariff:LI-2026:3:1701",
        "settings",
    )


def test_a_value_under_another_key_is_refused() -> None:
    """A value cannot pass for another one by being filed wrongly."""
    raw = encode_entry(CLERK)

    with pytest.raises(MessageInvalid, match="shape"):
        decode_entry(3, "operator:43", raw)
    with pytest.raises(MessageInvalid, match="key-unknown"):
        decode_entry(3, "robot:42", raw)
    with pytest.raises(MessageInvalid, match="key-unknown"):
        decode_entry(4, "operator:42", raw)
    with pytest.raises(MessageInvalid, match="shape"):
        decode_entry(3, "operator:42", cbor.encode({1: 42, 2: "X", 3: 7}))


def test_days_that_no_calendar_has_are_refused() -> None:
    """30 February is `shape`, not a crash."""
    for day in (20260230, 0, 99999999999, "20260101"):
        value = {1: "r", 2: 1, 3: day, 4: None, 5: "ley", 6: 100, 7: 51}
        with pytest.raises(MessageInvalid, match="shape"):
            decode_entry(5, "rounding:r:1", cbor.encode(value))


def test_a_text_falls_back_to_another_language() -> None:
    """The asked language first, then the fallback, then whatever there is, then nothing."""
    texts = (("en", "Copy"), ("es", "Copia"))

    assert in_language(texts, "en") == "Copy"
    assert in_language(texts, "nah") == "Copia"
    assert in_language(texts[:1], "nah") == "Copy"
    assert in_language((), "es") is None
