"""The body of a registration and X, its submission XML: byte for byte (FORMS §11)."""

from __future__ import annotations

import hashlib

import pytest

from forms.model.instance import FormInstance
from forms.submission import (
    AnswersInvalid,
    answers_of,
    attachment_names,
    check8,
    instance_id_of,
    instance_name,
    parts,
    submission_xml,
)
from forms.xform.parse import parse_definition
from forms.xform.tree import parse_xml
from tests.forms.ready import xform
from tests.forms.tables import definition_of, environment, instance_of

TABLE = """
| survey | type | name | label | relevant | calculation |
| | begin group | g | G | | |
| | integer | n | N | | |
| | text | t | T | ${n} > 1 | |
| | end group | | | | |
| | begin group | h | H | ${n} > 5 | |
| | text | u | U | | |
| | end group | | | | |
| | calculate | c | | | ${n} * 2 |
| | decimal | d | D | | |
"""
NAMED = """
| settings | form_title | form_id | version | instance_name |
| | Prueba & <más> | pru"eba | 1 | concat('n=', ${n}) |
"""


def test_answers_are_nested_in_definition_order() -> None:
    """Integers as integers, texts as texts, null where not relevant, "" where blank."""
    instance = instance_of(TABLE, settings=NAMED)
    instance.set_answer("/data/g/n", "3")

    assert answers_of(instance) == [[3, ""], None, "6", "", [None, None]]


@pytest.mark.parametrize(
    ("typed", "expected"), [("3", 3), ("-3", -3), ("0", 0), ("", ""), ("-0", 0)]
)
def test_integers_travel_as_integers(typed: str, expected: object) -> None:
    """The shortest form of an integer travels as a number, all else as text."""
    instance = instance_of("| survey | type | name | label |\n| | integer | n | N |\n")
    instance.set_answer("/data/n", typed)

    assert answers_of(instance)[0] == expected


def test_the_xml_is_exact() -> None:
    """No declaration, no indentation, non-relevant left out, blanks as pairs of tags."""
    instance = instance_of(TABLE, settings=NAMED)
    instance.set_answer("/data/g/n", "3")
    instance.set_answer("/data/g/t", 'a<b> & "c"\r\n\td')

    xml = submission_xml(
        instance.definition,
        answers_of(instance),
        "uuid:00000000-0000-4000-8000-000000000001",
        instance_name(instance),
    )

    assert xml == (
        b'<data id="pru&quot;eba" version="1"><g><n>3</n>'
        b'<t>a&lt;b&gt; &amp; "c"&#13;\n\td</t></g><c>6</c><d></d>'
        b"<meta><instanceID>uuid:00000000-0000-4000-8000-000000000001</instanceID>"
        b"<instanceName>n=3</instanceName></meta></data>"
    )
    assert check8(xml) == hashlib.sha256(xml).digest()[:4]


def test_the_xml_reads_back_as_what_was_answered() -> None:
    """Whatever was typed, an XML parser gives it back."""
    instance = instance_of(TABLE)
    typed = "ñ \u2028 😀 ]]> &amp; <x/> \"' \r \t fin"
    instance.set_answer("/data/g/n", "2")
    instance.set_answer("/data/g/t", typed)

    root = parse_xml(submission_xml(instance.definition, answers_of(instance), "uuid:x"))

    assert root.findtext("g/t") == typed


def test_a_restored_draft_gives_the_same_xml() -> None:
    """X of the answers is the same before and after a draft."""
    instance = instance_of(TABLE, settings=NAMED)
    instance.set_answer("/data/g/n", "7")
    instance.set_answer("/data/h/u", "x")
    again = FormInstance.restore(instance.definition, instance.dump(), environment())

    first = submission_xml(instance.definition, answers_of(instance), "uuid:x", "y")
    second = submission_xml(again.definition, answers_of(again), "uuid:x", "y")

    assert first == second


def test_the_central_needs_the_definition_and_the_answers_only() -> None:
    """X is a pure function: another parse of the same XML gives the same bytes."""
    xml = (
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        b'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>t</h:title><model><instance>'
        b'<lista id="f" version="2"><g nota="fija" folio=""><a/></g>'
        b"<orx:meta><orx:instanceID/><orx:deprecatedID/></orx:meta></lista></instance>"
        b'<bind nodeset="/lista/g/@folio" type="int"/><bind nodeset="/lista/g/a" type="int"/>'
        b'</model></h:head><h:body><input ref="/lista/g/a"><label>A</label></input></h:body>'
        b"</h:html>"
    )
    instance = FormInstance.create(parse_definition(xml), environment())
    instance.set_answer("/lista/g/a", "5")
    answers = answers_of(instance)
    assert answers == [["", 5], [None, None]]

    made = submission_xml(parse_definition(xml), [[9, 5], [None, None]], "uuid:b", None, "uuid:a")

    assert made == (
        b'<lista xmlns:orx="http://openrosa.org/xforms" id="f" version="2">'
        b'<g nota="fija" folio="9"><a>5</a></g><orx:meta><orx:instanceID>uuid:b</orx:instanceID>'
        b"<orx:deprecatedID>uuid:a</orx:deprecatedID></orx:meta></lista>"
    )
    unchanged = submission_xml(parse_definition(xml), answers, "uuid:b")
    assert b"deprecatedID" not in unchanged


