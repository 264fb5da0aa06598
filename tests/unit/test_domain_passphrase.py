"""A chosen clave is long enough."""

from __future__ import annotations

import pytest

from kiosk.domain.passphrase import PassphraseShort, accept


def test_a_short_clave_is_refused() -> None:
    """Twelve characters at least, spaces around not counted."""
    assert accept("  lápiz  nube  sol ") == "lápiz nube sol"
    with pytest.raises(PassphraseShort):
        accept("corta       ")
