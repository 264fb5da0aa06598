"""A draft moves to a newer version of its form (FORMS §10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forms.environment import Environment
from forms.errors import DraftRefused
from forms.model.instance import FormInstance
from forms.model.migration import Fate, migrate, migration_report, places_of
from forms.xform.definition import FormDefinition
from forms.xform.parse import parse_definition

ENVIRONMENT = Environment(
    now=lambda: datetime(2026, 11, 27, 12, tzinfo=UTC),
    zone=UTC,
    random=lambda: 0.5,
    uuid=lambda: "00000000-0000-4000-8000-000000000000",
)
_HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Prueba</h:title><model>"""


def a_form(instance: str, binds: str, body: str, version: str = "1") -> FormDefinition:
    """Return a definition of three parts."""
    xml = (
        f'{_HEAD}<instance><data id="f" version="{version}">{instance}</data></instance>{binds}'
        f"</model></h:head><h:body>{body}</h:body></h:html>"
    )
    return parse_definition(xml.encode())


def text(name: str) -> str:
    return f'<input ref="/data/{name}"><label>{name.title()}</label></input>'


def choice(name: str, *names: str) -> str:
    items = "".join(
        f"<item><label>{one.upper()}</label><value>{one}</value></item>" for one in names
    )
    return f'<select1 ref="/data/{name}"><label>{name.title()}</label>{items}</select1>'


def bind(name: str, kind: str = "string", more: str = "") -> str:
    return f'<bind nodeset="/data/{name}" type="{kind}" {more}/>'


def a_draft(definition: FormDefinition, **answers: str) -> str:
    """Return a dump with answers by name."""
    form = FormInstance.create(definition, ENVIRONMENT)
    for name, value in answers.items():
        form.set_answer(f"/data/{name}", value)
    return form.dump()


OLD = a_form(
    '<name/><old odk:tag="phone"/><count/><kind/><gone/><hidden>h</hidden>',
    "".join((bind("name"), bind("old"), bind("count"), bind("kind"), bind("gone"), bind("hidden"))),
    "".join((text("name"), text("old"), text("count"), choice("kind", "a", "b"), text("gone"))),
)
NEW = a_form(
    '<hidden>n</hidden><name/><mobile odk:tag="phone"/><count/><kind/><email/>',
    "".join(
        (
            bind("hidden"),
            bind("name"),
            bind("mobile"),
            bind("count", "int"),
            bind("kind"),
            bind("email", more='required="true()"'),
        )
    ),
    "".join((text("name"), text("mobile"), text("count"), choice("kind", "b", "c"), text("email"))),
    version="2",
)


def test_the_report_says_what_becomes_of_each_answer() -> None:
    """Kept, renamed by its tag, kept though of another type, choice gone, question gone."""
    dump = a_draft(OLD, name="PRUEBA", old="999", count="12", kind="a", gone="algo")

    report = migration_report(OLD, dump, NEW, ENVIRONMENT)

    assert report.kept == 1
    assert [(one.fate, one.label, one.value, one.now) for one in report.changes] == [
        (Fate.RENAMED, "Old", "999", "999"),
        (Fate.TYPE_KEPT, "Count", "12", "12"),
        (Fate.CHOICE_VANISHED, "Kind", "A", ""),
        (Fate.NODE_VANISHED, "Gone", "algo", ""),
    ]
    assert [(one.path, one.label) for one in report.new_required] == [("/data/email", "Email")]
    assert (report.from_version, report.to_version) == ("1", "2")


def test_what_cannot_be_held_is_named_with_its_text() -> None:
    """For the event: path and stored text, of all that is lost and of nothing else."""
    dump = a_draft(OLD, name="PRUEBA", count="doce", kind="a", gone="algo")

    report = migration_report(OLD, dump, NEW, ENVIRONMENT)

    assert report.left_behind == (
        ("/data/count", "doce"),
        ("/data/kind", "a"),
        ("/data/gone", "algo"),
    )
    assert report.changes[0].fate is Fate.TYPE_BLANKED


def test_migrating_gives_the_draft_that_was_reported() -> None:
    """Answers in their places, what nobody is asked for carried over, the id as at its birth."""
    dump = a_draft(OLD, name="PRUEBA", old="999", count="12", kind="b")

    form = migrate(OLD, dump, NEW, ENVIRONMENT).form
    values = {name: form.value(f"/data/{name}") for name in ("name", "mobile", "count", "kind")}

    assert values == {"name": "PRUEBA", "mobile": "999", "count": "12", "kind": "b"}
    assert form.value("/data/hidden") == "h"
    assert FormInstance.restore(NEW, form.dump(), ENVIRONMENT).dump() == form.dump()


