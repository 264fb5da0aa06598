"""Lists that come as files: read whole, or refused with a reason."""

from __future__ import annotations

import contextlib
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.errors import FormError
from forms.itemsets.csv_file import read_csv
from forms.itemsets.errors import FileBroken
from forms.itemsets.files import read_rows
from forms.itemsets.geojson_file import read_geojson
from forms.itemsets.legacy import labelled
from forms.itemsets.xml_file import read_xml
from forms.xform.lists import read_list
from forms.xform.tree import XmlUnsafe, list_tree, parse_xml, plain_namespaces
from forms.xpath.items import ABSENT, RowItems, items_of
from forms.xpath.nodes import XFORMS, Node, NodeKind
from tests.support.shared import shared_file

INSTANCES = "conformance/forms/instances"


def rows_of(name: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return columns and rows of a shared file."""
    table = read_rows(name, shared_file(f"{INSTANCES}/{name}").read_bytes())
    return table.columns, list(table.scan())


@pytest.mark.parametrize("separator", ["comma", "semicolon"])
def test_commas_and_semicolons_are_told_apart_by_the_header(separator: str) -> None:
    """Quotes protect both; a short line is filled with blanks."""
    columns, rows = rows_of(f"external-secondary-{separator}-complex.csv")

    assert columns == ("label", "name", "first")
    assert rows[0] == ("A", "a", "")
    assert rows[-3:] == [
        ("AC", "", ""),
        ("121 Main St, NE", "main", "m"),
        ("text; more text", "foo", "bar"),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    """Excel writes one."""
    columns, rows = rows_of("external-secondary-csv-bom.csv")

    assert columns[0] == "name"
    assert rows[0][5] == "testé"


@pytest.mark.parametrize(
    ("text", "columns", "rows"),
    [
        ("a,b\r\n\r\n1,2\r\n , \r\n3,4", ("a", "b"), [("1", "2"), ("3", "4")]),
        ('a,b\n"x ""y""\nz",2\n', ("a", "b"), [('x "y"\nz', "2")]),
        ("a,b,,\n1,2,,\n", ("a", "b"), [("1", "2")]),
        ("a,,b\n1,x,2\n", ("a", "column 2", "b"), [("1", "x", "2")]),
        ("a,b\n1,2,3\n", ("a", "b"), [("1", "2")]),
        ("a\n\x01\x00x\x7f\ty\n", ("a",), [("x\ty",)]),
        ('"a;b",c\n1,2', ("a;b", "c"), [("1", "2")]),
        ("\n\na\n1", ("a",), [("1",)]),
        ("a", ("a",), []),
    ],
)
def test_what_csv_files_look_like(
    text: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    """Blank lines, quotes, endings and stray characters are read as an office means them."""
    table = read_csv(text.encode())

    assert table.columns == columns
    assert list(table.scan()) == rows


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "container", 0),
        (b"\n ,\n", "container", 0),
        (b"name,label\na,\xe9\n", "container", 2),
        (b'a,b\n1,"x\n2,y\n', "container", 3),
        (b"name,label,name\na,b,c\n", "duplicate-header", 1),
        (b"a\n" + b"x" * 32_769 + b"\n", "too-large", 2),
        (b"a\n" + b"x" * 200_000 + b"\n", "container", 2),
        (b"a," * 501 + b"z\n", "too-large", 1),
    ],
)
def test_broken_csv_is_refused_with_its_line(data: bytes, code: str, line: int) -> None:
    """Nothing of a broken file is used; the reason names the line."""
    with pytest.raises(FileBroken) as refused:
        read_csv(data)

    assert (refused.value.code, refused.value.line) == (code, line)


_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


@given(
    rows=st.lists(st.tuples(_TEXTS, _TEXTS), max_size=8),
    separator=st.sampled_from(",;"),
    mark=st.booleans(),
)
def test_what_a_spreadsheet_writes_is_what_is_read(
    rows: list[tuple[str, str]], separator: str, mark: bool
) -> None:
    """Every cell comes back as it was, whatever it holds; only blank lines are left out."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerows([("name", "label"), *rows])

    table = read_csv(file.getvalue().encode("utf-8-sig" if mark else "utf-8"))

    assert list(table.scan()) == [row for row in rows if any(cell.strip() for cell in row)]


@given(data=st.binary(max_size=200), kind=st.sampled_from(["csv", "xml", "geojson", "png"]))
def test_no_file_is_a_crash(data: bytes, kind: str) -> None:
    """Whatever the bytes: rows, or an error of ours."""
    for whole in (data, b"a,b\n" + data, b"<root>" + data + b"</root>", b'{"type":"Fea' + data):
        with contextlib.suppress(FormError):
            assert len(read_rows(f"x.{kind}", whole)) >= 0


def test_xml_items_have_the_columns_they_have() -> None:
    """A missing element is no cell, an empty one a blank cell; comments are nothing."""
    table = read_xml(
        b"<root><item><name>a</name><label>A &amp; B</label></item><!-- c -->"
        b"<item><name/><n><![CDATA[<1>]]></n></item></root>"
    )

    assert table.columns == ("name", "label", "n")
    assert [*table.scan()] == [("a", "A & B", ""), ("", "", "<1>")]
    assert [[cell is ABSENT for cell in row] for row in table.scan()] == [
        [False, False, True],
        [False, True, False],
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"<root><item>",
        b"<root><item><a>1</a><a>2</a></item></root>",
        b"<root><item><a><b/></a></item></root>",
        b"nada",
    ],
)
def test_broken_xml_is_refused(data: bytes) -> None:
    """What is no flat list is refused whole."""
    with pytest.raises(FileBroken):
        read_xml(data)


