"""A form with what `acta` lacks: repeats inside repeats, files, a calculation across, two versions.

Sections: the house (name, photo, signature, sound), the people in it (a repeat: name, age, and
inside it their tools), and the end (how many, an age limit, notes that only some are asked).
"""

from __future__ import annotations

import hashlib

from kiosk.services.views import NewPerson, PageItem, QuestionView, RepeatView, SectionView
from sync.catalogue import FormEntry, pieces_of
from sync.ids import SubjectId
from tests.support.offices import ACTA, Counter, begin, publish

HOUSEHOLD_XML = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>Hogar</h:title><model odk:xforms-version="1.0.0">
<instance><data id="acta" version="h1">
<house><name/><photo/><sign/><voice/><start/></house>
<person><name/><age/><tool><what/></tool></person>
<end><many/><total/><adults/><why/></end>
<orx:meta><orx:instanceID/><orx:instanceName/></orx:meta></data></instance>
<bind nodeset="/data/house/name" type="string" required="true()"/>
<bind nodeset="/data/house/photo" type="binary"/>
<bind nodeset="/data/house/sign" type="binary"/>
<bind nodeset="/data/house/voice" type="binary" relevant="/data/house/name != 'MUDA'"/>
<bind nodeset="/data/house/start" type="dateTime" jr:preload="timestamp"
 jr:preloadParams="start"/>
<bind nodeset="/data/person/name" type="string" required="true()"/>
<bind nodeset="/data/person/age" type="int" constraint=". &lt; 120"
 jr:constraintMsg="Menos de 120."/>
<bind nodeset="/data/person/tool/what" type="string"/>
<bind nodeset="/data/end/many" type="int" calculate="count(/data/person)"/>
<bind nodeset="/data/end/total" type="int" calculate="sum(/data/person/age)"/>
<bind nodeset="/data/end/adults" type="string"/>
<bind nodeset="/data/end/why" type="string" relevant="/data/end/adults = 'no'"/>
<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
<bind nodeset="/data/orx:meta/orx:instanceName" type="string" calculate="/data/house/name"/>
</model></h:head><h:body>
<group ref="/data/house"><label>Casa</label>
<input ref="/data/house/name"><label>Nombre de la casa</label></input>
<upload ref="/data/house/photo" mediatype="image/*"><label>Foto</label></upload>
<upload ref="/data/house/sign" mediatype="image/*" appearance="signature"><label>Firma</label>
</upload>
<upload ref="/data/house/voice" mediatype="audio/*"><label>Voz</label></upload>
</group>
<group ref="/data/person"><label>Persona</label><repeat nodeset="/data/person">
<input ref="/data/person/name"><label>Nombre</label></input>
<input ref="/data/person/age"><label>Edad</label></input>
<group ref="/data/person/tool"><label>Herramienta</label><repeat nodeset="/data/person/tool">
<input ref="/data/person/tool/what"><label>Cuál</label></input>
</repeat></group>
</repeat></group>
<group ref="/data/end"><label>Final</label>
<input ref="/data/end/total"><label>Suma de edades</label></input>
<select1 ref="/data/end/adults"><label>¿Hay adultos?</label>
<item><label>Sí</label><value>yes</value></item><item><label>No</label><value>no</value></item>
</select1>
<input ref="/data/end/why"><label>¿Por qué no?</label></input>
</group>
</h:body></h:html>
""".encode()

NAME, PHOTO, SIGN = "/data/house/name", "/data/house/photo", "/data/house/sign"
VOICE, PEOPLE, ADULTS = "/data/house/voice", "/data/person", "/data/end/adults"


def a_household(xml: bytes = HOUSEHOLD_XML, version: str = "1") -> FormEntry:
    """Return the form as published, under the id that the service `acta` asks for."""
    return FormEntry(
        form_id="acta",
        version=version,
        xml=xml,
        definition_hash=hashlib.sha256(xml).digest()[:16],
        title="Hogar",
    )


def publish_household(counter: Counter, xml: bytes = HOUSEHOLD_XML, **files: bytes) -> None:
    """Publish the form, with files of it by name (dots as `__`)."""
    entries = [
        piece
        for name, content in files.items()
        for piece in pieces_of("acta", "1", name.replace("__", "."), content)
    ]
    counter.database.write(lambda tx: publish(tx, a_household(xml), *entries))


def a_subject(counter: Counter) -> SubjectId:
    """Return a person with a card."""
    person = NewPerson(given="UNO", first_surname="PRUEBA", second_surname="DOS")
    return counter.citizens.create(counter.citizens.begin(), person).subject


def a_household_draft(counter: Counter) -> SectionView:
    """Return a new draft of the form."""
    return begin(counter, a_subject(counter), ACTA, "es")


def items(view: SectionView, kind: type[PageItem]) -> list[PageItem]:
    """Return the items of one kind on a page."""
    return [item for item in view.items if isinstance(item, kind)]


def the_repeat(view: SectionView) -> RepeatView:
    """Return the only repeat on a page."""
    (found,) = (item for item in view.items if isinstance(item, RepeatView))
    return found


def the_question(view: SectionView, path: str) -> QuestionView:
    """Return one question of a page."""
    return next(item for item in view.items if isinstance(item, QuestionView) and item.path == path)


def a_full_household(counter: Counter, people: int = 2) -> SectionView:
    """Return a draft that could be saved: a house with people who have a name and an age."""
    view = a_household_draft(counter)
    draft = view.draft_id
    counter.registrations.answer(draft, NAME, "PRUEBA casa")
    for number in range(1, people + 1):
        if number > 1:
            counter.registrations.add_instance(draft, PEOPLE)
        counter.registrations.answer(draft, f"{PEOPLE}[{number}]/name", f"PRUEBA {number}")
        view = counter.registrations.answer(draft, f"{PEOPLE}[{number}]/age", str(number * 10))
    return view
