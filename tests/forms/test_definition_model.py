"""The model of a form: binds, actions, lists, entities, and XML nobody may send us."""

from __future__ import annotations

import pytest

from forms.filenames import is_plain_name
from forms.xform.definition import Action, ActionKind, EntityMode, FormDefinition
from forms.xform.parse import inspect_xform
from tests.forms.ready import read, xform

ENTITY = '<n/><meta><entity dataset="gente" id="" create="1"><label/></entity></meta>'


def action(model: str, body: str = "", *, data: str = "<a/><b/>") -> Action:
    """Return the only action of a form without findings."""
    form, found = read(model, body, data=data)
    assert found == []
    (only,) = form.actions
    return only


def test_binds_may_point_at_attributes() -> None:
    """`@id` of an entity has a calculate like any node."""
    form, found = read(
        '<bind nodeset="/data/meta/entity/@id" calculate="/data/a" type="string"/>',
        data='<a/><meta><entity dataset="x" id="" create="1"/></meta>',
    )

    node = form.nodes["/data/meta/entity/@id"]
    assert found == []
    assert node.is_attribute
    assert node.calculate is not None


def test_nested_binds_are_relative_to_the_outer_one() -> None:
    """A bind inside a bind, and one with space around its path, name the same nodes."""
    form, found = read(
        '<bind nodeset=" /data/g "><bind nodeset="a" type="int"/></bind>', data="<g><a/></g>"
    )

    assert found == []
    assert form.nodes["/data/g"].has_bind
    assert form.nodes["/data/g/a"].datatype.value == "int"


def test_other_attributes_of_a_bind_are_kept() -> None:
    """What the engine does not use itself stays readable, by its namespace."""
    form, found = read(
        '<bind nodeset="/data/a" type="binary" odk:track-changes="true" rareza="1"/>'
    )

    assert found == []
    assert form.nodes["/data/a"].bind_attributes == {
        "{http://www.opendatakit.org/xforms}track-changes": "true",
        "rareza": "1",
    }


@pytest.mark.parametrize(
    ("preload", "parameters", "found"),
    [
        ("timestamp", "end", []),
        ("date", "today", []),
        ("property", "deviceid", []),
        ("uid", "", []),
        ("patient", "x", [("warning", "unsupported")]),
    ],
)
def test_preloads_are_read(preload: str, parameters: str, found: list[tuple[str, str]]) -> None:
    """A preload nobody has any more stays blank with a warning."""
    form, findings = read(
        f'<bind nodeset="/data/a" jr:preload="{preload}" jr:preloadParams="{parameters}"/>'
    )

    assert findings == found
    assert form.nodes["/data/a"].preload == preload
    assert form.nodes["/data/a"].preload_parameters == parameters


# --- actions


def test_an_action_of_the_model_runs_at_its_event() -> None:
    """The value is an expression or the text of the element."""
    made = action('<setvalue ref="/data/a" event="odk-instance-load">hola</setvalue>')

    assert (made.path, made.event, made.text) == ("/data/a", "odk-instance-load", "hola")
    assert made.value is None
    assert not made.in_body


def test_older_names_of_events_are_read() -> None:
    """`xforms-ready` is first load, as in the peers."""
    made = action('<setvalue ref="/data/a" event="xforms-ready" value=""/>')

    assert made.event == "odk-instance-first-load"
    assert (made.value, made.text) == (None, "")


def test_an_action_in_a_question_knows_its_question_and_repeat() -> None:
    """Relative references start at the question."""
    made = action(
        "",
        '<repeat nodeset="/data/r"><input ref="a"><setvalue ref="../b" value="../a + 1" '
        'event="xforms-value-changed"/></input></repeat>',
        data="<r><a/><b/></r>",
    )

    assert (made.path, made.source, made.repeat) == ("/data/r/b", "/data/r/a", "/data/r")
    assert made.in_body
    assert made.value is not None
    assert made.value.reads == ("/data/r/a",)


def test_several_events_make_several_actions() -> None:
    """One element with three events acts at each of them."""
    form, found = read(
        "",
        '<repeat nodeset="/data/r"><input ref="a"/><odk:setgeopoint ref="/data/r/a" '
        'event="odk-instance-first-load odk-new-repeat xforms-value-changed"/></repeat>',
        data="<r><a/></r>",
    )

    assert found == []
    assert [one.event for one in form.actions] == [
        "odk-instance-first-load",
        "odk-new-repeat",
        "xforms-value-changed",
    ]
    assert {one.kind for one in form.actions} == {ActionKind.SET_GEOPOINT}
    assert {one.repeat for one in form.actions} == {"/data/r"}


def test_a_target_may_choose_an_instance() -> None:
    """A predicate in the reference is kept as an expression; the path stays generic."""
    made = action(
        "",
        '<input ref="/data/a"><setvalue ref="/data/r[position()=1]/b" value="1" '
        'event="xforms-value-changed"/></input><repeat nodeset="/data/r"><input ref="b"/></repeat>',
        data="<a/><r><b/></r>",
    )

    assert made.path == "/data/r/b"
    assert made.target is not None


def test_recording_in_the_background_only_warns() -> None:
    """A form that records sound is usable without."""
    _, found = read('<odk:recordaudio ref="/data/a" event="odk-instance-load"/>')

    assert found == [("warning", "unsupported")]


# --- lists and submission