def test_a_meta_without_a_prefix_keeps_its_namespace() -> None:
    """A default namespace inside the instance is written where it begins."""
    xml = (
        b'<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        b'<h:head><h:title>t</h:title><model><instance><d xmlns="urn:mia" id="f"><a/>'
        b'<meta xmlns="http://openrosa.org/xforms"><instanceID/></meta><b/></d></instance>'
        b"</model></h:head><h:body/></h:html>"
    )
    form = parse_definition(xml)
    instance = FormInstance.create(form, environment())

    assert submission_xml(form, answers_of(instance), "uuid:x") == (
        b'<d xmlns="urn:mia" id="f"><a></a><meta xmlns="http://openrosa.org/xforms">'
        b"<instanceID>uuid:x</instanceID></meta><b></b></d>"
    )


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [[1, ""], None, "", ""],
        [[1], None, "", "", [None, None]],
        ["x", None, "", "", [None, None]],
        [[1, ["x"]], None, "", "", [None, None]],
        [[True, ""], None, "", "", [None, None]],
        [[1.5, ""], None, "", "", [None, None]],
    ],
)
def test_answers_of_another_shape_are_refused(answers: list[object]) -> None:
    """Answers that do not fit the definition make no XML; the central keeps them as a code."""
    with pytest.raises(AnswersInvalid):
        submission_xml(definition_of(TABLE), answers, "uuid:x")


def test_the_instance_id_is_the_event_id_as_a_uuid() -> None:
    """Version and variant bits are set, all others stay."""
    assert instance_id_of(bytes(16)) == "uuid:00000000-0000-4000-8000-000000000000"
    assert instance_id_of(b"\xff" * 16) == "uuid:ffffffff-ffff-4fff-bfff-ffffffffffff"
    with pytest.raises(ValueError, match="16"):
        instance_id_of(b"short")


def test_a_form_without_a_name_has_none() -> None:
    """The instance name is the form's own, or nothing."""
    assert instance_name(instance_of(TABLE)) is None
    named = instance_of(TABLE, settings=NAMED)
    named.set_answer("/data/g/n", "3")
    assert instance_name(named) == "n=3"


def test_a_submission_is_handed_over_in_parts() -> None:
    """The XML first in every request, then files until one would pass the limit."""
    files = {f"f{n}.jpg": ("image/jpeg", b"x" * 40) for n in range(3)}

    requests = parts(b"<data></data>", files, 100)

    assert [[part.name for part in request] for request in requests] == [
        ["xml_submission_file", "f0.jpg", "f1.jpg"],
        ["xml_submission_file", "f2.jpg"],
    ]
    assert requests[0][0].content == requests[1][0].content == b"<data></data>"
    assert (requests[0][1].media_type, requests[0][0].media_type) == ("image/jpeg", "text/xml")
    assert [len(request) for request in parts(b"<data></data>", {}, 1)] == [1]


def test_only_files_of_relevant_answers_are_named() -> None:
    """A file whose question is hidden does not travel."""
    instance = instance_of(
        "| survey | type | name | label | relevant |\n| | text | a | A | |\n"
        "| | image | photo | Photo | |\n| | audio | voice | Voice | ${a} = 'x' |\n"
    )
    instance.set_answer("/data/photo", "image-1.jpg")
    instance.set_answer("/data/voice", "audio-1.m4a")

    assert attachment_names(instance) == ("image-1.jpg",)
    instance.set_answer("/data/a", "x")
    assert attachment_names(instance) == ("image-1.jpg", "audio-1.m4a")


def test_a_form_without_a_place_for_its_id_gets_one() -> None:
    """OpenRosa wants an instanceID: it is written into `meta`, which is made where it lacks."""
    for data, made in (
        (
            "<a/>",
            b'<a></a><meta xmlns="http://openrosa.org/xforms"><instanceID>uuid:x</instanceID>',
        ),
        ("<a/><orx:meta/>", b"<a></a><orx:meta><orx:instanceID>uuid:x</orx:instanceID>"),
        ("<a/><meta><b/></meta>", b"<meta><b></b><instanceID>uuid:x</instanceID></meta>"),
    ):
        form = parse_definition(
            xform("", '<input ref="/data/a"><label>A</label></input>', data=data)
        )
        instance = FormInstance.create(form, environment())

        xml = submission_xml(form, answers_of(instance), "uuid:x")

        assert made in xml
        parse_xml(xml)
