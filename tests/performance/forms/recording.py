"""The forms both engines play, and one recorded list of steps for each, drawn with a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from forms.fill import Act, Step, fill
from forms.measure import recorded
from forms.xform.parse import parse_definition
from forms.xlsform.convert import import_form
from tests.support.shared import shared_folder

SEED = 1
STEPS = 1_000
FORMS = {
    "WHO VA": "web-forms/whova_form.xml",
    "SOAR": "enketo/SOAR_facilitysurvey_full_2017May11_Kenya.xml",
    "grains": "onadata/grains.xlsx",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One form as XML, and the file of its steps."""

    name: str
    form: Path
    steps: Path


def recordings(folder: Path) -> list[Recording]:
    """Return what both engines play, written below *folder*; nothing without the shared forms."""
    shared = shared_folder()
    if shared is None:
        return []
    return [
        record(name, shared / "conformance" / "forms" / file, folder)
        for name, file in FORMS.items()
        if (shared / "conformance" / "forms" / file).exists()
    ]


def record(name: str, source: Path, folder: Path) -> Recording:
    """Write a form and its steps below *folder*."""
    imported = import_form(source)
    if imported.xml is None:
        raise RuntimeError("\n".join(imported.report.lines()))
    stem = name.replace(" ", "-").lower()
    form, steps = folder / f"{stem}.xml", folder / f"{stem}.json"
    form.write_bytes(imported.xml)
    write_steps(steps_of(imported.xml), steps)
    return Recording(name=name, form=form, steps=steps)


def steps_of(xml: bytes, count: int = STEPS) -> list[Step]:
    """Return *count* steps through the form: a random filling, then changes of its answers."""
    steps = recorded(fill(parse_definition(xml), SEED), SEED, count)
    return [step for step in steps if step.act is not Act.ANSWER or step.text != ""]


def write_steps(steps: list[Step], file: Path) -> None:
    """Write a list both engines read."""
    made = [
        {"act": step.act.value, "reference": step.reference, "text": step.text} for step in steps
    ]
    file.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
