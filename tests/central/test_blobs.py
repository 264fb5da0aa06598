"""PROTOCOL §13 over a real server: byte by byte, one writer, only what is whole is confirmed."""

from __future__ import annotations

import errno
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from sync import cbor
from sync.blobs import blob_id_of
from sync.central import blobs as blobs_module
from sync.central import schema
from sync.central.attachment_rows import BlobState
from sync.central.blob_files import BlobStorage
from sync.central.blobs import UNKNOWN_KEPT_MS, Here
from sync.central.parked import park
from sync.ids import DeviceId
from sync.messages import BlobConfirmation
from tests.delivery.central_support import Central, Device, a_person, stream_opened
from tests.support.blob_office import BlobOffice, register_with
from tests.support.logs import ExpectedLogs

SEALED = bytes(range(251)) * 1_632  # 409,632 bytes


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """Give a central on a file: what these tests are about is the wire and the disk."""
    made = Central(tmp_path)
    yield made
    made.close()


@pytest.fixture
def office(central: Central) -> Iterator[BlobOffice]:
    """Give a central that answers, with one device in its registry."""
    made = BlobOffice(central, central.enrol())
    yield made
    made.stop()


def test_a_file_in_one_request_is_confirmed(office: BlobOffice) -> None:
    """404 before, 201 and a signed confirmation after; HEAD then shows the whole length."""
    blob_id = blob_id_of(SEALED)
    assert office.ask("HEAD", blob_id).status_code == 404

    answer = office.patch(SEALED)

    assert answer.status_code == 201
    assert office.confirmation(answer) == BlobConfirmation(
        device_id=office.device.device_id,
        incarnation=office.central.platform.incarnation,
        blob_id=blob_id,
        length_bytes=len(SEALED),
    )
    head = office.ask("HEAD", blob_id)
    assert (head.status_code, head.headers["upload-offset"]) == (200, str(len(SEALED)))
    assert head.headers["upload-length"] == str(len(SEALED))


def test_every_cut_keeps_every_byte_that_came(office: BlobOffice) -> None:
    """Cut at the first byte, the last, and in between: HEAD says exactly what arrived."""
    draw = random.Random(20261127)
    cuts = sorted({1, len(SEALED) - 1, *(draw.randrange(2, len(SEALED)) for _ in range(6))})
    at = 0
    for place in cuts:
        office.cut(SEALED, at, place - at)
        at = place
        assert office.here(SEALED) == Here(offset=at, length_bytes=len(SEALED))

    answer = office.patch(SEALED, at)

    assert answer.status_code == 201
    storage = office.central.platform.blobs.storage
    assert storage.read(office.device.device_id, blob_id_of(SEALED)) == SEALED


def test_a_cut_before_the_first_byte_leaves_nothing_to_go_on_from(office: BlobOffice) -> None:
    """A connection that brings no byte does no harm: the file begins at 0."""
    with office.line(SEALED):
        office.until_begun(SEALED)
    assert office.patch(SEALED).status_code == 201


def test_a_wrong_offset_is_answered_with_the_true_one(office: BlobOffice) -> None:
    """409 `blob-offset` and where to go on from, before and behind, and once the file is whole."""
    office.patch(SEALED, 0, 1_000)
    for offset in (0, 999, 1_001):
        answer = office.patch(SEALED, offset, offset + 1)
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "1000")
        assert cbor.decode(answer.content) == {1: "blob-offset"}
    office.patch(SEALED, 1_000)
    answer = office.patch(SEALED, 1_000)
    assert (answer.status_code, answer.headers["upload-offset"]) == (409, str(len(SEALED)))


def test_an_empty_patch_asks_for_the_confirmation_again(office: BlobOffice) -> None:
    """The answer was lost: no byte is sent twice for it."""
    first = office.patch(SEALED)
    again = office.patch(SEALED, len(SEALED))
    assert (again.status_code, again.content) == (201, first.content)


