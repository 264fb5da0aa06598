"""One bundle on its way to a drive: every part written, then every part read back."""

from __future__ import annotations

from pathlib import Path

from sync import bundle
from sync.bundle import Source
from sync.bundle_files import Cancelled, check_room, read_back, remove, write_file
from sync.device.bundle_report import BundlePhase, BundleProgress, Told


class Writing:
    """One bundle on its way to a drive."""

    def __init__(self, folder: Path, told: Told, cancelled: Cancelled) -> None:
        self._folder = folder
        self._told = told
        self._cancelled = cancelled
        self._done = 0
        self.total_bytes = 0
        self.written_bytes = 0
        self.paths: list[Path] = []

    def run(self, parts: list[tuple[str, bytes, list[Source]]]) -> None:
        """Write every part, then read every part back."""
        sizes = [bundle.part_bytes(signed, sources) for _, signed, sources in parts]
        self.total_bytes = self.written_bytes = sum(sizes)
        check_room(self._folder, self.total_bytes)
        hashes = []
        for name, signed, sources in parts:
            path = self._folder / name
            self.paths.append(path)
            pieces = bundle.part_pieces(signed, sources)
            hashes.append(write_file(path, pieces, self._wrote, self._cancelled))
        self._done = 0
        for path, sha256 in zip(self.paths, hashes, strict=True):
            read_back(path, sha256, self._checked, self._cancelled)

    def undo(self) -> None:
        """Leave nothing of it on the drive."""
        remove(*self.paths)

    def _wrote(self, count: int) -> None:
        self._tell(BundlePhase.WRITING, count)

    def _checked(self, count: int) -> None:
        self._tell(BundlePhase.CHECKING, count)

    def _tell(self, phase: BundlePhase, count: int) -> None:
        self._done += count
        self._told(BundleProgress(phase=phase, done_bytes=self._done, of_bytes=self.total_bytes))
