"""Random answers: valid, whole, and the same for the same seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lxml import etree

from forms.__main__ import main
from forms.fill import (
    files_in,
    fill,
    filled_submission,
    generic,
    play,
    sealed,
    seeded_environment,
    seeded_id,
)
from forms.guesses import content_of, near, sample_of
from forms.model.instance import FormInstance
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"

KINDS = {
    "text": ('type="string"', '<input ref="/data/text"/>', r".+"),
    "digits": ('type="string"', '<input ref="/data/digits" appearance="numbers"/>', r"\d+"),
    "integer": (
        'type="int" constraint=". &gt;= 18 and . &lt; 120"',
        '<input ref="/data/integer"/>',
        r"1[89]|[2-9]\d|1[01]\d",
    ),
    "decimal": ('type="decimal"', '<input ref="/data/decimal"/>', r"\d+\.\d\d"),
    "pattern": (
        'type="string" constraint="regex(., \'[A-Z]{4}\\d{6}\')"',
        '<input ref="/data/pattern"/>',
        r"[A-Z]{4}\d{6}",
    ),
    "day": (
        'type="date" constraint=". &lt;= today()"',
        '<input ref="/data/day"/>',
        r"\d{4}-\d\d-\d\d",
    ),
    "hour": ('type="time"', '<input ref="/data/hour"/>', r"\d\d:\d\d:\d\d\.000\+00:00"),
    "moment": ('type="dateTime"', '<input ref="/data/moment"/>', r"\d{4}-\d\d-\d\dT.*\+00:00"),
    "place": ('type="geopoint"', '<input ref="/data/place"/>', r"-?\d+\.\d+ -\d+\.\d+ \d+ .+"),
    "trace": ('type="geotrace"', '<input ref="/data/trace"/>', r"[^;]+(; [^;]+){2,5}"),
    "shape": ('type="geoshape"', '<input ref="/data/shape"/>', r"([^;]+)(; [^;]+){2,5}; \1"),
    "code": ('type="barcode"', '<input ref="/data/code"/>', r".+"),
    "one": ('type="string"', "<select1 ref='/data/one'>{items}</select1>", r"[abc]"),
    "some": ('type="string"', "<select ref='/data/some'>{items}</select>", r"[abc]( [abc])*"),
    "order": (
        'type="odk:rank"',
        "<odk:rank ref='/data/order'>{items}</odk:rank>",
        r"[abc] [abc] [abc]",
    ),
    "scale": (
        'type="decimal"',
        '<range ref="/data/scale" start="-2.0" end="2.0" step="0.5"/>',
        r"-?[012]\.[05]",
    ),
    "read": ('type="string"', '<trigger ref="/data/read"/>', r"OK"),
    "image": (
        'type="binary"',
        '<upload ref="/data/image" mediatype="image/*"/>',
        rf"image-{UUID}\.png",
    ),
    "sound": (
        'type="binary"',
        '<upload ref="/data/sound" mediatype="audio/*"/>',
        rf"audio-{UUID}\.wav",
    ),
    "film": (
        'type="binary"',
        '<upload ref="/data/film" mediatype="video/*"/>',
        rf"video-{UUID}\.mp4",
    ),
    "file": ('type="binary"', '<upload ref="/data/file"/>', rf"file-{UUID}\.pdf"),
}
"""Kind -> what its bind says, its control, and what an answer looks like."""

LISTED = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Town</h:title><model><instance><data id="t"><town/><meta><instanceID/></meta>
</data></instance><instance id="towns" src="jr://file-csv/towns.csv"/>
<bind nodeset="/data/town" type="string"/><bind nodeset="/data/meta/instanceID"/></model></h:head>
<h:body><select1 ref="/data/town"><label>Town</label>
<itemset nodeset="instance('towns')/root/item"><value ref="name"/><label ref="label"/></itemset>
</select1></h:body></h:html>"""

ITEMS = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in "abc")


def _form(nodes: str, binds: str, body: str) -> FormDefinition:
    return parse_definition(
        (
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
            ' xmlns:odk="http://www.opendatakit.org/xforms"><h:head><h:title>F</h:title><model>'
            f'<instance><data id="f">{nodes}<meta><instanceID/></meta></data></instance>{binds}'
            f"</model></h:head><h:body>{body}</h:body></h:html>"
        ).encode()
    )


def _kinds() -> FormDefinition:
    nodes = "".join(f"<{name}/>" for name in KINDS)
    binds = "".join(
        f'<bind nodeset="/data/{name}" {bind}/>' for name, (bind, _, _) in KINDS.items()
    )
    body = "".join(control.format(items=ITEMS) for _, control, _ in KINDS.values())
    return _form(nodes, binds, body)