def test_the_draft_it_is_given_stays_as_it_is() -> None:
    """Computing the report twice gives the same."""
    dump = a_draft(OLD, name="PRUEBA", kind="a")

    assert migration_report(OLD, dump, NEW, ENVIRONMENT) == migration_report(
        OLD, dump, NEW, ENVIRONMENT
    )


def test_blank_answers_are_not_reported() -> None:
    """Nothing was answered: nothing can be lost."""
    report = migration_report(OLD, a_draft(OLD), NEW, ENVIRONMENT)

    assert report.kept == 0
    assert report.changes == ()


def test_to_the_same_form_everything_is_kept() -> None:
    """No change, nothing new."""
    dump = a_draft(OLD, name="PRUEBA", old="1", count="2", kind="a", gone="3")

    report = migration_report(OLD, dump, OLD, ENVIRONMENT)

    assert (report.kept, report.changes, report.new_required) == (5, (), ())


def test_instances_come_along() -> None:
    """As many as there were, also those whose number follows from an answer below them."""

    def people(name: str, version: str) -> FormDefinition:
        counted = f'jr:count="/data/{name}"' if name else ""
        return a_form(
            "<kid><name/><toy><what/></toy></kid><n/>",
            bind("kid/name") + bind("kid/toy/what") + bind("n", "int"),
            f'<group ref="/data/kid"><label>Kid</label><repeat nodeset="/data/kid" {counted}>'
            + text("kid/name")
            + '<repeat nodeset="/data/kid/toy">'
            + text("kid/toy/what")
            + "</repeat></repeat></group>"
            + text("n"),
            version,
        )

    old, new = people("", "1"), people("n", "2")
    form = FormInstance.create(old, ENVIRONMENT)
    form.add_repeat("/data/kid")
    form.add_repeat("/data/kid[2]/toy")
    for reference, value in (
        ("/data/kid[1]/name", "uno"),
        ("/data/kid[2]/name", "dos"),
        ("/data/kid[2]/toy[2]/what", "trompo"),
        ("/data/n", "2"),
    ):
        form.set_answer(reference, value)

    moved = migrate(old, form.dump(), new, ENVIRONMENT)

    assert moved.form.repeat_count("/data/kid") == 2
    assert moved.form.value("/data/kid[2]/toy[2]/what") == "trompo"
    assert moved.report.kept == 4
    assert moved.report.changes == ()


def test_an_instance_that_has_no_room_is_reported() -> None:
    """The newer form fixes a smaller number: what stood in the others is left behind."""
    body = '<repeat nodeset="/data/kid" {more}>' + text("kid/name") + "</repeat>"
    old = a_form("<kid><name/></kid>", bind("kid/name"), body.format(more=""))
    new = a_form("<kid><name/></kid>", bind("kid/name"), body.format(more='jr:count="1"'), "2")
    form = FormInstance.create(old, ENVIRONMENT)
    form.add_repeat("/data/kid")
    form.set_answer("/data/kid[1]/name", "uno")
    form.set_answer("/data/kid[2]/name", "dos")

    report = migration_report(old, form.dump(), new, ENVIRONMENT)

    assert report.kept == 1
    assert report.left_behind == (("/data/kid[2]/name", "dos"),)


def test_what_stands_in_a_renamed_group_moves_with_it() -> None:
    """The group has the tag; the questions inside keep their names."""
    old = a_form('<a odk:tag="g"><x/></a>', bind("a/x"), text("a/x"))
    new = a_form('<b odk:tag="g"><x/></b>', bind("b/x"), text("b/x"), "2")

    assert places_of(old, new)["/data/a/x"] == "/data/b/x"


def test_a_node_that_became_a_group_has_no_place() -> None:
    """A path alone is not enough."""
    old = a_form("<a/>", bind("a"), text("a"))
    new = a_form("<a><x/></a>", bind("a/x"), text("a/x"), "2")

    assert "/data/a" not in places_of(old, new)


def test_a_damaged_draft_is_refused() -> None:
    """As when it is restored."""
    with pytest.raises(DraftRefused):
        migration_report(OLD, "{}", NEW, ENVIRONMENT)
