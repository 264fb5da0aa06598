"""What stands above every screen while the office has said something about this device."""

from __future__ import annotations

from typing import assert_never

from kiosk.services.views.orders import DeviceOrders, WipeNotice, WipeStep
from kiosk.texts import Texts


def order_words(texts: Texts, orders: DeviceOrders) -> str:
    """Return one or two sentences, the gravest first; "" when work is as always."""
    if orders.wipe is not None:
        return _wipe_words(texts, orders.wipe)
    if orders.reported is not None:
        return texts.text("orders-reported")
    if orders.lease.ended:
        return texts.text("orders-lease-ended")
    if orders.update is not None and orders.update.required:
        return texts.text("orders-version-ended", version=orders.update.wanted)
    if orders.lease.warns:
        return texts.text("orders-lease-warning", days=orders.lease.left_days)
    if orders.update is not None:
        return texts.text("orders-version-warning", version=orders.update.wanted)
    return ""


def _wipe_words(texts: Texts, wipe: WipeNotice) -> str:
    match wipe.step:
        case WipeStep.ANNOUNCED:
            words = texts.text(
                "orders-wipe-announced", hours=wipe.hours_left, admin=wipe.administrator
            )
            if not wipe.drafts:
                return words
            return f"{words} {texts.text('orders-wipe-drafts', count=wipe.drafts)}"
        case WipeStep.DELIVERING:
            return texts.text("orders-wipe-delivering", count=wipe.undelivered)
        case WipeStep.ENDING:
            return texts.text("orders-wipe-ending")
        case _:
            assert_never(wipe.step)
