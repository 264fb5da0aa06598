"""Entities made on this device are in their lists at once (FORMS §11)."""

from __future__ import annotations

from kiosk.services.views import Choice
from tests.support.household import a_household_draft, publish_household, the_question
from tests.support.offices import Counter, a_counter

XML = b"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"
 xmlns:entities="http://www.opendatakit.org/xforms/entities">
<h:head><h:title>Personas</h:title>
<model odk:xforms-version="1.0.0" entities:entities-version="2024.1.0">
<instance><data id="acta" version="e1"><who/><pick/>
<meta><instanceID/><entity dataset="people" create="1" id=""><label/></entity></meta></data>
</instance><instance id="people" src="jr://file-csv/people.csv"/>
<bind nodeset="/data/who" type="string" required="true()" entities:saveto="full_name"/>
<bind nodeset="/data/pick" type="string"/>
<bind nodeset="/data/meta/entity/@id" type="string" readonly="true()"/>
<bind nodeset="/data/meta/entity/label" type="string" calculate="/data/who"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
<setvalue ref="/data/meta/entity/@id" event="odk-instance-first-load" value="uuid()"/>
</model></h:head><h:body>
<input ref="/data/who"><label>Nombre</label></input>
<select1 ref="/data/pick"><label>Persona</label>
<itemset nodeset="instance('people')/root/item"><value ref="name"/><label ref="label"/></itemset>
</select1></h:body></h:html>
"""
LIST = b"name,label,__version\nroman,Roman,1\n"


def choices(counter: Counter) -> list[Choice]:
    """Return what a new draft offers."""
    return list(the_question(a_household_draft(counter), "/data/pick").choices)


def save(counter: Counter, name: str) -> None:
    """Save a record that creates an entity."""
    view = a_household_draft(counter)
    counter.registrations.answer(view.draft_id, "/data/who", name)
    counter.registrations.consent(view.draft_id)
    counter.registrations.save(view.draft_id, accepted=True)


def test_a_new_entity_can_be_chosen_in_the_next_form(counter: Counter) -> None:
    """After those of the list, with its label; after a restart too, always under the same id."""
    publish_household(counter, XML, people__csv=LIST)
    before = choices(counter)

    save(counter, "Ana")
    save(counter, "Beto")
    after = choices(counter)
    counter.opening.close()
    again = a_counter(counter.folder, clock=counter.clock, seed=b"after", create=False)
    later = choices(again)
    again.opening.close()

    assert [one.label for one in before] == ["Roman"]
    assert [one.label for one in after] == ["Roman", "Ana", "Beto"]
    assert later == after
    assert len({one.name for one in after}) == 3


def test_a_draft_makes_no_entity(counter: Counter) -> None:
    """Only what is sealed counts."""
    publish_household(counter, XML, people__csv=LIST)
    view = a_household_draft(counter)

    counter.registrations.answer(view.draft_id, "/data/who", "Ana")

    assert [one.label for one in choices(counter)] == ["Roman"]


def test_a_correction_changes_its_entity(counter: Counter) -> None:
    """The same entity, with the new label."""
    publish_household(counter, XML, people__csv=LIST)
    save(counter, "Ana")
    (row,) = counter.records.rows()

    draft = counter.records.correct(row.event_id, "Mal escrito", "es")
    counter.registrations.answer(draft, "/data/who", "Ana María")
    counter.registrations.save_correction(draft)

    assert [one.label for one in choices(counter)] == ["Roman", "Ana María"]
