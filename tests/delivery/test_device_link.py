"""When the engine speaks, and to whom: portals, broken servers, refusals, a link that returns."""

from __future__ import annotations

import pytest

from sync.device.link import ErrorCode, LinkState
from sync.device.pace import Lane
from sync.device.states import RecordState
from sync.device.transport import Failure, NoAnswer, Response
from sync.messages import Standing
from tests.support.delivery import Device
from tests.support.model_central import ModelCentral, refusal

HTML = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>Bienvenido</html>")
NO_ROUTE = NoAnswer(failure=Failure.NO_ROUTE)


def test_the_first_word_is_a_probe(device: Device) -> None:
    """Nothing of the journal leaves the device before a probe answer was verified."""
    first = device.engine.step()

    assert first.did is Lane.PROBE
    assert device.engine.status.link is LinkState.UP
    assert device.engine.step().did is Lane.PUSH


@pytest.mark.parametrize(
    "stranger",
    [
        HTML,
        Response(status=302, headers={"location": "http://portal.invalid"}),
        Response(status=204),
        Response(status=511, headers={"content-type": "text/html"}, body=b"<html>"),
        Response(status=403, headers={"content-type": "text/html"}, body=b"<html>"),
        NoAnswer(failure=Failure.TLS),
        NoAnswer(failure=Failure.TOO_LARGE, status=200),
    ],
    ids=["html", "redirect", "empty", "511", "403 html", "tls", "too large"],
)
def test_a_portal_gets_nothing_and_is_named(
    device: Device, central: ModelCentral, stranger: Response | NoAnswer
) -> None:
    """Behind a captive portal only probes go out; once it is gone delivery starts by itself."""
    device.record(2)
    device.wire.always = lambda _request: stranger
    device.run(60)

    assert device.link() is LinkState.PORTAL
    assert set(device.wire.paths()) == {"probe"}
    assert device.view().counts().sealed == 3

    device.wire.always = None
    device.run(60)

    assert len(central.stored) == 3
    assert device.link() is LinkState.UP


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("http://portal.invalid/login?to=1", "http://portal.invalid/login?to=1"),
        ("/login", ""),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("http://a b/", ""),
        ("https://ñ.mx/", ""),
        ("https://p.invalid/" + "x" * 2048, ""),
    ],
)
def test_a_portal_s_page_is_offered_if_it_is_one(device: Device, location: str, shown: str) -> None:
    """Where a portal sends us is a stranger's word: only a web address reaches the browser."""
    device.wire.always = lambda _request: Response(status=302, headers={"location": location})

    device.run(5)

    assert device.link() is LinkState.PORTAL
    assert device.engine.status.portal_url == shown


def test_a_200_without_a_signature_delivers_nothing(device: Device, central: ModelCentral) -> None:
    """A push answered with 200 and HTML is unanswered; the central must be proven anew."""
    device.record(1)
    device.engine.step()
    device.wire.script = [lambda _request: HTML]

    device.engine.step()

    assert device.acknowledged() == 0
    assert device.view().state_of(device.stream, 1) is RecordState.UNKNOWN
    assert device.engine.status.link is LinkState.PORTAL
    device.run(60)
    assert len(central.stored) == 2


def test_a_broken_server_is_tried_ever_more_rarely_and_never_given_up(
    device: Device, central: ModelCentral
) -> None:
    """500 keeps everything, waits up to 15 minutes, and delivery resumes without a new save."""
    device.record(1)
    device.wire.always = lambda _request: Response(status=500)
    device.run(6 * 3600)

    status = device.engine.status
    assert status.link is LinkState.DOWN
    assert status.last_error_code == ErrorCode.SERVER.value
    assert device.engine.step().wait_seconds <= 900
    assert len(device.wire.sent) < 6 * 3600 / 60
    assert device.view().counts().waiting == 2

    device.wire.always = None
    device.run(1800)

    assert len(central.stored) == 2
    assert device.engine.status.last_error_code is None


def test_retry_after_is_a_minimum_even_for_a_person(device: Device) -> None:
    """Neither time nor *Entregar ahora* sends anything before Retry-After has passed."""
    device.record(1)
    device.wire.script = [lambda _request: refusal(503, "busy", retry_after_seconds=120)]
    device.engine.step()
    assert device.engine.status.last_error_code == ErrorCode.BUSY.value

    device.engine.deliver_now()
    device.run(119)
    assert len(device.wire.sent) == 1

    device.run(15)
    assert device.acknowledged() == 2


def test_401_is_shown_after_three_and_keeps_everything(
    device: Device, central: ModelCentral
) -> None:
    """A refusal is no reason to delete: it is tried again, shown from the third in a row."""
    device.record(1)
    device.wire.always = lambda _request: refusal(401, "kid-unknown")
    states = []
    while device.engine.status.link is not LinkState.REFUSED:
        states.append(device.engine.status.last_error_code)
        device.clock.pass_seconds(device.engine.step().wait_seconds)
        assert len(states) < 12

    assert states[:3] == [None, None, None]
    assert device.engine.status.last_error_code == ErrorCode.REFUSED.value
    assert device.engine.status.last_error_detail == "kid-unknown"
    assert device.view().counts().needs_attention == 0
    device.wire.always = None
    device.run(3600)
    assert len(central.stored) == 2


def test_a_new_way_out_is_tried_at_once(device: Device, central: ModelCentral) -> None:
    """Delivery starts by itself when a link appears, without waiting for its timer."""
    device.record(1)
    device.wire.always = lambda _request: NO_ROUTE
    device.engine.way_out_changed(None)
    device.run(3600, steps=300)
    assert device.engine.status.link is LinkState.DOWN
    device.wire.always = None

    device.engine.way_out_changed("10.0.0.7")

    assert device.engine.step().did is Lane.PROBE
    assert device.engine.step().did is Lane.PUSH
    assert len(central.stored) == 2


def test_a_change_of_network_asks_who_is_there_first(device: Device) -> None:
    """Another address may mean a portal: the next word is a probe, also with the gate open."""
    device.run(10)
    device.record(1)

    device.engine.way_out_changed("10.0.0.9")

    assert device.engine.step().did is Lane.PROBE


def test_deliver_now_skips_the_wait(device: Device, central: ModelCentral) -> None:
    """A person who presses *Entregar ahora* waits for nothing but the wire."""
    device.record(1)
    device.wire.always = lambda _request: Response(status=500)
    device.run(3600)
    device.wire.always = None

    device.engine.deliver_now()
    device.run(1)

    assert len(central.stored) == 2


def test_a_save_is_noticed_even_without_a_wake(device: Device, central: ModelCentral) -> None:
    """A missed wake costs a minute at most, never the next save."""
    device.run(10)
    device.record(1)
    device.engine._bell = False

    device.run(61)

    assert len(central.stored) == 2


def test_next_contact_spaces_the_idle_contacts(device: Device, central: ModelCentral) -> None:
    """With nothing to send, the central's own wish says when to come back; a save goes at once."""
    central.standing = Standing(next_contact_seconds=7200)
    device.run(60)
    sent = len(device.wire.sent)

    device.run(7000, steps=1000)
    assert len(device.wire.sent) == sent

    device.record(1)
    device.run(5)
    assert len(central.stored) == 2
