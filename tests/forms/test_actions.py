"""What happens by itself: preload, the actions of events, values that an action sets."""

from __future__ import annotations

import dataclasses
import json

import pytest

from forms.model.instance import FormInstance
from forms.submission import answers_of, submission_xml
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition
from tests.forms.ready import xform
from tests.forms.tables import environment, instance_of

TABLE = """
| survey | type | name | label | default | calculation | trigger | relevant |
| | text | who | Who | | | | |
| | text | greeted | Greeted | | concat('hola ', ${who}) | ${who} | |
| | integer | a | A | 1 | | | |
| | calculate | double | | | ${a} * 2 | | |
| | begin repeat | r | R | | | | |
| | text | day | Day | today() | | | |
| | integer | number | Number | position(..) | | | |
| | integer | fixed | Fixed | 7 | | | |
| | end repeat | | | | | | |
"""


def form(model: str, body: str, data: str) -> FormDefinition:
    return parse_definition(xform(model, body, data=data))


def entry(path: str, inside: str = "") -> str:
    return f'<input ref="/data/{path}"><label>{path}</label>{inside}</input>'


def test_a_trigger_sets_its_value_when_the_answer_changes() -> None:
    """Not at load, not when the same answer is given again."""
    instance = instance_of(TABLE)
    assert instance.value("/data/greeted") == ""

    changes = instance.set_answer("/data/who", "Ana")
    assert instance.value("/data/greeted") == "hola Ana"
    assert changes.values >= {"/data/who", "/data/greeted"}

    instance.set_answer("/data/greeted", "otra cosa")
    assert not instance.set_answer("/data/who", "Ana")
    assert instance.value("/data/greeted") == "otra cosa"


def test_defaults_of_a_repeat_are_made_for_every_instance() -> None:
    """Those the form writes have them from the first load, new ones when they are made."""
    instance = instance_of(TABLE)
    instance.add_repeat("/data/r")

    for number in (1, 2):
        assert instance.value(f"/data/r[{number}]/day") == "2026-11-20"
        assert instance.value(f"/data/r[{number}]/number") == str(number)
        assert instance.value(f"/data/r[{number}]/fixed") == "7"


def test_a_default_that_was_cleared_stays_cleared() -> None:
    """Neither a draft read again nor another instance brings a default back."""
    instance = instance_of(TABLE)
    instance.set_answer("/data/r[1]/day", "")
    instance.set_answer("/data/a", "")

    instance.add_repeat("/data/r")
    again = FormInstance.restore(instance.definition, instance.dump(), environment())

    for one in (instance, again):
        assert one.value("/data/r[1]/day") == ""
        assert one.value("/data/a") == ""


def test_what_is_triggered_stays_in_its_instance() -> None:
    """A trigger inside a repeat concerns the question of its own instance."""
    instance = FormInstance.create(
        form(
            "",
            '<repeat nodeset="/data/r">'
            + entry(
                "r/a",
                '<setvalue event="xforms-value-changed" ref="/data/r/b" '
                'value="concat(../a, position(..))"/>',
            )
            + entry("r/b")
            + "</repeat>",
            "<r><a/><b/></r>",
        ),
        environment(),
    )
    instance.add_repeat("/data/r")

    instance.set_answer("/data/r[2]/a", "x")

    assert (instance.value("/data/r[1]/b"), instance.value("/data/r[2]/b")) == ("", "x2")


def test_a_target_with_a_predicate_is_one_instance() -> None:
    """`[position() = 2]` in a `ref` chooses that instance, also when it came later."""
    instance = FormInstance.create(
        form(
            "",
            entry(
                "a",
                '<setvalue event="xforms-value-changed" ref="/data/r[position() = 2]/b" '
                'value="/data/a"/>',
            )
            + f'<repeat nodeset="/data/r">{entry("r/b")}</repeat>',
            "<a/><r><b/></r>",
        ),
        environment(),
    )
    instance.set_answer("/data/a", "lost")
    instance.add_repeat("/data/r")

    instance.set_answer("/data/a", "kept")

    assert (instance.value("/data/r[1]/b"), instance.value("/data/r[2]/b")) == ("", "kept")


def test_a_calculate_that_changes_triggers_too() -> None:
    """An action of a calculated question runs when its value changes, after the recompute."""
    instance = FormInstance.create(
        form(
            '<bind nodeset="/data/c" calculate="/data/a * 2"/>',
            entry("a")
            + entry(
                "c",
                '<setvalue event="xforms-value-changed" ref="/data/b" value="/data/c + 1"/>',
            )
            + entry("b"),
            "<a>1</a><b/><c/>",
        ),
        environment(),
    )
    assert instance.value("/data/b") == ""

    instance.set_answer("/data/a", "5")

    assert instance.value("/data/b") == "11"


def test_triggers_that_chase_each_other_are_stopped() -> None:
    """Two calculates that trigger each other for ever end with the finding `unstable`."""
    changed = '<setvalue event="xforms-value-changed" ref="/data/{}" value="/data/{} + 1"/>'
    instance = FormInstance.create(
        form(
            '<bind nodeset="/data/c" calculate="/data/a"/>'
            '<bind nodeset="/data/d" calculate="/data/b"/>',
            entry("c", changed.format("b", "c"))
            + entry("d", changed.format("a", "d"))
            + entry("a"),
            "<a>1</a><b>1</b><c/><d/>",
        ),
        environment(),
    )

    instance.set_answer("/data/a", "5")

    assert {finding.code for finding in instance.findings()} == {"unstable"}


