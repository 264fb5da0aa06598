"""XForm XML as it is stored: what is read, what is refused, and in which line."""

from __future__ import annotations

import hashlib

import pytest

from forms.model.instance import FormInstance
from forms.report import FormRefused
from forms.xform.definition import DataType, QuestionKind, Submission
from forms.xform.parse import inspect_xform, parse_definition
from forms.xpath.standard import standard_functions
from tests.forms.ready import xform
from tests.forms.tables import definition_of, environment, imported


@pytest.mark.parametrize(
    ("model", "body", "code", "line"),
    [
        ('<bind nodeset="/data/c"/>', "", "unknown-reference", 3),
        ('<bind nodeset="/data/a" relevant="("/>', "", "xpath-syntax", 3),
        ('<bind nodeset="/data/a" calculate="nada()"/>', "", "unknown-function", 3),
        ('<bind nodeset="/data/a" calculate="if(1)"/>', "", "wrong-arity", 3),
        ('<bind nodeset="/data/a" calculate="“x”"/>', "", "typographic-quotes", 3),
        ('<bind nodeset="/data/a" calculate="instance(\'x\')/r"/>', "", "unknown-reference", 3),
        ('<bind nodeset="/data/a" calculate="z:x"/>', "", "xpath-syntax", 3),
        ('<bind nodeset="/data/a" constraint="regex(., \'(a*)*\')"/>', "", "regex-risk", 3),
        ('<setvalue ref="/data/a" event="nunca" value="1"/>', "", "unknown-event", 3),
        ('<setvalue ref="/data/a" value="1"/>', "", "unknown-event", 3),
        ('<setvalue ref="/data" event="odk-instance-load" value="1"/>', "", "unknown-reference", 3),
        ('<instance id="x" src="jr://file-csv/../x.csv"/>', "", "unsafe-path", 3),
        ('<instance id="x" src="jr://file/con.xml"/>', "", "unsafe-path", 3),
        ('<submission method="fax"/>', "", "unsupported", 3),
        ("", '<input ref="/data/z"/>', "unknown-reference", 4),
        ("", '<hoja ref="/data/a"/>', "unknown-type", 4),
        ("", '<input ref="/data/a"><label><output value="("/></label></input>', "xpath-syntax", 4),
        (
            "",
            '<select1 ref="/data/a"><itemset nodeset="instance(\'no\')/root/item">'
            '<value ref="name"/></itemset></select1>',
            "unknown-reference",
            4,
        ),
        (
            '<itext><translation lang="es"><text id="t">'
            '<value form="image">jr://images/../x.png</value></text></translation></itext>',
            '<input ref="/data/a"><label ref="jr:itext(\'t\')"/></input>',
            "unsafe-path",
            3,
        ),
        ("", '<upload ref="/data/a" mediatype=".jpg"/>', "unknown-type", 4),
    ],
)
def test_faults_of_ready_xml_name_their_line(model: str, body: str, code: str, line: int) -> None:
    """XML is refused as workbooks are, with the line in place of the cell."""
    with pytest.raises(FormRefused) as caught:
        parse_definition(xform(model, body))

    errors = [one for one in caught.value.report.findings if one.severity.value == "error"]
    assert [(one.code, one.place.line) for one in errors] == [(code, line)]


def test_groups_nest_fifteen_deep_at_most() -> None:
    """Deeper answers would not fit into a registration."""
    deep = "".join(f"<g{n}>" for n in range(14)) + "<a/>"
    closing = "".join(f"</g{n}>" for n in reversed(range(14)))

    assert parse_definition(xform("", data=deep + closing)).form_id == "f"
    with pytest.raises(FormRefused) as caught:
        parse_definition(xform("", data=f"<x>{deep}{closing}</x>"))
    assert caught.value.report.codes() == ("too-large",)


def test_a_path_to_nothing_is_a_warning_and_reads_blank() -> None:
    """Ready XML with a dangling path still runs, as in the peers."""
    xml = xform(
        '<bind nodeset="/data/b" calculate="concat(/data/nada, \'!\')"/>',
        '<input ref="/data/a"/>',
    )

    definition, findings = inspect_xform(xml)

    assert [(one.severity.value, one.code) for one in findings] == [
        ("warning", "unknown-reference")
    ]
    assert definition is not None
    assert FormInstance.create(definition, environment()).value("/data/b") == "!"


def test_a_definition_knows_its_bytes() -> None:
    """Two parses of the same XML are equal; the hash is that of the bytes."""
    xml = xform("", '<input ref="/data/a"><label>A</label></input>')

    first, second = parse_definition(xml), parse_definition(xml)

    assert first == second
    assert hash(first) == hash(second)
    assert first.sha256 == hashlib.sha256(xml).digest()
    assert first != parse_definition(xml + b" ")


