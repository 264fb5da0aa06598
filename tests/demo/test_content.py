"""The demo catalogue: it can be published, and what the demonstration types fits its forms."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms.environment import Environment
from forms.model.instance import FormInstance
from forms.xform.parse import parse_definition
from sync.central.catalogue_file import Catalogue, read_catalogue
from sync.central.commands.forms_engine import engine_import
from tests.demo.job import ACTA, APOYO, CALCULATED, REGISTRATIONS, DemoRegistration
from tests.demo.people import PEOPLE
from tests.demo.processes import CATALOGUE

LANGUAGES = {"es", "en"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue as the central publishes it, workbooks converted."""
    return read_catalogue(CATALOGUE, engine_import())


def _instance(catalogue: Catalogue, service_code: int) -> FormInstance:
    (service,) = (one for one in catalogue.services if one.code == service_code)
    (form,) = (one for one in catalogue.forms if one.form_id == service.form_id)
    environment = Environment(
        now=lambda: datetime(2026, 11, 20, 16, tzinfo=UTC),
        zone=UTC,
        random=lambda: 0.5,
        uuid=lambda: "00000000-0000-4000-8000-000000000000",
    )
    return FormInstance.create(parse_definition(form.xml), environment)


def test_everything_is_in_both_languages(catalogue: Catalogue) -> None:
    """Each service, price and notice speaks Spanish and English."""
    for service in catalogue.services:
        for texts in (service.names, service.descriptions, service.papers):
            assert set(dict(texts)) == LANGUAGES
    prices = [row.names for row in catalogue.tariffs] + [row.names for row in catalogue.rules]
    asked = [fact.names for fact in catalogue.facts]
    asked += [choice.names for fact in catalogue.facts for choice in fact.choices]
    for names in (*prices, *asked):
        assert set(dict(names)) == LANGUAGES
    for notice in catalogue.notices:
        assert set(dict(notice.texts)) == LANGUAGES
        assert all(len(text.lines) == 4 for text in dict(notice.texts).values())


def test_one_service_is_free_and_the_others_have_a_fee(catalogue: Catalogue) -> None:
    """The registration for support is free; the certified copy and the treasury's are charged."""
    fees = {service.code: service.concepts for service in catalogue.services}

    assert fees == {
        ACTA: (1001,),
        APOYO: (),
        401: (1101,),
        402: (1201,),
        403: (1301,),
        404: (1401,),
    }


@pytest.mark.parametrize("registration", REGISTRATIONS, ids=lambda one: one.person.curp)
def test_the_typed_answers_fit(catalogue: Catalogue, registration: DemoRegistration) -> None:
    """Each question stands under the label the clerk looks for, takes the answer, and nothing
    is left to put right."""
    instance = _instance(catalogue, registration.service_code)

    for section in registration.sections:
        for answer in section:
            path = "/data/" + answer.path.replace(".", "/")
            instance.set_answer(path, answer.stored)

            assert instance.question(path).label == answer.label
            assert instance.value(path) == answer.stored

    assert list(instance.problems()) == []


def test_the_calculations_are_right(catalogue: Catalogue) -> None:
    """What the workbook calculates is what a person works out by hand."""
    (registration,) = (one for one in REGISTRATIONS if one.service_code == APOYO)
    instance = _instance(catalogue, APOYO)
    for section in registration.sections:
        for answer in section:
            instance.set_answer("/data/" + answer.path.replace(".", "/"), answer.stored)

    found = {path: instance.value("/data/" + path.replace(".", "/")) for path in CALCULATED}

    assert found == CALCULATED


@pytest.mark.parametrize(
    ("service_code", "path", "value"),
    [
        (ACTA, "acta/fecha_nacimiento", "2031-01-01"),
        (ACTA, "entrega/telefono", "951 123"),
        (APOYO, "hogar/personas", "0"),
        (APOYO, "ingresos/ingreso_trabajo", "-1"),
    ],
)
def test_constraints_refuse(catalogue: Catalogue, service_code: int, path: str, value: str) -> None:
    """A birth in the future, a short phone, nobody at home, a negative income: each is said."""
    instance = _instance(catalogue, service_code)

    instance.set_answer(f"/data/{path}", value)

    assert f"/data/{path}" in [problem.path for problem in instance.problems()]


def test_people_are_synthetic() -> None:
    """Everybody carries PRUEBA, and the name is typed with letters beyond ASCII somewhere."""
    assert all(person.first_surname == "PRUEBA" for person in PEOPLE)
    assert {"ñ", "ü"} <= set("".join(person.full_name for person in PEOPLE))


def test_workbooks_are_small() -> None:
    """A workbook stays small enough to travel over a bad link."""
    sizes = {path.name: path.stat().st_size for path in Path(CATALOGUE).glob("*.xlsx")}

    assert len(sizes) == 6
    assert max(sizes.values()) < 64 * 1024
