"""The bench of forms measures what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.fill import Act, Step, seeded_environment
from forms.measure import percentile, played, recorded
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from tests.performance.forms import peer, synthetic
from tests.performance.forms.__main__ import write_page
from tests.performance.forms.peer import Compared
from tests.performance.forms.player import steps_in
from tests.performance.forms.recording import steps_of, write_steps
from tests.performance.rows import at_most


def _instance(xml: bytes) -> FormInstance:
    return FormInstance.create(parse_definition(xml), seeded_environment(1))


def test_the_large_form_has_three_expressions_per_question() -> None:
    """A calculate, a relevant and a required each, and every one of them is computed."""
    definition = parse_definition(synthetic.questions(40))
    instance = FormInstance.create(definition, seeded_environment(1))

    instance.set_answer("/data/g0/q3", "20")
    instance.set_answer("/data/g0/q7", "5")

    nodes = definition.nodes.values()
    counts = [sum(getattr(one, name) is not None for one in nodes) for name in _ROLES]
    assert counts == [40, 39, 39]
    assert instance.value("/data/g0/c7") == "26"
    assert instance.is_required("/data/g0/q7")


_ROLES = ("calculate", "relevant", "required")


def test_the_list_is_filtered_by_state() -> None:
    """One state has its share of the towns, another one other towns."""
    instance = _instance(synthetic.choices(500))

    instance.set_answer("/data/state", "s7")
    offered = [one.name for one in instance.choices("/data/town")]

    assert offered == ["t7", "t107", "t207", "t307", "t407"]
    assert instance.evaluated("/data/found") == "5"


def test_people_share_a_sum_and_look_back() -> None:
    """One age changes the share of everybody, and what the next one sees."""
    instance = _instance(synthetic.people())
    for _ in range(2):
        instance.add_repeat("/data/kid")
    for number in (1, 2, 3):
        instance.set_answer(f"/data/kid[{number}]/age", "10")

    changes = instance.set_answer("/data/kid[1]/age", "20")

    assert instance.value("/data/kid[1]/share") == "50"
    assert instance.value("/data/kid[2]/before") == "20"
    assert {f"/data/kid[{number}]/share" for number in (1, 2, 3)} <= changes.values


def test_a_recording_is_played_as_it_was_written(tmp_path: Path) -> None:
    """The list has the wanted length, survives its file, and can be played: one time per step."""
    xml = synthetic.household(4)
    steps = steps_of(xml, 30)
    file = tmp_path / "steps.json"

    write_steps(steps, file)

    assert steps_in(file) == steps
    assert {step.act for step in steps} >= {Act.ANSWER, Act.ADD}
    assert len(played(_instance(xml), steps)) == len(steps) > 20


def test_a_form_nobody_can_answer_gives_no_recording() -> None:
    """Without a question there is nothing to change, and nothing loops for ever."""
    xml = synthetic.form("empty", "<a/>", '<bind nodeset="/data/a"/>', "")

    assert steps_of(xml, 10) == []


def test_a_ratio_above_one_is_ahead() -> None:
    """Ours fits so many times into theirs; the longest change must take half of theirs."""
    ahead = Compared(form="A", what="load", ours=2.0, theirs=10.0)
    longest = Compared(form="A", what="change, max", ours=6.0, theirs=10.0)

    rows = peer.rows_of([ahead, longest])

    assert ahead.ratio == 5.0
    assert [row.held for row in rows] == [True, False]
    assert "| A | load | 5.0 | 2 | 10 |" in peer.table([ahead])


def test_without_node_the_bench_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Node, no comparison, one line that says it; nothing is fetched."""
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "Node is not on this computer" in peer.install(tmp_path / "packages")
    assert not (tmp_path / "packages").exists()


def test_the_page_gets_its_tables(tmp_path: Path) -> None:
    """Both tables are put between their marks, what stood there before goes, the rest stays."""
    page = tmp_path / "page.md"
    marks = "<!-- {} -->\nold\n<!-- end -->"
    page.write_text(f"before\n{marks.format('compared')}\n{marks.format('figures')}\nafter\n")
    comparison = [Compared(form="A", what="load", ours=2.0, theirs=10.0)]

    write_page(page, [at_most("load", 3.0, "ms", 4.0)], comparison)

    text = page.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "| load | 75% | 3 ms | 4 ms |" in text
    assert "| A | load | 5.0 | 2 | 10 |" in text


def test_percentiles_of_changes_are_nearest_ranks() -> None:
    """p50 of a hundred values is the fiftieth."""
    assert percentile([float(number) for number in range(1, 101)], 0.5) == 50.0


def test_a_recording_goes_on_with_changes() -> None:
    """Beyond the filling more answers are drawn, each to a question that is asked then."""
    from forms.fill import fill

    filling = fill(parse_definition(synthetic.questions(20)), 2)
    before = len(filling.steps)

    steps = recorded(filling, 2, before + 15)

    assert len(steps) == before + 15
    assert all(isinstance(step, Step) for step in steps)
