"""Files that answer questions, from the draft to the event (FORMS §10, PROTOCOL §13)."""

from __future__ import annotations

import io
import os
import random

import pytest
from PIL import Image

from kiosk.errors import KnownError
from kiosk.services import attachments
from kiosk.services.drafts import DraftContent
from kiosk.services.views import SectionView
from kiosk.store import kept, packages
from kiosk.vault.blobs import SWEPT_AFTER_SECONDS
from kiosk.vault.errors import DiskFull
from sync.blobs import blob_id_of, open_blob, uuid_of_blob
from sync.catalogue import SettingsEntry
from sync.events import RegistrationMade
from tests.support.household import (
    NAME,
    PEOPLE,
    PHOTO,
    SIGN,
    VOICE,
    a_full_household,
    publish_household,
    the_question,
)
from tests.support.offices import Counter, a_counter, publish

SOUND = b"OggS not a real sound"


@pytest.fixture(autouse=True)
def _published(counter: Counter) -> None:
    publish_household(counter)


def a_picture(colour: str = "white", size: tuple[int, int] = (300, 200)) -> bytes:
    """Return a photo."""
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG")
    return made.getvalue()


def attach_photo(counter: Counter, view: SectionView, colour: str = "white") -> SectionView:
    """Answer with a photo."""
    return counter.registrations.attach(
        view.draft_id, PHOTO, a_picture(colour), "image/jpeg", "foto.jpg"
    )


def files_on_disk(counter: Counter) -> set[str]:
    """Return the names of the sealed files."""
    folder = counter.folder / "blobs"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def save(counter: Counter, view: SectionView) -> RegistrationMade:
    """Agree, save, and return the event."""
    counter.registrations.consent(view.draft_id)
    saved = counter.registrations.save(view.draft_id, accepted=True)
    recorded = counter.database.read(lambda tx: counter.desk.journal.find(tx, saved.event_id))
    assert recorded is not None
    assert isinstance(recorded.event, RegistrationMade)
    return recorded.event


def test_a_photo_is_an_answer_at_once_and_after_a_crash(counter: Counter) -> None:
    """On the disk before it is shown: sealed, named by its hash, with a preview for the screen."""
    view = a_full_household(counter)
    attach_photo(counter, view)
    counter.opening.close()

    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    shown = the_question(again.registrations.section(view.draft_id, 0), PHOTO)
    again.opening.close()

    assert shown.attachment is not None
    assert shown.attachment.name == shown.value
    assert shown.attachment.media_type == "image/webp"
    assert Image.open(io.BytesIO(shown.attachment.preview)).size == (300, 200)
    (name,) = files_on_disk(counter)
    assert shown.value == f"image-{uuid_of_blob(bytes.fromhex(name))}.webp"
    assert shown.attachment.preview not in (counter.folder / "blobs" / name).read_bytes()


def test_the_event_lists_what_answers_name(counter: Counter) -> None:
    """Key 0 for the photo, key 11 for the drawing; each opens with the event's own salt."""
    view = a_full_household(counter)
    attach_photo(counter, view)
    counter.registrations.attach(view.draft_id, SIGN, a_picture("black"), "image/png", "")

    event = save(counter, view)

    assert event.attachments is not None
    (photo,) = event.attachments
    sealed = counter.files.read(photo.blob_id)
    assert (photo.media_type, photo.length_bytes) == ("image/webp", len(sealed))
    assert blob_id_of(sealed) == photo.blob_id
    assert open_blob(view.draft_id, photo.index, sealed)[:4] == b"RIFF"
    assert event.small_files is not None
    (drawn,) = event.small_files
    assert drawn.content[:8] == b"\x89PNG\r\n\x1a\n"
    answers = event.answers
    assert isinstance(answers, tuple)
    house = answers[0]
    assert isinstance(house, tuple)
    assert house[1] == f"image-{uuid_of_blob(photo.blob_id)}.webp"
    assert house[2] == drawn.name
    assert counter.rows("SELECT blob_index, blob_id FROM registration_file") == [
        (photo.index, photo.blob_id)
    ]


def test_what_was_replaced_or_does_not_matter_is_left_out(counter: Counter) -> None:
    """A second photo replaces the first under a key of its own; a sound not asked for goes."""
    view = a_full_household(counter)
    attach_photo(counter, view, "red")
    attach_photo(counter, view, "blue")
    counter.registrations.attach(view.draft_id, VOICE, SOUND, "audio/ogg", "voz.ogg")
    counter.registrations.answer(view.draft_id, NAME, "MUDA")

    event = save(counter, view)

    assert event.attachments is not None
    assert [one.index for one in event.attachments] == [2]
    assert len(files_on_disk(counter)) == 3


