"""The body of a form: what each control asks, and the pages they make."""

from __future__ import annotations

import pytest

from forms.xform.definition import (
    Control,
    DataType,
    FormDefinition,
    Group,
    Itemset,
    Media,
    Question,
    QuestionKind,
    Repeat,
    Role,
)
from tests.forms.ready import read

ITEMS = (
    '<instance id="l"><root><item><name>x</name><label>Equis</label><t>uno</t></item>'
    "<item><name>y</name><label>Ye</label><t>dos</t></item></root></instance>"
)


def question(model: str, body: str) -> tuple[Question, list[tuple[str, str]]]:
    """Return the question on /data/a, and what was found in the form."""
    form, found = read(model, body)
    return form.questions["/data/a"], found


def itemset(nodeset: str, label: str = "label", model: str = ITEMS) -> Itemset:
    """Return the itemset of a select on /data/a."""
    body = (
        f'<select1 ref="/data/a"><itemset nodeset="{nodeset}"><value ref="name"/>'
        f'<label ref="{label}"/></itemset></select1>'
    )
    found = question(model, body)[0].itemset
    assert found is not None
    return found


def text(form: FormDefinition, name: str) -> str:
    """Return the plain text of an id in the form's default language."""
    return "".join(str(part) for part in form.texts[form.default_language][name][""].parts)


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        ('<input ref="/data/a"/>', QuestionKind.TEXT),
        ('<textarea ref="/data/a"/>', QuestionKind.TEXT),
        ('<secret ref="/data/a"/>', QuestionKind.TEXT),
        ('<select1 ref="/data/a"/>', QuestionKind.SELECT_ONE),
        ('<select ref="/data/a"/>', QuestionKind.SELECT_MULTIPLE),
        ('<odk:rank ref="/data/a"/>', QuestionKind.RANK),
        ('<range ref="/data/a" start="1" end="5" step="1"/>', QuestionKind.RANGE),
        ('<trigger ref="/data/a"/>', QuestionKind.ACKNOWLEDGE),
        ('<upload ref="/data/a" mediatype="image/*"/>', QuestionKind.IMAGE),
        ('<upload ref="/data/a" mediatype="audio/*"/>', QuestionKind.AUDIO),
        ('<upload ref="/data/a" mediatype="video/mp4"/>', QuestionKind.VIDEO),
        ('<upload ref="/data/a" mediatype="application/*"/>', QuestionKind.FILE),
        ('<upload ref="/data/a"/>', QuestionKind.FILE),
    ],
)
def test_controls_make_kinds(control: str, kind: QuestionKind) -> None:
    """Each control of the standard is a question of its kind, without a finding."""
    made, found = question("", control)

    assert made.kind is kind
    assert found == []


@pytest.mark.parametrize(
    ("written", "datatype", "kind"),
    [
        ("int", DataType.INT, QuestionKind.INTEGER),
        ("xsd:int", DataType.INT, QuestionKind.INTEGER),
        ("integer", DataType.INT, QuestionKind.INTEGER),
        ("long", DataType.DECIMAL, QuestionKind.DECIMAL),
        ("decimal", DataType.DECIMAL, QuestionKind.DECIMAL),
        ("boolean", DataType.BOOLEAN, QuestionKind.TEXT),
        ("select", DataType.STRING, QuestionKind.TEXT),
        ("odk:rank", DataType.STRING, QuestionKind.TEXT),
        ("date", DataType.DATE, QuestionKind.DATE),
        ("time", DataType.TIME, QuestionKind.TIME),
        ("dateTime", DataType.DATETIME, QuestionKind.DATETIME),
        ("geopoint", DataType.GEOPOINT, QuestionKind.GEOPOINT),
        ("geotrace", DataType.GEOTRACE, QuestionKind.GEOTRACE),
        ("geoshape", DataType.GEOSHAPE, QuestionKind.GEOSHAPE),
        ("barcode", DataType.BARCODE, QuestionKind.BARCODE),
        ("binary", DataType.BINARY, QuestionKind.FILE),
    ],
)
def test_bind_types_make_kinds_of_inputs(
    written: str, datatype: DataType, kind: QuestionKind
) -> None:
    """An input asks for what the bind's type says; aliases and prefixes are read."""
    form, found = read(f'<bind nodeset="/data/a" type="{written}"/>', '<input ref="/data/a"/>')

    assert form.nodes["/data/a"].datatype is datatype
    assert form.questions["/data/a"].kind is kind
    assert found == []


