"""Files and the events that name them: fit, missing, answers that came apart, erased by law."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from sync import cbor
from sync.blobs import ANSWERS_MEDIA_TYPE, blob_id_of, seal_blob
from sync.catalogue import ErasureAct
from sync.central import schema
from sync.central.__main__ import main
from sync.central.attachment_rows import BlobState
from sync.central.erasures import Wanted
from sync.central.errors import Refused
from sync.central.event_rows import instance_id_of
from sync.central.ports import RegistrationAnswers
from sync.central.rescue_import import import_files
from sync.events import Attachment
from sync.ids import EventId, Salt, event_id_of
from sync.rescue import FORMAT, Rescue, RescueManifest
from tests.delivery.central_support import (
    DEFINITION,
    Central,
    Device,
    a_registration,
    an_xml,
    read_tables_of,
    stream_opened,
)
from tests.support.blob_office import register_with

ANSWERS = ["uno", "x" * 70_000]


def take(central: Central, device: Device, sealed: bytes) -> bytes:
    """Let the central have a file, and let everything follow."""
    confirmation = central.platform.blobs.take_whole(device.device_id, sealed)
    central.platform.catch_up()
    return confirmation


def codes(central: Central) -> dict[int, int | None]:
    """Return the code of each event by its seq."""
    return {row["seq"]: row["code"] for row in central.rows(schema.event)}


@pytest.mark.parametrize("file_first", [True, False])
def test_a_file_that_fits_changes_nothing(central: Central, file_first: bool) -> None:
    """In whichever order file and event come, they are held against each other once."""
    device = central.enrol()
    device.record(stream_opened(), operator=0)
    salt = os.urandom(16)
    sealed = seal_blob(salt, 1, b"photo")
    named = Attachment(
        index=1, media_type="image/webp", length_bytes=len(sealed), blob_id=blob_id_of(sealed)
    )
    device.record(a_registration(device, salt, attachments=(named,)), salt=salt)
    if file_first:
        take(central, device, sealed)
    central.push(device, 1, 2)
    central.platform.catch_up()
    if not file_first:
        take(central, device, sealed)

    assert codes(central) == {1: None, 2: None}
    (row,) = central.rows(schema.attachment)
    assert row["checked"]


def test_a_file_that_does_not_open_refuses_its_event(central: Central) -> None:
    """Sealed under another key: code 14, out of every view, and told to the device."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"photo", wrong=True)
    central.platform.catch_up()
    assert len(central.rows(schema.registration)) == 1

    take(central, device, sealed)

    assert codes(central)[2] == 14
    assert central.rows(schema.registration) == []
    assert [row["code"] for row in central.rows(schema.later_code)] == [14]
    assert [row["code"] for row in central.rows(schema.quarantine)] == [14]


def test_a_correction_that_keeps_a_file_opens_it_by_the_first_event(central: Central) -> None:
    """The key of a kept file is that of the event it came with, which the correction names."""
    device = central.enrol()
    device.record(stream_opened(), operator=0)
    salt, later = os.urandom(16), os.urandom(16)
    sealed = seal_blob(salt, 1, b"photo")
    named = Attachment(
        index=1, media_type="image/webp", length_bytes=len(sealed), blob_id=blob_id_of(sealed)
    )
    first = device.record(a_registration(device, salt, attachments=(named,)), salt=salt)
    again = a_registration(device, later, attachments=(named,))
    device.record(again, salt=later, refs=(first,))
    central.push(device, 1, 3)

    take(central, device, sealed)

    assert codes(central) == {1: None, 2: None, 3: None}


def large_registration(device: Device, salt: bytes, *, right: bool = True) -> bytes:
    """Record a registration whose answers travel as attachment 0; return the sealed answers."""
    answers = RegistrationAnswers(
        answers=ANSWERS,
        instance_id=instance_id_of(event_id_of(Salt(salt))),
        instance_name=None,
        deprecated_id=None,
    )
    mark = hashlib.sha256(an_xml(DEFINITION, answers)).digest()[:4] if right else bytes(4)
    sealed = seal_blob(salt, 0, cbor.encode(ANSWERS))
    named = Attachment(
        index=0,
        media_type=ANSWERS_MEDIA_TYPE,
        length_bytes=len(sealed),
        blob_id=blob_id_of(sealed),
    )
    changes: dict[str, Any] = {"answers": None, "submission_hash": mark}
    registration = a_registration(device, salt, attachments=(named,), **changes)
    device.record(registration, salt=salt)
    return sealed


@pytest.mark.parametrize("file_first", [True, False])
def test_answers_that_came_as_a_file_are_shown_like_any(central: Central, file_first: bool) -> None:
    """Attachment 0 becomes answers and XML of the registration; a rebuild gives the same rows."""
    device, salt = central.enrol(), os.urandom(16)
    device.record(stream_opened(), operator=0)
    sealed = large_registration(device, salt)
    if file_first:
        take(central, device, sealed)
    central.push(device, 1, 2)
    central.platform.catch_up()
    if not file_first:
        (row,) = central.rows(schema.registration)
        assert (row["answers"], row["submission_xml"]) == (cbor.encode(None), None)
        take(central, device, sealed)

    (row,) = central.rows(schema.registration)
    assert cbor.decode(row["answers"]) == ANSWERS
    assert hashlib.sha256(row["submission_xml"]).digest()[:4] != bytes(4)
    before = read_tables_of(central)
    central.platform.projections.rebuild()
    central.platform.catch_up()
    assert read_tables_of(central) == before


