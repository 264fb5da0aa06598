"""Acts that needed a second person, a witness or the citizen's paper are found without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sync.central.findings import listed, refresh
from sync.events import ApprovalMatter, CashPurpose
from tests.delivery.cash_events import FLOAT, Till, a_till
from tests.delivery.central_support import Central

OVER_LIMIT = 6_000  # the default limit of a difference is $50


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One central for all: each plant has a device of its own."""
    made = Central(tmp_path_factory.mktemp("unwitnessed"))
    made.publish()
    yield made
    made.close()


def found(central: Central, till: Till) -> list[str]:
    """Return the names of the findings about a till, in order."""
    till.push(central)
    refresh(central.platform)
    with central.database.read() as connection:
        rows = [one for one in listed(connection) if one.device_id == till.device.device_id]
    return sorted(one.name for one in rows)


def paper_not_there(till: Till) -> None:
    till.reverse(till.pay(), till.approval(), scanned=False)


def paper_never_there(till: Till) -> None:
    paper_not_there(till)
    paper_not_there(till)


def approved_for_another(till: Till) -> None:
    first = till.pay()
    till.reverse(till.pay(), till.approval(about=first))


def out_unseen(till: Till) -> None:
    till.move(-1_000, CashPurpose.OTHER, witness=None)


def out_alone(till: Till) -> None:
    till.move(-OVER_LIMIT, CashPurpose.OTHER)


def out_for_less(till: Till) -> None:
    approval = till.approval(ApprovalMatter.CASH, about=till.shift, amount=1_000)
    till.move(-OVER_LIMIT, CashPurpose.OTHER, approval=approval)


def short_alone(till: Till) -> None:
    till.close(short=OVER_LIMIT)


@pytest.mark.parametrize(
    ("plant", "names"),
    [
        (paper_not_there, ["reversal.without_paper"]),
        (paper_never_there, ["reversal.without_paper", "reversal.without_paper_again"]),
        (approved_for_another, ["reversal.other_approval"]),
        (out_unseen, ["move.no_witness"]),
        (out_alone, ["move.not_approved"]),
        (out_for_less, ["move.not_approved"]),
        (short_alone, ["shift.difference", "shift.difference_not_approved"]),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_was_done_alone_is_found(
    central: Central, plant: Callable[[Till], None], names: list[str]
) -> None:
    """Each gives its own name and no other."""
    till = a_till(central)

    plant(till)

    assert found(central, till) == names


def test_what_was_approved_is_not_found(central: Central) -> None:
    """Cash out and a difference over the limit, each approved about this and for this amount."""
    till = a_till(central)
    cash = till.approval(ApprovalMatter.CASH, about=till.shift, amount=OVER_LIMIT)
    till.move(-OVER_LIMIT, CashPurpose.OTHER, approval=cash)
    till.move(-(FLOAT - OVER_LIMIT) // 2)
    short = till.approval(ApprovalMatter.AMOUNT, about=till.shift, amount=OVER_LIMIT)
    till.close(short=OVER_LIMIT, approval=short)

    assert found(central, till) == ["shift.difference"]
