"""What a service costs, in words: an amount, nothing, or that it depends on what is asked."""

from __future__ import annotations

from kiosk.ui.field.page import FieldScreen
from sync.money import Centavos


def fee_words(screen: FieldScreen, fee_centavos: Centavos | None, *, depends: bool) -> str:
    """Return the words in the screen's language."""
    if depends:
        return screen.text("fee-depends")
    return screen.texts.money(fee_centavos) if fee_centavos else screen.text("no-fee")