def test_pieces_go_on_one_after_the_other(office: BlobOffice) -> None:
    """What a device sends in pieces behind a proxy is answered 204 with the next offset."""
    for at in range(0, len(SEALED), 131_072):
        answer = office.patch(SEALED, at, at + 131_072)
        if at + 131_072 < len(SEALED):
            assert answer.status_code == 204
            assert answer.headers["upload-offset"] == str(at + 131_072)
    assert answer.status_code == 201


def test_other_bytes_than_the_name_says_are_not_kept(office: BlobOffice) -> None:
    """409 `blob-hash`, offset 0, nothing of it is left; the right bytes are taken after that."""
    blob_id = blob_id_of(SEALED)
    wrong = office.ask("PATCH", blob_id, offset=0, length=len(SEALED), body=b"x" + SEALED[1:])
    assert (wrong.status_code, wrong.headers["upload-offset"]) == (409, "0")
    assert cbor.decode(wrong.content) == {1: "blob-hash"}
    assert office.on_disk(SEALED) == 0
    assert office.patch(SEALED).status_code == 201


def test_the_newest_connection_writes(office: BlobOffice) -> None:
    """A second PATCH takes over from one that hangs; the first one can do no harm any more."""
    with office.line(SEALED) as hanging:
        hanging.sendall(SEALED[:5_000])
        office.until(SEALED, 5_000)
        assert office.patch(SEALED, 5_000).status_code == 201
        hanging.sendall(b"y" * 70_000)
        assert hanging.recv(100).startswith(b"HTTP/1.1 409")
    storage = office.central.platform.blobs.storage
    assert storage.read(office.device.device_id, blob_id_of(SEALED)) == SEALED


def test_an_older_connection_spoils_nothing_of_a_newer_one(office: BlobOffice) -> None:
    """While a second PATCH is under way, other bytes of the first one are not written."""
    with office.line(SEALED) as older:
        older.sendall(SEALED[:5_000])
        office.until(SEALED, 5_000)
        with office.line(SEALED, 5_000) as newer:
            newer.sendall(SEALED[5_000:8_000])
            office.until(SEALED, 8_000)
            older.sendall(b"y" * 70_000)
            assert older.recv(100).startswith(b"HTTP/1.1 409")
            newer.sendall(SEALED[8_000:])
            assert newer.recv(100).startswith(b"HTTP/1.1 201")


def test_a_lock_does_not_outlive_its_process(office: BlobOffice, central: Central) -> None:
    """The central is killed in the middle: the next one goes on at the byte."""
    office.patch(SEALED, 0, 200_000)
    office.stop()
    central.restart()
    again = BlobOffice(central, office.device)
    try:
        assert again.here(SEALED) == Here(offset=200_000, length_bytes=len(SEALED))
        assert again.patch(SEALED, 200_000).status_code == 201
    finally:
        again.stop()


@pytest.mark.parametrize("named", [True, False])
def test_killed_between_rename_and_table_it_is_confirmed_after_all(
    office: BlobOffice, named: bool
) -> None:
    """All bytes are on the disk, the table does not say so yet: an empty PATCH confirms them."""
    office.patch(SEALED)
    storage = office.central.platform.blobs.storage
    whole = storage.path(office.device.device_id, blob_id_of(SEALED))
    if not named:
        whole.rename(whole.with_name(whole.name + ".part"))
    _set_state(office, BlobState.COMING)

    assert office.here(SEALED) == Here(offset=len(SEALED), length_bytes=len(SEALED))
    answer = office.patch(SEALED, len(SEALED))

    assert answer.status_code == 201
    assert storage.is_whole(office.device.device_id, blob_id_of(SEALED), len(SEALED))


def test_a_file_that_the_disk_lost_is_asked_for_again(
    office: BlobOffice, expected_logs: ExpectedLogs
) -> None:
    """What the table calls whole and the disk does not have begins at 0."""
    expected_logs.expect("sync.central.blobs", "gone from the disk")
    office.patch(SEALED)
    office.central.platform.blobs.storage.remove(office.device.device_id, blob_id_of(SEALED))
    head = office.ask("HEAD", blob_id_of(SEALED))
    assert (head.status_code, head.headers["upload-offset"]) == (200, "0")
    assert office.patch(SEALED).status_code == 201


