"""Made-up forms with nested repeats, changed at random: what depends on a change is computed."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from forms.fill import Act, Step, play
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from forms.xpath.nodes import Node
from tests.forms.tables import environment

FORMS = 2_000 if os.environ.get("VENTANILLA_SOAK") else 30
STEPS = 25
NUMBERS = ("a", "b", "r/x", "r/y", "r/s/z", "r/s/w")
"""What a person answers: whole numbers outside, in a repeat, and in a repeat inside that."""
RESULTS = ("c0", "r/c1", "r/s/c2", "r/c3", "c4", "r/s/c5", "c6", "r/t/c7")
"""What is computed, each from numbers and from results before it."""
COUNTS = ("../x", "/data/r/x", "/data/a", "count(../s)", "/data/r/x - 2")
"""What may decide how many instances of a repeat there are."""


@dataclass
class _Maker:
    """Writes one form: acyclic, for every expression reads only what stands before it."""

    chance: random.Random
    counter: str = "/data/b"
    known: list[str] = field(default_factory=lambda: list(NUMBERS))
    binds: list[str] = field(default_factory=list)

    def form(self) -> bytes:
        for path in RESULTS:
            calculate = self._sum_of_terms(path)
            self.binds.append(f'<bind nodeset="/data/{path}" type="int" calculate="{calculate}"/>')
            self.known.append(path)
        for path in NUMBERS:
            self.binds.append(f'<bind nodeset="/data/{path}" type="int"{self._flags(path)}/>')
        for group in ("r", "r/s"):
            if self.chance.random() < 0.4:
                self.binds.append(
                    f'<bind nodeset="/data/{group}" relevant="not(/data/a = {self._few()})"/>'
                )
        nodes = (
            "<a/><b/><c0/><c4/><c6/><r><x/><y/><c1/><c3/><s><z/><w/><c2/><c5/></s>"
            "<t><v/><c7/></t></r><u><k/></u>"
        )
        body = (
            f"{_input('a')}{_input('b')}"
            f'<repeat nodeset="/data/r">{_input("r/x")}{_input("r/y")}'
            f'<repeat nodeset="/data/r/s">{_input("r/s/z")}{_input("r/s/w")}</repeat>'
            f'<repeat nodeset="/data/r/t" jr:count="{self.chance.choice(COUNTS)}">'
            f"{_input('r/t/v')}</repeat></repeat>"
            f'<repeat nodeset="/data/u" jr:count="{self.counter}">{_input("u/k")}</repeat>'
        )
        return (
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
            ' xmlns:jr="http://openrosa.org/javarosa">'
            f'<h:head><h:title>F</h:title><model><instance><data id="f">{nodes}'
            f"<meta><instanceID/></meta></data></instance>{''.join(self.binds)}</model></h:head>"
            f"<h:body>{body}</h:body></h:html>"
        ).encode()

    def _few(self) -> int:
        return self.chance.randint(0, 4)

    def _flags(self, path: str) -> str:
        """Return conditions that read other numbers only, so that nothing depends on itself."""
        if path in ("a", "r/x") or self.chance.random() < 0.4:
            return ""
        other = (
            "a" if path == "b" or not path.startswith("r/") else self.chance.choice(("a", "r/x"))
        )
        relevant = f"not(/data/{other} = {self._few()})"
        required = f"/data/{other} &gt; {self._few()}"
        return f' relevant="{relevant}" required="{required}"'

    def _sum_of_terms(self, path: str) -> str:
        terms = [self._term(path) for _ in range(self.chance.randint(1, 3))]
        return " + ".join(f"coalesce({term}, 0)" for term in terms)

    def _term(self, path: str) -> str:
        """Return one thing to read: this instance's, all of them, a filtered few, a neighbour."""
        inside = path.count("/")
        other = self.chance.choice(self.known)
        if other.count("/") <= inside and self.chance.random() < 0.5:
            return f"/data/{other}"
        place = "/".join([".."] * inside) or "."
        choices = [
            f"sum(/data/{other})",
            f"count(/data/{other})",
            f"max(/data/{other})",
            "count(/data/r)",
            f"sum(/data/r[x &gt; {self._few()}]/{self.chance.choice(('x', 'y'))})",
            f"sum(/data/r[position() &lt;= {self._few()}]/s/z)",
            f"indexed-repeat(/data/r/x, /data/r, {self._few() + 1})",
        ]
        if inside == 1:
            choices += ["position(..)", "sum(../s/z)", "count(../s)", "../x + ../y"]
            choices.append("/data/r[position() = position(current()/..) - 1]/x")
        if inside == 2:
            choices += ["position(..)", f"position({place})", "sum(../../s/z)", "../../x"]
            choices.append("indexed-repeat(/data/r/s/z, /data/r, 1, /data/r/s, position(..))")
        return self.chance.choice(choices)


