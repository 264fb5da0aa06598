"""Coins and notes in words: `1 × $10 · 2 × $2 · 1 × 50 ¢`."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.services.views.money import Pieces
from kiosk.texts import Texts
from sync.events import CoinOrNote
from sync.money import Centavos


def pieces_in_words(texts: Texts, pieces: Iterable[Pieces]) -> str:
    """Return pieces on one line, the largest first as they come."""
    return " · ".join(f"{one.count} × {worth_in_words(texts, one)}" for one in pieces)


def worth_in_words(texts: Texts, piece: Pieces) -> str:
    """Return what one piece is worth: `$10`, `50 ¢`; a $20 coin says that it is one."""
    worth = piece.each_centavos
    if worth < 100:
        return texts.text("piece-cents", cents=str(worth))
    words = texts.money_short(Centavos(worth))
    if worth == 2_000:  # the one worth that is a coin and a note
        kind = "coin" if piece.form is CoinOrNote.COIN else "note"
        return texts.text(f"piece-{kind}", worth=words)
    return words


def piece_name(texts: Texts, piece: Pieces) -> str:
    """Return a piece by its whole name: `Moneda de $10`, `Billete de $200`."""
    worth = piece.each_centavos
    words = (
        texts.text("piece-cents", cents=str(worth))
        if worth < 100
        else texts.money_short(Centavos(worth))
    )
    kind = "coin" if piece.form is CoinOrNote.COIN else "note"
    return texts.text(f"piece-{kind}-of", worth=words)
