"""Paper, picture and verdict: all of RECEIPTS §8, nothing of a person in a name, three answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.layout import draw
from kiosk.devices.media import ROLL_58, ROLL_80, SCREEN
from kiosk.devices.picture import PicturePrinter
from kiosk.devices.ports import CodeUnreadable, PaperNotWritten, Pictures
from kiosk.devices.qr_codes import Level, code_of, picture_of, read_code
from kiosk.devices.slip import PaperLine, PaperStyle, Slip
from kiosk.services.paper import comprobante_of, moment
from kiosk.services.verification import (
    InstitutionUnreadable,
    age,
    exit_status,
    load_institution,
    report,
)
from kiosk.services.views import DeliveryWord, ReceiptLine, ReceiptView
from kiosk.settings import resources_folder
from kiosk.texts import LANGUAGES, Texts
from sync.ids import EventId
from sync.money import Centavos
from sync.receipt_check import Answer, ReceiptTrust, Verdict, verify
from tests.support.offices import an_institution, the_profile
from tests.support.vaults import HandClock

FONTS = resources_folder() / "fonts"
QR = "https://demo.invalid/v#" + "0123456789" * 78

VIEW = ReceiptView(
    event_id=EventId(bytes(16)),
    kind=1,
    folio="20067-007-1PGE-342",
    typed_code="HB12Y-SHVTX",
    qr_text=QR,
    issued_at=datetime(2026, 11, 26, 10, 44, tzinfo=UTC),
    time_verified=True,
    institution="Ayuntamiento de Los Encinos",
    office="Tesorería · Caja 007",
    terminal="20067-007",
    lines=(
        ReceiptLine(label="Impuesto predial 2026", amount_centavos=Centavos(113_500)),
        ReceiptLine(label="Recargos", amount_centavos=Centavos(14_950)),
    ),
    total_centavos=Centavos(128_450),
    total_words="mil doscientos ochenta y cuatro pesos 50/100 M.N.",
    tendered_centavos=Centavos(130_000),
    change_centavos=Centavos(1_550),
    cashier=42,
    initials="P. U. D.",
    service_name="Predial",
    account_masked="***4411",
    domain_words="r punto example punto mx",
    phone="9991234567",
    place="Palacio municipal",
    legal_line="Comprobante de pago. No es CFDI.",
    delivery=DeliveryWord.SAVED,
)


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> Texts:
    """Words in each language."""
    return Texts(resources_folder() / "translations", request.param, HandClock())


@pytest.fixture
def spanish() -> Texts:
    """Words in Spanish."""
    return Texts(resources_folder() / "translations", "es", HandClock())


def words_of(paper: Slip) -> str:
    """Return everything that is printed."""
    return "\n".join(
        f"{line.text} {line.right}" for line in (*paper.above, *paper.beside, *paper.below)
    )


def test_everything_of_the_paper_is_there(texts: Texts) -> None:
    """Institution, office, time, folio, lines, total, words, cash, account, cashier, initials…"""
    printed = words_of(comprobante_of(VIEW, texts))

    for needed in (
        VIEW.institution,
        VIEW.office,
        "26/11/2026 10:44",
        VIEW.folio,
        "Impuesto predial 2026 $1,135.00",
        "Recargos $149.50",
        "$1,284.50",
        VIEW.total_words,
        "$1,300.00",
        "$15.50",
        "***4411",
        "42",
        "P. U. D.",
        "HB12Y-SHVTX",
        "r punto example punto mx",
        VIEW.legal_line,
        "999 123 4567",
        VIEW.place,
    ):
        assert needed in printed, needed
    assert "recibo" not in printed.lower()


def test_variants_of_the_paper(spanish: Texts) -> None:
    """Unverified time, no code, application, shift slip: each says what it is."""
    unverified = words_of(comprobante_of(replace(VIEW, time_verified=False), spanish))
    provisional = words_of(comprobante_of(replace(VIEW, qr_text=""), spanish))
    application = words_of(
        comprobante_of(
            replace(VIEW, kind=3, lines=(), tendered_centavos=None, bring=("Identificación",)),
            spanish,
        )
    )
    slip = words_of(
        comprobante_of(
            replace(VIEW, kind=4, lines=(), tendered_centavos=None, previous_folio="X-1"), spanish
        )
    )

    assert "HORA NO COMPROBADA" in unverified
    assert "Comprobante provisional, sin código" in provisional
    assert "Comprobante de solicitud" in application
    assert "Predial" in application
    assert "Identificación" in application
    assert "$1,284.50" not in application
    assert "Apertura de turno" in slip
    assert "X-1" in slip


def test_the_picture_can_be_read(tmp_path: Path, spanish: Texts) -> None:
    """Named by folio alone, black on white, a code that reads back, folio and total large."""
    printer: Pictures = PicturePrinter(tmp_path / "receipts", FONTS)

    path = printer.put(comprobante_of(VIEW, spanish))

    with Image.open(path) as picture:
        assert read_code(picture) == QR
        assert picture.getpixel((0, 0)) == 255
    assert path.name == "20067-007-1PGE-342.png"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_code_is_large_enough() -> None:
    """Level M, six pixels a module, a quiet zone of four."""
    picture = picture_of(code_of(QR, Level.M), 6, 4)

    side = picture.width // 6
    assert (picture.width % 6, (side - 8 - 17) % 4) == (0, 0)
    assert (side - 8 - 17) // 4 <= 14
    assert picture.crop((0, 0, picture.width, 24)).getextrema() == (255, 255)


def test_long_words_are_never_cut_off() -> None:
    """A word wider than the paper goes on in the next row, and amounts never overlap labels."""
    wide = Slip(
        name="x",
        above=(PaperLine(style=PaperStyle.PAIR, text="W" * 120, right="$99,999,999.99"),),
        qr_text="",
        below=(),
    )
    short = replace(wide, above=(PaperLine(style=PaperStyle.PAIR, text="W", right="$1"),))

    for medium in (ROLL_58, ROLL_80, SCREEN):
        more = draw(wide, medium, FONTS).height - draw(short, medium, FONTS).height
        assert more >= 2 * medium.looks[PaperStyle.PAIR].line


def test_an_unreadable_code_is_not_handed_out(tmp_path: Path) -> None:
    """What does not read back is refused before a file is written."""

    printer = PicturePrinter(tmp_path, FONTS)
    paper = Slip(name="x", above=(), qr_text="9" * 4_000)

    with pytest.raises(CodeUnreadable):
        printer.put(paper)

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_said(tmp_path: Path, spanish: Texts) -> None:
    """A folder that cannot be made is a known fault; the receipt stays stored."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")

    with pytest.raises(PaperNotWritten):
        PicturePrinter(blocked / "receipts", FONTS).put(comprobante_of(VIEW, spanish))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "adelante"),
        (30, "menos de un minuto"),
        (60, "hace 1 minuto."),
        (3 * 3_600, "hace 3 horas."),
        (47 * 3_600, "hace 47 horas."),
        (400 * 86_400, "hace 400 días."),
    ],
)
def test_age_comes_in_whole_units(seconds: int, words: str, spanish: Texts) -> None:
    """How old a receipt is, said first."""
    assert words in age(seconds, spanish)


