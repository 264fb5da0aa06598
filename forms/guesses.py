"""Random answers of every kind of question, most of them valid (FORMS §4, §16)."""

from __future__ import annotations

import random
import re
import struct
import uuid
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.errors import AnswerRefused
from forms.model.instance import FormInstance
from forms.xform.appearances import appearances_of
from forms.xform.definition import FormDefinition, Question, QuestionKind
from forms.xpath.dates import parse_date
from forms.xpath.syntax import Call, Literal, Number, walk

FILL_INSTANT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
"""The clock of a filled form stands here, so that one seed always gives the same submission."""

_WORDS = ["PRUEBA", "milpa", "río", "Ñandú", "casa", "sur", "árbol", "lluvia", "camino", "maíz"]
_LONGEST_REPEAT = 8
_LONGEST_TEXT = 60
_MOST_COUNTED = 4
_MOST_CHOSEN = 4
_STILL = frozenset({QuestionKind.NOTE, QuestionKind.UNSUPPORTED})
_UPLOADS = {
    QuestionKind.IMAGE: "image/png",
    QuestionKind.AUDIO: "audio/wav",
    QuestionKind.VIDEO: "video/mp4",
    QuestionKind.FILE: "application/pdf",
}
_EXTENSIONS = {
    "image/png": "png",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
    "text/csv": "csv",
    "text/plain": "txt",
}


@dataclass(frozen=True, slots=True)
class Hints:
    """What a question's constraint speaks of: numbers, patterns, texts, and other nodes."""

    numbers: tuple[float, ...] = ()
    patterns: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guess:
    """One answer to try: what is stored, and the bytes of the file it names."""

    text: str
    content: bytes | None = None