@pytest.mark.parametrize(
    ("offset", "length", "status"),
    [(0, 16 * 2**20 + 1, 413), (2, 1, 400), (None, 10, 400), (0, None, 400)],
)
def test_headers_that_cannot_be_are_refused(
    office: BlobOffice, offset: int | None, length: int | None, status: int
) -> None:
    """Beyond 16 MiB 413; offset behind the end, or none stated, 400; nothing is noted."""
    answer = office.ask("PATCH", bytes(16), offset=offset, length=length, body=b"z")
    assert answer.status_code == status
    assert office.central.rows(schema.blob) == []


def test_more_than_the_stated_length_is_refused(office: BlobOffice) -> None:
    """A body longer than what is left is 400, and no byte beyond the length is written."""
    answer = office.ask("PATCH", bytes(16), offset=0, length=10, body=b"z" * 11)
    assert answer.status_code == 400
    assert office.central.rows(schema.blob) == []


@pytest.mark.parametrize("name", ["x", "0" * 31, "0" * 33, "../../central.pem", "%2e%2e"])
def test_only_a_hash_is_a_name(office: BlobOffice, name: str) -> None:
    """No path of the disk can be reached through a name."""
    path = f"/v1/blobs/{name}"
    answer = office.http.get(path, headers={"Authorization": office.token("GET", path)})
    assert answer.status_code in {401, 404}


def test_without_a_token_of_this_request_nothing_is_written(office: BlobOffice) -> None:
    """No token, or one of another method or path: 401."""
    path = f"/v1/blobs/{blob_id_of(SEALED).hex()}"
    sent = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    sent["Upload-Length"] = str(len(SEALED))
    for token in (None, office.token("HEAD", path), office.token("PATCH", path + "0")):
        headers = sent if token is None else {**sent, "Authorization": token}
        assert office.http.patch(path, content=SEALED, headers=headers).status_code == 401
    assert office.on_disk(SEALED) == 0


