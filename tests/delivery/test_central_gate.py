"""Nonces, rates and the background thread, without a server."""

from __future__ import annotations

import logging
import threading

import pytest

from sync.central.errors import Refused
from sync.central.gate import RateLimit, TokenGate
from sync.central.memory import OwnLevels, OwnOnce, Rate
from sync.central.worker import Worker
from sync.cose import SoftwareSigner
from sync.errors import MessageInvalid
from sync.requests import authorization_of, build_token
from tests.delivery.central_support import SetClock


def an_authorization(signer: SoftwareSigner, number: int) -> str:
    """Return a token whose nonce is *number*."""
    token = build_token(
        signer,
        method="POST",
        path="/v1/probe",
        nonce=number.to_bytes(16, "big"),
        incarnation=None,
    )
    return authorization_of(token)


def test_the_last_nonces_are_remembered() -> None:
    """A nonce among the last so many is a replay; what was forgotten long ago passes again."""
    signer = SoftwareSigner.generate()
    gate = TokenGate(lambda _kid: signer.point, OwnOnce(3))
    authorizations = [an_authorization(signer, number) for number in range(4)]
    for authorization in authorizations:
        gate.admit(authorization, "POST", "/v1/probe", b"")

    for authorization in authorizations[1:]:
        with pytest.raises(MessageInvalid) as refused:
            gate.admit(authorization, "POST", "/v1/probe", b"")
        assert refused.value.code == "replay"
    gate.admit(authorizations[0], "POST", "/v1/probe", b"")


def test_a_refused_request_spends_no_nonce() -> None:
    """A token tried on another path can still be used where it belongs."""
    signer = SoftwareSigner.generate()
    gate = TokenGate(lambda _kid: signer.point)
    authorization = an_authorization(signer, 1)
    with pytest.raises(MessageInvalid):
        gate.admit(authorization, "POST", "/v1/pull", b"")

    assert gate.admit(authorization, "POST", "/v1/probe", b"").device_id == signer.kid


@pytest.mark.parametrize("text", [None, "", "Bearer x", "Ventanilla ", "Ventanilla $$$"])
def test_what_is_no_token_is_refused(text: str | None) -> None:
    """No header, another scheme, no base64url: MessageInvalid, never another exception."""
    gate = TokenGate(lambda _kid: None)

    with pytest.raises(MessageInvalid):
        gate.admit(text, "POST", "/v1/probe", b"")


def test_a_bucket_per_key_refills_with_time() -> None:
    """Each key has its own burst; one request comes back per interval; the wait is said."""
    clock = SetClock()
    limit = RateLimit(Rate(burst=2, per_second=0.1), clock)
    limit.take("a")
    limit.take("a")

    with pytest.raises(Refused) as refused:
        limit.take("a")
    limit.take("b")
    clock.pass_seconds(10)
    limit.take("a")

    assert (refused.value.status, refused.value.retry_after_seconds) == (429, 10)


def test_buckets_do_not_grow_without_end() -> None:
    """However many addresses ask, only so many are remembered."""
    levels = OwnLevels(5)
    limit = RateLimit(Rate(burst=1, per_second=1), SetClock(), levels)

    for number in range(1000):
        limit.take(number)

    assert len(levels) == 5


def test_worker_runs_again_after_each_word_and_survives_a_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One run at start, one after a notify even if a run failed, none after stop."""
    runs = threading.Semaphore(0)
    faults = [True, False, False]

    def work() -> None:
        runs.release()
        if faults.pop(0):
            raise RuntimeError("provoked")

    worker = Worker(work)
    with caplog.at_level(logging.CRITICAL, logger="sync.central.worker"):
        worker.start()
        assert runs.acquire(timeout=10)
        worker.notify()
        assert runs.acquire(timeout=10)
        worker.stop()
    worker.notify()
    worker.stop()

    assert faults == [False]
