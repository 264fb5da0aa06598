"""Links that cost by the byte: what goes, what waits, and that a turned clock changes little."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync import cbor
from sync.catalogue import SettingsEntry, encode_entry
from sync.device.metered import (
    CONTACT_BYTES,
    EVENT_BYTES,
    METERED_DATASETS,
    Allowance,
    MeteredChoice,
    allowance_of,
    choose_metered,
    metered_choice,
    note_bytes,
)
from sync.device.pace import Lane, Pace
from sync.device.transport import Response
from sync.messages import Standing
from tests.support.delivery import Device
from tests.support.model_central import START, ModelCentral, refusal

HOUR, DAY = 3_600, 86_400
BUDGET = 100_000


class Meter:
    """What the operating system would say."""

    def __init__(self, says: bool | None) -> None:
        self.says = says

    def is_metered(self) -> bool | None:
        """Return it."""
        return self.says


def on_meter(device: Device, says: bool | None, *, budget_bytes: int = BUDGET) -> Meter:
    """Start the program on a link of which the operating system says so."""
    meter = Meter(says)
    entry = SettingsEntry(metered_daily_bytes=budget_bytes)
    device.store.write(
        lambda tx: tx.execute(
            "INSERT INTO reference (dataset, key, version, value) VALUES (2, 'settings', 1, ?)",
            (encode_entry(entry),),
        )
    )
    device.start_program(meter)
    return meter


def costing(device: Device, central: ModelCentral, wire_bytes: int) -> None:
    """Let every exchange cost that much."""

    def behave(request: object) -> Response:
        answer = central.handle(request)  # type: ignore[arg-type]  # the transport's request
        assert isinstance(answer, Response)
        return Response(
            status=answer.status, headers=answer.headers, body=answer.body, wire_bytes=wire_bytes
        )

    device.wire.always = behave


def spend(device: Device, count: int) -> None:
    """Let metered links have carried so many bytes today."""
    device.store.write(lambda tx: note_bytes(tx, device.clock.now(), count))


def run_app(device: Device, seconds: int) -> None:
    """Let the app have run that long, as its chores count it."""
    device.clock.pass_seconds(seconds)
    device.store.write(
        lambda tx: tx.execute("UPDATE running SET seconds = seconds + ?", (seconds,))
    )


def allowed(device: Device) -> Allowance:
    """Return what may go now on a metered link."""
    return device.store.read(lambda tx: allowance_of(tx, device.clock.now(), True))


def test_a_metered_link_carries_the_queue_and_three_datasets(
    device: Device, central: ModelCentral
) -> None:
    """Push goes at once; pull asks for keys, settings and tariffs only (§16)."""
    on_meter(device, True)
    device.record(2)

    device.run(10)

    assert len(central.stored) == 3
    pulls = [cbor.decode(one.body) for one in device.wire.sent if one.path == "/v1/pull"]
    assert [one[3] for one in pulls] == [list(METERED_DATASETS)] * len(pulls) != []
    assert device.engine.status.metered


def test_all_datasets_come_once_the_link_is_free(device: Device) -> None:
    """What waited on the metered link is asked for as soon as there is another one."""
    meter = on_meter(device, True)
    device.run(10)
    meter.says = False

    device.engine.way_out_changed("10.0.0.9")
    device.run(10)

    last = [cbor.decode(one.body) for one in device.wire.sent if one.path == "/v1/pull"][-1]
    assert 3 not in last
    assert not device.engine.status.metered


@pytest.mark.parametrize(
    ("choice", "says", "metered"),
    [
        (MeteredChoice.AUTO, True, True),
        (MeteredChoice.AUTO, False, False),
        (MeteredChoice.AUTO, None, False),
        (MeteredChoice.YES, False, True),
        (MeteredChoice.NO, True, False),
    ],
)
def test_a_person_has_the_last_word(
    device: Device, choice: MeteredChoice, says: bool | None, metered: bool
) -> None:
    """Yes and no count for ever; automatic believes the operating system where it knows."""
    on_meter(device, says)
    device.store.write(lambda tx: choose_metered(tx, choice))

    device.run(10)

    assert device.engine.status.metered is metered
    assert device.store.read(metered_choice) is choice


def test_nothing_goes_once_the_day_is_spent_and_a_person_may_say_otherwise(
    device: Device, central: ModelCentral
) -> None:
    """Everything waits and says so; *Enviar ahora* sends it all the same."""
    on_meter(device, True)
    spend(device, BUDGET)
    device.record(3)
    device.run(HOUR)

    assert device.wire.sent == []
    assert device.engine.status.budget_spent
    assert device.view().counts().sealed == 4

    device.engine.deliver_now()
    device.run(10)

    assert len(central.stored) == 4
    assert not device.engine.status.budget_spent


def test_the_wish_ends_after_an_hour(device: Device) -> None:
    """*Enviar ahora* is for what waits now, not for the rest of the month."""
    on_meter(device, True)
    spend(device, BUDGET)
    device.engine.deliver_now()
    device.run(10)
    sent = len(device.wire.sent)

    device.run(HOUR + 120)
    device.record(1)
    device.run(600)

    after = [one.path for one in device.wire.sent[sent:]]
    assert "/v1/push" not in after
    assert device.engine.status.budget_spent


def test_what_goes_over_the_wire_is_counted(device: Device, central: ModelCentral) -> None:
    """Each exchange is counted as the transport says, until the day is spent."""
    on_meter(device, True, budget_bytes=50_000)
    costing(device, central, 20_000)
    device.record(1)

    device.run(HOUR)

    assert [one.path for one in device.wire.sent][:3] == ["/v1/probe", "/v1/push", "/v1/pull"]
    assert len(device.wire.sent) == 3
    assert device.engine.status.spent_bytes == 60_000
    assert device.engine.status.budget_spent


def test_the_last_batch_of_a_day_is_cut_to_what_is_left(
    device: Device, central: ModelCentral
) -> None:
    """170 bytes an event: with room for seven, seven of forty go."""
    on_meter(device, True)
    costing(device, central, 0)
    spend(device, BUDGET - CONTACT_BYTES - 7 * EVENT_BYTES)
    device.record(40)
    device.engine.step()

    device.engine.step()

    assert len(central.stored) == 7


def test_a_link_that_costs_nothing_is_not_counted(device: Device, central: ModelCentral) -> None:
    """On any other link the same bytes go without a budget."""
    on_meter(device, False, budget_bytes=50_000)
    costing(device, central, 40_000)
    device.record(1)

    device.run(HOUR)

    assert device.engine.status.spent_bytes == 0
    assert not device.engine.status.budget_spent


def test_no_budget_means_no_limit(device: Device) -> None:
    """0 in the settings: blobs wait on a metered link, everything else goes."""
    on_meter(device, True, budget_bytes=0)
    spend(device, 10**9)

    assert not allowed(device).is_spent
    assert allowed(device).left_events is None


def test_a_new_day_brings_a_new_budget(device: Device) -> None:
    """After midnight of the device's own clock the count begins at nothing."""
    on_meter(device, True)
    spend(device, BUDGET)
    assert allowed(device).is_spent

    run_app(device, DAY - HOUR)
    assert allowed(device).spent_bytes in {0, BUDGET}
    run_app(device, HOUR)

    assert allowed(device).spent_bytes == 0


