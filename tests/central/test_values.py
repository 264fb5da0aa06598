"""Published values above 64 KiB: named in the page, fetched apart, the same for every device."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sync.central import schema
from sync.central.editions import Dataset, publish_dataset
from sync.central.pages import PullRequest
from sync.ids import kid_of
from sync.messages import LARGE_VALUE_BYTES, PageEntry, PageOperation, read_page
from tests.delivery.central_support import Central, Device
from tests.support.blob_office import BlobOffice

LARGE = os.urandom(LARGE_VALUE_BYTES + 40_000)
FITS = os.urandom(LARGE_VALUE_BYTES)


@pytest.fixture
def office(central: Central) -> Iterator[BlobOffice]:
    """Give a central that answers, with a large value published."""
    device = central.enrol()
    with central.database.write() as connection:
        entries = [("fits", 1, FITS), ("large", 1, LARGE)]
        publish_dataset(connection, Dataset.TARIFFS, entries, central.now_ms())
    made = BlobOffice(central, device)
    yield made
    made.stop()


def pulled(office: BlobOffice, device: Device) -> list[PageEntry]:
    """Return every line that a device pulls of the dataset."""
    entries: list[PageEntry] = []
    cursor, more = b"", True
    signer = office.central.platform.keys.signer
    while more:
        wanted = frozenset({int(Dataset.TARIFFS)})
        request = PullRequest(cursor=cursor, max_bytes=2**18, datasets=wanted)
        page = read_page(
            office.central.platform.pages.page(device.device_id, request),
            {signer.kid: signer.point},
            device_id=device.device_id,
            seal_keys={kid_of(device.seal[1]): device.seal[0]},
        )
        entries += page.entries
        cursor, more = page.cursor_after, page.more
    return entries


def test_a_large_value_is_fetched_by_its_name(office: BlobOffice) -> None:
    """The page holds name, length and key; GET with Range gives bytes that open to the value."""
    entries = {one.key: one for one in pulled(office, office.device)}
    assert entries["fits"].value == FITS
    large = entries["large"].large
    assert entries["large"].value is None
    assert large is not None

    first = office.ask("GET", large.blob_id, Range="bytes=0-99999")
    rest = office.ask("GET", large.blob_id, Range=f"bytes=100000-{large.length_bytes - 1}")

    sealed = first.content + rest.content
    assert (first.status_code, rest.status_code, len(sealed)) == (206, 206, large.length_bytes)
    assert ChaCha20Poly1305(large.key).decrypt(bytes(12), sealed, b"") == LARGE
    assert "max-age" in first.headers["cache-control"]


def test_the_same_value_is_the_same_file_for_everybody(office: BlobOffice) -> None:
    """A second device, and a second pull, get the same name: it is sealed and kept once."""
    other = Device()
    office.central.enrol(other)
    first = [one.large for one in pulled(office, office.device) if one.large]
    second = [one.large for one in pulled(office, other) if one.large]
    assert first == second
    assert len(office.central.rows(schema.value_blob)) == 1
    assert office.ask("GET", first[0].blob_id, device=other).status_code == 200


def test_the_edition_ends_behind_its_large_values(office: BlobOffice) -> None:
    """Op 2 comes last: what is held goes only once every value of the edition was named."""
    operations = [one.operation for one in pulled(office, office.device)]
    assert operations[-1] is PageOperation.SNAPSHOT_COMPLETE
    assert operations.count(PageOperation.PUT) == 2
