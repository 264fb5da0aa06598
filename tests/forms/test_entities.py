"""What a record does to entity lists, and how the lists read before it is delivered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.entities import (
    UNDELIVERED,
    EntityChange,
    EntityRows,
    LocalEntity,
    applied,
    entity_changes,
    local_entities,
)
from forms.environment import Row, Rows
from forms.itemsets.files import read_rows
from forms.model.instance import FormInstance
from forms.xform.definition import EntityMode
from forms.xform.parse import parse_definition
from forms.xpath.table import TableRows
from tests.forms.ready import read
from tests.forms.tables import environment
from tests.support.shared import shared_file

FORMS = "conformance/forms"
ROMAN = "93a179a0-71b3-42f8-b78e-4c182eaf2ae7"


def world(*lists: str) -> Callable[[str], Rows | None]:
    """Return the lists of shared files, by file name and by list name."""
    found = {
        name.rpartition("/")[2]: read_rows(name, shared_file(f"{FORMS}/{name}").read_bytes())
        for name in lists
    }
    return lambda name: found.get(name) or found.get(f"{name}.csv")


def opened(form: str, rows: Callable[[str], Rows | None]) -> FormInstance:
    """Return a new instance of a shared form beside these lists."""
    definition = parse_definition(shared_file(f"{FORMS}/{form}").read_bytes())
    base = environment()
    return FormInstance.create(definition, replace(base, rows=rows))


def ids() -> Callable[[], str]:
    """Return a maker of UUIDs that can be told apart."""
    numbers = itertools.count(1)
    return lambda: f"00000000-0000-4000-8000-{next(numbers):012}"


def test_repeats_create_and_update_each_their_own() -> None:
    """One instance creates, the next updates a row of the list and builds on its version."""
    rows = world("collect/media/people.csv")
    instance = opened("collect/create-or-update-entities-from-repeats.xml", rows)
    instance.set_answer("/data/people[1]/action", "create")
    instance.set_answer("/data/people[1]/name", "Ana")
    instance.add_repeat("/data/people")
    instance.set_answer("/data/people[2]/action", "update")
    instance.set_answer("/data/people[2]/person", ROMAN)
    instance.set_answer("/data/people[2]/name", "Roman R.")

    outcome = entity_changes(instance, rows)

    created, updated = outcome.changes
    assert outcome.problems == ()
    assert (created.mode, created.label) == (EntityMode.CREATE, "Ana")
    assert created.id == instance.node("/data/people[1]/meta/entity").attributes[3].value != ""
    assert (created.base_version, created.branch_id) == ("", "")
    assert updated == EntityChange(
        list_name="people",
        mode=EntityMode.UPDATE,
        id=ROMAN,
        label="Roman R.",
        properties={"full_name": "Roman R."},
        base_version="1",
    )


def test_one_form_creates_or_updates_as_its_conditions_say() -> None:
    """With a person chosen it updates, without one it creates."""
    rows = world("web-forms/media/beneficiaries.csv")
    instance = opened("web-forms/bind-attributes.xml", rows)
    instance.set_answer("/data/new/new_full_name", "Ana Ruiz")
    instance.set_answer("/data/new/new_number", "555")

    (created,) = entity_changes(instance, rows).changes
    instance.set_answer("/data/beneficiary", "james")
    (updated,) = entity_changes(instance, rows).changes

    assert (created.mode, created.label) == (EntityMode.CREATE, "Ana Ruiz - 555")
    assert created.properties == {"full_name": "Ana Ruiz", "phone_number": "555"}
    assert (updated.mode, updated.id) == (EntityMode.UPDATE, "james")
    assert updated.properties == {"full_name": "James Cameron", "phone_number": "+1235556789"}


ENTITY = (
    "<n/><u>{u}</u><c>{c}</c><i>{i}</i><meta><entity xmlns='' dataset='d' create='{c}' "
    "update='{u}' id='{i}'><label>{label}</label></entity></meta>"
)


def one(*, create: str = "", update: str = "", name: str = ROMAN, label: str = "L") -> FormInstance:
    """Return an instance with one entity whose attributes stand in the form."""
    data = ENTITY.format(c=create, u=update, i=name, label=label)
    definition, _ = read(
        '<bind nodeset="/data/n" entities:saveto="n"/>', data=data, version="2024.1.0"
    )
    return FormInstance.create(definition, environment())


KNOWN = TableRows(("name", "label", "__version"), [(ROMAN, "R", "4")])


@pytest.mark.parametrize(
    ("create", "update", "listed", "mode"),
    [
        ("1", "", False, EntityMode.CREATE),
        ("true", "false", True, EntityMode.CREATE),
        ("", "1", False, EntityMode.UPDATE),
        ("0", "true", True, EntityMode.UPDATE),
        ("1", "1", True, EntityMode.UPDATE),
        ("1", "1", False, EntityMode.CREATE),
        ("", "", True, None),
        ("0", "false", True, None),
    ],
)
def test_conditions_and_the_list_decide(
    create: str, update: str, listed: bool, mode: EntityMode | None
) -> None:
    """Where both hold, what is in the list is updated and what is not is created."""
    instance = one(create=create, update=update)

    changes = entity_changes(instance, lambda _name: KNOWN if listed else None).changes

    assert [change.mode for change in changes] == ([] if mode is None else [mode])
    if changes and mode is EntityMode.UPDATE:
        assert changes[0].base_version == ("4" if listed else "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"create": "1", "label": " "}, "label"),
        ({"create": "1", "name": ""}, "id"),
        ({"create": "1", "name": "james"}, "id"),
        ({"update": "1", "name": ""}, "id"),
    ],
)
def test_an_entity_without_label_or_id_is_a_problem(given: Mapping[str, str], code: str) -> None:
    """It is said where it stands, and nothing is made of it."""
    outcome = entity_changes(one(**given))

    assert outcome.changes == ()
    assert [(one.code, one.reference) for one in outcome.problems] == [(code, "/data/meta/entity")]


def test_an_update_without_label_leaves_the_label() -> None:
    """A blank label is no change of it."""
    (change,) = entity_changes(one(update="1", label="")).changes

    assert change.label == ""


def change_of(**given: object) -> EntityChange:
    values: dict[str, object] = {
        "list_name": "people",
        "mode": EntityMode.UPDATE,
        "id": "b",
        "label": "",
        "properties": {},
    }
    return EntityChange(**{**values, **given})  # type: ignore[arg-type]  # a factory of tests


def test_the_first_change_begins_a_branch_and_later_ones_stay_on_it() -> None:
    """Versions count on from the central's; the trunk and the branch stay."""
    make = ids()
    first = change_of(base_version="3", properties={"age": "7"}, label="Beto")
    second = change_of(base_version="4", properties={"height": "2"})

    before = applied(first, None, make)
    after = applied(second, before, make)

    assert (before.version, before.trunk_version, before.created) == (4, "3", False)
    assert (after.version, after.trunk_version) == (5, "3")
    assert after.branch_id == before.branch_id != ""
    assert (after.label, after.properties) == ("Beto", {"age": "7", "height": "2"})


