"""A walk through V24, V25 and V26 by keys alone, for pictures and for accessibility."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.services.drives import DriveDamaged, NothingToReceive
from kiosk.services.views import (
    DeliveryNotice,
    DeliveryWord,
    FilesWaiting,
    LinkCost,
    LinkState,
    NoticeKind,
    RowAct,
)
from kiosk.services.views.drives import CopyPhase, CopyProgress, Received
from tests.support.desk import Desk
from tests.support.qt import Role, by_name

STICK, CARD = Path("/media/KINGSTON"), Path("/media/CAMARA")


def to_carry(desk: Desk) -> None:
    """Go to V25 from V24 by its button."""
    desk.press("F9")
    desk.find(Role.Button, "carry-title").setFocus()
    desk.press("Enter")
    assert desk.at == "V25", desk.at


def to_receive(desk: Desk) -> None:
    """Go to V26 from V24 by its button."""
    desk.press("F9")
    desk.find(Role.Button, "receive-title").setFocus()
    desk.press("Enter")
    assert desk.at == "V26", desk.at


def much_to_explain(desk: Desk) -> None:
    """Let everything that V24 can say at once be there."""
    fake = desk.office.deliveries
    at = desk.clock.time
    on_sticks = tuple(
        replace(fake.row(n, DeliveryWord.ON_THE_WAY), on_stick_since=at - timedelta(days=3))
        for n in range(50, 76)
    )
    sent = tuple(fake.row(n, DeliveryWord.ON_THE_WAY) for n in range(80, 84))
    fake.lists = replace(
        fake.lists,
        attention=(
            replace(fake.row(41, DeliveryWord.ATTENTION, 4), act=RowAct.CORRECT),
            replace(fake.row(40, DeliveryWord.ATTENTION, 11), act=RowAct.TELL),
            replace(fake.row(44, DeliveryWord.ATTENTION, 6), act=RowAct.SEE),
        ),
        on_the_way=(*on_sticks, *sent),
    )
    fake.state = replace(
        fake.state, attention=3, on_the_way=30, link=LinkState.PORTAL, trouble="link.portal",
        portal_url="http://hotel.example/entrar",
        files=FilesWaiting(count=5, size_bytes=2_100_000),
        notices=(DeliveryNotice(kind=NoticeKind.FORKED, since=at - timedelta(days=1)),),
    )  # fmt: skip


def offline(desk: Desk) -> None:
    """Let the budget of a link that costs be spent, and the central be restored."""
    fake, at = desk.office.deliveries, desk.clock.time
    fake.state = replace(
        fake.state, link=LinkState.UP, trouble="",
        cost=LinkCost(
            metered=True, budget_bytes=20_000_000, spent_bytes=20_000_000, is_spent=True
        ),
        notices=(
            DeliveryNotice(
                kind=NoticeKind.CENTRAL_RESTORED, since=at - timedelta(hours=2), again=128
            ),
        ),
    )  # fmt: skip
    desk.window.refresh_status()


def look(desk: Desk) -> None:
    """Let the screen look for drives now, as it does every two seconds."""
    flow = desk.window.beside
    (flow.carry if desk.at == "V25" else flow.receive).watch.look()
    desk.settle()


def walk_sticks(desk: Desk) -> Iterator[str]:
    """Go through every page of V25 and V26 and what can go wrong; yield a name at each stop."""

    def stop(name: str) -> str:
        desk.settle()
        return f"{desk.at} {name}"

    fake, flow = desk.office.drives, desk.window.beside
    desk.unlock()
    much_to_explain(desk)
    desk.press("F9")
    yield stop("deliveries")
    tell = f"{desk.texts.text('attention-tell')}, 20067-007-1PGE-340"
    by_name(desk.shell, Role.Button, tell).setFocus()
    desk.press("Enter")
    offline(desk)
    yield stop("told, and metered")
    desk.press("Esc")
    to_carry(desk)
    yield stop("no drive")
    fake.finder.plug(STICK)
    look(desk)
    fake.finder.plug(CARD, "", read_only=True)
    look(desk)
    yield stop("drives")
    fake.planned = replace(fake.planned, on_a_stick=26)
    desk.press("Enter")
    yield stop("what goes")
    flow.carry.running.begin()
    flow.carry.running.show_progress(
        CopyProgress(phase=CopyPhase.WRITING, done_bytes=52_000_000, of_bytes=86_000_000)
    )
    flow.carry._show(flow.carry.running)
    yield stop("copying")
    flow.carry._show(flow.carry.what)
    desk.settle()
    fake.problem = DriveDamaged(1, 2)
    desk.press("Enter")
    yield stop("problem")
    fake.problem = None
    flow.carry.go.setFocus()
    desk.press("Enter")
    yield stop("done")
    desk.press("Enter")
    to_receive(desk)
    yield stop("drives")
    fake.problem = NothingToReceive()
    desk.press("1", "Ctrl+Enter")
    yield stop("nothing")
    fake.problem = None
    desk.press("Ctrl+Enter")
    yield stop("came")
    fake.news = Received(
        carried_devices=2, carried_records=31, left_out=4, refused=1, missing=2, new_series=True
    )
    desk.press("Enter")
    to_receive(desk)
    desk.press("1", "Ctrl+Enter")
    yield stop("came for others")
