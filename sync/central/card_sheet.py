"""Account cards on paper: signed, random, nobody's yet; a sheet to print and cut (RECEIPTS §2a).

The code is a QR of version 7 with level M (8 where the institution's prefix has 24 characters), its
number stands beside it in words, and there is a blank line for a name, which whoever gets the card
writes or leaves empty.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import qrcode
from reportlab.lib.pagesizes import letter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from sync.cards import CARD_NUMBER_BYTES, AccountCard, card_text, sign_card
from sync.clock import RandomBytes
from sync.cose import Signer

CARD_WIDTH_MM, CARD_HEIGHT_MM = 85.6, 53.98  # ISO/IEC 7810 ID-1
QR_MM = 36.0
COLUMNS, ROWS = 2, 4
MOST_CARDS = 2_000
_WORDS = {
    "es": (
        "Tarjeta de cuenta",
        "Nombre (si quiere)",
        "Número",
        "No muestra nombre ni saldo.",
        "Se usa con su número de seis cifras.",
        "Si la pierde, avise: se repone y esta deja de servir.",
    ),
    "en": (
        "Account card",
        "Name (if you like)",
        "Number",
        "It shows no name and no balance.",
        "It is used with your six-digit number.",
        "If you lose it, say so: it is replaced and this one stops working.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCard:
    """A card as it goes on paper."""

    card: AccountCard
    text: str  # what its code says


def draw_cards(
    count: int, issue: int, signer: Signer, receipt_prefix: str, random: RandomBytes
) -> tuple[PrintedCard, ...]:
    """Return so many new cards, each with a number of its own."""
    numbers: dict[bytes, None] = {}
    while len(numbers) < count:
        numbers.setdefault(random(CARD_NUMBER_BYTES))
    cards = [AccountCard(number=number, issue=issue) for number in numbers]
    return tuple(
        PrintedCard(card=card, text=card_text(receipt_prefix, sign_card(signer, card)))
        for card in cards
    )


def sheet_of(cards: Sequence[PrintedCard], institution: str, language: str) -> bytes:
    """Return the cards as a PDF in letter format, eight on a page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, pageCompression=1, invariant=1)
    canvas.setTitle(institution)
    words = _WORDS.get(language, _WORDS["es"])
    width, height = letter
    left = (width - COLUMNS * CARD_WIDTH_MM * mm) / 2
    top = height - (height - ROWS * CARD_HEIGHT_MM * mm) / 2
    for place, card in enumerate(cards):
        at = place % (COLUMNS * ROWS)
        if place and at == 0:
            canvas.showPage()
        x = left + at % COLUMNS * CARD_WIDTH_MM * mm
        y = top - (at // COLUMNS + 1) * CARD_HEIGHT_MM * mm
        _draw(canvas, x, y, card, institution, words)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def modules_of(text: str) -> list[list[bool]]:
    """Return a card's code with its quiet zone; digits are packed as digits, so it stays small."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=1)
    code.add_data(text, optimize=8)
    code.make(fit=True)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def _draw(
    canvas: Canvas,
    x: float,
    y: float,
    printed: PrintedCard,
    institution: str,
    words: tuple[str, ...],
) -> None:
    title, name, number, *rules = words
    canvas.setLineWidth(0.3)
    canvas.rect(x, y, CARD_WIDTH_MM * mm, CARD_HEIGHT_MM * mm)
    matrix = modules_of(printed.text)
    side = QR_MM * mm / len(matrix)
    bottom = y + (CARD_HEIGHT_MM - QR_MM) / 2 * mm - 3 * mm
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                at_y = bottom + (len(matrix) - 1 - row) * side
                canvas.rect(x + 2 * mm + column * side, at_y, side, side, stroke=0, fill=1)
    text_x, head_y = x + (QR_MM + 5) * mm, y + (CARD_HEIGHT_MM - 8) * mm
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawString(x + 4 * mm, head_y, institution[:48])
    canvas.setFont("Helvetica", 9)
    canvas.drawString(text_x, head_y - 6 * mm, title)
    canvas.setFont("Helvetica", 6.5)
    canvas.drawString(text_x, head_y - 11 * mm, number)
    canvas.setFont("Courier-Bold", 9)
    canvas.drawString(text_x, head_y - 15 * mm, printed.card.words)
    canvas.setFont("Helvetica", 6.5)
    canvas.line(text_x, head_y - 23 * mm, x + (CARD_WIDTH_MM - 4) * mm, head_y - 23 * mm)
    canvas.drawString(text_x, head_y - 26 * mm, name)
    for line, rule in enumerate(rules[:2]):
        canvas.drawString(text_x, head_y - (31 + 3 * line) * mm, rule)
    canvas.drawString(x + 4 * mm, y + 3 * mm, rules[2])
