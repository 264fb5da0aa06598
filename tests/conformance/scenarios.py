"""Run the scenario traces.

    python -m tests.conformance.scenarios TRACES.json [--failures] [--all] [--only ID]

Last line: `N passed, M failed`, N + M = the items with `gate: true`. Exit 0 without failures,
10 with failures, 11 if the file cannot be read. An unknown call or matcher is a failure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from forms.errors import AnswerRefused, DraftRefused, FormError
from forms.report import FormRefused
from tests.conformance.results import EXIT_FILE_UNREADABLE, Mismatch, Results
from tests.conformance.scenario_calls import Scenario
from tests.conformance.scenario_matchers import THROWING, check
from tests.conformance.scenario_values import NotDriven, Values, looked
from tests.conformance.scenario_views import Target
from tests.conformance.scenario_world import World

REFUSALS = (FormRefused, AnswerRefused, DraftRefused)
"""How the engine says no; anything else that is raised is a fault."""


class Trace:
    """One trace being run: its steps in order, and a refusal that an assertion must ask for."""

    def __init__(self, item: Mapping[str, Any], values: Values, clock: str) -> None:
        self._steps: list[dict[str, Any]] = item["steps"]
        self._values = values
        self._world = World(clock=clock, zone=item["tz"])
        self._refused: FormError | None = None

    def run(self) -> None:
        """Run the steps; raise Mismatch, NotDriven or what the engine raised at the first fault."""
        if not self._steps:
            raise NotDriven("no steps")
        for step in self._steps:
            if "matcher" in step:
                self._assert(step)
            else:
                self._settled()
                self._call(step)
        self._settled()

    def _settled(self) -> None:
        """Raise Mismatch where a step was refused and nothing asked for it."""
        if self._refused is not None:
            raise Mismatch(f"refused: {self._refused}")

    def _call(self, step: Mapping[str, Any]) -> None:
        arguments = [self._values.read(one) for one in step.get("args", [])]
        try:
            result = self._called(step, arguments)
        except REFUSALS as refused:
            self._refused = refused
            return
        self._values.results[step["id"]] = result

    def _called(self, step: Mapping[str, Any], arguments: list[Any]) -> Any:
        if step["call"] == "init":
            if "form" not in step:
                raise NotDriven("init without a form")
            options = self._values.read(step.get("opts"))
            return Scenario(self._values.read(step["form"]), self._world, options)
        target = looked(self._values.result(step["on"]), step.get("path") or [])
        if not isinstance(target, Target):
            raise NotDriven(f"call {step['call']} on {type(target).__name__}")
        return target.call(step["call"], arguments)

    def _assert(self, step: Mapping[str, Any]) -> None:
        negated = bool(step.get("not"))
        if step["matcher"] in THROWING or step.get("rejects"):
            refused, self._refused = self._refused, None
            if (refused is None) != negated:
                raise Mismatch("nothing was refused" if refused is None else f"refused: {refused}")
            return
        self._settled()
        arguments = [self._values.read(one) for one in step.get("args", [])]
        check(step["matcher"], self._values.read(step["expect"]), arguments, negated=negated)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the traces and print the result; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.scenarios")
    parser.add_argument("file", type=Path)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    options = parser.parse_args(arguments)
    try:
        content = json.loads(options.file.read_text(encoding="utf-8"))
        items, forms, clock = content["scenarios"], content["forms"], content["meta"]["clock"]
        for item in items:
            _ = item["id"], item["gate"], item["tz"], list(item["steps"])
    except (OSError, ValueError, KeyError, TypeError) as broken:
        print(f"cannot read {options.file}: {broken}", file=sys.stderr)
        return EXIT_FILE_UNREADABLE
    gate, beside = Results(), Results()
    for item in items:
        if options.only and item["id"] != options.only:
            continue
        if not item["gate"] and not options.all:
            continue
        trace = Trace(item, Values(forms, options.file.parent), clock)
        (gate if item["gate"] else beside).run(item["id"], trace.run)
    if options.all:
        if options.failures:
            for name, why in beside.failures:
                print(f"FAIL {name}: {why} (outside the gate)")
        print(f"outside the gate: {beside.passed} passed, {len(beside.failures)} failed")
    return gate.report(show_failures=options.failures)


if __name__ == "__main__":
    sys.exit(main())
