"""Why delivery makes no progress: every code has its words, who mends it and one thing to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.problems import message_of
from kiosk.services.explaining import MENDERS, ROW_ACTS, Explanation, Remedy, act_about, explain
from kiosk.services.views import (
    DeliverySummary,
    FilesWaiting,
    LinkCost,
    LinkState,
    Mender,
    RowAct,
)
from kiosk.settings import LANGUAGES, resources_folder
from kiosk.texts import Texts
from sync.clock import SystemClock
from sync.device.link import ErrorCode

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
WAITING = DeliverySummary(
    saved=12,
    on_the_way=0,
    delivered=3,
    attention=0,
    last_delivery_at=None,
    next_try_at=NOON,
    link=LinkState.DOWN,
    stale=False,
    bytes_waiting=2_000,
    oldest_at=NOON,
)
PHOTOS = FilesWaiting(count=5, size_bytes=2_000_000)
PAID = LinkCost(metered=True, budget_bytes=20_000_000, spent_bytes=1)


def told(**changes: object) -> Explanation | None:
    """Return what is explained of a morning without a link, with some things changed."""
    return explain(replace(WAITING, **changes))  # type: ignore[arg-type]  # a factory takes any field


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_somebody_who_mends_it(language: str) -> None:
    """Codes of the link, of files and of a budget: three sentences each, and who can end it."""
    texts = Texts(resources_folder() / "translations", language, SystemClock())

    assert {code.value for code in ErrorCode} <= set(MENDERS)
    for code in MENDERS:
        parts = [texts.part(message_of(code), part) for part in ("happened", "safe", "todo")]
        assert all(parts), code
    assert all(texts.has(f"mender-{mender.value}") for mender in Mender)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_record_has_a_reason_and_one_act(language: str) -> None:
    """PROTOCOL §8: codes 1 to 14; none can be forgotten."""
    texts = Texts(resources_folder() / "translations", language, SystemClock())

    assert sorted(ROW_ACTS) == list(range(1, 15))
    assert all(texts.has(f"reason-{code}") for code in ROW_ACTS)
    assert all(texts.has(f"attention-{act.value}") for act in RowAct)


@pytest.mark.parametrize(
    ("code", "kind", "has_receipt", "act"),
    [
        (4, 40, True, RowAct.CORRECT),
        (14, 41, True, RowAct.CORRECT),
        (4, 60, True, RowAct.TELL),  # a payment is never corrected
        (6, 60, True, RowAct.SEE),
        (6, 31, False, RowAct.TELL),  # nothing to be shown
        (11, 60, True, RowAct.TELL),
        (None, 40, True, RowAct.TELL),  # refused without a code
        (31, 40, True, RowAct.TELL),  # a code of a later page
    ],
)
def test_what_cannot_be_done_here_is_told_to_somebody(
    code: int | None, kind: int, has_receipt: bool, act: RowAct
) -> None:
    """Exactly one act for each record, and it is there."""
    assert act_about(code, kind, has_receipt=has_receipt) is act


@pytest.mark.parametrize(
    ("changes", "code", "mender", "remedy"),
    [
        ({}, "link.no_route", Mender.ITSELF, Remedy.NONE),
        ({"link": LinkState.PORTAL}, "link.portal", Mender.YOU, Remedy.BROWSER),
        ({"link": LinkState.REFUSED}, "link.refused", Mender.SUPERVISOR, Remedy.NONE),
        ({"trouble": "link.server"}, "link.server", Mender.OFFICE, Remedy.NONE),
        ({"trouble": "link.tls", "clock_wrong": True}, "link.clock", Mender.YOU, Remedy.NONE),
        ({"trouble": "link.tls"}, "link.tls", Mender.YOU, Remedy.BROWSER),
        (
            {"link": LinkState.UP, "cost": replace(PAID, is_spent=True)},
            "link.budget", Mender.YOU, Remedy.HURRY,
        ),
        (
            {"link": LinkState.UP, "saved": 0, "files": PHOTOS, "cost": PAID},
            "link.metered", Mender.YOU, Remedy.HURRY,
        ),
        (
            {"link": LinkState.UP, "saved": 0, "files": replace(PHOTOS, code="blob-quota")},
            "files.blob-quota", Mender.OFFICE, Remedy.NONE,
        ),
        (
            {"link": LinkState.UP, "saved": 0, "files": FilesWaiting(code="blob-missing")},
            "files.blob-missing", Mender.SUPERVISOR, Remedy.NONE,
        ),
        (
            {"link": LinkState.UP, "saved": 0, "files": replace(PHOTOS, code="strange")},
            "files.other", Mender.OFFICE, Remedy.NONE,
        ),
    ],
)  # fmt: skip
def test_the_first_thing_in_the_way_is_said(
    changes: dict[str, object], code: str, mender: Mender, remedy: Remedy
) -> None:
    """The link before its cost, records before photos."""
    found = told(**changes)

    assert found is not None
    assert (found.code, found.mender, found.remedy) == (code, mender, remedy)


def test_nothing_is_explained_while_nothing_waits_or_all_moves() -> None:
    """A link that is up, or an empty outbox, needs no reason; a wait says until when."""
    assert told(saved=0) is None
    assert told(link=LinkState.UP) is None
    assert told(link=LinkState.UNKNOWN) is None
    held = told(trouble="link.busy", held_until=NOON + timedelta(minutes=20))
    assert held is not None
    assert (held.mender, held.until) == (Mender.OFFICE, NOON + timedelta(minutes=20))