def test_types_and_controls() -> None:
    """Bind types and controls make the kinds of questions."""
    form = definition_of(
        "| survey | type | name | label | readonly | default | calculation |\n"
        "| | text | t | T | | | |\n| | integer | i | I | | | |\n| | decimal | d | D | | | |\n"
        "| | date | f | F | | | |\n| | select_one l | s | S | | | |\n| | note | n | N | | | |\n"
        "| | text | r | R | yes | fijo | |\n| | text | k | K | yes | | 1 + 1 |\n"
        "| | calculate | c | | | | 1 |\n"
        "| choices | list_name | name | label |\n| | l | x | X |\n"
    )

    assert {path[6:]: question.kind for path, question in form.questions.items()} == {
        "t": QuestionKind.TEXT,
        "i": QuestionKind.INTEGER,
        "d": QuestionKind.DECIMAL,
        "f": QuestionKind.DATE,
        "s": QuestionKind.SELECT_ONE,
        "n": QuestionKind.NOTE,
        "r": QuestionKind.TEXT,
        "k": QuestionKind.TEXT,
    }
    assert form.nodes["/data/i"].datatype is DataType.INT
    assert form.nodes["/data/c"].datatype is DataType.STRING


def test_a_language_is_found_by_name_or_code() -> None:
    """`es` means `Español (es)`; what is not there means the default."""
    form = definition_of(
        "| survey | type | name | label::Español (es) | label::English (en) |\n"
        "| | text | t | T | T |\n",
        settings="| settings | form_id | default_language |\n| | f | Español (es) |\n",
    )

    assert form.languages == ("Español (es)", "English (en)")
    assert form.language_for("en") == "English (en)"
    assert form.language_for("Español (es)") == "Español (es)"
    assert form.language_for("nah") == form.language_for("") == "Español (es)"


def test_a_deployments_functions_are_known_to_the_import() -> None:
    """A registered function is accepted in XML, an unregistered one refused."""
    xml = xform('<bind nodeset="/data/b" calculate="curp-valid(/data/a)"/>')
    functions = standard_functions()
    functions.register("curp-valid", 1, 1, lambda _context, _value: True)

    assert parse_definition(xml, functions).form_id == "f"
    with pytest.raises(FormRefused):
        parse_definition(xml)


def test_relevance_falls_through_a_long_chain() -> None:
    """Three hundred questions, each shown by the one before: one answer hides them all."""
    rows = "".join(
        f"| | integer | q{n} | Pregunta {n} | ${{q{n - 1}}} > 0 |\n" for n in range(1, 300)
    )
    result = imported(
        "| survey | type | name | label | relevant |\n| | integer | q0 | Pregunta 0 | |\n" + rows
    )

    assert result.definition is not None
    instance = FormInstance.create(result.definition, environment())
    for number in range(300):
        instance.set_answer(f"/data/q{number}", "1")
    assert instance.is_relevant("/data/q299")
    assert len(instance.set_answer("/data/q0", "0").relevance) == 299


def test_where_a_form_would_send_its_records_is_known() -> None:
    """The address, the way and the key of a form are read; another way than post is refused."""
    sent = '<submission action="https://example.org" method="post" base64RsaPublicKey="QQ=="/>'

    form = parse_definition(xform(sent))

    assert form.submission == Submission(
        action="https://example.org", method="post", public_key="QQ=="
    )
    assert parse_definition(xform("")).submission is None
    with pytest.raises(FormRefused):
        parse_definition(xform('<submission method="carrier-pigeon"/>'))


def test_the_id_of_a_text_may_be_joined_from_literals() -> None:
    """`jr:itext(concat('a', 'b'))` of a label or message is the text `ab`, known at load."""
    xml = xform(
        "<itext><translation lang='en'><text id='a:label'><value>Age</value></text>"
        "<text id='a:msg'><value>Too small</value></text></translation></itext>"
        "<bind nodeset='/data/a' type='int' constraint='. &gt; 5'"
        " xmlns:jr='http://openrosa.org/javarosa'"
        " jr:constraintMsg=\"jr:itext(concat('a', ':', 'msg'))\"/>",
        "<input ref='/data/a'><label ref=\"jr:itext(concat('a:', 'label'))\"/></input>",
    )
    instance = FormInstance.create(parse_definition(xml), environment())
    instance.set_answer("/data/a", "3")

    assert instance.question("/data/a").label == "Age"
    assert [one.message for one in instance.problems()] == ["Too small"]
