"""Every code has its three sentences in every language, and every variable stands in its facts."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fluent.syntax import ast, parse, visitor

import kiosk
import sync
from kiosk.domain.cash import TenderShort
from kiosk.errors import KnownError
from kiosk.problems import FAULT, message_of, problem_of, variable_names, variables_of
from kiosk.settings import resources_folder
from kiosk.texts import LANGUAGES, Texts
from sync.errors import SyncError
from sync.money import Centavos
from tests.support.vaults import HandClock

ATTRIBUTES = {"happened", "safe", "todo"}


def _import_all() -> None:
    for package in (kiosk, sync):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not re.search(r"\.central|\.ui|__main__", found.name):
                importlib.import_module(found.name)


def _below(root: type[Exception]) -> Iterator[type[Exception]]:
    for child in root.__subclasses__():
        yield child
        yield from _below(child)


def _errors() -> list[type[Exception]]:
    _import_all()
    found = {*_below(KnownError), *_below(SyncError)}
    return sorted(
        (one for one in found if one.__module__.startswith(("kiosk.", "sync."))),
        key=lambda one: one.__qualname__,
    )


def _messages(language: str) -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for path in sorted((resources_folder() / "translations" / language).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Message):
                found[entry.id.name] = entry
    return found


class _Variables(visitor.Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def _variables(message: ast.Message) -> set[str]:
    found = _Variables()
    found.visit(message)
    return found.names


def _facts_of(error: type[Exception]) -> frozenset[str]:
    """Return the variables of the facts that an error's constructor makes, inherits, or takes."""
    types = []
    for base in error.__mro__:
        if base.__module__.startswith(("kiosk.", "sync.")):
            made = re.findall(r"\b(\w*Facts)\(", inspect.getsource(base))
            types += [getattr(sys.modules[base.__module__], name) for name in made]
    for name, value in vars(sys.modules[error.__module__]).items():
        if name == f"{error.__name__}Facts":
            types.append(value)
    return frozenset().union(*(variable_names(one) for one in types))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_three_sentences(language: str) -> None:
    """What happened, is it safe, what to do: for each error a person may meet."""
    messages = _messages(language)

    for error in _errors():
        code = str(getattr(error, "code", ""))
        message = messages.get(message_of(code))
        if error.__name__ == "MessageInvalid" or error.__mro__[1].__name__ == "MessageInvalid":
            continue  # its code is given per failure; it never reaches a person by itself
        assert message is not None, f"{code} ({error.__qualname__}) has no message in {language}"
        assert {one.id.name for one in message.attributes} == ATTRIBUTES, code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variable_stands_in_the_facts(language: str) -> None:
    """A sentence never asks for what the error does not know."""
    messages = _messages(language)

    for error in _errors():
        message = messages.get(message_of(str(getattr(error, "code", ""))))
        if message is not None and (wanted := _variables(message)):
            assert wanted <= _facts_of(error), error.__qualname__


def test_facts_are_shown_as_people_write_them() -> None:
    """Money as money, days as days, a path by its name."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Facts:
        due_centavos: Centavos
        day: date
        file: Path
        count: int

    texts = Texts(resources_folder() / "translations", "es", HandClock())
    facts = Facts(
        due_centavos=Centavos(18_550),
        day=date(2026, 11, 20),
        file=Path("/secreto/institution.vtp"),
        count=3,
    )

    shown = variables_of(facts, texts)

    assert shown == {
        "due": "$185.50",
        "day": "viernes 20 de noviembre",
        "file": "institution.vtp",
        "count": 3,
    }


def test_a_known_fault_says_its_own_words() -> None:
    """The missing amount stands in the sentence."""
    texts = Texts(resources_folder() / "translations", "es", HandClock())

    problem = problem_of(TenderShort(Centavos(18_550), Centavos(18_000)), texts)

    assert "$5.50" in f"{problem.happened} {problem.todo}"
    assert problem.safe


def test_an_unforeseen_fault_gets_the_general_words() -> None:
    """Our own defect has three sentences too, and shows nothing of its insides."""
    texts = Texts(resources_folder() / "translations", "es", HandClock())

    problem = problem_of(ValueError("PRUEBA UNO"), texts)

    assert problem.happened == texts.part(FAULT, "happened")
    assert "PRUEBA" not in f"{problem.happened}{problem.safe}{problem.todo}"
