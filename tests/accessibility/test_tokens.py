"""Colours, focus ring, delivery signs, keys: what can be computed without a person (UX §9)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QRadioButton, QWidget

from kiosk.services.views import DeliveryWord
from kiosk.ui.shortcuts import SHORTCUTS
from kiosk.ui.theme import Contrast, load_theme
from kiosk.ui.widgets.marks import WORD_ICONS, WORD_IDS
from tests.support.desk import Desk
from tests.support.qt import RESOURCES


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("contrast", list(Contrast))
def test_every_pair_of_colours_in_use_has_its_contrast(contrast: Contrast) -> None:
    """A13: text at least 4.5 to 1, shapes and borders 3 to 1, as the tokens claim."""
    tokens = json.loads((RESOURCES / "theme" / "tokens.json").read_text(encoding="utf-8"))
    theme = load_theme(RESOURCES, contrast=contrast)

    wrong = [
        pair
        for pair in tokens["contrast-pairs"][contrast.value]
        if ratio(theme.colour(pair["front"]), theme.colour(pair["back"])) < pair["least"]
    ]

    assert len(tokens["contrast-pairs"][contrast.value]) > 40
    assert wrong == []


@pytest.mark.parametrize("contrast", list(Contrast))
def test_the_focus_is_seen_around_the_control(
    make_desk: Callable[..., Desk], contrast: Contrast
) -> None:
    """A10: the pixels around what has the focus are the yellow ring and its outer line."""
    desk = make_desk(contrast=contrast)
    clave = desk.window.unlock.clave.edit
    desk.settle()

    focused = desk.shell.grab().toImage()
    desk.window.unlock.enter_button.setFocus()
    desk.settle()
    without = desk.shell.grab().toImage()

    spot = clave.mapTo(desk.shell, clave.rect().topLeft())
    around = [(spot.x() + 40, spot.y() - distance) for distance in range(1, 7)]
    assert colours(focused, around) >= {
        desk.theme.colour("focus").name(),
        desk.theme.colour("focus-ring").name(),
    }
    assert desk.theme.colour("focus").name() not in colours(without, around)


def colours(image: QImage, spots: list[tuple[int, int]]) -> set[str]:
    """Return the colours at some pixels."""
    return {image.pixelColor(x, y).name() for x, y in spots}


def test_each_delivery_state_differs_by_icon_and_word(make_desk: Callable[..., Desk]) -> None:
    """A19: never by colour alone."""
    texts = make_desk().texts

    words = [texts.text(WORD_IDS[word]) for word in DeliveryWord]
    icons = [WORD_ICONS[word] for word in DeliveryWord]

    assert len(set(words)) == len(set(icons)) == len(DeliveryWord) == 4


def test_no_key_does_two_things_and_none_is_a_letter() -> None:
    """A21: no collisions; single characters only choose in lists, by Qt itself."""
    keys = Counter(key for shortcut in SHORTCUTS if shortcut.act for key in shortcut.keys)

    assert [key for key, count in keys.items() if count > 1] == []
    assert [key for key in keys if len(key) == 1] == []


def test_the_title_says_the_kind_of_work_and_never_a_person(desk: Desk) -> None:
    """A20 and UX §4.2: the window title changes with the screen and names nobody."""
    titles = []
    desk.unlock()
    titles.append(desk.shell.windowTitle())
    desk.find_person()
    titles.append(desk.shell.windowTitle())
    desk.start_form()
    desk.press("Ctrl+Enter")
    titles.append(desk.shell.windowTitle())

    assert len(set(titles)) == 3
    assert titles[-1].startswith(desk.texts.text("title-problem", title="").strip())
    assert not any("PRUEBA" in title for title in titles)


def test_a_message_is_said_at_the_field_and_in_the_summary(desk: Desk) -> None:
    """A16 A18: same words, same order, the values kept, the focus on the summary."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    desk.type("a medias")

    desk.press("Tab", "Ctrl+Enter")

    summary = desk.window.forms.form.summary
    fields = [question.field for question in desk.window.forms.form._questions.values()]
    at_fields = [field.message() for field in fields if field.message()]
    assert list(summary.messages) == at_fields
    assert len(at_fields) == 1
    described = [field.input().accessibleDescription() for field in fields if field.message()]
    assert all(
        words.startswith(message) for words, message in zip(described, at_fields, strict=True)
    )
    assert summary.hasFocus()
    assert desk.window.forms.form._questions["/d/nombre"].typed() == "a medias"


def test_nothing_waits_for_colour_sound_or_a_mouse(desk: Desk) -> None:
    """A04: answers of a closed question are radio buttons with a state, not plain buttons."""
    desk.unlock()
    desk.find_person()
    desk.start_form()
    cards = [
        card
        for question in desk.window.forms.form._questions.values()
        for card in question.field.inputs()
        if isinstance(card, QRadioButton)
    ]

    desk.type("x")
    desk.press("Enter", "2")

    assert [card.isChecked() for card in cards if hasattr(card, "isChecked")] == [
        False,
        True,
        False,
    ]
    assert all(isinstance(card, QWidget) for card in cards)
