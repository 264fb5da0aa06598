"""Our side of one measurement, in a process of its own, so that it is cold:

python -m tests.performance.forms.player play FORM.xml STEPS.json
python -m tests.performance.forms.player open FORM.xml WORD
python -m tests.performance.forms.player memory FORM.xml

Prints one line of JSON: milliseconds of load, create, restore and each step, or bytes. WORD: that
the form was accepted, as a device keeps it.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from forms.errors import AnswerRefused
from forms.fill import Act, Step, play, seeded_environment, seeded_id
from forms.model.instance import FormInstance
from forms.xform.parse import acceptance, parse_definition
from tests.performance.forms.tools import resident_bytes

SEED = 1


def steps_in(file: Path) -> list[Step]:
    """Return the steps of a recorded list."""
    return [
        Step(act=Act(one["act"]), reference=one["reference"], text=one["text"])
        for one in json.loads(file.read_text(encoding="utf-8"))
    ]


def played_form(form: Path, steps: Path) -> dict[str, Any]:
    """Return what loading, creating, every step and restoring a draft cost."""
    xml = form.read_bytes()
    begun = time.perf_counter()
    definition = parse_definition(xml)
    loaded = time.perf_counter()
    instance = FormInstance.create(
        definition, seeded_environment(SEED), instance_id=seeded_id(SEED)
    )
    created = time.perf_counter()
    times: list[float] = []
    refused: list[str] = []
    for step in steps_in(steps):
        start = time.perf_counter()
        try:
            play(instance, step)
        except AnswerRefused:
            refused.append(step.reference)
            continue
        times.append((time.perf_counter() - start) * 1_000)
    dump = instance.dump()
    start = time.perf_counter()
    FormInstance.restore(definition, dump, seeded_environment(SEED))
    restored = time.perf_counter()
    return {
        "word": acceptance(definition),
        "load": (loaded - begun) * 1_000,
        "create": (created - loaded) * 1_000,
        "restore": (restored - start) * 1_000,
        "times": times,
        "refused": refused,
        "used": resident_bytes(),
    }


def opened_form(form: Path, word: str) -> dict[str, Any]:
    """Return what it costs to open a form that was accepted, and its first instance."""
    xml = form.read_bytes()
    begun = time.perf_counter()
    definition = parse_definition(xml, accepted=word)
    loaded = time.perf_counter()
    FormInstance.create(definition, seeded_environment(SEED))
    created = time.perf_counter()
    return {"load": (loaded - begun) * 1_000, "create": (created - loaded) * 1_000}


def held_bytes(form: Path) -> int:
    """Return how much more this process holds with the form and one instance of it."""
    xml = form.read_bytes()
    gc.collect()
    before = resident_bytes()
    definition = parse_definition(xml)
    instance = FormInstance.create(definition, seeded_environment(SEED))
    gc.collect()
    held = resident_bytes() - before
    assert instance.definition is definition
    return held


def main(arguments: list[str]) -> int:
    """Measure and print; return the exit code."""
    match arguments:
        case ["play", form, steps]:
            print(json.dumps(played_form(Path(form), Path(steps))))
        case ["open", form, word]:
            print(json.dumps(opened_form(Path(form), word)))
        case ["memory", form]:
            print(json.dumps(held_bytes(Path(form))))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
