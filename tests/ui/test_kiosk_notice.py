"""Before the first question at the kiosk: the notice and what may be refused, by touch."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.services.views import WhyAsked
from kiosk.ui.theme import Contrast
from kiosk.ui.widgets.touch import TouchButton
from tests.support import kiosk_pages
from tests.support.accessibility import cut_texts, problems, repeated_names
from tests.support.kiosk_pages import A_NOTICE, LYING, PX_PER_MM, TALL, Kiosk, a_question
from tests.support.qt import Role, by_name

pytestmark = pytest.mark.usefixtures("application")

WHY = WhyAsked(legal_basis="Ley 1", retention="5 años", purpose="Decidir el apoyo.")


def touch(widget: QWidget) -> None:
    """Touch a widget; longer than a bounce has passed since the last time."""
    if isinstance(widget, TouchButton):
        widget._rest.stop()
    kiosk_pages.touch(widget)


def _kiosk(**more: Any) -> tuple[Kiosk, list[tuple[bool, object]]]:
    kiosk = Kiosk(a_question(why=WHY), notice=A_NOTICE, **more)
    known: list[tuple[bool, object]] = []
    kiosk.window.notice_known.connect(lambda full, said: known.append((full, said)))
    return kiosk, known


def _card(kiosk: Kiosk, words: str) -> QWidget:
    kiosk.settle()
    return by_name(kiosk.window, Role.RadioButton, words)


def test_the_first_question_waits_for_the_notice_and_every_decision() -> None:
    """Silence is neither yes nor no; the way back leads out before anything was asked."""
    kiosk, known = _kiosk()
    left: list[int] = []
    kiosk.window.left_first.connect(lambda: left.append(1))

    touch(kiosk.window.frame.forward)
    touch(kiosk.window.frame.forward)
    kiosk.settle()
    told = by_name(
        kiosk.window, Role.StaticText, "Elija una de las dos. Las dos sirven para seguir."
    ).isVisible()
    before = kiosk.window.page
    touch(_card(kiosk, "No acepto"))
    touch(kiosk.window.frame.back)
    touch(kiosk.window.frame.back)
    touch(kiosk.window.frame.forward)
    touch(kiosk.window.frame.forward)

    assert told
    assert before is None
    assert left == [1]
    assert known == [(False, {"salud": False})]
    assert kiosk.window.page is not None
    kiosk.close()


def test_the_full_notice_opens_on_the_same_page_and_counts() -> None:
    """Opened once is told, whatever is closed again."""
    kiosk, known = _kiosk()

    touch(by_name(kiosk.window, Role.Button, "Ver el aviso completo"))
    kiosk.settle()
    read = by_name(kiosk.window, Role.StaticText, "Cinco años.").isVisible()
    touch(by_name(kiosk.window, Role.Button, "Cerrar el aviso completo"))
    touch(kiosk.window.frame.forward)
    touch(_card(kiosk, "Sí, acepto"))
    touch(kiosk.window.frame.forward)

    assert read
    assert known == [(True, {"salud": True})]
    kiosk.close()


def test_help_comes_back_to_the_notice_and_says_why_a_question_is_asked() -> None:
    """Help never skips the notice; on a question it tells basis and retention."""
    kiosk, known = _kiosk()
    touch(kiosk.window.frame.aids["help"])
    touch(kiosk.window.frame.forward)
    kiosk.settle()
    notice = by_name(kiosk.window, Role.StaticText, "Sus datos").isVisible()
    touch(kiosk.window.frame.forward)
    touch(_card(kiosk, "No acepto"))
    touch(kiosk.window.frame.forward)
    touch(kiosk.window.frame.aids["help"])
    kiosk.settle()

    words = "Decidir el apoyo. Fundamento: Ley 1 Se guarda: 5 años"
    assert notice
    assert len(known) == 1
    assert by_name(kiosk.window, Role.StaticText, words).isVisible()
    kiosk.close()


def test_notice_and_decision_are_named_and_whole_in_every_look() -> None:
    """Names, targets of 20 mm, no cut text: upright, lying, large letters, contrast."""
    wrong: list[str] = []
    for look in (
        {"size": TALL},
        {"size": LYING, "contrast": Contrast.HIGH},
        {"size": TALL, "large": True, "language": "en"},
    ):
        kiosk, _ = _kiosk(**look)
        for step in ("notice", "decision"):
            found = list(problems(kiosk.window, round(20 * PX_PER_MM)))
            found += [f"twice: {name}" for name in repeated_names(kiosk.window)]
            found += [f"cut: {text}" for text in cut_texts(kiosk.window)]
            wrong += [f"{look} {step}: {one}" for one in found]
            touch(kiosk.window.frame.forward)
            kiosk.settle()
        kiosk.close()

    assert wrong == []
