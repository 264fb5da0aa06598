"""Dictionaries are published, known for ever, and seen by processes that run already."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.catalogue import DictionaryEntry, decode_entry
from sync.central.__main__ import REFUSED, main
from sync.central.dictionaries import KnownDictionaries, all_dictionaries
from sync.central.editions import Dataset, current_items
from sync.central.pages import PullRequest
from sync.dictionaries import dictionary_id, resources_beside_us, shipped_dictionaries
from sync.envelope import build_envelope
from sync.errors import MessageInvalid
from sync.ids import kid_of
from sync.messages import read_ack, read_page
from tests.delivery.central_support import Central, Device, record_a_day

[(NUMBER, CONTENT), *_] = sorted(shipped_dictionaries(resources_beside_us()).items())


def another(number: int) -> bytes:
    """Return the shipped dictionary under another id."""
    return CONTENT[:4] + number.to_bytes(4, "little") + CONTENT[8:]


def publish(central: Central, *files: Path) -> int:
    return main(["publish-dictionaries", "--dir", str(central.folder), *map(str, files)])


def packed(central: Central, device: Device, dictionary: bytes) -> bytes:
    return build_envelope(
        device.signer,
        stream=device.stream,
        first=1,
        previous_head=device.heads[0],
        last_head=device.heads[3],
        items=device.items[:3],
        seal_public=central.platform.profile.centrals()[0].seal_public,
        dictionary=dictionary,
    )


def test_what_is_published_beside_a_running_central_opens_envelopes(
    central: Central, device: Device, tmp_path: Path
) -> None:
    """Before: `dict`, and the device packs without; after the command: an ack, without a restart.

    It stays known when another one is published in its place.
    """
    record_a_day(device)
    envelope = packed(central, device, another(77))
    with pytest.raises(MessageInvalid, match="dict"):
        central.platform.pushes.answer(envelope)
    (tmp_path / "one").write_bytes(another(77))
    (tmp_path / "two").write_bytes(another(78))

    assert publish(central, tmp_path / "one") == 0
    answer = central.platform.pushes.answer(envelope)
    assert publish(central, tmp_path / "two") == 0

    signer = central.platform.keys.signer
    assert read_ack(answer.ack, {signer.kid: signer.point}).seq == 3
    with central.database.read() as connection:
        assert set(all_dictionaries(connection)) == {77, 78}
        assert len(current_items(connection, Dataset.DICTIONARIES)) == 1
    assert KnownDictionaries(central.database, {})[77] == another(77)


def test_devices_pull_it(central: Central, device: Device) -> None:
    """Dataset 7 travels in a page, whole, under its id; without files it is the program's own."""
    assert publish(central) == 0

    page = read_page(
        central.platform.pages.page(
            device.device_id,
            PullRequest(cursor=b"", max_bytes=2**20, datasets=frozenset({7})),
        ),
        {central.platform.keys.signer.kid: central.platform.keys.signer.point},
        device_id=device.device_id,
        seal_keys={kid_of(device.seal[1]): device.seal[0]},
    )

    entry = page.entries[0]
    assert entry.value is not None
    assert decode_entry(7, entry.key, entry.value) == DictionaryEntry(
        dictionary_id=NUMBER, content=CONTENT
    )


def test_what_is_no_dictionary_is_refused(
    central: Central, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text, and another content under a published id: nothing is published."""
    (tmp_path / "text").write_bytes(b"no dictionary")
    (tmp_path / "one").write_bytes(another(77))
    (tmp_path / "changed").write_bytes(another(77)[:-1] + b"?")
    assert dictionary_id(another(77)) == 77
    publish(central, tmp_path / "one")

    statuses = [publish(central, tmp_path / "text"), publish(central, tmp_path / "changed")]

    said = capsys.readouterr().err
    assert statuses == [REFUSED, REFUSED]
    assert "dictionary.file" in said
    assert "publish.changed" in said