def test_an_unknown_type_is_text_with_a_warning() -> None:
    """A type nobody knows does not refuse the form."""
    form, found = read('<bind nodeset="/data/a" type="nada"/>', '<input ref="/data/a"/>')

    assert form.questions["/data/a"].kind is QuestionKind.TEXT
    assert found == [("warning", "unknown-type")]


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        ('<input ref="/data/a" appearance="ex:org.app.get(1)"/>', QuestionKind.UNSUPPORTED),
        ('<input ref="/data/a" intent="org.app"/>', QuestionKind.UNSUPPORTED),
        ('<upload ref="/data/a" mediatype="osm/*"/>', QuestionKind.UNSUPPORTED),
        ('<input ref="/data/a" appearance="ethiopian"/>', QuestionKind.TEXT),
        ('<select1 ref="/data/a" appearance="image-map"/>', QuestionKind.SELECT_ONE),
        ('<input ref="/data/a" appearance="placement-map"/>', QuestionKind.TEXT),
    ],
)
def test_what_is_not_available_never_refuses_the_form(control: str, kind: QuestionKind) -> None:
    """A question for maps, other apps or calendars falls back with one warning."""
    made, found = question("", control)

    assert made.kind is kind
    assert bool(made.unsupported) == (kind is QuestionKind.UNSUPPORTED)
    assert found == [("warning", "unsupported")]


def test_appearances_are_kept_and_an_unknown_one_is_told_once() -> None:
    """An unknown appearance is ignored with one line for the form; the text stays as written."""
    body = (
        '<input ref="/data/a" appearance="numbers raro"/><input ref="/data/b" appearance="raro"/>'
    )

    form, found = read("", body)

    assert form.questions["/data/a"].appearance == "numbers raro"
    assert found == [("info", "unknown-appearance")]


def test_what_a_secret_shows_is_masked() -> None:
    """A secret is a text question whose answer nobody reads over a shoulder."""
    assert question("", '<secret ref="/data/a"/>')[0].appearance == "masked"


def test_parameters_come_from_the_control_and_its_bind() -> None:
    """`start`, `rows` and their kind stand at the control, `max-pixels` at the bind."""
    made, found = question(
        '<bind nodeset="/data/a" type="binary" orx:max-pixels="640" odk:length="long"/>',
        '<upload ref="/data/a" mediatype="image/*" odk:quality="low" rows="3" appearance="new"/>',
    )

    assert made.parameters == {"max-pixels": "640", "length": "long", "quality": "low", "rows": "3"}
    assert made.media_type == "image/*"
    assert found == []


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ('<bind nodeset="/data/a" readonly="true()"/>', QuestionKind.NOTE),
        ('<bind nodeset="/data/a" readonly="true()" calculate="1"/>', QuestionKind.TEXT),
        ('<bind nodeset="/data/a" readonly="/data/b = 1"/>', QuestionKind.TEXT),
        ('<bind nodeset="/data/a" readonly="true()" type="int"/>', QuestionKind.INTEGER),
    ],
)
def test_a_text_nobody_can_answer_is_a_note(model: str, kind: QuestionKind) -> None:
    """Only what is always read-only and has no value of its own is a note."""
    assert question(model, '<input ref="/data/a"/>')[0].kind is kind


def test_a_text_that_a_later_question_fills_is_no_note() -> None:
    """An action further down the body gives the read-only text a value to show."""
    body = (
        '<input ref="/data/a"/><input ref="/data/b">'
        '<setvalue event="xforms-value-changed" ref="/data/a" value="/data/b"/></input>'
    )

    made, _ = question('<bind nodeset="/data/a" readonly="true()"/>', body)

    assert made.kind is QuestionKind.TEXT


def test_help_and_alert_speak_where_hint_and_message_are_missing() -> None:
    """`help` is the hint, `alert` the message of a constraint whose bind has none."""
    body = '<input ref="/data/a"><help>Ayuda</help><alert>Mal</alert></input>'

    form, _ = read('<bind nodeset="/data/a" constraint=". = 1"/>', body)

    hint = form.questions["/data/a"].hint
    message = form.nodes["/data/a"].constraint_message
    assert hint is not None
    assert hint.inline is not None
    assert hint.inline.parts == ("Ayuda",)
    assert message is not None
    assert message.inline is not None
    assert message.inline.parts == ("Mal",)


def test_two_controls_on_one_node_keep_the_first() -> None:
    """The second control of a node is left out with a warning."""
    made, found = question("", '<input ref="/data/a"/><select1 ref="/data/a"/>')

    assert made.kind is QuestionKind.TEXT
    assert found == [("warning", "duplicate-name")]


