"""A file of this computer as an answer: chosen in a dialog, read once, never opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMimeDatabase
from PySide6.QtWidgets import QFileDialog, QWidget

from kiosk.errors import KnownError
from kiosk.ui.questions.question import Given

LARGEST_FILE_BYTES = 100 * 1024 * 1024
"""A larger file is refused before it is read; the form's own limit is the service's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Which file, and how large one may be."""

    name: str
    most_mb: int


class FileTooLarge(KnownError):
    """The chosen file is larger than an answer may be; it was not read."""

    code: ClassVar[str] = "file.too_large"

    def __init__(self, name: str, most_bytes: int) -> None:
        super().__init__(FileFacts(name=name, most_mb=most_bytes // (1024 * 1024)))


class FileNotRead(KnownError):
    """The chosen file could not be read; nothing was taken from it."""

    code: ClassVar[str] = "file.not_read"

    def __init__(self, name: str) -> None:
        super().__init__(FileFacts(name=name, most_mb=0))


def choose_by_dialog(parent: QWidget, title: str, media_type: str) -> Given | None:
    """Let a person choose a file; None where none was chosen. Raises FileTooLarge, FileNotRead."""
    dialog = QFileDialog(parent.window(), title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    patterns = name_patterns(media_type)
    if patterns:
        dialog.setNameFilters([f"{title} ({' '.join(patterns)})"])
    taken = dialog.exec() == QFileDialog.DialogCode.Accepted
    names = dialog.selectedFiles() if taken else []
    dialog.deleteLater()
    return read_given(Path(names[0])) if names else None


def read_given(path: Path, most_bytes: int = LARGEST_FILE_BYTES) -> Given:
    """Return a file ready to be an answer. Raises FileTooLarge, FileNotRead."""
    try:
        if path.stat().st_size > most_bytes:
            raise FileTooLarge(path.name, most_bytes)
        content = path.read_bytes()
    except OSError as error:
        raise FileNotRead(path.name) from error
    kind = QMimeDatabase().mimeTypeForFileNameAndData(path.name, content[:4096]).name()
    return Given(content=content, media_type=kind, file_name=path.name)


def name_patterns(media_type: str) -> list[str]:
    """Return `*.png` and the like for a media type; none for any file."""
    wanted = [one.strip() for one in media_type.split(",") if one.strip()]
    if not wanted or any(one in ("*/*", "*") for one in wanted):
        return []
    patterns = {f"*{one}" for one in wanted if one.startswith(".")}
    for kind in QMimeDatabase().allMimeTypes():
        name = kind.name()
        if any(name == one or (one.endswith("/*") and name.startswith(one[:-1])) for one in wanted):
            patterns.update(kind.globPatterns())
    return sorted(patterns)
