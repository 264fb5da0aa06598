"""Random valid answers to a form, with a seed: for tests, training and measurements (FORMS §16)."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from enum import Enum
from pathlib import Path
from types import MappingProxyType

from forms.environment import Environment
from forms.guesses import FILL_INSTANT, Guesser
from forms.model.changes import Changes
from forms.model.cursor import PlaceKind
from forms.model.instance import FormInstance
from forms.submission import answers_of, instance_id_of, instance_name, submission_xml
from forms.xform.definition import FormDefinition, Question

_TRIES = 60
_ROUNDS = 6
_MOST_INSTANCES = 3
_MOST_ADDED = 40
_REMOVE_AGAIN = 0.25


def _no_media(_name: str) -> bytes | None:
    return None


def seeded_environment(
    seed: int,
    media: Callable[[str], bytes | None] = _no_media,
) -> Environment:
    """Return an environment in which clock, randomness and ids depend on *seed* alone.

    media: gives the form's own files, lists among them, by plain name.
    """
    chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
    return Environment(
        now=lambda: FILL_INSTANT,
        zone=UTC,
        random=chance.random,
        uuid=lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        media=media,
        position=lambda: "17.060000 -96.720000 1550 4.5",
    )


def files_in(
    folder: Path | None, others: Mapping[str, bytes] = MappingProxyType({})
) -> Callable[[str], bytes | None]:
    """Return how to read a form's files by plain name: *others* first, then those of *folder*."""

    def read(name: str) -> bytes | None:
        if name in others:
            return others[name]
        if folder is None or name != Path(name).name or not (folder / name).is_file():
            return None
        return (folder / name).read_bytes()

    return read


class Act(Enum):
    """What was done to a form."""

    ANSWER = "answer"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done: an answer to a question, an instance added to a repeat, or one removed."""

    act: Act
    reference: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A filled form. attachments: the bytes of every file an answer names. steps: how it came
    about; played in another instance of the same seed they lead to the same answers."""

    instance: FormInstance
    attachments: Mapping[str, bytes]
    steps: tuple[Step, ...]


def fill(definition: FormDefinition, seed: int, environment: Environment | None = None) -> Filling:
    """Return an instance with random answers to every relevant question that can be answered.

    Repeats get some instances, and lose some again. The same seed and lists give the same answers.
    """
    return _Filler(definition, seed, environment or seeded_environment(seed)).run()


def filled(
    definition: FormDefinition, seed: int, environment: Environment | None = None
) -> FormInstance:
    """Return only the instance."""
    return fill(definition, seed, environment).instance


def filled_submission(
    definition: FormDefinition, seed: int, environment: Environment | None = None
) -> bytes:
    """Return the submission XML of random answers."""
    return sealed(filled(definition, seed, environment), seed)


def sealed(instance: FormInstance, seed: int) -> bytes:
    """Return the submission XML of *instance*, with the ids of that seed."""
    return submission_xml(
        instance.definition, answers_of(instance), seeded_id(seed), instance_name(instance)
    )


def seeded_id(seed: int) -> str:
    """Return the instanceID that belongs to a seed."""
    return instance_id_of(random.Random(seed).randbytes(16))  # noqa: S311  # nothing secret


def play(instance: FormInstance, step: Step) -> Changes:
    """Do one step to *instance* and return what changed."""
    match step.act:
        case Act.ANSWER:
            return instance.set_answer(step.reference, step.text)
        case Act.ADD:
            return instance.add_repeat(step.reference)
        case Act.REMOVE:
            return instance.remove_repeat(step.reference)


class _Filler:
    """Walks through one form and answers until nothing more can be answered."""

    def __init__(self, definition: FormDefinition, seed: int, environment: Environment) -> None:
        self._chance = random.Random(seed)  # noqa: S311  # test data, nothing secret
        self._guesser = Guesser(definition, self._chance)
        self._instance = FormInstance.create(definition, environment, instance_id=seeded_id(seed))
        self._questions = definition.questions
        self._files: dict[str, bytes] = {}
        self._steps: list[Step] = []
        self._grown: set[str] = set()
        self._added = 0

    def run(self) -> Filling:
        """Answer round by round: an answer may open questions before it."""
        for _ in range(_ROUNDS):
            if not self._round():
                break
        values = {self._instance.value(place) for place, _ in self._open_questions()}
        return Filling(
            instance=self._instance,
            attachments={name: self._files[name] for name in self._files if name in values},
            steps=tuple(self._steps),
        )

    def _open_questions(self) -> list[tuple[str, Question]]:
        places = self._instance.cursor().places()
        return [
            (place.reference, self._questions[generic(place.reference)])
            for place in places
            if place.kind is PlaceKind.QUESTION
        ]

    def _round(self) -> bool:
        """Answer what is blank and let repeats grow; tell whether anything was done."""
        done = False
        for place in self._instance.cursor().places():
            if place.kind is PlaceKind.NEW_REPEAT and place.reference not in self._grown:
                self._grown.add(place.reference)
                done |= self._grow(place.reference)
            elif place.kind is PlaceKind.QUESTION and self._is_blank(place.reference):
                question = self._questions[generic(place.reference)]
                done |= self._answer(place.reference, question)
        return done

    def _is_blank(self, reference: str) -> bool:
        """Tell whether a question stands there, is asked, and has no answer."""
        if not self._exists(reference) or not self._instance.is_relevant(reference):
            return False
        return self._instance.value(reference) == ""

    def _exists(self, reference: str) -> bool:
        """Tell whether the instances around a reference are still there."""
        head = reference.rpartition("]")[0]
        if not head:
            return True
        repeat, _, number = head.rpartition("[")
        return self._exists(repeat) and int(number) <= self._instance.repeat_count(repeat)

    def _do(self, step: Step) -> Changes:
        self._steps.append(step)
        return play(self._instance, step)

    # --- repeats

    def _grow(self, repeat: str) -> bool:
        if not self._exists(repeat) or not self._instance.may_change_repeat(repeat):
            return False
        wanted = self._chance.randint(0, _MOST_INSTANCES)
        done = False
        while self._instance.repeat_count(repeat) < wanted and self._added < _MOST_ADDED:
            self._added += 1
            self._do(Step(act=Act.ADD, reference=repeat))
            done = True
        count = self._instance.repeat_count(repeat)
        if count > 1 and self._chance.random() < _REMOVE_AGAIN:
            number = self._chance.randint(1, count)
            self._do(Step(act=Act.REMOVE, reference=f"{repeat}[{number}]"))
            done = True
        return done

    # --- answers

    def _answer(self, reference: str, question: Question) -> bool:
        """Answer one question validly if a try succeeds; tell whether it has an answer now."""
        if self._instance.is_readonly(reference):
            return False
        before = self._instance.value(reference)
        for _ in range(_TRIES):
            guess = self._guesser.guess(self._instance, reference, question)
            if guess is None:
                break
            if not self._do(Step(act=Act.ANSWER, reference=reference, text=guess.text)):
                self._steps.pop()
                continue
            if self._holds(reference):
                if guess.content is not None:
                    self._files[guess.text] = guess.content
                return self._instance.value(reference) != before
        if self._instance.value(reference) != "":
            self._do(Step(act=Act.ANSWER, reference=reference))
        return False

    def _holds(self, reference: str) -> bool:
        return not self._exists(reference) or self._instance.holds(reference)


def generic(reference: str) -> str:
    """Return the path of a reference in the definition: without the indices of repeats."""
    if "[" not in reference:
        return reference
    return "/".join(step.partition("[")[0] for step in reference.split("/"))
