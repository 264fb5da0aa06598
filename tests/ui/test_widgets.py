"""Small parts on their own: amounts, dates, keys, names in bold, layouts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.settings import ZOOM_PERCENTS
from kiosk.ui.field.page import initials_of
from kiosk.ui.field.person import split_typed
from kiosk.ui.field.search import bold_pieces
from kiosk.ui.theme import Contrast, load_theme
from kiosk.ui.widgets.amount import AmountInput, read_pesos, typed_pesos
from kiosk.ui.widgets.dates import DateField
from kiosk.ui.widgets.focus import FocusRing
from kiosk.ui.widgets.qr import modules_of
from sync.money import Centavos
from tests.support.qt import RESOURCES, type_text


@given(st.integers(min_value=0, max_value=99_999_999_99))
def test_what_is_shown_as_typed_is_read_as_the_same_amount(centavos: int) -> None:
    """No float, no rounding, for every amount that fits the field."""
    assert read_pesos(typed_pesos(Centavos(centavos))) == centavos


@pytest.mark.parametrize(
    ("typed", "centavos"),
    [
        ("200", 20_000),
        ("185.5", 18_550),
        ("185.50", 18_550),
        (".5", 50),
        ("1,200.00", 120_000),
        ("$90", 9_000),
        ("0", 0),
        ("", None),
        (".", None),
        ("1.234", None),
        ("12a", None),
        ("-5", None),
        ("1.2.3", None),
    ],
)
def test_digits_are_pesos_and_the_point_begins_the_centavos(
    typed: str, centavos: int | None
) -> None:
    """UX §3.6.3: no hidden decimals."""
    assert read_pesos(typed) == centavos


def test_the_cash_field_keeps_only_an_amount(application: QApplication) -> None:
    """Letters, a second point and a third decimal do not arrive."""
    assert application is not None
    field = AmountInput(load_theme(RESOURCES), "Efectivo")

    type_text("1a2.3.456", field.edit)

    assert field.edit.text() == "12.34"
    assert field.amount() == 1_234
    field.deleteLater()


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("3", "11", "2026", "2026-11-03"),
        ("", "", "", ""),
        ("3", "", "2026", "2026--03"),
        ("31", "2", "2026", "2026-02-31"),
    ],
)
def test_a_date_as_typed_survives_a_round_through_the_model(
    application: QApplication, day: str, month: str, year: str, value: str
) -> None:
    """What cannot be stored is kept as typed and shown again as typed."""
    assert application is not None
    theme = load_theme(RESOURCES)
    months = tuple(f"mes {number}" for number in range(1, 13))
    first = DateField(theme, "Fecha", "", parts=("día", "mes", "año"), months=months)
    second = DateField(theme, "Fecha", "", parts=("día", "mes", "año"), months=months)
    type_text(day, first.day)
    type_text(month, first.month)
    type_text(year, first.year)

    second.set_value(first.value())

    assert first.value() == second.value() == value
    first.deleteLater()
    second.deleteLater()


@pytest.mark.parametrize(
    ("digits", "month"), [("1", 1), ("11", 11), ("012", 12), ("13", 3), ("2", 2), ("0", 0)]
)
def test_months_are_chosen_by_number(application: QApplication, digits: str, month: int) -> None:
    """Clerks type 11; a list that only knows letters would ignore them."""
    assert application is not None
    months = tuple(f"mes {number}" for number in range(1, 13))
    field = DateField(load_theme(RESOURCES), "Fecha", "", parts=("d", "m", "a"), months=months)

    type_text(digits, field.month)

    assert field.month.currentIndex() == month
    field.deleteLater()


def test_what_was_typed_is_bold_without_regard_to_accents() -> None:
    """UX §14: matched letters bold."""
    assert bold_pieces("María Elena Pech Canul", "maria can") == (
        ("María", True),
        (" ", False),
        ("Elena", False),
        (" ", False),
        ("Pech", False),
        (" ", False),
        ("Can", True),
        ("ul", False),
    )


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", ("", "", "", "", "")),
        ("pech", ("", "Pech", "", "", "")),
        ("ana pech", ("Ana", "Pech", "", "", "")),
        ("ana maría pech canul", ("Ana María", "Pech", "Canul", "", "")),
        ("PECE610314MYNCNL02", ("", "", "", "PECE610314MYNCNL02", "")),
        ("999 123 4567", ("", "", "", "", "9991234567")),
    ],
)
def test_a_new_card_begins_with_what_was_searched(typed: str, parts: tuple[str, ...]) -> None:
    """Nothing is typed twice."""
    assert split_typed(typed) == parts


def test_initials_are_of_the_given_name_and_the_first_surname() -> None:
    """As the cards of people show them."""
    assert initials_of("María Elena Pech Canul") == "MP"
    assert initials_of("Raúl Pech") == "RP"
    assert initials_of("Ñandú") == "Ñ"
    assert initials_of("") == ""


@pytest.mark.parametrize("zoom", ZOOM_PERCENTS)
def test_zoom_scales_every_size_but_the_modules_of_a_code(zoom: int) -> None:
    """A code is measured in whole pixels of the screen."""
    theme = load_theme(RESOURCES, zoom_percent=zoom)

    assert theme.size("button-primary") == 48 * zoom // 100
    assert theme.font("body").pixelSize() == 16 * zoom // 100
    assert theme.plain("qr-module") == 5


def test_an_odd_zoom_is_refused() -> None:
    """Only what was looked at is offered."""
    with pytest.raises(ValueError, match="zoom"):
        load_theme(RESOURCES, contrast=Contrast.HIGH, zoom_percent=110)


def test_a_receipt_of_714_letters_is_version_13_with_its_quiet_zone() -> None:
    """RECEIPTS §6: 69 modules and four white ones on each side, level M, digits packed."""
    rows = modules_of("https://demo.invalid/v#" + "7" * 691, 4)

    assert len(rows) == 17 + 4 * 13 + 8
    assert not any(any(row[:4]) or any(row[-4:]) for row in rows)


def test_no_ring_without_a_focus(application: QApplication) -> None:
    """A window that is shown without having the keyboard draws no stray ring in its corner."""
    assert application is not None
    window = QWidget()
    ring = FocusRing(load_theme(RESOURCES), window)

    window.show()

    assert not ring.isVisible()
    window.close()
