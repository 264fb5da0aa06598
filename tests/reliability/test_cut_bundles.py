"""Bundles that a stick lost the end of, or a bit: whole records count, nothing else does (§20)."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.bundle_errors import BundleError
from sync.bundle_reading import Bundle, ReadRecord
from sync.central.commands.bundles import take_files
from sync.device.bundles import Bundles
from tests.reliability.scene import Scene

SOAK = bool(os.environ.get("VENTANILLA_SOAK"))
FLIPS = 20_000 if SOAK else 400
EVERY = 1 if SOAK else 3
IMPORTS_EVERY = 10 if SOAK else 150


@pytest.fixture
def scene() -> Scene:
    """Give a machine with a few acts of work."""
    return Scene()


def bundles_of(scene: Scene) -> Bundles:
    return Bundles(scene.machine.desk, certificate=scene.machine.identity.certificate)


def written(scene: Scene, folder: Path) -> bytes:
    """Write a bundle and return its bytes."""
    done = bundles_of(scene).write(folder)
    assert done.parts == 1
    return (folder / done.names[0]).read_bytes()


def whole_records(path: Path, scene: Scene) -> Iterator[tuple[ReadRecord, bytes]]:
    """Yield the records that a reader holds to be whole, with their bytes."""
    with path.open("rb") as file:
        opened = Bundle(file, scene.machine.identity.keys.roots)
        for record in opened.records():
            if record.is_whole:
                yield record, opened.content(record)


def test_a_bundle_cut_anywhere_gives_its_whole_records(scene: Scene, tmp_path: Path) -> None:
    """Whatever is left of a file, every record in it that is whole is found, and no other bytes."""
    content = written(scene, tmp_path)
    path = tmp_path / "cut.vtb"
    path.write_bytes(content)
    records = list(whole_records(path, scene))
    known = [body for _, body in records]
    ends = [record.at + record.length for record, _ in records]
    assert ends[-1] == len(content)
    for length in range(0, len(content), EVERY):
        path.write_bytes(content[:length])
        found = [body for _, body in whole_records(path, scene)]
        assert found == known[: sum(end <= length for end in ends)]


def test_a_bundle_with_a_wrong_bit_anywhere_gives_no_wrong_byte(
    scene: Scene, tmp_path: Path
) -> None:
    """What a reader holds to be whole is as it was written, or names itself as not listed."""
    content = written(scene, tmp_path)
    path = tmp_path / "flipped.vtb"
    path.write_bytes(content)
    known = {body for _, body in whole_records(path, scene)}
    draw = random.Random(7)
    for _ in range(FLIPS):
        place = draw.randrange(len(content))
        spoilt = bytearray(content)
        spoilt[place] ^= 1 << draw.randrange(8)
        path.write_bytes(spoilt)
        for record, body in whole_records(path, scene):
            assert body in known or record.sha256 is None


def test_a_cut_bundle_at_the_central_stores_whole_envelopes_only(tmp_path: Path) -> None:
    """What is left is taken all or nothing for each envelope; the whole file completes it."""
    scene = Scene()
    content = written(scene, tmp_path)
    (path,) = tmp_path.glob("*.vtb")
    before = scene.stored()
    for length in range(0, len(content), IMPORTS_EVERY):
        path.write_bytes(content[:length])
        take_files(scene.central.platform, [path], None, lambda _line: None)
        rows, _marks = scene.stored()
        assert len(rows) in {len(before[0]), scene.saved() - 1}

    path.write_bytes(content)
    take_files(scene.central.platform, [path], tmp_path, lambda _line: None)
    bundles_of(scene).take(tmp_path)

    assert scene.machine.view().counts().delivered >= scene.saved() - 2


def test_a_cut_answer_on_the_stick_delivers_all_or_nothing(tmp_path: Path) -> None:
    """A `.vta` of which the end is gone confirms what its whole acknowledgements say."""
    scene = Scene()
    written(scene, tmp_path)
    before, saved = scene.acknowledged(), scene.saved()
    files = sorted(tmp_path.glob("*.vtb"))
    take_files(scene.central.platform, files, tmp_path, lambda _line: None)
    (answer,) = tmp_path.glob("*.vta")
    content = answer.read_bytes()
    for length in range(0, len(content), IMPORTS_EVERY):
        answer.write_bytes(content[:length])
        with contextlib.suppress(BundleError):  # nothing in it could be taken
            bundles_of(scene).take(tmp_path)
        assert before <= scene.acknowledged() <= scene.saved()

    answer.write_bytes(content)
    bundles_of(scene).take(tmp_path)

    assert scene.acknowledged() >= saved - 1