def test_lists_of_a_form_are_trees_and_files_are_named() -> None:
    """Lists in the form, files, the last record, and what does not exist here."""
    form, found = read(
        '<instance id="l"><root><item uno="1"><n>x</n></item></root></instance>'
        '<instance id="j" src="jr://file/mapa.geojson"/>'
        '<instance id="s" src="jr://instance/last-saved"/>'
        '<instance id="c" src="jr://instance/casedb"/>'
    )

    tree = form.secondary["l"].tree
    assert tree is not None
    assert tree.children[0].children[0].children[0].value == "x"
    assert form.secondary["j"].file_name == "mapa.geojson"
    assert form.secondary["s"].source == "jr://instance/last-saved"
    assert form.secondary["s"].file_name == ""
    assert found == [("warning", "foreign-dialect")]
    assert form.list_files == {"mapa.geojson"}


@pytest.mark.parametrize(
    "name",
    [
        "../x.csv",
        "a/b.csv",
        "a\\b.csv",
        "C:x.csv",
        "nul.csv",
        "COM1",
        "aux .csv",
        "..",
        "",
        "x.csv ",
        "x.",
        "n\u0303.csv",
        "x\u202ecsv",
        "x" * 121,
    ],
)
def test_only_plain_names_are_files(name: str) -> None:
    """Separators, drives, devices and look-alikes are no names of files."""
    assert not is_plain_name(name)


@pytest.mark.parametrize("name", ["gente.csv", "ñandú (2).png", ".x", "a..b", "console.csv"])
def test_plain_names_are_files(name: str) -> None:
    """Ordinary names of ordinary files are accepted."""
    assert is_plain_name(name)


def test_an_encrypted_form_is_accepted_without_its_encryption() -> None:
    """A public key is reported, an address for sending is ignored; neither refuses."""
    _, found = read('<submission action="https://x.example" base64RsaPublicKey="MIIB"/>')

    assert found == [("warning", "unsupported"), ("info", "unsupported")]


# --- entities


def entity(form: FormDefinition) -> tuple[str, EntityMode, str, dict[str, str]]:
    """Return list, mode, repeat and properties of the only entity."""
    (only,) = form.entities
    return only.list_name, only.mode, only.repeat, dict(only.properties)


def test_an_entity_is_created_from_answers() -> None:
    """The entity knows its list, its paths and what is saved to it."""
    form, found = read(
        '<bind nodeset="/data/n" entities:saveto="nombre"/>', data=ENTITY, version="2024.1.0"
    )

    (only,) = form.entities
    assert found == []
    assert entity(form) == ("gente", EntityMode.CREATE, "", {"nombre": "/data/n"})
    assert only.label_path == "/data/meta/entity/label"
    assert only.id_path == "/data/meta/entity/@id"
    assert (only.create_path, only.update_path) == ("/data/meta/entity/@create", "")
    assert form.nodes["/data/n"].save_to == "nombre"


def test_entities_in_repeats_take_what_stands_in_their_repeat() -> None:
    """A node is saved to the nearest entity around it."""
    form, found = read(
        '<bind nodeset="/data/n" entities:saveto="casa"/>'
        '<bind nodeset="/data/r/m" entities:saveto="hijo"/>',
        '<repeat nodeset="/data/r"><input ref="m"/></repeat>',
        data='<n/><r><m/><meta><entity dataset="hijos" id="" create="1" update="1"/></meta></r>'
        '<meta><entity dataset="casas" id="" update="1"/></meta>',
        version="2025.1.0",
    )

    inner, outer = form.entities
    assert found == []
    assert (inner.list_name, inner.mode, inner.repeat) == ("hijos", EntityMode.UPSERT, "/data/r")
    assert inner.properties == {"hijo": "/data/r/m"}
    assert (outer.mode, outer.repeat) == (EntityMode.UPDATE, "")
    assert outer.properties == {"casa": "/data/n"}


@pytest.mark.parametrize(
    ("version", "accepted"),
    [("2022.1.0", True), ("2023.1", True), ("2025.1.3", True), ("2026.1.0", False), ("x", False)],
)
def test_newer_entity_specifications_are_refused(version: str, accepted: bool) -> None:
    """What a newer specification means is not guessed."""
    form, found = read("", data=ENTITY, version=version)

    assert found == ([] if accepted else [("error", "unsupported")])
    assert bool(form.entities) is accepted


def test_an_entity_list_has_a_plain_name() -> None:
    """The list's name becomes a file's name."""
    _, found = read("", data='<meta><entity dataset="../x" id="" create="1"/></meta>')

    assert found == [("error", "unsafe-path")]


# --- hostile XML


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("padding", [0, 100_000])
def test_a_doctype_is_refused_wherever_it_stands(encoding: str, padding: int) -> None:
    """A document type declaration is refused in every encoding and after any comment."""
    declared = "utf-16" if encoding.startswith("utf-16") else encoding
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><!--{" " * padding}-->'
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    )

    definition, findings = inspect_xform(text.encode(encoding))

    assert definition is None
    assert [one.code for one in findings] == ["unsafe-xml"]


@pytest.mark.parametrize("place", ["data", "list", "body"])
def test_nesting_without_end_is_refused(place: str) -> None:
    """A tower of elements is a finding, never a crash."""
    tower = "<g>" * 150 + "</g>" * 150
    groups = "<group>" * 150 + "</group>" * 150
    xml = {
        "data": xform("", data=tower),
        "list": xform(f'<instance id="l">{tower}</instance>'),
        "body": xform("", groups),
    }[place]

    definition, findings = inspect_xform(xml)

    assert definition is None
    assert [one.code for one in findings] == ["too-large"]


def test_characters_xml_forbids_are_refused() -> None:
    """A control character in the XML makes it unreadable, and says so."""
    definition, findings = inspect_xform(xform("", data="<a>\x01</a>"))

    assert definition is None
    assert [one.code for one in findings] == ["container"]