def test_a_control_may_name_its_bind() -> None:
    """`bind="id"` stands for the path of that bind."""
    form, found = read('<bind id="uno" nodeset="/data/a" type="int"/>', '<input bind="uno"/>')

    assert form.questions["/data/a"].kind is QuestionKind.INTEGER
    assert found == []


def test_sections_are_groups_repeats_and_what_lies_between() -> None:
    """Loose questions are one page, each top-level group or repeat one of its own."""
    form, found = read(
        "",
        '<input ref="a"/><input ref="b"/>'
        '<group ref="g" appearance="field-list"><label>Grupo</label><input ref="c"/>'
        '<group><label>Dentro</label><input ref="d"/></group></group>'
        '<group ref="r"><label>Personas</label><repeat nodeset="/data/r"><input ref="n"/></repeat>'
        '</group><input ref="e"/>',
        data="<a/><b/><g><c/><d/></g><r><n/></r><e/>",
    )

    first, second, third, last = form.sections()
    assert found == []
    assert [one.index for one in form.sections()] == [0, 1, 2, 3]
    assert (first.path, first.questions) == ("", ("/data/a", "/data/b"))
    assert (second.path, second.appearance) == ("/data/g", "field-list")
    assert second.questions == ("/data/g/c", "/data/g/d")
    assert isinstance(second.elements[1], Group)
    assert second.elements[1].path == ""
    assert second.elements[1].elements == (Control(path="/data/g/d"),)
    assert form.questions["/data/g/c"].group_titles == ()
    assert [one.inline for one in form.questions["/data/g/d"].group_titles] == [
        second.elements[1].label.inline if second.elements[1].label else None
    ]
    assert third.path == "/data/r"
    assert third.elements == (form.repeats["/data/r"],)
    assert third.title is not None
    assert third.title == form.repeats["/data/r"].label
    assert last.questions == ("/data/e",)
    assert [type(one) for one in form.elements] == [Control, Control, Group, Repeat, Control]


def test_a_whole_list_gives_its_choices() -> None:
    """An unfiltered list of the form is read once and shared by its questions."""
    select = (
        '<itemset nodeset="instance(\'l\')/root/item"><value ref="name"/>'
        '<label ref="label"/></itemset>'
    )

    form, found = read(
        ITEMS, f'<select1 ref="/data/a">{select}</select1><select ref="/data/b">{select}</select>'
    )

    first, second = form.questions.values()
    assert found == []
    assert [choice.name for choice in first.choices] == ["x", "y"]
    assert first.choices is second.choices
    assert first.itemset is None


def test_a_filtered_list_is_an_itemset() -> None:
    """What answers decide is compiled at the question, with the list it reads."""
    found = itemset("instance('l')/root/item[t = /data/b]")

    assert (found.instance, found.value_name, found.label_name) == ("l", "name", "label")
    assert found.nodes.role is Role.CHOICE_FILTER
    assert found.nodes.path == "/data/a"
    assert "/data/b" in found.nodes.reads
    assert not found.randomized
    assert not found.label_is_itext


def test_a_shuffled_list_is_an_itemset() -> None:
    """`randomize` keeps the list it shuffles."""
    found = itemset("randomize(instance('l')/root/item, 7)")

    assert found.randomized
    assert found.instance == "l"


def test_choices_come_from_a_repeat() -> None:
    """An itemset over a repeat names no instance and reads the repeat's nodes."""
    form, found = read(
        "",
        '<repeat nodeset="/data/kid"><input ref="name"/></repeat>'
        '<select1 ref="/data/a"><itemset nodeset="/data/kid[name != \'\']"><value ref="name"/>'
        '<label ref="name"/></itemset></select1>',
        data="<kid><name/></kid><a/>",
    )

    made = form.questions["/data/a"].itemset
    assert found == []
    assert made is not None
    assert made.instance == ""
    assert "/data/kid/name" in made.nodes.reads


def test_the_texts_that_rows_name_are_read() -> None:
    """Labels by `itextId` are compiled although no label of the form names them."""
    body = (
        '<select1 ref="/data/a"><itemset nodeset="instance(\'l\')/root/item[name = /data/b]">'
        '<value ref="name"/><label ref="jr:itext(t)"/></itemset></select1>'
    )
    model = ITEMS + (
        '<itext><translation lang="es"><text id="uno"><value>Uno</value></text>'
        '<text id="nadie"><value>Nadie</value></text></translation></itext>'
    )

    form, _ = read(model, body)

    made = form.questions["/data/a"].itemset
    assert made is not None
    assert made.label_is_itext
    assert made.label_name == "t"
    assert text(form, "uno") == "Uno"
    assert "nadie" not in form.texts["es"]


