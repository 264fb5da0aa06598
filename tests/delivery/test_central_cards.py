"""RECEIPTS §2a: cards are made by the central, name nobody, and are believed by their signature."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from sync.cards import AccountCard, card_text, read_card, sign_card
from sync.central.card_sheet import draw_cards, modules_of, sheet_of
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from tests.delivery.central_support import Central
from tests.delivery.test_central_command import run
from tests.support.vaults import Draws

PREFIX = "https://demo.invalid/v#"


def test_a_printed_code_reads_back_and_holds() -> None:
    """Ninety-six bytes, version 7; what a scanner reads is the card that was signed."""
    signer = SoftwareSigner.generate()
    made = draw_cards(3, 1, signer, PREFIX, Draws())

    for one in made:
        modules = modules_of(one.text)
        assert len(modules) == 45 + 8  # version 7 and its quiet zone
        picture = Image.new("L", (len(modules), len(modules)), 255)
        for y, row in enumerate(modules):
            for x, dark in enumerate(row):
                picture.putpixel((x, y), 0 if dark else 255)
        side = len(modules) * 4
        (found,) = zxingcpp.read_barcodes(picture.resize((side, side), Image.Resampling.NEAREST))
        assert read_card(found.text, PREFIX, {signer.kid: signer.point}) == one.card
    assert len(sign_card(signer, made[0].card)) == 96
    assert sheet_of(made, "Ayuntamiento de PRUEBA", "es").startswith(b"%PDF")


def test_no_card_is_believed_but_a_centrals_own() -> None:
    """Another key, another institution, any digit changed: refused, with the check that failed."""
    signer, other = SoftwareSigner.generate(), SoftwareSigner.generate()
    text = card_text(PREFIX, sign_card(signer, AccountCard(number=b"12345678", issue=1)))
    believed = {signer.kid: signer.point}

    with pytest.raises(MessageInvalid, match="no central"):
        read_card(text, PREFIX, {other.kid: other.point})
    with pytest.raises(MessageInvalid, match="institution"):
        read_card(text, "https://otro.invalid/v#", believed)
    digits = text.partition("#")[2]
    for place in range(0, len(digits), 7):
        changed = str((int(digits[place]) + 1) % 10)
        forged = f"{text.partition('#')[0]}#{digits[:place]}{changed}{digits[place + 1 :]}"
        with pytest.raises(MessageInvalid):
            read_card(forged, PREFIX, believed)


def test_the_command_writes_a_sheet_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new file with so many cards; an existing one is not touched."""
    central = Central(tmp_path)
    central.close()
    out = tmp_path / "cards.pdf"

    assert run("cards", central.folder, "--count", 9, "--out", out) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert run("cards", central.folder, "--count", 9, "--out", out) != 0
    assert run("cards", central.folder, "--count", 0, "--out", tmp_path / "none.pdf") != 0
    assert "9 cards" in capsys.readouterr().out