def test_taking_an_answer_away_leaves_its_file_out(counter: Counter) -> None:
    """A blank answer names nothing."""
    view = a_full_household(counter)
    attach_photo(counter, view)

    counter.registrations.section(view.draft_id, 0)
    shown = counter.registrations.answer(view.draft_id, PHOTO, "")

    assert the_question(shown, PHOTO).attachment is None
    assert save(counter, view).attachments is None


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        (PHOTO, b"no picture", "attachment.not_picture"),
        (VOICE, b"%PDF", "attachment.wrong_kind"),
        (VOICE, bytes(attachments.FILE_LIMIT_BYTES + 1), "attachment.too_large"),
    ],
)
def test_what_cannot_be_an_answer_changes_nothing(
    counter: Counter, path: str, content: bytes, code: str
) -> None:
    """Refused at capture with its own sentences; no file, no index, the answer as it was."""
    view = a_full_household(counter)
    media_type = "audio/ogg" if len(content) > 100 else "application/pdf"
    before = counter.registrations.resume(view.draft_id)

    with pytest.raises(KnownError) as caught:
        counter.registrations.attach(view.draft_id, path, content, media_type, "")

    assert caught.value.code == code
    assert counter.registrations.resume(view.draft_id) == before
    assert files_on_disk(counter) == set()


def test_a_record_takes_only_so_much(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that would be too much is refused; a smaller one in another's place is taken."""
    view = a_full_household(counter)
    monkeypatch.setattr(attachments, "RECORD_LIMIT_BYTES", 100)
    counter.registrations.attach(view.draft_id, VOICE, bytes(90), "audio/ogg", "")

    with pytest.raises(KnownError) as caught:
        attach_photo(counter, view)

    assert caught.value.code == "attachment.record_full"


def test_a_nearly_full_disk_takes_no_new_files(counter: Counter) -> None:
    """UX §4.2: below what the institution keeps back no photo is taken, and answers go on."""
    view = a_full_household(counter)
    kept_back = SettingsEntry(photo_reserve_bytes=2**40)
    counter.database.write(lambda tx: publish(tx, kept_back))

    with pytest.raises(KnownError) as caught:
        attach_photo(counter, view)
    after = counter.registrations.answer(view.draft_id, NAME, "sigue")

    assert caught.value.code == "disk.no_photos"
    assert the_question(counter.registrations.section(view.draft_id, 0), NAME).value == "sigue"
    assert after.draft_id == view.draft_id


def test_a_full_disk_leaves_nothing_half_and_the_next_try_has_another_key(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index of the file that was not written is never used again."""
    view = a_full_household(counter)
    real = os.fsync

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        attach_photo(counter, view)
    monkeypatch.setattr(os, "fsync", real)
    left = files_on_disk(counter)

    attach_photo(counter, view)

    row = counter.database.read(lambda tx: kept.draft(tx, view.draft_id))
    assert row is not None
    content = DraftContent.decode(row.content)
    assert left == set()
    assert [one.index for one in content.files] == [2]
    assert content.next_index == 3


def test_only_what_nothing_names_is_swept(counter: Counter) -> None:
    """A week after saving the replaced photo goes; the record's and a draft's stay."""
    saved = a_full_household(counter)
    attach_photo(counter, saved, "red")
    attach_photo(counter, saved, "blue")
    save(counter, saved)
    draft = a_full_household(counter, people=1)
    attach_photo(counter, draft, "green")
    old = counter.clock.now().timestamp() - SWEPT_AFTER_SECONDS - 10
    for path in (counter.folder / "blobs").iterdir():
        os.utime(path, (old, old))
    row = counter.database.read(lambda tx: kept.draft(tx, draft.draft_id))
    assert row is not None
    (of_draft,) = DraftContent.decode(row.content).files
    of_record = counter.database.read(packages.named_blobs)

    counter.sweeping.sweep()

    assert len(of_record) == 1
    assert files_on_disk(counter) == {one.hex() for one in (*of_record, of_draft.blob_id)}


def test_a_lost_file_does_not_stop_anything(counter: Counter) -> None:
    """Somebody emptied the folder: the page shows the answer without a picture, saving works."""
    view = a_full_household(counter)
    attach_photo(counter, view)
    for path in (counter.folder / "blobs").iterdir():
        path.unlink()
    counter.registrations.set_language(view.draft_id, "es")

    shown = the_question(counter.registrations.section(view.draft_id, 0), PHOTO)
    event = save(counter, view)

    assert shown.attachment is not None
    assert shown.attachment.preview == b""
    assert event.attachments is not None


def test_a_photo_inside_an_instance_goes_and_comes_with_it(counter: Counter) -> None:
    """Taken out with its instance, put back with it: the file is the same."""
    view = a_full_household(counter)
    attach_photo(counter, view)
    counter.registrations.remove_instance(view.draft_id, f"{PEOPLE}[2]")
    counter.registrations.put_back(view.draft_id)

    event = save(counter, view)

    assert event.attachments is not None
    assert counter.files.has(event.attachments[0].blob_id)


def test_a_drawing_that_does_not_fit_travels_beside(counter: Counter) -> None:
    """Where the body has no room, a drawing is a file like any other."""
    view = a_full_household(counter)
    scrawl = Image.frombytes("L", (90, 90), random.Random(7).randbytes(8_100))
    made = io.BytesIO()
    scrawl.save(made, "PNG")
    counter.registrations.attach(view.draft_id, SIGN, made.getvalue(), "image/png", "")
    counter.registrations.answer(view.draft_id, NAME, "PRUEBA " * 8_300)

    event = save(counter, view)

    assert event.answers is not None
    assert event.small_files is None
    assert event.attachments is not None
    assert [one.media_type for one in event.attachments] == ["image/png"]
