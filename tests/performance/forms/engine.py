"""Our engine against the figures of FORMS §15."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Sequence
from pathlib import Path

from forms.environment import Environment
from forms.fill import seeded_environment
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from forms.xlsform.convert import import_form
from forms.xlsform.launch import converter, run_converter
from tests.performance.forms import synthetic
from tests.performance.forms.player import SEED
from tests.performance.forms.recording import Recording, steps_of, write_steps
from tests.performance.forms.tools import in_child, median, milliseconds
from tests.performance.forms.workbook import write_workbook
from tests.performance.rows import Row, at_most, percentile
from tests.support.shared import shared_folder

PLAYER = "tests.performance.forms.player"
MEGABYTE = 1_000_000


def figures(folder: Path, recordings: Sequence[Recording]) -> list[Row]:
    """Return every row of FORMS §15 that concerns our engine alone."""
    return [
        *_changes(folder, recordings),
        *_recompute(),
        *_filters(),
        *_repeats(),
        *_memory(folder, recordings),
        *_converting(folder),
    ]


def change_rows(name: str, times: Sequence[float]) -> list[Row]:
    """Return the percentiles of single changes beside their goals."""
    goals = (("p50", 0.5, 0.2), ("p95", 0.95, 4.0), ("p99", 0.99, 8.0), ("max", 1.0, None))
    return [
        at_most(f"{name}: one answer, {label}", percentile(times, share), "ms", goal)
        for label, share, goal in goals
    ]


def _changes(folder: Path, recordings: Sequence[Recording]) -> list[Row]:
    rows: list[Row] = []
    for one in recordings:
        played_form = in_child(PLAYER, "play", str(one.form), str(one.steps))
        rows += change_rows(one.name, played_form["times"])
        if one.name == "WHO VA":
            both = played_form["load"] + played_form["create"]
            opened = in_child(PLAYER, "open", str(one.form), played_form["word"])
            rows += [
                at_most("WHO VA: load from XML, accepted before", opened["load"], "ms", 150.0),
                at_most("WHO VA: load from XML, cold", played_form["load"], "ms", 400.0),
                at_most("WHO VA: load and first instance, cold", both, "ms", 400.0),
                at_most("WHO VA: restore a draft", played_form["restore"], "ms", 150.0),
            ]
    form, steps = folder / "questions.xml", folder / "questions.json"
    form.write_bytes(synthetic.questions())
    write_steps(steps_of(form.read_bytes()), steps)
    synthetic_form = in_child(PLAYER, "play", str(form), str(steps))
    rows += change_rows("1 000 questions", synthetic_form["times"])
    form.write_bytes(synthetic.questions(choices=10_000))
    steps.write_text("[]")
    big = in_child(PLAYER, "play", str(form), str(steps))
    total = big["load"] + big["create"]
    rows.append(at_most("1 000 questions, 10 000 choices: load and create", total, "ms", 800.0))
    return rows


def _recompute() -> list[Row]:
    instance = FormInstance.create(parse_definition(synthetic.questions()), _environment())
    took = median(instance.recompute)
    return [at_most("recompute 3 000 expressions on 1 000 questions", took, "ms", 12.0)]


def _environment() -> Environment:
    return seeded_environment(SEED)


def _filters() -> list[Row]:
    rows: list[Row] = []
    for count, once, build in ((10_000, 0.1, 10.0), (50_000, 1.0, 50.0)):
        instance = FormInstance.create(parse_definition(synthetic.choices(count)), _environment())
        gc.collect()
        first = milliseconds(_ask, instance, 0)
        filters = [milliseconds(instance.evaluated, "/data/found") for _ in range(100)]
        times = [milliseconds(_ask, instance, state) for state in range(1, synthetic.STATES)]
        name = f"{count:,}".replace(",", " ")
        shown = f"{name} choices: change, filter, show {count // synthetic.STATES}, p50"
        rows += [
            at_most(f"{name} choices: first filter, builds the index", first, "ms", build),
            at_most(f"{name} choices: one filter, p50", percentile(filters, 0.5), "ms", once),
            at_most(shown, percentile(times, 0.5), "ms", None),
        ]
    return rows


def _ask(instance: FormInstance, state: int) -> None:
    instance.set_answer("/data/state", f"s{state}")
    instance.choices("/data/town")


def _repeats() -> list[Row]:
    rows: list[Row] = []
    for count, goal in ((200, 5.0), (1_000, 16.0)):
        instance = FormInstance.create(parse_definition(synthetic.people()), _environment())
        _grown(instance, "/data/kid", count)
        for number in range(1, count + 1):
            instance.set_answer(f"/data/kid[{number}]/age", str(number % 90))
        chance = random.Random(SEED)
        places = [f"/data/kid[{chance.randint(1, count)}]/age" for _ in range(60)]
        gc.collect()
        times = [
            milliseconds(instance.set_answer, place, str(100 + age))
            for age, place in enumerate(places)
        ]
        name = f"{count:,}".replace(",", " ")
        what = f"{name} instances with sum and look back: one change, p50"
        rows.append(at_most(what, percentile(times, 0.5), "ms", goal))
    household = FormInstance.create(parse_definition(synthetic.household()), _environment())
    _grown(household, "/data/member", 999)
    gc.collect()
    added = milliseconds(household.add_repeat, "/data/member")
    removed = milliseconds(household.remove_repeat, "/data/member[500]")
    return [
        *rows,
        at_most("add the 1 000th instance of 20 questions", added, "ms", 20.0),
        at_most("remove the 500th of 1 000", removed, "ms", 20.0),
    ]


def _grown(instance: FormInstance, repeat: str, count: int) -> None:
    while instance.repeat_count(repeat) < count:
        instance.add_repeat(repeat)


def _memory(folder: Path, recordings: Sequence[Recording]) -> list[Row]:
    rows: list[Row] = []
    for one in recordings:
        if one.name == "WHO VA":
            held = in_child(PLAYER, "memory", str(one.form)) / MEGABYTE
            rows.append(at_most("WHO VA: memory of form and instance", held, "MB", 40.0))
    form = folder / "choices.xml"
    form.write_bytes(synthetic.choices(50_000))
    held = in_child(PLAYER, "memory", str(form)) / MEGABYTE
    rows.append(at_most("50 000 choices: memory of form and instance", held, "MB", 150.0))
    return rows


def _converting(folder: Path) -> list[Row]:
    shared = shared_folder()
    file = shared / "conformance/forms/web-forms/whova_form.xlsx" if shared is not None else None
    workbook = folder / "large.xlsx"
    write_workbook(workbook, synthetic.QUESTIONS, 10_000)
    rows = _convert("1 000 questions, 10 000 choices", workbook, 8_000.0)
    if file is not None and file.exists():
        rows = [*_convert("WHO VA", file, 1_000.0), *rows]
    return rows


def _convert(name: str, file: Path, goal: float) -> list[Row]:
    """Return what the child takes, and the whole import with the check of every expression."""
    start = time.perf_counter()
    answer = run_converter(file.read_bytes(), file.stem, converter())
    converted = (time.perf_counter() - start) * 1_000
    start = time.perf_counter()
    imported = import_form(file)
    took = (time.perf_counter() - start) * 1_000
    if not answer.get("xml") or imported.definition is None:
        raise RuntimeError("\n".join(imported.report.lines()))
    return [
        at_most(f"convert {name}, in the child", converted, "ms", goal),
        at_most(f"import {name}, check of every expression included", took, "ms", None),
    ]