def _input(path: str) -> str:
    return f'<input ref="/data/{path}"><label>{path}</label></input>'


def _steps(instance: FormInstance, chance: random.Random) -> Iterator[Step]:
    """Yield steps that are possible when they are asked for."""
    for _ in range(STEPS):
        outer = instance.repeat_count("/data/r")
        inner = [instance.repeat_count(f"/data/r[{number}]/s") for number in range(1, outer + 1)]
        repeats = ["/data/r", *(f"/data/r[{number}]/s" for number in range(1, outer + 1))]
        share = chance.random()
        if share < 0.25:
            yield Step(act=Act.ADD, reference=chance.choice(repeats))
        elif share < 0.35 and outer:
            repeat = chance.choice(repeats)
            count = instance.repeat_count(repeat)
            if count:
                yield Step(act=Act.REMOVE, reference=f"{repeat}[{chance.randint(1, count)}]")
        else:
            path = chance.choice(NUMBERS)
            if path.startswith("r/") and outer:
                number = chance.randint(1, outer)
                path = path.replace("r/", f"r[{number}]/", 1)
                if "/s/" in path:
                    if not inner[number - 1]:
                        continue
                    path = path.replace("/s/", f"/s[{chance.randint(1, inner[number - 1])}]/")
            elif path.startswith("r/"):
                continue
            text = "" if chance.random() < 0.1 else str(chance.randint(0, 5))
            yield Step(act=Act.ANSWER, reference=f"/data/{path}", text=text)


def _state(node: Node) -> list[tuple[str, bool, bool, str]]:
    """Return every node: where, relevant, required, and the value of what is relevant."""
    own = [(node.reference, node.relevant, node.required and node.relevant, "")]
    if node.is_leaf:
        own = [(*own[0][:3], (node.value or "") if node.relevant else "")]
    return own + [one for child in node.children for one in _state(child)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_what_is_computed_by_parts_is_what_is_computed_whole(seed: int) -> None:
    """After every answer, addition and removal a draft read afresh computes the very same."""
    chance = random.Random(seed)
    definition = parse_definition(_Maker(chance).form())
    instance = FormInstance.create(definition, environment())
    done: list[Step] = []

    for step in _steps(instance, chance):
        done.append(step)
        play(instance, step)
        again = FormInstance.restore(definition, instance.dump(), environment())
        assert _state(instance.element()) == _state(again.element()), done
        assert again.dump() == instance.dump()
    assert not instance.findings()


def _flags(node: Node) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield every node with what is stored, whether it is relevant, and required."""
    yield node.reference, node.value or "", node.relevant, node.required
    for child in node.children:
        yield from _flags(child)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_what_changed_is_told_and_nothing_else(seed: int) -> None:
    """After an answer the changes name every node that differs: a screen draws only those anew."""
    chance = random.Random(seed)
    definition = parse_definition(_Maker(chance).form())
    instance = FormInstance.create(definition, environment())

    for step in _steps(instance, chance):
        before = {one[0]: one[1:] for one in _flags(instance.element())}
        changes = play(instance, step)
        after = {one[0]: one[1:] for one in _flags(instance.element())}
        if changes.added or changes.removed:
            continue  # references name other instances now
        differ = [
            {name for name in before if before[name][place] != after[name][place]}
            for place in range(3)
        ]
        assert differ[0] == changes.values, step
        assert differ[1] == {one for one in changes.relevance if one in before}, step
        assert differ[2] == changes.required, step


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FORMS))
def test_the_order_of_answers_does_not_matter(seed: int) -> None:
    """The same answers in another order make the same nodes relevant, with the same values.

    What is not relevant may differ: a count that is blank for a while leaves its instances.
    """
    chance = random.Random(seed)
    definition = parse_definition(_Maker(chance, counter="/data/a").form())
    repeats = [Step(act=Act.ADD, reference=one) for one in ("/data/r", "/data/r[1]/s", "/data/r")]
    answers = [
        Step(act=Act.ANSWER, reference=f"/data/{path}", text=str(chance.randint(0, 5)))
        for path in ("a", "b", "r[1]/x", "r[2]/x", "r[1]/y", "r[1]/s[1]/z", "r[1]/s[2]/w")
    ]
    states = []

    for _ in range(3):
        instance = FormInstance.create(definition, environment())
        for step in (*repeats, *chance.sample(answers, len(answers))):
            play(instance, step)
        states.append([one for one in _state(instance.element()) if one[1]])

    assert states[0] == states[1] == states[2]
