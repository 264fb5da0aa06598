"""Every accepted form of the manifest, filled at random: FORMS §16."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from lxml import etree

from forms.environment import Environment
from forms.fill import files_in, fill, sealed, seeded_id
from forms.guesses import FILL_INSTANT
from forms.model.cursor import PlaceKind
from forms.model.instance import FormInstance
from forms.submission import answers_of, instance_name, submission_xml
from forms.xform.definition import FormDefinition
from forms.xform.parse import acceptance, parse_definition
from forms.xpath.nodes import Node
from tests.support.converted import Converted, shared_by_workers
from tests.support.shared import shared_file, shared_folder

SEEDS = 200 if os.environ.get("VENTANILLA_SOAK") else 5
AT_ONCE = 10
_IDENTITY = frozenset({"meta", "instanceID", "deprecatedID"})
"""What X writes where a form has no place for it, or leaves out until a record is edited."""


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


def _steady(seed: int, media: Callable[[str], bytes | None]) -> Environment:
    """Return a world in which a second recompute draws the same numbers and ids as the first."""
    return Environment(
        now=lambda: FILL_INSTANT,
        zone=UTC,
        random=lambda: seed / 1_000,
        uuid=lambda: seeded_id(seed).removeprefix("uuid:"),
        media=media,
        position=lambda: "17.06 -96.72 1550 4.5",
    )


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
@pytest.mark.parametrize("file", _accepted())
def test_an_accepted_form_can_be_filled_kept_and_sent(
    file: str, first: int, converted: Converted
) -> None:
    """Filled at random: nothing raises, what is sent is relevant, a draft, an open form give it."""
    source = shared_file(f"conformance/forms/{file}")
    form = converted.form(source)
    definition = parse_definition(form.xml)
    opened = parse_definition(form.xml, accepted=acceptance(definition))
    media = files_in(source.parent / "media", form.files)

    for seed in range(first, min(first + AT_ONCE, SEEDS)):
        world = _steady(seed, media)
        instance = fill(definition, seed, world).instance
        xml = sealed(instance, seed)

        _assert_holds_what_is_relevant(etree.fromstring(xml), instance.element())
        _assert_same_from_answers(definition, instance, seed, xml)
        again = FormInstance.restore(definition, instance.dump(), world)
        assert again.dump() == instance.dump()
        assert sealed(again, seed) == xml
        assert sealed(fill(opened, seed, world).instance, seed) == xml
        assert not instance.recompute().values, "a full recompute differs"
        assert sealed(instance, seed) == xml


@pytest.mark.slow
@pytest.mark.parametrize("file", _accepted())
def test_a_sealed_record_can_be_edited_and_every_page_shown(
    file: str, converted: Converted
) -> None:
    """Opened for editing, a record says the same under a new id; each page and language shows."""
    source = shared_file(f"conformance/forms/{file}")
    form = converted.form(source)
    definition = parse_definition(form.xml)
    media = files_in(source.parent / "media", form.files)

    for seed in range(2):
        world = _steady(seed, media)
        instance = fill(definition, seed, world).instance
        edited = FormInstance.edit(
            definition, _sent(instance), world, instance_id=seeded_id(seed + 1_000)
        )

        assert edited.deprecated_id == instance.instance_id
        assert edited.instance_id == seeded_id(seed + 1_000)
        assert _without_identity(_sent(edited)) == _without_identity(_sent(instance))
        _show_everything(edited)


def _sent(instance: FormInstance) -> bytes:
    return submission_xml(
        instance.definition,
        answers_of(instance),
        instance.instance_id,
        instance_name(instance),
        instance.deprecated_id or None,
    )


def _without_identity(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for element in list(root.iter("{*}instanceID", "{*}deprecatedID")):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return etree.tostring(root)


def _show_everything(instance: FormInstance) -> None:
    """Read every page, title, problem and question in every language."""
    definition = instance.definition
    for language in definition.languages or ("",):
        for section in definition.sections():
            instance.items(section.index)
            instance.section_title(section.index, language)
            instance.problems(section.index, language)
        for place in instance.cursor().places():
            if place.kind is PlaceKind.QUESTION:
                instance.question(place.reference, language)


def _assert_holds_what_is_relevant(element: etree._Element, node: Node) -> None:
    """Raise where *element* lacks a relevant child, has another one, or another order."""
    known = {one.local for one in node.children}
    sent = [one for one in element if _name(one) in known or _name(one) not in _IDENTITY]
    wanted = [one for one in node.children if one.relevant and one.local != "deprecatedID"]
    assert [_name(one) for one in sent] == [one.local for one in wanted], node.reference
    for child, one in zip(sent, wanted, strict=True):
        _assert_holds_what_is_relevant(child, one)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _assert_same_from_answers(
    definition: FormDefinition, instance: FormInstance, seed: int, xml: bytes
) -> None:
    """Raise where X of the answers, once they have travelled, is another XML."""
    travelled: list[Any] = json.loads(json.dumps(answers_of(instance)))
    name = instance_name(instance)
    assert submission_xml(definition, travelled, seeded_id(seed), name) == xml