def test_an_external_list_is_named_by_its_file() -> None:
    """A select from a file keeps the plain name of the file for the package."""
    form, found = read(
        '<instance id="p" src="jr://file-csv/gente.csv"/>',
        '<select1 ref="/data/a"><itemset nodeset="instance(\'p\')/root/item">'
        '<value ref="id"/><label ref="nombre"/></itemset></select1>',
    )

    assert found == []
    assert form.secondary["p"].file_name == "gente.csv"
    assert form.secondary["p"].tree is None
    assert form.list_files == {"gente.csv"}
    made = form.questions["/data/a"].itemset
    assert made is not None
    assert made.instance == "p"


def test_an_external_select_reads_itemsets_csv() -> None:
    """`query` of Collect becomes an itemset over the rows of one list of `itemsets.csv`."""
    form, found = read(
        "", '<input ref="/data/a" query="instance(\'barrios\')/root/item[de= /data/b ]"/>'
    )

    made = form.questions["/data/a"]
    assert found == []
    assert made.kind is QuestionKind.SELECT_ONE
    assert made.itemset is not None
    assert made.itemset.instance == "itemsets"
    assert made.itemset.nodes.compiled.source == (
        "instance('itemsets')/root/item[list_name = 'barrios'][de= /data/b ]"
    )
    assert form.secondary["itemsets"].file_name == "itemsets.csv"
    assert form.list_files == {"itemsets.csv"}


def test_a_search_becomes_an_itemset() -> None:
    """`search()` names file and columns; a numbered choice beside it stays a choice."""
    form, found = read(
        "",
        "<select1 ref=\"/data/a\" appearance=\"minimal search('h', 'contains', 'n, m', /data/b)\">"
        "<item><label>nombre, otro</label><value>clave</value></item>"
        "<item><label>Ninguno</label><value>0</value></item></select1>",
    )

    made = form.questions["/data/a"]
    assert found == []
    assert made.itemset is not None
    assert made.itemset.nodes.compiled.source == (
        "instance('h')/root/item[contains(n, /data/b) or contains(m, /data/b)]"
    )
    assert (made.itemset.value_name, made.itemset.label_name) == ("clave", "nombre")
    assert [choice.name for choice in made.choices] == ["0"]
    assert form.secondary["h"].file_name == "h.csv"


def test_media_of_labels_are_plain_names() -> None:
    """Files of a text are found by language and collected for the package."""
    form, found = read(
        '<itext><translation lang="es"><text id="t"><value>Hola</value>'
        '<value form="image">jr://images/a.png</value><value form="audio">jr://audio/-</value>'
        '</text></translation><translation lang="en"><text id="t"><value>Hi</value>'
        '<value form="image">jr://images/b.png</value></text></translation></itext>',
        '<input ref="/data/a"><label ref="jr:itext(\'t\')"/></input>',
    )

    label = form.questions["/data/a"].label
    assert found == []
    assert form.media_of(label, "es") == Media(image="a.png")
    assert form.media_of(label, "en") == Media(image="b.png")
    assert form.media == {"a.png", "b.png"}


def test_names_that_are_one_file_on_some_systems_are_refused() -> None:
    """`A.png` and `a.png` cannot lie in one package."""
    _, found = read(
        '<itext><translation lang="es"><text id="t"><value form="image">jr://images/A.png</value>'
        '<value form="big-image">jr://images/a.png</value></text></translation></itext>',
        '<input ref="/data/a"><label ref="jr:itext(\'t\')"/></input>',
    )

    assert found == [("error", "unsafe-path")]


def test_a_text_asked_for_by_an_answer_is_read() -> None:
    """`jr:itext()` of a path may name any text: all are compiled then."""
    form, _ = read(
        '<itext><translation lang="es"><text id="uno"><value>Uno</value></text></translation>'
        "</itext>",
        '<input ref="/data/a"><label ref="jr:itext(/data/b)"/></input>',
    )

    assert text(form, "uno") == "Uno"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/data/a", []),
        (" ../a ", []),
        ("/data/b", [("error", "unknown-reference")]),
        ("/data/nada", [("error", "unknown-reference")]),
    ],
)
def test_the_label_of_a_choice_is_asked_of_a_select(
    path: str, found: list[tuple[str, str]]
) -> None:
    """`jr:choice-name` of what has no choices is a fault of the form."""
    _, findings = read(
        f"<bind nodeset=\"/data/b\" calculate=\"jr:choice-name('x', '{path}')\"/>",
        '<select1 ref="/data/a"><item><label>X</label><value>x</value></item></select1>',
    )

    assert findings == found
