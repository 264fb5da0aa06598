"""What the office orders of a device stands above every screen, and at the end is all there is."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible

from kiosk.services.desk import FileClosed
from kiosk.services.views import DeliverySummary
from kiosk.services.views.orders import (
    DeviceOrders,
    LeaseState,
    ReportedWhy,
    UpdateNotice,
    WipeNotice,
    WipeStep,
)
from kiosk.ui.field.order_words import order_words
from tests.support.desk import Desk

FRESH = LeaseState(days=180, used_days=0)
NOTICE = WipeNotice(
    number=3, administrator="PRUEBA Administradora", why=ReportedWhy.RETIRED,
    step=WipeStep.ANNOUNCED, hours_left=71, undelivered=12, drafts=2,
)  # fmt: skip


def ordered(**changes: object) -> DeviceOrders:
    return replace(DeviceOrders(lease=FRESH), **changes)  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize(
    ("orders", "begins"),
    [
        (ordered(), ""),
        (ordered(lease=LeaseState(days=10, used_days=7)), ""),
        (ordered(lease=LeaseState(days=10, used_days=8)), "Quedan 2 días para cobrar"),
        (ordered(lease=LeaseState(days=10, used_days=9)), "Queda 1 día para cobrar"),
        (ordered(lease=LeaseState(days=10, used_days=10)), "Mucho tiempo sin noticia"),
        (
            ordered(update=UpdateNotice(wanted="2.0", required=False)),
            "La oficina pide la versión 2.0",
        ),
        (ordered(update=UpdateNotice(wanted="2.0", required=True)), "Este programa es anterior"),
        (ordered(reported=ReportedWhy.LOST), "La oficina reportó este equipo"),
        (ordered(wipe=NOTICE), "La oficina dio de baja este equipo (PRUEBA Administradora)"),
        (ordered(wipe=replace(NOTICE, step=WipeStep.DELIVERING)), "Equipo dado de baja"),
        (ordered(wipe=replace(NOTICE, step=WipeStep.ENDING)), "Todo se entregó"),
    ],
)
def test_the_gravest_is_said(desk: Desk, orders: DeviceOrders, begins: str) -> None:
    """A wipe before a report before the lease; a fresh device says nothing."""
    words = order_words(desk.texts, orders)

    assert words.startswith(begins)
    assert bool(words) is bool(begins)


def test_an_order_stands_above_every_screen(desk: Desk) -> None:
    """It appears with the next reading, wherever the clerk is, and says when work stops."""
    desk.unlock()
    desk.office.orders.said = ordered(wipe=NOTICE)
    desk.window.refresh_status()
    desk.settle()

    words = " ".join(one.text() for one in desk.shell.findChildren(type(desk.shell._banner_words)))

    assert "71 horas de uso" in words
    assert "Hay 2 borradores" in words
    _keep(desk, "banner")


def test_at_the_end_nothing_of_anybody_is_left(desk: Desk) -> None:
    """When the keys are gone the screen says so; the work screens and the session are gone."""
    desk.unlock()
    desk.office.orders.gone = 3

    def closed() -> DeliverySummary:
        raise FileClosed

    desk.office.deliveries.summary = closed  # type: ignore[method-assign]  # the file is closed
    desk.window.refresh_status()
    desk.settle()

    assert desk.at == "X05"
    assert desk.window.session is None
    assert desk.window.counter.session is None
    assert desk.find(QAccessible.Role.Button, "orders-gone-close").isVisible()
    _keep(desk, "ended")
    over: list[int] = []
    desk.window.closed.connect(lambda: over.append(1))
    desk.press("Enter")
    assert over == [1]


def _keep(desk: Desk, name: str) -> None:
    folder = os.environ.get("ORDERS_PICTURES")
    if folder:
        desk.window.picture().save(str(Path(folder) / f"{name}.png"))
