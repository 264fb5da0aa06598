"""What an absolute path means inside a repeat (FORMS §5.7).

At a node inside `/data/kid`, the path `/data/kid/age` is the age of this kid, for every repeat both
share. It ends there where the path ends at the repeat itself (all instances), and where a step has
a predicate, which chooses among all instances.
"""

from __future__ import annotations

from dataclasses import dataclass

from forms.xpath.syntax import Axis, NameTest, Path, Step, TypeTest

_NO_REPEATS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """Where an expression stands: the generic path of its node, and which paths are repeats."""

    path: str
    repeats: frozenset[str] = _NO_REPEATS

    @property
    def names(self) -> tuple[str, ...]:
        """Return the steps of the path."""
        return tuple(self.path.split("/")[1:])

    def without(self, repeats: frozenset[str]) -> Site:
        """Return the same place, where paths through *repeats* mean all their instances."""
        kept = [
            path for path in _prefixes(self.names) if not any(_within(path, one) for one in repeats)
        ]
        return Site(kept[-1] if kept else "", self.repeats)


def _prefixes(names: tuple[str, ...]) -> list[str]:
    return ["/" + "/".join(names[:count]) for count in range(1, len(names) + 1)]


def _within(path: str, repeat: str) -> bool:
    return path == repeat or path.startswith(repeat + "/")


def repeat_around(path: str, repeats: frozenset[str]) -> str:
    """Return the innermost of *repeats* that *path* is or lies in; "" outside all of them."""
    while path:
        if path in repeats:
            return path
        path = path.rpartition("/")[0]
    return ""


def step_name(step: Step) -> str | None:
    """Return the name of a plain step to a child, as it stands in a path; None for the rest."""
    if step.axis is not Axis.CHILD or not isinstance(step.test, NameTest):
        return None
    if step.test.local is None:
        return None
    return step.test.local if step.test.prefix is None else f"{step.test.prefix}:{step.test.local}"


def shared_steps(steps: tuple[Step, ...], place: Site, limit: Site | None = None) -> int:
    """Return how many leading *steps* of an absolute path name the nodes around *place*.

    limit: a part of the place beyond which nothing is shared (what indexed-repeat chooses itself).
    """
    shared = 0
    path = ""
    for step, name in zip(steps, (limit or place).names, strict=False):
        if step.predicates or step_name(step) != name:
            break
        path = f"{path}/{name}"
        if path in place.repeats and shared + 1 == len(steps):
            break
        shared += 1
    return shared


def plain_path(path: Path, place: Site | None = None) -> str | None:
    """Return the generic path of a path of plain steps; None where it is anything else.

    A relative one is read from *place*; `..` and `.` are understood.
    """
    if path.start is not None or (not path.absolute and place is None):
        return None
    names = [] if path.absolute or place is None else list(place.names)
    for step in path.steps:
        if step.predicates:
            return None
        name = step_name(step)
        if name is not None:
            names.append(name)
        elif step.axis is Axis.PARENT and _any(step.test) and names:
            names.pop()
        elif not (step.axis is Axis.SELF and _any(step.test)):
            return None
    return "/" + "/".join(names) if names else None


def _any(test: NameTest | TypeTest) -> bool:
    return isinstance(test, TypeTest) and test.kind == "node"
