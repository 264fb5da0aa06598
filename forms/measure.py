"""What a form costs here: loading, the first instance, single changes, a draft (FORMS §16)."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from forms.fill import Act, Filling, Step, fill, generic, play, seeded_environment, seeded_id
from forms.guesses import Guesser
from forms.model.cursor import PlaceKind
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition

CHANGES = 2_000
SHARES = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a form."""

    name: str
    value: float
    unit: str = "ms"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which *share* of all lie (nearest rank)."""
    rank = math.ceil(share * len(values) - 1e-9)  # 0.95 × 100 is a hair above 95 in binary
    return sorted(values)[max(rank, 1) - 1]


def measured(xml: bytes, seed: int) -> tuple[Figure, ...]:
    """Return the figures of one form: load, create, single changes, restore."""
    begun = time.perf_counter()
    definition = parse_definition(xml)
    loaded = time.perf_counter()
    FormInstance.create(definition, seeded_environment(seed))
    created = time.perf_counter()
    filling = fill(definition, seed)
    steps = recorded(filling, seed, CHANGES)
    instance = FormInstance.create(
        definition, seeded_environment(seed), instance_id=seeded_id(seed)
    )
    times = played(instance, steps)
    dump = instance.dump()
    start = time.perf_counter()
    FormInstance.restore(definition, dump, seeded_environment(seed))
    restored = time.perf_counter() - start
    figures = [
        Figure(name="load", value=(loaded - begun) * 1_000),
        Figure(name="create", value=(created - loaded) * 1_000),
        Figure(name="restore", value=restored * 1_000),
    ]
    if times:
        figures += [
            Figure(name=f"change_{name}", value=percentile(times, share)) for name, share in SHARES
        ]
    return tuple(figures)


def recorded(filling: Filling, seed: int, count: int) -> tuple[Step, ...]:
    """Return the steps of a filling and, up to *count* in all, further changes of its answers.

    The filled instance goes on being changed while they are drawn.
    """
    chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
    instance = filling.instance
    definition = instance.definition
    guesser = Guesser(definition, chance)
    steps = list(filling.steps[:count])
    idle = 0
    while len(steps) < count and idle < count:
        references = _answerable(instance)
        if not references:
            break
        reference = chance.choice(references)
        guess = guesser.guess(instance, reference, definition.questions[generic(reference)])
        if guess is None or instance.type_problem(reference, guess.text) is not None:
            idle += 1
            continue
        step = Step(act=Act.ANSWER, reference=reference, text=guess.text)
        play(instance, step)
        steps.append(step)
    return tuple(steps)


def _answerable(instance: FormInstance) -> list[str]:
    return [
        place.reference
        for place in instance.cursor().places()
        if place.kind is PlaceKind.QUESTION and not instance.is_readonly(place.reference)
    ]


def played(instance: FormInstance, steps: Sequence[Step]) -> list[float]:
    """Return the milliseconds of each step, done to *instance*."""
    times: list[float] = []
    for step in steps:
        start = time.perf_counter()
        play(instance, step)
        times.append((time.perf_counter() - start) * 1_000)
    return times