def test_what_an_action_sets_holds_until_something_it_reads_changes() -> None:
    """A value set into a calculated node survives a draft and a recompute, not a new input."""
    definition = form(
        '<bind nodeset="/data/c" calculate="/data/a * 2"/>',
        entry("a")
        + entry("b", '<setvalue event="xforms-value-changed" ref="/data/c" value="\'set\'"/>'),
        "<a>1</a><b/><c/>",
    )
    instance = FormInstance.create(definition, environment())

    instance.set_answer("/data/b", "x")
    again = FormInstance.restore(definition, instance.dump(), environment())
    again.recompute()
    assert again.value("/data/c") == "set"
    assert again.dump() == instance.dump()

    again.set_answer("/data/a", "4")
    assert again.value("/data/c") == "8"


def test_events_of_loading_run_when_they_should() -> None:
    """First-load once in a form's life; load at every opening, also of a record to be edited."""
    definition = form(
        '<setvalue event="odk-instance-first-load" ref="/data/first" value="/data/first + 1"/>'
        '<setvalue event="odk-instance-load" ref="/data/each" value="/data/each + 1"/>'
        '<bind nodeset="/data/first" type="int"/><bind nodeset="/data/each" type="int"/>',
        entry("first"),
        "<first>0</first><each>0</each>",
    )
    instance = FormInstance.create(definition, environment())
    sealed = submission_xml(definition, answers_of(instance), "uuid:a")

    restored = FormInstance.restore(definition, instance.dump(), environment())
    edited = FormInstance.edit(definition, sealed, environment(), instance_id="uuid:b")

    assert (instance.value("/data/first"), instance.value("/data/each")) == ("1", "1")
    for one in (restored, edited):
        assert (one.value("/data/first"), one.value("/data/each")) == ("1", "2")


def test_a_position_is_taken_where_the_form_asks_for_it() -> None:
    """`odk:setgeopoint` writes what the device says; a device that cannot say leaves it blank."""
    definition = form(
        '<odk:setgeopoint event="odk-instance-first-load" ref="/data/here"/>'
        '<bind nodeset="/data/here" type="geopoint"/>',
        entry("a"),
        "<a/><here/>",
    )
    there = dataclasses.replace(environment(), position=lambda: "19.4 -99.1 2240 5")

    assert FormInstance.create(definition, there).value("/data/here") == "19.4 -99.1 2240 5"
    assert FormInstance.create(definition, environment()).value("/data/here") == ""


PRELOADED = form(
    '<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>'
    '<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>'
    '<bind nodeset="/data/today" type="date" jr:preload="date" jr:preloadParams="today"/>'
    '<bind nodeset="/data/device" jr:preload="property" jr:preloadParams="deviceid"/>'
    '<bind nodeset="/data/sim" jr:preload="property" jr:preloadParams="simserial"/>'
    '<bind nodeset="/data/meta/instanceID" jr:preload="uid"/>',
    entry("a"),
    "<a/><start/><end/><today/><device/><sim/><meta><instanceID/></meta>",
)


def test_preloads_say_what_the_device_knows() -> None:
    """Start, day, device and identity at birth; the end only when the record is sealed."""
    world = dataclasses.replace(environment(), device={"deviceid": "caja-3"})
    instance = FormInstance.create(PRELOADED, world, instance_id="uuid:x")
    values = {name: instance.value(f"/data/{name}") for name in ("start", "end", "today")}
    assert values == {
        "start": "2026-11-20T09:30:00.000-06:00",
        "end": "",
        "today": "2026-11-20",
    }
    assert instance.value("/data/device") == "caja-3"
    assert instance.value("/data/sim") == ""
    assert instance.value("/data/meta/instanceID") == instance.instance_id == "uuid:x"

    assert instance.seal().values == {"/data/end"}
    assert instance.value("/data/end") == "2026-11-20T09:30:00.000-06:00"


def test_preloads_are_not_made_again() -> None:
    """A draft keeps the day it was born."""
    instance = FormInstance.create(PRELOADED, environment(), instance_id="uuid:x")
    draft = json.loads(instance.dump())
    later = environment(now=environment().now().replace(day=25))

    again = FormInstance.restore(PRELOADED, json.dumps(draft), later)

    assert again.value("/data/today") == "2026-11-20"
    assert again.value("/data/meta/instanceID") == "uuid:x"


def test_a_form_draws_an_identity_where_it_is_given_none() -> None:
    """Without one from outside, the environment's."""
    assert FormInstance.create(PRELOADED, environment()).instance_id.startswith("uuid:")


@pytest.mark.parametrize("event", ["odk-new-repeat"])
def test_new_instances_that_a_count_makes_are_new(event: str) -> None:
    """What a count adds has the defaults of a new instance, what the form writes does not."""
    instance = FormInstance.create(
        form(
            "",
            entry("n")
            + '<repeat nodeset="/data/r" jr:count="/data/n">'
            + f'<setvalue event="{event}" ref="/data/r/x" value="concat(\'new \', position(..))"/>'
            + entry("r/x")
            + "</repeat>",
            "<n>2</n><r><x>written</x></r>",
        ),
        environment(),
    )

    assert [instance.value(f"/data/r[{n}]/x") for n in (1, 2)] == ["written", "new 2"]
