"""Are the sealed files of answers what they were? Their name is their hash; no key is needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sync.blobs import blob_id_of


def checked_blobs(database: Path) -> Iterator[tuple[str, bool]]:
    """Yield each sealed file beside a database with whether it is as it was sealed."""
    folder = database.with_name("blobs")
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if len(path.name) != 32:
            continue
        try:
            yield path.name, blob_id_of(path.read_bytes()).hex() == path.name
        except OSError:
            yield path.name, False


def missing_blobs(database: Path, named: Collection[bytes]) -> tuple[str, ...]:
    """Return the names of files that something names and that are not there."""
    folder = database.with_name("blobs")
    return tuple(sorted(one.hex() for one in named if not (folder / one.hex()).is_file()))
