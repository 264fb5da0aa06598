"""Lists beside the answers of a real form: files, the last record, and what is missing."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from forms.environment import Environment
from forms.errors import EvaluationFailed
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from forms.xpath.table import TableRows
from tests.forms.expressions import text, value
from tests.forms.ready import read
from tests.forms.tables import environment
from tests.support.shared import shared_file

FORMS = "conformance/forms"
LISTS = (
    '<instance id="people" src="jr://file-csv/people.csv"/>'
    '<instance id="places" src="jr://file/places.geojson"/>'
    '<instance id="last-saved" src="jr://instance/last-saved"/>'
    '<bind nodeset="/data/a" type="string"/>'
)


def beside(**files: bytes) -> Environment:
    """Return a world with these files, `name_ending` for `name.ending`."""
    return replace(environment(), media=lambda name: files.get(name.replace(".", "_")))


def calculated(expression: str, world: Environment) -> FormInstance:
    """Return an instance whose b is calculated from lists."""
    definition, _ = read(f'{LISTS}<bind nodeset="/data/b" calculate="{expression}"/>')
    return FormInstance.create(definition, world)


def codes(instance: FormInstance) -> list[str]:
    return [finding.code for finding in instance.findings()]


PEOPLE = b"name,label,age\nana,Ana,7\nbeto,Beto,9\n"


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("instance('people')/root/item[name = 'beto']/label", "Beto"),
        ("pulldata('people', 'age', 'name', 'ana')", "7"),
        ("pulldata('people.csv', 'age', 'name', 'ana')", "7"),
        ("sum(instance('people')/root/item/age)", "16"),
        ("count(instance('people')/root/item[age &gt; 8])", "1"),
        ("instance('people')/root/item[2]/preceding-sibling::item/label", "Ana"),
    ],
)
def test_a_file_of_the_package_is_a_list(expression: str, wanted: str) -> None:
    """It is read once, by lookup or by walking."""
    instance = calculated(expression, beside(people_csv=PEOPLE))

    assert instance.value("/data/b") == wanted
    assert codes(instance) == []


def test_rows_of_the_app_come_before_files() -> None:
    """A list that the app keeps is not read from a file."""
    rows = TableRows(("name", "label"), [("ana", "De la base")])
    world = replace(
        beside(people_csv=PEOPLE), rows=lambda name: rows if name == "people.csv" else None
    )

    instance = calculated("pulldata('people', 'label', 'name', 'ana')", world)

    assert instance.value("/data/b") == "De la base"


def test_a_missing_file_reads_empty_and_is_said_once() -> None:
    """The form goes on; one finding names the file."""
    instance = calculated(
        "concat(count(instance('people')/root/item), instance('people')/root/item[1]/name, "
        "pulldata('people', 'a', 'b', 'c'))",
        environment(),
    )
    instance.recompute()

    assert instance.value("/data/b") == "0"
    assert codes(instance) == ["missing-file"]
    assert "people.csv" in instance.findings()[0].message


def test_a_broken_file_reads_empty_and_is_said() -> None:
    """Its reason is a finding, never a failure of the form."""
    instance = calculated(
        "count(instance('people')/root/item)", beside(people_csv=b"name,name\na,b\n")
    )

    assert instance.value("/data/b") == "0"
    assert codes(instance) == ["duplicate-header"]


def test_a_new_file_is_read_anew() -> None:
    """What one instance read is kept for the form only while the file is the same."""
    expression = (
        f'{LISTS}<bind nodeset="/data/b" calculate="count(instance(\'people\')/root/item)"/>'
    )
    definition, _ = read(expression)

    counts = [
        FormInstance.create(definition, beside(people_csv=data)).value("/data/b")
        for data in (PEOPLE, PEOPLE, PEOPLE + b"cira,Cira,3\n", PEOPLE)
    ]

    assert counts == ["2", "2", "3", "2"]


def test_the_last_record_is_blank_first() -> None:
    """Then its answers can be read; a broken one is a finding."""
    expression = "instance('last-saved')/data/street"
    saved = b'<data xmlns="urn:x" id="f"><street>Juarez 5</street></data>'

    first = calculated(expression, environment())
    later = calculated(expression, replace(environment(), last_saved=lambda: saved))
    broken = calculated(expression, replace(environment(), last_saved=lambda: b"<!DOCTYPE x><x/>"))

    assert [one.value("/data/b") for one in (first, later, broken)] == ["", "Juarez 5", ""]
    assert [codes(one) for one in (first, later, broken)] == [[], [], ["unsafe-xml"]]


def test_places_are_items() -> None:
    """A GeoJSON file gives places that the functions on places take."""
    data = shared_file(f"{FORMS}/web-forms/media/cities.geojson").read_bytes()
    instance = calculated(
        "distance(instance('places')/root/item[id = '2']/geometry) &gt; 1000",
        beside(places_geojson=data),
    )

    assert instance.value("/data/b") == "true"


def test_an_external_cascade_follows_its_answers() -> None:
    """The form of another office: countries, cities and neighbourhoods from files."""
    definition = parse_definition(
        shared_file(f"{FORMS}/collect/external_csv_form.xml").read_bytes()
    )
    folder = shared_file(f"{FORMS}/collect/media")
    world = replace(
        environment(),
        media=lambda name: (folder / name).read_bytes() if (folder / name).exists() else None,
    )
    instance = FormInstance.create(definition, world)
    first, second = list(definition.questions)[:2]

    instance.set_answer(first, "usa")

    assert [one.name for one in instance.choices(first)] == ["nl", "usa"]
    assert {one.name for one in instance.choices(second)} == {"den", "nyc", "la"}
    assert codes(instance) == []


def test_itemsets_csv_feeds_the_legacy_selects() -> None:
    """Each query chooses its own list, with labels."""
    definition = parse_definition(
        shared_file(f"{FORMS}/collect/selectOneExternal.xml").read_bytes()
    )
    data = shared_file(f"{FORMS}/collect/media/itemsets.csv").read_bytes()
    instance = FormInstance.create(definition, beside(itemsets_csv=data))

    instance.set_answer("/data/state", "a2")

    assert [(one.name, one.label) for one in instance.choices("/data/county")] == [
        ("b1", "King"),
        ("b2", "Pierce"),
    ]
    assert [one.label for one in instance.choices("/data/county", "French")] == [
        "Le King",
        "La Pierce",
    ]


# --- functions


def test_signed_contents_are_given_only_where_the_signature_holds() -> None:
    """The text behind the signature, else blank; without means to check, a failure."""
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def verify(public_key: bytes, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    world = replace(environment(), verify_ed25519=verify)
    signed = base64.b64encode(key.sign("dato ñ".encode()) + "dato ñ".encode()).decode()
    other = base64.b64encode(key.sign(b"otro") + "dato ñ".encode()).decode()
    known = base64.b64encode(public).decode()

    def extracted(contents: str, key_text: str) -> object:
        return value(f"extract-signed('{contents}', '{key_text}')", world=world)

    assert extracted(signed, known) == "dato ñ"
    assert extracted(f" {signed} ", known) == "dato ñ"
    assert extracted(other, known) == ""
    assert extracted(signed, base64.b64encode(b"x" * 31).decode()) == ""
    assert extracted("no base64!", known) == extracted("", known) == extracted("YQ==", known) == ""
    with pytest.raises(EvaluationFailed):
        value(f"extract-signed('{signed}', '{known}')")


@pytest.mark.parametrize(
    ("places", "crosses"),
    [
        ("", False),
        ("0 0 0 0", False),
        ("0 0; 0 1", False),
        ("0 0; 1 1; 0 1; 1 0", True),
        ("0 0; 1 1; 0 1; 0.4 0.6", False),
        ("0 0; 1 1; 0 1; 0.5 0.5", True),
        ("0 0; 0 1; 1 1; 1 0; 0 0", False),
        ("0 0; 1 1; 0 1; 1 0; 0 0", True),
        ("0 0; 0 2; 0 1", True),
        ("0 0; 0 1; 0 2", False),
        ("0 0; 0 1; 0 0", True),
        ("0 0; 0 0; 0 1; 0 1; 1 1", False),
        ("0 0; 0 2; 1 2; 1 1; 0 1", True),
        ("nonsense", False),
    ],
)
def test_a_trace_may_cross_itself(places: str, crosses: bool) -> None:
    """Touching, running back and crossing count; closing a shape does not."""
    assert text(f"intersects('{places}')") == ("true" if crosses else "false")


def test_a_trace_of_too_many_points_is_a_failure() -> None:
    """Every part is compared with every other."""
    with pytest.raises(EvaluationFailed):
        value("intersects('" + ";".join(f"0 {n / 100}" for n in range(1_001)) + "')")