@dataclass(slots=True)
class Guesser:
    """Guesses answers to one form, from its own constraints and what is answered already."""

    definition: FormDefinition
    chance: random.Random
    _hints: dict[str, Hints] = field(default_factory=dict)
    _counting: frozenset[str] | None = None

    def guess(self, instance: FormInstance, reference: str, question: Question) -> Guess | None:
        """Return an answer to try, None where nobody can answer that question now."""
        if question.kind in _STILL:
            return None
        if question.kind in _UPLOADS:
            return self._upload(question)
        made = self._text_of(instance, reference, question)
        return None if made is None else Guess(made)

    def _text_of(self, instance: FormInstance, reference: str, question: Question) -> str | None:
        match question.kind:
            case QuestionKind.SELECT_ONE | QuestionKind.SELECT_MULTIPLE | QuestionKind.RANK:
                return self._chosen(instance, reference, question.kind)
            case QuestionKind.INTEGER:
                return str(self._integer(instance, reference, question))
            case QuestionKind.DECIMAL:
                return f"{self._number(instance, reference, question) + self.chance.random():.2f}"
            case QuestionKind.RANGE:
                return self._on_grid(question.parameters)
            case QuestionKind.DATE:
                return self._day(instance, reference, question).date().isoformat()
            case QuestionKind.TIME:
                return self._day(instance, reference, question).strftime("%H:%M:%S.000+00:00")
            case QuestionKind.DATETIME:
                day = self._day(instance, reference, question)
                return day.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")
            case QuestionKind.GEOPOINT | QuestionKind.GEOTRACE | QuestionKind.GEOSHAPE:
                return self._places(question.kind)
            case QuestionKind.ACKNOWLEDGE:
                return "OK"
            case _:
                return self._words(question)

    # --- kinds

    def _chosen(self, instance: FormInstance, reference: str, kind: QuestionKind) -> str | None:
        names = [choice.name for choice in instance.choices(reference)]
        if not names:
            return None
        if kind is QuestionKind.SELECT_ONE:
            return self.chance.choice(names)
        if kind is QuestionKind.RANK:
            self.chance.shuffle(names)
            return " ".join(names)
        count = self.chance.randint(1, min(_MOST_CHOSEN, len(names)))
        places = sorted(self.chance.sample(range(len(names)), count))
        return " ".join(names[place] for place in places)

    def _integer(self, instance: FormInstance, reference: str, question: Question) -> int:
        if question.path in self._counted():
            return self.chance.randint(0, _MOST_COUNTED)
        return int(self._number(instance, reference, question))

    def _number(self, instance: FormInstance, reference: str, question: Question) -> float:
        hints = self.hints(question)
        numbers = [*hints.numbers, *self._read_numbers(instance, reference, hints)]
        if numbers and self.chance.random() < 0.7:
            return self.chance.choice(numbers) + self.chance.randint(-3, 3)
        return self.chance.choice(
            (self.chance.randint(0, 10), self.chance.randint(0, 200), self.chance.randint(0, 10**6))
        )

    def _read_numbers(self, instance: FormInstance, reference: str, hints: Hints) -> list[float]:
        """Return the numbers that stand in the nodes a constraint compares with."""
        found: list[float] = []
        for text in self._read_texts(instance, reference, hints):
            try:
                found.append(float(text))
            except ValueError:
                continue
        return [number for number in found if abs(number) < 2**31]

    def _read_texts(self, instance: FormInstance, reference: str, hints: Hints) -> list[str]:
        found: list[str] = []
        for path in hints.reads:
            try:
                found.append(instance.value(near(reference, path)))
            except AnswerRefused:
                continue  # a repeat without instances
        return found

    def _day(self, instance: FormInstance, reference: str, question: Question) -> datetime:
        hints = self.hints(question)
        texts = [*hints.texts, *self._read_texts(instance, reference, hints)]
        days = [day for text in texts if (day := parse_date(text[:10])) is not None]
        seconds = self.chance.randrange(86_400)
        share = self.chance.random()
        if days and share < 0.5:
            start = datetime.combine(self.chance.choice(days), FILL_INSTANT.time(), UTC)
            return start + timedelta(days=self.chance.randint(-40, 40), seconds=seconds)
        if share < 0.8:
            return FILL_INSTANT + timedelta(days=self.chance.randint(-400, 30), seconds=seconds)
        far = datetime(1940, 1, 1, tzinfo=UTC)
        return far + timedelta(days=self.chance.randrange(40_000), seconds=seconds)

    def _on_grid(self, parameters: Mapping[str, str]) -> str:
        """Return a number of a range: its start and whole steps up to its end."""
        start, end, step = (
            _decimal(parameters.get(name, ""), default)
            for name, default in (("start", "1"), ("end", "10"), ("step", "1"))
        )
        steps = int(abs(end - start) / abs(step)) if step else 0
        sign = 1 if end >= start else -1
        number = start + sign * abs(step) * self.chance.randint(0, steps)
        return f"{number:f}"

    def _places(self, kind: QuestionKind) -> str:
        if kind is QuestionKind.GEOPOINT:
            return self._place(2)
        points = [self._place(1) for _ in range(self.chance.randint(3, 6))]
        if kind is QuestionKind.GEOSHAPE:
            points.append(points[0])
        return "; ".join(points)

    def _place(self, decimals: int) -> str:
        latitude, longitude = 16 + self.chance.random() * 5, -99 + self.chance.random() * 5
        height, accuracy = self.chance.randint(0, 3000), self.chance.random() * 9 + 1
        return f"{latitude:.6f} {longitude:.6f} {height} {accuracy:.{decimals}f}"

    def _words(self, question: Question) -> str:
        hints = self.hints(question)
        share = self.chance.random()
        if hints.patterns and share < 0.8:
            return sample_of(self.chance.choice(hints.patterns), self.chance)
        if hints.texts and share < 0.9:
            return self.chance.choice(hints.texts)
        if "numbers" in appearances_of(question.appearance):
            return str(self.chance.randint(1, 10**6))
        lengths = [int(one) for one in hints.numbers if 0 < one <= _LONGEST_TEXT]
        if lengths and self.chance.random() < 0.7:
            count = max(1, self.chance.choice(lengths) + self.chance.randint(-1, 1))
            return "".join(self.chance.choice("0123456789") for _ in range(count))
        return " ".join(self.chance.sample(_WORDS, self.chance.randint(1, 3)))

    def _upload(self, question: Question) -> Guess:
        wanted = question.media_type if "*" not in question.media_type else ""
        media = wanted if wanted in _EXTENSIONS else _UPLOADS[question.kind]
        name = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        text = f"{question.kind.value}-{name}.{_EXTENSIONS[media]}"
        return Guess(text, content_of(media, self.chance))

    # --- what the form itself says

    def hints(self, question: Question) -> Hints:
        """Return what stands in the question's constraint."""
        known = self._hints.get(question.path)
        if known is None:
            known = self._hints[question.path] = _hints_of(self.definition, question.path)
        return known

    def _counted(self) -> frozenset[str]:
        """Return the nodes that decide how many instances a repeat has, through calculates too."""
        if self._counting is None:
            found: set[str] = set()
            waiting = [
                path
                for repeat in self.definition.repeats.values()
                if repeat.count is not None
                for path in repeat.count.reads
            ]
            while waiting:
                path = waiting.pop()
                if path in found:
                    continue
                found.add(path)
                node = self.definition.nodes.get(path)
                if node is not None and node.calculate is not None:
                    waiting.extend(node.calculate.reads)
            self._counting = frozenset(found)
        return self._counting


