"""Sentences that several field screens say: delivery in its order of truth, places of a date."""

from __future__ import annotations

from datetime import datetime

from kiosk.services.views import DeliverySummary
from kiosk.texts import Texts
from kiosk.ui.shell import StripWords

LOW_DISK_BYTES = 500 * 1024 * 1024
FULL_DISK_BYTES = 100 * 1024 * 1024


def practice_strip(texts: Texts) -> StripWords:
    """Return the strip's sentence in a practice: nothing of it ever leaves."""
    return StripWords(
        icon="device-laptop", strong=texts.text("practice-strip"), rest="", amber=False
    )


def strip_words(texts: Texts, summary: DeliverySummary | None) -> StripWords:
    """Return the strip's sentence: needs attention, stale, saved, on the way, all delivered.

    None: the file is closed, so nothing can be known.
    """
    if summary is None:
        return StripWords(icon="lock", strong=texts.text("strip-closed"), rest="", amber=False)
    last = _last(texts, summary.last_delivery_at)
    if summary.attention:
        return StripWords(
            icon="alert-triangle",
            strong=texts.text("delivery-attention", n=summary.attention),
            rest=last,
            amber=True,
        )
    waiting = summary.saved + summary.on_the_way
    if summary.stale and waiting:
        return StripWords(
            icon="clock-exclamation",
            strong=texts.text("delivery-saved", n=waiting),
            rest="· " + stale_words(texts, summary),
            amber=True,
        )
    if summary.saved:
        return StripWords(
            icon="device-laptop",
            strong=texts.text("delivery-saved", n=summary.saved),
            rest=last,
            amber=False,
        )
    if summary.on_the_way:
        return StripWords(
            icon="arrow-right",
            strong=texts.text("delivery-moving", n=summary.on_the_way),
            rest=last,
            amber=False,
        )
    if summary.last_delivery_at is None:
        return StripWords(
            icon="device-laptop", strong=texts.text("delivery-nothing"), rest="", amber=False
        )
    return StripWords(
        icon="checks",
        strong=texts.text("delivery-all", when=texts.when(summary.last_delivery_at)),
        rest="",
        amber=False,
    )


def stale_words(texts: Texts, summary: DeliverySummary) -> str:
    """Return since when nothing was delivered."""
    since = summary.last_delivery_at or summary.oldest_at
    if since is None:
        return texts.text("delivery-never")
    return texts.text("delivery-none-since", day=texts.day(since.date()))


def _last(texts: Texts, when: datetime | None) -> str:
    if when is None:
        return "· " + texts.text("delivery-never")
    return "· " + texts.text("delivery-last-short", when=texts.when(when))


def since_words(texts: Texts, when: datetime) -> str:
    """Return an instant as it stands after *desde*: `hoy 10:42`, `el viernes 13 de noviembre`."""
    days = (texts.today() - when.date()).days
    if 0 <= days <= 1:
        return texts.when(when)
    return texts.text("since-day", day=texts.day(when.date()))


def greeting_id(hour: int) -> str:
    """Return which greeting fits the hour."""
    if 5 <= hour < 12:
        return "home-morning"
    return "home-afternoon" if 12 <= hour < 19 else "home-evening"


def size_words(texts: Texts, size_bytes: int) -> str:
    """Return a size as people say it."""
    return texts.size(size_bytes)
