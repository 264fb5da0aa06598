"""Photos arrive, continued at the byte, and nothing else waits for one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sync.device.blob_tables import is_safe_elsewhere, scan, waiting
from sync.device.engine import Engine
from sync.device.link import LinkState
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.ids import EventId
from sync.journal import Transaction, erase
from sync.messages import BlobConfirmation, build_blob_confirmation
from tests.support.blob_files import MemoryFiles, record_with_files
from tests.support.delivery import Behaviour, Device, SqliteStore
from tests.support.logs import ExpectedLogs
from tests.support.model_blobs import ModelBlobs
from tests.support.model_central import ModelCentral

PHOTO = bytes(range(256)) * 1_600  # 409,600 bytes


class Place:
    """A device with photos and a central that takes them."""

    def __init__(self) -> None:
        self.central = ModelCentral()
        self.blobs = ModelBlobs(self.central)
        self.store = SqliteStore()
        self.store.migrate()
        self.files = MemoryFiles()
        self.device = Device(self.central, store=self.store)
        self.start_again()
        self.device.open_stream()
        self.device.wire.always = self.blobs.handle

    def start_again(self) -> None:
        """Be the program started anew: only the tables remember."""
        device = self.device
        device.start_program()
        device.desk = replace(device.desk, files=self.files)
        device.engine = Engine(device.desk, device.wire, device.changed.append)

    def waiting(self) -> int:
        return self.store.read(waiting).count

    def safe(self, blob_id: bytes) -> bool:
        """Say whether the event of a file, and so the file, may go."""

        def work(tx: Transaction) -> bool:
            scan(tx)
            row = tx.execute(
                "SELECT event_id FROM blob_event WHERE blob_id = ?", (blob_id,)
            ).fetchone()
            return is_safe_elsewhere(tx, EventId(row[0]))

        return self.store.write(work)


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place()
    yield made
    made.store.close()


def test_a_photo_arrives_and_is_confirmed(place: Place) -> None:
    """After one contact the central holds the sealed file and the device waits for nothing."""
    (blob_id,) = record_with_files(place.device, place.files, PHOTO)
    assert place.waiting() == 1

    place.device.run(60)

    assert place.blobs.whole[blob_id.hex()] == place.files.held[blob_id]
    assert place.waiting() == 0
    assert place.blobs.asked == [("PATCH", 0, len(PHOTO) + 16)]


def test_a_cut_photo_goes_on_at_the_byte(place: Place) -> None:
    """400 KB on a line that breaks three times are sent once: HEAD says where to go on."""
    limits = [100_000, 90_001, 1]
    place.blobs.cut_after = lambda _request: limits.pop(0) if limits else None
    record_with_files(place.device, place.files, PHOTO)

    place.device.run(120)

    assert place.blobs.bytes_taken == len(PHOTO) + 16
    assert place.blobs.asked == [
        ("PATCH", 0, 409_616),
        ("HEAD", 0, 0),
        ("PATCH", 100_000, 309_616),
        ("HEAD", 0, 0),
        ("PATCH", 190_001, 219_615),
        ("HEAD", 0, 0),
        ("PATCH", 190_002, 219_614),
    ]
    assert place.waiting() == 0


def test_a_portal_in_mid_contact_puts_no_photo_off(place: Place) -> None:
    """Its pages in the place of answers say nothing of a file: it goes once the portal is open."""
    record_with_files(place.device, place.files, PHOTO)
    pages = [
        Response(status=status, headers={"content-type": "text/html"}) for status in (403, 404)
    ]

    def portal(request: Request) -> Response | NoAnswer:
        if pages and request.path.startswith("/v1/blobs/"):
            return pages.pop()
        return place.blobs.handle(request)

    place.device.wire.always = portal

    place.device.run(300)

    assert pages == []
    assert place.waiting() == 0


def test_a_restart_goes_on_at_the_byte(place: Place) -> None:
    """The program is killed in the middle: the next start asks and goes on."""
    place.blobs.cut_after = lambda _request: 50_000
    record_with_files(place.device, place.files, PHOTO)
    while not place.blobs.asked:
        place.device.run(5, steps=1)
    place.blobs.cut_after = lambda _request: None
    place.start_again()

    place.device.run(60)

    assert place.blobs.asked[1:] == [("HEAD", 0, 0), ("PATCH", 50_000, 359_616)]
    assert place.waiting() == 0


def test_a_lost_confirmation_is_asked_again_without_a_byte(place: Place) -> None:
    """All arrived, the answer did not: an empty PATCH brings it."""
    (blob_id,) = record_with_files(place.device, place.files, b"x" * 1000)
    place.blobs.whole[blob_id.hex()] = place.files.held[blob_id]

    place.device.run(60)

    assert place.blobs.asked == [("PATCH", 0, 1016), ("PATCH", 1016, 0)]
    assert place.waiting() == 0


def test_a_proxy_that_buffers_gets_small_pieces(place: Place) -> None:
    """Two cuts without a byte arriving: 128 KiB at a time for this contact, whole ones after it."""
    place.blobs.buffers = True
    place.blobs.cut_after = lambda request: 200_000 if _size(request) > 200_000 else None
    record_with_files(place.device, place.files, PHOTO)

    place.device.run(120)

    sizes = [size for method, _, size in place.blobs.asked if method == "PATCH"]
    assert sizes == [409_616, 409_616, 131_072, 131_072, 131_072, 16_400]
    assert place.waiting() == 0

    place.blobs.buffers = False
    place.blobs.cut_after = lambda _request: None
    place.device.engine.way_out_changed("another network")
    record_with_files(place.device, place.files, PHOTO[::-1])
    place.device.run(120)
    assert place.blobs.asked[-1] == ("PATCH", 0, 409_616)


@pytest.mark.parametrize("status", [413, 507])
def test_a_photo_that_is_refused_waits_alone(
    place: Place, status: int, expected_logs: ExpectedLogs
) -> None:
    """413 and 507 hold back that file; the others, and the records, arrive."""
    expected_logs.expect("delivery", "waits")
    bad, good = record_with_files(place.device, place.files, b"bad" * 99, b"good" * 99)
    place.blobs.refused[bad.hex()] = (status, "size" if status == 413 else "blob-quota")

    place.device.run(60)

    assert list(place.blobs.whole) == [good.hex()]
    assert len(place.central.stored) == 2
    held = place.store.read(waiting)
    assert (held.count, held.size_bytes) == (1, 297 + 16)
    assert held.code == ("size" if status == 413 else "blob-quota")
    tries = len(place.blobs.asked)

    del place.blobs.refused[bad.hex()]
    place.device.run(3 * 3600, steps=2_000)
    assert len(place.blobs.asked) == tries
    place.device.run(4 * 3600, steps=2_000)
    assert place.waiting() == 0


def test_enviar_ahora_tries_a_refused_photo_at_once(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """A person who asks for it does not wait six hours."""
    expected_logs.expect("delivery", "waits")
    (blob_id,) = record_with_files(place.device, place.files, b"later")
    place.blobs.refused[blob_id.hex()] = (507, "blob-quota")
    place.device.run(60)
    place.blobs.refused.clear()

    place.device.engine.deliver_now()
    place.device.run(5)

    assert place.waiting() == 0


def test_only_a_confirmation_that_fits_counts(place: Place) -> None:
    """201 without a signature, another length, another device: the file still waits."""
    (blob_id,) = record_with_files(place.device, place.files, b"mine")

    def saying(**changes: object) -> Response:
        values: dict[str, object] = {
            "device_id": place.device.keys.device_id,
            "incarnation": place.central.incarnation,
            "blob_id": blob_id,
            "length_bytes": 20,
        }
        said = BlobConfirmation(**(values | changes))  # type: ignore[arg-type]
        return Response(status=201, body=build_blob_confirmation(place.central.keys.signer, said))

    answers = [
        Response(status=201),
        Response(status=201, body=b"<html>"),
        saying(length_bytes=21),
        saying(device_id=b"another!"),
        saying(blob_id=bytes(16)),
    ]
    for answer in answers:
        place.device.wire.always = _always_for_patch(place, answer)
        place.device.engine.deliver_now()
        place.device.run(5, steps=8)
        assert place.waiting() == 1, answer

    place.device.wire.always = _always_for_patch(place, saying())
    place.device.engine.deliver_now()
    place.device.run(30)
    assert place.waiting() == 0


def test_a_restored_central_is_sent_the_file_again(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """A new incarnation forgets every confirmation: what the central lost goes again."""
    expected_logs.expect("delivery", "another one")
    (blob_id,) = record_with_files(place.device, place.files, PHOTO)
    place.device.run(60)
    place.blobs.whole.clear()
    place.central.forget_after(1)

    assert place.waiting() == 0
    place.device.record()
    place.device.run(60)

    assert place.blobs.whole[blob_id.hex()] == place.files.held[blob_id]
    assert place.waiting() == 0


def test_another_incarnation_in_a_confirmation_makes_it_probe(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """A confirmation of a database not adopted yet does not count; the central is asked first."""
    expected_logs.expect("delivery", "another one")
    record_with_files(place.device, place.files, b"now")
    while len(place.device.wire.sent) < 3:
        place.device.run(20, steps=1)
    place.central.incarnation = b"J" * 16
    place.device.run(20, steps=1)
    assert place.waiting() == 1

    place.device.run(60)

    paths = place.device.wire.paths()
    first = next(at for at, path in enumerate(paths) if path.startswith("blobs/"))
    assert paths[first + 1] == "probe"
    assert place.waiting() == 0


def test_a_damaged_transfer_begins_from_zero(place: Place, expected_logs: ExpectedLogs) -> None:
    """A wrong hash sends the file anew; twice wrong with a sound file: it waits, others go on."""
    expected_logs.expect("delivery", "blob-hash")
    place.blobs.damaged = True
    record_with_files(place.device, place.files, b"a" * 500)

    place.device.run(60)

    assert place.blobs.asked == [("PATCH", 0, 516), ("PATCH", 0, 516)]
    assert place.store.read(waiting).code == "blob-hash"


def test_a_file_that_is_gone_is_not_waited_for(place: Place, expected_logs: ExpectedLogs) -> None:
    """A file missing on this disk blocks nothing, is counted apart, and is found again later."""
    expected_logs.expect("delivery", "blob-missing")
    lost, kept = record_with_files(place.device, place.files, b"lost", b"kept")
    sealed = place.files.held.pop(lost)

    place.device.run(60)

    held = place.store.read(waiting)
    assert list(place.blobs.whole) == [kept.hex()]
    assert (held.count, held.missing) == (0, 1)

    place.files.put(lost, sealed)
    place.start_again()
    place.device.run(60)
    assert place.blobs.whole[lost.hex()] == sealed
    assert place.store.read(waiting).missing == 0


def test_a_file_that_went_after_it_arrived_is_confirmed_all_the_same(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """What the central has whole is asked for by an empty PATCH, file or not."""
    expected_logs.expect("delivery", "another one")
    (blob_id,) = record_with_files(place.device, place.files, b"there")
    place.device.run(60)
    place.central.incarnation = b"K" * 16
    place.files.remove(blob_id)

    place.device.record()
    place.device.run(60)

    held = place.store.read(waiting)
    assert (held.count, held.missing) == (0, 0)


def test_a_disk_that_cannot_read_ends_the_request_only(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """An unreadable file is no failure of the link: everything else arrives."""
    expected_logs.expect("delivery", "blob-missing")
    bad, good = record_with_files(place.device, place.files, b"bad", b"good")
    place.files.unreadable.add(bad)

    place.device.run(60)

    assert list(place.blobs.whole) == [good.hex()]
    assert place.device.link() is LinkState.UP


def test_drawn_before_photographed_and_records_before_both(place: Place) -> None:
    """When bytes are scarce, what a person signed goes before any photo."""
    photos = record_with_files(place.device, place.files, b"photo 1", b"photo 2")
    drawn = record_with_files(place.device, place.files, b"line", media_type="image/png")

    place.device.run(60)

    assert list(place.blobs.whole) == [one.hex() for one in (*drawn, *photos)]
    assert place.device.wire.paths()[:3] == ["probe", "push", "pull"]


def test_a_large_file_makes_room_for_a_record(place: Place) -> None:
    """A record saved while a photo has been on the line for long goes first; the photo goes on."""
    device = place.device
    record_with_files(device, place.files, bytes(2**20))
    device.run(20, steps=3)
    begun: list[int] = []

    def slow(request: Request) -> Response | NoAnswer:
        upload = request.upload
        if upload is not None and not begun:
            begun.append(1)
            device.clock.pass_seconds(21)
            device.record()
        return place.blobs.handle(request)

    device.wire.always = slow
    device.run(120)

    paths = device.wire.paths()
    first = next(at for at, path in enumerate(paths) if path.startswith("blobs/"))
    assert paths[first + 1] == "push"
    assert len(place.central.stored) == 3
    assert place.blobs.bytes_taken == 2**20 + 16
    assert place.waiting() == 0


def test_trouble_with_photos_stops_nothing_else(place: Place) -> None:
    """The central refuses every blob with 500: records and reference data go on, the link is up."""
    record_with_files(place.device, place.files, b"photo")

    def broken(request: Request) -> Response | NoAnswer:
        if request.path.startswith("/v1/blobs/"):
            return Response(status=500)
        return place.central.handle(request)

    place.device.wire.always = broken
    place.device.run(60)
    place.device.record()
    place.device.run(60)

    assert len(place.central.stored) == 3
    assert place.device.link() is LinkState.UP
    assert place.waiting() == 1


def test_files_of_an_older_program_are_found(place: Place) -> None:
    """A file that was recorded before the table existed waits too."""
    record_with_files(place.device, place.files, b"old 1", b"old 2")
    record_with_files(place.device, place.files, b"old 3")
    place.device.run_sql("DELETE FROM blob_scan")
    place.device.run_sql("DELETE FROM blob_event")
    place.device.run_sql("DELETE FROM blob")
    assert place.waiting() == 3

    place.device.run(60)

    assert len(place.blobs.whole) == 3


def test_a_file_of_an_erased_event_is_not_sent(place: Place) -> None:
    """What the law erased waits no more, and its row is gone with it."""
    (blob_id,) = record_with_files(place.device, place.files, b"erased")
    event_id = place.device.recorded[-1].event_id

    place.store.write(lambda tx: erase(tx, [event_id]))
    place.device.run(60)

    assert place.waiting() == 0
    assert blob_id.hex() not in place.blobs.whole


def test_a_file_may_go_only_when_a_backup_made_after_it_exists(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """Durable up to its event is not enough: an event recorded after the confirmation must be."""
    expected_logs.expect("delivery", "another one")
    (blob_id,) = record_with_files(place.device, place.files, b"photo")
    place.device.run(60)
    place.central.durable_of = lambda _seq: 2
    place.device.engine.deliver_now()
    place.device.run(1_000)
    assert not place.safe(blob_id)

    place.device.record()
    place.central.durable_of = lambda seq: seq
    place.device.run(1_000)
    assert place.safe(blob_id)

    place.central.incarnation = b"L" * 16
    place.blobs.cut_after = lambda _request: 0
    place.device.wire.always = _always_for_patch(place, NoAnswer(failure=Failure.CUT))
    place.device.engine.deliver_now()
    place.device.engine.way_out_changed("again")
    place.device.run(20, steps=6)
    assert not place.safe(blob_id)


def _size(request: Request) -> int:
    return request.body_bytes


def _always_for_patch(place: Place, answer: Response | NoAnswer) -> Behaviour:
    def behave(request: Request) -> Response | NoAnswer:
        if request.method in {"PATCH", "HEAD"}:
            if request.method == "HEAD":
                return Response(status=404)
            return answer
        return place.central.handle(request)

    return behave