def test_a_clock_that_is_turned_wins_nothing_within_the_hour(device: Device) -> None:
    """A hundred new dates in an hour are still one budget; back and forth alike."""
    on_meter(device, True)
    spend(device, BUDGET)

    for day in range(1, 100):
        device.clock.wall_offset_seconds = day * DAY * (-1) ** day
        assert allowed(device).is_spent

    run_app(device, HOUR)
    assert allowed(device).spent_bytes == 0


def test_a_clock_that_stands_still_blocks_nothing_for_ever(device: Device) -> None:
    """A computer that always wakes on the same date gets its budget by running time."""
    on_meter(device, True)
    spend(device, BUDGET)

    run_app(device, DAY)
    device.clock.wall_offset_seconds = -DAY

    assert device.clock.now() == START
    assert allowed(device).spent_bytes == 0


def test_a_kill_does_not_forget_what_was_spent(device: Device) -> None:
    """The count is in the file: a restart is no new day."""
    meter = on_meter(device, True)
    spend(device, BUDGET)

    device.start_program(meter)
    device.run(HOUR)

    assert device.wire.sent == []


def test_a_free_link_never_waits_for_the_budget() -> None:
    """Only a metered link has one."""
    pace = Pace(lambda: 0.5)
    pace.answered(Lane.PROBE, 0.0, again=False, standing=Standing())
    pace.allow(Allowance(metered=False, budget_bytes=1, spent_bytes=10**9), 0.0)

    assert pace.due_at(Lane.PUSH) is not None
    assert pace.most_events is None


def test_a_screen_is_told_until_when_the_central_holds_us(device: Device) -> None:
    """`Retry-After` shows as a time of day, with its spread; then it is gone."""
    device.wire.script = [lambda _request: refusal(503, "busy", retry_after_seconds=100)]
    device.engine.step()

    held = device.engine.status.held_until
    assert held is not None
    assert timedelta(seconds=100) <= held - device.clock.now() <= timedelta(seconds=110)
    device.run(300)
    assert device.engine.status.held_until is None
