"""The shared forms as XForm XML, each workbook converted once per run of the tests."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms.xlsform.convert import import_form
from forms.xlsform.files import ITEMSETS


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a device has it: its XML, and the files that its workbook made."""

    xml: bytes
    files: dict[str, bytes]


class Converted:
    """Keeps what was converted in a folder that all workers of one run share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def form(self, source: Path) -> Form:
        """Return a form that is accepted."""
        kept = self._folder / hashlib.sha256(source.read_bytes()).hexdigest()
        if not kept.exists():
            self._convert(source, kept)
        files = {one.name: one.read_bytes() for one in kept.iterdir()}
        return Form(files.pop(_XML), files)

    def _convert(self, source: Path, kept: Path) -> None:
        imported = import_form(source)
        assert imported.xml is not None, "\n".join(imported.report.lines())
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.mkdir()
        (draft / _XML).write_bytes(imported.xml)
        if imported.itemsets is not None:
            (draft / ITEMSETS).write_bytes(imported.itemsets.encode("utf-8"))
        try:
            draft.rename(kept)
        except OSError:
            # the other worker was faster with the same form; nothing else leaves a folder there
            assert kept.is_dir()


_XML = "form.xml"


def shared_by_workers(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run, the same one for every worker of pytest-xdist."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "converted"
    folder.mkdir(exist_ok=True)
    return folder