def test_unknown_files_have_a_limit_and_known_ones_do_not(
    office: BlobOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files no event names: 507 above the device's limit; an event that names one lets it in."""
    monkeypatch.setattr(blobs_module, "UNKNOWN_LIMIT_BYTES", 1_000)
    assert office.patch(b"a" * 900).status_code == 201
    refused = office.patch(b"b" * 101)
    assert refused.status_code == 507
    assert cbor.decode(refused.content)[1] == "blob-quota"

    (named,) = register_with(office.central, office.device, b"c" * 2_000)
    office.central.platform.catch_up()
    assert office.patch(named).status_code == 201


def test_unknown_files_go_after_sixty_days(office: BlobOffice) -> None:
    """What nothing named for 60 days is swept; what an event names stays, in quarantine too."""
    stranger = b"s" * 500
    (named,) = register_with(office.central, office.device, b"n" * 500)
    (held,) = register_with(
        office.central, office.device, b"q" * 500, form_id="unknown", submission_hash=bytes(4)
    )
    for one in (stranger, named, held):
        office.patch(one)
    office.central.platform.catch_up()
    office.central.clock.pass_seconds(UNKNOWN_KEPT_MS / 1000 - 60)
    office.central.platform.catch_up()
    assert office.on_disk(stranger) == 500
    office.central.clock.pass_seconds(blobs_module.SWEEP_SECONDS + 60)
    office.central.platform.catch_up()

    assert [office.on_disk(one) for one in (stranger, named, held)] == [0, 516, 516]
    assert office.ask("HEAD", blob_id_of(stranger)).status_code == 404


@pytest.mark.parametrize("where", ["stored", "parked"])
def test_an_old_file_whose_event_has_just_come_stays(office: BlobOffice, where: str) -> None:
    """Its event is stored and not looked through yet, or waits for one before it on a stick."""
    sealed = b"s" * 500
    platform, device = office.central.platform, office.device
    office.patch(sealed)
    platform.catch_up()
    office.central.clock.pass_seconds(UNKNOWN_KEPT_MS / 1000 + blobs_module.SWEEP_SECONDS)
    if where == "stored":
        device.record(stream_opened(), operator=0)
        device.record(a_person())
        office.central.push(device, 1, 2)
    else:
        park(
            platform.database,
            device.device_id,
            stream=bytes(16),
            first=9,
            envelope=b"waits",
            now_ms=office.central.now_ms(),
        )

    platform.blobs.sweep()

    assert office.on_disk(sealed) == 500


class FullDisk(BlobStorage):
    """A disk on which only so many bytes have room."""

    room = 10_000

    def write_at(
        self, device_id: DeviceId, blob_id: bytes, mark: bytes, offset: int, piece: bytes
    ) -> None:
        """Write what has room, then refuse as a full disk does."""
        fits = piece[: max(0, self.room - offset)]
        super().write_at(device_id, blob_id, mark, offset, fits)
        if len(fits) < len(piece):
            raise OSError(errno.ENOSPC, "no space left")


def test_a_full_disk_refuses_and_goes_on_once_there_is_room(office: BlobOffice) -> None:
    """507 in the middle; what had room is kept, and the rest follows when there is room again."""
    platform = office.central.platform
    disk = FullDisk(platform.blobs.storage.folder)
    object.__setattr__(platform.blobs, "storage", disk)

    refused = office.patch(SEALED)

    assert refused.status_code == 507
    assert office.here(SEALED) == Here(offset=10_000, length_bytes=len(SEALED))
    disk.room = 2**30
    assert office.patch(SEALED, 10_000).status_code == 201


def test_a_nearly_full_disk_takes_no_file(
    office: BlobOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal's room is never given to a photo."""
    monkeypatch.setattr(BlobStorage, "free_bytes", lambda _self: 64 * 2**20)
    assert office.patch(SEALED).status_code == 507
    assert office.central.rows(schema.blob) == []


def test_a_file_can_be_fetched_in_parts(office: BlobOffice) -> None:
    """GET gives the device its own file: 200, 206 from a byte on, 416 behind the end."""
    office.patch(SEALED)
    blob_id = blob_id_of(SEALED)
    assert office.ask("GET", blob_id).content == SEALED
    part = office.ask("GET", blob_id, Range="bytes=400000-")
    assert (part.status_code, part.content) == (206, SEALED[400_000:])
    assert part.headers["content-range"] == f"bytes 400000-409631/{len(SEALED)}"
    assert office.ask("GET", blob_id, Range="bytes=5-9").content == SEALED[5:10]
    assert office.ask("GET", blob_id, Range=f"bytes={len(SEALED)}-").status_code == 416


def test_a_file_is_its_devices_own(office: BlobOffice) -> None:
    """Another device neither sees a file nor can claim it by its hash."""
    other = Device()
    office.central.enrol(other)
    office.patch(SEALED)
    for method in ("HEAD", "GET"):
        assert office.ask(method, blob_id_of(SEALED), device=other).status_code == 404


def test_a_carrier_brings_anothers_file(office: BlobOffice) -> None:
    """`?for=` stores for the owner and confirms in the owner's name, by the carrier's own token."""
    carrier = Device()
    office.central.enrol(carrier)
    answer = office.ask(
        "PATCH",
        blob_id_of(SEALED),
        offset=0,
        length=len(SEALED),
        body=SEALED,
        query=f"?for={office.device.device_id.hex()}",
        device=carrier,
    )
    assert answer.status_code == 201
    assert office.confirmation(answer).device_id == office.device.device_id
    assert office.ask("HEAD", blob_id_of(SEALED)).status_code == 200
    stranger = office.ask("HEAD", blob_id_of(SEALED), query="?for=0011223344556677")
    assert stranger.status_code == 404


def test_a_file_that_came_whole_on_a_stick_is_confirmed_once_and_again(office: BlobOffice) -> None:
    """What is imported needs no connection, goes on from what the wire brought, and repeats."""
    office.patch(SEALED, 0, 77_777)
    take = office.central.platform.blobs.take_whole
    first = take(office.device.device_id, SEALED)
    assert take(office.device.device_id, SEALED) == first
    assert office.patch(SEALED, len(SEALED)).content == first


def _set_state(office: BlobOffice, state: BlobState) -> None:
    with office.central.database.write() as connection:
        connection.execute(update(schema.blob).values(state=int(state)))
