"""How often expressions run: counted, because a count is the same on every computer."""

from __future__ import annotations

import pytest

from forms.model.instance import FormInstance
from forms.xform.parse import acceptance, parse_definition
from forms.xpath.context import Context
from forms.xpath.functions import Function, FunctionRegistry
from forms.xpath.standard import standard_functions
from forms.xpath.values import Value
from tests.forms.ready import xform
from tests.forms.tables import environment

KIDS = 40
KID = (
    '<group ref="/data/kid"><label>k</label><repeat nodeset="/data/kid">'
    '<input ref="/data/kid/age"><label>a</label></input></repeat></group>'
)


class Counter(FunctionRegistry):
    """The standard functions and `counted(x)`, which gives x and counts; looks: names looked up."""

    def __init__(self) -> None:
        standard = standard_functions()
        known = {name: standard.find(name) for name in standard.names()}
        super().__init__({name: one for name, one in known.items() if one is not None})
        self.register("counted", 1, 1, self._counted)
        self.runs = 0
        self.looks = 0

    def _counted(self, _context: Context, value: Value) -> Value:
        self.runs += 1
        return value

    def find(self, name: str) -> Function | None:
        """Return the function, and count that somebody asked."""
        self.looks += 1
        return super().find(name)


@pytest.fixture
def counter() -> Counter:
    """Return functions that count."""
    return Counter()


def _kids(counter: Counter, calculate: str) -> FormInstance:
    """Return a form of 40 children, each with that calculate; counted from here."""
    data = "<total/><kid><age/><sum/></kid>"
    model = (
        '<bind nodeset="/data/total" type="int" calculate="sum(/data/kid/age)"/>'
        '<bind nodeset="/data/kid/age" type="int"/>'
        f'<bind nodeset="/data/kid/sum" calculate="counted({calculate})"/>'
    )
    form = parse_definition(xform(model, KID, data=data), counter)
    instance = FormInstance.create(form, environment())
    while instance.repeat_count("/data/kid") < KIDS:
        instance.add_repeat("/data/kid")
    counter.runs = 0
    return instance


def test_an_answer_runs_what_reads_it_and_nothing_else(counter: Counter) -> None:
    """Of a hundred calculates the one that reads the answer runs, once."""
    data = "".join(f"<q{one}/><c{one}/>" for one in range(100))
    model = "".join(
        f'<bind nodeset="/data/c{one}" calculate="counted(/data/q{one})"/>' for one in range(100)
    )
    body = "".join(f'<input ref="/data/q{one}"><label>q</label></input>' for one in range(100))
    form = parse_definition(xform(model, body, data=data), counter)
    instance = FormInstance.create(form, environment())
    created = counter.runs

    instance.set_answer("/data/q7", "x")
    instance.set_answer("/data/q7", "x")

    assert created == 100
    assert counter.runs == 101


@pytest.mark.parametrize(
    ("calculate", "most"),
    [
        ("../age", [1, 1, 0]),
        ("/data/total", [KIDS, 1, 0]),  # a child without an age changes no sum
        ("position(..)", [0, 1, KIDS // 2 + 1]),
        ("/data/kid[position() = position(current()/..) - 1]/age", [1, 2, KIDS]),
    ],
    ids=["its own", "the sum", "its place", "the one before"],
)
def test_in_a_repeat_only_the_instances_concerned_run(
    counter: Counter, calculate: str, most: list[int]
) -> None:
    """A change, an instance more, one less in the middle: no more runs than it concerns."""
    instance = _kids(counter, calculate)
    instance.set_answer("/data/kid[3]/age", "9")
    changed = counter.runs
    instance.add_repeat("/data/kid")
    added = counter.runs - changed
    instance.remove_repeat(f"/data/kid[{KIDS // 2}]")
    runs = [changed, added, counter.runs - added - changed]

    assert all(run <= limit for run, limit in zip(runs, most, strict=True)), runs


def test_opening_an_accepted_form_looks_up_no_function(counter: Counter) -> None:
    """Nothing is compiled before it is needed: a constraint not before it is asked."""
    xml = xform('<bind nodeset="/data/a" constraint="counted(.) != 3"/>', '<input ref="/data/a"/>')
    word = acceptance(parse_definition(xml, counter))
    counter.looks = 0

    instance = FormInstance.create(parse_definition(xml, counter, accepted=word), environment())
    opened = counter.looks
    instance.set_answer("/data/a", "3")

    assert opened == 0
    assert not instance.holds("/data/a")
    assert counter.looks > 0