def near(reference: str, path: str) -> str:
    """Return the reference of *path* in the same repeat instances as *reference*."""
    made = ""
    same = True
    steps = reference.split("/")
    for place, step in enumerate(path.split("/")[1:], start=1):
        own = steps[place] if same and place < len(steps) else ""
        same = own.partition("[")[0] == step
        made += "/" + (own if same and place < len(steps) - 1 else step)
    return made


def _hints_of(definition: FormDefinition, path: str) -> Hints:
    constraint = definition.nodes[path].constraint
    if constraint is None:
        return Hints()
    numbers: list[float] = []
    patterns: list[str] = []
    texts: list[str] = []
    for node in walk(constraint.compiled.tree):
        match node:
            case Number(value=value):
                numbers.append(value)
            case Call(name="regex", arguments=(_, Literal(value=pattern))):
                patterns.append(pattern)
            case Literal(value=value):
                texts.append(value)
            case _:
                continue
    return Hints(
        numbers=tuple(numbers),
        patterns=tuple(patterns),
        texts=tuple(text for text in texts if text not in patterns),
        reads=tuple(one for one in constraint.reads if one != path),
    )


def _decimal(text: str, default: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(default)


# --- texts that a pattern matches


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
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = argument
            count = chance.randint(int(least), min(int(most), int(least) + _LONGEST_REPEAT))
            return "".join(_sample(one, chance) for _ in range(count) for one in body)
        case "SUBPATTERN":
            return "".join(_sample(one, chance) for one in argument[3])
        case "ATOMIC_GROUP":
            return "".join(_sample(one, chance) for one in argument)
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


# --- files


def content_of(media: str, chance: random.Random) -> bytes:
    """Return a small file of that media type, a different one at each call."""
    made: Callable[[random.Random], bytes] = _FILES.get(media, _plain)
    return made(chance)


def _plain(chance: random.Random) -> bytes:
    return (" ".join(chance.sample(_WORDS, 5)) + "\n").encode()


def _pdf(chance: random.Random) -> bytes:
    return b"%PDF-1.4\n% " + _plain(chance) + b"%%EOF\n"


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _png(chance: random.Random) -> bytes:
    side = 8
    rows = b"".join(b"\0" + chance.randbytes(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _wav(chance: random.Random) -> bytes:
    samples = chance.randbytes(200)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    data = b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(data)) + b"WAVE" + form + data


def _mp4(chance: random.Random) -> bytes:
    content = b"isom" + struct.pack(">I", 512) + b"isomiso2mp41" + chance.randbytes(8)
    return struct.pack(">I", 8 + len(content)) + b"ftyp" + content


_FILES: dict[str, Callable[[random.Random], bytes]] = {
    "image/png": _png,
    "audio/wav": _wav,
    "video/mp4": _mp4,
    "application/pdf": _pdf,
}
