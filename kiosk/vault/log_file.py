"""The database's log, read without a key: which frames hold, and what lies behind a broken one.

SQLite stops at the first frame that does not verify and says nothing. A log torn inside its last
commit is what every power cut leaves; where more commits of the same round lie behind a broken
frame, they were confirmed and would silently be gone. Whether a last commit was torn or damaged
only the witness knows. Frame headers are plain; their sums run over the encrypted pages.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

HEADER_BYTES, FRAME_HEADER_BYTES = 32, 24
_OUR_PAGE_BYTES = 4096
_PAGE_SIZES = frozenset(2**power for power in range(9, 17))
_MAGIC_LITTLE, _MAGIC_BIG = 0x377F0682, 0x377F0683


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One page in the log; *pages* is the file's size in pages where it ends a commit, else 0."""

    page: int
    pages: int
    at: int  # where its content begins in the log
    holds: bool  # it and every frame before it verify

    @property
    def commits(self) -> bool:
        """Return whether this frame ends a commit."""
        return self.pages != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """What stands in a log: the frames of its present round, in order."""

    page_bytes: int
    frames: tuple[Frame, ...]
    header_holds: bool

    @property
    def lost_commits(self) -> int:
        """Return how many commits stand behind a frame that does not hold."""
        return sum(frame.commits for frame in self.frames if not frame.holds)

    @property
    def commits(self) -> int:
        """Return how many commits can be read."""
        return sum(frame.commits for frame in self.frames if frame.holds)

    @property
    def damaged(self) -> bool:
        """Return whether confirmed saves lie behind a broken frame: no power cut leaves that."""
        return self.lost_commits > 1


EMPTY = LogFile(page_bytes=0, frames=(), header_holds=True)


def read_log(path: Path) -> LogFile:
    """Return what stands in a log; an absent or empty one holds nothing and is sound.

    Where the header itself is damaged every whole frame is listed as one that does not hold.
    Raises OSError.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return EMPTY
    if not data:
        return EMPTY
    if len(data) < HEADER_BYTES:
        return LogFile(page_bytes=0, frames=(), header_holds=False)
    magic, _format, page_bytes, _round = struct.unpack(">4I", data[:16])
    salt = data[16:24]
    order = ">" if magic == _MAGIC_BIG else "<"
    sums = _sums(data[:24], order, (0, 0))
    sound = magic in (_MAGIC_LITTLE, _MAGIC_BIG) and sums == struct.unpack(">2I", data[24:32])
    if not sound:
        page_bytes, salt = 4096, data[HEADER_BYTES + 8 : HEADER_BYTES + 16]
    frames: list[Frame] = []
    holds, step = sound, FRAME_HEADER_BYTES + page_bytes
    for start in range(HEADER_BYTES, len(data) - step + 1, step):
        head, content = data[start : start + 24], data[start + 24 : start + step]
        if holds:
            sums = _sums(content, order, _sums(head[:8], order, sums))
            holds = head[8:16] == salt and sums == struct.unpack(">2I", head[16:24])
        if not holds and head[8:16] != salt:
            continue  # of an earlier round, or its head is what was damaged
        page, pages = struct.unpack(">2I", head[:8])
        frames.append(Frame(page=page, pages=pages, at=start + 24, holds=holds))
    return LogFile(page_bytes=page_bytes, frames=_whole_commits(frames), header_holds=sound)


def commits_behind(path: Path, frames: int) -> int:
    """Return how many commits of a log's round stand behind its first *frames* frames.

    Reads the heads of frames alone, so that it can be asked at every opening. Raises OSError.
    """
    if not path.exists():
        return 0
    behind = 0
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES:
            return 0
        page_bytes = struct.unpack(">I", head[8:12])[0]
        if page_bytes not in _PAGE_SIZES:
            page_bytes = _OUR_PAGE_BYTES
        salts = {head[16:24], file.read(FRAME_HEADER_BYTES)[8:16]}  # one of the two may be damaged
        step = FRAME_HEADER_BYTES + page_bytes
        file.seek(HEADER_BYTES + frames * step)
        while len(data := file.read(step)) == step:
            behind += data[8:16] in salts and data[4:8] != bytes(4)
    return behind


def _whole_commits(frames: list[Frame]) -> tuple[Frame, ...]:
    """Return the frames up to the last commit: what follows was never confirmed."""
    last = max((place for place, frame in enumerate(frames) if frame.commits), default=-1)
    return tuple(frames[: last + 1])


def _sums(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    """Return SQLite's running sum over *data*, eight bytes at a time."""
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) & 0xFFFFFFFF
        second = (second + words[place + 1] + first) & 0xFFFFFFFF
    return first, second
