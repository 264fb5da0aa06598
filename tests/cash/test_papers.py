"""Every paper says what it is, fits its medium, and its code reads back (RECEIPTS §7, §8)."""

from __future__ import annotations

import pytest

from kiosk.devices.layout import draw
from kiosk.devices.media import A4, LETTER, ROLL_58, ROLL_80, Medium
from kiosk.devices.picture import as_pdf
from kiosk.devices.ports import CodeUnreadable
from kiosk.devices.qr_codes import read_code
from kiosk.devices.slip import PaperStyle, Slip
from kiosk.settings import resources_folder
from kiosk.texts import LANGUAGES, Texts
from tests.support.papers import every_slip, other_papers
from tests.support.vaults import HandClock

FONTS = resources_folder() / "fonts"


def texts_of(language: str) -> Texts:
    """Return words in a language."""
    return Texts(resources_folder() / "translations", language, HandClock())


SPANISH = dict(every_slip(texts_of("es")))


def words_of(slip: Slip) -> str:
    """Return everything that is printed, in its order."""
    lines = (*slip.above, *slip.beside, *slip.below)
    return "\n".join(f"{line.text} {line.right}".strip() for line in lines)


def boxed(slip: Slip) -> list[str]:
    """Return what stands white on black."""
    lines = (*slip.above, *slip.beside, *slip.below)
    return [line.text for line in lines if line.style is PaperStyle.BOXED]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("payment", ("Comprobante de pago", "2 × $46.25 $92.50", "Efectivo $200.00", "***4411")),
        ("payment-balance", ("Pagado con saldo $100.00", "Cambio $14.50")),
        ("payment-topup", ("Abonado a su saldo $185.50",)),
        ("payment-transfer", ("Transferencia $185.50", "Referencia SPEI 2026112640012 0034")),
        ("payment-time", ("26/11/2026 10:44 · HORA NO COMPROBADA",)),
        ("payment-discreet", ("Trámite $185.50",)),
        ("provisional", ("sin código", "HB12Y-SHVTX", "Vuelva con este papel")),
        ("reversal", ("CANCELACIÓN del folio 20067-007-1PGE-341", "Devuelto en efectivo $185.50")),
        ("registration", ("Comprobante de solicitud", "· Identificación oficial")),
        ("opening", ("Apertura de turno", "Último folio 20067-007-1PGE-341")),
        ("closing", ("Corte Z", "Diferencia -$0.50", "Folios del turno 301 a 342", "10482")),
        ("start", ("Inicio de serie", "Archívelo en la oficina")),
        ("order", ("Orden de pago", "A-27", "2 × Copia certificada · zona 1")),
        ("card", ("Tarjeta de cuenta", "1PGE-HB12-YSHV", "Emisión 2")),
        ("deposit", ("Depósito al banco", "7 × $20 billete $140.00", "4 × $20 moneda $80.00")),
        ("handover", ("Entrega de caja", "Marisol Canul", "Rogelio Ek")),
        ("cash", ("Salida de efectivo", "Importe $1,000.00", "Testigo:")),
        ("benefit", ("Entrega de apoyo", "2 × Despensa básica", "Recibe:")),
        ("reading", ("Lectura X", "Cobros 41", "Impuesto predial $12,845.00")),
    ],
)
def test_a_paper_says_what_it_is(name: str, said: tuple[str, ...]) -> None:
    """Title, amounts and what is special to it, in the words of RECEIPTS §8."""
    printed = words_of(SPANISH[name])

    assert [one for one in said if one not in printed] == []


def test_a_duplicate_is_marked_above_and_below() -> None:
    """First line and last line, with its number and its date; all else is the first paper's."""
    first, again = SPANISH["payment"], SPANISH["duplicate"]

    marked = "DUPLICADO 1 · 29/11/2026"
    assert again.above[0].text == again.below[-1].text == marked
    assert (again.above[1:], again.below[:-1]) == (first.above, first.below)
    assert (again.qr_text, again.beside) == (first.qr_text, first.beside)


def test_practice_is_said_three_times_and_across_a_sheet() -> None:
    """Wherever it is torn; never that it is on its way anywhere."""
    for name in ("practice", "order-practice"):
        assert boxed(SPANISH[name]) == ["PRÁCTICA — SIN VALOR"] * 3
        assert SPANISH[name].across == "PRÁCTICA — SIN VALOR"
    assert "plataforma" not in words_of(SPANISH["practice"])


def test_only_comprobantes_pass_for_one() -> None:
    """Whatever proves no payment says so; the card shows no amount to be taken for one."""
    for name in other_papers():
        printed = words_of(SPANISH[name])
        assert ("Este papel no es comprobante." in printed) or (name == "card"), name
        assert "Comprobante de" not in printed


def test_a_discreet_service_is_not_named() -> None:
    """Neither on its payment nor on its order."""
    assert "Acta" not in words_of(SPANISH["payment-discreet"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_none_is_recibo(language: str) -> None:
    """No message without its text, no variable left open, in each language."""
    for name, slip in every_slip(texts_of(language)):
        printed = words_of(slip)
        assert "{" not in printed, name
        assert "slip-" not in printed, name
        assert "paper-" not in printed, name
        assert "recibo" not in printed.lower()


@pytest.mark.slow
@pytest.mark.parametrize("medium", [ROLL_58, ROLL_80], ids=["58", "80"])
@pytest.mark.parametrize("name", ["payment-largest", "reversal", "closing", "order", "card"])
def test_a_paper_fits_its_roll(name: str, medium: Medium) -> None:
    """Exactly as wide as the roll, nothing at its edges, the code read back from the dots."""
    slip = SPANISH[name]

    picture = draw(slip, medium, FONTS)

    assert picture.width == medium.width
    assert picture.mode == "1"
    assert read_code(picture.convert("L")) == slip.qr_text


@pytest.mark.slow
@pytest.mark.parametrize("medium", [LETTER, A4], ids=["letter", "a4"])
def test_a_sheet_is_one_page_with_its_code_free(medium: Medium) -> None:
    """300 dpi, one page as PDF; what is written across never runs through the code."""
    slip = SPANISH["practice"]

    page = draw(slip, medium, FONTS)
    pdf = as_pdf(page, medium, slip.name)

    assert page.size == (medium.width, medium.height)
    assert read_code(page.convert("L")) == slip.qr_text
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1


def test_a_code_too_large_for_the_paper_is_refused() -> None:
    """v15 on 58 mm would be one dot too wide: nothing is drawn smaller instead."""
    slip = Slip(name="x", above=(), qr_text="https://demo.invalid/v#" + "9" * 900)

    with pytest.raises(CodeUnreadable):
        draw(slip, ROLL_58, FONTS)
