"""The shared forms as XForm XML, each workbook converted once per run of the tests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from forms.xlsform.convert import import_form


class Converted:
    """Keeps what was converted in a folder that all workers of one run share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def xml(self, source: Path) -> bytes:
        """Return the XML of a form that is accepted."""
        kept = self._folder / hashlib.sha256(source.read_bytes()).hexdigest()
        if kept.exists():
            return kept.read_bytes()
        imported = import_form(source)
        assert imported.xml is not None, "\n".join(imported.report.lines())
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_bytes(imported.xml)
        draft.replace(kept)  # two workers may convert the same form: both write the same bytes
        return imported.xml


def shared_by_workers(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run, the same one for every worker of pytest-xdist."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "converted"
    folder.mkdir(exist_ok=True)
    return folder