def test_xml_with_a_doctype_is_unsafe() -> None:
    """No entity is ever read."""
    with pytest.raises(XmlUnsafe):
        read_xml(b'<!DOCTYPE r [<!ENTITY x "y">]><root><item><a>&x;</a></item></root>')


def test_geojson_features_are_items() -> None:
    """Geometry as ODK writes places, id, then the properties in the order they come."""
    columns, rows = rows_of("geojson-feature-collection.geojson")

    assert columns == ("geometry", "id", "name", "foo", "special-property")
    assert rows[0] == ("0.5 102 0 0", "fs87b", "My cool point", "bar", "")
    assert rows[0][4] is ABSENT
    assert rows[1][:2] == ("0.5 104 0 0; 0.5 105 0 0", "67abie")
    assert rows[2][0].count(";") == 2


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("id-toplevel", {"id": "top-level-id", "foo": "bar"}),
        ("id-twice", {"id": "top-level-id", "geometry": "0.5 104 0 0"}),
        ("integer-id", {"id": "77"}),
        ("no-properties", {"geometry": "0.5 102 0 0"}),
        ("with-null", {"gid": "1", "visited": "yes", "extra": ""}),
        ("toplevel-order", {"geometry": "31.580360584438704 130.559803472160752 0 0"}),
        ("extra-toplevel", {"gid": "1"}),
        ("extra-feature-toplevel", {"title": "My cool point"}),
    ],
)
def test_what_geojson_files_look_like(name: str, first: dict[str, str]) -> None:
    """Order, extra members, null and number ids do not matter; a feature's own id wins."""
    columns, rows = rows_of(f"geojson-feature-collection-{name}.geojson")

    row = dict(zip(columns, rows[0], strict=True))
    assert {key: row[key] for key in first} == first
    assert "ignored" not in columns


@pytest.mark.parametrize(
    "name",
    [
        "bad-feature-not-feature",
        "bad-features-not-array",
        "bad-futures-collection",
        "feature-collection-with-unsupported-type",
        "invalid-type",
        "not-object",
    ],
)
def test_broken_geojson_is_refused(name: str) -> None:
    """What is no collection of points, lines and polygons is refused whole."""
    with pytest.raises(FileBroken):
        rows_of(f"geojson-{name}.geojson")


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": ["1", "2"]},
        {"type": "Point", "coordinates": [True, 2]},
        {"type": "LineString", "coordinates": []},
        {"type": "LineString", "coordinates": {}},
        {"type": "Polygon", "coordinates": [1, 2]},
        {"type": "Point"},
        {"type": ["Point"], "coordinates": [1, 2]},
    ],
)
def test_a_geometry_without_places_is_refused(geometry: object) -> None:
    """A feature must say where it is."""
    whole = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": geometry, "properties": {}}],
    }
    with pytest.raises(FileBroken):
        read_geojson(json.dumps(whole).encode())


