"""SIGKILL while a draft is worked on: at most the answer being written is lost (FORMS §10)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.services.views import SectionView
from sync import cbor
from sync.blobs import open_blob
from sync.events import RegistrationMade
from tests.faults.drafts import ACTS, LONG
from tests.support.household import (
    NAME,
    PEOPLE,
    PHOTO,
    a_full_household,
    publish_household,
    the_question,
    the_repeat,
)
from tests.support.offices import Counter, a_counter
from tests.support.shared import REPOSITORY

SOAK = os.environ.get("VENTANILLA_SOAK") == "1"
MOMENTS = [
    ("answer", "0"),
    ("attach", "file"),
    ("attach", "end"),
    ("add", "1"),
    ("remove", "2"),
    *([("answer", "end"), ("attach", "0"), ("attach", "1"), ("remove", "4")] if SOAK else ()),
]


@pytest.fixture
def draft(tmp_path: Path) -> SectionView:
    """Return a draft with two people that could be saved; its file is closed."""
    counter = a_counter(tmp_path / "desk")
    publish_household(counter)
    view = a_full_household(counter)
    counter.registrations.consent(view.draft_id)
    counter.opening.close()
    return view


def kill(folder: Path, view: SectionView, act: str, after: str) -> None:
    """Let another process do the act and die."""
    arguments = [str(folder), view.draft_id.hex(), act, after]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.drafts", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def reopened(folder: Path) -> Counter:
    """Return the counter after the crash."""
    return a_counter(folder, seed=b"after", create=False)


def whole(counter: Counter, view: SectionView) -> None:
    """Check that everything answered before the act is there."""
    people = the_repeat(counter.registrations.section(view.draft_id, 1))
    names = [one.cells for one in people.instances]
    assert ("PRUEBA 2", "20") in names
    house = counter.registrations.section(view.draft_id, 0)
    assert the_question(house, NAME).value in ("PRUEBA casa", "LO ÚLTIMO")


@pytest.mark.slow
@pytest.mark.parametrize(("act", "after"), MOMENTS)
def test_what_was_answered_before_is_there_and_the_act_can_be_done(
    tmp_path: Path, draft: SectionView, act: str, after: str
) -> None:
    """After the crash the draft opens whole; the same act again does what it says, once."""
    kill(tmp_path / "desk", draft, act, after)

    counter = reopened(tmp_path / "desk")
    whole(counter, draft)
    ACTS[act](counter, draft.draft_id)
    whole(counter, draft)
    counter.registrations.answer(draft.draft_id, f"{PEOPLE}[1]/name", "PRUEBA 1")
    if act == "add":
        for one in the_repeat(counter.registrations.section(draft.draft_id, 1)).instances:
            counter.registrations.answer(draft.draft_id, f"{one.path}/name", "PRUEBA 2")
    saved = counter.registrations.save(draft.draft_id, accepted=True)
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    counter.opening.close()

    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    for file in recorded.event.attachments or ():
        assert open_blob(draft.draft_id, file.index, counter.files.read(file.blob_id))
    assert (recorded.event.attachments is not None) == (act == "attach")


@pytest.mark.slow
def test_a_photo_whose_answer_was_lost_is_no_answer(tmp_path: Path, draft: SectionView) -> None:
    """The file is on the disk and nothing names it; the next one has a key of its own."""
    kill(tmp_path / "desk", draft, "attach", "file")

    counter = reopened(tmp_path / "desk")
    before = the_question(counter.registrations.section(draft.draft_id, 0), PHOTO).value
    ACTS["attach"](counter, draft.draft_id)
    files = sorted(path.name for path in (tmp_path / "desk" / "blobs").iterdir())
    counter.opening.close()

    assert before == ""
    assert len(files) == 2


@pytest.mark.slow
@pytest.mark.parametrize("after", ["0", "2", "9", "end"] if SOAK else ["2", "end"])
def test_a_record_too_large_for_its_event_is_saved_once(
    tmp_path: Path, draft: SectionView, after: str
) -> None:
    """Killed at any point, there is one registration in the end, and its answers can be read."""
    counter = reopened(tmp_path / "desk")
    counter.registrations.answer(draft.draft_id, NAME, LONG)
    counter.opening.close()

    kill(tmp_path / "desk", draft, "save", after)

    counter = reopened(tmp_path / "desk")
    saved = counter.registrations.save(draft.draft_id, accepted=True)
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    kinds = counter.kinds()
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    assert recorded.event.attachments is not None
    (file,) = recorded.event.attachments
    sealed = counter.files.read(file.blob_id)
    counter.opening.close()

    assert kinds.count(40) == 1
    assert cbor.decode(open_blob(draft.draft_id, file.index, sealed))[0][0] == LONG
