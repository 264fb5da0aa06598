"""What stands inside the steps of a trace: literals, results of earlier steps, expected answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.conformance.results import Mismatch

CONSTANTS = {
    "Scenario.AnswerResult.OK": "OK",
    "Scenario.AnswerResult.REQUIRED_BUT_EMPTY": "REQUIRED_BUT_EMPTY",
    "Scenario.AnswerResult.CONSTRAINT_VIOLATED": "CONSTRAINT_VIOLATED",
    "ANSWER_OK": "ANSWER_OK",
    "ANSWER_REQUIRED_BUT_EMPTY": "ANSWER_REQUIRED_BUT_EMPTY",
    "ANSWER_CONSTRAINT_VIOLATED": "ANSWER_CONSTRAINT_VIOLATED",
    "constants.INSTANCE_FILE_NAME": "xml_submission_file",
}


class NotDriven(Exception):
    """The runner does not know this call, matcher, property or value: a failure of the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A regular expression of a trace."""

    source: str
    flags: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A function whose body was not recorded: what counts is whether the step was refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An answer as a test wrote it down. kind: `integer text boolean names close distance days`.

    tolerance: how far a number may be away, None where it must be the very text.
    """

    text: str
    names: tuple[str, ...] | None = None
    number: float | None = None
    tolerance: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedChoice:
    """A choice a test waits for; label None where any will do."""

    name: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where the device says it is: `lat lon alt acc`."""

    text: str


class Inspected(Protocol):
    """A result that steps look into by the names of the peer's interface."""

    def look(self, name: str) -> Any:
        """Return a property; raise NotDriven where it has none of that name."""


def looked(value: Any, path: list[str]) -> Any:
    """Return what stands at *path* inside a result."""
    for name in path:
        if isinstance(value, Mapping):
            if name not in value:
                raise NotDriven(f"property {name}")
            value = value[name]
        elif isinstance(value, list | tuple):
            value = value[int(name)]
        elif hasattr(value, "look"):
            value = value.look(name)
        else:
            raise NotDriven(f"property {name} of {type(value).__name__}")
    return value


class Values:
    """Reads the values of one trace: `results` grows as its steps run."""

    def __init__(self, forms: Mapping[str, str], folder: Path) -> None:
        self.results: dict[int, Any] = {}
        self._forms = forms
        self._folder = folder

    def read(self, value: Any) -> Any:
        """Return *value* with everything that stands for something else put in its place."""
        if isinstance(value, list):
            return [self.read(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "$" in value:
            return _made(str(value["$"]), [self.read(one) for one in value.get("args", [])])
        marks = [name for name in value if name.startswith("$")]
        if not marks:
            return {name: self.read(one) for name, one in value.items()}
        return self._marked(marks[0], value)

    def _marked(self, mark: str, value: Mapping[str, Any]) -> Any:
        match mark:
            case "$ref":
                return looked(self.result(value["$ref"]), value.get("path") or [])
            case "$form":
                return self._forms[value["$form"]].encode()
            case "$file":
                return (self._folder / value["$file"]).read_bytes()
            case "$xml":
                return str(value["$xml"]).encode()
            case "$bigint":
                return int(value["$bigint"])
            case "$regex":
                return Pattern(source=value["$regex"], flags=value.get("flags", ""))
            case "$ref_path":
                return str(value["$ref_path"])
            case "$const":
                if value["$const"] not in CONSTANTS:
                    raise NotDriven(f"constant {value['$const']}")
                return CONSTANTS[value["$const"]]
            case "$fn":
                return Recorded()
            case _:
                raise NotDriven(f"value {mark}")

    def result(self, number: int) -> Any:
        """Return the result of a step; raise Mismatch where it gave none."""
        if number not in self.results:
            raise Mismatch(f"step {number} gave no result")
        return self.results[number]


def _made(name: str, arguments: list[Any]) -> Any:
    """Return what a named constructor of the peer's tests stands for."""
    match name, arguments:
        case "intAnswer", [value]:
            return Expected(text=str(int(value)))
        case "stringAnswer", [value]:
            return Expected(text=str(value))
        case "booleanAnswer", [bool(value)]:
            return Expected(text="true" if value else "false")
        case "answerText", [value]:
            # The peer's own matcher disregards the order of chosen names; so does this one.
            return Expected(text=str(value), names=tuple(sorted(str(value).split(", "))))
        case (("expectedDistance" | "expectedFractionalDays"), [value, tolerance]):
            return Expected(text=str(value), number=float(value), tolerance=float(tolerance))
        case "choice", [value]:
            return ExpectedChoice(name=str(value))
        case "choice", [value, label]:
            return ExpectedChoice(name=str(value), label=str(label))
        case "LocalDate.parse", [value]:
            return str(value)
        case "createGeolocationProvider", [value]:
            return Position(text=str(value))
        case _:
            raise NotDriven(f"value {name} with {len(arguments)} arguments")
