"""An enrolment that is cut anywhere is gone on with, by the same request, or begun anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kiosk.services import enrolment as service
from kiosk.services.enrolment import AlreadyEnrolled, NothingBegun
from kiosk.services.views import (
    AdmissionState,
    EnrolmentDone,
    EnrolmentPending,
    EnrolmentStep,
)
from kiosk.settings import read_settings
from kiosk.store import kept
from kiosk.vault import slots
from sync.device.enrolment import CentralNotReached
from tests.support.enrolments import CLAVE, CODE, Bench, ModelCentral, lost, pending
from tests.support.vaults import HandClock

pytestmark = pytest.mark.slow  # Argon2id with 64 MiB, as in the product


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches the end of the power."""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A computer that is no device yet."""
    settings = read_settings(tmp_path / "profile", {})
    return Bench(central=ModelCentral(), settings=settings, clock=HandClock())


def cut(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, *, at: int, before: bool) -> None:
    """Let the power go at the *at*-th call of a function, before or after it did its work."""
    real, calls = getattr(place, name), 0

    def cutting(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at and before:
            raise PowerCut
        result = real(*arguments, **named)
        if calls == at:
            raise PowerCut
        return result

    monkeypatch.setattr(place, name, cutting)


SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
CUTS = {
    "first slot written": (slots, "create_operator_slot", 1, False),
    "file made, keys not in it": (kept, "save_identity", 1, True),
    "keys stored, nothing sent": (service, "ask", 1, True),
    "sent, answer not stored": (service, "ask", 1, False),
    "person's slot written, admission not": (kept, "save_identity", 2, True),
    "admission not committed": (kept, "add_key_slot", 1, False),
    "admitted, institution's file not there": (service, "replace_file", 1, True),
    "admitted, first slot not removed": (slots, "remove_slot", 1, True),
    "first slot removed": (slots, "remove_slot", 1, False),
}


@pytest.mark.parametrize("where", list(CUTS) if SOAK else list(CUTS)[::2])
def test_a_cut_anywhere_is_gone_on_with(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """The next start says how far it is; the clave of then leads to one device, one request."""
    place, name, at, before = CUTS[where]
    with monkeypatch.context() as during:
        cut(during, place, name, at=at, before=before)
        with pytest.raises(PowerCut):
            bench.try_it(b"first")

    done: EnrolmentDone | EnrolmentPending | None = None
    again = bench.enrolment(b"second")
    match again.state():
        case AdmissionState.NEW:
            done = again.enrol(bench.institution(), CODE, CLAVE)
        case AdmissionState.BEGUN:
            try:
                done = again.go_on(CLAVE)
            except NothingBegun:
                done = bench.try_it(b"third")
        case AdmissionState.ADMITTED:
            assert where == "first slot removed"

    assert done is None or isinstance(done, EnrolmentDone)
    assert len(set(bench.central.asked)) == 1
    assert bench.enrolment(b"last").state() is AdmissionState.ADMITTED
    path = slots.slots_path(bench.settings.database)
    assert slots.NOBODY_YET not in {one.operator for one in slots.list_people(path)}
    assert bench.settings.institution.exists()


def test_progress_is_told_in_order(bench: Bench) -> None:
    """Keys, request, admission, first pull; after a lost answer from the request on."""
    bench.central.moods = [lost]
    steps: list[EnrolmentStep] = []
    with pytest.raises(CentralNotReached):
        bench.enrolment(b"first").enrol(bench.institution(), CODE, CLAVE, steps.append)

    bench.enrolment(b"second").go_on(CLAVE, steps.append)

    assert steps == [EnrolmentStep.KEYS, EnrolmentStep.ASK, *EnrolmentStep]


def test_going_on_takes_the_institution_of_then(bench: Bench) -> None:
    """No file is chosen again, and no code: both stand in what was begun."""
    bench.central.moods = [pending]
    assert isinstance(bench.try_it(b"first"), EnrolmentPending)
    bench.settings.profile.parent.joinpath("institution.vtp").unlink()

    assert isinstance(bench.enrolment(b"second").go_on(CLAVE), EnrolmentDone)


def test_what_was_begun_can_be_forgotten_a_device_cannot(bench: Bench) -> None:
    """Another code begins with other keys; a device is removed another way."""
    bench.central.moods = [lost]
    with pytest.raises(CentralNotReached):
        bench.try_it(b"first")

    bench.enrolment(b"second").abandon()
    forgotten = bench.enrolment(b"third").state()
    bench.try_it(b"fourth")
    with pytest.raises(AlreadyEnrolled):
        bench.enrolment(b"fifth").abandon()

    assert forgotten is AdmissionState.NEW
    assert len(set(bench.central.asked)) == 2


def test_lost_files_are_not_enrolled_over(bench: Bench) -> None:
    """Slots whose file is gone, and a file whose slots are gone: damage, not a new device."""
    bench.try_it()
    database = bench.settings.database
    away = database.with_name("away")
    database.rename(away)

    with pytest.raises(AlreadyEnrolled):
        bench.try_it(b"again")
    without_file = bench.enrolment(b"a").state()
    away.rename(database)
    slots.slots_path(database).unlink()
    without_slots = bench.enrolment(b"b").state()

    assert (without_file, without_slots) == (AdmissionState.ADMITTED, AdmissionState.ADMITTED)