def test_answers_that_make_another_xml_are_not_shown(central: Central) -> None:
    """Key 8 does not fit the answers that came: code 4, as for answers in a body."""
    device, salt = central.enrol(), os.urandom(16)
    device.record(stream_opened(), operator=0)
    sealed = large_registration(device, salt, right=False)
    central.push(device, 1, 2)

    take(central, device, sealed)

    assert codes(central)[2] == 4
    assert central.rows(schema.registration) == []


def test_an_erased_event_takes_its_file_along(central: Central) -> None:
    """Salt and body go, the file goes from the disk, and is not taken again: 410."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"photo")
    take(central, device, sealed)
    platform = central.platform
    storage, blob_id = platform.blobs.storage, blob_id_of(sealed)
    wanted = Wanted(
        device_id=device.device_id, event_id=EventId(device.items[1].event_id), act=ErasureAct.ERASE
    )
    with platform.database.write() as connection:
        platform.consequences.erasures.order(connection, [wanted], central.now_ms())
    platform.catch_up()

    assert not storage.path(device.device_id, blob_id).exists()
    assert central.rows(schema.attachment) == []
    assert [row["state"] for row in central.rows(schema.blob)] == [BlobState.ERASED]
    with pytest.raises(Refused) as refused:
        platform.blobs.begin(device.device_id, blob_id, 0, len(sealed))
    assert refused.value.status == 410


def test_a_file_that_another_event_names_survives_an_erasure(central: Central) -> None:
    """Of two events that name one file, erasing one leaves the file to the other."""
    device = central.enrol()
    (sealed,) = register_with(central, device, b"photo")
    salt = os.urandom(16)
    named = Attachment(
        index=1, media_type="image/webp", length_bytes=len(sealed), blob_id=blob_id_of(sealed)
    )
    first = device.items[1].event_id
    device.record(a_registration(device, salt, attachments=(named,)), salt=salt, refs=(first,))
    central.push(device, 1, 3)
    take(central, device, sealed)
    wanted = Wanted(
        device_id=device.device_id, event_id=EventId(device.items[2].event_id), act=ErasureAct.ERASE
    )
    with central.database.write() as connection:
        central.platform.consequences.erasures.order(connection, [wanted], central.now_ms())
    central.platform.catch_up()

    storage = central.platform.blobs.storage
    assert storage.is_whole(device.device_id, blob_id_of(sealed), len(sealed))


def command(central: Central, *words: str) -> tuple[int, str, str]:
    """Run `ventanilla-central files …`; return its status and what it wrote, out and err."""
    out, err = io.StringIO(), io.StringIO()
    name, *rest = words
    with redirect_stdout(out), redirect_stderr(err):
        status = main(["files", name, "--dir", str(central.folder), *rest])
    return status, out.getvalue(), err.getvalue()


def test_the_command_lists_what_is_missing_and_exports_what_is_here(
    central: Central, tmp_path: Path
) -> None:
    """A file is listed until it arrived; then it is written as the picture it was, once."""
    device = central.enrol()
    first, second = register_with(central, device, b"first photo", b"second photo")
    take(central, device, first)
    event_id = device.items[1].event_id.hex()

    status, out, _ = command(central, "missing")

    assert status == 0
    assert out.splitlines() == [
        f"{device.device_id.hex()} {event_id} 2 image/webp 0/{len(second)}",
        "missing 1",
    ]
    asked = ("--device", device.device_id.hex(), "--event", event_id, "--out")
    where = tmp_path / "photo.webp"
    assert command(central, "export", *asked, str(where), "--index", "1")[0] == 0
    assert where.read_bytes() == b"first photo"
    for index, said in (("2", "not arrived"), ("3", "no event here")):
        status, _, err = command(central, "export", *asked, str(tmp_path / "n"), "--index", index)
        assert (status, said in err) == (10, True)


def test_files_of_a_rescue_are_taken_where_an_event_names_them(central: Central) -> None:
    """What a damaged device could still give: named and sound files only, erased ones never."""
    device = central.enrol()
    first, second = register_with(central, device, b"first photo", b"second photo")
    blobs = (
        (blob_id_of(first), first),
        (blob_id_of(second), b"damaged"),
        (blob_id_of(b"stranger"), b"stranger"),
    )
    manifest = RescueManifest(
        format=FORMAT,
        device_id=device.device_id,
        sealed_to=bytes(8),
        made_seconds=1_795_000_000,
        app_version="1.0.0",
        streams=(),
        pieces=0,
        receipts=0,
        drafts=0,
        files=len(blobs),
    )
    rescue = Rescue(manifest=manifest, events=(), receipts=(), drafts=(), blobs=blobs)

    assert import_files(central.platform, rescue) == 1

    (row,) = [one for one in central.rows(schema.blob) if one["state"] == BlobState.WHOLE]
    assert row["blob_id"] == blob_id_of(first)
