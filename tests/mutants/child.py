"""One mutant: `python -m tests.mutants.child NUMBER`; prints one line of JSON about its tests.

The number `none` runs the tests after it on the product as it is.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from tests.mutants.catalogue import MUTANTS, Edit

ROOT = Path(__file__).resolve().parents[2]


class DoesNotApply(Exception):
    """The text of an edit does not stand exactly once in its module."""


def source_of(module: str) -> Path:
    """Return the file of a module of the product."""
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def mutated(module: str, edits: Sequence[Edit]) -> str:
    """Return a module's source with *edits* in it; raises DoesNotApply."""
    source = source_of(module).read_text(encoding="utf-8")
    for edit in edits:
        if source.count(edit.old) != 1:
            raise DoesNotApply(f"{module}: found {source.count(edit.old)} times: {edit.old!r}")
        source = source.replace(edit.old, edit.new)
    return source


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from the edited source."""

    def __init__(self, module: str, source: str) -> None:
        super().__init__(module, str(source_of(module)))
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        """Return the mutant's code; the cache of byte code is neither read nor written."""
        return compile(self._source, self.get_filename(fullname), "exec", dont_inherit=True)


class Mutation(importlib.abc.MetaPathFinder):
    """Puts edited modules in the place of the product's."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        modules = {edit.module for edit in edits}
        self._sources = {
            module: mutated(module, [edit for edit in edits if edit.module == module])
            for module in modules
        }

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of a mutated module, None for every other one."""
        del path, target
        if fullname not in self._sources:
            return None
        loader = _Loader(fullname, self._sources[fullname])
        return importlib.util.spec_from_loader(fullname, loader)


class _Account:
    """Hears which tests failed in themselves, and what could not even be set up."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self.broken: list[str] = []
        self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.failed:
            self.failed.append(report.nodeid)
        elif report.failed:
            self.broken.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.append(report.nodeid)


def main(arguments: list[str]) -> int:
    """Run the tests of a mutant and say which of them failed."""
    number, tests = arguments[0], arguments[1:]
    if number != "none":
        (mutant,) = (one for one in MUTANTS if one.number == number)
        sys.meta_path.insert(0, Mutation(mutant.edits))
        tests = tests or list(mutant.tests)
    account = _Account()
    plugins = ["no:randomly", "no:cacheprovider", "no:pytest-qt", "no:xdist"]
    options = [word for plugin in plugins for word in ("-p", plugin)]
    code = pytest.main(["-x", "-q", *options, *tests], plugins=[account])
    said = {
        "failed": account.failed,
        "broken": account.broken,
        "passed": account.passed,
        "code": int(code),
    }
    print("\n" + json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
