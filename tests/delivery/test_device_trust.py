"""Nothing is believed without a signature, and no other history is taken for ours."""

from __future__ import annotations

import dataclasses

from sync import cbor
from sync.cose import SoftwareSigner
from sync.device.link import ErrorCode, LinkState
from sync.device.transport import Request, Response
from sync.messages import build_ack, read_ack
from tests.support.delivery import Device
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral, signed


def forged(central: ModelCentral, request: Request) -> Response:
    """Return the right answer of a stranger who claims the central's key."""
    honest = central.handle(request)
    message = cbor.decode(honest.body)
    message[3] = SoftwareSigner.generate().sign(b"whatever")
    return signed(honest.status, cbor.encode(message))


def test_a_wrongly_signed_ack_is_no_answer(device: Device, central: ModelCentral) -> None:
    """A number without the central's signature delivers nothing; it is shown after three."""
    device.record(1)
    device.engine.step()
    device.wire.always = lambda request: (
        forged(central, request) if request.path == "/v1/push" else central.handle(request)
    )
    device.run(3)
    assert device.acknowledged() == 0

    device.run(3600)

    assert device.acknowledged() == 0
    assert device.engine.status.link is LinkState.REFUSED
    assert device.engine.status.last_error_code == ErrorCode.WRONG_SIGNATURE.value
    device.wire.always = None
    device.run(1800)
    assert device.acknowledged() == 2
    assert central.twice == []


def test_a_bare_number_is_not_an_acknowledgement(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A signed ack whose head is not ours at that seq advances nothing (mutant 4)."""
    expected_logs.expect("delivery", "another history")
    device.record(1)
    device.engine.step()

    def other_head(request: Request) -> Response:
        ack = read_ack(central.handle(request).body, device.desk.centrals.signers)
        wrong = dataclasses.replace(ack, head=b"x" * 32)
        return signed(200, build_ack(central.keys.signer, wrong))

    device.wire.script = [other_head]
    device.engine.step()

    assert all(row.acknowledged == 0 for row in device.view().streams)


def test_a_gap_rewinds_to_where_the_central_stands(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """Result 1 makes the next batch start behind what the central holds, without a loop."""
    expected_logs.expect("delivery", "has less of a stream")
    device.record(5)
    device.run()
    device.record(3)
    central.forget_after(4, redraw=False)

    device.run(120)

    assert len(central.stored) == 9
    assert central.twice == []
    assert device.wire.paths().count("push") <= 5


def test_a_restored_central_gets_everything_again(
    device: Device, central: ModelCentral, expected_logs: ExpectedLogs
) -> None:
    """A new incarnation is adopted from a fresh probe; every mark is forgotten, all is resent."""
    expected_logs.expect("delivery", "database is another one")
    device.record(20)
    device.run()
    central.forget_after(7)
    device.record(1)

    device.run()

    assert central.stored == [one.event_id for one in device.recorded]
    assert central.twice == []
    assert device.view().counts().delivered == 22
    incarnation = device.store.read(device.desk.memory.incarnation)
    assert incarnation == central.incarnation


def test_an_ack_of_another_incarnation_alone_changes_nothing(
    device: Device, central: ModelCentral
) -> None:
    """Only the probe with this device's own nonce may adopt another database (mutant 5)."""
    device.record(2)
    device.run()
    old_probe = next(r for r in central.requests if r.path == "/v1/probe")
    known = central.incarnation
    central.forget_after(0)
    stale = central.handle(old_probe)
    device.record(1)

    device.wire.script = [central.handle, lambda _request: stale]
    device.run(3, steps=2)

    assert device.store.read(device.desk.memory.incarnation) == known
    assert device.acknowledged() == 3


def test_a_new_key_of_the_central_is_learnt(device: Device, central: ModelCentral) -> None:
    """A new certificate under our root is fetched and believed; the old sealing key is given up."""
    device.record(1)
    device.run()
    central.rotate_keys(keep_old_seal=False)
    device.record(1)

    device.run(1800)

    assert len(central.stored) == 3
    assert "central" in device.wire.paths()
    device.start_program()
    device.wire.sent.clear()
    device.record(1)
    device.run(60)
    assert len(central.stored) == 4
    assert "central" not in device.wire.paths()


def test_a_key_under_another_root_is_never_believed(device: Device, central: ModelCentral) -> None:
    """Certificates that no root of ours signed change nothing, and the wires stay quiet."""
    device.record(1)
    other = ModelCentral()
    other.enrol(central.device_point, central.device_seal_public)
    device.wire.always = other.handle

    device.run(3600, steps=2000)

    assert device.acknowledged() == 0
    assert "push" not in device.wire.paths()
    assert len(device.wire.sent) < 150
