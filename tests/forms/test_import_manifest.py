"""Every form of the manifest behaves as the manifest says (FORMS §16)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from forms.report import Report
from forms.xlsform.child import convert
from forms.xlsform.convert import import_bytes, imported_from
from forms.xlsform.files import Given
from forms.xlsform.workbook import Container, sniff
from forms.xpath.standard import standard_functions
from tests.conformance.manifest import given_files, judge
from tests.conformance.results import Mismatch, Results
from tests.support.shared import shared_file

PARTS = 4
"""The manifest is run in so many parts, so that two workers share it."""


def imported_here(path: Path, given: Given) -> Report:
    """Return the report of a form; workbooks are converted in this process, which is faster."""
    data = path.read_bytes()
    if sniff(data) is Container.XFORM:
        return import_bytes(data, path.name, given=given).report
    answer = json.loads(json.dumps(convert(data, path.stem)))
    return imported_from(answer, [], standard_functions(), given).report


def judged(manifest: Mapping[str, Any], folder: Path, entry: Mapping[str, Any]) -> None:
    judge(
        entry, imported_here(folder / entry["file"], given_files(manifest, folder, entry["file"]))
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_of_the_manifest_behaves_as_it_says(part: int) -> None:
    """Accepted or refused, with the code at the cell, the repairs and the warnings it names."""
    file = shared_file("conformance/forms/MANIFEST.json")
    manifest = json.loads(file.read_text("utf-8"))
    results = Results()

    for entry in manifest["forms"][part::PARTS]:
        results.run(entry["file"], partial(judged, manifest, file.parent, entry))

    assert results.failures == []
    assert results.passed > 0


@pytest.mark.parametrize(
    "changed",
    [
        {"expected": "loads"},
        {"code": "cycle"},
        {"at": {"sheet": "survey", "row": 4, "column": "calculation"}},
        {"codes": ["cycle"]},
        {"repair_codes": ["duplicate-choice"]},
        {"finding_codes": ["missing-file"]},
    ],
)
def test_the_judge_can_say_no(changed: dict[str, Any]) -> None:
    """Whatever a form is expected to say that it does not say is a mismatch."""
    folder = shared_file("conformance/forms/MANIFEST.json").parent
    entry = {
        "file": "own/wrong-arity.xlsx",
        "expected": "refused",
        "code": "wrong-arity",
        "at": {"sheet": "survey", "row": 3, "column": "calculation"},
    }

    judged({}, folder, entry)
    with pytest.raises(Mismatch):
        judged({}, folder, {**entry, **changed})
