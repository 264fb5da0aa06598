"""Bodies go by order or because the central keeps them for good, and never sooner."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sync.catalogue import ErasureAct, ErasureEntry
from sync.device.erasures import MONEY_RETENTION_SECONDS, Outcome, carry_out_due, ordered
from sync.device.pruning import prunable, prune
from sync.events import Folio
from sync.ids import EventId, OperatorNumber, Salt
from sync.journal import Gone, Transaction, by_id, erase, streams, verify
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import START, ModelCentral
from tests.support.orders import entry_line
from tests.support.vaults import a_shift

DAY_MS = 86_400_000
NOW_SECONDS = int(START.timestamp())


class Carrier:
    """Erases what it is told to, and remembers it."""

    def __init__(self) -> None:
        self.carried: list[tuple[EventId, ErasureAct]] = []

    def __call__(self, tx: Transaction, entries: Sequence[ErasureEntry]) -> None:
        self.carried += [(EventId(one.event_id), one.act) for one in entries]
        erase(tx, [EventId(one.event_id) for one in entries if one.act is ErasureAct.ERASE])


def newest(device: Device) -> EventId:
    return device.recorded[-1].event_id


def record_shift(device: Device) -> EventId:
    salt = Salt(device.random.randbytes(16))
    event = a_shift(Folio(series=1, number=1))
    device.store.write(
        lambda tx: device.journal.append(tx, event, salt=salt, operator=OperatorNumber(42))
    )
    device.engine.look_again()
    return newest(device)


def order(
    device: Device, central: ModelCentral, event_id: EventId, act: ErasureAct, version: int = 1
) -> None:
    entry = ErasureEntry(event_id=event_id, act=act, legal_basis="LGPDPPSO art. 43")
    central.pages.append([entry_line(entry, version=version)])
    device.engine.deliver_now()
    device.run(30)


def settle(device: Device, carrier: Carrier, server_seconds: int = NOW_SECONDS) -> int:
    return device.store.write(lambda tx: carry_out_due(tx, carrier, server_seconds))


def outcomes(device: Device) -> list[Outcome]:
    return [one.outcome for one in device.store.read(ordered)]


def gone_of(device: Device, event_id: EventId) -> Gone | None:
    found = device.store.read(lambda tx: by_id(tx, event_id))
    assert found is not None
    return found.gone


def chains_hold(device: Device) -> bool:
    return device.store.read(lambda tx: all(verify(tx, one).holds for one in streams(tx)))


def test_an_erasure_waits_until_the_central_keeps_the_event_for_good(
    device: Device, central: ModelCentral
) -> None:
    """Acknowledged is not enough; once durable, the body goes, once."""
    device.record()
    event_id = newest(device)
    carrier = Carrier()
    order(device, central, event_id, ErasureAct.ERASE)
    assert settle(device, carrier) == 0
    assert outcomes(device) == [Outcome.WAITING]

    central.durable_of = lambda seq: seq
    device.record()
    device.run(30)

    assert settle(device, carrier) == 1
    assert settle(device, carrier) == 0
    assert carrier.carried == [(event_id, ErasureAct.ERASE)]
    assert outcomes(device) == [Outcome.CARRIED_OUT]
    assert gone_of(device, event_id) is Gone.REDACTED
    assert chains_hold(device)


def test_money_inside_its_retention_is_blocked_instead(
    device: Device, central: ModelCentral
) -> None:
    """A shift is blocked, not erased; after its retention a new order erases it."""
    central.durable_of = lambda seq: seq
    shift = record_shift(device)
    carrier = Carrier()
    order(device, central, shift, ErasureAct.ERASE)

    settle(device, carrier)
    assert outcomes(device) == [Outcome.BLOCKED_INSTEAD]
    order(device, central, shift, ErasureAct.ERASE, version=2)
    settle(device, carrier, NOW_SECONDS + MONEY_RETENTION_SECONDS + 60)

    assert carrier.carried == [(shift, ErasureAct.BLOCK), (shift, ErasureAct.ERASE)]


def test_blocking_needs_no_durable_copy_and_strangers_events_are_passed_over(
    device: Device, central: ModelCentral
) -> None:
    """Blocking destroys nothing, so it happens at once; an event we never had is settled."""
    device.record()
    event_id = newest(device)
    carrier = Carrier()
    order(device, central, event_id, ErasureAct.BLOCK)
    order(device, central, EventId(b"never-had-it----"), ErasureAct.ERASE)

    settle(device, carrier)

    assert carrier.carried == [(event_id, ErasureAct.BLOCK)]
    assert sorted(outcomes(device)) == [Outcome.CARRIED_OUT, Outcome.NOT_HERE]


def test_what_could_not_be_carried_out_is_tried_again(
    device: Device, central: ModelCentral
) -> None:
    """If the work fails, nothing counts as done."""
    device.record()
    order(device, central, newest(device), ErasureAct.BLOCK)

    def fails(_tx: Transaction, _entries: Sequence[ErasureEntry]) -> None:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        device.store.write(lambda tx: carry_out_due(tx, fails, NOW_SECONDS))

    assert outcomes(device) == [Outcome.WAITING]


def everything(device: Device, after_days: int = 30) -> list[int]:
    """Return the numbers of what may be pruned."""
    candidates = [(one.event_id, one.stream, one.seq) for one in device.recorded]
    allowed = device.store.read(lambda tx: prunable(tx, candidates, after_days))
    ids = {one.event_id for one in allowed}
    return [one.seq for one in device.recorded if one.event_id in ids]


def test_only_what_is_durable_and_acknowledged_long_ago_may_go(
    device: Device, central: ModelCentral
) -> None:
    """Both are needed: the durable mark, and 30 days of the central's time (mutant 13)."""
    device.record(4)
    device.run(30)
    assert everything(device) == []
    central.server_time_ms += 40 * DAY_MS
    device.record()
    device.run(30)
    assert everything(device) == []  # acknowledged for 40 days, durable nowhere

    central.durable_of = lambda _seq: 3
    device.record()
    device.run(30)
    assert everything(device) == [1, 2, 3]

    central.durable_of = lambda seq: seq
    device.record()
    device.run(30)
    assert everything(device) == [1, 2, 3, 4, 5]  # the rest was acknowledged just now


def test_a_clock_that_was_turned_prunes_nothing(device: Device, central: ModelCentral) -> None:
    """Ten years on the device's clock are not a day of the central's."""
    central.durable_of = lambda seq: seq
    device.record(3)
    device.run(30)

    device.clock.wall_offset_seconds = 10 * 365 * 86_400
    device.record()
    device.run(30)

    assert everything(device) == []


def test_pruned_events_can_be_sent_again_as_stubs(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A central that lost them is told so truthfully, every link verifies, the ack stays."""
    expected_logs.expect("delivery", "database is another one")
    central.durable_of = lambda seq: seq
    device.record(3)
    device.run(30)
    central.server_time_ms += 31 * DAY_MS
    device.record()
    device.run(30)
    candidates = [(one.event_id, one.stream, one.seq) for one in device.recorded]

    def work(tx: Transaction) -> int:
        return prune(tx, prunable(tx, candidates, 30))

    assert device.store.write(work) == 4
    assert device.store.write(work) == 0
    assert gone_of(device, device.recorded[1].event_id) is Gone.PRUNED
    assert chains_hold(device)
    with pytest.raises(Exception, match="allowed pruning stays"):
        device.run_sql("DELETE FROM ack")
    central.forget_after(0)
    device.run(2000)
    assert len(central.stored) == device.recorded[-1].seq
    assert central.stubs == [one.event_id for one in device.recorded[:4]]
