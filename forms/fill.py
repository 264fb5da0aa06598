"""Random valid answers to a form, with a seed: for tests, training and measurements (FORMS §16)."""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from forms.environment import Environment
from forms.model.instance import FormInstance
from forms.submission import answers_of, instance_id_of, instance_name, submission_xml
from forms.xform.definition import FormDefinition, Question, QuestionKind
from forms.xform.parse import parse_definition
from forms.xpath.syntax import Call, Literal, Number, walk

FILL_INSTANT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
"""The clock of a filled form stands here, so that one seed always gives the same submission."""

_WORDS = ["PRUEBA", "milpa", "río", "Ñandú", "casa", "sur", "árbol", "lluvia", "camino", "maíz"]
_TRIES = 60
_ROUNDS = 5
_LONGEST_REPEAT = 8


def seeded_environment(seed: int) -> Environment:
    """Return an environment in which clock, randomness and ids depend on *seed* alone."""
    chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
    return Environment(
        now=lambda: FILL_INSTANT,
        zone=UTC,
        random=chance.random,
        uuid=lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
    )


def filled(definition: FormDefinition, seed: int) -> FormInstance:
    """Return an instance with random answers to every relevant question that can be answered."""
    chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
    instance = FormInstance.create(definition, seeded_environment(seed))
    for _ in range(_ROUNDS):
        asked = False
        for question in definition.questions.values():
            view_relevant = instance.is_relevant(question.path)
            if view_relevant and instance.value(question.path) == "":
                asked |= _answer(instance, question, chance)
        if not asked:
            break
    return instance


def filled_submission(definition: FormDefinition, seed: int) -> bytes:
    """Return the submission XML of random answers."""
    instance = filled(definition, seed)
    event_id = random.Random(seed).randbytes(16)  # noqa: S311  # test data, nothing secret
    return submission_xml(
        definition,
        answers_of(instance),
        instance_id_of(event_id),
        instance_name(instance),
    )


def _answer(instance: FormInstance, question: Question, chance: random.Random) -> bool:
    """Answer one question validly if a try succeeds; tell whether it has an answer now."""
    if question.kind is QuestionKind.NOTE:
        return False
    guesses = _guesses(instance.definition, question, chance)
    for _ in range(_TRIES):
        if not instance.set_answer(question.path, guesses()):
            continue
        if instance.holds(question.path):
            return instance.value(question.path) != ""
    instance.set_answer(question.path, "")
    return False


def _guesses(
    definition: FormDefinition, question: Question, chance: random.Random
) -> Callable[[], str]:
    if question.kind is QuestionKind.SELECT_ONE:
        names = [choice.name for choice in question.choices]
        return lambda: chance.choice(names) if names else ""
    numbers, patterns = _hints(definition, question)
    match question.kind:
        case QuestionKind.INTEGER:
            return lambda: str(int(_number(numbers, chance)))
        case QuestionKind.DECIMAL:
            return lambda: f"{_number(numbers, chance) + chance.random():.2f}"
        case QuestionKind.DATE:
            start = date(1940, 1, 1)
            return lambda: (start + timedelta(days=chance.randrange(40_000))).isoformat()
        case _:
            return lambda: (
                sample_of(chance.choice(patterns), chance)
                if patterns and chance.random() < 0.9
                else " ".join(chance.sample(_WORDS, chance.randint(1, 3)))
            )


def _number(numbers: list[float], chance: random.Random) -> float:
    if numbers and chance.random() < 0.7:
        return chance.choice(numbers) + chance.randint(-3, 3)
    return chance.choice((chance.randint(0, 10), chance.randint(0, 200), chance.randint(0, 10**6)))


def _hints(definition: FormDefinition, question: Question) -> tuple[list[float], list[str]]:
    """Return the numbers and regex patterns that stand in the question's constraint."""
    constraint = definition.nodes[question.path].constraint
    if constraint is None:
        return [], []
    numbers: list[float] = []
    patterns: list[str] = []
    for node in walk(constraint.compiled.tree):
        match node:
            case Number(value=value):
                numbers.append(value)
            case Call(name="regex", arguments=(_, Literal(value=pattern))):
                patterns.append(pattern)
            case _:
                continue
    return numbers, patterns


def sample_of(pattern: str, chance: random.Random) -> str:
    """Return a text that *pattern* probably matches."""
    parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]  # as in forms.xpath.patterns
    return "".join(_sample(item, chance) for item in parsed)


def _sample(item: Any, chance: random.Random) -> str:
    operation, argument = str(item[0]), item[1]
    match operation:
        case "LITERAL":
            return chr(argument)
        case "ANY":
            return chance.choice("abc 1")
        case "IN":
            return _one_of(argument, chance)
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, body = argument
            count = chance.randint(int(least), min(int(most), int(least) + _LONGEST_REPEAT))
            return "".join(_sample(one, chance) for _ in range(count) for one in body)
        case "SUBPATTERN":
            return "".join(_sample(one, chance) for one in argument[3])
        case "BRANCH":
            return "".join(_sample(one, chance) for one in chance.choice(argument[1]))
        case _:
            return ""


_CATEGORIES = {"CATEGORY_DIGIT": "0123456789", "CATEGORY_WORD": "abcXYZ019_", "CATEGORY_SPACE": " "}


def _one_of(choices: Any, chance: random.Random) -> str:
    if str(choices[0][0]) == "NEGATE":
        return chance.choice("xyzXYZ789")
    operation, argument = chance.choice(choices)
    match str(operation):
        case "RANGE":
            return chr(chance.randint(argument[0], argument[1]))
        case "CATEGORY":
            return chance.choice(_CATEGORIES.get(str(argument), "a"))
        case _:
            return chr(argument)


def measured(xml: bytes, seed: int) -> tuple[tuple[str, float, str], ...]:
    """Return (name, value, unit) of loading a form and of 2,000 single changes."""
    begun = time.perf_counter()
    definition = parse_definition(xml)
    loaded = time.perf_counter()
    instance = FormInstance.create(definition, seeded_environment(seed))
    created = time.perf_counter()
    chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
    questions = [one for one in definition.questions.values() if one.kind is not QuestionKind.NOTE]
    times: list[float] = []
    for _ in range(2_000 if questions else 0):
        question = chance.choice(questions)
        answer = _guesses(definition, question, chance)()
        start = time.perf_counter()
        instance.set_answer(question.path, answer)
        times.append((time.perf_counter() - start) * 1_000)
    times.sort()
    dump = instance.dump()
    start = time.perf_counter()
    FormInstance.restore(definition, dump, seeded_environment(seed))
    restored = time.perf_counter() - start
    rows = [
        ("load", (loaded - begun) * 1_000, "ms"),
        ("create", (created - loaded) * 1_000, "ms"),
        ("restore", restored * 1_000, "ms"),
    ]
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        if times:
            place = min(len(times) - 1, int(len(times) * share))
            rows.append((f"change_{name}", times[place], "ms"))
    return tuple(rows)
