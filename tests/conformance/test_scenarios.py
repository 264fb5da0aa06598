"""The runner of the traces counts honestly: it can fail, and it skips nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.scenarios import main

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Age</h:title><model><instance><data id="age"><age/><double/><meta><instanceID/>
</meta></data></instance><bind nodeset="/data/age" type="int" constraint=". &lt; 120"/>
<bind nodeset="/data/double" type="int" calculate="/data/age * 2"/></model></h:head>
<h:body><input ref="/data/age"><label>Age</label></input></h:body></h:html>"""

INIT = {"id": 1, "call": "init", "form": {"$form": "age"}}
ANSWER = {"id": 2, "call": "answer", "on": 1, "args": ["/data/age", 21]}
DOUBLE = {"id": 3, "call": "answerOf", "on": 1, "args": ["/data/double"]}


def _expect(value: int) -> dict[str, Any]:
    wanted = {"$": "intAnswer", "args": [value]}
    return {"expect": {"$ref": 3}, "matcher": "toEqualAnswer", "args": [wanted]}


def _file(tmp_path: Path, *scenarios: list[dict[str, Any]], gate: bool = True) -> str:
    items = [
        {"id": f"s-{place}", "test": "", "tz": "UTC", "gate": gate, "steps": steps}
        for place, steps in enumerate(scenarios)
    ]
    content = {
        "meta": {"clock": "2026-11-20T09:30:00Z"},
        "forms": {"age": FORM},
        "scenarios": items,
    }
    file = tmp_path / "traces.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return str(file)


def test_a_trace_that_holds_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Calls lead to the asserted answer: one passed, exit 0."""
    status = main([_file(tmp_path, [INIT, ANSWER, DOUBLE, _expect(42)])])

    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"
    assert status == 0


def test_a_trace_that_does_not_hold_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another answer than asserted is a failure by id, exit 10."""
    status = main([_file(tmp_path, [INIT, ANSWER, DOUBLE, _expect(43)]), "--failures"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("FAIL s-0: ")
    assert lines[-1] == "0 passed, 1 failed"
    assert status == 10


@pytest.mark.parametrize(
    "step",
    [
        {"id": 4, "call": "danceOn", "on": 1, "args": []},
        {"expect": {"$ref": 3}, "matcher": "toBeMagic", "args": []},
        {"expect": {"$ref": 3}, "matcher": "toBeMagic", "args": [], "not": True},
        {"expect": {"$ref": 3, "path": ["colour"]}, "matcher": "toBeNull", "args": []},
        {"expect": {"$": "magicAnswer", "args": []}, "matcher": "toBeNull", "args": []},
        {"expect": {"$const": "MAGIC"}, "matcher": "toBeNull", "args": [], "not": True},
        {"expect": {"$ref": 99}, "matcher": "toBeNull", "args": []},
        {"id": 4, "call": "init", "form": {"$form": "age"}, "opts": {"magic": 1}},
    ],
)
def test_what_is_not_known_is_a_failure(
    step: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown call, matcher, property, value or option fails the item, also when negated."""
    status = main([_file(tmp_path, [INIT, ANSWER, DOUBLE, step])])

    assert capsys.readouterr().out.splitlines()[-1] == "0 passed, 1 failed"
    assert status == 10


def test_a_refusal_must_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refused step fails its item unless the very next assertion waits for a refusal."""
    refused = {"id": 4, "call": "answer", "on": 1, "args": ["/data/nobody", 1]}
    throws = {"expect": {"$fn": True}, "matcher": "toThrow", "args": []}

    status = main(
        [
            _file(
                tmp_path,
                [INIT, refused],
                [INIT, refused, throws],
                [INIT, ANSWER, throws],
                [INIT, refused, ANSWER],
            ),
            "--failures",
        ]
    )

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["FAIL s-0", "FAIL s-2", "FAIL s-3"]
    assert lines[-1] == "1 passed, 3 failed"
    assert status == 10


def test_what_stands_outside_the_gate_is_counted_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --all the others have a line of their own; the last line counts the gate alone."""
    file = _file(tmp_path, [INIT, ANSWER, DOUBLE, _expect(43)], gate=False)

    status = main([file, "--all"])

    assert capsys.readouterr().out.splitlines() == [
        "outside the gate: 0 passed, 1 failed",
        "0 passed, 0 failed",
    ]
    assert status == 0


def test_a_file_that_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    """Exit status 11, not a failure of the engine."""
    broken = tmp_path / "x.json"
    broken.write_text("{}")
    half = tmp_path / "half.json"
    half.write_text('{"meta": {"clock": "x"}, "forms": {}, "scenarios": [{"id": "s-1"}]}')

    assert main([str(broken)]) == 11
    assert main([str(half)]) == 11
    assert main([str(tmp_path / "nada.json")]) == 11
