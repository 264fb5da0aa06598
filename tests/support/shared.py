"""Where the vectors and pictures handed over beside the repository are found."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def shared_folder() -> Path | None:
    """Return the nearest folder `shared` beside the repository or above it; None where none is."""
    for parent in REPOSITORY.parents:
        if (parent / "shared" / "vectors").is_dir():
            return parent / "shared"
    return None


def shared_file(relative: str) -> Path:
    """Return a file of the shared folder; skips the test with a clear line where it is absent."""
    folder = shared_folder()
    if folder is None or not (folder / relative).exists():
        pytest.skip(f"shared: {relative} is not beside this repository")
    return folder / relative
