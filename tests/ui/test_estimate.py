"""V45 ¿Cuánto costaría?: by keyboard alone, with reasons, and never a stale price."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.desk import Desk
from tests.support.estimate_walk import fill_property_tax
from tests.support.qt import Role


@pytest.mark.slow
def test_the_price_is_told_with_its_reasons(make_desk: Callable[..., Desk]) -> None:
    """From home to the total by keys alone; what is missing is asked; a change takes it away."""
    desk = make_desk()
    desk.unlock()
    desk.find(Role.Button, "estimate-open").setFocus()
    desk.press("Enter", "Down", "Enter", "Enter", "Enter", "Enter")
    estimate = desk.window.estimates.estimate

    desk.press("Ctrl+Enter")
    missing = estimate.summary.messages
    fill_property_tax(desk)
    desk.press("Ctrl+Enter")

    assert len(missing) == 1
    total = QApplication.focusWidget()
    assert total is estimate.result.total
    assert total.accessibleName() == desk.texts.text("estimate-would-cost", total="$970.50")
    for words in (
        "Recargos por atraso: $97.35. 1.13 % de lo que va, $1,722.95, por 5 meses.",
        "Ley de Ingresos de demostración 2026, art. 10",
        "Redondeo: $0.20.",
    ):
        assert words in total.accessibleDescription()

    estimate.facts.fields[2].take_focus()
    desk.type("1")
    assert total.isHidden()
    desk.press("Esc")
    assert desk.at == "V02"


@pytest.mark.slow
def test_another_day_has_another_price_or_none(make_desk: Callable[..., Desk]) -> None:
    """From V08 the chosen service is there; a day before the tariff says in words that none is."""
    desk = make_desk()
    desk.unlock()
    desk.find_person()
    desk.find(Role.Button, "estimate-open").setFocus()
    desk.press("Enter")
    estimate = desk.window.estimates.estimate
    assert (desk.at, estimate.service.box.currentText()[:4]) == ("V45", "Acta")

    totals = []
    for year in ("2025", "2019"):
        estimate.day.year.setFocus()
        desk.press("Ctrl+A")
        desk.type(year)
        desk.press("Ctrl+Enter")
        totals.append(estimate.result.total.accessibleName())

    assert totals[0] == desk.texts.text("estimate-would-cost", total="$178.00")
    assert estimate.result.total.isHidden()
    assert estimate.problem.isVisible()
    assert estimate.problem.accessibleName().startswith("No hay tarifa")
    desk.press("Esc")
    assert desk.at == "V08"