def _people() -> FormDefinition:
    return _form(
        "<few/><kid><age/><toy><colour/></toy></kid><fixed><x/></fixed><house><room/></house>",
        '<bind nodeset="/data/few" type="int"/><bind nodeset="/data/kid/age" type="int"/>'
        '<bind nodeset="/data/fixed/x" type="int"/>',
        '<input ref="/data/few"/><repeat nodeset="/data/kid"><input ref="/data/kid/age"/>'
        '<repeat nodeset="/data/kid/toy"><input ref="/data/kid/toy/colour"/></repeat></repeat>'
        '<repeat nodeset="/data/fixed" jr:count="/data/few" xmlns:jr="http://openrosa.org/javarosa">'
        '<input ref="/data/fixed/x"/></repeat>'
        '<repeat nodeset="/data/house"><input ref="/data/house/room"/></repeat>',
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_kind_of_question_gets_a_valid_answer(seed: int) -> None:
    """No question stays blank, each answer looks as its kind is stored, and nothing is wrong."""
    instance = fill(_kinds(), seed).instance

    for name, (_, _, looks) in KINDS.items():
        assert re.fullmatch(looks, instance.value(f"/data/{name}")), name
    assert instance.problems() == ()


def test_the_same_seed_gives_the_same_submission() -> None:
    """One seed, one submission; another seed another one."""
    form = _kinds()

    assert filled_submission(form, 3) == filled_submission(form, 3)
    assert filled_submission(form, 3) != filled_submission(form, 4)


def test_files_are_handed_out_beside_the_answers() -> None:
    """Every file an answer names comes with its bytes, of the kind the question takes."""
    filling = fill(_kinds(), 1)

    named = {filling.instance.value(f"/data/{name}") for name in ("image", "sound", "film", "file")}
    assert set(filling.attachments) == named
    begun = {name.rpartition(".")[2]: content for name, content in filling.attachments.items()}
    assert begun["png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert begun["wav"].startswith(b"RIFF")
    assert begun["wav"][8:12] == b"WAVE"
    assert begun["mp4"][4:8] == b"ftyp"
    assert begun["pdf"].startswith(b"%PDF-")


def test_repeats_grow_and_shrink() -> None:
    """Over some seeds a repeat has none, one and several instances; a counted one has its count."""
    form = _people()
    counts: set[int] = set()
    removed = 0

    for seed in range(40):
        filling = fill(form, seed)
        instance = filling.instance
        counts.add(instance.repeat_count("/data/kid"))
        removed += sum(step.act.value == "remove" for step in filling.steps)
        assert instance.repeat_count("/data/fixed") == int(instance.value("/data/few"))
        for kid in instance.instances_of("/data/kid"):
            assert instance.value(f"{kid}/age") != ""

    assert len(counts) >= 3
    assert removed > 0


@pytest.mark.parametrize("form", [_kinds(), _people()])
def test_the_steps_lead_to_the_same_answers(form: FormDefinition) -> None:
    """Played in another instance of the same seed, the steps give the same submission."""
    filling = fill(form, 5)

    again = FormInstance.create(form, seeded_environment(5), instance_id=seeded_id(5))
    for step in filling.steps:
        play(again, step)

    assert sealed(again, 5) == sealed(filling.instance, 5)


def test_choices_come_from_a_file(tmp_path: Path) -> None:
    """A question whose list is a file is answered from it; without the file it stays blank."""
    (tmp_path / "towns.csv").write_text("name,label\nn1,One\nn2,Two\n", encoding="utf-8")
    form = parse_definition(LISTED.encode())

    with_file = fill(form, 1, seeded_environment(1, files_in(tmp_path)))
    without = fill(form, 1)

    assert with_file.instance.value("/data/town") in ("n1", "n2")
    assert without.instance.value("/data/town") == ""


def test_a_folder_gives_its_own_files_only(tmp_path: Path) -> None:
    """Plain names inside the folder, and what was handed in; nothing above it."""
    inside = tmp_path / "media"
    inside.mkdir()
    (inside / "a.csv").write_bytes(b"a")
    (tmp_path / "secret.csv").write_bytes(b"s")
    read = files_in(inside, {"made.csv": b"m"})

    assert read("a.csv") == b"a"
    assert read("made.csv") == b"m"
    assert read("../secret.csv") is None
    assert read("b.csv") is None
    assert files_in(None)("a.csv") is None


@pytest.mark.parametrize(
    ("reference", "path", "found"),
    [
        ("/data/kid[2]/age", "/data/kid/name", "/data/kid[2]/name"),
        ("/data/kid[2]/toy[3]/colour", "/data/kid/toy/size", "/data/kid[2]/toy[3]/size"),
        ("/data/kid[2]/toy[3]/colour", "/data/kid/age", "/data/kid[2]/age"),
        ("/data/age", "/data/kid/age", "/data/kid/age"),
        ("/data/kid[2]/age", "/data/other/kid/age", "/data/other/kid/age"),
    ],
)
def test_a_neighbour_stands_in_the_same_instances(reference: str, path: str, found: str) -> None:
    """A path read from a reference keeps the indices of the repeats around both."""
    assert near(reference, path) == found
    assert generic(found) == path


@pytest.mark.parametrize(
    "pattern", [r"[A-Z]{4}\d{6}[HM]", r"(ab|cd)+x?", r"\w{2,5}\s\d", r"(?:[1-9]\d*)", r"a++b"]
)
def test_a_sample_matches_its_pattern(pattern: str) -> None:
    """What is drawn for a pattern is matched by it."""
    chance = random.Random(1)

    assert all(re.fullmatch(pattern, sample_of(pattern, chance)) for _ in range(20))


def test_two_files_are_never_the_same() -> None:
    """Each call draws another content, so that nothing is sent twice by its hash."""
    chance = random.Random(1)

    made = {content_of(media, chance) for media in ("image/png", "text/plain") for _ in range(5)}

    assert len(made) == 10


def test_the_command_writes_a_submission(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fill` reads lists from the folder it is given and writes XML that parses; exit 0."""
    form = tmp_path / "form.xml"
    form.write_text(LISTED, encoding="utf-8")
    media = tmp_path / "media"
    media.mkdir()
    (media / "towns.csv").write_text("name,label\nn1,One\n", encoding="utf-8")
    output = tmp_path / "out.xml"

    status = main(["fill", str(form), "--seed", "7", "-o", str(output), "--media", str(media)])

    assert status == 0
    root = etree.fromstring(output.read_bytes())
    assert root.findtext("town") == "n1"
    assert root.findtext("meta/instanceID") == seeded_id(7)
    assert "accepted" in capsys.readouterr().err