def test_what_was_created_here_has_no_trunk() -> None:
    """Its first version is 1, also when it is updated here afterwards."""
    created = change_of(mode=EntityMode.CREATE, label="Ana")
    local = local_entities([created, change_of(properties={"age": "9"})], ids())["people"]["b"]

    assert (local.version, local.trunk_version, local.created) == (2, "", True)


BASE = TableRows(
    ("name", "label", "age", "__version"),
    [("a", "Ana", "5", "1"), ("b", "Beto", "6", "3"), ("c", "Cira", "7", "2")],
)


def local(name: str, *, version: int, created: bool = False, **properties: str) -> LocalEntity:
    return LocalEntity(
        id=name,
        label=f"{name}!",
        properties=properties,
        version=version,
        trunk_version="3",
        branch_id="B",
        created=created,
    )


def test_own_entities_are_in_their_list_at_once() -> None:
    """Updates stand where the row stood, new ones at the end, both marked."""
    rows = EntityRows(
        BASE,
        {"b": local("b", version=4, age="60"), "n": local("n", version=1, created=True, x="1")},
    )

    assert rows.columns == (
        *("name", "label", "age", "__version", "x", "__trunkVersion", "__branchId", UNDELIVERED),
    )
    assert list(rows.scan()) == [
        ("a", "Ana", "5", "1", "", "", "", ""),
        ("b", "b!", "60", "4", "", "3", "B", "1"),
        ("c", "Cira", "7", "2", "", "", "", ""),
        ("n", "n!", "", "1", "1", "3", "B", "1"),
    ]
    assert [row[0] for row in rows.find({"age": "60"})] == ["b"]
    assert list(rows.find({"age": "6"})) == []
    assert [row[0] for row in rows.find({UNDELIVERED: "1"})] == ["b", "n"]
    assert [row[0] for row in rows.find({UNDELIVERED: ""})] == ["a", "c"]
    assert [rows.undelivered(name) for name in "abn"] == [False, True, True]
    assert len(rows) == 4


def test_the_central_wins_when_it_has_caught_up() -> None:
    """A version as new as ours was delivered; an update of what is gone is not shown."""
    rows = EntityRows(
        BASE,
        {
            "b": local("b", version=3),
            "a": local("a", version=1, created=True),
            "z": local("z", version=2),
        },
    )

    assert [row[:4] for row in rows.scan()] == list(BASE.scan())
    assert not rows.undelivered("a")


def test_a_list_may_begin_on_this_device() -> None:
    """Before anything came down, what was created here is the whole list."""
    rows = EntityRows(None, {"n": local("n", version=1, created=True, age="4")})

    assert [dict(zip(rows.columns, row, strict=True))["age"] for row in rows.scan()] == ["4"]
    assert [row[0] for row in rows.find({"name": "n"})] == ["n"]
    assert list(EntityRows(None, {}).scan()) == []


_CELL = st.sampled_from(["", "1", "2"])


@given(
    rows=st.lists(st.tuples(_CELL, _CELL, st.sampled_from("123")), max_size=5),
    entities=st.dictionaries(
        st.sampled_from([f"k{one}" for one in range(7)]),
        st.tuples(st.booleans(), st.integers(1, 3), _CELL),
        max_size=4,
    ),
    equal=st.dictionaries(st.sampled_from(["name", "age", "x", "nada", UNDELIVERED]), _CELL),
)
def test_finding_among_own_entities_is_filtering_them(
    rows: list[Row],
    entities: Mapping[str, tuple[bool, int, str]],
    equal: Mapping[str, str],
) -> None:
    """Whatever is asked for: the rows of the whole list that fit, in its order."""
    base = TableRows(
        ("name", "age", "x", "__version"), [(f"k{at}", *row) for at, row in enumerate(rows)]
    )
    listed = EntityRows(
        base,
        {
            name: local(name, version=version, created=created, age=age)
            for name, (created, version, age) in entities.items()
        },
    )

    whole = [dict(zip(listed.columns, row, strict=True)) for row in listed.scan()]
    wanted = [one for one in whole if all(one.get(key, "") == text for key, text in equal.items())]
    found = [dict(zip(listed.columns, row, strict=True)) for row in listed.find(equal)]
    assert found == wanted
    assert len(listed) == len(whole)
