"""A clerk's whole day with its unhappy paths; in the evening an auditor finds that all sums agree.

Real services on a real encrypted file, a real central over loopback; the auditor sees only what was
delivered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kiosk.services.closing import about_closing
from kiosk.services.counting import pieces_of_cells
from kiosk.services.views import Paying, PaymentMeans
from kiosk.services.views.approvals import ApprovalMatter
from kiosk.services.views.cash import CheckDone, ClosingView, CountView
from kiosk.store import queries
from sync import ledger
from sync.central import schema
from sync.central.cash_reports import Asked, sheets_of
from sync.events import CashPurpose
from sync.ids import OperatorNumber, ShiftId
from sync.money import Centavos
from sync.reports.tables import Report
from tests.fraud import finders
from tests.fraud.kinds.accounts import a_card, open_account, pay_from_balance
from tests.fraud.office import (
    BOSS,
    FLOAT_CENTAVOS,
    OTHER_CLERK,
    SIGNATURE,
    Day,
    Office,
    Post,
)
from tests.fraud.thief import Thief

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product

MISSING_CENTAVOS = 8_000  # more than one person may answer for
WITHDRAWN_CENTAVOS = 20_000


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give an institution with a central that answers."""
    made = Office(tmp_path)
    yield made
    made.close()


def sit(post: Post, operator: int) -> None:
    """Let a colleague work, as if they had unlocked with their own clave."""
    Thief(post).desk.seat(OperatorNumber(operator))


def take_every_kind(day: Day) -> None:
    """Take payments in cash, by transfer, from a balance that is topped up, and by an order."""
    post = day.post
    day.serve(2)
    transfer = Paying(means=PaymentMeans.TRANSFER, reference="SPEI 4411")
    given = day.name()
    post.pay(given, post.register(given), transfer)
    card = a_card(day)
    open_account(post, card, post.papers[0].total_centavos)
    pay_from_balance(day, post, card)
    given = day.name()
    registration = post.register(given)
    (order,) = post.services.paying.orders.make(registration)
    post.take(given, post.services.payments.begin_order(order.qr_text), registration)


def give_back_one(day: Day) -> None:
    """Give one payment back: the supervisor's code, the paper scanned and collected."""
    back = day.serve()
    day.post.reverse(back, day.office.code())
    day.post.papers.remove(back)


def withdraw_and_check(day: Day) -> None:
    """Take cash to the safe, then be counted by surprise."""
    cash = day.post.services.cash
    opening = cash.drawer.begin_move()
    cash.drawer.move(
        opening.salt,
        change_centavos=-WITHDRAWN_CENTAVOS,
        purpose=CashPurpose.SAFE,
        reason="Retiro",
        witness="PRUEBA JEFA",
    )
    cash.closing.check("Ernesto Vidal")
    checked = cash.closing.finish(day.post.cells(day.post.expected(day.shift)))
    assert isinstance(checked, CheckDone)
    assert checked.expected_centavos is None  # the own cashier counts blind


def close_with_a_difference(day: Day) -> int:
    """Count twice, say why, have the supervisor approve, close; return what was counted."""
    closing = day.post.services.cash.closing
    counted = day.post.expected(day.shift) - MISSING_CENTAVOS
    closing.begin()
    again = closing.finish(day.post.cells(counted))
    assert isinstance(again, CountView)
    view = closing.finish(day.post.cells(counted))
    assert isinstance(view, ClosingView)
    question = day.post.approve(
        ApprovalMatter.AMOUNT, about_closing(view), day.office.code(), MISSING_CENTAVOS
    )
    closing.close(reason="Billete falso", signature=SIGNATURE, approval=question)
    return counted


def hand_over(day: Day, counted_centavos: int) -> ShiftId:
    """Hand the drawer to a colleague, who counts, signs and opens; return their shift."""
    cash = day.post.services.cash
    opening = cash.handover.begin()
    cash.handover.give(opening.salt, OperatorNumber(OTHER_CLERK), SIGNATURE)
    sit(day.post, OTHER_CLERK)
    begun = day.post.services.shifts.begin()
    today = cash.denominations.today()
    pieces = pieces_of_cells(today, day.post.cells(counted_centavos))
    opened, _slip = day.post.services.shifts.open(
        begun.salt,
        Centavos(counted_centavos),
        begun.business_day,
        pieces=pieces,
        signature=SIGNATURE,
    )
    return opened.shift_id


def deposit(day: Day, amount_centavos: int) -> None:
    """Have the supervisor take money of the safe to the bank, and note what the bank says."""
    sit(day.post, int(BOSS))
    deposits = day.post.services.cash.deposits
    listed = deposits.list()
    made = deposits.make(
        listed.salt,
        amount_centavos=Centavos(amount_centavos),
        bank="Banco",
        slip="77",
        day=listed.today,
    )
    deposits.confirm(
        deposits.list().salt,
        made.event_id,
        amount_centavos=Centavos(amount_centavos),
        reference="9001",
        day=listed.today,
    )


def sums_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return what each account of a ledger holds."""
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["account"]] += row["amount_centavos"]
    return {account: held for account, held in sums.items() if held}


def test_a_whole_day_and_its_auditor(office: Office) -> None:
    """Every act of a day arrives; drawer, safe, bank, income and papers agree to the centavo."""
    day = Day(office, Random(5).randint)
    day.post = office.post()
    day.get_codes(2)
    day.shift = day.post.open()
    take_every_kind(day)
    give_back_one(day)
    withdraw_and_check(day)
    fee = day.post.papers[0].total_centavos
    counted = close_with_a_difference(day)
    second = hand_over(day, counted)
    day.serve()
    day.post.close_shift(day.post.expected(second))
    deposit(day, WITHDRAWN_CENTAVOS)
    day.deliver()

    device = day.post.read(queries.ledger_centavos)
    findings = Counter(one.name for one in finders.listed(office))
    sums = sums_of(office.central.rows(schema.ledger))
    asked = Asked(report=Report.SHIFT, first=None, last=None, language="es")
    (sheet,) = sheets_of(office.central.platform, asked)
    paid = len(day.post.papers)
    cash = fee * (paid - 1)  # one by transfer; what the balance paid was topped up in cash

    assert dict(findings) == {"shift.difference": 1}  # approved, and said
    assert not any(row["code"] for row in office.central.rows(schema.event))
    assert device == sum(sums.values()) == 0
    assert sums == {
        ledger.INCOME: -fee * paid,
        ledger.DECLARED: fee,
        ledger.OVER_SHORT: MISSING_CENTAVOS,
        ledger.BANK: WITHDRAWN_CENTAVOS,
        # A float comes out of the safe and goes back into it: what is left is the day's cash.
        ledger.SAFE: cash - MISSING_CENTAVOS - WITHDRAWN_CENTAVOS,
    }  # nothing in a drawer, on a balance, on its way to the bank
    assert counted == FLOAT_CENTAVOS + cash - fee - WITHDRAWN_CENTAVOS - MISSING_CENTAVOS
    assert len(sheet.rows) == 2
    assert list(finders.ask_about(office, day.post.papers)) == []  # every paper is in the journal
