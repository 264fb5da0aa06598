"""A form that was accepted opens without being checked, as the same form."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

import pytest

from forms.report import FormRefused
from forms.xform import parse
from forms.xform.definition import BoundExpression, FormDefinition
from forms.xform.parse import acceptance, parse_definition
from forms.xpath.nodes import Node
from tests.forms.ready import xform
from tests.support.converted import Converted, shared_by_workers
from tests.support.shared import shared_file, shared_folder

SOUND = xform('<bind nodeset="/data/a" relevant="/data/b = 1"/>')
BROKEN = xform('<bind nodeset="/data/a" relevant="/data/b = "/>')


def _accepted() -> list[str]:
    folder = shared_folder()
    if folder is None:
        return ["no shared forms"]
    manifest = json.loads((folder / "conformance/forms/MANIFEST.json").read_text("utf-8"))
    return [form["file"] for form in manifest["forms"] if form["expected"] == "loads"]


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """Return what converts each workbook once per run."""
    return Converted(shared_by_workers(tmp_path_factory))


@pytest.mark.slow
@pytest.mark.parametrize("file", _accepted())
def test_an_accepted_form_opens_as_the_form_that_was_checked(
    file: str, converted: Converted
) -> None:
    """Every part of the definition is the same, whether it was looked through or not."""
    xml = converted.form(shared_file(f"conformance/forms/{file}")).xml
    checked = parse_definition(xml)

    opened = parse_definition(xml, accepted=acceptance(checked))

    assert described(opened) == described(checked)


def described(part: Any) -> Any:
    """Return a part of a definition as plain data that can be compared."""
    match part:
        case BoundExpression():
            reading = (part.dependencies, part.instances, part.reads, part.looks)
            return (part.path, part.role, part.line, part.compiled.source, reading)
        case Node():
            inner = [described(one) for one in (*part.attributes, *part.children)]
            return (part.key, part.reference, part.value, inner)
        case FormDefinition() if part.derived:
            raise AssertionError("nothing was computed yet")
        case Mapping():
            return {key: described(value) for key, value in part.items()}
        case str() | bytes() | int() | float() | None | Enum():
            return part
        case frozenset():
            return part
        case tuple() | list():
            return [described(one) for one in part]
        case _:
            fields = dataclasses.fields(part)
            return {one.name: described(getattr(part, one.name)) for one in fields}


@pytest.mark.parametrize(
    "word",
    [
        "",
        "accepted",
        f"{parse.RULES}:{hashlib.sha256(SOUND).hexdigest()}",
        f"{parse.RULES - 1}:{hashlib.sha256(BROKEN).hexdigest()}",
    ],
    ids=["none", "any other", "of another form", "of an engine before"],
)
def test_a_form_that_was_not_accepted_is_checked(word: str) -> None:
    """Only the word for this XML by this engine spares a form the check."""
    with pytest.raises(FormRefused):
        parse_definition(BROKEN, accepted=word)


def test_opening_compiles_nothing() -> None:
    """What an accepted form says is compiled when it is needed, not when it is opened."""
    opened = parse_definition(SOUND, accepted=acceptance(parse_definition(SOUND)))
    relevant = opened.nodes["/data/a"].relevant

    assert relevant is not None
    assert opened.nodes["/data/b"].relevant is None
    assert relevant.source == "/data/b = 1"
    assert relevant.reads == ("/data/b",)


def test_a_text_is_compiled_and_followed_once_for_all_places_where_it_means_the_same() -> None:
    """Questions under one condition share what is made of it."""
    binds = "".join(
        f'<bind nodeset="/data/{name}" relevant="/data/a = 1 and . != 3"/>' for name in "bc"
    )
    form = parse_definition(xform(binds, data="<a/><b/><c/>"))
    first, second = form.nodes["/data/b"].relevant, form.nodes["/data/c"].relevant

    assert first is not None
    assert second is not None
    assert first.compiled is second.compiled
    assert first.reads == ("/data/a", "/data/b")
    assert second.reads == ("/data/a", "/data/c")
