"""A value too large for a page is fetched apart, byte by byte, and counts only once it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync.blobs import blob_id_of
from sync.device.pull import stopped_datasets
from sync.device.transport import Failure, NoAnswer, Request, Response
from sync.journal import Transaction
from sync.messages import LargeValue, PageEntry, PageOperation
from tests.support.delivery import Device, SqliteStore
from tests.support.logs import ExpectedLogs
from tests.support.model_central import ModelCentral

DATASET = 200  # of a newer central: kept as it is, so that only its transport is looked at
VALUE = b"".join(hashlib.sha256(bytes([one % 251, one // 251])).digest() for one in range(20_000))


class Place:
    """A device that pulls from a central with one large value."""

    def __init__(self) -> None:
        self.central = ModelCentral()
        self.store = SqliteStore()
        self.store.migrate()
        self.device = Device(self.central, store=self.store)
        self.device.open_stream()
        self.device.wire.always = self.handle
        self.key = b"k" * 32
        self.sealed = ChaCha20Poly1305(self.key).encrypt(bytes(12), VALUE, b"")
        self.served = self.sealed
        self.cuts: list[int] = []
        self.status = 206
        self.asked: list[str] = []
        self.bytes_given = 0

    @property
    def large(self) -> LargeValue:
        return LargeValue(
            blob_id=blob_id_of(self.sealed), length_bytes=len(self.sealed), key=self.key
        )

    def handle(self, request: Request) -> Response | NoAnswer:
        """Answer GET with a range, cut where a test says so; the rest is the model's."""
        if request.method != "GET" or not request.path.startswith("/v1/blobs/"):
            return self.central.handle(request)
        self.asked.append(request.headers["Range"])
        if self.status != 206:
            return Response(status=self.status)
        first, last = (int(one) for one in request.headers["Range"][6:].split("-"))
        piece = self.served[first : last + 1]
        headers = {"content-range": f"bytes {first}-{last}/{len(self.served)}"}
        if self.cuts:
            piece = piece[: self.cuts.pop(0)]
            self.bytes_given += len(piece)
            return NoAnswer(failure=Failure.CUT, status=206, headers=headers, partial=piece)
        self.bytes_given += len(piece)
        return Response(status=206, headers=headers, body=piece)

    def publish(self, *pages: list[PageEntry]) -> None:
        self.central.pages = list(pages)

    def held(self) -> dict[str, bytes]:
        """Return what readers see of the dataset."""

        def work(tx: Transaction) -> dict[str, bytes]:
            rows = tx.execute("SELECT key, value FROM reference WHERE dataset = ?", (DATASET,))
            return {row[0]: bytes(row[1]) for row in rows.fetchall()}

        return self.store.read(work)

    def left(self) -> int:
        """Return how many pieces are still kept."""
        count: int = self.store.read(
            lambda tx: tx.execute("SELECT count(*) FROM pulled_piece").fetchone()[0]
        )
        return count


def put(key: str, value: bytes | None, large: LargeValue | None = None) -> PageEntry:
    return PageEntry(
        dataset=DATASET,
        key=key,
        version=1,
        operation=PageOperation.PUT,
        value=value,
        large=large,
    )


COMPLETE = PageEntry(
    dataset=DATASET, key="", version=0, operation=PageOperation.SNAPSHOT_COMPLETE, value=None
)


@pytest.fixture
def place() -> Iterator[Place]:
    made = Place()
    yield made
    made.store.close()


def test_a_large_value_arrives_whole(place: Place) -> None:
    """640 KB come in three requests; the page is applied once, and nothing of the pieces stays."""
    place.publish([put("small", b"s"), put("large", None, place.large), COMPLETE])

    place.device.run(60)

    assert place.held() == {"small": b"s", "large": VALUE}
    assert place.asked == ["bytes=0-262143", "bytes=262144-524287", "bytes=524288-640015"]
    assert place.left() == 0
    assert place.device.changed == [frozenset({DATASET})]


def test_a_cut_goes_on_at_the_byte_also_after_a_restart(place: Place) -> None:
    """What came before a cut is kept; every byte is fetched once."""
    place.publish([put("large", None, place.large), COMPLETE])
    place.cuts = [100_001, 1, 0]
    while len(place.asked) < 3:
        place.device.run(20, steps=1)
    place.device.start_program()

    place.device.run(120)

    assert place.held() == {"large": VALUE}
    assert place.bytes_given == len(place.sealed)
    assert place.asked[3] == "bytes=100002-362145"


def test_what_is_held_stays_until_the_new_edition_is_whole(place: Place) -> None:
    """The old value is not touched while its successor is on the way."""
    place.publish([put("large", b"old"), COMPLETE])
    place.device.run(60)
    place.publish([put("large", b"old"), COMPLETE], [put("large", None, place.large), COMPLETE])
    place.cuts = [1_000] * 50
    place.device.engine.deliver_now()
    place.device.run(30, steps=20)
    assert place.asked
    assert place.held() == {"large": b"old"}

    place.cuts = []
    place.device.run(120)
    assert place.held() == {"large": VALUE}


def test_a_value_that_is_not_to_be_had_stops_its_dataset_only(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """404: that dataset keeps what it had and says so; others, and records, go on."""
    expected_logs.expect("delivery", "large value")
    expected_logs.expect("delivery", "stops")
    place.status = 404
    other = PageEntry(dataset=201, key="x", version=1, operation=PageOperation.PUT, value=b"other")
    place.publish([put("large", None, place.large), COMPLETE, other])
    place.device.record()

    place.device.run(60)

    assert place.held() == {}
    assert place.device.changed == [frozenset({201})]
    assert [(one.dataset, one.code) for one in place.store.read(stopped_datasets)] == [
        (DATASET, "value")
    ]
    assert len(place.central.stored) == 2


def test_other_bytes_than_the_page_says_are_never_applied(
    place: Place, expected_logs: ExpectedLogs
) -> None:
    """Twice wrong by its hash: the dataset stops; nothing of it is shown."""
    expected_logs.expect("delivery", "stops")
    place.served = bytes(len(place.sealed))
    place.publish([put("large", None, place.large), COMPLETE])

    place.device.run(60)

    assert place.held() == {}
    assert len(place.asked) == 6
    assert [one.code for one in place.store.read(stopped_datasets)] == ["value"]


def test_a_wrong_key_is_never_applied(place: Place, expected_logs: ExpectedLogs) -> None:
    """The bytes are right, the key is not: the dataset stops."""
    expected_logs.expect("delivery", "stops")
    wrong = LargeValue(
        blob_id=place.large.blob_id, length_bytes=place.large.length_bytes, key=b"w" * 32
    )
    place.publish([put("large", None, wrong), COMPLETE])

    place.device.run(60)

    assert place.held() == {}


def test_a_portal_gives_no_byte_of_a_value(place: Place) -> None:
    """HTML with 200 in the middle of a value is no part of it."""
    place.publish([put("large", None, place.large), COMPLETE])
    place.cuts = [50_000]
    while not place.asked:
        place.device.run(20, steps=1)
    page = Response(status=200, headers={"content-type": "text/html"}, body=b"<html>" * 99)
    place.device.wire.script = [place.handle, lambda _request: page]

    place.device.run(120)

    assert place.held() == {"large": VALUE}