def test_geojson_keeps_numbers_as_they_are_written() -> None:
    """Numbers keep their digits, nested values are JSON, altitude is kept."""
    table = read_geojson(
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        b'{"a":1.50,"b":-0.1e-2,"c":true,"d":[1,2.5],"e":"\\u0001x"},'
        b'"geometry":{"type":"Point","coordinates":[-99.10,19,2240.5]}}]}'
    )

    assert table.columns[2:] == ("a", "b", "c", "d", "e")
    (row,) = table.scan()
    assert row[0] == "19 -99.10 2240.5 0"
    assert row[2:] == ("1.50", "-0.001", "true", "[1,2.5]", "x")


def test_itemsets_csv_has_labels() -> None:
    """Where labels stand per language only, the first language is also the label."""
    rows = labelled(
        read_csv(shared_file("conformance/forms/collect/media/itemsets.csv").read_bytes())
    )

    found = list(rows.find({"list_name": "cities", "county": "b4", "label": "harlingen"}))
    assert rows.columns[-2:] == ("label::French", "label")
    assert [(row[1], row[-1]) for row in found] == [("harlingen", "harlingen")]
    assert next(rows.scan())[-1] == "Texas"
    assert list(rows.find({"label": "Texas", "label::English": "Washington"})) == []
    plain = read_csv(b"list_name,label\na,b\n")
    assert labelled(plain) is plain


def shape(node: Node) -> object:
    """Return everything an expression can see of a tree."""
    inner = [shape(one) for one in node.children if one.kind is NodeKind.ELEMENT]
    attributes = [(one.key, one.value) for one in node.attributes]
    return node.key, node.local, node.namespace, attributes, inner, node.text()


LISTS = [
    "<root><item><name>a</name><label>A</label></item><item><name>b</name></item></root>",
    "<root><item><name>a</name><!-- c --></item>\n <item><label>x<!-- c -->y</label></item></root>",
    "<root><item><name/></item></root>",
    "<r><i><name>a</name></i></r>",
    "<root><item x='1'><name>a</name></item></root>",
    "<root><item><name x='1'>a</name></item></root>",
    "<root x='1'><item><name>a</name></item></root>",
    "<root><item><name>a</name><name>b</name></item></root>",
    "<root><item><in><name>a</name></in></item></root>",
    "<root><item>text</item></root>",
    "<root><item><name>a</name></item><other><name>b</name></other></root>",
    "<root><item xmlns='urn:x'><name>a</name></item></root>",
    "<p:root xmlns:p='urn:p'><p:item><p:name>a</p:name></p:item></p:root>",
    "<root/>",
    "<item/><item/>",
    "",
]


@pytest.mark.parametrize("inner", LISTS)
def test_a_list_of_the_form_reads_as_its_nodes(inner: str) -> None:
    """Whether it becomes rows or nodes, expressions see the same tree."""
    element = parse_xml(f"<instance xmlns='{XFORMS}' id='l'>{inner}</instance>".encode())
    plain = plain_namespaces("")

    made, wanted = read_list(element, plain), list_tree(element, plain)

    assert [shape(one) for one in made.children] == [shape(one) for one in wanted.children]


def test_flat_lists_become_rows() -> None:
    """Only what is no flat list is kept as nodes."""
    plain = plain_namespaces("")
    flat = [
        isinstance(
            items_of(read_list(parse_xml(f"<instance>{one}</instance>".encode()), plain)), RowItems
        )
        for one in LISTS
    ]

    assert flat == [True] * 4 + [False] * 12
