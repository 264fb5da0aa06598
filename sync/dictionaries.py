"""zstd dictionaries for sealed contents: which are known, by the id inside them (PROTOCOL §7).

They are trained on synthetic events only, ship with the app, and come by pull (dataset 7). Files
are read by the composition roots; nothing here knows where they lie.
"""

from __future__ import annotations

import sys
from pathlib import Path

import zstandard

FOLDER_NAME = "dictionaries"
LARGEST_BYTES = 65_536


def dictionary_id(content: bytes) -> int:
    """Return the id that frames made with a dictionary name; 0 where *content* is none."""
    try:
        return int(zstandard.ZstdCompressionDict(content).dict_id())
    except zstandard.ZstdError:
        return 0


def shipped_dictionaries(resources: Path) -> dict[int, bytes]:
    """Return the dictionaries that ship with this program, by their ids; none where there is none.

    *resources* is its resource folder. A file that is no dictionary is left out: without one, an
    envelope is merely larger.
    """
    files = sorted((resources / FOLDER_NAME).glob("*.zstd-dict"))
    contents = [one.read_bytes() for one in files if one.stat().st_size <= LARGEST_BYTES]
    return {number: content for content in contents if (number := dictionary_id(content))}


def resources_beside_us() -> Path:
    """Return `resources/` of a source tree, of an installed wheel, or of a packaged program."""
    packaged = getattr(sys, "_MEIPASS", None)
    if packaged is not None:
        return Path(packaged) / "resources"
    root = Path(__file__).resolve().parent.parent
    source, installed = root / "resources", root / "ventanilla_resources"
    return source if source.is_dir() else installed