def test_the_first_word_is_the_answer(texts: Texts) -> None:
    """The same three words and exits in every language; programs look for them."""
    answers = [
        Verdict(answer=Answer.AUTHENTIC, code="ok"),
        Verdict(answer=Answer.NOT_AUTHENTIC, code="sig"),
        Verdict(answer=Answer.CANNOT_BE_KNOWN, code="after-cut"),
    ]

    lines = [report(one, 0, texts) for one in answers]

    assert [one[0] for one in lines] == ["auténtico", "no-auténtico", "no-se-puede-saber"]
    assert [exit_status(one) for one in answers] == [0, 10, 11]
    assert "sig" in lines[1][1]


def test_without_an_institution_nothing_can_be_known() -> None:
    """No profile, no answer."""
    assert exit_status(verify(QR, None)) == 11
    assert exit_status(verify(QR, ReceiptTrust.of(the_profile()))) == 10


def test_a_broken_institution_file_is_said(tmp_path: Path) -> None:
    """Missing, too large, not signed: never believed."""
    file = tmp_path / "institution.vtp"
    with pytest.raises(InstitutionUnreadable):
        load_institution(file)
    content = bytearray(an_institution().profile)
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(InstitutionUnreadable):
        load_institution(file)
    file.write_bytes(bytes(200_000))
    with pytest.raises(InstitutionUnreadable):
        load_institution(file)
    file.write_bytes(an_institution().profile)

    assert load_institution(file).name == "Ayuntamiento de PRUEBA"


def test_moments_are_written_as_on_paper() -> None:
    """Day first, 24 hours, no leading zero of the hour."""
    assert moment(datetime(2026, 11, 6, 8, 5, tzinfo=UTC)) == "06/11/2026 8:05"
