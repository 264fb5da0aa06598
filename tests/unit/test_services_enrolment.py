"""A computer becomes a device: one code, one request, whatever is cut on the way (PROTOCOL §18)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.passphrase import PassphraseShort
from kiosk.services.enrolment import (
    AlreadyEnrolled,
    ClaveDoesNotFit,
)
from kiosk.services.views import EnrolmentDone, EnrolmentPending
from kiosk.settings import read_settings
from kiosk.store import kept
from kiosk.store.migrations import STORE_SETS
from kiosk.vault import slots
from kiosk.vault.database import Database
from sync import cbor
from sync.device.enrolment import CentralNotReached, CodeRefused
from sync.ids import OperatorNumber
from sync.journal import history
from sync.receipts import ReceiptKind, read_payload
from tests.support.enrolments import CLAVE, CODE, Bench, ModelCentral, lost, pending, unknown_code
from tests.support.vaults import HandClock

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A computer that is no device yet."""
    settings = read_settings(tmp_path / "profile", {})
    return Bench(central=ModelCentral(), settings=settings, clock=HandClock())


def test_a_granted_device_is_ready(bench: Bench) -> None:
    """Stream, start receipt, key slot, names, institution file: all there; the code was sent."""
    done = bench.try_it()

    assert isinstance(done, EnrolmentDone)
    assert (done.terminal, done.office, done.operator_name) == (
        "20067-007",
        "Tesorería",
        "Marisol Canul",
    )
    path = slots.slots_path(bench.settings.database)
    assert [(one.operator, one.name) for one in slots.list_people(path)] == [(42, "Marisol Canul")]
    key = slots.unlock(path, OperatorNumber(42), CLAVE)
    assert key is not None
    assert bench.settings.institution.read_bytes() == bench.institution().file
    database = Database(bench.settings.database, sets=STORE_SETS)
    database.open(key)
    kinds = database.read(lambda tx: [one.header.kind for one in history(tx)])
    receipt = database.read(lambda tx: tx.execute("SELECT number, cose FROM receipt").fetchall())
    database.close()
    assert kinds[:2] == [1, 112]
    assert [row[0] for row in receipt] == [1]
    payload = cbor.decode(receipt[0][1])
    inner = payload.value[2] if hasattr(payload, "value") else payload[2]
    assert read_payload(inner).kind is ReceiptKind.START_OF_SERIES


def test_a_lost_answer_is_asked_again_with_the_same_request(bench: Bench) -> None:
    """The code is spent by the first request, so the same bytes are sent, also by a new start."""
    bench.central.moods = [lost]

    with pytest.raises(CentralNotReached):
        bench.try_it(b"first")
    done = bench.try_it(b"second", code="0000-0000-0000")

    assert isinstance(done, EnrolmentDone)
    assert bench.central.asked[0] == bench.central.asked[1]


def test_a_pending_request_is_granted_later(bench: Bench) -> None:
    """The root signs another day; nothing can be captured meanwhile."""
    bench.central.moods = [pending]

    first = bench.try_it(b"first")
    second = bench.try_it(b"second")

    assert isinstance(first, EnrolmentPending)
    assert isinstance(second, EnrolmentDone)


def test_a_refused_code_leaves_nothing(bench: Bench) -> None:
    """Another code begins with other keys."""
    bench.central.moods = [unknown_code]

    with pytest.raises(CodeRefused):
        bench.try_it(b"first")

    assert not bench.settings.database.exists()
    assert isinstance(bench.try_it(b"second"), EnrolmentDone)
    assert bench.central.asked[0] != bench.central.asked[1]


def test_going_on_needs_the_same_clave(bench: Bench) -> None:
    """What was begun is guarded already."""
    bench.central.moods = [lost]
    with pytest.raises(CentralNotReached):
        bench.try_it(b"first")

    with pytest.raises(ClaveDoesNotFit):
        bench.try_it(b"second", clave="otra clave distinta")


def test_a_device_is_not_enrolled_twice(bench: Bench) -> None:
    """The folder of a device is left alone."""
    bench.try_it()

    with pytest.raises(AlreadyEnrolled):
        bench.try_it(b"again")


def test_a_cut_after_the_grant_is_taken_up(bench: Bench) -> None:
    """The answer arrived, the power went before it was stored: the same request brings it again."""
    enrolment = bench.enrolment(b"cut")
    real = kept.save_identity
    written = 0

    def cut_at_second(tx: object, identity: kept.DeviceIdentity) -> None:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError("power cut")
        real(tx, identity)  # type: ignore[arg-type]

    kept.save_identity = cut_at_second
    try:
        with pytest.raises(OSError, match="power cut"):
            enrolment.enrol(bench.institution(), CODE, CLAVE)
    finally:
        kept.save_identity = real

    assert isinstance(bench.try_it(b"after"), EnrolmentDone)
    path = slots.slots_path(bench.settings.database)
    assert [one.operator for one in slots.list_people(path)] == [42]


def test_a_short_clave_is_refused_before_anything(bench: Bench) -> None:
    """Nothing is made and nothing is sent."""
    with pytest.raises(PassphraseShort):
        bench.try_it(clave="corta")

    assert bench.central.asked == []
    assert not bench.settings.profile.exists()
